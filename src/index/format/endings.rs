//! What the network made of a text, layer by layer: the rows that deep nearest neighbours compare.
//!
//! | layer | row of a text | two rows are near when |
//! |---|---|---|
//! | embedding | the mean of its word vectors \[embedding\] | their cosine is high |
//! | hidden | h of the last layer after the last token \[features\] | their cosine is high |
//! | cell | c beside it; not for a GRU | their cosine is high |
//! | logit | what the output layer says \[numbers\], of two outputs under softmax their difference | of one number: the difference is small; of several: their cosine is high |
//!
//! The cosine of single numbers would be a sign, hence the difference. [`Endings`] keeps the rows of the training
//! reviews, in int8 but for the logits; [`Layers`](crate::index::Layers) are the same rows of whatever
//! is compared with them.

use serde::Serialize;

use super::{
    checks::{Rows, damaged, read_rows, require},
    review::IndexedReview,
};
use crate::{
    bundle::Tensors,
    index::IndexError,
    model::{CellKind, Config, Directions},
};

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Layer {
    /// The mean of the word vectors.
    Embedding,
    /// The hidden state after the last token.
    Hidden,
    /// The cell state after the last token.
    Cell,
    /// The output layer's numbers.
    Logit,
}

impl Layer {
    /// The layers of a network and the width of their rows.
    pub fn all(config: &Config) -> Vec<(Self, usize)> {
        let features = config.features();
        // A bidirectional network hands out no features, only the last class's score.
        let logits = if config.directions == Directions::Bidirectional { 1 } else { config.logits() };
        let mut layers = vec![(Self::Embedding, config.embedding), (Self::Hidden, features)];
        if config.cell == CellKind::Lstm {
            layers.push((Self::Cell, features));
        }
        layers.push((Self::Logit, logits));
        layers
    }

    fn tensor(self) -> &'static str {
        match self {
            Self::Embedding => "reviews.embedding",
            Self::Hidden => "reviews.hidden",
            Self::Cell => "reviews.cell",
            Self::Logit => "reviews.logit",
        }
    }
}

/// The rows of the training reviews, but for the shortest where the texts may not be published.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Endings {
    /// Where each row's review stands in the index, ascending.
    pub places: Vec<u32>,
    /// Each layer and its width.
    pub layers: Vec<(Layer, usize)>,
    /// Of all layers but the last.
    pub rows: Vec<Rows>,
    /// \[reviews, width\] of the last layer.
    pub logits: Vec<f32>,
}

/// Where the training reviews of so many tokens stand.
pub(crate) fn training_places(reviews: &[IndexedReview], shortest: u32) -> Vec<u32> {
    let has_row = |&at: &usize| reviews[at].split.is_train() && reviews[at].tokens >= shortest;
    (0..reviews.len()).filter(has_row).map(|at| at as u32).collect()
}

impl Endings {
    pub fn put(&self, tensors: &mut Tensors) {
        let n = self.places.len();
        for (&(layer, width), rows) in self.layers.iter().zip(&self.rows) {
            tensors.put_i8(layer.tensor(), &[n, width], rows.values.clone());
            tensors.put_f32(&format!("{}.scale", layer.tensor()), &[n], rows.scales.clone());
        }
        if let Some(&(layer, width)) = self.layers.last() {
            tensors.put_f32(layer.tensor(), &[n, width], self.logits.clone());
        }
    }

    /// The rows of some of the reviews, ascending. What is published is made natively.
    #[cfg(all(feature = "gradients", not(target_arch = "wasm32")))]
    pub fn of(&self, places: Vec<u32>) -> Self {
        let kept: Vec<usize> =
            (0..self.places.len()).filter(|&row| places.binary_search(&self.places[row]).is_ok()).collect();
        let width = |layer: usize| self.layers[layer].1;
        let rows = |(layer, all): (usize, &Rows)| Rows {
            values: kept.iter().flat_map(|&row| &all.values[row * width(layer)..][..width(layer)]).copied().collect(),
            scales: kept.iter().map(|&row| all.scales[row]).collect(),
        };
        let last = self.layers.last().map_or(0, |&(_, width)| width);
        Self {
            rows: self.rows.iter().enumerate().map(rows).collect(),
            logits: kept.iter().flat_map(|&row| &self.logits[row * last..][..last]).copied().collect(),
            layers: self.layers.clone(),
            places,
        }
    }

    pub fn read(
        tensors: &Tensors,
        config: &Config,
        reviews: &[IndexedReview],
        shortest: u32,
    ) -> Result<Self, IndexError> {
        let (places, layers) = (training_places(reviews, shortest), Layer::all(config));
        let (mut rows, mut logits) = (Vec::new(), Vec::new());
        for &(layer, width) in &layers {
            let name = layer.tensor();
            if layer == Layer::Logit {
                logits = tensors.f32(name, &[places.len(), width]).map_err(damaged)?.to_vec();
            } else {
                rows.push(read_rows(tensors, name, places.len(), width)?);
            }
        }
        for &logit in &logits {
            require(logit.is_finite(), "reviews.logit of finite numbers", logit)?;
        }
        for &scale in rows.iter().flat_map(|rows| &rows.scales) {
            require(scale.is_finite() && scale >= 0.0, "a scale of 0 or more", scale)?;
        }
        Ok(Self { places, layers, rows, logits })
    }
}
