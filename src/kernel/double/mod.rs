//! Activations and matrix products in f64, for sums whose large parts cancel.

mod activation;
mod product;

pub use activation::{shares, sigmoid, tanh};
pub use product::Product;
