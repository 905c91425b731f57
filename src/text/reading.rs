//! A text as it is read, in grapheme clusters, each with the bytes of the text as typed: whatever looks alike reads alike.
//!
//! 1. Characters that nobody sees are left out (Default_Ignorable_Code_Point), presentation forms of ASCII are made
//!    plain.
//! 2. HTML's character references are read, again where one results from another (`&amp;#39;`), so that a text and what
//!    it decodes to read alike.
//! 3. Everything is in lower case, and canonical equivalents become one (NFC).
//! 4. Extended grapheme clusters (UAX #29) of the result are never torn, nor are those of the text as typed.

use icu_segmenter::GraphemeClusterSegmenter;
use serde::{Deserialize, Serialize};

use super::{
    characters::{ZERO_WIDTH_JOINER, compose, is_ignorable, spell},
    references,
};

/// A half-open range of positions in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The first position.
    pub start: usize,
    /// The position after the last.
    pub end: usize,
}

/// What stands in [`Reading::shape`] for a cluster of several characters: a letter with marks …
const WITH_MARKS: char = 'ª';
/// … white space with marks, …
const BLANK: char = ' ';
/// … and anything else. None of the three means anything to the rules but its kind.
const COMPOUND: char = '\u{FFFD}';

/// A text as it is read.
pub(super) struct Reading {
    /// What is read.
    pub text: String,
    /// Its clusters in order.
    pub clusters: Vec<Cluster>,
    /// A character for each cluster: itself if it is one, else a stand-in.
    pub shape: Vec<char>,
}

/// A grapheme cluster.
pub(super) struct Cluster {
    /// Where it begins in what is read, in bytes.
    pub at: usize,
    /// Its bytes in the text as typed.
    pub typed: Span,
    /// It is read otherwise than typed, which its case does not count for.
    pub respelled: bool,
}

/// A character that is read, with the bytes that it came from.
struct Letter {
    c: char,
    typed: Span,
}

impl Reading {
    pub fn of(text: &str) -> Self {
        if text.is_ascii() && !text.contains('&') { Self::plain(text) } else { Self::full(text) }
    }

    /// Of a text in which every character is a cluster and stands for itself.
    fn plain(text: &str) -> Self {
        let typed = |at| Span { start: at, end: at + 1 };
        let clusters = (0..text.len()).map(|at| Cluster { at, typed: typed(at), respelled: false }).collect();
        let text = text.to_ascii_lowercase();
        Self { clusters, shape: text.chars().collect(), text }
    }

    fn full(typed: &str) -> Self {
        let letters = letters(typed);
        let spelled: String = letters.iter().map(|letter| letter.c).collect();
        let segmenter = GraphemeClusterSegmenter::new();
        let edges: Vec<usize> = segmenter.segment_str(typed).collect();
        let mut reading = Self { text: String::new(), clusters: Vec::new(), shape: Vec::new() };
        let (mut from, mut left) = (0, &letters[..]);
        for to in segmenter.segment_str(&spelled).skip(1) {
            let (cluster, rest) = left.split_at(spelled[from..to].chars().count());
            (from, left) = (to, rest);
            reading.add(cluster, &edges);
        }
        reading.finish(typed)
    }

    /// Adds a cluster, given where the clusters of the text as typed begin and end. Two that come from one are one.
    fn add(&mut self, letters: &[Letter], edges: &[usize]) {
        let read = letters.iter().map(|letter| letter.c).filter(|&c| c != ZERO_WIDTH_JOINER);
        let mut spelled: Vec<char> = read.flat_map(char::to_lowercase).collect();
        let (Some(first), Some(last), false) = (letters.first(), letters.last(), spelled.is_empty()) else { return };
        let start = edges[edges.partition_point(|&edge| edge <= first.typed.start) - 1];
        let end = edges[edges.partition_point(|&edge| edge < last.typed.end)];
        compose(&mut spelled);
        match self.clusters.last_mut().filter(|before| before.typed.end > start) {
            Some(before) => before.typed.end = end,
            None => self.clusters.push(Cluster { at: self.text.len(), typed: Span { start, end }, respelled: false }),
        }
        self.text.extend(spelled);
    }

    /// Says of every cluster what it is to the rules, and whether it is read as typed.
    fn finish(mut self, typed: &str) -> Self {
        for number in 0..self.clusters.len() {
            let read = self.cluster(number);
            let mut chars = read.chars();
            let shape = match (chars.next(), chars.next()) {
                (Some(only), None) => only,
                (Some(first), _) if first.is_alphanumeric() => WITH_MARKS,
                (Some('\r' | '\n'), _) => '\n',
                (Some(first), _) if first.is_whitespace() || first.is_control() => BLANK,
                _ => COMPOUND,
            };
            let Span { start, end } = self.clusters[number].typed;
            let respelled = !typed[start..end].chars().flat_map(char::to_lowercase).eq(read.chars());
            self.shape.push(shape);
            self.clusters[number].respelled = respelled;
        }
        self
    }

    /// What is read of a cluster.
    pub fn cluster(&self, number: usize) -> &str {
        &self.text[self.clusters[number].at..self.end(number)]
    }

    /// What is read of some clusters, the first and how many.
    pub fn clusters(&self, first: usize, count: usize) -> &str {
        &self.text[self.clusters[first].at..self.end(first + count - 1)]
    }

    fn end(&self, number: usize) -> usize {
        self.clusters.get(number + 1).map_or(self.text.len(), |after| after.at)
    }
}

/// The characters that are read.
fn letters(text: &str) -> Vec<Letter> {
    let mut letters = Vec::with_capacity(text.len());
    for (start, c) in text.char_indices() {
        read(&mut letters, c, Span { start, end: start + c.len_utf8() });
    }
    settle(&mut letters, None);
    letters
}

/// Adds a character and decodes the references that it ends.
fn read(letters: &mut Vec<Letter>, c: char, typed: Span) {
    let mut next = Some((c, typed));
    // A reference may end another one that it stands in: &am&#112;; is &amp;.
    while let Some((c, typed)) = next.take() {
        push(letters, c, typed);
        if letters.last().is_some_and(|last| last.c == ';') {
            let before = letters.len() - 1;
            next = opened(&letters[..before])
                .and_then(|(from, inside)| Some((references::decode(&inside)?, take(letters, from))));
        }
    }
}

fn push(letters: &mut Vec<Letter>, c: char, typed: Span) {
    // What joins emoji says where their cluster ends; between letters it does not.
    let joins = c == ZERO_WIDTH_JOINER && letters.last().is_some_and(|before| !before.c.is_alphanumeric());
    if joins {
        letters.push(Letter { c, typed });
    } else if !is_ignorable(c) {
        spell(c, &mut |c| {
            settle(letters, Some(c));
            letters.push(Letter { c, typed });
        });
    }
}

/// Decodes the references without a semicolon that end before `next`. What one stands for is never inside another one
/// that `next` would not have ended, so that this goes no deeper.
fn settle(letters: &mut Vec<Letter>, next: Option<char>) {
    while let Some((from, decoded)) =
        opened(letters).and_then(|(from, inside)| Some((from, references::decode_unfinished(&inside, next)?)))
    {
        let typed = take(letters, from);
        read(letters, decoded, typed);
    }
}

/// Takes the characters from one on away: the bytes that they came from.
fn take(letters: &mut Vec<Letter>, from: usize) -> Span {
    let typed = Span { start: letters[from].typed.start, end: letters[letters.len() - 1].typed.end };
    letters.truncate(from);
    typed
}

/// Where the reference begins that the characters may be the beginning of, and what stands after its `&`.
fn opened(letters: &[Letter]) -> Option<(usize, String)> {
    let seen = || letters.iter().enumerate().rev().filter(|(_, letter)| letter.c != ZERO_WIDTH_JOINER);
    let is_inside = |c: char| c.is_ascii_alphanumeric() || c == '#';
    let (from, _) = seen().take(references::LONGEST + 1).find(|(_, letter)| !is_inside(letter.c))?;
    let inside = || letters[from + 1..].iter().map(|letter| letter.c).filter(|&c| c != ZERO_WIDTH_JOINER).collect();
    (letters[from].c == '&').then(|| (from, inside()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> String {
        Reading::full(text).text
    }

    #[test]
    fn reads_a_text_and_what_it_decodes_to_alike() {
        let cases = [
            ("I didn&#39;t &amp; it&#8217;s &quot;fine&quot;", "i didn't & it\u{2019}s \"fine\""),
            ("&amp;amp;#39;", "'"),
            ("&am&#112;;lt;", "<"),
            ("&lt&semi;", "<;"),
            ("&semi&#59 &am&#112 it", "; & it"),
            ("I didn&#39t; it&#8217s &amp it&#x27", "i didn't; it\u{2019}s & it'"),
            ("&#38#39t &ampere; &amp=1 &notit &rsquo s", "'t &ampere; &amp=1 &notit &rsquo s"),
            ("&lt;br&nbsp;/&gt;", "<br\u{a0}/>"),
            ("won&shy;der&zwnj;ful", "wonderful"),
            ("cafe&#769; &Eacute;", "caf\u{e9} \u{e9}"),
            ("&a\u{AD}mp\u{37E}", "&"),
            ("&Dagger;&dagger;", "\u{2021}\u{2020}"),
            ("AT&T; rock&amps, &nosuch; &#0; &#xD800; &;", "at&t; rock&amps, &nosuch; &#0; &#xd800; &;"),
        ];
        for (typed, expected) in cases {
            assert_eq!(read(typed), expected, "{typed}");
            assert_eq!(read(expected), expected);
        }
        let nested = format!("{}{}", "&semi".repeat(20_000), ";".repeat(2));
        assert_eq!(read(&nested), ";;");
    }

    proptest! {
        #[test]
        fn plain_text_reads_as_any_other(text in "[ -~\n]{0,60}") {
            let (plain, full) = (Reading::of(&text), Reading::full(&text));
            prop_assert_eq!(&plain.text, &full.text);
            prop_assert_eq!(&plain.shape, &full.shape);
            let spans = |reading: &Reading| reading.clusters.iter().map(|at| at.typed).collect::<Vec<_>>();
            prop_assert_eq!(spans(&plain), spans(&full));
        }
    }
}
