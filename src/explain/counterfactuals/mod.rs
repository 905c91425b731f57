//! Counterfactuals: the fewest changes of words with which the network would say the opposite.
//!
//! Two kinds, after the Language Interpretability Tool (Tenney et al. 2020), every answer checked by a real forward pass:
//!
//! *replace* (HotFlip, Ebrahimi et al. 2018). To first order, putting word w in place t changes the score by
//! (E_w − x_t) · g_t, g the gradient at the text.
//! 1. Of the [`RANKED`] positions of longest gradient, find the words of largest change towards the other verdict; keep
//!    the [`POSITIONS`] positions that promise most, with [`CANDIDATES`] words each.
//! 2. Read every single replacement. Keep the best of each position.
//! 3. Read pairs, then triples of these, leaving out any that holds a set which has turned the verdict already.
//!
//! *leave-out* (ablation flips).
//! 1. Read the text without each word.
//! 2. Of the [`POSITIONS`] words whose absence moves the score most towards the other verdict, leave out pairs, triples
//!    and so on, up to five, in the same way.
//!
//! Both stop at the end of the size at which `results` answers are there. An answer is *minimal*: none of its parts turns
//! the verdict by itself.
//!
//! Cost: replace, 4 million multiplications for each position ranked and up to 365 passes; leave-out, as many passes as
//! words and at most 2^10.
//!
//! Fidelity: exact for what it lists. That nothing is found does not mean that there is nothing: `tried` says how much was
//! tried, `nearest` how near it came.
//!
//! Do not believe that a listed change makes sense: the replacement is whatever word moves the network, not one that a
//! writer would put there. Ask for similar words if that matters, and find fewer.

mod subsets;

use serde::{Deserialize, Serialize};

use super::{
    ExplainError, More, Progress,
    common::work::texts_per_unit,
    method::{About, Ask, Method, Need, Question},
    settings::{Range, Settings, settings},
};
use crate::{
    kernel::{first, ranked},
    model::{Classifier, Model},
    text::{TokenizedText, UNKNOWN, Vocabulary},
    trace::Score,
};
use subsets::minimal_subsets;

/// The method's name.
const METHOD: &str = "counterfactuals";

/// What may be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "ChangeKind"))]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Words are replaced by others of the vocabulary.
    #[default]
    Replace,
    /// Words are left out.
    LeaveOut,
}

settings! {
    /// Settings of the search.
    #[derive(PartialEq)]
    pub struct Config {
        /// What may be changed.
        pub kind: Kind = Kind::Replace;
        /// The least cosine between the vectors of old and new word; at 0 any word may stand in.
        pub similarity: f32 = 0.0, Range::between(-1.0, 1.0);
        /// Words changed at most; null is 3 for replacements, 5 for leaving out.
        pub flips: Option<usize> = None, Range::between(1.0, MOST_FLIPS as f64);
        /// Answers after which no larger sets are tried; no more are listed.
        pub results: usize = 5, Range::at_least(1.0);
    }
}

/// Positions whose replacements are ranked by first order, those of longest gradient.
pub const RANKED: usize = 40;
/// Positions that are changed, as in LIT.
pub const POSITIONS: usize = 10;
/// Words that are read in each position: the first order is a poor guess for so large a step.
pub const CANDIDATES: usize = 20;
/// The most words changed: all sets of up to five of ten are 637.
const MOST_FLIPS: usize = 5;

/// One word changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WordChange"))]
pub struct Change {
    /// Which token.
    pub position: usize,
    /// What stood there.
    pub token: String,
    /// What stands there now; null if it is left out.
    pub replacement: Option<String>,
}

/// A changed text and what the network says of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "ChangedText"))]
pub struct Item {
    /// In text order.
    pub changes: Vec<Change>,
    /// The score of the changed text.
    pub logit: f32,
    /// Its probability.
    pub probability: f32,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Counterfactuals"))]
pub struct Answer {
    /// counterfactuals.
    pub method: &'static str,
    /// What was changed.
    pub kind: Kind,
    /// The text as it is.
    pub base: Score,
    /// Texts of the other verdict, fewest changes first, among as many those that go farthest.
    pub items: Vec<Item>,
    /// Where none is found: the text that came nearest; null if nothing could be tried.
    pub nearest: Option<Item>,
    /// Texts the network has read.
    pub passes: usize,
    /// Changed texts among them.
    pub tried: usize,
    /// Words changed at once at most.
    pub flips: usize,
    /// The least cosine between old and new word; 0 for any word.
    pub similarity: f32,
    /// Whether the search has ended.
    pub finished: bool,
    /// Always: every item was read by the network.
    pub verified: bool,
}

/// A position and the id put there, or none.
type Edit = (usize, Option<u32>);

/// A running search.
pub struct Counterfactuals {
    config: Config,
    flips: usize,
    tokens: Vec<String>,
    ids: Vec<u32>,
    /// The gradient of the logit, \[tokens, embedding\]; empty if words are left out.
    gradient: Vec<f32>,
    base: Option<Score>,
    /// Positions whose words are still to be ranked, the last first.
    to_rank: Vec<usize>,
    /// (promise, position, ids).
    ranked: Vec<(f32, usize, Vec<u32>)>,
    /// The best edit of each position that is changed, in text order.
    edits: Vec<Edit>,
    /// The sets of the size being read, and the scores of the first of them.
    sets: Vec<Vec<Edit>>,
    scores: Vec<Score>,
    found: Vec<(Vec<Edit>, Score)>,
    nearest: Option<(Vec<Edit>, Score)>,
    /// Size of the sets being read, 0 before the first.
    size: usize,
    tried: usize,
    finished: bool,
}

impl Counterfactuals {
    /// Prepares the search; `ids` are those of the text's tokens, `gradient` that of the logit with respect to each word
    /// vector, which only replacements need.
    pub fn start(
        config: Config,
        text: &TokenizedText,
        ids: Vec<u32>,
        gradient: Vec<f32>,
    ) -> Result<Self, ExplainError> {
        let flips = config.flips.unwrap_or(if config.kind == Kind::Replace { 3 } else { MOST_FLIPS });
        config.check()?;
        let to_rank = if config.kind == Kind::Replace { steepest(&gradient, ids.len()) } else { Vec::new() };
        Ok(Self {
            config,
            flips,
            tokens: text.tokens.iter().map(|token| token.text.clone()).collect(),
            ids,
            gradient,
            base: None,
            to_rank,
            ranked: Vec::new(),
            edits: Vec::new(),
            sets: Vec::new(),
            scores: Vec::new(),
            found: Vec::new(),
            nearest: None,
            size: 0,
            tried: 0,
            finished: false,
        })
    }

    /// Searches on until it ends or `more` says no. Progress counts positions ranked and texts read of the size at hand.
    pub fn advance(&mut self, model: &Model, more: More<'_>) -> Progress {
        while !self.finished {
            self.work(model);
            if !more() {
                break;
            }
        }
        self.progress()
    }

    /// How far the search is: it may end earlier, and a larger size adds to the total.
    pub fn progress(&self) -> Progress {
        let done = self.tried + self.ranked.len();
        let total = done + self.to_rank.len() + (self.sets.len() - self.scores.len()).max(usize::from(!self.finished));
        Progress { done: done as u64, total: total as u64, finished: self.finished }
    }

    /// The answers so far.
    pub fn snapshot(&self, vocabulary: &Vocabulary) -> Answer {
        let change = |&(position, id): &Edit| Change {
            position,
            token: self.tokens[position].clone(),
            replacement: id.map(|id| vocabulary.token(id).to_owned()),
        };
        let item = |(edits, score): &(Vec<Edit>, Score)| Item {
            changes: edits.iter().map(change).collect(),
            logit: score.logit,
            probability: score.probability,
        };
        let found = &self.found;
        let order = first(found.len(), self.config.results, &|a, b| {
            let fewest = found[a].0.len().cmp(&found[b].0.len());
            fewest.then(self.towards(found[b].1).total_cmp(&self.towards(found[a].1)))
        });
        Answer {
            method: METHOD,
            kind: self.config.kind,
            base: self.base.unwrap_or(Score::EVEN),
            items: order.into_iter().map(|at| item(&found[at])).collect(),
            nearest: self.nearest.as_ref().filter(|_| self.found.is_empty()).map(item),
            passes: self.tried + usize::from(self.base.is_some()),
            tried: self.tried,
            flips: self.flips,
            similarity: self.config.similarity,
            finished: self.finished,
            verified: true,
        }
    }

    /// One unit of work.
    fn work(&mut self, model: &Model) {
        if self.base.is_none() {
            self.base = model.scores(std::slice::from_ref(&self.ids)).first().copied();
            self.finished = self.ids.is_empty();
        } else if let Some(position) = self.to_rank.pop() {
            let best = self.rank(model, position);
            self.ranked.extend(best);
        } else if self.scores.len() < self.sets.len() {
            self.read_some(model);
        } else {
            self.next_size();
        }
    }

    /// How far a score lies on the side of the other verdict.
    fn towards(&self, score: Score) -> f32 {
        if self.base.is_none_or(|base| base.favoured) { -score.logit } else { score.logit }
    }

    fn turns(&self, score: Score) -> bool {
        self.base.is_some_and(|base| base.favoured != score.favoured)
    }

    /// The words that promise most in a position.
    fn rank(&self, model: &Model, position: usize) -> Option<(f32, usize, Vec<u32>)> {
        let width = model.config().embedding;
        let slope = &self.gradient[position * width..][..width];
        let old = model.embedding_of(self.ids[position]);
        let toward = self.towards(Score::of_logit(1.0));
        let base = dot(old, slope);
        let gain = |id: u32| {
            let new = model.embedding_of(id);
            (self.allows(old, new) && id != self.ids[position]).then(|| (toward * (dot(new, slope) - base), id))
        };
        let gains: Vec<(f32, u32)> =
            (UNKNOWN + 1..model.config().vocabulary as u32).filter_map(gain).filter(|(gain, _)| *gain > 0.0).collect();
        let order = first(gains.len(), CANDIDATES, &|a, b| gains[b].0.total_cmp(&gains[a].0));
        let best = gains[*order.first()?].0;
        Some((best, position, order.into_iter().map(|at| gains[at].1).collect()))
    }

    fn allows(&self, old: &[f32], new: &[f32]) -> bool {
        let least = self.config.similarity;
        least <= 0.0 || dot(old, new) >= least * (dot(old, old) * dot(new, new)).sqrt()
    }

    /// The next few sets of the size at hand.
    fn read_some(&mut self, model: &Model) {
        let from = self.scores.len();
        let to = self.sets.len().min(from + texts_per_unit(self.ids.len()));
        let texts: Vec<Vec<u32>> = self.sets[from..to].iter().map(|set| edited(&self.ids, set)).collect();
        self.scores.extend(model.scores(&texts));
        self.tried += to - from;
    }

    /// Takes the scores of a size, and prepares the next.
    fn next_size(&mut self) {
        let (sets, scores) = (std::mem::take(&mut self.sets), std::mem::take(&mut self.scores));
        let read: Vec<(Vec<Edit>, Score)> = sets.into_iter().zip(scores).collect();
        for (set, score) in &read {
            if self.nearest.as_ref().is_none_or(|(_, nearest)| self.towards(*score) > self.towards(*nearest)) {
                self.nearest = Some((set.clone(), *score));
            }
        }
        let singles = self.size == 1;
        let read = if singles { self.best_of_each_position(read) } else { read };
        self.found.extend(read.into_iter().filter(|(_, score)| self.turns(*score)).collect::<Vec<_>>());
        self.size += 1;
        self.finished = self.size > self.flips || self.found.len() >= self.config.results;
        if self.finished {
            return;
        }
        self.sets = if self.size == 1 {
            self.singles()
        } else {
            let turned: Vec<Vec<Edit>> = self.found.iter().map(|(set, _)| set.clone()).collect();
            minimal_subsets(&self.edits, self.size, &turned)
        };
        self.finished = self.sets.is_empty();
    }

    /// Every change of a single word that is tried.
    fn singles(&mut self) -> Vec<Vec<Edit>> {
        if self.config.kind == Kind::LeaveOut {
            return (0..self.ids.len()).map(|position| vec![(position, None)]).collect();
        }
        let positions = std::mem::take(&mut self.ranked);
        let order = first(positions.len(), POSITIONS, &|a, b| positions[b].0.total_cmp(&positions[a].0));
        let edits = |at: usize| {
            let (_, position, ids) = &positions[at];
            ids.iter().map(|&id| vec![(*position, Some(id))])
        };
        order.into_iter().flat_map(edits).collect()
    }

    /// Keeps the change of each position that goes farthest towards the other verdict, and of these the positions that
    /// go farthest: larger sets are made of them.
    fn best_of_each_position(&mut self, read: Vec<(Vec<Edit>, Score)>) -> Vec<(Vec<Edit>, Score)> {
        let order = ranked(read.len(), &|a, b| self.towards(read[b].1).total_cmp(&self.towards(read[a].1)));
        let mut kept: Vec<(Vec<Edit>, Score)> = Vec::new();
        let at = |set: &[Edit]| set.first().map(|edit| edit.0);
        for (set, score) in order.into_iter().map(|at| read[at].clone()) {
            if kept.len() < POSITIONS && kept.iter().all(|(other, _)| at(other) != at(&set)) {
                kept.push((set, score));
            }
        }
        let edits: Vec<Edit> = kept.iter().flat_map(|(set, _)| set.clone()).collect();
        self.edits = ranked(edits.len(), &|a, b| edits[a].cmp(&edits[b])).into_iter().map(|at| edits[at]).collect();
        kept
    }
}

impl Method for Counterfactuals {
    const NAME: &'static str = METHOD;
    const ABOUT: About = About::of(Question::Words);
    type Config = Config;
    type Answer = Answer;

    fn needs(config: &Config) -> &'static [Need] {
        match config.kind {
            Kind::Replace => &[Need::Gradients],
            Kind::LeaveOut => &[],
        }
    }

    fn start(config: Config, ask: &Ask<'_>) -> Result<Self, ExplainError> {
        // Leaving words out needs no gradient, and so neither a build that has them.
        let gradient = if config.kind == Kind::Replace { ask.gradient(METHOD)? } else { Vec::new() };
        Self::start(config, ask.text, ask.ids.to_vec(), gradient)
    }

    fn advance(&mut self, ask: &Ask<'_>, more: More<'_>) -> Result<Progress, ExplainError> {
        Ok(self.advance(ask.model, more))
    }

    fn snapshot(&self, ask: &Ask<'_>) -> Answer {
        self.snapshot(ask.vocabulary)
    }
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Positions of longest gradient, the longest last.
fn steepest(gradient: &[f32], tokens: usize) -> Vec<usize> {
    let rows: Vec<f32> = match gradient.len().checked_div(tokens) {
        Some(width) if width > 0 => gradient.chunks_exact(width).map(|row| dot(row, row)).collect(),
        _ => Vec::new(),
    };
    let mut order = first(rows.len(), RANKED, &|a, b| rows[b].total_cmp(&rows[a]));
    order.reverse();
    order
}

/// The text with some words changed; the edits stand in text order.
fn edited(ids: &[u32], edits: &[Edit]) -> Vec<u32> {
    let mut text: Vec<Option<u32>> = ids.iter().copied().map(Some).collect();
    edits.iter().for_each(|&(position, id)| text[position] = id);
    text.into_iter().flatten().collect()
}
