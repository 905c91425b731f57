//! index.safetensors: what it holds, how it is written, and everything that is checked before it is believed.
//!
//! | tensor | type and shape | holds |
//! |---|---|---|
//! | `reviews.row` | u32 \[reviews\] | rows of the corpus, ascending |
//! | `reviews.split`, `reviews.label` | u8 \[reviews\] | 0 train, 1 choose, 2 assess; the class |
//! | `reviews.probability` | f32 \[reviews\] | what the network says of the last class |
//! | `reviews.tokens` | u32 \[reviews\] | the length in tokens |
//! | `reviews.embedding`, `reviews.embedding.scale` | i8 \[training, embedding\], f32 \[training\] | the mean word vector of each training review |
//! | `reviews.hidden`, `reviews.hidden.scale` | i8 \[training, features\], f32 \[training\] | h after its last token |
//! | `reviews.cell`, `reviews.cell.scale` | the same | c after its last token; not for a GRU |
//! | `reviews.logit` | f32 \[training, outputs\] | what the output layer says of it |
//! | `deep_knn.neighbours`, `deep_knn.alpha` | u32 \[1\], u16 \[choose\] | how many neighbours are looked for in a layer; α of each calibration review |
//! | `pairs.table`, `pairs.rare` | u8 \[bytes\], u16 \[choose\] | the common pairs of words; how many others each calibration review has |
//! | `vocabulary.count` | u32 \[vocabulary\] | how often the training texts hold each id |
//! | `segments.offset` | u32 \[reviews + 1\] | where each review's segments begin |
//! | `segments.position` | u16 \[segments\] | the token each ends with, ascending within a review |
//! | `segments.value`, `segments.scale` | i8 \[segments, components\], f32 \[components\] | h after that token, projected |
//! | `segments.residual`, `segments.residual.scale` | u8 \[segments\], f32 \[1\] | the norm of what the projection leaves out |
//! | `segments.basis` | f32 \[components, features\] | the projection's directions |
//! | `contexts.hidden.review`, `contexts.hidden.position` | u32, u16 \[features, 2, places\] | where each unit's h is highest and lowest: place of the review, token |
//! | `contexts.hidden.value` | f32 \[features, 2, places\] | h there |
//! | `contexts.cell.…` | the same | for c; not for a GRU |
//! | `phrases.…` | see [`super::phrases`] | the rules of the whole model, where there are some |
//!
//! Value ≈ integer · scale. The metadata is [`Metadata`] as JSON.

use serde::{Deserialize, Serialize};

use super::{
    Calibration, IndexError, Layer, Projection, Split, WordPairs, contexts::Contexts, endings::Endings,
    phrases::PhraseRules,
};
use crate::{
    bundle::{BundleError, Tensors},
    model::{CellKind, Config},
    text::MAX_TOKENS,
};

/// The version of the layout above.
const FORMAT: u32 = 3;

/// What an index says of itself.
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
    /// How far deep nearest neighbours may be trusted: [`super::measured::Measured`], handed on as it is; null until it
    /// is measured.
    #[serde(skip_deserializing)]
    pub deep_knn: Option<serde_json::Value>,
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
    /// After the reviews of the [`super::query::PROPOSED`] nearest segments have been read again.
    pub reread: f64,
}

impl Metadata {
    /// The metadata of a new index.
    pub fn new(model_hash: String, seed: u64, segments: String) -> Self {
        Self { format: FORMAT, model_hash, seed, segments, recall: None, deep_knn: None }
    }
}

/// What an index knows of one review.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct IndexedReview {
    /// Its row in the corpus.
    #[serde(rename = "review")]
    pub row: u32,
    /// Its side of the split.
    pub split: Split,
    /// Its true class.
    pub label: u8,
    /// What the network says of the last class.
    pub probability: f32,
    /// Its length.
    pub tokens: u32,
}

/// A matrix of int8 rows with a scale each.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Rows {
    pub values: Vec<i8>,
    pub scales: Vec<f32>,
}

/// States inside the training reviews, projected.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Segments {
    pub offsets: Vec<u32>,
    pub positions: Vec<u16>,
    pub values: Vec<i8>,
    pub scales: Vec<f32>,
    pub residuals: Vec<u8>,
    pub residual_scale: f32,
    pub projection: Projection,
}

/// The index: read-only, checked, in memory. See the [module's documentation](super).
#[derive(Debug, Clone, PartialEq)]
pub struct ActivationIndex {
    pub(super) metadata: Metadata,
    pub(super) features: usize,
    pub(super) reviews: Vec<IndexedReview>,
    pub(super) classes: usize,
    pub(super) endings: Endings,
    pub(super) neighbours: usize,
    pub(super) calibration: Calibration,
    pub(super) pairs: WordPairs,
    pub(super) counts: Vec<u32>,
    pub(super) segments: Segments,
    pub(super) contexts: Contexts,
    pub(super) phrases: Option<PhraseRules>,
}

impl ActivationIndex {
    /// Reads an index for a model of this shape and hash; every name, shape, range and order is checked.
    pub fn from_tensors(tensors: &Tensors, config: &Config, model_hash: &str) -> Result<Self, IndexError> {
        let metadata = read_metadata(tensors, model_hash)?;
        let features = config.features();
        let reviews = read_reviews(tensors)?;
        let mut index = Self {
            classes: config.outputs.max(2),
            endings: Endings::read(tensors, config, &reviews)?,
            neighbours: 0,
            calibration: Calibration::default(),
            pairs: WordPairs::default(),
            counts: tensors.u32("vocabulary.count", &[config.vocabulary]).map_err(damaged)?.to_vec(),
            segments: read_segments(tensors, reviews.len(), features)?,
            contexts: Contexts::read(tensors, &reviews, features, config.cell == CellKind::Lstm)?,
            phrases: PhraseRules::read(tensors, &reviews, config.vocabulary)?,
            metadata,
            features,
            reviews,
        };
        index.check()?;
        index.read_calibration(tensors)?;
        index.pairs = WordPairs::read(tensors, &index)?;
        Ok(index)
    }

    /// The tensors that [`ActivationIndex::from_tensors`] reads.
    pub fn to_tensors(&self) -> Tensors {
        let n = self.reviews.len();
        let mut tensors = Tensors::default();
        tensors.metadata = serde_json::json!(self.metadata).to_string();
        tensors.put_u32("reviews.row", &[n], self.reviews.iter().map(|r| r.row).collect());
        tensors.put_u8("reviews.split", &[n], self.reviews.iter().map(|r| r.split as u8).collect());
        tensors.put_u8("reviews.label", &[n], self.reviews.iter().map(|r| r.label).collect());
        tensors.put_f32("reviews.probability", &[n], self.reviews.iter().map(|r| r.probability).collect());
        tensors.put_u32("reviews.tokens", &[n], self.reviews.iter().map(|r| r.tokens).collect());
        self.endings.put(&mut tensors);
        self.put_calibration(&mut tensors);
        self.pairs.put(&mut tensors);
        tensors.put_u32("vocabulary.count", &[self.counts.len()], self.counts.clone());
        self.segments.put(&mut tensors, self.features);
        self.contexts.put(&mut tensors, self.features);
        if let Some(phrases) = &self.phrases {
            phrases.put(&mut tensors);
        }
        tensors
    }

    /// What the index says of itself.
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// Writes down how good the first answer was measured to be.
    pub fn set_recall(&mut self, recall: Recall) {
        self.metadata.recall = Some(recall);
    }

    /// The rules of the whole model, if it has some.
    pub fn phrases(&self) -> Option<&PhraseRules> {
        self.phrases.as_ref()
    }

    /// Adds the rules that were found with this index.
    pub fn set_phrases(&mut self, phrases: Option<PhraseRules>) {
        self.phrases = phrases;
    }

    /// Every review in the order of the corpus.
    pub fn reviews(&self) -> &[IndexedReview] {
        &self.reviews
    }

    /// Where the review of a corpus row stands in [`ActivationIndex::reviews`].
    pub fn find(&self, row: u32) -> Option<usize> {
        self.reviews.binary_search_by_key(&row, |review| review.row).ok()
    }

    /// How often the training texts hold an id.
    pub fn count(&self, id: u32) -> u32 {
        self.counts.get(id as usize).copied().unwrap_or(0)
    }

    /// Writes down how far deep nearest neighbours were measured to be right.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn set_deep_knn(&mut self, measured: &super::measured::Measured) {
        self.metadata.deep_knn = Some(serde_json::json!(measured));
    }

    /// Which pairs of words are common.
    pub fn pairs(&self) -> &WordPairs {
        &self.pairs
    }

    /// The layers whose neighbours are compared.
    pub fn layers(&self) -> impl Iterator<Item = Layer> + '_ {
        self.endings.layers.iter().map(|&(layer, _)| layer)
    }

    /// How many training reviews there are to be neighbours.
    pub fn training(&self) -> usize {
        self.endings.places.len()
    }

    /// How many segments there are.
    pub fn segments(&self) -> usize {
        self.segments.positions.len()
    }

    /// What shapes alone do not say. Everything a query relies on is here.
    fn check(&self) -> Result<(), IndexError> {
        let classes = self.classes;
        let ascending = self.reviews.is_sorted_by(|a, b| a.row < b.row);
        require(ascending, "reviews.row ascending", "a row that is not above the one before it")?;
        for review in &self.reviews {
            require(usize::from(review.label) < classes, format!("a label below {classes}"), review.label)?;
            require((0.0..=1.0).contains(&review.probability), "a probability between 0 and 1", review.probability)?;
            require(review.tokens as usize <= MAX_TOKENS, format!("at most {MAX_TOKENS} tokens"), review.tokens)?;
        }
        let segments = &self.segments;
        for &scale in segments.scales.iter().chain([&segments.residual_scale]) {
            require(scale.is_finite() && scale >= 0.0, "a scale of 0 or more", scale)?;
        }
        let direction = segments.projection.basis().iter().find(|value| !(-1.001..=1.001).contains(*value));
        require(direction.is_none(), "segments.basis of unit vectors", direction.copied().unwrap_or_default())?;
        self.check_segments()
    }

    fn check_segments(&self) -> Result<(), IndexError> {
        let segments = &self.segments;
        let (first, last) = (segments.offsets.first().copied(), segments.offsets.last().map(|&end| end as usize));
        require(first == Some(0), "segments.offset beginning with 0", first.unwrap_or_default())?;
        let found = last.unwrap_or_default();
        require(found == self.segments(), format!("segments.offset ending with {}", self.segments()), found)?;
        require(segments.offsets.is_sorted(), "segments.offset ascending", "an offset below the one before it")?;
        for (at, review) in self.reviews.iter().enumerate() {
            let positions = &segments.positions[segments.range(at)];
            let row = review.row;
            require(positions.is_empty() || review.split.is_train(), "segments of training reviews only", row)?;
            require(positions.is_sorted_by(|a, b| a < b), format!("ascending segments of review {row}"), "others")?;
            let inside = positions.last().is_none_or(|&last| u32::from(last) < review.tokens);
            require(inside, format!("segments within the {} tokens of review {row}", review.tokens), "one beyond")?;
        }
        Ok(())
    }
}

impl Segments {
    /// The segments of review `at`.
    pub(super) fn range(&self, at: usize) -> std::ops::Range<usize> {
        self.offsets[at] as usize..self.offsets[at + 1] as usize
    }

    fn put(&self, tensors: &mut Tensors, features: usize) {
        let (n, components) = (self.positions.len(), self.projection.components());
        tensors.put_u32("segments.offset", &[self.offsets.len()], self.offsets.clone());
        tensors.put_u16("segments.position", &[n], self.positions.clone());
        tensors.put_i8("segments.value", &[n, components], self.values.clone());
        tensors.put_f32("segments.scale", &[components], self.scales.clone());
        tensors.put_u8("segments.residual", &[n], self.residuals.clone());
        tensors.put_f32("segments.residual.scale", &[1], vec![self.residual_scale]);
        tensors.put_f32("segments.basis", &[components, features], self.projection.basis().to_vec());
    }
}

/// The length of a tensor's first axis; 0 if it is missing, which reading it will say.
pub(super) fn rows_of(tensors: &Tensors, name: &str) -> usize {
    tensors.shape(name).and_then(|shape| shape.first()).copied().unwrap_or(0)
}

fn read_metadata(tensors: &Tensors, model_hash: &str) -> Result<Metadata, IndexError> {
    let mut value: serde_json::Value = serde_json::from_str(&tensors.metadata).unwrap_or_default();
    let deep_knn = value.get_mut("deep_knn").map(serde_json::Value::take).filter(serde_json::Value::is_object);
    if value.get("format").and_then(serde_json::Value::as_u64) != Some(u64::from(FORMAT)) {
        let found = value.get("format").map_or("a file without one".into(), ToString::to_string);
        return Err(IndexError::Format { expected: FORMAT, found });
    }
    let metadata: Metadata = serde_json::from_value(value)
        .map_err(|error| IndexError::Damaged { expected: "its description".into(), found: error.to_string() })?;
    if metadata.model_hash != model_hash {
        return Err(IndexError::OtherModel { expected: model_hash.into(), found: metadata.model_hash });
    }
    Ok(Metadata { deep_knn, ..metadata })
}

fn read_reviews(tensors: &Tensors) -> Result<Vec<IndexedReview>, IndexError> {
    let shape = [rows_of(tensors, "reviews.row")];
    let rows = tensors.u32("reviews.row", &shape).map_err(damaged)?;
    let splits = tensors.u8("reviews.split", &shape).map_err(damaged)?;
    let labels = tensors.u8("reviews.label", &shape).map_err(damaged)?;
    let probabilities = tensors.f32("reviews.probability", &shape).map_err(damaged)?;
    let tokens = tensors.u32("reviews.tokens", &shape).map_err(damaged)?;
    let review = |at: usize| {
        let split = Split::ALL.get(usize::from(splits[at])).copied();
        require(split.is_some(), "a split of 0, 1 or 2", splits[at])?;
        let split = split.unwrap_or(Split::Train);
        Ok(IndexedReview {
            row: rows[at],
            split,
            label: labels[at],
            probability: probabilities[at],
            tokens: tokens[at],
        })
    };
    (0..shape[0]).map(review).collect()
}

pub(super) fn read_rows(tensors: &Tensors, name: &str, rows: usize, columns: usize) -> Result<Rows, IndexError> {
    let values = tensors.i8(name, &[rows, columns]).map_err(damaged)?.to_vec();
    let scales = tensors.f32(&format!("{name}.scale"), &[rows]).map_err(damaged)?.to_vec();
    Ok(Rows { values, scales })
}

fn read_segments(tensors: &Tensors, reviews: usize, features: usize) -> Result<Segments, IndexError> {
    let (n, components) = (rows_of(tensors, "segments.position"), rows_of(tensors, "segments.basis"));
    let basis = tensors.f32("segments.basis", &[components, features]).map_err(damaged)?.to_vec();
    Ok(Segments {
        offsets: tensors.u32("segments.offset", &[reviews + 1]).map_err(damaged)?.to_vec(),
        positions: tensors.u16("segments.position", &[n]).map_err(damaged)?.to_vec(),
        values: tensors.i8("segments.value", &[n, components]).map_err(damaged)?.to_vec(),
        scales: tensors.f32("segments.scale", &[components]).map_err(damaged)?.to_vec(),
        residuals: tensors.u8("segments.residual", &[n]).map_err(damaged)?.to_vec(),
        residual_scale: tensors.f32("segments.residual.scale", &[1]).map_err(damaged)?[0],
        projection: Projection::new(basis, features),
    })
}

pub(super) fn require(holds: bool, expected: impl Into<String>, found: impl ToString) -> Result<(), IndexError> {
    if holds { Ok(()) } else { Err(IndexError::Damaged { expected: expected.into(), found: found.to_string() }) }
}

/// A tensor's fault, with this file's remedy instead of the one for weights.
pub(super) fn damaged(error: BundleError) -> IndexError {
    let (expected, found) = match error {
        BundleError::Missing { name, present } => (format!("a tensor {name}"), format!("only {present}")),
        BundleError::Shape { name, expected, found } => (format!("{name} of shape {expected:?}"), format!("{found:?}")),
        BundleError::Type { name, expected, found } => (format!("{name} as {expected}"), found),
        other => ("sound tensors".into(), other.to_string()),
    };
    IndexError::Damaged { expected, found }
}
