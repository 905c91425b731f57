//! What an index knows of its reviews, the texts aside.

use serde::{Deserialize, Serialize};

use super::checks::{damaged, require, rows_of};
use crate::{bundle::Tensors, index::IndexError, text::MAX_TOKENS};

/// The side of the split a review is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Split {
    /// The network was trained on it.
    Train,
    /// Validation: early stopping and calibration.
    Choose,
    /// Validation: every published figure.
    Assess,
}

impl Split {
    /// Every split, in the order of the numbers that stand for them in a file.
    pub const ALL: [Self; 3] = [Self::Train, Self::Choose, Self::Assess];

    /// Whether the network was trained on it.
    pub fn is_train(self) -> bool {
        self == Self::Train
    }
}

/// What an index knows of one review.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "ReviewRow"))]
pub struct IndexedReview {
    /// Its row in the corpus.
    #[serde(rename = "review")]
    pub row: u32,
    /// Its side of the split.
    pub split: Split,
    /// Its true class.
    pub label: u8,
    /// What the network says of the last class.
    pub probability: f32,
    /// Its length.
    pub tokens: u32,
}

/// Reads what the index knows of each review.
pub(crate) fn read(tensors: &Tensors) -> Result<Vec<IndexedReview>, IndexError> {
    let shape = [rows_of(tensors, "reviews.row")];
    let rows = tensors.u32("reviews.row", &shape).map_err(damaged)?;
    let splits = tensors.u8("reviews.split", &shape).map_err(damaged)?;
    let labels = tensors.u8("reviews.label", &shape).map_err(damaged)?;
    let probabilities = tensors.f32("reviews.probability", &shape).map_err(damaged)?;
    let tokens = tensors.u32("reviews.tokens", &shape).map_err(damaged)?;
    let review = |at: usize| {
        let split = Split::ALL.get(usize::from(splits[at])).copied();
        require(split.is_some(), "a split of 0, 1 or 2", splits[at])?;
        let split = split.unwrap_or(Split::Train);
        Ok(IndexedReview {
            row: rows[at],
            split,
            label: labels[at],
            probability: probabilities[at],
            tokens: tokens[at],
        })
    };
    (0..shape[0]).map(review).collect()
}

pub(crate) fn put(reviews: &[IndexedReview], tensors: &mut Tensors) {
    let n = reviews.len();
    tensors.put_u32("reviews.row", &[n], reviews.iter().map(|r| r.row).collect());
    tensors.put_u8("reviews.split", &[n], reviews.iter().map(|r| r.split as u8).collect());
    tensors.put_u8("reviews.label", &[n], reviews.iter().map(|r| r.label).collect());
    tensors.put_f32("reviews.probability", &[n], reviews.iter().map(|r| r.probability).collect());
    tensors.put_u32("reviews.tokens", &[n], reviews.iter().map(|r| r.tokens).collect());
}

pub(crate) fn check(reviews: &[IndexedReview], classes: usize) -> Result<(), IndexError> {
    let ascending = reviews.is_sorted_by(|a, b| a.row < b.row);
    require(ascending, "reviews.row ascending", "a row that is not above the one before it")?;
    for review in reviews {
        require(usize::from(review.label) < classes, format!("a label below {classes}"), review.label)?;
        require((0.0..=1.0).contains(&review.probability), "a probability between 0 and 1", review.probability)?;
        require(review.tokens as usize <= MAX_TOKENS, format!("at most {MAX_TOKENS} tokens"), review.tokens)?;
    }
    Ok(())
}

/// The reviews that calibrate: validation reviews that chose the model.
pub(crate) fn calibrating(reviews: &[IndexedReview]) -> impl Iterator<Item = &IndexedReview> {
    reviews.iter().filter(|review| review.split == Split::Choose)
}
