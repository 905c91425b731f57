//! Text → tokens, in one pass, each with the bytes it came from.
//!
//! 1. White space, control characters and `<br />` separate and are never tokens.
//! 2. Typographic characters and the C1 codes of mis-declared Windows text are folded: curly quotes to straight
//!    ones, `…` to `...`, en and em dashes to `--`.
//! 3. Runs of letters and digits are words, in lower case; `10/10` and `7.5/10` are ratings and one token each;
//!    `7.5` and `1,000` are numbers.
//! 4. Contractions split as in the Penn Treebank: `do|n't`, `it|'s`.
//! 5. Runs of dots become `...`, runs of dashes `--`, runs of stars at most five; everything else is a token of one
//!    character, to which joiners and combining marks stay attached.
//!
//! `tests/reference/tokenizer.py` states the same rules a second time; `tests/text.rs` holds the two together.

use serde::{Deserialize, Serialize};

/// How many tokens of a text are read; the rest is cut off, and [`TokenizedText::found`] says so.
pub const MAX_TOKENS: usize = 5000;

/// A half-open range of positions in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The first position.
    pub start: usize,
    /// The position after the last.
    pub end: usize,
}

/// One token: its normalised form and where it stands in the original text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The form that is looked up in the vocabulary: folded, in lower case.
    pub text: String,
    /// Its bytes in the original.
    pub bytes: Span,
    /// Its UTF-16 code units in the original, which is how JavaScript counts.
    pub utf16: Span,
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
        let mut scanner = Scanner::new(text);
        match self {
            Self::Unrolled => while scanner.step() {},
            Self::Whitespace => scanner.split_on_spaces(),
        }
        scanner.finish()
    }
}

/// The most stars kept of a run such as `****`: reviews rate in stars, and nobody gives six.
const MAX_STARS: usize = 5;
/// What follows an apostrophe to make a contraction, besides `n't`.
const CONTRACTIONS: [&str; 6] = ["s", "re", "ve", "ll", "d", "m"];

struct Scanner<'a> {
    text: &'a str,
    /// The byte the next token may begin at.
    at: usize,
    /// How far `utf16` has been counted, in bytes and in UTF-16 units.
    counted: (usize, usize),
    tokens: Vec<Token>,
    found: usize,
}

/// What a character is to the tokenizer, after folding.
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
    /// Attaches to the token before it.
    Joiner,
    Quote,
    Other,
}

fn kind(c: char) -> Kind {
    match c {
        '\u{300}'..='\u{36F}' | '\u{200D}' | '\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}' => Kind::Joiner,
        '\'' | '\u{91}' | '\u{92}' | '\u{2018}' | '\u{2019}' | '\u{2BC}' | '\u{2032}' | '`' => Kind::Apostrophe,
        '\u{93}' | '\u{94}' | '\u{201C}' | '\u{201D}' => Kind::Quote,
        '\u{85}' | '\u{2026}' => Kind::Ellipsis,
        '\u{96}' | '\u{97}' | '\u{2013}'..='\u{2015}' => Kind::Dash,
        '.' => Kind::Dot,
        '-' => Kind::Hyphen,
        '*' => Kind::Star,
        c if c.is_alphanumeric() => Kind::Word,
        c if c.is_whitespace() || c.is_control() => Kind::Break,
        _ => Kind::Other,
    }
}

/// Letters, digits and the marks on them; not U+02BC, a letter by Unicode's book that is folded to an apostrophe.
fn is_inside_word(c: char) -> bool {
    kind(c) == Kind::Word || ('\u{300}'..='\u{36F}').contains(&c)
}

/// Length in bytes of the leading characters that satisfy `keep`.
fn run(text: &str, keep: impl Fn(char) -> bool) -> usize {
    text.find(|c| !keep(c)).unwrap_or(text.len())
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, at: 0, counted: (0, 0), tokens: Vec::new(), found: 0 }
    }

    fn finish(self) -> TokenizedText {
        TokenizedText { tokens: self.tokens, found: self.found }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Reads one token or separator; false at the end of the text.
    fn step(&mut self) -> bool {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return false };
        match kind(first) {
            Kind::Break => self.at += first.len_utf8(),
            Kind::Word => self.word_or_number(),
            Kind::Apostrophe => self.apostrophe(first),
            Kind::Quote => self.single("\"", first),
            Kind::Dot | Kind::Ellipsis => self.dots(first),
            Kind::Hyphen | Kind::Dash => self.dashes(first),
            Kind::Star => self.stars(),
            Kind::Joiner | Kind::Other => match line_break_tag(rest) {
                Some(length) => self.at += length,
                None => self.single(first.to_string().as_str(), first),
            },
        }
        true
    }

    fn word_or_number(&mut self) {
        let rest = self.rest();
        if let Some(length) = rating(rest).or_else(|| number(rest)) {
            return self.push(rest[..length].to_owned(), length);
        }
        let length = run(rest, is_inside_word);
        let word = &rest[..length];
        // "don't": the n goes with the 't.
        let negated = matches!(word.as_bytes().last(), Some(b'n' | b'N')) && contraction(&rest[length..]) == Some("t");
        if negated {
            if length > 1 {
                self.push(lower(&word[..length - 1]), length - 1);
            }
            let mark = self.rest()[1..].chars().next().map_or(0, char::len_utf8);
            self.push("n't".to_owned(), 1 + mark + 1);
        } else {
            self.push(lower(word), length);
        }
    }

    fn apostrophe(&mut self, first: char) {
        let follows_word = self.text[..self.at].chars().next_back().is_some_and(is_inside_word);
        match contraction(self.rest()).filter(|&tail| tail != "t" && follows_word) {
            Some(tail) => self.push(format!("'{tail}"), first.len_utf8() + tail.len()),
            None => self.single("'", first),
        }
    }

    fn dots(&mut self, first: char) {
        let length = run(self.rest(), |c| matches!(kind(c), Kind::Dot | Kind::Ellipsis));
        let many = length > 1 || kind(first) == Kind::Ellipsis;
        if many { self.push("...".to_owned(), length) } else { self.single(".", first) }
    }

    fn dashes(&mut self, first: char) {
        let length = run(self.rest(), |c| matches!(kind(c), Kind::Hyphen | Kind::Dash));
        let many = length > 1 || kind(first) == Kind::Dash;
        if many { self.push("--".to_owned(), length) } else { self.single("-", first) }
    }

    fn stars(&mut self) {
        let length = run(self.rest(), |c| c == '*');
        if length > 1 { self.push("*".repeat(length.min(MAX_STARS)), length) } else { self.single("*", '*') }
    }

    /// A token of one character, to which following joiners stay attached.
    fn single(&mut self, form: &str, first: char) {
        let joined = run(&self.rest()[first.len_utf8()..], |c| kind(c) == Kind::Joiner);
        self.push(lower(form), first.len_utf8() + joined);
    }

    fn split_on_spaces(&mut self) {
        for piece in self.text.split(' ') {
            if !piece.is_empty() {
                self.push(piece.to_owned(), piece.len());
            }
            self.at += 1;
        }
    }

    /// Adds the next `length` bytes as a token and moves behind them.
    fn push(&mut self, text: String, length: usize) {
        let bytes = Span { start: self.at, end: self.at + length };
        self.at = bytes.end;
        self.found += 1;
        if self.tokens.len() < MAX_TOKENS {
            let utf16 = Span { start: self.utf16_at(bytes.start), end: self.utf16_at(bytes.end) };
            self.tokens.push(Token { text, bytes, utf16 });
        }
    }

    /// UTF-16 units before a byte; positions must not decrease between calls.
    fn utf16_at(&mut self, byte: usize) -> usize {
        let (from, units) = self.counted;
        let more: usize = self.text[from..byte].chars().map(char::len_utf16).sum();
        self.counted = (byte, units + more);
        units + more
    }
}

fn lower(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// `<br>`, `<br/>`, `<BR />`: its length in bytes.
fn line_break_tag(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('<')?;
    let inside = inside.trim_start();
    let inside = inside.strip_prefix(['b', 'B'])?.strip_prefix(['r', 'R'])?.trim_start();
    let inside = inside.strip_prefix('/').unwrap_or(inside).trim_start();
    let after = inside.strip_prefix('>')?;
    Some(rest.len() - after.len())
}

/// What stands between an apostrophe and the end of its word, if it makes a contraction: `t`, `s`, `re` ….
fn contraction(rest: &str) -> Option<&'static str> {
    let first = rest.chars().next().filter(|&c| kind(c) == Kind::Apostrophe)?;
    let tail = &rest[first.len_utf8()..];
    let tail = &tail[..run(tail, is_inside_word)];
    let is = |candidate: &&&str| tail.eq_ignore_ascii_case(candidate);
    ["t"].iter().chain(&CONTRACTIONS).find(is).copied()
}

fn digits(text: &str) -> usize {
    run(text, |c| c.is_ascii_digit())
}

/// Digits with at most one inner point: its length in bytes.
fn decimal(text: &str) -> Option<usize> {
    let whole = Some(digits(text)).filter(|&n| n > 0)?;
    let fraction = text[whole..].strip_prefix('.').map_or(0, digits);
    Some(if fraction > 0 { whole + 1 + fraction } else { whole })
}

/// `10/10`, `7.5/10`: its length in bytes.
fn rating(text: &str) -> Option<usize> {
    let given = decimal(text)?;
    let of = text[given..].strip_prefix('/')?;
    let length = given + 1 + decimal(of)?;
    let glued = text[length..].chars().next().is_some_and(|c| kind(c) == Kind::Word);
    (!glued).then_some(length)
}

/// `7.5`, `1,000`, but not `7` nor `7th`: its length in bytes.
fn number(text: &str) -> Option<usize> {
    let mut length = Some(digits(text)).filter(|&n| n > 0)?;
    let mut groups = 0;
    while let Some(group) = text[length..].strip_prefix(['.', ',']).map(digits).filter(|&n| n > 0) {
        length += 1 + group;
        groups += 1;
    }
    let glued = text[length..].chars().next().is_some_and(|c| kind(c) == Kind::Word);
    (groups > 0 && !glued).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        Tokenizer::Unrolled.tokenize(text).tokens.into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn cuts_as_the_rules_say() {
        let cases: [(&str, &[&str]); 12] = [
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
            ("<script>", &["<", "script", ">"]),
            ("1,000 in 2.5 hours, 80s", &["1,000", "in", "2.5", "hours", ",", "80s"]),
            ("a\0b\u{1}c", &["a", "b", "c"]),
            ("'tis o'clock 'quoted'", &["'", "tis", "o", "'", "clock", "'", "quoted", "'"]),
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
