//! What the network made of a text, layer by layer: the rows that deep nearest neighbours compare.
//!
//! | layer | row of a text | two rows are near when |
//! |---|---|---|
//! | embedding | the mean of its word vectors \[embedding\] | their cosine is high |
//! | hidden | h of the last layer after the last token \[features\] | their cosine is high |
//! | cell | c beside it; not for a GRU | their cosine is high |
//! | logit | what the output layer says \[outputs\] | of one number: the difference is small; of several: their cosine is high |
//!
//! The cosine of single numbers would be a sign, hence the difference. [`Endings`] keeps the rows of the training
//! reviews, in int8 but for the logits; [`Layers`] are the same rows of whatever is compared with them.

use serde::Serialize;

use super::{
    IndexError, IndexedReview,
    format::{Rows, damaged, read_rows, require},
};
use crate::{
    bundle::Tensors,
    model::{CellKind, Config, Directions, Model, Projections, Run, State, StepStates},
    trace::Score,
};

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
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
        let logits = if config.directions == Directions::Bidirectional { 1 } else { config.outputs };
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

/// A text to read: all its ids, and the run that reads them, perhaps on from a state that some of them left behind.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// The whole text.
    pub ids: &'a [u32],
    /// How it is read.
    pub run: Run<'a>,
}

impl<'a> From<&'a [u32]> for Reading<'a> {
    fn from(ids: &'a [u32]) -> Self {
        Self { ids, run: Run::from(ids) }
    }
}

/// The rows of some texts, a matrix \[texts, width\] for each layer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Layers {
    /// How many texts.
    pub texts: usize,
    /// In the order of [`Layer::all`].
    pub rows: Vec<Vec<f32>>,
}

impl Layers {
    /// Reads texts to their ends; `visit` sees every state on the way, as in [`Model::run`].
    pub fn of_texts(
        model: &Model,
        texts: &[Reading<'_>],
        visit: &mut dyn FnMut(usize, usize, StepStates<'_>),
    ) -> (Self, Vec<Score>) {
        let runs: Vec<Run<'_>> = texts.iter().map(|text| text.run).collect();
        let mut layers = Self::default();
        if let Some(states) = model.run_on(&mut Projections::default(), &runs, visit) {
            states.iter().zip(texts).for_each(|(state, text)| layers.push_state(model, text.ids, state));
            return (layers, states.iter().map(|state| model.score_of_state(state)).collect());
        }
        let zeros = vec![0.0; model.config().features()];
        let mut ends = vec![(zeros.clone(), zeros); texts.len()];
        let scores = model.run(&runs, &mut |run, step, states| {
            visit(run, step, states);
            if step + 1 == runs[run].ids.len() {
                ends[run] = (states.hidden.to_vec(), states.cell.to_vec());
            }
        });
        for ((text, (hidden, cell)), score) in texts.iter().zip(&ends).zip(&scores) {
            layers.push(model, text.ids, hidden, cell, &[score.logit]);
        }
        (layers, scores)
    }

    /// The rows of the first tokens of one text, for each of `ends` their number; None for a bidirectional network,
    /// in which no state is that of a prefix.
    pub fn of_prefixes(model: &Model, ids: &[u32], ends: &[usize]) -> Option<(Self, Vec<Score>)> {
        let states = model.states_along(ids)?;
        let (mut layers, mut scores) = (Self::default(), Vec::new());
        for &end in ends {
            layers.push_state(model, &ids[..end], &states[end]);
            scores.push(model.score_of_state(&states[end]));
        }
        Some((layers, scores))
    }

    fn push_state(&mut self, model: &Model, ids: &[u32], state: &State) {
        let logits = model.logits(&state.features(model.config().readout));
        self.push(model, ids, state.hidden(), state.cell(), &logits);
    }

    fn push(&mut self, model: &Model, ids: &[u32], hidden: &[f32], cell: &[f32], logits: &[f32]) {
        let layers = Layer::all(model.config());
        self.rows.resize(layers.len(), Vec::new());
        self.texts += 1;
        for ((layer, _), rows) in layers.into_iter().zip(&mut self.rows) {
            match layer {
                Layer::Embedding => rows.extend(mean_embedding(model, ids)),
                Layer::Hidden => rows.extend(hidden),
                Layer::Cell => rows.extend(cell),
                Layer::Logit => rows.extend(logits),
            }
        }
    }

    /// Appends the rows of other texts of the same network.
    pub fn append(&mut self, mut others: Self) {
        self.rows.resize(others.rows.len(), Vec::new());
        self.texts += others.texts;
        self.rows.iter_mut().zip(&mut others.rows).for_each(|(rows, others)| rows.append(others));
    }
}

/// The mean of the word vectors of a text, unknown words among them; zeros for the empty text.
fn mean_embedding(model: &Model, ids: &[u32]) -> Vec<f32> {
    let mut mean = vec![0.0f32; model.config().embedding];
    for &id in ids {
        mean.iter_mut().zip(model.embedding_of(id)).for_each(|(sum, value)| *sum += value);
    }
    mean.iter_mut().for_each(|sum| *sum /= ids.len().max(1) as f32);
    mean
}

/// The rows of the training reviews.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Endings {
    /// Where each row's review stands in the index, ascending.
    pub places: Vec<u32>,
    /// Each layer and its width.
    pub layers: Vec<(Layer, usize)>,
    /// Of all layers but the last.
    pub rows: Vec<Rows>,
    /// \[reviews, width\] of the last layer.
    pub logits: Vec<f32>,
}

/// Where the training reviews stand.
fn training_places(reviews: &[IndexedReview]) -> Vec<u32> {
    (0..reviews.len()).filter(|&at| reviews[at].split.is_train()).map(|at| at as u32).collect()
}

impl Endings {
    /// Puts together the rows of the training reviews, each of its own, in the order of the index.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn new<'a>(
        config: &Config,
        reviews: &[IndexedReview],
        texts: impl Iterator<Item = &'a (Vec<Rows>, Vec<f32>)>,
    ) -> Self {
        let layers = Layer::all(config);
        let mut rows = vec![Rows::default(); layers.len() - 1];
        let mut logits = Vec::new();
        for (own, own_logits) in texts {
            for (rows, own) in rows.iter_mut().zip(own) {
                rows.values.extend(&own.values);
                rows.scales.extend(&own.scales);
            }
            logits.extend(own_logits);
        }
        Self { places: training_places(reviews), layers, rows, logits }
    }

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

    pub fn read(tensors: &Tensors, config: &Config, reviews: &[IndexedReview]) -> Result<Self, IndexError> {
        let (places, layers) = (training_places(reviews), Layer::all(config));
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
