//! What can be wrong with an index or with the reviews, each with what to do.

use thiserror::Error;

use crate::said::errors;

errors! { "index"
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
}
