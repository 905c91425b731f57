//! What an explainer may know of the training.

use super::{ActivationIndex, ReviewStore, format::postings::Postings};

/// What an explainer may know of the training: the index if it is loaded, and the texts that are.
#[derive(Debug, Clone, Copy)]
pub struct Memory<'a> {
    /// The activation index, once it is loaded.
    pub index: Option<&'a ActivationIndex>,
    /// The reviews that are loaded; perhaps none.
    pub reviews: &'a ReviewStore,
}

impl<'a> Memory<'a> {
    /// Which reviews hold a word, where texts may not be published.
    pub fn postings(self) -> Option<&'a Postings> {
        self.index.and_then(ActivationIndex::postings)
    }
}
