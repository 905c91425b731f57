//! What is computed from the index and the texts, and kept: states that are compared, reviews that are read again, runs of
//! tokens that are counted.

pub mod browse;
mod exact;
mod grid;
mod layers;
mod moments;
mod neighbours;
mod ngrams;
mod patterns;
pub mod query;
mod rereading;
mod states;

pub use exact::{Compared, ExactSearch};
pub use layers::{Layers, Reading};
pub use neighbours::{Neighbour, Neighbourhoods};
pub use ngrams::{MAX_NGRAM, NGram, NGrams};
pub use patterns::{PatternStore, Rule, Sides, SignedUnit, Thresholds};
pub use rereading::{Finished, Rereading, Stretch};
pub use states::{Keep, StateStore};
