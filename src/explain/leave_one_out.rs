//! Leave one out: what the score would lose if a word had not been written.
//!
//! weight(t) = score(text) − score(text without token t), for each occurrence by itself; a positive weight means that
//! the word speaks for the class that is explained. Also known as erasure or occlusion (Li, Monroe & Jurafsky 2016,
//! "Understanding neural networks through representation erasure").
//!
//! 1. Keep the state before every token of one pass over the text.
//! 2. For each token, read on from the state before it with the token after it: only the rest of the text is run.
//!
//! Cost: half the square of the text's length in steps; the full square for a bidirectional network, which has no state
//! to go on from.
//!
//! Fidelity: exact, nothing is sampled or fitted. The weights are no shares of the score and do not add up to it.
//!
//! Do not believe it when a thing is said twice: taking away either of two words that say the same changes little, and
//! both get a small weight. The text with a hole is also one that nobody would write.

use serde::Serialize;

use super::{
    ExplainError, More, Progress, Target, check_span,
    common::{
        attribution::{Attribution, LeftOut},
        work::texts_per_unit,
    },
    method::{About, Ask, Method, Question},
    settings::settings,
};
use crate::{
    model::{Classifier, Run, State},
    text::TokenizedText,
    trace::Score,
};

/// The method's name.
const METHOD: &str = "leave-one-out";

settings! {
    /// Settings of leave-one-out.
    #[derive(PartialEq, Eq)]
    pub struct Config {
        /// Which score is compared: the logit, because the probability hardly moves where the network is sure.
        pub target: Target = Target::Logit;
        /// A range of tokens, FROM..TO without TO, whose weight as a whole is wanted too.
        pub span: Option<(usize, usize)> = None;
    }
}

/// How far the weights may be trusted.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "LeaveOneOutFidelity"))]
pub struct Fidelity {
    /// Always: each weight is a difference of two scores of the network.
    pub exact: bool,
    /// The score of the whole text.
    pub score: f64,
    /// Words whose weight is known so far; the others are shown with weight 0.
    pub done: usize,
}

/// A job that weighs one word after the other.
#[derive(Debug, Clone)]
pub struct LeaveOneOut {
    config: Config,
    tokens: Vec<String>,
    ids: Vec<u32>,
    /// What the first unit of work finds out.
    whole: Option<Whole>,
    /// The score without each word, in text order, as far as they are known.
    without: Vec<Score>,
}

/// What is known of the whole text.
#[derive(Debug, Clone)]
struct Whole {
    score: Score,
    without_span: Option<Score>,
    /// Before every token; None for a bidirectional network.
    states: Option<Vec<State>>,
}

impl LeaveOneOut {
    /// Prepares the job; `ids` are those of the text's tokens.
    pub fn start(config: Config, text: &TokenizedText, ids: Vec<u32>) -> Result<Self, ExplainError> {
        if let Some(span) = config.span {
            check_span(span, ids.len())?;
        }
        let tokens = text.tokens.iter().map(|token| token.text.clone()).collect();
        Ok(Self { config, tokens, ids, whole: None, without: Vec::new() })
    }

    /// Weighs words until all are done or `more` says no. Progress counts words; the first unit reads the whole text.
    pub fn advance(&mut self, classifier: &impl Classifier, more: More<'_>) -> Progress {
        while !self.progress().finished {
            match self.whole.take() {
                None => self.whole = Some(self.read_whole(classifier)),
                Some(whole) => {
                    self.weigh_some(classifier, &whole);
                    self.whole = Some(whole);
                }
            }
            if !more() {
                break;
            }
        }
        self.progress()
    }

    /// How many words have their weight.
    pub fn progress(&self) -> Progress {
        let (done, total) = (self.without.len(), self.ids.len());
        Progress { done: done as u64, total: total as u64, finished: self.whole.is_some() && done == total }
    }

    /// The weights so far, 0 for words that were not reached yet.
    pub fn snapshot(&self) -> Attribution<Fidelity> {
        let target = self.config.target;
        let score = self.whole.as_ref().map_or(Score::EVEN, |whole| whole.score);
        let span = self.whole.as_ref().and_then(|whole| whole.without_span);
        let weight = |without: Score| target.of(score) - target.of(without);
        let mut weights: Vec<f64> = self.without.iter().copied().map(weight).collect();
        weights.resize(self.ids.len(), 0.0);
        Attribution {
            method: METHOD,
            target,
            tokens: self.tokens.clone(),
            weights,
            shared: None,
            span_weight: span.map(weight),
            without: Some(LeftOut {
                probabilities: self.without.iter().map(|without| without.probability).collect(),
                turning: (0..self.without.len()).filter(|&t| self.without[t].favoured != score.favoured).collect(),
                span,
            }),
            standard_errors: None,
            intercept: None,
            fidelity: Fidelity {
                exact: true,
                score: self.whole.as_ref().map_or(0.0, |whole| target.of(whole.score)),
                done: self.without.len(),
            },
            seed: None,
        }
    }

    fn read_whole(&self, classifier: &impl Classifier) -> Whole {
        let ids = &self.ids;
        let states = classifier.states_along(ids);
        let without_span = self.config.span.map(|(from, to)| score_of(classifier, &without(ids, from, to)));
        Whole { score: score_of(classifier, ids), without_span, states }
    }

    /// One unit of work: the next few words in text order.
    fn weigh_some(&mut self, classifier: &impl Classifier, whole: &Whole) {
        let (first, total) = (self.without.len(), self.ids.len());
        let some = first..total.min(first + texts_per_unit(total - first));
        self.without.extend(match &whole.states {
            Some(states) => {
                let rest = |t: usize| Run { start: Some(&states[t]), ids: &self.ids[t + 1..] };
                classifier.scores_from(&some.map(rest).collect::<Vec<_>>())
            }
            None => classifier.scores(&some.map(|t| without(&self.ids, t, t + 1)).collect::<Vec<_>>()),
        });
    }
}

impl Method for LeaveOneOut {
    const NAME: &'static str = METHOD;
    const ABOUT: About = About::of(Question::Words);
    type Config = Config;
    type Answer = Attribution<Fidelity>;

    fn start(config: Config, ask: &Ask<'_>) -> Result<Self, ExplainError> {
        Self::start(config, ask.text, ask.ids.to_vec())
    }

    fn advance(&mut self, ask: &Ask<'_>, more: More<'_>) -> Result<Progress, ExplainError> {
        Ok(self.advance(ask.model, more))
    }

    fn snapshot(&self, _ask: &Ask<'_>) -> Attribution<Fidelity> {
        self.snapshot()
    }
}

/// The definition, word by word, for whatever classifies texts; [`LeaveOneOut`] gives the same bits in half the steps.
pub fn weigh(classifier: &impl Classifier, ids: &[u32], target: Target) -> Vec<f64> {
    let score = |ids: &[u32]| target.of(score_of(classifier, ids));
    (0..ids.len()).map(|t| score(ids) - score(&without(ids, t, t + 1))).collect()
}

/// A text without the tokens `from..to`.
fn without(ids: &[u32], from: usize, to: usize) -> Vec<u32> {
    [&ids[..from], &ids[to..]].concat()
}

fn score_of(classifier: &impl Classifier, ids: &[u32]) -> Score {
    classifier.scores(&[ids.to_vec()]).first().copied().unwrap_or(Score::EVEN)
}
