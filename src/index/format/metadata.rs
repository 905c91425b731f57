//! What an index says about itself: the metadata of its file, as JSON.

use serde::{Deserialize, Serialize};

use super::measured::Measured;
use crate::{bundle::Tensors, index::IndexError, model::Config};

/// The version of the layout that the [room's documentation](super) describes.
const FORMAT: u32 = 3;
/// The same where two outputs under softmax are read as one: format 3 kept the last output in the place of their
/// difference, in a tensor of the same shape.
const FORMAT_FOLDED: u32 = 4;

fn format_of(config: &Config) -> u32 {
    if config.is_folded() { FORMAT_FOLDED } else { FORMAT }
}

/// What an index says about itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Metadata {
    /// The version of the layout.
    pub format: u32,
    /// SHA-256 of the weights it was built with.
    pub model_hash: String,
    /// The seed of the segments' choice.
    pub seed: u64,
    /// Which training positions are kept as segments, in words.
    pub segments: String,
    /// How good the first answer is; null until it is measured.
    pub recall: Option<Recall>,
    /// How far deep nearest neighbours may be trusted; null until it is measured.
    pub deep_knn: Option<Measured>,
}

/// How good the first answer is, measured over random validation positions.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Recall {
    /// How many positions were asked about.
    pub queries: usize,
    /// The seed that chose them.
    pub seed: u64,
    /// By Euclidean distance.
    pub l2: Found,
    /// By cosine.
    pub cosine: Found,
}

/// The share of the exact ten nearest reviews that a first answer names.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// By the segments alone.
    pub segments: f64,
    /// After the reviews of the [`PROPOSED`](crate::index::query::PROPOSED) nearest segments have been read again.
    pub reread: f64,
    /// By those of the segments that may be published; left out in an index that is older.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<f64>,
}

impl Metadata {
    /// The metadata of a new index.
    pub fn new(config: &Config, model_hash: String, seed: u64, segments: String) -> Self {
        Self { format: format_of(config), model_hash, seed, segments, recall: None, deep_knn: None }
    }

    /// Reads the metadata of a file; an index of another format, or of another model, is refused.
    pub(crate) fn read(tensors: &Tensors, config: &Config, model_hash: &str) -> Result<Self, IndexError> {
        let expected = format_of(config);
        let value: serde_json::Value = serde_json::from_str(&tensors.metadata).unwrap_or_default();
        if value.get("format").and_then(serde_json::Value::as_u64) != Some(u64::from(expected)) {
            let found = value.get("format").map_or("a file without one".into(), ToString::to_string);
            return Err(IndexError::Format { expected, found });
        }
        let metadata: Self = serde_json::from_value(value)
            .map_err(|error| IndexError::Damaged { expected: "its description".into(), found: error.to_string() })?;
        if metadata.model_hash != model_hash {
            return Err(IndexError::OtherModel { expected: model_hash.into(), found: metadata.model_hash });
        }
        Ok(metadata)
    }
}
