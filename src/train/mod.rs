//! Native only: corpus, fit, evaluate.

pub mod corpus;
pub mod evaluate;
pub mod fit;
mod initialize;
pub mod vectors;
