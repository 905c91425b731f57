//! Interactions: which words do together what neither does alone?
//!
//! For two words i and j of a text x the second difference of the score F: what the Shapley interaction index (Grabisch
//! & Roubens 1999) averages over all texts around the pair, here for the text itself:
//! ```text
//! interaction = F(x) − F(x∖i) − F(x∖j) + F(x∖{i,j})
//! together    = F(x) − F(x∖{i,j})                        what both do to the rest of the text
//! alone       = F(x∖j) − F(x∖{i,j}), F(x∖i) − F(x∖{i,j})  what each does to the rest without the other
//! together    = alone + alone + interaction
//! ```
//! 1. Every word is left out once, and every pair of neighbours.
//! 2. Among the words that weigh most, every pair.
//! 3. With a span: each of its words is put back into the text without the span, and the span and its words are
//!    decomposed (`common/decompose`), so that phrase and sum of words stand side by side by two methods.
//!
//! Cost: the square of the text's length in steps (half of it for the words, half for the neighbours), and for `among`
//! words among²/2 passes. Fidelity: exact differences of scores; nothing is sampled, but not every pair is tried.
//!
//! Do not believe it as a fact of language: a difference between four texts, three of which have holes in them and
//! were written by nobody. Pairs far apart are tried only among the strongest words, so that two words each of which
//! does nothing without the other are found only as neighbours.

use serde::Serialize;

use super::{
    ExplainError, More, Progress, Target, check_span,
    common::{
        decompose::{BiasRule, Decomposing, Part},
        order::by_size,
        tails::{Tail, Variants},
        work::texts_per_unit,
    },
    method::{About, Ask, Explains, Method, Question},
    settings::settings,
};
use crate::{
    model::{Directions, Model},
    text::TokenizedText,
};

/// The method's name.
const METHOD: &str = "interactions";

settings! {
    /// Settings of interactions.
    #[derive(PartialEq, Eq)]
    pub struct Config {
        /// Which score is compared.
        pub target: Target = Target::Logit;
        /// How many pairs the answer holds.
        pub top: usize = 20;
        /// Among how many of the strongest words every pair is tried, however far apart.
        pub among: usize = 16;
        /// A range of tokens, FROM..TO without TO, that is compared with the sum of its words.
        pub span: Option<(usize, usize)> = None;
        /// Whether pairs are looked for; without them only the span is.
        pub pairs: bool = true;
    }
}

/// Two words and what they do together.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Pair {
    /// The first word.
    pub i: usize,
    /// The second.
    pub j: usize,
    /// Both tokens.
    pub tokens: [String; 2],
    /// What they do together beyond what each does without the other.
    pub interaction: f64,
    /// What both do to the rest of the text.
    pub together: f64,
    /// What each does to the rest of the text without the other.
    pub alone: [f64; 2],
}

/// A span against the sum of its words.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Phrase {
    /// The span.
    pub span: (usize, usize),
    /// What it does to the rest of the text.
    pub together: f64,
    /// What each word does when it is put back alone.
    pub alone: Vec<f64>,
    /// together − the sum of `alone`.
    pub interaction: f64,
    /// The same by contextual decomposition; none for a bidirectional network.
    pub decomposed: Option<Decomposed>,
}

/// A span and its words by contextual decomposition, in logit units.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "DecomposedPhrase"))]
pub struct Decomposed {
    /// The span's score.
    pub together: f64,
    /// Each word's score by itself.
    pub alone: Vec<f64>,
    /// together − the sum of `alone`.
    pub interaction: f64,
    /// One of these parts ran away, and the difference says nothing.
    pub runaway: bool,
}

/// How far the answer may be trusted.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "InteractionFidelity"))]
pub struct Fidelity {
    /// Always: each number is a difference of scores of the network.
    pub exact: bool,
    /// The score of the whole text.
    pub score: f64,
    /// Pairs tried so far.
    pub done: usize,
    /// Pairs to be tried.
    pub total: usize,
    /// Pairs that the text has.
    pub all: usize,
}

/// The pairs that do most together, strongest first.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Interactions"))]
pub struct Answer {
    /// The method's name.
    pub method: &'static str,
    /// Which score is compared.
    pub target: Target,
    /// The tokens in order.
    pub tokens: Vec<String>,
    /// By falling |interaction|; earlier pairs first among equals.
    pub pairs: Vec<Pair>,
    /// Of the setting `span`, once it is known.
    pub phrase: Option<Phrase>,
    /// How far to trust it.
    pub fidelity: Fidelity,
}

/// A job that leaves out words and pairs.
#[derive(Debug, Clone)]
pub struct Interactions {
    config: Config,
    tokens: Vec<String>,
    ids: Vec<u32>,
    variants: Option<Variants>,
    /// F(x∖i), in text order as far as they are known.
    singles: Vec<f64>,
    pairs: Vec<(usize, usize)>,
    /// F(x∖{i, j}) of the first of `pairs`.
    doubles: Vec<f64>,
    /// Whether the strongest words have been paired.
    paired: bool,
    /// Of the span: the score without it, then with one word put back.
    put_back: Vec<f64>,
    decomposing: Option<Decomposing>,
    parts: Vec<Part>,
}

impl Interactions {
    /// Prepares the job; `ids` are those of the text's tokens.
    pub fn start(config: Config, model: &Model, text: &TokenizedText, ids: Vec<u32>) -> Result<Self, ExplainError> {
        if let Some(span) = config.span {
            check_span(span, ids.len())?;
        }
        let both_ways = model.config().directions == Directions::Bidirectional;
        let decomposing = match config.span.filter(|_| !both_ways) {
            None => None,
            Some(span) => {
                let mut decomposing = Decomposing::new(model, METHOD, ids.clone(), BiasRule::Inclusive, None)?;
                decomposing.push(span);
                (span.0..span.1).for_each(|word| decomposing.push((word, word + 1)));
                Some(decomposing)
            }
        };
        let tokens = text.tokens.iter().map(|token| token.text.clone()).collect();
        let pairs = if config.pairs { (1..ids.len()).map(|j| (j - 1, j)).collect() } else { Vec::new() };
        let paired = !config.pairs || ids.len() < 3;
        Ok(Self {
            config,
            tokens,
            ids,
            variants: None,
            singles: Vec::new(),
            pairs,
            doubles: Vec::new(),
            paired,
            put_back: Vec::new(),
            decomposing,
            parts: Vec::new(),
        })
    }

    /// Works until all is done or `more` says no. Progress counts words and pairs.
    pub fn advance(&mut self, model: &Model, more: More<'_>) -> Progress {
        while !self.progress().finished {
            self.work(model);
            if !more() {
                break;
            }
        }
        self.progress()
    }

    /// One unit: of the span first, which the reader has chosen.
    fn work(&mut self, model: &Model) {
        let variants = match self.variants.take() {
            None => Variants::new(model, &self.ids, self.config.target),
            Some(variants) => {
                if self.put_back.len() < self.words_of_span() {
                    self.put_some_back(model, &variants);
                } else if let Some(decomposing) = self.decomposing.as_mut().filter(|decomposing| !decomposing.is_idle())
                {
                    decomposing.work(model);
                    self.parts.extend(decomposing.take());
                } else if self.singles.len() < self.singles_wanted() {
                    self.leave_some_out(model, &variants);
                } else {
                    self.leave_some_pairs_out(model, &variants);
                }
                variants
            }
        };
        self.variants = Some(variants);
        if !self.paired && self.singles.len() == self.ids.len() && self.variants.is_some() {
            self.pair_strongest();
        }
    }

    /// The variants that a span needs: without it, and with each of its words.
    fn words_of_span(&self) -> usize {
        self.config.span.map_or(0, |(from, to)| to - from + 1)
    }

    fn singles_wanted(&self) -> usize {
        if self.config.pairs { self.ids.len() } else { 0 }
    }

    fn put_some_back(&mut self, model: &Model, variants: &Variants) {
        let Some((from, to)) = self.config.span else { return };
        let first = self.put_back.len();
        let some = first..self.words_of_span().min(first + texts_per_unit(self.ids.len() - from));
        let tail = |at: usize| {
            let back = at.checked_sub(1).map(|word| self.ids[from + word]);
            Tail { keep: from, then: back.into_iter().chain(self.ids[to..].iter().copied()).collect() }
        };
        self.put_back.extend(variants.scores(model, &some.map(tail).collect::<Vec<_>>()));
    }

    fn leave_some_out(&mut self, model: &Model, variants: &Variants) {
        let (first, total) = (self.singles.len(), self.ids.len());
        let some = first..total.min(first + texts_per_unit(total - first));
        let tails: Vec<Tail> = some.map(|i| Tail::without(&self.ids, &[(i, i + 1)])).collect();
        self.singles.extend(variants.scores(model, &tails));
    }

    fn leave_some_pairs_out(&mut self, model: &Model, variants: &Variants) {
        let first = self.doubles.len();
        let Some(&(next, _)) = self.pairs.get(first) else { return };
        let some = &self.pairs[first..self.pairs.len().min(first + texts_per_unit(self.ids.len() - next))];
        let hole = |&(i, j): &(usize, usize)| Tail::without(&self.ids, &[(i, i + 1), (j, j + 1)]);
        self.doubles.extend(variants.scores(model, &some.iter().map(hole).collect::<Vec<_>>()));
    }

    /// Queues every pair of the words that weigh most, neighbours apart, which are queued already.
    fn pair_strongest(&mut self) {
        let score = self.score();
        let weights: Vec<f64> = self.singles.iter().map(|without| score - without).collect();
        let strong = &mut vec![false; weights.len()];
        by_size(&weights).into_iter().take(self.config.among).for_each(|word| strong[word] = true);
        let order: Vec<usize> = (0..strong.len()).filter(|&word| strong[word]).collect();
        let far = order.iter().enumerate().flat_map(|(at, &i)| order[at + 1..].iter().map(move |&j| (i, j)));
        self.pairs.extend(far.filter(|(i, j)| j - i > 1));
        self.paired = true;
    }

    fn score(&self) -> f64 {
        self.variants.as_ref().map_or(0.0, |variants| variants.score)
    }

    /// How many words and pairs were left out.
    pub fn progress(&self) -> Progress {
        let spans = self.words_of_span();
        let done = self.singles.len() + self.doubles.len() + self.put_back.len();
        let total = self.singles_wanted() + self.pairs.len() + spans;
        let decomposed = self.decomposing.as_ref().is_none_or(Decomposing::is_idle);
        let finished = self.variants.is_some() && self.paired && decomposed && done == total;
        Progress { done: done as u64, total: total as u64, finished }
    }

    /// The strongest pairs among those tried so far.
    pub fn snapshot(&self) -> Answer {
        let known: Vec<Pair> =
            self.pairs.iter().zip(&self.doubles).map(|(&pair, &neither)| self.pair(pair, neither)).collect();
        let sizes: Vec<f64> = known.iter().map(|pair| pair.interaction).collect();
        let pairs = by_size(&sizes).into_iter().take(self.config.top).map(|at| known[at].clone()).collect();
        let n = self.ids.len();
        let fidelity = Fidelity {
            exact: true,
            score: self.score(),
            done: self.doubles.len(),
            total: self.pairs.len(),
            all: n * n.saturating_sub(1) / 2,
        };
        Answer {
            method: METHOD,
            target: self.config.target,
            tokens: self.tokens.clone(),
            pairs,
            phrase: self.phrase(),
            fidelity,
        }
    }

    fn pair(&self, (i, j): (usize, usize), neither: f64) -> Pair {
        let (both, only_j, only_i) = (self.score(), self.singles[i], self.singles[j]);
        Pair {
            i,
            j,
            tokens: [i, j].map(|at| self.tokens[at].clone()),
            interaction: both - only_j - only_i + neither,
            together: both - neither,
            alone: [only_i - neither, only_j - neither],
        }
    }

    fn phrase(&self) -> Option<Phrase> {
        let span = self.config.span?;
        let (without, with_one) = self.put_back.split_first().filter(|(_, rest)| rest.len() == span.1 - span.0)?;
        let together = self.score() - without;
        let alone: Vec<f64> = with_one.iter().map(|score| score - without).collect();
        let interaction = together - alone.iter().sum::<f64>();
        Some(Phrase { span, together, interaction, alone, decomposed: self.decomposed(span) })
    }

    fn decomposed(&self, span: (usize, usize)) -> Option<Decomposed> {
        let find = |span: (usize, usize)| self.parts.iter().find(|part| part.span == span);
        let whole = find(span)?;
        let words: Vec<&Part> = (span.0..span.1).map(|word| find((word, word + 1))).collect::<Option<_>>()?;
        let alone: Vec<f64> = words.iter().map(|part| part.score).collect();
        let interaction = whole.score - alone.iter().sum::<f64>();
        let runaway = whole.runaway || words.iter().any(|part| part.runaway);
        Some(Decomposed { together: whole.score, alone, interaction, runaway })
    }
}

impl Method for Interactions {
    const NAME: &'static str = METHOD;
    const ABOUT: About = About::of(Question::Words).explaining(Explains::Both);
    type Config = Config;
    type Answer = Answer;

    fn start(config: Config, ask: &Ask<'_>) -> Result<Self, ExplainError> {
        Self::start(config, ask.model, ask.text, ask.ids.to_vec())
    }

    fn advance(&mut self, ask: &Ask<'_>, more: More<'_>) -> Result<Progress, ExplainError> {
        Ok(self.advance(ask.model, more))
    }

    fn snapshot(&self, _ask: &Ask<'_>) -> Answer {
        self.snapshot()
    }
}
