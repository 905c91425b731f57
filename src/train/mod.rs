//! Native only: corpus, fit, evaluate.
