//! The activation index: what the network made of its training and validation texts, small enough to ship.
//!
//! `format` is what is stored: [`ActivationIndex`] is read-only, built once, written as index.safetensors, checked whole
//! when it is read. `search` is what is computed from it and kept: [`query`] compares states; [`Rereading`] recomputes
//! every state from the texts where the index is too small to be exact; [`NGrams`] lists the distinct runs of tokens.
//! [`ReviewStore`] holds the texts themselves once they are loaded.

mod error;
pub(crate) mod format;
mod memory;
mod part;
mod reviews;
pub(crate) mod search;

pub use error::IndexError;
pub use format::{
    ActivationIndex, Calibration, Extreme, Found, IndexedReview, Layer, Measured, Metadata, Projection, Recall, Split,
    Strange, WordPairs, phrases, postings,
};
pub use memory::Memory;
pub use part::Part;
pub use reviews::{ReviewStore, ReviewView, SHARD_REVIEWS, ShardReview, write_shard};
pub use search::{
    Compared, ExactSearch, Finished, Keep, Layers, MAX_NGRAM, NGram, NGrams, Neighbour, Neighbourhoods, PatternStore,
    Reading, Rereading, Rule, Sides, SignedUnit, StateStore, Stretch, Thresholds, browse, query,
};

/// The label of the last of two classes, the positive one.
pub const LAST_OF_TWO: u8 = 1;
