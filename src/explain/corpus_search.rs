//! Corpus search: which words would move the network most? Every word of the vocabulary is tried (the paper's §3.2).
//!
//! 1. The network stands before the first word, or where the reader's own text has brought it.
//! 2. From there it reads each word of the vocabulary, or each run of words that the training texts hold, once.
//! 3. The words are ranked by what the network then says: its logit, or any hidden unit, cell or gate.
//!
//! Cost: one step for each word, n for each run of n. Fidelity: exact, nothing is sampled; equals stand in the order
//! of their ids. Do not believe the extremes: words seen a few times in training crowd both ends of the list, because
//! nothing has taught the network what they mean; `minimum_count` leaves them out.

use std::cmp::Ordering;

use serde::Serialize;

use super::{
    ExplainError, More, Progress,
    common::unit_target::{From, UnitTarget},
    method::{About, Ask, Method, Need, Question},
    settings::{Range, Settings, settings},
};
use crate::{
    index::{MAX_NGRAM, Memory, NGrams, query::first_by},
    model::{Model, ModelError, Run, State, StepStates},
    text::{UNKNOWN, Vocabulary},
    trace::Score,
};

/// The method's name.
const METHOD: &str = "corpus-search";
/// Words read in one unit of work: three milliseconds in a browser, and a megabyte of gate rows.
const WORDS_AT_ONCE: usize = 512;

settings! {
    /// Settings of corpus search.
    #[derive(PartialEq, Eq)]
    pub struct Config {
        /// Whether the words follow the reader's text or nothing.
        pub from: From = From::Text;
        /// With `from` = text: how many tokens of the text come before the word; none is all of them.
        pub position: Option<usize> = None;
        /// What is ranked.
        pub target: UnitTarget = UnitTarget::Logit;
        /// How many words each list shows.
        pub top: usize = 20;
        /// Words that the training texts hold less often are left out; 0 leaves out none.
        pub minimum_count: u32 = 0;
        /// 1 for words, 2 for bigrams, up to 4; above 1, those that the training texts hold.
        pub ngrams: usize = 1, Range::between(1.0, MAX_NGRAM as f64);
    }
}

/// A word, or a run of words, and what the network makes of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct RankedWord {
    /// The word; a run's words with spaces between them.
    pub token: String,
    /// The words of a run.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub tokens: Option<Vec<String>>,
    /// The word's id; none for a run.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub id: Option<u32>,
    /// The target after it.
    pub score: f32,
    /// How often the training texts hold it; null without an index.
    pub count: Option<u32>,
    /// The probability that the network gives to the class that is explained after it.
    pub probability: f32,
}

/// The two ends of the ranking.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Ranking {
    /// corpus-search.
    pub method: &'static str,
    /// Where the network came from.
    pub from: From,
    /// What is ranked.
    pub target: UnitTarget,
    /// The highest, highest first.
    pub items: Vec<RankedWord>,
    /// The lowest, lowest first.
    pub lowest: Vec<RankedWord>,
    /// How many words or runs were read.
    pub words: usize,
    /// How many steps of the network that took.
    pub passes: usize,
    /// How long it took; the caller has the clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub seconds: Option<f64>,
    /// The filter that was set.
    pub minimum_count: u32,
    /// The target before any word; null for a gate before the first step.
    pub base: Option<f32>,
    /// The probability that the network gives before any word to the class that is explained.
    pub base_probability: f32,
}

/// What is tried.
#[derive(Debug, Clone)]
enum Candidates {
    Words(Vec<u32>),
    /// Training positions in all, and the runs.
    Runs(u64, NGrams),
}

/// A search that reads word after word.
#[derive(Debug, Clone)]
pub struct CorpusSearch {
    config: Config,
    /// None is the beginning of a text, also for a network that cannot read on.
    start: Option<State>,
    base: Option<f32>,
    /// What the network says there.
    score: Score,
    candidates: Candidates,
    /// Target and probability of each candidate so far.
    read: Vec<(f32, f32)>,
}

impl CorpusSearch {
    /// Prepares the search; `ids` are those of the reader's text.
    pub fn start(config: Config, model: &Model, memory: Memory<'_>, ids: &[u32]) -> Result<Self, ExplainError> {
        check(&config, model, ids.len())?;
        let prefix = match config.from {
            From::Zero => &[],
            From::Text => &ids[..config.position.unwrap_or(ids.len())],
        };
        let (start, base, score) = beginning(&config, model, prefix)?;
        let candidates = if config.ngrams == 1 { words(&config, model, memory)? } else { runs(&config, memory)? };
        Ok(Self { config, start, base, score, candidates, read: Vec::new() })
    }

    /// Reads on while `more` says so. Progress counts words; for runs first the training positions in which they are
    /// looked for (the total is a guess until then), then the runs.
    pub fn advance(&mut self, model: &Model, memory: Memory<'_>, more: More<'_>) -> Progress {
        while !self.progress().finished {
            self.read_on(model, memory);
            if !more() {
                break;
            }
        }
        self.progress()
    }

    /// The ranking of what has been read so far.
    pub fn snapshot(&self, memory: Memory<'_>, vocabulary: &Vocabulary) -> Ranking {
        let Config { from, target, minimum_count, ngrams, .. } = self.config;
        let list = |order: fn(f32, f32) -> Ordering| {
            let by_score = |&a: &usize, &b: &usize| {
                let ties = || self.ids(a, memory).cmp(self.ids(b, memory));
                order(self.read[a].0, self.read[b].0).then_with(ties)
            };
            let best = first_by(0..self.read.len(), self.config.top, by_score);
            best.into_iter().map(|at| self.ranked(at, memory, vocabulary)).collect()
        };
        Ranking {
            method: METHOD,
            from,
            target,
            items: list(|a, b| b.total_cmp(&a)),
            lowest: list(|a, b| a.total_cmp(&b)),
            words: self.read.len(),
            passes: self.read.len() * ngrams,
            seconds: None,
            minimum_count,
            base: self.base,
            base_probability: self.score.probability,
        }
    }

    /// How far it has come; see [`CorpusSearch::advance`].
    pub fn progress(&self) -> Progress {
        let read = self.read.len() as u64;
        let (done, total) = match &self.candidates {
            Candidates::Words(ids) => (read, ids.len() as u64),
            Candidates::Runs(positions, runs) if !runs.is_counted() => (runs.positions(), 2 * positions),
            Candidates::Runs(positions, runs) => (positions + read, positions + runs.list().len() as u64),
        };
        Progress { done, total, finished: done == total }
    }

    /// The tokens of a candidate.
    fn ids<'a>(&'a self, at: usize, memory: Memory<'a>) -> &'a [u32] {
        match &self.candidates {
            Candidates::Words(ids) => &ids[at..=at],
            Candidates::Runs(_, runs) => runs.ids(runs.list()[at], memory.reviews),
        }
    }

    /// One unit of work.
    fn read_on(&mut self, model: &Model, memory: Memory<'_>) {
        let (minimum_count, store) = (self.config.minimum_count, memory.reviews);
        let total = match &mut self.candidates {
            Candidates::Words(ids) => ids.len(),
            Candidates::Runs(_, runs) if runs.is_counted() => runs.list().len(),
            Candidates::Runs(_, runs) => {
                runs.count_on(store);
                if runs.is_counted() {
                    runs.retain(store, |run, ids| run.count >= minimum_count && ids.iter().all(|&id| id > UNKNOWN));
                }
                return;
            }
        };
        let from = self.read.len();
        let unit = from..total.min(from + (WORDS_AT_ONCE / self.config.ngrams).max(1));
        let run = |at: usize| Run { start: self.start.as_ref(), ids: self.ids(at, memory) };
        let runs: Vec<Run<'_>> = unit.map(run).collect();
        let mut values = vec![None; runs.len()];
        let scores = model.run_with_gates(&runs, &mut |run, step, states| {
            if step + 1 == runs[run].ids.len() {
                values[run] = self.config.target.of_step(model.config(), states);
            }
        });
        let read = values.iter().zip(scores).map(|(value, score)| (value.unwrap_or(score.logit), score.probability));
        self.read.extend(read.collect::<Vec<_>>());
    }

    fn ranked(&self, at: usize, memory: Memory<'_>, vocabulary: &Vocabulary) -> RankedWord {
        let ids = self.ids(at, memory);
        let tokens: Vec<String> = ids.iter().map(|&id| vocabulary.token(id).to_owned()).collect();
        let (count, id) = match &self.candidates {
            Candidates::Words(_) => (memory.index.map(|index| index.count(ids[0])), Some(ids[0])),
            Candidates::Runs(_, runs) => (Some(runs.list()[at].count), None),
        };
        let (score, probability) = self.read[at];
        RankedWord { token: tokens.join(" "), tokens: id.is_none().then_some(tokens), id, score, count, probability }
    }
}

impl Method for CorpusSearch {
    const NAME: &'static str = METHOD;
    const ABOUT: About = About { uses: &[Need::Index, Need::Texts], ..About::of(Question::Looking) };
    type Config = Config;
    type Answer = Ranking;

    fn needs(config: &Config) -> &'static [Need] {
        let counts = config.minimum_count > 0;
        match (config.from, config.ngrams) {
            (From::Text, 1) if counts => &[Need::StateAfterEachWord, Need::Index],
            (From::Text, 1) => &[Need::StateAfterEachWord],
            (From::Text, _) => &[Need::StateAfterEachWord, Need::Texts],
            (From::Zero, 1) if counts => &[Need::Index],
            (From::Zero, 1) => &[],
            (From::Zero, _) => &[Need::Texts],
        }
    }

    fn start(config: Config, ask: &Ask<'_>) -> Result<Self, ExplainError> {
        Self::start(config, ask.model, ask.memory, ask.ids)
    }

    fn advance(&mut self, ask: &Ask<'_>, more: More<'_>) -> Result<Progress, ExplainError> {
        Ok(self.advance(ask.model, ask.memory, more))
    }

    fn snapshot(&self, ask: &Ask<'_>) -> Ranking {
        let seconds = Some(ask.seconds).filter(|&seconds| seconds > 0.0);
        Ranking { seconds, ..self.snapshot(ask.memory, ask.vocabulary) }
    }
}

fn check(config: &Config, model: &Model, tokens: usize) -> Result<(), ExplainError> {
    config.check()?;
    config.target.check(model.config())?;
    match config.position {
        Some(position) if config.from == From::Text && position > tokens => {
            Err(ExplainError::Position { tokens, found: position })
        }
        _ => Ok(()),
    }
}

/// The state that the words are read from, and the target's value there.
/// The state that the words are read from, the target's value there, and what the network says there.
fn beginning(
    config: &Config,
    model: &Model,
    prefix: &[u32],
) -> Result<(Option<State>, Option<f32>, Score), ExplainError> {
    let mut value = None;
    let mut visit = |_: usize, _: usize, states: StepStates<'_>| value = config.target.of_step(model.config(), states);
    model.run_with_gates(&[Run::from(prefix)], &mut visit);
    let is_logit = config.target == UnitTarget::Logit;
    match model.state_after(prefix) {
        Some(state) => {
            let zeros = config.target.is_state() && prefix.is_empty();
            let score = model.score_of_state(&state);
            Ok((Some(state), value.or(is_logit.then_some(score.logit)).or(zeros.then_some(0.0)), score))
        }
        None if config.from == From::Text => Err(ModelError::Bidirectional { what: METHOD }.into()),
        None => {
            let score = model.scores_from(&[Run::from(&[][..])]).first().copied().unwrap_or(Score::EVEN);
            Ok((None, Some(if is_logit { score.logit } else { 0.0 }), score))
        }
    }
}

fn words(config: &Config, model: &Model, memory: Memory<'_>) -> Result<Candidates, ExplainError> {
    let ids = UNKNOWN + 1..model.config().vocabulary as u32;
    if config.minimum_count == 0 {
        return Ok(Candidates::Words(ids.collect()));
    }
    let index = memory.index.ok_or(ExplainError::NoIndex { method: METHOD })?;
    Ok(Candidates::Words(ids.filter(|&id| index.count(id) >= config.minimum_count).collect()))
}

fn runs(config: &Config, memory: Memory<'_>) -> Result<Candidates, ExplainError> {
    let store = memory.reviews;
    let positions: u64 = store.train().map(|slot| store.at(slot).ids.len() as u64).sum();
    if positions == 0 {
        return Err(ExplainError::NoTexts { method: METHOD });
    }
    Ok(Candidates::Runs(positions, NGrams::new(config.ngrams, store)))
}
