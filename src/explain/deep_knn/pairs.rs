//! Pairs of neighbouring words that are rare in training, which notice an odd order where layers miss it.

use serde::Serialize;

use crate::{index::ActivationIndex, text::UNKNOWN};

/// How usual the text's pairs of neighbouring words are.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "RarePairs"))]
pub struct Pairs {
    /// How many pairs there are.
    pub pairs: usize,
    /// The tokens that make a rare pair with the next: one that training texts hold at most once, or with an unknown
    /// word.
    pub rare: Vec<usize>,
    /// The share of validation reviews with as large a share of rare pairs; null without a pair or without such reviews.
    pub p: Option<f64>,
    /// Their mean share.
    pub usual: f64,
    /// How many tokens are unknown words.
    pub unknown: usize,
}

/// Those of a text.
pub(super) fn pairs(index: Option<&ActivationIndex>, ids: &[u32]) -> Pairs {
    let pairs = ids.len().saturating_sub(1);
    let rare = index.map_or(Vec::new(), |index| index.pairs().rare(ids));
    let share = rare.len() as f32 / pairs.max(1) as f32;
    Pairs {
        pairs,
        p: index.filter(|_| pairs > 0).and_then(|index| index.pairs().p(share)),
        usual: index.map_or(0.0, |index| index.pairs().usual()),
        unknown: ids.iter().filter(|&&id| id == UNKNOWN).count(),
        rare,
    }
}
