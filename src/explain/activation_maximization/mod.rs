//! Activation maximization: which word vector would move the network most? (Erhan et al. 2009; the paper's §3.1)
//!
//! 1. From the state before the first word, or after the reader's own prefix, one step of the network is a function of
//!    one word vector x.
//! 2. Adam climbs the gradient of the target — the logit, or any hidden unit, cell or gate — from several random
//!    starts at once; with a norm set, x is put back on the sphere ‖x‖ = ρ after every step.
//! 3. The best x is compared with the vocabulary: its nearest tokens by cosine, and what the network really says to
//!    the nearest one.
//!
//! Cost: iterations × restarts passes of one step each.
//!
//! Fidelity: what the network says of three vectors side by side: soft (x itself), snapped (its nearest token) and
//! searched (the best token there is).
//!
//! Do not believe that x is a word. A free x grows far beyond the norm of any word vector, and the target it reaches is
//! out of every text's reach.

mod ascent;
mod job;
pub mod vector_space;

pub use ascent::{
    Ascent, Config, Constraint, Maximization, NamedNorm, NearToken, Norm, Reached, RealToken, VocabularyNorm,
};
pub use job::ActivationMaximization;
