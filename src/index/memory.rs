//! What an explainer may know of the training.

use super::{ActivationIndex, ReviewStore};

/// What an explainer may know of the training: the index if it is loaded, and the texts that are.
#[derive(Debug, Clone, Copy)]
pub struct Memory<'a> {
    /// The activation index, once it is loaded.
    pub index: Option<&'a ActivationIndex>,
    /// The reviews that are loaded; perhaps none.
    pub reviews: &'a ReviewStore,
}
