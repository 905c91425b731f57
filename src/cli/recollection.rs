//! What a bundle remembers of the training: index and review texts, read from its files.

use std::io::Read;

use anyhow::{Context, Result};
use flate2::read::GzDecoder;

use super::bundle_dir::{Bundle, INDEX};
use crate::{
    bundle::Tensors,
    index::{ActivationIndex, Memory, ReviewStore},
};

/// The owner of what a [`Memory`] shows.
#[derive(Debug)]
pub struct Recollection {
    index: Option<ActivationIndex>,
    reviews: ReviewStore,
}

impl Recollection {
    /// Reads the index and all reviews that the bundle has; it may have neither.
    pub fn load(bundle: &Bundle) -> Result<Self> {
        let index = bundle.optional(INDEX)?.map(|bytes| parse_index(bundle, &bytes).context(INDEX)).transpose()?;
        let mut reviews = ReviewStore::new(bundle.head.tokenizer);
        for name in bundle.review_files() {
            let bytes = bundle.optional(name)?.unwrap_or_default();
            let mut json = String::new();
            GzDecoder::new(bytes.as_slice())
                .read_to_string(&mut json)
                .with_context(|| format!("{name}: expected a gzip file; build the bundle again"))?;
            reviews.add_shard(&json, &bundle.vocabulary).with_context(|| name.to_owned())?;
        }
        if let Some(index) = &index {
            reviews.places(index)?;
        }
        Ok(Self { index, reviews })
    }

    /// What there is.
    pub fn in_words(&self) -> String {
        let index = self
            .index
            .as_ref()
            .map_or("no index".to_owned(), |index| format!("the index of {} reviews", index.reviews().len()));
        format!("{index}, the texts of {}", self.reviews.len())
    }

    /// What explainers are handed.
    pub fn memory(&self) -> Memory<'_> {
        Memory { index: self.index.as_ref(), reviews: &self.reviews }
    }
}

fn parse_index(bundle: &Bundle, bytes: &[u8]) -> Result<ActivationIndex> {
    let tensors = Tensors::parse(bytes)?;
    Ok(ActivationIndex::from_tensors(&tensors, &bundle.head.config, &bundle.model_hash)?)
}
