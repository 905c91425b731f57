//! Contextual decomposition of spans: the cell formulas, and many spans at once.
//!
//! `reading` is the network's own pass in f64; `batch` carries part and rest of several spans along it, step by step as
//! `lstm` and `gru` have it; [`Decomposing`] queues spans and works through them in small units.

mod batch;
mod gru;
mod lstm;
mod network;
mod queue;
mod reading;

pub use network::BiasRule;
pub use queue::{Decomposing, Part};
