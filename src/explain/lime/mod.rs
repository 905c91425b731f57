//! LIME: the words by which a linear model predicts what the network says of this text with words missing.
//!
//! Ribeiro, Singh & Guestrin 2016, "Why should I trust you?"; computed as the package `lime` 0.2.0.1 does for texts, and
//! held against it by tests.
//!
//! 1. Cut the text into n *pieces*: distinct tokens, positions or sentences ([`Units`]).
//! 2. Draw samples: the text itself, then texts from which a number of pieces, uniform on 1..=n, is removed.
//! 3. Ask the network for each sample's score y and weigh it by how much is left. With r the share of pieces kept and
//!    d = 100 · (1 − √r) the cosine distance that LIME measures, w = √exp(−d² / width²); for the usual width of 25,
//!    w = exp(−8 (1 − √r)²).
//! 4. Choose at most `features` pieces ([`Selection`]).
//! 5. Fit y ≈ b + Σ β over the pieces kept, weighted ridge regression with penalty `alpha`. A token's weight is the β
//!    of its piece; pieces that were not chosen weigh 0. So a word that is said nine times has its weight nine times, and
//!    `shared` says nine: `intercept + Σ weights[i] / shared[i]` is the local prediction.
//!
//! Cost: `samples` runs over half the text each, and a quarter of samples · n² additions (a fortieth of the time for 200
//! words, a quarter for 2,000). A snapshot costs n³/6 + 16 · samples · n operations for the choice, and for each of up to
//! 32 sets of k pieces that might have been chosen k³ + samples · k²/4: measured 20 ms for 200 words, 1.3 s for 2,000.
//!
//! The model-assisted [`Sampler`] estimates the weights that this tends to with ever more samples (the penalty held in the
//! proportion that it has to 5,000) from fewer of them; a snapshot of it costs 3 n³ + samples · n · (n/4 + 32) more.
//!
//! Fidelity: R², weighted, on the same samples. The error bars say how the weights would differ with other seeds, the
//! choice of pieces included; they do not say how wrong a linear model is.
//!
//! Do not believe it when R² is low (words act together, not one by one), nor for a word that is said twice in different
//! senses (use positions). Most samples are texts that nobody would write.

mod assisted;
pub mod masks;
mod pieces;
mod removals;
mod ridge;
pub mod samples;
mod sandwich;
pub mod selection;
mod sizes;
pub mod surrogate;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    ExplainError, More, Progress, Target,
    common::{
        attribution::Attribution,
        shared::{Shared, Unit},
        work::texts_per_unit,
    },
    method::{About, Ask, Method, Question},
    settings::{Range, Ranged, Settings, settings},
};
use crate::{kernel::ranked, model::Classifier, text::TokenizedText, trace::Score};
use assisted::Assisted;
use masks::Masks;
use pieces::Pieces;
use removals::Removals;
use samples::Samples;
use selection::Choice;
use sizes::Sizes;
use surrogate::Surrogate;

/// The method's name.
const METHOD: &str = "lime";

/// What is kept or removed as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Pieces"))]
#[serde(rename_all = "lowercase")]
pub enum Units {
    /// Bag of words: each distinct token; removing it deletes every occurrence.
    #[default]
    Bow,
    /// Each token by itself; removing it puts `<unk>` in its place.
    Position,
    /// Each sentence; removing it deletes it.
    Sentence,
}

/// How many pieces may have a weight: a number, or `"all"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(untagged)]
#[serde(try_from = "Value")]
pub enum Features {
    /// At most so many.
    Most(usize),
    /// Every one.
    Every(All),
}

/// As an enum of numbers and words would be read, without the parser that such a one brings.
impl TryFrom<Value> for Features {
    type Error = &'static str;

    fn try_from(written: Value) -> Result<Self, Self::Error> {
        match written.as_u64() {
            Some(most) => Ok(Self::Most(most as usize)),
            None if written == "all" => Ok(Self::Every(All::All)),
            None => Err("expected a number or all"),
        }
    }
}

/// The word `all`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum All {
    /// No limit.
    All,
}

/// How the pieces with a weight are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Selection {
    /// Forward for at most six pieces, else by highest weights.
    #[default]
    Auto,
    /// Fit all pieces and keep those of largest weight.
    HighestWeights,
    /// Add one piece after the other, each time the one that explains most.
    Forward,
    /// All pieces, whatever `features` says.
    None,
}

/// How samples are drawn and made an estimate of the same weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Sampler {
    /// As the package does.
    #[default]
    Classic,
    /// Sizes drawn where they tell most, and a cheap model of the network that leaves the samples little to estimate:
    /// the weights that the package tends to with 5,000 samples and more, from far fewer. See `lime/sizes.rs` and
    /// `lime/assisted.rs`.
    ModelAssisted,
}

settings! {
    /// Settings of LIME; the defaults are those of `LimeTextExplainer.explain_instance`.
    #[derive(PartialEq)]
    pub struct Config {
        /// How many samples, the text itself included.
        pub samples: usize = 5000, SAMPLES;
        /// How many pieces may have a weight.
        pub features: Features = Features::Most(10), Range::at_least(1.0).or("all");
        /// Which score is explained.
        pub target: Target = Target::Probability;
        /// What a piece is.
        pub units: Units = Units::Bow;
        /// The width of the kernel, in hundredths of cosine distance.
        pub kernel_width: f64 = 25.0, Range::above(0.0);
        /// The ridge penalty of the final fit.
        pub alpha: f64 = 1.0, Range::at_least(0.0);
        /// How pieces are chosen.
        pub selection: Selection = Selection::Auto;
        /// How samples are drawn.
        pub sampler: Sampler = Sampler::Classic;
        /// Seed of the removals.
        pub seed: u64 = 0;
    }
}

/// How many samples there may be: more would not fit a browser's memory for a long text.
pub(super) const SAMPLES: Range = Range::between(1.0, 1e6);
/// Up to so many features, `auto` selects forward (lime 0.2.0.1, lime_base.py).
const MOST_FORWARD: usize = 6;

impl Ranged for Features {
    fn number(&self) -> Option<f64> {
        match self {
            Self::Most(count) => Some(*count as f64),
            Self::Every(_) => None,
        }
    }
}

impl Config {
    fn choice(&self) -> Choice {
        match (self.selection, self.features) {
            (Selection::None, _) | (_, Features::Every(_)) => Choice::All,
            (Selection::Forward, Features::Most(count)) => Choice::Forward(count),
            (Selection::Auto, Features::Most(count)) if count <= MOST_FORWARD => Choice::Forward(count),
            (_, Features::Most(count)) => Choice::HighestWeights(count),
        }
    }
}

/// How far the weights may be trusted.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "LimeFidelity"))]
pub struct Fidelity {
    /// Share of the network's weighted variance over the samples that the weights explain; null where nothing varies: the
    /// network says the same of all samples, or there is but one.
    pub r2: Option<f64>,
    /// What the linear model says of the text: the intercept and all weights.
    pub local_prediction: f64,
    /// What the network says of it.
    pub prediction: f64,
    /// How the samples were drawn.
    pub sampler: Sampler,
    /// Samples so far.
    pub samples: usize,
    /// Samples in all.
    pub samples_total: usize,
    /// More samples would hardly change the picture; see [`is_stable`]. An advice: the job goes on.
    pub stable: bool,
    /// Pieces that have a weight.
    pub features: usize,
}

/// A job that draws one sample after the other.
#[derive(Debug, Clone)]
pub struct Lime {
    config: Config,
    tokens: Vec<String>,
    ids: Vec<u32>,
    pieces: Pieces,
    removals: Removals,
    /// Those drawn, whether or not they are scored yet.
    drawn: Masks,
    samples: Samples,
    shared: Shared,
    /// Of the model-assisted sampler: its sizes, and the logit of each sample.
    sizes: Option<Sizes>,
    logits: Vec<f64>,
}

impl Lime {
    /// Prepares the job; `source` is what the tokens were cut from and `ids` are theirs.
    pub fn start(config: Config, source: &str, text: &TokenizedText, ids: Vec<u32>) -> Result<Self, ExplainError> {
        config.check()?;
        let pieces = match config.units {
            Units::Bow => Pieces::words(text),
            Units::Position => Pieces::positions(text),
            Units::Sentence => Pieces::sentences(source, text),
        };
        let tokens = text.tokens.iter().map(|token| token.text.clone()).collect();
        let n = pieces.len();
        let weights = (1..=n).map(|removed| proximity(n - removed, n, config.kernel_width));
        let sizes = (config.sampler == Sampler::ModelAssisted).then(|| Sizes::new(config.seed, weights.collect()));
        let removals = match &sizes {
            Some(sizes) => Removals::of_sizes(config.seed, sizes.clone()),
            None => Removals::new(config.seed, n),
        };
        let (drawn, samples, shared, logits) = (Masks::new(n), Samples::new(n), Shared::default(), Vec::new());
        Ok(Self { config, tokens, ids, pieces, removals, drawn, samples, shared, sizes, logits })
    }

    /// Draws samples until there are enough or `more` says no, or until all that are left are in other hands. Progress
    /// counts samples.
    pub fn advance(&mut self, classifier: &impl Classifier, more: More<'_>) -> Progress {
        while let Some(unit) = self.take() {
            let scores = classifier.scores(&unit.texts);
            self.answer(unit.number, scores);
            if !more() {
                break;
            }
        }
        self.progress()
    }

    /// Some samples that somebody else may score; None if no more are wanted.
    pub fn take(&mut self) -> Option<Unit> {
        self.shared.take().or_else(|| {
            self.draw();
            self.shared.take()
        })
    }

    /// The scores of a unit that was taken, in whatever order they come.
    pub fn answer(&mut self, number: u32, scores: Vec<Score>) {
        self.shared.answer(number, scores);
        while let Some(scores) = self.shared.pop() {
            self.complete(&scores);
        }
    }

    /// Takes back a unit that will not be scored.
    pub fn give_back(&mut self, number: u32) {
        self.shared.give_back(number);
    }

    /// Whether all that is left to do is in other hands.
    pub fn is_waiting(&self) -> bool {
        self.drawn.rows() == self.total() && self.shared.is_waiting()
    }

    /// Whether there are enough samples for an estimate worth a look.
    pub fn is_ready(&self) -> bool {
        self.samples.len() >= LEAST_STABLE.min(self.total())
    }

    /// How many samples there are.
    pub fn progress(&self) -> Progress {
        let (done, total) = (self.samples.len(), self.total());
        Progress { done: done as u64, total: total as u64, finished: done == total }
    }

    /// The weights by the samples so far; all 0 before the first.
    pub fn snapshot(&self) -> Attribution<Fidelity> {
        let Config { target, seed, alpha, .. } = self.config;
        let fit = |samples: &Samples| Surrogate::fit(samples, self.config.choice(), alpha);
        let surrogate = match &self.sizes {
            Some(sizes) => fit(&Assisted { seen: &self.samples, logits: &self.logits, target, sizes, seed }.samples()),
            None => fit(&self.samples),
        };
        Attribution {
            method: METHOD,
            target,
            tokens: self.tokens.clone(),
            weights: self.pieces.to_tokens(&surrogate.weights),
            shared: Some(self.pieces.shared()),
            span_weight: None,
            without: None,
            standard_errors: Some(self.pieces.to_tokens(&surrogate.standard_errors)),
            intercept: Some(surrogate.intercept),
            fidelity: self.fidelity(&surrogate),
            seed: Some(seed),
        }
    }

    fn fidelity(&self, surrogate: &Surrogate) -> Fidelity {
        Fidelity {
            r2: surrogate.r2,
            local_prediction: surrogate.local_prediction,
            prediction: self.samples.base,
            sampler: self.config.sampler,
            samples: self.samples.len(),
            samples_total: self.total(),
            stable: self.samples.len() >= LEAST_STABLE && is_stable(&surrogate.weights, &surrogate.standard_errors)
                || self.pieces.is_empty(),
            features: surrogate.chosen.len(),
        }
    }

    /// Of a text without words there is one sample.
    fn total(&self) -> usize {
        if self.pieces.is_empty() { 1 } else { self.config.samples }
    }

    /// Queues the next few samples.
    fn draw(&mut self) {
        let first = self.drawn.rows();
        let some = first..self.total().min(first + texts_per_unit(self.ids.len().div_ceil(2)));
        if some.is_empty() {
            return;
        }
        let masks = &mut self.drawn;
        some.clone().for_each(|_| self.removals.draw(masks));
        let text = |row: usize| self.pieces.left(&self.ids, |piece| masks.keeps(row, piece));
        self.shared.push(some.map(text).collect());
    }

    /// The next few samples have been scored.
    fn complete(&mut self, scores: &[Score]) {
        if self.sizes.is_some() {
            self.logits.extend(scores.iter().map(|&score| Target::Logit.of(score)));
        }
        let rows = self.samples.len()..self.samples.len() + scores.len();
        self.samples.masks.append(&self.drawn, rows.clone());
        let masks = &self.samples.masks;
        let weight = |row: usize| match &self.sizes {
            Some(sizes) => sizes.ratio(masks.kept(row)),
            None => proximity(masks.kept(row), masks.pieces(), self.config.kernel_width),
        };
        let weights: Vec<f64> = rows.map(weight).collect();
        let answers: Vec<f64> = scores.iter().map(|&score| self.config.target.of(score)).collect();
        self.samples.complete(&weights, &answers);
    }
}

impl Method for Lime {
    const NAME: &'static str = METHOD;
    const ABOUT: About = About { shares: true, ..About::of(Question::Words) };
    type Config = Config;
    type Answer = Attribution<Fidelity>;

    fn start(config: Config, ask: &Ask<'_>) -> Result<Self, ExplainError> {
        Self::start(config, ask.source, ask.text, ask.ids.to_vec())
    }

    fn advance(&mut self, ask: &Ask<'_>, more: More<'_>) -> Result<Progress, ExplainError> {
        Ok(self.advance(ask, more))
    }

    fn snapshot(&self, _ask: &Ask<'_>) -> Attribution<Fidelity> {
        self.snapshot()
    }

    fn take(&mut self) -> Option<Unit> {
        Self::take(self)
    }

    fn answer(&mut self, number: u32, scores: Vec<Score>) {
        Self::answer(self, number, scores);
    }

    fn give_back(&mut self, number: u32) {
        Self::give_back(self, number);
    }

    fn is_waiting(&self) -> bool {
        Self::is_waiting(self)
    }

    fn is_ready(&self) -> bool {
        Self::is_ready(self)
    }
}

/// LIME's weight of a sample that keeps `kept` of `pieces`, a function of the share kept only: the cosine of two rows
/// of 0 and 1, one of which is all 1, is the square root of that share.
pub fn proximity(kept: usize, pieces: usize, width: f64) -> f64 {
    if kept == pieces {
        return 1.0;
    }
    let distance = 100.0 * (1.0 - (kept as f64 / pieces as f64).sqrt());
    libm::exp(-0.5 * (distance / width) * (distance / width))
}

/// Fewer samples than this are never called stable.
const LEAST_STABLE: usize = 200;
/// The heaviest words whose order matters.
const TOP: usize = 5;
/// Differences below this share of the heaviest weight cannot be seen in the picture (a guess).
const VISIBLE: f64 = 0.05;

/// Would more samples change what a reader sees? No, if each of the five heaviest weights is told apart from 0, and the
/// fifth from the sixth, by two standard errors, or if what is left in doubt is less than a twentieth of the heaviest.
pub fn is_stable(weights: &[f64], standard_errors: &[f64]) -> bool {
    let size = |at: usize| (weights[at].abs(), standard_errors[at]);
    let order = ranked(weights.len().min(standard_errors.len()), &|a, b| {
        let (a, b) = (size(a), size(b));
        b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1))
    });
    let words: Vec<(f64, f64)> = order.into_iter().map(size).collect();
    let Some(&(heaviest, _)) = words.first() else { return true };
    let settled = |value: f64, error: f64| value > 2.0 * error || value + 2.0 * error <= VISIBLE * heaviest;
    let top = words.iter().take(TOP).all(|&(weight, error)| settled(weight, error));
    let gap = words.get(TOP - 1).zip(words.get(TOP));
    top && gap.is_none_or(|(fifth, sixth)| settled(fifth.0 - sixth.0, (fifth.1 * fifth.1 + sixth.1 * sixth.1).sqrt()))
}
