//! Deep k-nearest neighbours: has the network seen anything like this? (Papernot & McDaniel 2018, "Deep k-nearest
//! neighbors"; for texts Wallace, Feng & Boyd-Graber 2018, "Interpreting neural networks with nearest neighbors".)
//!
//! 1. In every layer (mean word vector, hidden state, cell state, logit) the 75 nearest training reviews are found, by
//!    comparing with all of them ([`Neighbourhoods`]).
//! 2. α(j), the nonconformity of a label j, counts those of another label in all layers together. Beside the scores
//!    that validation reviews got for their true labels it becomes a p-value ([`Calibration`](crate::index::Calibration)).
//! 3. The label with the largest p is the prediction, that p the *credibility*; *confidence* is one minus the second
//!    largest p. Low credibility: the training supports no label for this text.
//! 4. The same for the text up to each word, judged by the same scale of whole reviews, with its *distance*: one minus the
//!    mean cosine of its hidden state and those of the neighbours in that layer. And the same for the text without each
//!    word: the *conformity*, the share of neighbours with the predicted label, then tells what a word did for the
//!    support (Wallace et al.'s conformity leave-one-out).
//! 5. Beside it the share of rare word pairs ([`WordPairs`](crate::index::WordPairs)), which notices what layers miss.
//!
//! Cost: one pass over the text and 6 million products for every word; as much again, and a pass each, without each word.
//! Fidelity: neighbours are exact. Validity, reliability and how well strange texts are noticed were measured when the
//! index was built ([`Metadata::deep_knn`](crate::index::Metadata::deep_knn)).
//! Do not believe high credibility of a text whose order of words is odd: means and last states hardly feel it. A prefix
//! or a sentence is compared with whole reviews, whose states have had more words to become sure.

mod pairs;

use serde::Serialize;

use super::{
    ExplainError, More, Progress,
    common::work::texts_per_unit,
    method::{About, Ask, Explains, Method, Need, Question},
    settings::{Range, Settings, settings},
};
use crate::{
    index::{ActivationIndex, Layer, Layers, Measured, Memory, Neighbourhoods, Reading},
    kernel::first,
    model::{Directions, Model, Run, State},
    text::Vocabulary,
    trace::Score,
};

pub use pairs::Pairs;
use pairs::pairs;

/// The method's name.
const METHOD: &str = "deep-knn";
/// Texts without a word that are compared at once.
const BATCH: usize = 256;
/// Tokens shown of a neighbour, its first.
const SHOWN: usize = 16;

settings! {
    /// Settings of deep nearest neighbours.
    #[derive(PartialEq, Eq)]
    pub struct Config {
        /// At most so many prefixes are judged, evenly spaced, the whole text last.
        pub prefixes: usize = 300, Range::at_least(1.0);
        /// How many neighbours are listed.
        pub top: usize = 20;
        /// Words are left out of texts of at most so many; 0 leaves none out.
        pub leave_one_out: usize = 400;
    }
}

/// What the neighbours say of a text, or of its beginning.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "NeighbourJudgement"))]
pub struct Judgement {
    /// How many tokens have been read.
    pub tokens: usize,
    /// For each label the neighbours in all layers that do not have it.
    pub alpha: Vec<u32>,
    /// For each label the share of calibration scores that are as large or larger.
    pub p: Vec<f64>,
    /// The same with cleverhans' calibration, which drops scores of zero; null where there are no others.
    pub trimmed: Option<Vec<f64>>,
    /// The label with the largest p; of equals the first.
    pub prediction: usize,
    /// The largest p.
    pub credibility: f64,
    /// One minus the second largest p.
    pub confidence: f64,
    /// The share of the neighbours that have the predicted label.
    pub conformity: f64,
    /// One minus the cosine of the hidden states, the mean over the neighbours in the hidden state's layer: how far the
    /// text is from what training is like. Null where no state has a direction. Not calibrated for prefixes either.
    pub distance: Option<f64>,
    /// What the network says of the last class.
    pub probability: f32,
}

/// A training review near to the whole text.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "NearReview"))]
pub struct Neighbour {
    /// The review's row in the corpus.
    pub review: u32,
    /// Its true class.
    pub label: u8,
    /// What the network says of it.
    pub probability: f32,
    /// For each layer its cosine with the text, or minus the difference of single logits; null where it is not among
    /// the nearest.
    pub nearness: Vec<Option<f32>>,
    /// Its first tokens; null if the text is not loaded.
    pub tokens: Option<Vec<String>>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "DeepKnn"))]
pub struct Answer {
    /// deep-knn.
    pub method: &'static str,
    /// What is compared.
    pub layers: Vec<Layer>,
    /// Neighbours in each layer.
    pub neighbours: usize,
    /// Training reviews they are among: all of them are compared.
    pub training: usize,
    /// Validation reviews whose scores are the scale.
    pub calibration: usize,
    /// Whether training can tell texts apart: it holds both labels, and the network does not say the same of all of it.
    /// Where it cannot, nothing is judged: every number would be perfect or by chance.
    pub varies: bool,
    /// The whole text; null until it is judged, for the empty text, and where nothing varies.
    pub whole: Option<Judgement>,
    /// The text up to some of its words, the whole last; only the whole for a bidirectional network.
    pub prefixes: Vec<Judgement>,
    /// Neighbours of the whole text by layer and label.
    pub votes: Vec<Vec<u32>>,
    /// The training reviews nearest in all layers together.
    pub nearest: Vec<Neighbour>,
    /// For each token, as far as they are done, the conformity of the whole text's prediction without it minus that
    /// with it.
    pub left_out_conformity: Vec<f64>,
    /// The same of its p.
    pub left_out_credibility: Vec<f64>,
    /// Pairs of words.
    pub pairs: Pairs,
    /// What was measured when the index was built; null if it was not, and where nothing varies.
    pub measured: Option<Measured>,
}

/// A job that judges all prefixes, then the texts without a word.
#[derive(Debug, Clone)]
pub struct DeepKnn {
    config: Config,
    ids: Vec<u32>,
    /// [`Answer::varies`].
    varies: bool,
    ends: Vec<usize>,
    prefixes: Option<Prefixes>,
    left_out: LeftOut,
}

/// What the first unit of work reads, and what becomes of it.
#[derive(Debug, Clone)]
struct Prefixes {
    scores: Vec<Score>,
    near: Neighbourhoods,
    /// Once every review has been compared.
    judged: Vec<Judgement>,
}

/// Texts without a word.
#[derive(Debug, Clone, Default)]
struct LeftOut {
    /// Before every token; None for a bidirectional network and until they are needed.
    states: Option<Vec<State>>,
    /// Those read but not yet compared.
    read: Layers,
    near: Option<Neighbourhoods>,
    conformity: Vec<f64>,
    credibility: Vec<f64>,
}

impl DeepKnn {
    /// Prepares the job; `ids` are those of the text's tokens.
    pub fn start(config: Config, memory: Memory<'_>, model: &Model, ids: Vec<u32>) -> Result<Self, ExplainError> {
        let index = memory.index.ok_or(ExplainError::NoIndex { method: METHOD })?;
        if index.training() == 0 || index.calibration().scores().is_empty() {
            return Err(ExplainError::NoCalibration { method: METHOD });
        }
        config.check()?;
        let varies = index.tells_apart();
        let one_way = model.config().directions == Directions::Unidirectional;
        let many = match (varies, one_way) {
            (false, _) => 0,
            (true, true) => config.prefixes.min(ids.len()),
            (true, false) => ids.len().min(1),
        };
        let ends = (1..=many).map(|at| (at * ids.len()).div_ceil(many)).collect();
        Ok(Self { config, ids, varies, ends, prefixes: None, left_out: LeftOut::default() })
    }

    /// Judges on while `more` says so. Progress counts prefixes and words left out.
    pub fn advance(&mut self, model: &Model, memory: Memory<'_>, more: More<'_>) -> Result<Progress, ExplainError> {
        let index = memory.index.ok_or(ExplainError::NoIndex { method: METHOD })?;
        while !self.progress().finished {
            self.work(model, index);
            if !more() {
                break;
            }
        }
        Ok(self.progress())
    }

    /// How many prefixes and texts without a word have been judged.
    pub fn progress(&self) -> Progress {
        let prefixes = self.prefixes.as_ref().map_or(0, |prefixes| prefixes.judged.len());
        let (done, total) = (prefixes + self.left_out.conformity.len(), self.ends.len() + self.words());
        Progress { done: done as u64, total: total as u64, finished: done == total }
    }

    /// How many words are left out.
    fn words(&self) -> usize {
        if self.varies && self.ids.len() <= self.config.leave_one_out { self.ids.len() } else { 0 }
    }

    /// One unit of work.
    fn work(&mut self, model: &Model, index: &ActivationIndex) {
        match &mut self.prefixes {
            None => self.prefixes = Some(Prefixes::read(model, index, &self.ids, &self.ends)),
            Some(prefixes) if !prefixes.near.is_finished() => {
                prefixes.near.advance(index);
                if prefixes.near.is_finished() {
                    prefixes.judged = prefixes.judge(index, &self.ends);
                }
            }
            Some(prefixes) => {
                let label = prefixes.judged.last().map_or(0, |whole| whole.prediction);
                let whole = prefixes.judged.last().map_or((0.0, 0.0), |whole| (whole.conformity, whole.credibility));
                self.left_out.advance(model, index, &self.ids, label, whole);
            }
        }
    }

    /// What is known so far.
    pub fn snapshot(&self, memory: Memory<'_>, vocabulary: &Vocabulary) -> Answer {
        let index = memory.index;
        let prefixes = self.prefixes.as_ref().filter(|prefixes| !prefixes.judged.is_empty());
        let found = prefixes.zip(index);
        Answer {
            method: METHOD,
            layers: index.map_or(Vec::new(), |index| index.layers().collect()),
            neighbours: index.map_or(0, ActivationIndex::neighbours),
            training: index.map_or(0, ActivationIndex::training),
            calibration: index.map_or(0, |index| index.calibration().scores().len()),
            varies: self.varies,
            whole: prefixes.and_then(|prefixes| prefixes.judged.last().cloned()),
            prefixes: prefixes.map_or(Vec::new(), |prefixes| prefixes.judged.clone()),
            votes: found.map_or(Vec::new(), |(prefixes, index)| prefixes.votes(index)),
            nearest: found
                .map_or(Vec::new(), |(prefixes, index)| prefixes.nearest(index, self.config.top, memory, vocabulary)),
            left_out_conformity: self.left_out.conformity.clone(),
            left_out_credibility: self.left_out.credibility.clone(),
            pairs: pairs(index, &self.ids),
            measured: index.filter(|_| self.varies).and_then(|index| index.metadata().deep_knn.clone()),
        }
    }
}

impl Method for DeepKnn {
    const NAME: &'static str = METHOD;
    const ABOUT: About = About { uses: &[Need::Texts], ..About::of(Question::Trust).explaining(Explains::Recalled) };
    type Config = Config;
    type Answer = Answer;

    fn needs(_config: &Config) -> &'static [Need] {
        &[Need::Index, Need::TwoClasses]
    }

    fn start(config: Config, ask: &Ask<'_>) -> Result<Self, ExplainError> {
        Self::start(config, ask.memory, ask.model, ask.ids.to_vec())
    }

    fn advance(&mut self, ask: &Ask<'_>, more: More<'_>) -> Result<Progress, ExplainError> {
        self.advance(ask.model, ask.memory, more)
    }

    fn snapshot(&self, ask: &Ask<'_>) -> Answer {
        self.snapshot(ask.memory, ask.vocabulary)
    }
}

impl Prefixes {
    fn read(model: &Model, index: &ActivationIndex, ids: &[u32], ends: &[usize]) -> Self {
        let (layers, scores) = Layers::of_prefixes(model, ids, ends)
            .unwrap_or_else(|| Layers::of_texts(model, &[Reading::from(ids)], &mut |_, _, _| {}));
        Self { scores, near: Neighbourhoods::new(index, layers), judged: Vec::new() }
    }

    fn judge(&self, index: &ActivationIndex, ends: &[usize]) -> Vec<Judgement> {
        let judge = |(text, (&tokens, score)): (usize, (&usize, &Score))| Judgement {
            tokens,
            probability: score.probability,
            distance: self.distance(index, text),
            ..judgement(index, self.near.nonconformity(index, text))
        };
        ends.iter().zip(&self.scores).enumerate().map(judge).collect()
    }

    /// [`Judgement::distance`]. A state of zeros is at a right angle to every other: it has no direction.
    fn distance(&self, index: &ActivationIndex, text: usize) -> Option<f64> {
        let layer = index.layers().position(|layer| layer == Layer::Hidden)?;
        let near = self.near.of(index, layer, text);
        let sum: f64 = near.iter().map(|near| 1.0 - f64::from(near.nearness)).sum();
        near.iter().any(|near| near.nearness != 0.0).then(|| sum / near.len() as f64)
    }

    fn votes(&self, index: &ActivationIndex) -> Vec<Vec<u32>> {
        (0..index.layers().count()).map(|layer| self.near.votes(index, layer, self.scores.len() - 1)).collect()
    }

    /// The neighbours of the whole text that are near in most layers: each layer gives its nearest as many points as it
    /// has neighbours, the next one less.
    fn nearest(
        &self,
        index: &ActivationIndex,
        top: usize,
        memory: Memory<'_>,
        vocabulary: &Vocabulary,
    ) -> Vec<Neighbour> {
        let layers = index.layers().count();
        let mut all: Vec<(usize, usize, Vec<Option<f32>>)> = Vec::new();
        for layer in 0..layers {
            for (rank, near) in self.near.of(index, layer, self.scores.len() - 1).into_iter().enumerate() {
                let at = all.iter().position(|other| other.0 == near.place).unwrap_or_else(|| {
                    all.push((near.place, 0, vec![None; layers]));
                    all.len() - 1
                });
                all[at].1 += index.neighbours() - rank;
                all[at].2[layer] = Some(near.nearness);
            }
        }
        let order = first(all.len(), top, &|a, b| all[b].1.cmp(&all[a].1).then(all[a].0.cmp(&all[b].0)));
        let neighbour = |at: usize| {
            let (place, _, nearness) = &all[at];
            let review = index.reviews()[*place];
            let slot = memory.reviews.slot(review.row);
            Neighbour {
                review: review.row,
                label: review.label,
                probability: review.probability,
                nearness: nearness.clone(),
                tokens: slot.map(|slot| memory.reviews.tokens(slot, 0..SHOWN, vocabulary)),
            }
        };
        order.into_iter().map(neighbour).collect()
    }
}

impl LeftOut {
    /// One unit of work: reads some texts without a word, or compares those that were read.
    fn advance(&mut self, model: &Model, index: &ActivationIndex, ids: &[u32], label: usize, whole: (f64, f64)) {
        let done = self.conformity.len();
        if let Some(near) = &mut self.near {
            near.advance(index);
            if near.is_finished() {
                let texts = done..ids.len().min(done + BATCH);
                let judged = (0..texts.len()).map(|text| judgement_of(index, &near.nonconformity(index, text), label));
                let judged: Vec<(f64, f64)> = judged.collect();
                self.conformity.extend(judged.iter().map(|(conformity, _)| conformity - whole.0));
                self.credibility.extend(judged.iter().map(|(_, p)| p - whole.1));
                self.near = None;
            }
            return;
        }
        let end = ids.len().min(done + BATCH);
        let from = done + self.read.texts;
        self.read_some(model, ids, from..end.min(from + texts_per_unit(ids.len() - from)));
        if self.read.texts == end - done {
            self.near = Some(Neighbourhoods::new(index, std::mem::take(&mut self.read)));
        }
    }

    fn read_some(&mut self, model: &Model, ids: &[u32], some: std::ops::Range<usize>) {
        if self.states.is_none() {
            self.states = model.states_along(ids);
        }
        let without: Vec<Vec<u32>> = some.clone().map(|t| [&ids[..t], &ids[t + 1..]].concat()).collect();
        let states = self.states.as_deref();
        let texts: Vec<Reading<'_>> = some
            .zip(&without)
            .map(|(t, without)| match states {
                Some(states) => Reading { ids: without, run: Run { start: Some(&states[t]), ids: &ids[t + 1..] } },
                None => Reading::from(without.as_slice()),
            })
            .collect();
        let (layers, _) = Layers::of_texts(model, &texts, &mut |_, _, _| {});
        self.read.append(layers);
    }
}

/// The numbers of [`Judgement`] that follow from α.
fn judgement(index: &ActivationIndex, alpha: Vec<u32>) -> Judgement {
    let calibration = index.calibration();
    let p: Vec<f64> = alpha.iter().map(|&alpha| calibration.p(alpha)).collect();
    let (mut prediction, mut second) = (0, 0.0f64);
    for label in 1..p.len() {
        if p[label] > p[prediction] {
            (second, prediction) = (p[prediction], label);
        } else {
            second = second.max(p[label]);
        }
    }
    Judgement {
        tokens: 0,
        prediction,
        credibility: p.get(prediction).copied().unwrap_or(0.0),
        confidence: 1.0 - second,
        conformity: judgement_of(index, &alpha, prediction).0,
        trimmed: alpha.iter().map(|&alpha| calibration.trimmed(alpha)).collect(),
        p,
        alpha,
        distance: None,
        probability: 0.0,
    }
}

/// Conformity and p of one label.
fn judgement_of(index: &ActivationIndex, alpha: &[u32], label: usize) -> (f64, f64) {
    let all = (index.neighbours() * index.layers().count()) as f64;
    let alpha = alpha.get(label).copied().unwrap_or(0);
    (1.0 - f64::from(alpha) / all.max(1.0), index.calibration().p(alpha))
}
