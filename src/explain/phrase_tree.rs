//! The phrase tree: words grow into phrases, phrases into the text (agglomerative contextual decomposition; Singh,
//! Murdoch & Yu 2019, "Hierarchical interpretations for neural network predictions", as in their package's
//! `agglomeration/agg_1d.py`).
//!
//! 1. Every word gets a score; those of largest |score| (percentile 99.5, at least one) are chosen.
//! 2. Chosen words that touch form phrases. Each word beside a phrase gets a new score: that of phrase and word
//!    together less that of the phrase.
//! 3. Of the words not chosen yet the largest |score| are chosen again; among the last five, two at a time. After 25
//!    rounds, or when all are chosen, it ends.
//!
//! Every phrase that stood at the end of a round is a node; since words are only ever added, nodes are nested. Leaves
//! are the single words, the root is the whole text, which long texts do not grow into within 25 rounds.
//!
//! Scores: `leave-out`, the text's score less that of the text without the phrase; or `contextual-decomposition`, what
//! the phrase adds to the logit (theirs), where a part that ran away is replaced by leaving out; or
//! `contextual-decomposition-always`, with nothing replaced.
//! Leaving out is the default, because what ran away (a tenth of all words, see contextual decomposition) is by far
//! the largest: a tree that picks the largest scores would be made of it, and replaced one by one the tree would
//! compare two scales.
//!
//! Cost: scores of n words and of two spans for each word chosen. Fidelity: leaving out is exact; the order in which
//! phrases grow is greedy, and a near tie could have gone the other way.
//!
//! Do not believe a node as a constituent of the sentence: phrases grow from the strongest words outwards, not along
//! the grammar.

use serde::{Deserialize, Serialize};

use super::{
    ExplainError, More, Progress, Target,
    common::{
        decompose::{BiasRule, Decomposing},
        order::by_size,
        tails::{Tail, Variants},
        work::texts_per_unit,
    },
    method::{About, Ask, Explains, Method, Need, Question},
    settings::{Range, Settings, settings},
};
use crate::{model::Model, text::TokenizedText};

/// The method's name.
const METHOD: &str = "phrase-tree";
/// When so few words are left (the index), this percentile is used instead, so that the last five go two by two
/// (agg_1d.py).
const LAST_PERCENTILES: [f64; 6] = [0.0, 0.0, 49.0, 59.0, 49.0, 59.0];

/// A range of words, FROM..TO without TO.
pub type Span = (usize, usize);

/// What a span is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "PhraseScoring"))]
#[serde(rename_all = "kebab-case")]
pub enum Scoring {
    /// The score that is lost without it.
    LeaveOut,
    /// What it adds to the logit; where the part ran away, what is lost without it.
    ContextualDecomposition,
    /// What it adds to the logit, run away or not: for comparison with the authors' package.
    ContextualDecompositionAlways,
}

settings! {
    /// Settings of the phrase tree.
    #[derive(PartialEq)]
    pub struct Config {
        /// What a span is worth.
        pub score: Scoring = Scoring::LeaveOut;
        /// Words at or above this percentile of |score| are chosen in a round.
        pub percentile: f64 = 99.5, Range::between(0.0, 100.0);
        /// Rounds.
        pub iterations: usize = 25;
    }
}

/// A phrase.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "PhraseNode"))]
pub struct Node {
    /// FROM and TO.
    pub span: Span,
    /// What it is worth, in logit units.
    pub score: f64,
    /// The sum of what its words are worth by themselves.
    pub words: f64,
    /// The smallest node around it; none for the root.
    pub parent: Option<usize>,
    /// The round at whose end it stood first; 0 for the leaves.
    pub round: usize,
    /// Contextual decomposition ran away here, and the score was found by leaving out (or, with `…-always`, kept).
    pub runaway: bool,
}

/// How far the tree may be trusted.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "PhraseTreeFidelity"))]
pub struct Fidelity {
    /// Whether every score is a difference of two scores of the network.
    pub exact: bool,
    /// The score of the whole text, the output bias included.
    pub score: f64,
    /// Rounds done.
    pub rounds: usize,
    /// Words chosen so far.
    pub chosen: usize,
    /// Nodes whose decomposition ran away.
    pub runaway: usize,
}

/// A tree of nested spans.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "PhraseTree"))]
pub struct Tree {
    /// The method's name.
    pub method: &'static str,
    /// Always the logit.
    pub target: Target,
    /// What a span is worth.
    pub score: Scoring,
    /// The tokens in order.
    pub tokens: Vec<String>,
    /// The words in order, then phrases as they grew, last the root.
    pub nodes: Vec<Node>,
    /// How far to trust it.
    pub fidelity: Fidelity,
}

/// A job that scores spans and lets phrases grow.
#[derive(Debug, Clone)]
pub struct PhraseTree {
    config: Config,
    tokens: Vec<String>,
    ids: Vec<u32>,
    variants: Option<Variants>,
    decomposing: Option<Decomposing>,
    /// Spans that must be left out before the next round.
    to_leave_out: Vec<Span>,
    scores: Scores,
    growth: Growth,
}

/// The scores found so far, and whether the decomposition ran away.
#[derive(Debug, Clone, Default)]
struct Scores {
    /// Of single words.
    words: Vec<Option<(f64, bool)>>,
    /// Of longer spans, which are few.
    longer: Vec<(Span, (f64, bool))>,
}

impl Scores {
    fn get(&self, span: Span) -> Option<(f64, bool)> {
        if span.1 - span.0 == 1 {
            return self.words[span.0];
        }
        self.longer.iter().find(|(other, _)| *other == span).map(|&(_, score)| score)
    }

    fn set(&mut self, span: Span, score: (f64, bool)) {
        if span.1 - span.0 == 1 {
            self.words[span.0] = Some(score);
        } else if let Some((_, known)) = self.longer.iter_mut().find(|(other, _)| *other == span) {
            *known = score;
        } else {
            self.longer.push((span, score));
        }
    }
}

/// Where the growing stands.
#[derive(Debug, Clone, Default)]
struct Growth {
    /// Of each word as it would be added now.
    gains: Vec<f64>,
    chosen: Vec<bool>,
    rounds: usize,
    /// By the round they stood first at the end of.
    phrases: Vec<(Span, usize)>,
    finished: bool,
}

impl PhraseTree {
    /// Prepares the job; `ids` are those of the text's tokens.
    pub fn start(config: Config, model: &Model, text: &TokenizedText, ids: Vec<u32>) -> Result<Self, ExplainError> {
        config.check()?;
        let decomposing = match config.score {
            Scoring::LeaveOut => None,
            _ => Some(Decomposing::new(model, METHOD, ids.clone(), BiasRule::Inclusive, None)?),
        };
        let tokens = text.tokens.iter().map(|token| token.text.clone()).collect();
        let scores = Scores { words: vec![None; ids.len()], longer: Vec::new() };
        let growth = Growth { finished: ids.is_empty(), ..Growth::default() };
        let mut job =
            Self { config, tokens, ids, variants: None, decomposing, to_leave_out: Vec::new(), scores, growth };
        let words = job.ids.len();
        job.want((0..words).map(|word| (word, word + 1)).chain((words > 0).then_some((0, words))).collect());
        Ok(job)
    }

    /// Works until the tree has grown or `more` says no. Progress counts words scored and rounds.
    pub fn advance(&mut self, model: &Model, more: More<'_>) -> Progress {
        while !self.progress().finished {
            self.work(model);
            if !more() {
                break;
            }
        }
        self.progress()
    }

    /// How many words are scored and rounds done.
    pub fn progress(&self) -> Progress {
        let (words, rounds) = (self.ids.len(), self.config.iterations);
        let scored = self.scores.words.iter().flatten().count();
        let finished = self.growth.finished && self.variants.is_some();
        let rounds_done = if self.growth.finished { rounds } else { self.growth.rounds };
        Progress {
            done: scored.saturating_add(rounds_done) as u64,
            total: words.saturating_add(rounds) as u64,
            finished,
        }
    }

    fn work(&mut self, model: &Model) {
        let Some(variants) = self.variants.take() else {
            self.variants = Some(Variants::new(model, &self.ids, Target::Logit));
            return;
        };
        match self.decomposing.as_mut().filter(|decomposing| !decomposing.is_idle()) {
            Some(decomposing) => {
                decomposing.work(model);
                for part in decomposing.take() {
                    // The whole text is its words, however its half does.
                    let runaway = part.runaway && part.span != (0, self.ids.len());
                    let replaced = runaway && self.config.score == Scoring::ContextualDecomposition;
                    self.scores.set(part.span, (part.score, runaway));
                    self.to_leave_out.extend(replaced.then_some(part.span));
                }
            }
            None if !self.to_leave_out.is_empty() => self.leave_some_out(model, &variants),
            None => self.round(),
        }
        self.variants = Some(variants);
    }

    /// Sees to it that spans get their scores.
    fn want(&mut self, spans: Vec<Span>) {
        let mut new: Vec<Span> = Vec::new();
        let is_word = |span: Span| span.1 - span.0 == 1;
        for span in spans {
            if self.scores.get(span).is_none() && (is_word(span) || !new.contains(&span)) {
                new.push(span);
            }
        }
        match &mut self.decomposing {
            Some(decomposing) => new.iter().for_each(|&span| decomposing.push(span)),
            None => self.to_leave_out.extend(&new),
        }
    }

    fn leave_some_out(&mut self, model: &Model, variants: &Variants) {
        let some = self.to_leave_out.len().min(texts_per_unit(self.ids.len() - self.to_leave_out[0].0));
        let spans: Vec<Span> = self.to_leave_out.drain(..some).collect();
        let tails: Vec<Tail> = spans.iter().map(|&span| Tail::without(&self.ids, &[span])).collect();
        for (span, score) in spans.into_iter().zip(variants.scores(model, &tails)) {
            let runaway = self.scores.get(span).is_some_and(|(_, runaway)| runaway);
            self.scores.set(span, (variants.score - score, runaway));
        }
    }

    fn score(&self, span: Span) -> f64 {
        self.scores.get(span).map_or(0.0, |(score, _)| score)
    }

    /// All wanted scores are there: words beside phrases get their gains, the best are chosen, phrases grow.
    fn round(&mut self) {
        let words = self.ids.len();
        if self.growth.chosen.is_empty() {
            self.growth.gains = (0..words).map(|word| self.score((word, word + 1))).collect();
            self.growth.chosen = above(&self.growth.gains, self.config.percentile);
        } else {
            for (from, to) in phrases(&self.growth.chosen) {
                let alone = self.score((from, to));
                if from > 0 {
                    self.growth.gains[from - 1] = self.score((from - 1, to)) - alone;
                }
                if to < words {
                    self.growth.gains[to] = self.score((from, to + 1)) - alone;
                }
            }
            let Growth { gains, chosen, .. } = &mut self.growth;
            gains.iter_mut().zip(chosen.iter()).filter(|(_, chosen)| **chosen).for_each(|(gain, _)| *gain = f64::NAN);
            let best = above(gains, self.config.percentile);
            chosen.iter_mut().zip(&best).for_each(|(chosen, best)| *chosen |= best);
            self.growth.finished = !best.contains(&true);
        }
        if self.growth.rounds == self.config.iterations || self.growth.finished {
            self.growth.finished = true;
            return;
        }
        self.growth.rounds += 1;
        self.grow();
    }

    /// Notes the phrases that stand now, and asks for the scores of those and of each with the word beside it.
    fn grow(&mut self) {
        let (words, standing) = (self.ids.len(), phrases(&self.growth.chosen));
        for &(from, to) in standing.iter().filter(|&&(from, to)| to - from > 1) {
            if !self.growth.phrases.iter().any(|&(span, _)| span == (from, to)) {
                self.growth.phrases.push(((from, to), self.growth.rounds));
            }
        }
        let around = |&(from, to): &Span| {
            let left = (from > 0).then(|| (from - 1, to));
            let right = (to < words).then_some((from, to + 1));
            [Some((from, to)), left, right].into_iter().flatten()
        };
        self.want(standing.iter().flat_map(around).collect());
    }

    /// The tree as far as it has grown.
    pub fn snapshot(&self) -> Tree {
        let words = self.ids.len();
        let known = |&(span, _): &(Span, usize)| self.scores.get(span).is_some() && span != (0, words);
        let leaves = (0..words).map(|word| ((word, word + 1), 0));
        let grown = self.growth.phrases.iter().copied().filter(known);
        let root = (words > 1).then_some(((0, words), self.growth.rounds));
        let spans: Vec<(Span, usize)> = leaves.chain(grown).chain(root).collect();
        let nodes: Vec<Node> =
            spans.iter().enumerate().map(|(at, &(span, round))| self.node(&spans, at, span, round)).collect();
        let fidelity = Fidelity {
            exact: self.config.score == Scoring::LeaveOut,
            score: self.variants.as_ref().map_or(0.0, |variants| variants.score),
            rounds: self.growth.rounds,
            chosen: self.growth.chosen.iter().filter(|&&chosen| chosen).count(),
            runaway: nodes.iter().filter(|node| node.runaway).count(),
        };
        let (method, target, tokens) = (METHOD, Target::Logit, self.tokens.clone());
        Tree { method, target, score: self.config.score, tokens, nodes, fidelity }
    }

    fn node(&self, spans: &[(Span, usize)], at: usize, span: Span, round: usize) -> Node {
        let first = self.ids.len().min(spans.len());
        let holds = |&(other, (from, to)): &(usize, Span)| other != at && from <= span.0 && span.1 <= to;
        // Only phrases hold anything; they stand after the words.
        let phrases = spans[first..].iter().enumerate().map(|(other, &(span, _))| (first + other, span));
        let parent = phrases.filter(holds).min_by_key(|(_, (from, to))| to - from).map(|(other, _)| other);
        let (score, runaway) = self.scores.get(span).unwrap_or((0.0, false));
        let words = (span.0..span.1).map(|word| self.score((word, word + 1))).sum();
        Node { span, score, words, parent, round, runaway }
    }
}

impl Method for PhraseTree {
    const NAME: &'static str = METHOD;
    const ABOUT: About = About::of(Question::Words).explaining(Explains::Both);
    type Config = Config;
    type Answer = Tree;

    fn needs(config: &Config) -> &'static [Need] {
        if config.score == Scoring::LeaveOut { &[] } else { &[Need::StateAfterEachWord] }
    }

    fn start(config: Config, ask: &Ask<'_>) -> Result<Self, ExplainError> {
        Self::start(config, ask.model, ask.text, ask.ids.to_vec())
    }

    fn advance(&mut self, ask: &Ask<'_>, more: More<'_>) -> Result<Progress, ExplainError> {
        // A tree of parts is one of the margin, and so is what replaces a part that ran away.
        Ok(match self.config.score {
            Scoring::LeaveOut => self.advance(ask.model, more),
            Scoring::ContextualDecomposition | Scoring::ContextualDecompositionAlways => {
                self.advance(&ask.model.margin(), more)
            }
        })
    }

    fn snapshot(&self, _ask: &Ask<'_>) -> Tree {
        self.snapshot()
    }
}

/// Runs of chosen words.
fn phrases(chosen: &[bool]) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for word in (0..chosen.len()).filter(|&word| chosen[word]) {
        match found.last_mut() {
            Some((_, to)) if *to == word => *to = word + 1,
            _ => found.push((word, word + 1)),
        }
    }
    found
}

/// Which |gains| reach a percentile of those that are numbers.
fn above(gains: &[f64], percentile: f64) -> Vec<bool> {
    let numbers: Vec<f64> = gains.iter().copied().filter(|gain| !gain.is_nan()).collect();
    let sorted: Vec<f64> = by_size(&numbers).into_iter().rev().map(|at| numbers[at].abs()).collect();
    let percentile = LAST_PERCENTILES.get(sorted.len()).copied().unwrap_or(percentile);
    let Some(threshold) = interpolated(&sorted, percentile) else { return vec![false; gains.len()] };
    gains.iter().map(|gain| gain.abs() >= threshold).collect()
}

/// numpy's percentile: linear between the two nearest, to its last bit.
fn interpolated(sorted: &[f64], percentile: f64) -> Option<f64> {
    let at = percentile / 100.0 * sorted.len().checked_sub(1)? as f64;
    let below = sorted.get(at.floor() as usize)?;
    let over = sorted.get(at.ceil() as usize)?;
    let part = at - at.floor();
    let step = over - below;
    Some(if part >= 0.5 { over - step * (1.0 - part) } else { below + step * part })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_are_chosen_and_the_last_five_go_two_by_two() {
        let chosen = |gains: &[f64]| above(gains, 99.5).iter().filter(|&&chosen| chosen).count();
        assert_eq!(
            [6, 5, 4, 3, 2, 1, 0].map(|n| chosen(&(0..n).map(|i| f64::from(i) - 9.0).collect::<Vec<_>>())),
            [1, 2, 2, 1, 1, 1, 0]
        );
        assert_eq!(
            above(&[f64::NAN, -3.0, 1.0, 2.0, 0.5, 0.1, 0.2], 99.5),
            [false, true, false, false, false, false, false]
        );
        assert_eq!(phrases(&[true, true, false, true, false]), [(0, 2), (3, 4)]);
    }
}
