//! Do the methods agree, and does the network mind what they say?
//!
//! Two questions about lists of word weights, wherever they come from.
//!
//! 1. Agreement of each pair of methods: Kendall's τ-b of the weights, and how many of the 5 and 10 largest they share
//!    (the "disagreement problem", Krishna et al. 2022). All weights are those of one place: LIME weighs a repeated word as
//!    a whole, so each of its places gets an equal part, and the sum over its places is LIME's weight of the word.
//! 2. Deletion and insertion (Samek et al. 2017; Petsiuk, Das & Saenko 2018): take away words in the order of a method,
//!    those that speak most for the verdict first, and see the score fall; put them into the empty text in that order and
//!    see it rise. The same is done with random orders. With v = ±1 the verdict's direction, s_k the score with the first
//!    k words of the order taken away and r_k the mean of the random orders,
//!
//! ```text
//! AOPC = mean over k of v (r_k − s_k)      (insertion: v (s_k − r_k))
//! ```
//!
//! in units of the logit: how much farther the score moves than by chance.
//!
//! Cost: up to 78 passes over half the text for each method and each random order.
//!
//! Fidelity: the scores are the network's own; `low` and `high` are one standard deviation of the random orders to either
//! side of their mean.
//!
//! Do not believe that the curves crown a method: deleting words makes texts that nobody writes, and leave-one-out, which
//! deletes words to begin with, plays on its own ground. Agreement is no proof either: methods may err alike.

pub mod curves;
mod job;
pub mod ranks;

pub use curves::{Compared, Curves, Weighed};
pub use job::Agreement;
