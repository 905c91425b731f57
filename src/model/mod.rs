//! Tokens → trace: configuration, weights, the recurrence, and the same network in candle for gradients.

mod config;
mod manifest;
mod quantization;
mod recurrent;
mod score;
mod weights;

use std::sync::Arc;

use thiserror::Error;

use crate::{
    bundle::{BundleError, Tensors},
    said::errors,
    trace::{Score, Trace},
};

pub use config::{Activation, CellKind, Config, Directions, Readout};
pub use manifest::{FORMAT, FileEntry, KeptBytes, Manifest, class_fault};
pub use quantization::{Precision, dequantize, exact_int8, quantize};
#[cfg(feature = "gradients")]
pub use recurrent::network;
pub use recurrent::{
    Cell, Clamp, GATE_BLOCKS, LayerState, LayersBelow, Projections, RecordPart, Run, State, StepStates, gru, lstm,
};
pub use score::{Head, Target, favours, sureness};
pub use weights::{DirectionWeights, Weights};

use recurrent::{batch, tracing};

errors! { "model"
/// What can be wrong with a model.
#[derive(Debug, Error)]
pub enum ModelError {
    /// A size of the configuration is impossible.
    #[error("expected {name} between {least} and {most}, found {found}; correct the model's configuration")]
    Size {
        /// Which size.
        name: &'static str,
        /// What the configuration says.
        found: usize,
        /// The least possible.
        least: usize,
        /// The most possible.
        most: usize,
    },
    /// A weight is not a number.
    #[error(
        "expected finite weights, found {value}; the training run diverged or the file is damaged, export it again"
    )]
    NotFinite {
        /// The offending value.
        value: f32,
    },
    /// A tensor is missing or of the wrong shape.
    #[error(transparent)]
    Tensors(#[from] BundleError),
    /// candle refused an operation.
    #[error("the gradient engine failed: {found}")]
    Gradients {
        /// What it said.
        found: String,
    },
    /// There is no such class.
    #[error("expected a class below {classes}, the number of classes, found {found}; count classes from 0")]
    Class {
        /// What was asked for.
        found: usize,
        /// How many there are.
        classes: usize,
    },
    /// A class cannot be its own rival.
    #[error("expected a rival other than the class, found {class} for both; name two classes")]
    Rival {
        /// The class.
        class: usize,
    },
    /// Each output stands alone.
    #[error("expected no rival, since this network says yes or no to each class by itself; leave the rival out")]
    NoRival,
    /// Something that needs a state after each word was asked of a network that reads both ways.
    #[error(
        "expected a unidirectional network, found a bidirectional one, which has no state after each word, so {what} is not available"
    )]
    Bidirectional {
        /// What was asked for.
        what: &'static str,
    },
}
}

#[cfg(feature = "gradients")]
impl From<candle_core::Error> for ModelError {
    fn from(error: candle_core::Error) -> Self {
        Self::Gradients { found: error.to_string() }
    }
}

/// Whatever turns token ids into scores: the network, or a toy with known reasons in a test.
pub trait Classifier {
    /// The scores of several texts, each a list of ids; the empty text is allowed.
    fn scores(&self, texts: &[Vec<u32>]) -> Vec<Score>;

    /// The state before each token of a text and after the last, of what can read on from there; others read whole texts.
    fn states_along(&self, _ids: &[u32]) -> Option<Vec<State>> {
        None
    }

    /// The scores of runs, of which one goes on from a state only if [`Classifier::states_along`] gave it.
    fn scores_from(&self, runs: &[Run<'_>]) -> Vec<Score> {
        self.scores(&runs.iter().map(|run| run.ids.to_vec()).collect::<Vec<_>>())
    }

    /// The scores after each token of runs: what [`Classifier::scores_from`] says of all that a run begins with.
    fn running_from(&self, runs: &[Run<'_>]) -> Vec<Vec<Score>> {
        beginning_by_beginning(self, runs)
    }
}

fn beginning_by_beginning(classifier: &(impl Classifier + ?Sized), runs: &[Run<'_>]) -> Vec<Vec<Score>> {
    let beginnings = |run: &Run<'_>| {
        let all: Vec<Run<'_>> = (1..=run.ids.len()).map(|end| Run { ids: &run.ids[..end], ..*run }).collect();
        classifier.scores_from(&all)
    };
    runs.iter().map(beginnings).collect()
}

/// A network ready to run, and the class that is read off it: the last, unless another is asked for. Copying one copies
/// references, not numbers.
#[derive(Debug, Clone)]
pub struct Model {
    config: Config,
    weights: Arc<Weights>,
    /// Per layer, per direction.
    cells: Arc<Vec<Vec<Cell>>>,
    head: Head,
}

impl Model {
    /// Prepares a network; the weights must fit the configuration, as those of [`Weights::from_tensors`] do.
    pub fn new(config: Config, weights: Weights) -> Result<Self, ModelError> {
        config.validate()?;
        let pack = |(layer, directions): (usize, &Vec<DirectionWeights>)| {
            let inputs = config.layer_inputs(layer);
            directions.iter().map(|d| Cell::new(config.cell, config.hidden, inputs, d)).collect()
        };
        let cells: Vec<Vec<Cell>> = weights.layers.iter().enumerate().map(pack).collect();
        let head = Head::new(&config, &weights);
        Ok(Self { config, weights: Arc::new(weights), cells: Arc::new(cells), head })
    }

    /// Reads a network out of a tensor file.
    pub fn from_tensors(config: Config, tensors: &Tensors) -> Result<Self, ModelError> {
        let weights = Weights::from_tensors(&config, tensors)?;
        Self::new(config, weights)
    }

    /// The shape of the network.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The numbers it runs on.
    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// What is read off the output layer.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// The same network, read for another class.
    pub fn towards(&self, class: usize) -> Result<Self, ModelError> {
        Ok(Self { head: self.head.towards(class)?, ..self.clone() })
    }

    /// The same network, its class compared with this rival where a margin is explained.
    pub fn against(&self, rival: usize) -> Result<Self, ModelError> {
        Ok(Self { head: self.head.against(rival)?, ..self.clone() })
    }

    /// The same network, read for the margin between class and rival: what is linear in the read-out explains that.
    /// Of two classes, and of independent outputs, it is the logit of the class.
    pub fn margin(&self) -> Self {
        Self { head: self.head.margin(), ..self.clone() }
    }

    /// The word vector of an id, \[embedding\].
    pub fn embedding_of(&self, id: u32) -> &[f32] {
        self.weights.embedding_of(id, self.config.embedding)
    }

    /// Everything one run over a text leaves behind. Cost: one pass; for a bidirectional network the running score
    /// re-reads every prefix and makes it quadratic in the length.
    pub fn trace(&self, ids: &[u32]) -> Trace {
        tracing::trace(self, None, ids)
    }

    /// The same from an earlier trace of this network: only what follows the tokens that both texts begin with is run.
    /// A bidirectional network, of which nothing can be kept, runs everything.
    pub fn trace_on(&self, earlier: Trace, ids: &[u32]) -> Trace {
        tracing::trace(self, Some(earlier), ids)
    }

    /// Whether many texts are run in fixed point: every recurrent matrix is int8 with a scale a row, and the network
    /// reads one way. States are then rounded to 1/32767 where they are multiplied; a trace never is.
    pub fn is_fixed_point(&self) -> bool {
        self.config.directions == Directions::Unidirectional && self.cells.iter().flatten().all(Cell::is_fixed)
    }

    /// The same network with every run in f32: what the fixed point is measured against.
    pub fn without_fixed_point(mut self) -> Self {
        Arc::make_mut(&mut self.cells).iter_mut().flatten().for_each(Cell::run_in_float);
        self
    }

    /// Runs many texts in batches and shows `visit` the last layer's states after every step of every run; the order
    /// of visits is by step within a run. Results do not depend on how the runs are batched.
    pub fn run(&self, runs: &[Run<'_>], visit: &mut dyn FnMut(usize, usize, StepStates<'_>)) -> Vec<Score> {
        batch::run(self, &mut Projections::default(), runs, false, visit)
    }

    /// Like [`Model::run`], and the states come with their gate row.
    pub fn run_with_gates(&self, runs: &[Run<'_>], visit: &mut dyn FnMut(usize, usize, StepStates<'_>)) -> Vec<Score> {
        batch::run(self, &mut Projections::default(), runs, true, visit)
    }

    /// Scores of many texts; `projections` saves work from one call to the next.
    pub fn scores_with(&self, projections: &mut Projections, runs: &[Run<'_>]) -> Vec<Score> {
        batch::run(self, projections, runs, false, &mut |_, _, _| {})
    }

    /// Scores of many texts, some of which may go on from a state already reached.
    pub fn scores_from(&self, runs: &[Run<'_>]) -> Vec<Score> {
        self.run(runs, &mut |_, _, _| {})
    }

    /// The output layer's numbers for a row of features \[features\], before sigmoid or softmax, as many as
    /// [`Config::logits`]: of two outputs under softmax their difference.
    pub fn logits(&self, features: &[f32]) -> Vec<f32> {
        self.head.logits(features)
    }

    /// The score of the class for a row of features \[features\].
    pub fn score_of_features(&self, features: &[f32]) -> Score {
        self.head.score(&self.logits(features))
    }
}

impl Classifier for Model {
    fn scores(&self, texts: &[Vec<u32>]) -> Vec<Score> {
        let runs: Vec<Run<'_>> = texts.iter().map(|ids| Run { start: None, ids }).collect();
        self.scores_from(&runs)
    }

    fn states_along(&self, ids: &[u32]) -> Option<Vec<State>> {
        Self::states_along(self, ids)
    }

    fn scores_from(&self, runs: &[Run<'_>]) -> Vec<Score> {
        Self::scores_from(self, runs)
    }

    fn running_from(&self, runs: &[Run<'_>]) -> Vec<Vec<Score>> {
        match self.config.directions {
            Directions::Unidirectional => self.running_scores(runs),
            Directions::Bidirectional => beginning_by_beginning(self, runs),
        }
    }
}
