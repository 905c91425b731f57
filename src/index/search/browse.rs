//! Reviews by confidence and error, for whoever looks for an example.

use serde::Deserialize;

use crate::{
    index::{ActivationIndex, IndexedReview},
    kernel::first,
    model::{favours, sureness},
};

/// What comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "BrowseOrder"))]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// Judged wrong, the surest mistakes first.
    WrongAndSure,
    /// Nearest to an even chance.
    LeastSure,
    /// Farthest from an even chance, right or wrong.
    Surest,
}

/// The side of the split that is looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The reviews that the network was trained on.
    Train,
    /// Both halves of validation.
    Validation,
}

/// Which reviews.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "BrowseFilter"))]
#[serde(default, deny_unknown_fields)]
pub struct Filter {
    /// On which side of the split.
    pub split: Side,
    /// What comes first.
    pub order: Order,
    /// Only reviews of this true class.
    #[cfg_attr(feature = "types", ts(optional = nullable))]
    pub label: Option<u8>,
    /// At most this many.
    pub limit: usize,
}

impl Default for Filter {
    fn default() -> Self {
        Self { split: Side::Validation, order: Order::WrongAndSure, label: None, limit: 50 }
    }
}

/// The reviews that pass a filter, ties by row. Cost: one pass over the reviews of the index.
pub fn browse(index: &ActivationIndex, filter: &Filter) -> Vec<IndexedReview> {
    let wrong = |review: &IndexedReview| favours(review.probability) != (review.label == 1);
    let passes = |review: &&IndexedReview| {
        review.split.is_train() == (filter.split == Side::Train)
            && filter.label.is_none_or(|label| label == review.label)
            && (filter.order != Order::WrongAndSure || wrong(review))
    };
    let found: Vec<IndexedReview> = index.reviews().iter().filter(passes).copied().collect();
    let doubt = |review: &IndexedReview| match filter.order {
        Order::LeastSure => sureness(review.probability),
        Order::WrongAndSure | Order::Surest => -sureness(review.probability),
    };
    let compare = |a: usize, b: usize| {
        let (a, b) = (&found[a], &found[b]);
        doubt(a).total_cmp(&doubt(b)).then(a.row.cmp(&b.row))
    };
    first(found.len(), filter.limit, &compare).into_iter().map(|at| found[at]).collect()
}
