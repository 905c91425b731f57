//! The activation index: what the network made of its training and validation texts, small enough to ship.
//!
//! [`ActivationIndex`] is read-only: built once by [`build`], written as index.safetensors, checked whole when it is
//! read. [`ReviewStore`] holds the texts themselves once they are loaded. [`query`] compares states; [`Rereading`]
//! recomputes every state from the texts where the index is too small to be exact; [`NGrams`] lists the distinct runs
//! of tokens.

pub mod browse;
#[cfg(not(target_arch = "wasm32"))]
pub mod build;
#[cfg(not(target_arch = "wasm32"))]
pub mod calibrate;
mod calibration;
mod contexts;
mod endings;
mod exact;
mod format;
mod grid;
#[cfg(not(target_arch = "wasm32"))]
pub mod measured;
mod moments;
mod neighbours;
mod ngrams;
mod patterns;
pub mod phrases;
mod projection;
pub mod query;
#[cfg(not(target_arch = "wasm32"))]
pub mod recall;
mod rereading;
mod reviews;
mod states;
#[cfg(not(target_arch = "wasm32"))]
pub mod strangeness;
mod word_pairs;

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use calibration::Calibration;
pub use contexts::Extreme;
pub use endings::{Layer, Layers, Reading};
pub use exact::{Compared, ExactSearch};
pub use format::{ActivationIndex, Found, IndexedReview, Metadata, Recall};
pub use neighbours::{Neighbour, Neighbourhoods};
pub use ngrams::{MAX_NGRAM, NGram, NGrams};
pub use patterns::{Part, PatternStore, Rule, Sides, SignedUnit, Thresholds};
pub use projection::Projection;
pub use rereading::{Finished, Rereading, Stretch};
pub use reviews::{ReviewStore, ReviewView, SHARD_REVIEWS, ShardReview, write_shard};
pub use states::{Keep, StateStore};
pub use word_pairs::WordPairs;

/// The side of the split a review is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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

/// What an explainer may know of the training: the index if it is loaded, and the texts that are.
#[derive(Debug, Clone, Copy)]
pub struct Memory<'a> {
    /// The activation index, once it is loaded.
    pub index: Option<&'a ActivationIndex>,
    /// The reviews that are loaded; perhaps none.
    pub reviews: &'a ReviewStore,
}

/// What can be wrong with an index or with the reviews.
#[derive(Debug, Error)]
pub enum IndexError {
    /// The index is asked before it is there.
    #[error(
        "expected an activation index, found none; load the bundle's index.safetensors, or build one with `unrolled index`"
    )]
    NotLoaded,
    /// The index was built for another model.
    #[error(
        "expected an activation index of the model {expected}, found one of {found}; build it again with `unrolled index`"
    )]
    OtherModel {
        /// The hash of the model at hand.
        expected: String,
        /// The hash in the index.
        found: String,
    },
    /// The index is of another version.
    #[error("expected activation index format {expected}, found {found}; build it again with `unrolled index`")]
    Format {
        /// What this program reads.
        expected: u32,
        /// What the file says.
        found: String,
    },
    /// A tensor is missing, or has a shape or a number that cannot be.
    #[error("expected {expected} in the activation index, found {found}; build it again with `unrolled index`")]
    Damaged {
        /// What should stand there.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// A file of reviews cannot be read.
    #[error("expected a file of reviews, found {found}; fetch it again, or build the bundle again")]
    Shard {
        /// What is wrong with it.
        found: String,
    },
    /// The reviews are not those that the index was built from.
    #[error(
        "expected review {row} as the activation index has it, found {found}; build index and reviews together with `unrolled index`"
    )]
    OtherReviews {
        /// The review's row in the corpus.
        row: u32,
        /// In what it differs.
        found: String,
    },
}
