//! Training: loss at every step, strong regularisation, an average of the weights, early stopping on `choose`.
//!
//! 1. Reviews are cropped to [`Settings::crop`] tokens, half of the time to their end, else to a random window, and
//!    batched with others of about their length.
//! 2. Word dropout turns tokens into `<unk>`; one mask per review drops word-vector components at every step
//!    (Gal & Ghahramani 2016); DropConnect drops recurrent weights, once a batch (Merity et al. 2018); another mask
//!    drops components of the hidden state before the output layer.
//! 3. The loss is the cross-entropy of the last step plus the mean of that of every step, so that the score means
//!    something after each word.
//! 4. Adam with a cosine learning rate; what is evaluated and kept is a running average of the weights.
//!
//! Each half of a batch has a thread of its own. Randomness is drawn per epoch from the seed, so that a run resumed
//! at an epoch goes on with the same batches; Adam's moments are not kept and warm up again.

use candle_core::{DType, Device, Result, Tensor, Var, backprop::GradStore};
use candle_nn::{AdamW, Optimizer, ParamsAdamW};
use rand::{Rng, seq::SliceRandom};
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};
use serde::{Deserialize, Serialize};

use crate::{
    model::{Config, Weights, network::Network},
    text::UNKNOWN,
};

/// One labelled text.
#[derive(Debug, Clone)]
pub struct Example {
    /// Its token ids.
    pub ids: Vec<u32>,
    /// Whether it belongs to the last class.
    pub positive: bool,
}

/// Everything a run depends on besides data and initial weights.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Seed of all randomness.
    pub seed: u64,
    /// Passes over the training reviews.
    pub epochs: usize,
    /// Reviews a step.
    pub batch: usize,
    /// Tokens of a review that a step sees.
    pub crop: usize,
    /// Peak learning rate.
    pub learning_rate: f64,
    /// Steps until the learning rate peaks.
    pub warm_up: usize,
    /// Gradient norm above which a step is scaled down.
    pub clip: f64,
    /// Share of the old value that a step leaves in the running average of the weights.
    pub averaging: f64,
    /// Probability that a word-vector component is dropped.
    pub embedding_dropout: f32,
    /// Probability that a token becomes `<unk>`.
    pub word_dropout: f64,
    /// Probability that a recurrent weight is dropped.
    pub recurrent_dropout: f32,
    /// Probability that a hidden unit is dropped before the output layer.
    pub output_dropout: f32,
    /// Epochs without a better accuracy on `choose` after which to stop.
    pub patience: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 1,
            epochs: 6,
            batch: 64,
            crop: 400,
            learning_rate: 3e-3,
            warm_up: 100,
            clip: 1.0,
            averaging: 0.995,
            embedding_dropout: 0.3,
            word_dropout: 0.2,
            recurrent_dropout: 0.3,
            output_dropout: 0.4,
            patience: 2,
        }
    }
}

/// Where a run stands after an epoch; enough to resume it.
#[derive(Debug, Clone)]
pub struct Checkpoint {
    /// Epochs done.
    pub epoch: usize,
    /// The weights that are trained on.
    pub weights: Weights,
    /// Their running average.
    pub average: Weights,
    /// The best running average so far and its accuracy on `choose`.
    pub best: (Weights, f64),
    /// Epochs since the best.
    pub stale: usize,
}

/// What is reported while training runs.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "event", rename_all = "lowercase")]
pub enum Report {
    /// After a step.
    Step {
        /// Steps done in this run of the program and in all.
        done: usize,
        /// Steps in all.
        total: usize,
        /// Mean loss of the batch.
        loss: f64,
        /// Share of the batch judged right at the last step.
        accuracy: f64,
        /// Tokens of the batch.
        tokens: usize,
    },
    /// After an epoch.
    Epoch {
        /// Epochs done.
        epoch: usize,
        /// Mean loss over the epoch.
        loss: f64,
        /// Accuracy of the running average on `choose`, whole reviews.
        choose_accuracy: f64,
    },
}

/// Trains from `from` until the last epoch or the early stop and returns the best running average.
///
/// `evaluate` gives the accuracy of weights on `choose`; `report` hears of every step; `checkpoint` of every epoch.
pub fn fit(
    config: &Config,
    settings: &Settings,
    train: &[Example],
    from: Checkpoint,
    evaluate: &mut dyn FnMut(&Weights) -> f64,
    report: &mut dyn FnMut(Report),
    checkpoint: &mut dyn FnMut(&Checkpoint),
) -> Result<Weights> {
    let mut trainer = Trainer::new(config, settings, &from)?;
    let mut state = from;
    let steps = train.len().div_ceil(settings.batch);
    while state.epoch < settings.epochs && state.stale < settings.patience {
        let mut rng = ChaCha8Rng::seed_from_u64(settings.seed.wrapping_add(state.epoch as u64));
        let mut loss = 0.0;
        for (index, batch) in batches(train, settings, &mut rng).into_iter().enumerate() {
            let done = state.epoch * steps + index;
            trainer.set_learning_rate(learning_rate(settings, done, trainer.steps, steps * settings.epochs));
            let step = trainer.step(&batch, &mut rng)?;
            loss += step.loss / steps as f64;
            let tokens = batch.iter().map(|example| example.ids.len()).sum();
            let (done, total) = (done + 1, steps * settings.epochs);
            report(Report::Step { done, total, loss: step.loss, accuracy: step.accuracy, tokens });
        }
        state.epoch += 1;
        state.weights = trainer.network.to_weights()?;
        state.average = trainer.average_weights()?;
        let choose_accuracy = evaluate(&state.average);
        state.stale += 1;
        if choose_accuracy > state.best.1 {
            state.best = (state.average.clone(), choose_accuracy);
            state.stale = 0;
        }
        report(Report::Epoch { epoch: state.epoch, loss, choose_accuracy });
        checkpoint(&state);
    }
    Ok(state.best.0)
}

/// A checkpoint before the first epoch.
pub fn start(weights: Weights) -> Checkpoint {
    Checkpoint { epoch: 0, average: weights.clone(), best: (weights.clone(), 0.0), weights, stale: 0 }
}

/// Linear warm-up (again after a resume), then a half cosine down to zero.
fn learning_rate(settings: &Settings, step: usize, since_start: usize, total: usize) -> f64 {
    let warm = ((since_start + 1) as f64 / settings.warm_up.max(1) as f64).min(1.0);
    let progress = step as f64 / total.max(1) as f64;
    settings.learning_rate * warm * 0.5 * (1.0 + (std::f64::consts::PI * progress).cos())
}

/// Crops, sorts within pools so that a batch has texts of about one length, and shuffles the batches.
fn batches(train: &[Example], settings: &Settings, rng: &mut ChaCha8Rng) -> Vec<Vec<Example>> {
    /// Batches per pool: larger pools waste less padding but mix less.
    const POOL: usize = 50;
    let mut order: Vec<usize> = (0..train.len()).collect();
    order.shuffle(rng);
    let mut batches = Vec::new();
    for pool in order.chunks(POOL * settings.batch) {
        let mut crops: Vec<Example> = pool.iter().map(|&index| crop(&train[index], settings, rng)).collect();
        crops.sort_by_key(|example| example.ids.len());
        batches.extend(crops.chunks(settings.batch).map(<[Example]>::to_vec));
    }
    batches.shuffle(rng);
    batches
}

fn crop(example: &Example, settings: &Settings, rng: &mut ChaCha8Rng) -> Example {
    let spare = example.ids.len().saturating_sub(settings.crop);
    let from = if spare > 0 && rng.random_bool(0.5) { rng.random_range(0..=spare) } else { spare };
    let mut ids = example.ids[from..(from + settings.crop).min(example.ids.len())].to_vec();
    for id in &mut ids {
        if rng.random_bool(settings.word_dropout) {
            *id = UNKNOWN;
        }
    }
    Example { ids, positive: example.positive }
}

struct StepResult {
    loss: f64,
    accuracy: f64,
}

struct Trainer<'a> {
    settings: &'a Settings,
    network: Network,
    variables: Vec<Var>,
    average: Vec<Tensor>,
    average_shape: Network,
    optimizer: AdamW,
    steps: usize,
}

impl<'a> Trainer<'a> {
    fn new(config: &Config, settings: &'a Settings, from: &Checkpoint) -> Result<Self> {
        let (network, variables) = Network::trainable(config, &from.weights)?;
        let (average_shape, average) = Network::trainable(config, &from.average)?;
        let average = average.iter().map(Var::as_detached_tensor).collect();
        let parameters = ParamsAdamW {
            lr: settings.learning_rate,
            beta1: 0.9,
            beta2: 0.99,
            weight_decay: 0.0,
            ..ParamsAdamW::default()
        };
        let optimizer = AdamW::new(variables.clone(), parameters)?;
        Ok(Self { settings, network, variables, average, average_shape, optimizer, steps: 0 })
    }

    fn set_learning_rate(&mut self, rate: f64) {
        self.optimizer.set_learning_rate(rate);
    }

    fn step(&mut self, batch: &[Example], rng: &mut ChaCha8Rng) -> Result<StepResult> {
        let seeds: [u64; 2] = [rng.random(), rng.random()];
        let (left, right) = batch.split_at(batch.len() / 2);
        let tokens: usize = batch.iter().map(|example| example.ids.len()).sum();
        let whole = (batch.len(), tokens);
        let half = |examples: &[Example], seed| half_step(&self.network, self.settings, examples, whole, seed);
        let (left, right) = std::thread::scope(|scope| {
            let other = scope.spawn(|| half(left, seeds[0]));
            let right = half(right, seeds[1]);
            (other.join(), right)
        });
        let left = left.map_err(|_| candle_core::Error::Msg("a training thread panicked".into()))??;
        let right = right?;
        let mut gradients = sum(&self.variables, left.gradients, &right.gradients)?;
        clip(&self.variables, &mut gradients, self.settings.clip)?;
        self.optimizer.step(&gradients)?;
        self.steps += 1;
        self.update_average()?;
        let right_ones = (left.right + right.right) as f64;
        Ok(StepResult { loss: left.loss + right.loss, accuracy: right_ones / batch.len() as f64 })
    }

    fn update_average(&mut self) -> Result<()> {
        let keep = self.settings.averaging.min(self.steps as f64 / (self.steps as f64 + 10.0));
        for (average, variable) in self.average.iter_mut().zip(&self.variables) {
            // Detached, or every average would hold on to the graph of all averages before it.
            *average = ((&*average * keep)? + (variable.as_detached_tensor() * (1.0 - keep))?)?.detach();
        }
        Ok(())
    }

    fn average_weights(&mut self) -> Result<Weights> {
        let mut values = self.average.iter().cloned();
        let mut next = || values.next().ok_or_else(|| candle_core::Error::Msg("fewer averages than variables".into()));
        self.average_shape.embedding = next()?;
        for tensors in self.average_shape.layers.iter_mut().flatten() {
            (tensors.input, tensors.recurrent) = (next()?, next()?);
            (tensors.input_bias, tensors.recurrent_bias) = (next()?, next()?);
        }
        (self.average_shape.out, self.average_shape.out_bias) = (next()?, next()?);
        self.average_shape.to_weights()
    }
}

struct HalfStep {
    gradients: GradStore,
    loss: f64,
    right: usize,
}

/// Forward and backward over part of a batch of `whole` = (reviews, tokens).
fn half_step(
    network: &Network,
    settings: &Settings,
    examples: &[Example],
    whole: (usize, usize),
    seed: u64,
) -> Result<HalfStep> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let (steps, batch) = (examples.iter().map(|e| e.ids.len()).max().unwrap_or(0).max(1), examples.len());
    if batch == 0 {
        let nothing = Tensor::zeros((), DType::F32, &Device::Cpu)?;
        return Ok(HalfStep { gradients: nothing.backward()?, loss: 0.0, right: 0 });
    }
    let mut dropped = network.clone();
    for tensors in dropped.layers.iter_mut().flatten() {
        let mask = dropout_mask(tensors.recurrent.dims(), settings.recurrent_dropout, &mut rng)?;
        tensors.recurrent = (&tensors.recurrent * mask)?;
    }
    let inputs = dropped.embed(&padded(examples, steps)?)?;
    let mask = dropout_mask(&[1, batch, inputs.dim(2)?], settings.embedding_dropout, &mut rng)?;
    let hidden = dropped.hidden(&dropped.records(&inputs.broadcast_mul(&mask)?, None)?)?;
    let features = hidden.dim(2)?;
    let mask = dropout_mask(&[1, batch, features], settings.output_dropout, &mut rng)?;
    let logits =
        dropped.logits(&hidden.broadcast_mul(&mask)?.reshape((steps * batch, features))?)?.reshape((steps, batch))?;
    let loss = loss(&logits, examples, whole)?;
    let right = judged_right(&logits, examples)?;
    Ok(HalfStep { gradients: loss.backward()?, loss: f64::from(loss.to_scalar::<f32>()?), right })
}

/// Ids [steps, batch], padded on the right, where padding cannot reach an earlier state.
fn padded(examples: &[Example], steps: usize) -> Result<Tensor> {
    let ids: Vec<u32> = (0..steps)
        .flat_map(|step| examples.iter().map(move |e| e.ids.get(step).copied().unwrap_or(crate::text::PAD)))
        .collect();
    Tensor::from_vec(ids, (steps, examples.len()), &Device::Cpu)
}

/// Zeros with probability `rate`, else 1 / (1 − rate).
fn dropout_mask(shape: &[usize], rate: f32, rng: &mut ChaCha8Rng) -> Result<Tensor> {
    let kept = 1.0 / (1.0 - rate);
    let n = shape.iter().product();
    let values: Vec<f32> = (0..n).map(|_| if rng.random::<f32>() < rate { 0.0 } else { kept }).collect();
    Tensor::from_vec(values, shape, &Device::Cpu)
}

/// Σ weight · cross-entropy, where a step weighs 1 / tokens and the last of each review 1 / reviews more.
fn loss(logits: &Tensor, examples: &[Example], (reviews, tokens): (usize, usize)) -> Result<Tensor> {
    let (steps, batch) = logits.dims2()?;
    let mut weights = vec![0.0f32; steps * batch];
    for (column, example) in examples.iter().enumerate() {
        let length = example.ids.len();
        (0..length).for_each(|step| weights[step * batch + column] = 1.0 / tokens as f32);
        if length > 0 {
            weights[(length - 1) * batch + column] += 1.0 / reviews as f32;
        }
    }
    let weights = Tensor::from_vec(weights, (steps, batch), &Device::Cpu)?;
    let signs: Vec<f32> = examples.iter().map(|e| if e.positive { -1.0 } else { 1.0 }).collect();
    // Cross-entropy is ln(1 + e^x) of x = ∓logit, written so that neither exponential overflows.
    let x = logits.broadcast_mul(&Tensor::from_vec(signs, (1, batch), &Device::Cpu)?)?;
    let entropy = (x.relu()? + (x.abs()?.neg()?.exp()? + 1.0)?.log()?)?;
    (entropy * weights)?.sum_all()
}

fn judged_right(logits: &Tensor, examples: &[Example]) -> Result<usize> {
    let rows: Vec<Vec<f32>> = logits.to_vec2()?;
    let right =
        |(column, e): (usize, &Example)| e.ids.is_empty() || (rows[e.ids.len() - 1][column] > 0.0) == e.positive;
    Ok(examples.iter().enumerate().filter(|&pair| right(pair)).count())
}

fn sum(variables: &[Var], mut into: GradStore, other: &GradStore) -> Result<GradStore> {
    for variable in variables {
        if let Some(gradient) = other.get(variable) {
            let total = into.remove(variable).map_or_else(|| Ok(gradient.clone()), |sum| sum + gradient)?;
            into.insert(variable, total);
        }
    }
    Ok(into)
}

fn clip(variables: &[Var], gradients: &mut GradStore, limit: f64) -> Result<()> {
    let mut squares = 0.0;
    for gradient in variables.iter().filter_map(|variable| gradients.get(variable)) {
        squares += f64::from(gradient.sqr()?.sum_all()?.to_scalar::<f32>()?);
    }
    let norm = squares.sqrt();
    if norm > limit {
        for variable in variables {
            if let Some(gradient) = gradients.remove(variable) {
                gradients.insert(variable, (gradient * (limit / norm))?);
            }
        }
    }
    Ok(())
}

/// Random starting weights: orthogonal W_hh, Xavier W_ih, forget bias 1, and the word vectors given.
pub fn initial_weights(config: &Config, embedding: Vec<f32>, seed: u64) -> Weights {
    super::initialize::weights(config, embedding, &mut ChaCha8Rng::seed_from_u64(seed))
}
