//! Contextual decomposition: the logit split into what a span of words adds and what everything else adds
//! (Murdoch, Liu & Yu 2018, "Beyond word importance", for an LSTM; for a GRU the same rules, see
//! `common/decompose/gru.rs`).
//!
//! 1. Every state is carried as a sum β + γ, β from the span and γ from the rest.
//! 2. A gate's activation of a sum is shared out among part, rest and bias, averaged over the orders in which part and
//!    rest can come after the bias; products of shares go to β where no factor is the rest's.
//! 3. Of the last state, score = W β, rest = W γ, and score + rest + output bias = logit.
//!
//! Several layers: β of a layer is the part of the next one's input. A mean read-out takes the mean of β, a maximum
//! takes β where the whole has its maximum. Products of two biases go to β at every step of the span
//! (`bias=inclusive`), or at all but its last (`bias=strict`, the paper's code; a single word then gets none).
//!
//! Cost: with n words and no span, n²/2 steps of a network in f64, 1 to 2 times (2 where few spans fade, below); with a
//! `window` of w words n·w. A span: the steps from its first word to the end.
//!
//! Fidelity: `residual`, by how much score + rest + bias misses the network's own logit. γ has formulas of its own, so
//! that a wrong one shows here; what is left is rounding.
//!
//! **Do not believe a part that ran away.** β feeds itself through the recurrent matrix: in some texts the part of any
//! word at all grows, over about fifty steps, to one of two sizes that hardly depend on the word. The identity still
//! holds, because γ takes the opposite. The sign to know it by: the same decomposition with only half of the span's
//! input counted as the span's. A part that comes from the words is then about half as long; one that feeds itself
//! is as long as before. `runaway` is set where more than 0.8 of its length is left and the score is above 0.05.
//! Measured on 60 validation reviews of 30 to 600 tokens (`cargo bench --bench decomposition`), words one by one against
//! leave-one-out: 13 % run away, and 31 % of each review's ten strongest. Their scores are 8.2 times as large as what
//! leaving them out takes away, those of the others 2.4 times; the sign is wrong in 7 and 9 % of words that weigh 0.1
//! or more. Spearman's rank correlation is .62; over the words that did not run away .57, because these are mostly
//! words that do little. So no ranking should use the flagged words, and the others only roughly.
//!
//! A `window` brings the correlation to .69 (5 words), .68 (10), .67 (20), .65 (40), .63 (80). It is no cure: parts
//! begin to feed themselves within ten words, and what stands there is the larger for not having faded yet.

use serde::Serialize;

use super::{
    ExplainError, More, Progress, Target, check_span,
    common::decompose::{BiasRule, Decomposing, Part},
    method::{About, Ask, Explains, Method, Need, Question},
    settings::settings,
};
use crate::{
    model::Model,
    text::TokenizedText,
    trace::{Score, Trace},
};

/// The method's name.
const METHOD: &str = "contextual-decomposition";
/// Words of the network's own pass that are read in one unit of work.
const WORDS_AT_ONCE: usize = 200;

settings! {
    /// Settings of contextual decomposition.
    #[derive(PartialEq, Eq)]
    pub struct Config {
        /// A range of tokens, FROM..TO without TO, that is decomposed as one part; only its own words are weighed then.
        /// Without it every word is.
        pub span: Option<(usize, usize)> = None;
        /// Where the products of two biases go.
        pub bias: BiasRule = BiasRule::Inclusive;
        /// Decompose the score so many words after the span instead of that at the text's end.
        pub window: Option<usize> = None;
        /// Whether words are weighed one by one; without, only the span is decomposed.
        pub words: bool = true;
    }
}

/// How far the parts may be trusted.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "DecompositionFidelity"))]
pub struct Fidelity {
    /// The largest |score + rest + bias − logit| of all parts so far, in logit units; the logit is the network's own.
    pub residual: f64,
    /// By word: its part feeds itself, and its weight is not the word's.
    pub runaway: Vec<bool>,
    /// How many these are.
    pub runaway_words: usize,
    /// Words whose weight is known so far; the others are shown with weight 0.
    pub done: usize,
    /// The score of the whole text.
    pub score: f64,
}

/// The weights, and the part that was asked for, once it is known.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "ContextualDecomposition"))]
pub struct Answer {
    /// The method's name.
    pub method: &'static str,
    /// Always the logit.
    pub target: Target,
    /// The tokens in order.
    pub tokens: Vec<String>,
    /// A weight for each word: its score when it is the span by itself.
    pub weights: Vec<f64>,
    /// The score of the setting `span`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub span_weight: Option<f64>,
    /// Always none: nothing is sampled.
    pub standard_errors: Option<Vec<f64>>,
    /// Always none: parts of single words do not add up.
    pub intercept: Option<f64>,
    /// How far to trust the weights.
    pub fidelity: Fidelity,
    /// Always none.
    pub seed: Option<u64>,
    /// FROM and TO of the part.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub span: Option<(usize, usize)>,
    /// What the span adds to the logit.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub score: Option<f64>,
    /// What everything else adds, the output bias apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub rest: Option<f64>,
    /// The output bias.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub bias: Option<f64>,
    /// What is decomposed: the network's logit, at the text's end or at that of the window.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub logit: Option<f64>,
    /// |score + rest + bias − logit|.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub residual: Option<f64>,
    /// The part has come to feed itself: its size is not that of its words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub runaway: Option<bool>,
    /// How much of the part's length is left when only half of its words' input counts as theirs: why it is said to
    /// have run away; none where it has faded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub kept_by_half: Option<f64>,
}

/// A job that decomposes one word after the other.
#[derive(Debug, Clone)]
pub struct ContextualDecomposition {
    config: Config,
    tokens: Vec<String>,
    ids: Vec<u32>,
    decomposing: Decomposing,
    /// The network's own pass in f32, as far as it has come.
    trace: Option<Trace>,
    /// The words that are weighed, \[FROM, TO).
    words: (usize, usize),
    parts: Vec<Option<Part>>,
    whole: Option<Part>,
}

impl ContextualDecomposition {
    /// Prepares the job; `ids` are those of the text's tokens. Here as in [`ContextualDecomposition::advance`] the model is
    /// that of [`Model::margin`].
    pub fn start(config: Config, model: &Model, text: &TokenizedText, ids: Vec<u32>) -> Result<Self, ExplainError> {
        if let Some(span) = config.span {
            check_span(span, ids.len())?;
        }
        let mut decomposing = Decomposing::new(model, METHOD, ids.clone(), config.bias, config.window)?;
        config.span.into_iter().for_each(|span| decomposing.push(span));
        let words = if config.words { config.span.unwrap_or((0, ids.len())) } else { (0, 0) };
        let asked = |word: usize| config.span == Some((word, word + 1));
        (words.0..words.1).filter(|&word| !asked(word)).for_each(|word| decomposing.push((word, word + 1)));
        let tokens = text.tokens.iter().map(|token| token.text.clone()).collect();
        let parts = vec![None; ids.len()];
        Ok(Self { config, tokens, ids, decomposing, trace: None, words, parts, whole: None })
    }

    /// Decomposes until all is done or `more` says no. Progress counts words, those read first and those weighed.
    pub fn advance(&mut self, model: &Model, more: More<'_>) -> Progress {
        while !self.progress().finished {
            if self.words_traced() < self.ids.len() || self.trace.is_none() {
                let some = self.ids.len().min(self.words_traced() + WORDS_AT_ONCE);
                self.trace = Some(match self.trace.take() {
                    Some(trace) => model.trace_on(trace, &self.ids[..some]),
                    None => model.trace(&self.ids[..some]),
                });
            } else {
                self.decomposing.work(model);
                self.decomposing.take().into_iter().for_each(|part| self.note(part));
            }
            if !more() {
                break;
            }
        }
        self.progress()
    }

    fn words_traced(&self) -> usize {
        self.trace.as_ref().map_or(0, |trace| trace.ids.len())
    }

    fn note(&mut self, part: Part) {
        if Some(part.span) == self.config.span {
            self.whole = Some(part.clone());
        }
        let (from, to) = part.span;
        if to - from == 1 && (self.words.0..self.words.1).contains(&from) {
            self.parts[from] = Some(part);
        }
    }

    /// How many words were read and weighed.
    pub fn progress(&self) -> Progress {
        let (done, weighed) = (self.parts.iter().flatten().count(), self.words.1 - self.words.0);
        let finished = self.decomposing.is_idle() && self.trace.is_some();
        Progress {
            done: (self.decomposing.words_read() + done) as u64,
            total: (self.ids.len() + weighed) as u64,
            finished,
        }
    }

    /// The weights so far, 0 for words that were not reached yet or lie outside the span.
    pub fn snapshot(&self) -> Answer {
        let score = self.trace.as_ref().map_or(0.0, |trace| Target::Logit.of(trace.score()));
        let parts = || self.parts.iter().flatten();
        let runaway: Vec<bool> = self.parts.iter().map(|part| part.as_ref().is_some_and(|part| part.runaway)).collect();
        let residuals = parts().chain(&self.whole).map(|part| self.residual(part));
        let fidelity = Fidelity {
            residual: residuals.fold(0.0, f64::max),
            runaway_words: runaway.iter().filter(|&&ran| ran).count(),
            runaway,
            done: parts().count(),
            score,
        };
        let part = self.whole.as_ref();
        let score = part.map(|part| part.score);
        Answer {
            method: METHOD,
            target: Target::Logit,
            tokens: self.tokens.clone(),
            weights: self.parts.iter().map(|part| part.as_ref().map_or(0.0, |part| part.score)).collect(),
            span_weight: score,
            standard_errors: None,
            intercept: None,
            fidelity,
            seed: None,
            span: part.map(|part| part.span),
            score,
            rest: part.map(|part| part.rest),
            bias: part.map(|_| self.decomposing.bias()),
            logit: part.map(|part| self.logit_of(part)),
            residual: part.map(|part| self.residual(part)),
            runaway: part.map(|part| part.runaway),
            kept_by_half: part.and_then(|part| part.kept_by_half),
        }
    }

    /// The network's logit that a part belongs to.
    fn logit_of(&self, part: &Part) -> f64 {
        let Some(trace) = &self.trace else { return 0.0 };
        let end =
            self.config.window.map_or(self.ids.len(), |window| self.ids.len().min(part.span.1.saturating_add(window)));
        let score: Score = end.checked_sub(1).and_then(|t| trace.running.get(t).copied()).unwrap_or(trace.zero);
        Target::Logit.of(score)
    }

    fn residual(&self, part: &Part) -> f64 {
        (part.score + part.rest + self.decomposing.bias() - self.logit_of(part)).abs()
    }
}

impl Method for ContextualDecomposition {
    const NAME: &'static str = METHOD;
    const ABOUT: About = About::of(Question::Words).explaining(Explains::Margin);
    type Config = Config;
    type Answer = Answer;

    fn needs(_config: &Config) -> &'static [Need] {
        &[Need::StateAfterEachWord]
    }

    fn start(config: Config, ask: &Ask<'_>) -> Result<Self, ExplainError> {
        Self::start(config, ask.model, ask.text, ask.ids.to_vec())
    }

    fn advance(&mut self, ask: &Ask<'_>, more: More<'_>) -> Result<Progress, ExplainError> {
        Ok(self.advance(&ask.model.margin(), more))
    }

    fn snapshot(&self, _ask: &Ask<'_>) -> Answer {
        self.snapshot()
    }
}
