//! Native only: corpus, fit, evaluate.

pub mod corpus;
pub mod vectors;
