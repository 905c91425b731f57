//! Activation similarity: where in training was the network in the same state? (The paper's §4.1.)
//!
//! 1. The state asked about is the last layer's hidden state after the selected tokens: in the context of everything
//!    before them, or of the selected tokens alone, as the paper did.
//! 2. *The first answer* compares it with the segments of the activation index, which are a sample. It is there at
//!    once and needs no texts. Where texts are loaded, the reviews of the nearest segments are then read again, and
//!    every position of theirs compared. The index knows how many of the truly nearest reviews either finds.
//! 3. *The exact answer*, in context, reads every training review again and compares every position. Alone, it
//!    compares the distinct training runs of as many tokens, each read from the zero state. What the first exact
//!    answer in context has computed is kept, so that the next ones only scan it and read some hundred reviews again
//!    ([`ExactSearch`]); they are no less exact.
//!
//! An answer in context lists the nearest position of each of the nearest reviews; equals stand in the order of rows.
//! Distances to segments are lower bounds; alone, the first answer still compares with states in context. An index without
//! positions names reviews only.
//! Cost: milliseconds for the first answer, a second if it reads again; for the exact one a pass over the training,
//! and less than a second once a pass has been kept.
//!
//! Fidelity: `exact` says whether every training position has been compared; for a first answer `recall` is the share of
//! the exact ten nearest reviews that such answers name, as measured when the index was built.
//!
//! Do not take likeness of states for likeness of meaning: the nearest states are those with the same verdict so far.

use serde::Serialize;

use super::{
    ExplainError, More, Progress, check_span,
    common::unit_target::From,
    method::{About, Ask, Explains, Method, Need, Question},
    settings::settings,
};
use crate::{
    index::{
        ActivationIndex, Compared, ExactSearch, Keep, MAX_NGRAM, Memory, NGrams, Rereading, ReviewStore, StateStore,
        query::{Metric, Near, PROPOSED, first_by},
    },
    model::{Model, ModelError, Run},
    text::Vocabulary,
};

/// The method's name.
const METHOD: &str = "activation-similarity";
/// Steps of one unit of work on runs of tokens: five to ten milliseconds in a browser.
const STEPS_AT_ONCE: usize = 1024;
/// Tokens shown of a passage.
const SHOWN: usize = 8;

settings! {
    /// Settings of activation similarity.
    #[derive(PartialEq, Eq)]
    pub struct Config {
        /// The selected tokens, FROM..TO without TO; none is the whole text.
        pub span: Option<(usize, usize)> = None;
        /// In the context of the text before them, or alone from the zero state.
        pub from: From = From::Text;
        /// How states are compared.
        pub metric: Metric = Metric::L2;
        /// How many passages are listed.
        pub top: usize = 10;
        /// Whether to go beyond the index and compare every training position.
        pub exact: bool = false;
        /// How much of every training state is kept for later exact answers in context; the first of them decides.
        pub keep: Keep = Keep::Much;
    }
}

/// A passage of a training review.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct SimilarPassage {
    /// The review's row in the corpus.
    pub review: u32,
    /// The token that the passage ends with; null where the index names reviews only.
    pub position: Option<usize>,
    /// Its last tokens; null if the text is not loaded.
    pub tokens: Option<Vec<String>>,
    /// The distance of the states.
    pub score: f32,
    /// The review's true class.
    pub label: u8,
    /// What the network says of the whole review.
    pub probability: f32,
    /// How often the training texts hold the tokens; only where runs of tokens are compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub count: Option<u32>,
}

/// The passages of most similar states.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Similarity {
    /// activation-similarity.
    pub method: &'static str,
    /// The selected tokens.
    pub span: (usize, usize),
    /// Where the network came from.
    pub from: From,
    /// How states were compared.
    pub metric: Metric,
    /// Every training position, or run of tokens, has been compared.
    pub exact: bool,
    /// How many states have been compared.
    pub positions: u64,
    /// How many reviews have been read again: by a first answer, whose distances are lower bounds as long as this is
    /// 0, or by an exact one because what was kept of them leaves it open whether they belong to it.
    pub reread: usize,
    /// How many of the positions were known from an earlier exact answer.
    pub remembered: u64,
    /// Bytes in which training states are kept.
    pub kept_bytes: u64,
    /// Nearest first.
    pub items: Vec<SimilarPassage>,
    /// The share of the exact ten nearest reviews that such first answers name on average; null for other answers.
    pub recall: Option<f64>,
}

/// A job that compares state after state.
#[derive(Debug, Clone)]
pub struct ActivationSimilarity {
    config: Config,
    span: (usize, usize),
    query: Vec<f32>,
    kept_bytes: u64,
    work: Work,
}

#[derive(Debug, Clone)]
enum Work {
    /// The segments of the index.
    Segments(Option<Vec<Near>>),
    /// The reviews of the nearest of them.
    Proposed(Vec<Near>, Proposed),
    /// Every position of every training review.
    Positions(Box<ExactSearch>),
    /// Every distinct run of tokens; how many positions they come from, and the distances so far.
    Runs(u64, NGrams, Vec<f32>),
}

#[derive(Debug, Clone)]
struct Proposed {
    /// How many reviews are read.
    reviews: usize,
    rereading: Rereading,
    found: Compared,
}

impl ActivationSimilarity {
    /// Prepares the job; `ids` are those of the reader's text.
    pub fn start(config: Config, model: &Model, memory: Memory<'_>, ids: &[u32]) -> Result<Self, ExplainError> {
        let span = config.span.unwrap_or((0, ids.len()));
        check_span(span, ids.len())?;
        let read = &ids[if config.from == From::Text { 0 } else { span.0 }..span.1];
        let state = model.state_after(read).ok_or(ModelError::Bidirectional { what: METHOD })?;
        let query = state.hidden().to_vec();
        let work = match (config.exact, config.from) {
            (false, _) => Work::Segments(None),
            (true, From::Text) => Work::positions(memory.reviews, &query, &config)?,
            (true, From::Zero) => Work::runs(memory, span.1 - span.0)?,
        };
        if memory.index.is_none() && !matches!(work, Work::Positions(_)) {
            return Err(ExplainError::NoIndex { method: METHOD });
        }
        Ok(Self { config, span, query, kept_bytes: 0, work })
    }

    /// Goes on while `more` says so. Progress counts states: segments, positions; or, for runs of tokens, first the
    /// training positions in which they are looked for (the total is a guess until then), then the runs. Exact answers
    /// in context use and fill `states`, which must be those of the same model and reviews.
    pub fn advance(
        &mut self,
        model: &Model,
        memory: Memory<'_>,
        states: &mut StateStore,
        more: More<'_>,
    ) -> Result<Progress, ExplainError> {
        while !self.progress(memory).finished {
            self.compare(model, memory, states)?;
            if !more() {
                break;
            }
        }
        self.kept_bytes = states.bytes();
        Ok(self.progress(memory))
    }

    /// The nearest of what has been compared so far.
    pub fn snapshot(&self, memory: Memory<'_>, vocabulary: &Vocabulary) -> Similarity {
        let Config { from, metric, top, exact, .. } = self.config;
        let progress = self.progress(memory);
        let (reread, remembered) = match &self.work {
            Work::Proposed(_, work) if progress.finished => (work.reviews, 0),
            Work::Positions(search) => (search.reread(), search.remembered()),
            _ => (0, 0),
        };
        let segments = memory.index.map_or(0, ActivationIndex::segments) as u64;
        let (positions, items) = match &self.work {
            Work::Segments(found) => (progress.done, stored_all(found.iter().flatten(), memory)),
            Work::Proposed(found, _) if reread == 0 => (progress.done, stored_all(found, memory)),
            Work::Proposed(_, work) => (progress.done, read_passages(&work.found, memory.reviews, top)),
            // Until a review has been read, the first answer is all there is.
            Work::Positions(search) => match read_passages(search.found(), memory.reviews, top) {
                none if none.is_empty() && !progress.finished => (segments, stored_all(search.proposed(), memory)),
                found => (search.compared(), found),
            },
            Work::Runs(_, runs, distances) => (distances.len() as u64, passages(runs, distances, memory, top)),
        };
        let shown = if matches!(self.work, Work::Runs(..)) { 1 } else { SHOWN }.max(self.span.1 - self.span.0);
        let recall = memory.index.and_then(|index| index.metadata().recall).filter(|_| !exact && from == From::Text);
        let found = recall.map(|recall| if metric == Metric::L2 { recall.l2 } else { recall.cosine });
        Similarity {
            method: METHOD,
            span: self.span,
            from,
            metric,
            exact: exact && progress.finished,
            positions,
            reread,
            remembered,
            kept_bytes: self.kept_bytes,
            items: items.into_iter().map(|passage| with_tokens(passage, shown, memory.reviews, vocabulary)).collect(),
            recall: found.and_then(|found| match memory.postings() {
                Some(_) => found.published,
                None => Some(if reread > 0 { found.reread } else { found.segments }),
            }),
        }
    }

    fn progress(&self, memory: Memory<'_>) -> Progress {
        let segments = memory.index.map_or(0, ActivationIndex::segments) as u64;
        let (done, total, finished) = match &self.work {
            Work::Segments(found) => (if found.is_some() { segments } else { 0 }, segments, found.is_some()),
            Work::Proposed(_, Proposed { rereading, .. }) => {
                (segments + rereading.done(), segments + rereading.total(), rereading.is_finished())
            }
            Work::Positions(search) => {
                let (done, total) = search.progress();
                (done, total, search.is_finished())
            }
            Work::Runs(positions, runs, _) if !runs.is_counted() => (runs.positions(), 2 * positions, false),
            Work::Runs(positions, runs, distances) => {
                let (done, total) = (distances.len(), runs.list().len());
                (positions + done as u64, positions + total as u64, done == total)
            }
        };
        Progress { done, total, finished }
    }

    /// One unit of work.
    fn compare(&mut self, model: &Model, memory: Memory<'_>, states: &mut StateStore) -> Result<(), ExplainError> {
        let (metric, query, store) = (self.config.metric, &self.query, memory.reviews);
        match &mut self.work {
            Work::Segments(_) => self.work = Work::first_answer(memory, query, metric, self.config.top),
            Work::Proposed(_, work) => work.read_on(model, store)?,
            Work::Positions(search) => search.advance(model, memory, states)?,
            Work::Runs(_, runs, _) if !runs.is_counted() => runs.count_on(store),
            Work::Runs(_, runs, distances) => {
                let left = &runs.list()[distances.len()..];
                let unit: Vec<&[u32]> =
                    left.iter().map(|&run| runs.ids(run, store)).take(STEPS_AT_ONCE / MAX_NGRAM).collect();
                let unit: Vec<Run<'_>> = unit.into_iter().map(Run::from).collect();
                let mut far = vec![0.0; unit.len()];
                model.run(&unit, &mut |run, _, states| far[run] = metric.distance(states.hidden, query));
                distances.extend(far);
            }
        }
        Ok(())
    }
}

impl Method for ActivationSimilarity {
    const NAME: &'static str = METHOD;
    const ABOUT: About = About { uses: &[Need::Texts], ..About::of(Question::Training).explaining(Explains::Recalled) };
    type Config = Config;
    type Answer = Similarity;

    fn needs(config: &Config) -> &'static [Need] {
        match (config.exact, config.from) {
            (false, _) => &[Need::StateAfterEachWord, Need::TwoClasses, Need::Index],
            (true, From::Text) => &[Need::StateAfterEachWord, Need::TwoClasses, Need::Texts],
            (true, From::Zero) => &[Need::StateAfterEachWord, Need::TwoClasses, Need::Index, Need::Texts],
        }
    }

    fn start(config: Config, ask: &Ask<'_>) -> Result<Self, ExplainError> {
        Self::start(config, ask.model, ask.memory, ask.ids)
    }

    fn advance(&mut self, ask: &Ask<'_>, more: More<'_>) -> Result<Progress, ExplainError> {
        self.advance(ask.model, ask.memory, &mut ask.kept.states.borrow_mut(), more)
    }

    fn snapshot(&self, ask: &Ask<'_>) -> Similarity {
        self.snapshot(ask.memory, ask.vocabulary)
    }
}

impl Work {
    /// Scans the segments, and prepares to read the reviews of the nearest again if they are there.
    fn first_answer(memory: Memory<'_>, query: &[f32], metric: Metric, top: usize) -> Self {
        let Some(index) = memory.index else { return Self::Segments(Some(Vec::new())) };
        let mut found = index.nearest(query, metric, PROPOSED.max(top));
        let proposed = slots(&found, memory.reviews);
        found.truncate(top);
        if proposed.is_empty() {
            return Self::Segments(Some(found));
        }
        Self::Proposed(
            found,
            Proposed::new(memory.reviews, proposed, Compared::new(memory.reviews, query.to_vec(), metric)),
        )
    }

    fn positions(store: &ReviewStore, query: &[f32], config: &Config) -> Result<Self, ExplainError> {
        if store.train().next().is_none() {
            return Err(ExplainError::NoTexts { method: METHOD });
        }
        let Config { metric, top, keep, .. } = *config;
        Ok(Self::Positions(Box::new(ExactSearch::new(store, query.to_vec(), metric, top, keep))))
    }

    fn runs(memory: Memory<'_>, n: usize) -> Result<Self, ExplainError> {
        let store = memory.reviews;
        if n > MAX_NGRAM {
            let expected = format!("of at most {MAX_NGRAM} tokens for the exact answer from the zero state");
            return Err(ExplainError::Setting { name: "span", expected, found: format!("{n} tokens") });
        }
        let positions: u64 = store.train().map(|slot| store.at(slot).ids.len() as u64).sum();
        if positions == 0 {
            return Err(ExplainError::NoTexts { method: METHOD });
        }
        Ok(Self::Runs(positions, NGrams::new(n, store), Vec::new()))
    }
}

/// The training reviews among these that are loaded.
fn slots(near: &[Near], store: &ReviewStore) -> Vec<usize> {
    let loaded = near.iter().filter_map(|near| store.slot(near.row));
    loaded.filter(|&slot| store.at(slot).split.is_train()).collect()
}

impl Proposed {
    fn new(store: &ReviewStore, queue: Vec<usize>, found: Compared) -> Self {
        Self { reviews: queue.len(), rereading: Rereading::new(store, queue), found }
    }

    /// One unit of work.
    fn read_on(&mut self, model: &Model, store: &ReviewStore) -> Result<(), ModelError> {
        let found = &mut self.found;
        let ended = self.rereading.advance(model, store, &mut |slot, position, states| {
            found.offer(slot, position, states.hidden);
        })?;
        ended.iter().for_each(|review| self.found.end(review.slot, review.score.probability));
        Ok(())
    }
}

/// Passages of reviews that have been read.
fn read_passages(found: &Compared, store: &ReviewStore, top: usize) -> Vec<SimilarPassage> {
    let passage = |(near, probability): (Near, f32)| Some(passage(near, store.get(near.row)?.label, probability));
    found.nearest(store, top).into_iter().filter_map(passage).collect()
}

/// The nearest runs of tokens, each where it occurs first.
fn passages(runs: &NGrams, distances: &[f32], memory: Memory<'_>, top: usize) -> Vec<SimilarPassage> {
    let order = |&a: &usize, &b: &usize| distances[a].total_cmp(&distances[b]).then(a.cmp(&b));
    let passage = |at: usize| {
        let run = runs.list()[at];
        let near = Near { row: memory.reviews.at(run.slot).row, position: run.position, distance: distances[at] };
        Some(SimilarPassage { count: Some(run.count), ..stored(near, memory)? })
    };
    first_by(0..distances.len(), top, order).into_iter().filter_map(passage).collect()
}

/// Passages of reviews that the index knows.
fn stored_all<'a>(near: impl IntoIterator<Item = &'a Near>, memory: Memory<'_>) -> Vec<SimilarPassage> {
    near.into_iter().filter_map(|&near| stored(near, memory)).collect()
}

fn stored(near: Near, memory: Memory<'_>) -> Option<SimilarPassage> {
    let index = memory.index?;
    let review = index.reviews()[index.find(near.row)?];
    let passage = passage(near, review.label, review.probability);
    Some(SimilarPassage { position: passage.position.filter(|_| index.postings().is_none()), ..passage })
}

fn passage(near: Near, label: u8, probability: f32) -> SimilarPassage {
    let Near { row, position, distance } = near;
    SimilarPassage {
        review: row,
        position: Some(position as usize),
        tokens: None,
        score: distance,
        label,
        probability,
        count: None,
    }
}

fn with_tokens(passage: SimilarPassage, shown: usize, store: &ReviewStore, vocabulary: &Vocabulary) -> SimilarPassage {
    let found = store.slot(passage.review).zip(passage.position.map(|position| position + 1));
    let tokens = found.map(|(slot, end)| store.tokens(slot, end.saturating_sub(shown)..end, vocabulary));
    SimilarPassage { tokens, ..passage }
}
