//! Text → tokens, in one pass over its grapheme clusters, each token with the bytes it came from.
//!
//! What is cut is the text as it is read (`reading.rs`): equivalent characters, HTML's references and characters that
//! nobody sees are settled there, and everything is in lower case.
//!
//! 1. White space, control characters, `<br />` and the other tags of HTML's elements separate and are never tokens.
//! 2. Typographic characters and the C1 codes of mis-declared Windows text are folded: curly quotes to straight
//!    ones, `…` to `...`, en and em dashes to `--`; what looks like an apostrophe is one between letters: `didn´t`.
//! 3. Runs of letters and digits are words, divided where UAX #29 divides such runs: every ideograph is one.
//! 4. `10/10` and `7.5/10` are ratings and one token each, as are the shares `1/2` and `9/11`; dates and other numbers
//!    with strokes between them are not. `7.5` and `1,000` are numbers.
//! 5. Contractions split as in the Penn Treebank: `do|n't`, `it|'s`.
//! 6. Runs of dots become `...`, runs of dashes `--`, runs of stars at most five; everything else is a token of one
//!    grapheme cluster.
//!
//! `tests/reference/tokenizer.py` states the same rules a second time; `tests/text.rs` holds the two together.

use serde::{Deserialize, Serialize};

use super::{
    characters::{Script, script},
    reading::{Reading, Span},
};

/// How many tokens of a text are read; the rest is cut off, and [`TokenizedText::found`] says so.
pub const MAX_TOKENS: usize = 5000;

/// One token: its normalised form and where it stands in the original text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The form that is looked up in the vocabulary: composed, folded, in lower case.
    pub text: String,
    /// Its bytes in the original.
    pub bytes: Span,
    /// Its UTF-16 code units in the original, which is how JavaScript counts.
    pub utf16: Span,
    /// Its characters were not read as typed: some were composed, decoded, made plain or left out. Its case and
    /// typographic marks do not count.
    pub respelled: bool,
}

/// The tokens of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenizedText {
    /// The tokens that are read, at most [`MAX_TOKENS`].
    pub tokens: Vec<Token>,
    /// How many tokens the text has.
    pub found: usize,
}

/// The rule by which a model's texts were cut into tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Tokenizer {
    /// The rules of this file.
    #[default]
    Unrolled,
    /// For texts that are tokens already: split on single spaces, change nothing else.
    Whitespace,
}

impl Tokenizer {
    /// Cuts a text into tokens, of which the first [`MAX_TOKENS`] are kept. Cost: linear in the text.
    pub fn tokenize(self, text: &str) -> TokenizedText {
        match self {
            Self::Unrolled => Scanner::new(text).tokens(),
            Self::Whitespace => split_on_spaces(text),
        }
    }
}

/// The most stars kept of a run such as `****`: reviews rate in stars, and nobody gives six.
const MAX_STARS: usize = 5;
/// What follows an apostrophe to make a contraction, besides `n't`.
const CONTRACTIONS: [&str; 6] = ["s", "re", "ve", "ll", "d", "m"];

struct Scanner<'a> {
    reading: Reading,
    /// The cluster the next token may begin at.
    at: usize,
    kept: Kept<'a>,
}

/// The tokens that have been found.
struct Kept<'a> {
    typed: &'a str,
    /// How far `utf16` has been counted, in bytes and in UTF-16 units.
    counted: (usize, usize),
    tokens: Vec<Token>,
    found: usize,
}

/// What a cluster is to the tokenizer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Break,
    Word,
    Apostrophe,
    Dot,
    Ellipsis,
    Hyphen,
    Dash,
    Star,
    Quote,
    Other,
}

fn kind(c: char) -> Kind {
    match c {
        '\'' | '\u{91}' | '\u{92}' | '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2BC}' | '\u{2032}' | '`' => {
            Kind::Apostrophe
        }
        '\u{93}' | '\u{94}' | '"' | '\u{201C}'..='\u{201F}' => Kind::Quote,
        '\u{85}' | '\u{2026}' => Kind::Ellipsis,
        '\u{96}' | '\u{97}' | '\u{2012}'..='\u{2015}' => Kind::Dash,
        '.' => Kind::Dot,
        '-' | '\u{2010}' | '\u{2011}' | '\u{2212}' => Kind::Hyphen,
        '*' => Kind::Star,
        c if c.is_alphanumeric() => Kind::Word,
        c if c.is_whitespace() || c.is_control() => Kind::Break,
        _ => Kind::Other,
    }
}

/// A letter or digit; not U+02BC, a letter by Unicode's book that is folded to an apostrophe.
fn is_word(c: char) -> bool {
    kind(c) == Kind::Word
}

/// Acute accent, modifier prime, and the apostrophes of Armenian and Hebrew.
fn is_lookalike(c: char) -> bool {
    matches!(c, '\u{B4}' | '\u{2B9}' | '\u{55A}' | '\u{5F3}')
}

/// Makes apostrophes of their look-alikes between letters or digits; elsewhere these are signs of their own.
fn fold_lookalikes(shape: &mut [char]) {
    let is_letter = |c| is_word(c) && !is_lookalike(c);
    for at in 2..shape.len() {
        if is_lookalike(shape[at - 1]) && is_letter(shape[at - 2]) && is_letter(shape[at]) {
            shape[at - 1] = '\'';
        }
    }
}

/// How many of the leading clusters satisfy `keep`.
fn run(shape: &[char], keep: impl Fn(char) -> bool) -> usize {
    shape.iter().position(|&c| !keep(c)).unwrap_or(shape.len())
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str) -> Self {
        let mut reading = Reading::of(text);
        fold_lookalikes(&mut reading.shape);
        Self { reading, at: 0, kept: Kept::new(text) }
    }

    fn tokens(mut self) -> TokenizedText {
        while self.step() {}
        self.kept.finish()
    }

    fn rest(&self) -> &[char] {
        &self.reading.shape[self.at..]
    }

    /// Reads one token or separator; false at the end of the text.
    fn step(&mut self) -> bool {
        let Some(&first) = self.rest().first() else { return false };
        match kind(first) {
            Kind::Break => self.at += 1,
            Kind::Word => self.word_or_number(),
            Kind::Apostrophe => self.apostrophe(),
            Kind::Quote => self.push("\"".to_owned(), 1),
            Kind::Dot | Kind::Ellipsis => self.dots(first),
            Kind::Hyphen | Kind::Dash => self.dashes(first),
            Kind::Star => self.stars(),
            Kind::Other => match line_break_tag(self.rest()).or_else(|| tag(self.rest())) {
                Some(length) => self.at += length,
                None => self.single(),
            },
        }
        true
    }

    fn word_or_number(&mut self) {
        let (before, rest) = self.reading.shape.split_at(self.at);
        if let Some(length) = rating(before, rest).or_else(|| number(rest)) {
            return self.verbatim(length);
        }
        let length = self.word();
        // "don't": the n goes with the 't.
        let rest = self.rest();
        if rest[length - 1] != 'n' || contraction(&rest[length..]) != Some("t") {
            return self.verbatim(length);
        }
        if length > 1 {
            self.verbatim(length - 1);
        }
        self.push("n't".to_owned(), 3);
    }

    /// How many clusters the word has that begins here: as far as there are letters and digits and UAX #29 (rules WB4 to
    /// WB13) does not divide them.
    fn word(&self) -> usize {
        let of = |length: usize| {
            let first = self.reading.cluster(self.at + length).chars().next();
            first.filter(|c| !c.is_ascii()).map_or(Script::Lettered, script)
        };
        let all = run(self.rest(), is_word);
        let mut before = of(0);
        for length in 1..all {
            let next = of(length);
            if next == Script::Mark {
                continue;
            }
            if next != before || next == Script::Alone {
                return length;
            }
            before = next;
        }
        all
    }

    fn apostrophe(&mut self) {
        let (before, rest) = self.reading.shape.split_at(self.at);
        let follows_word = before.last().is_some_and(|&c| is_word(c));
        match contraction(rest).filter(|&tail| tail != "t" && follows_word) {
            Some(tail) => self.push(format!("'{tail}"), 1 + tail.len()),
            None => self.push("'".to_owned(), 1),
        }
    }

    fn dots(&mut self, first: char) {
        let length = run(self.rest(), |c| matches!(kind(c), Kind::Dot | Kind::Ellipsis));
        let many = length > 1 || kind(first) == Kind::Ellipsis;
        self.push(if many { "..." } else { "." }.to_owned(), length);
    }

    fn dashes(&mut self, first: char) {
        let length = run(self.rest(), |c| matches!(kind(c), Kind::Hyphen | Kind::Dash));
        let many = length > 1 || kind(first) == Kind::Dash;
        self.push(if many { "--" } else { "-" }.to_owned(), length);
    }

    fn stars(&mut self) {
        let length = run(self.rest(), |c| c == '*');
        self.push("*".repeat(length.min(MAX_STARS)), length);
    }

    /// A token of one cluster. An emoji's tone of skin is no part of its form, so that a vocabulary needs one of it.
    fn single(&mut self) {
        let cluster = self.reading.cluster(self.at);
        let is_tone = |c: char| ('\u{1F3FB}'..='\u{1F3FF}').contains(&c);
        let form = cluster.char_indices().filter(|&(at, c)| at == 0 || !is_tone(c)).map(|(_, c)| c).collect();
        self.push(form, 1);
    }

    /// Adds the next clusters as a token in the form that is read.
    fn verbatim(&mut self, length: usize) {
        self.push(self.reading.clusters(self.at, length).to_owned(), length);
    }

    /// Adds the next `length` clusters as a token and moves behind them.
    fn push(&mut self, form: String, length: usize) {
        let clusters = &self.reading.clusters[self.at..self.at + length];
        self.at += length;
        let bytes = Span { start: clusters[0].typed.start, end: clusters[length - 1].typed.end };
        let skips = clusters.windows(2).any(|pair| pair[0].typed.end != pair[1].typed.start);
        let respelled = skips || clusters.iter().any(|cluster| cluster.respelled);
        self.kept.push(form, bytes, respelled);
    }
}

impl<'a> Kept<'a> {
    fn new(typed: &'a str) -> Self {
        Self { typed, counted: (0, 0), tokens: Vec::new(), found: 0 }
    }

    fn finish(self) -> TokenizedText {
        TokenizedText { tokens: self.tokens, found: self.found }
    }

    fn push(&mut self, text: String, bytes: Span, respelled: bool) {
        self.found += 1;
        if self.tokens.len() < MAX_TOKENS {
            let utf16 = Span { start: self.utf16_at(bytes.start), end: self.utf16_at(bytes.end) };
            self.tokens.push(Token { text, bytes, utf16, respelled });
        }
    }

    /// UTF-16 units before a byte; positions must not decrease between calls.
    fn utf16_at(&mut self, byte: usize) -> usize {
        let (from, units) = self.counted;
        let more: usize = self.typed[from..byte].chars().map(char::len_utf16).sum();
        self.counted = (byte, units + more);
        units + more
    }
}

fn split_on_spaces(text: &str) -> TokenizedText {
    let (mut kept, mut start) = (Kept::new(text), 0);
    for piece in text.split(' ') {
        let end = start + piece.len();
        if !piece.is_empty() {
            kept.push(piece.to_owned(), Span { start, end }, false);
        }
        start = end + 1;
    }
    kept.finish()
}

/// `<br>`, `<br/>`, `< br />`: its length.
fn line_break_tag(rest: &[char]) -> Option<usize> {
    let skip = |rest: &mut &[char]| *rest = &rest[run(rest, char::is_whitespace)..];
    let mut after = rest.strip_prefix(&['<'])?;
    skip(&mut after);
    after = after.strip_prefix(&['b', 'r'])?;
    skip(&mut after);
    after = after.strip_prefix(&['/']).unwrap_or(after);
    skip(&mut after);
    after = after.strip_prefix(&['>'])?;
    Some(rest.len() - after.len())
}

/// The HTML standard's elements and six that it has given up.
const ELEMENTS: &str = "\
    a abbr acronym address area article aside audio b base bdi bdo big blockquote body br button canvas caption center \
    cite code col colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure font \
    footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map \
    mark menu meta meter nav noscript object ol optgroup option output p picture pre progress q rp rt ruby s samp script \
    search section select slot small source span strike strong style sub summary sup table tbody td template textarea \
    tfoot th thead time title tr track tt u ul var video wbr";
/// The most clusters of a tag: what is longer is text in which somebody wrote a `<`.
const LONGEST_TAG: usize = 200;

/// `<i>`, `</span>`, `<a href="…">`: its length. On one line, of an element that HTML has, so that `a < b`, `<3` and
/// `<spoiler>` are text.
fn tag(rest: &[char]) -> Option<usize> {
    let inside = rest.strip_prefix(&['<'])?;
    let inside = inside.strip_prefix(&['/']).unwrap_or(inside);
    let (name, after) = inside.split_at(run(inside, |c| c.is_ascii_alphanumeric()));
    let is_name = |element: &str| element.chars().eq(name.iter().copied());
    let ends = matches!(after, [' ' | '\t' | '\u{C}' | '/' | '>', ..]);
    let all = &rest[..rest.len().min(LONGEST_TAG)];
    let length = run(&all[1..], |c| !matches!(c, '<' | '>' | '\r' | '\n')) + 2;
    let closes = all.get(length - 1) == Some(&'>');
    (ends && closes && ELEMENTS.split(' ').any(is_name)).then_some(length)
}

/// What stands between an apostrophe and the end of its word, if it makes a contraction: `t`, `s`, `re` ….
fn contraction(rest: &[char]) -> Option<&'static str> {
    let (_, tail) = rest.split_first().filter(|&(&first, _)| kind(first) == Kind::Apostrophe)?;
    let tail = &tail[..run(tail, is_word)];
    let is = |candidate: &&&str| tail.iter().copied().eq(candidate.chars());
    ["t"].iter().chain(&CONTRACTIONS).find(is).copied()
}

fn digits(rest: &[char]) -> usize {
    run(rest, |c| c.is_ascii_digit())
}

/// Whether a letter or digit follows, so that what stands before is no number but part of a word.
fn is_glued(rest: &[char]) -> bool {
    rest.first().is_some_and(|&c| is_word(c))
}

/// Digits with at most one inner point: how many clusters, and the number.
fn decimal(rest: &[char]) -> Option<(usize, f64)> {
    let whole = Some(digits(rest)).filter(|&n| n > 0)?;
    let fraction = rest[whole..].strip_prefix(&['.']).map_or(0, digits);
    let length = if fraction > 0 { whole + 1 + fraction } else { whole };
    let padded = whole > 1 && rest[0] == '0';
    let value =
        |digits: &[char]| digits.iter().filter_map(|c| c.to_digit(10)).fold(0.0, |sum, d| 10.0 * sum + f64::from(d));
    let tenths = (0..fraction).fold(1.0, |power, _| power * 10.0);
    let number = value(&rest[..length]) / tenths;
    (!padded).then_some((length, number))
}

/// `10/10`, `7.5/10`, `1/2`: its length. A rating or share is so many out of at most a hundred; whoever is carried away
/// gives 11/10. So `24/7`, `1080/60` and `1950/51` are none, nor is any date: `3/4/2019`, `7/08`, nor `8/10,000`.
fn rating(before: &[char], rest: &[char]) -> Option<usize> {
    let (given, points) = decimal(rest)?;
    let (of, scale) = decimal(rest[given..].strip_prefix(&['/'])?)?;
    let (length, after) = (given + 1 + of, &rest[given + 1 + of..]);
    let in_chain =
        before.last() == Some(&'/') || matches!(after, ['/' | '.' | ',', digit, ..] if digit.is_ascii_digit());
    let is_share = scale <= 100.0 && (points <= scale || scale == 10.0 && points <= 2.0 * scale);
    (is_share && !in_chain && !is_glued(after)).then_some(length)
}

/// `7.5`, `1,000`, but not `7` nor `7th`: its length.
fn number(rest: &[char]) -> Option<usize> {
    let mut length = Some(digits(rest)).filter(|&n| n > 0)?;
    let mut groups = 0;
    while let Some(group) = rest[length..].strip_prefix(&['.']).or_else(|| rest[length..].strip_prefix(&[','])) {
        let Some(more) = Some(digits(group)).filter(|&n| n > 0) else { break };
        length += 1 + more;
        groups += 1;
    }
    (groups > 0 && !is_glued(&rest[length..])).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        Tokenizer::Unrolled.tokenize(text).tokens.into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn cuts_as_the_rules_say() {
        let cases: [(&str, &[&str]); 24] = [
            ("", &[]),
            ("Not perfect. 8/10", &["not", "perfect", ".", "8/10"]),
            ("7.5/10, 10/10!", &["7.5/10", ",", "10/10", "!"]),
            ("Don't; CAN'T, it's we're", &["do", "n't", ";", "ca", "n't", ",", "it", "'s", "we", "'re"]),
            ("don\u{2019}t \u{93}quoted\u{94}", &["do", "n't", "\"", "quoted", "\""]),
            ("one<br /><br />two<BR>three", &["one", "two", "three"]),
            (
                "well... no.....way -- a\u{2014}b - c",
                &["well", "...", "no", "...", "way", "--", "a", "--", "b", "-", "c"],
            ),
            ("******* **", &["*****", "**"]),
            ("<I>one</i> <a href='x>'>two</a><br/><b", &["one", "'", ">", "two", "<", "b"]),
            ("a < b <3 <spoiler> <b\n>", &["a", "<", "b", "<", "3", "<", "spoiler", ">", "<", "b", ">"]),
            ("8/10,000 1/10,000 7/10.5.1", &["8", "/", "10,000", "1", "/", "10,000", "7", "/", "10.5.1"]),
            ("x.com/4/10/ 8/10, 9/10.", &["x", ".", "com", "/", "4", "/", "10", "/", "8/10", ",", "9/10", "."]),
            (
                "didn´t it&acute;s o\u{55A}clock a\u{2B9}b ´",
                &["did", "n't", "it", "'s", "o", "'", "clock", "a", "'", "b", "´"],
            ),
            ("didn&#39t &amp it&#8217s", &["did", "n't", "&", "it", "'s"]),
            ("1,000 in 2.5 hours, 80s", &["1,000", "in", "2.5", "hours", ",", "80s"]),
            ("a\0b\u{1}c", &["a", "b", "c"]),
            ("'tis o'clock 'quoted'", &["'", "tis", "o", "'", "clock", "'", "quoted", "'"]),
            ("cafe\u{301} ﬁlm Ｇｏｏｄ １０／１０", &["café", "film", "good", "10/10"]),
            ("won\u{AD}der\u{200B}ful\u{FEFF} \u{200E}film\u{2060}", &["wonderful", "film"]),
            (
                "didn&#39;t &amp; it&#8217;s&lt;br /&gt;&quot;so&quot;",
                &["did", "n't", "&", "it", "'s", "\"", "so", "\""],
            ),
            (
                "24/7 on 3/4/2019 and 7/08, 1080/60",
                &["24", "/", "7", "on", "3", "/", "4", "/", "2019", "and", "7", "/", "08", ",", "1080", "/", "60"],
            ),
            ("9/11 1/2 11/10 99/10", &["9/11", "1/2", "11/10", "99", "/", "10"]),
            ("👨\u{200D}👩\u{200D}👧 👍🏽🇩🇪 ❤\u{FE0F}", &["👨👩👧", "👍", "🇩🇪", "❤"]),
            ("3½ हिन्दी 电影 เก้า", &["3", "½", "हिन्दी", "电", "影", "เ", "ก้", "า"]),
        ];
        for (text, expected) in cases {
            assert_eq!(words(text), expected, "{text:?}");
        }
    }

    #[test]
    fn spans_point_into_the_original() {
        let text = "😀 Čau, don’t 👍🏽x";
        let units: Vec<u16> = text.encode_utf16().collect();
        for token in Tokenizer::Unrolled.tokenize(text).tokens {
            let by_bytes = &text[token.bytes.start..token.bytes.end];
            let by_units = String::from_utf16(&units[token.utf16.start..token.utf16.end]).unwrap();
            assert_eq!(by_bytes, by_units);
        }
    }

    #[test]
    fn reads_at_most_max_tokens_and_counts_all() {
        let text = "word ".repeat(MAX_TOKENS + 7);
        let tokenized = Tokenizer::Unrolled.tokenize(&text);
        assert_eq!((tokenized.tokens.len(), tokenized.found), (MAX_TOKENS, MAX_TOKENS + 7));
    }

    #[test]
    fn whitespace_changes_nothing() {
        let tokens = Tokenizer::Whitespace.tokenize("It 's a  B").tokens;
        let texts: Vec<_> = tokens.iter().map(|token| token.text.as_str()).collect();
        assert_eq!(texts, ["It", "'s", "a", "B"]);
        assert_eq!(tokens[3].bytes, Span { start: 9, end: 10 });
    }
}
