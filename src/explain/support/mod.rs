//! What several explainers share: masks, ridge regression, the best k.

pub mod masks;
pub mod pieces;
pub mod ridge;
pub mod selection;
pub mod surrogate;
pub mod work;
pub mod vector_space;
