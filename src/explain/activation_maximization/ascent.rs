//! The ascent.

use candle_core::{Device, Tensor, Var};
use candle_nn::{AdamW, Optimizer, ParamsAdamW};
use rand::Rng;
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};
use serde::{Deserialize, Serialize};

use super::vector_space::{Neighbour, VectorSpace};
use crate::{
    explain::{
        ExplainError, More, Progress,
        common::unit_target::{From, UnitTarget},
        settings::{Range, Ranged, Settings, settings},
    },
    index::Memory,
    model::{Model, ModelError, RecordPart, State, Target, network::Network},
    text::Vocabulary,
    trace::Score,
};

/// The method's name.
pub const METHOD: &str = "activation-maximization";

/// How long the vector may be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(untagged)]
pub enum Norm {
    /// "free" or "vocabulary-mean".
    Named(NamedNorm),
    /// This long.
    Length(f32),
}

/// The norms that have a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum NamedNorm {
    /// As long as it likes.
    Free,
    /// As long as the mean word vector.
    VocabularyMean,
}

/// What a norm is to the vector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Constraint {
    /// ‖x‖ = ρ, as in Erhan et al.
    #[default]
    Fixed,
    /// ‖x‖ ≤ ρ.
    Capped,
}

settings! {
    /// Settings.
    #[derive(PartialEq)]
    pub struct Config {
        /// After the reader's prefix, or from the zero state.
        pub from: From = From::Text;
        /// With `from` = text: how many tokens of the text are the prefix; none is all of them.
        pub position: Option<usize> = None;
        /// What is maximized.
        pub target: UnitTarget = UnitTarget::Logit;
        /// How long the vector may be.
        pub norm: Norm = Norm::Named(NamedNorm::Free), Range::above(0.0).or("free or vocabulary-mean");
        /// Whether a norm is reached exactly or at most.
        pub constraint: Constraint = Constraint::Fixed;
        /// Steps of gradient ascent.
        pub iterations: usize = 300, Range::at_most(100_000.0);
        /// Random starts.
        pub restarts: usize = 5, Range::between(1.0, 100.0);
        /// Adam's learning rate (Lucid's default).
        pub learning_rate: f64 = 0.05;
        /// Nearest tokens listed.
        pub top: usize = 10;
        /// Seed of the random starts.
        pub seed: u64 = 0;
    }
}

/// What a vector or token makes of the target.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Reached {
    /// The target's value.
    pub score: f32,
    /// The probability the network then gives to the class that is explained.
    pub probability: f32,
    /// The norm of the word vector.
    pub norm: f32,
}

/// A token and how near it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct NearToken {
    /// The token.
    pub token: String,
    /// Its id.
    pub id: u32,
    /// Cosine of the angle to the best vector, −1 to 1.
    pub score: f32,
    /// How often the training texts hold it; null without an index.
    pub count: Option<u32>,
}

/// A token and what the network makes of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct RealToken {
    /// The token.
    pub token: String,
    /// The target after it.
    pub score: f32,
}

/// The lengths of the vocabulary's word vectors.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct VocabularyNorm {
    /// Their mean.
    pub mean: f32,
    /// What 99 of 100 stay below.
    pub p99: f32,
}

/// The explanation.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Maximization {
    /// activation-maximization.
    pub method: &'static str,
    /// Where the network came from.
    pub from: From,
    /// What was maximized.
    pub target: UnitTarget,
    /// How long the vector may be.
    pub norm: Norm,
    /// The tokens nearest to the best vector by cosine.
    pub items: Vec<NearToken>,
    /// The best vector itself.
    pub soft: Reached,
    /// Its nearest token, read by the network; null in an empty vocabulary, and where no word has a direction.
    pub snapped: Option<RealToken>,
    /// The best token there is, by corpus search; null until that has been done.
    pub searched: Option<RealToken>,
    /// What the vector's norm may be held against.
    pub vocabulary_norm: VocabularyNorm,
    /// Random starts.
    pub restarts: usize,
    /// Steps of gradient ascent done.
    pub iterations: usize,
    /// Passes of one step that the ascent took, each with its way back.
    pub passes: u64,
    /// Passes of one step that the search took.
    pub search_passes: u64,
    /// How long the ascent took; the caller has the clock.
    pub seconds: Option<f64>,
    /// How long the search took; the caller has the clock.
    pub search_seconds: Option<f64>,
    /// Norm of the part of the gradient that can still be followed at the best vector.
    pub gradient_norm: f32,
    /// Best value so far after each tenth iteration.
    pub path: Vec<f32>,
    /// Seed of the random starts.
    pub seed: u64,
}

/// A running ascent.
pub struct Ascent {
    config: Config,
    /// ρ, if the norm is not free.
    radius: Option<f32>,
    network: Network,
    /// Per layer [2, restarts, hidden].
    start: Vec<Tensor>,
    state: State,
    vectors: Var,
    optimizer: AdamW,
    done: usize,
    best: Best,
    path: Vec<f32>,
}

struct Best {
    score: f32,
    vector: Vec<f32>,
    gradient_norm: f32,
}

impl Ascent {
    /// Begins from `prefix`, the ids of the text before the vector; with `from` = zero it is ignored.
    pub fn start(config: Config, model: &Model, space: &VectorSpace, prefix: &[u32]) -> Result<Self, ExplainError> {
        config.check()?;
        config.target.check(model.config())?;
        let kept = &prefix[..config.position.unwrap_or(prefix.len()).min(prefix.len())];
        let prefix = if config.from == From::Zero { &[] } else { kept };
        let state = model.state_after(prefix).ok_or(ModelError::Bidirectional { what: METHOD })?;
        let radius = match config.norm {
            Norm::Length(radius) => Some(radius),
            Norm::Named(NamedNorm::VocabularyMean) => Some(space.mean_norm()),
            Norm::Named(NamedNorm::Free) => None,
        };
        let network = Network::of(model).map_err(ModelError::from)?;
        let begin = random_vectors(&config, model.config().embedding, radius.unwrap_or(space.mean_norm()));
        let ascent = || -> candle_core::Result<_> {
            let vectors = Var::from_vec(begin, (config.restarts, model.config().embedding), &Device::Cpu)?;
            let adam = ParamsAdamW { lr: config.learning_rate, weight_decay: 0.0, ..ParamsAdamW::default() };
            Ok((start_tensors(&state, config.restarts)?, AdamW::new(vec![vectors.clone()], adam)?, vectors))
        };
        let (start, optimizer, vectors) = ascent().map_err(ModelError::from)?;
        let best = Best { score: f32::NEG_INFINITY, vector: Vec::new(), gradient_norm: 0.0 };
        Ok(Self { config, radius, network, start, state, vectors, optimizer, done: 0, best, path: Vec::new() })
    }

    /// Climbs on while `more` says so; a unit of work is one iteration of all restarts.
    pub fn advance(&mut self, more: More<'_>) -> Result<Progress, ExplainError> {
        while self.done <= self.config.iterations {
            self.iterate().map_err(ModelError::from)?;
            self.done += 1;
            if !more() {
                break;
            }
        }
        Ok(self.progress())
    }

    /// Iterations done; the first only looks at the random starts.
    pub fn progress(&self) -> Progress {
        let total = self.config.iterations as u64 + 1;
        Progress { done: self.done as u64, total, finished: self.done as u64 == total }
    }

    /// The best vector so far, compared with the vocabulary. `searched` and the times are the caller's to add.
    pub fn snapshot(
        &self,
        model: &Model,
        space: &VectorSpace,
        memory: Memory<'_>,
        vocabulary: &Vocabulary,
    ) -> Maximization {
        let config = &self.config;
        let nearest = space.nearest(model, &self.best.vector, config.top);
        let snapped = nearest.first().map(|near| RealToken {
            token: vocabulary.token(near.id).to_owned(),
            score: self.read(model, model.embedding_of(near.id)).score,
        });
        let item = |near: &Neighbour| NearToken {
            token: vocabulary.token(near.id).to_owned(),
            id: near.id,
            score: near.score,
            count: memory.index.map(|index| index.count(near.id)),
        };
        Maximization {
            method: METHOD,
            from: config.from,
            target: config.target,
            norm: config.norm,
            items: nearest.iter().map(item).collect(),
            soft: self.read(model, &self.best.vector),
            snapped,
            searched: None,
            vocabulary_norm: VocabularyNorm { mean: space.mean_norm(), p99: space.percentile_99() },
            restarts: config.restarts,
            iterations: self.done.saturating_sub(1),
            passes: (self.done * config.restarts) as u64,
            search_passes: 0,
            seconds: None,
            search_seconds: None,
            gradient_norm: self.best.gradient_norm,
            path: self.path.clone(),
            seed: config.seed,
        }
    }

    /// What the network makes of a vector in a word's place.
    fn read(&self, model: &Model, vector: &[f32]) -> Reached {
        let mut state = self.state.clone();
        let gates = model.read_vector(&mut state, vector);
        let Score { probability, .. } = model.score_of_state(&state);
        Reached { score: self.config.target.value(model, &state, &gates), probability, norm: norm(vector) }
    }

    /// Evaluates all restarts, remembers the best, and takes one step uphill.
    fn iterate(&mut self) -> candle_core::Result<()> {
        let (scores, values) = self.values()?;
        let mut gradients = values.sum_all()?.neg()?.backward()?;
        let gradient = match gradients.remove(&self.vectors) {
            Some(gradient) => gradient,
            None => self.vectors.zeros_like()?,
        };
        self.remember(&scores, &gradient)?;
        gradients.insert(&self.vectors, gradient);
        self.optimizer.step(&gradients)?;
        self.constrain()
    }

    /// The target for every restart [restarts], as numbers and as what has its gradient.
    fn values(&self) -> candle_core::Result<(Vec<f32>, Tensor)> {
        let record = &self.network.records(&self.vectors.unsqueeze(0)?, Some(&self.start))?[0];
        match self.config.target.part(self.network.config()) {
            None => {
                let hidden = self.network.part(record, RecordPart::Hidden)?.squeeze(0)?;
                let logits = self.network.logits(&hidden)?;
                let (scores, slopes) = self.network.read(&logits, Target::Logit)?;
                Ok((scores, (logits * slopes)?))
            }
            Some((part, index)) => {
                let values = self.network.part(record, part)?.squeeze(0)?.get_on_dim(1, index)?;
                Ok((values.to_vec1()?, values))
            }
        }
    }

    fn remember(&mut self, scores: &[f32], gradient: &Tensor) -> candle_core::Result<()> {
        for (restart, &score) in scores.iter().enumerate() {
            if score > self.best.score {
                let vector: Vec<f32> = self.vectors.get(restart)?.to_vec1()?;
                let slope: Vec<f32> = gradient.get(restart)?.to_vec1()?;
                self.best = Best { score, gradient_norm: followable(&slope, &vector, self.radius), vector };
            }
        }
        if self.done.is_multiple_of(10) {
            self.path.push(self.best.score);
        }
        Ok(())
    }

    fn constrain(&mut self) -> candle_core::Result<()> {
        let Some(radius) = self.radius else { return Ok(()) };
        let norms: Vec<f32> = self.vectors.sqr()?.sum(1)?.sqrt()?.to_vec1()?;
        let largest = if self.config.constraint == Constraint::Capped { 1.0 } else { f32::MAX };
        // Over plain numbers: candle's clamp alone would be a twentieth of the wasm.
        let factors = norms.iter().map(|norm| (norm.max(1e-12).recip() * radius).min(largest)).collect();
        let factors = Tensor::from_vec(factors, (norms.len(), 1), self.vectors.device())?;
        self.vectors.set(&self.vectors.broadcast_mul(&factors)?)
    }
}

impl Ranged for Norm {
    fn number(&self) -> Option<f64> {
        match self {
            Self::Length(length) => length.number(),
            Self::Named(_) => None,
        }
    }
}

fn norm(vector: &[f32]) -> f32 {
    vector.iter().map(|x| x * x).sum::<f32>().sqrt()
}

/// The norm of the gradient, or of its part along the sphere when the norm is set.
fn followable(gradient: &[f32], vector: &[f32], radius: Option<f32>) -> f32 {
    let Some(radius) = radius else { return norm(gradient) };
    let along: f32 = gradient.iter().zip(vector).map(|(g, x)| g * x).sum::<f32>() / (radius * radius);
    norm(&gradient.iter().zip(vector).map(|(g, x)| g - along * x).collect::<Vec<_>>())
}

/// Directions uniform on the sphere, as long as `length`.
fn random_vectors(config: &Config, embedding: usize, length: f32) -> Vec<f32> {
    let mut rng = ChaCha8Rng::seed_from_u64(config.seed);
    let mut vectors = Vec::with_capacity(config.restarts * embedding);
    for _ in 0..config.restarts {
        // The sum of twelve uniform numbers is normal enough for a direction, and needs no logarithm.
        let row: Vec<f32> = (0..embedding).map(|_| (0..12).map(|_| rng.random::<f32>()).sum::<f32>() - 6.0).collect();
        let scale = length / norm(&row).max(1e-6);
        vectors.extend(row.iter().map(|x| x * scale));
    }
    vectors
}

/// A state, once per restart.
fn start_tensors(state: &State, restarts: usize) -> candle_core::Result<Vec<Tensor>> {
    let layers = state.layers.iter().map(|layer| {
        let rows = |values: &[f32]| values.repeat(restarts);
        let values = [rows(&layer.hidden), rows(&layer.cell)].concat();
        Tensor::from_vec(values, (2, restarts, layer.hidden.len()), &Device::Cpu)
    });
    layers.collect()
}
