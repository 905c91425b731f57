//! The paper again: every table and figure of it, measured on a bundle's model and drawn beside the paper's own.

mod draw;
mod measure;
mod paper;

pub use draw::report;
pub use measure::measure;
