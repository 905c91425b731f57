//! The texts, once they are loaded: what was read, token by token, and what can be shown.
//!
//! A bundle carries them in files of about a thousand reviews, `{"first":row,"reviews":[{"review","split","label",
//! "text"},…]}`. Where only excerpts may be published an entry also has `ids`, and its `text` is the excerpt.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ActivationIndex, IndexError, Split};
use crate::text::{Tokenizer, Vocabulary};

/// Reviews in one file: about half a megabyte zipped, so that progress moves and a broken connection costs little.
pub const SHARD_REVIEWS: usize = 1000;

/// One review in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShardReview {
    /// Its row in the corpus.
    #[serde(rename = "review")]
    pub row: u32,
    /// Its side of the split.
    pub split: Split,
    /// Its true class.
    pub label: u8,
    /// The text, or an excerpt if `ids` are given.
    pub text: String,
    /// The ids of its tokens, where the whole text is not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ids: Option<Vec<u32>>,
}

#[derive(Serialize, Deserialize)]
struct Shard<T> {
    first: u32,
    reviews: T,
}

/// The JSON of one file of reviews.
pub fn write_shard(reviews: &[ShardReview]) -> String {
    let first = reviews.first().map_or(0, |review| review.row);
    serde_json::json!(Shard { first, reviews }).to_string()
}

#[derive(Debug, Clone)]
struct Entry {
    row: u32,
    split: Split,
    label: u8,
    text: String,
    is_excerpt: bool,
    /// Where its ids end in the store; they begin where those of the entry before end.
    end: usize,
}

/// A review at hand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReviewView<'a> {
    /// Its row in the corpus.
    pub row: u32,
    /// Its side of the split.
    pub split: Split,
    /// Its true class.
    pub label: u8,
    /// The text, or an excerpt of it.
    pub text: &'a str,
    /// What the network reads.
    pub ids: &'a [u32],
}

/// The reviews that are loaded. A review keeps its *slot*, the number under which it came in; rows order them.
#[derive(Debug, Clone, Default)]
pub struct ReviewStore {
    tokenizer: Tokenizer,
    entries: Vec<Entry>,
    ids: Vec<u32>,
    slots: BTreeMap<u32, usize>,
}

impl ReviewStore {
    /// An empty store for texts that are cut by this rule.
    pub fn new(tokenizer: Tokenizer) -> Self {
        Self { tokenizer, ..Self::default() }
    }

    /// Adds the reviews of a file and says how many are now held. A file that cannot be read adds nothing; reviews
    /// that are there already stay as they are, so that a file may be fetched again.
    pub fn add_shard(&mut self, json: &str, vocabulary: &Vocabulary) -> Result<usize, IndexError> {
        let refuse = |found: String| IndexError::Shard { found };
        let shard: Shard<Vec<ShardReview>> = serde_json::from_str(json).map_err(|error| refuse(error.to_string()))?;
        let known = |id: &u32| (*id as usize) < vocabulary.len();
        if let Some(review) = shard.reviews.iter().find(|r| r.ids.as_ref().is_some_and(|ids| !ids.iter().all(known))) {
            return Err(refuse(format!("an id outside the vocabulary in review {}", review.row)));
        }
        shard.reviews.into_iter().for_each(|review| self.add(review, vocabulary));
        Ok(self.len())
    }

    /// Adds one review, unless its row is there already.
    pub fn add(&mut self, review: ShardReview, vocabulary: &Vocabulary) {
        let ShardReview { row, split, label, text, ids } = review;
        if self.slots.contains_key(&row) {
            return;
        }
        let is_excerpt = ids.is_some();
        self.ids.extend(ids.unwrap_or_else(|| vocabulary.ids(&self.tokenizer.tokenize(&text))));
        self.slots.insert(row, self.entries.len());
        self.entries.push(Entry { row, split, label, text, is_excerpt, end: self.ids.len() });
    }

    /// How many reviews are held.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether no review is held.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The slot of a corpus row.
    pub fn slot(&self, row: u32) -> Option<usize> {
        self.slots.get(&row).copied()
    }

    /// The review of a corpus row.
    pub fn get(&self, row: u32) -> Option<ReviewView<'_>> {
        self.slot(row).map(|slot| self.at(slot))
    }

    /// The review in a slot.
    pub fn at(&self, slot: usize) -> ReviewView<'_> {
        let entry = &self.entries[slot];
        let start = slot.checked_sub(1).map_or(0, |before| self.entries[before].end);
        let Entry { row, split, label, ref text, .. } = *entry;
        ReviewView { row, split, label, text, ids: &self.ids[start..entry.end] }
    }

    /// Every slot, by row.
    pub fn slots(&self) -> impl Iterator<Item = usize> + '_ {
        self.slots.values().copied()
    }

    /// The slots of the reviews that the network was trained on, by row.
    pub fn train(&self) -> impl Iterator<Item = usize> + '_ {
        self.slots().filter(|&slot| self.entries[slot].split.is_train())
    }

    /// Some tokens of a review as they can be shown: those of the text if it is there whole, else the vocabulary's.
    pub fn tokens(&self, slot: usize, range: std::ops::Range<usize>, vocabulary: &Vocabulary) -> Vec<String> {
        let review = self.at(slot);
        let range = range.start.min(review.ids.len())..range.end.min(review.ids.len());
        if self.entries[slot].is_excerpt {
            return review.ids[range].iter().map(|&id| vocabulary.token(id).to_owned()).collect();
        }
        let text = self.tokenizer.tokenize(review.text);
        text.tokens.into_iter().skip(range.start).take(range.len()).map(|token| token.text).collect()
    }

    /// Where each slot's review stands in an index, which must have been built from the same reviews.
    pub fn places(&self, index: &ActivationIndex) -> Result<Vec<usize>, IndexError> {
        let place = |slot: usize| {
            let ReviewView { row, split, label, ids, .. } = self.at(slot);
            let refuse = |found: &str| IndexError::OtherReviews { row, found: found.into() };
            let place = index.find(row).ok_or_else(|| refuse("a row that the index does not have"))?;
            let indexed = index.reviews()[place];
            match () {
                () if indexed.split != split => Err(refuse("it on another side of the split")),
                () if indexed.label != label => Err(refuse("another label")),
                () if indexed.tokens as usize != ids.len() => Err(refuse(&format!("{} tokens", ids.len()))),
                () => Ok(place),
            }
        };
        (0..self.len()).map(place).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary() -> Vocabulary {
        Vocabulary::parse("<pad>\n<unk>\na\nb\nc\n").unwrap()
    }

    fn review(row: u32, text: &str, ids: Option<Vec<u32>>) -> ShardReview {
        ShardReview { row, split: Split::Train, label: 1, text: text.into(), ids }
    }

    #[test]
    fn what_is_written_is_read_in_any_order_and_again() {
        let shards = [
            write_shard(&[review(7, "a B zebra", None), review(9, "", None)]),
            write_shard(&[review(2, "b…", Some(vec![3, 1, 2]))]),
        ];
        let mut store = ReviewStore::new(Tokenizer::Unrolled);
        assert_eq!(store.add_shard(&shards[0], &vocabulary()).unwrap(), 2);
        assert_eq!(store.add_shard(&shards[1], &vocabulary()).unwrap(), 3);
        assert_eq!(store.add_shard(&shards[0], &vocabulary()).unwrap(), 3);
        assert_eq!(store.train().map(|slot| store.at(slot).row).collect::<Vec<_>>(), [2, 7, 9]);
        assert_eq!(store.get(7).unwrap().ids, [2, 3, 1]);
        assert_eq!(store.get(9).unwrap().ids, [0u32; 0]);
        assert_eq!(store.get(2).unwrap().ids, [3, 1, 2]);
        assert_eq!(store.tokens(0, 1..9, &vocabulary()), ["b", "zebra"]);
        assert_eq!(store.tokens(2, 0..2, &vocabulary()), ["b", "<unk>"]);
        assert!(store.get(1).is_none());
    }

    #[test]
    fn broken_files_add_nothing() {
        let good = r#"{"review":1,"split":"train","label":0,"text":"a"}"#;
        let cases = [
            "",
            "{\"first\":1,\"reviews\":[",
            "<!doctype html>",
            r#"{"first":1}"#,
            &format!(r#"{{"first":1,"reviews":[{good},{{"review":2,"split":"test","label":0,"text":"a"}}]}}"#),
            &format!(
                r#"{{"first":1,"reviews":[{good},{{"review":2,"split":"train","label":0,"text":"a","ids":[5]}}]}}"#
            ),
            &format!(r#"{{"first":1,"reviews":[{good},{{"review":-2,"split":"train","label":0,"text":"a"}}]}}"#),
        ];
        for json in cases {
            let mut store = ReviewStore::default();
            let message = store.add_shard(json, &vocabulary()).unwrap_err().to_string();
            assert!(message.contains("build the bundle again"), "{message}");
            assert!(store.is_empty());
        }
    }
}
