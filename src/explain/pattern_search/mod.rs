//! Pattern search: which units hold the selected words in mind, and where in training do the same units hold on
//! together? (Strobelt, Gehrmann, Pfister & Rush 2018, "LSTMVis"; its selection and its ranking.)
//!
//! 1. *Selection.* Over the span and a few steps around it (the zero brush) each unit has an on–off pattern: on where
//!    its value is at least the threshold τ. A unit is selected if the pattern is exactly 0…0 1…1 0…0, on over the whole
//!    span and off around it. Ours has two more ways than LSTMVis: the negative side (at most −τ), and all layers at
//!    once. As in LSTMVis nothing is selected where the zero brush reaches beyond the text: a step that does not exist
//!    has no pattern.
//! 2. *Search.* Over every position of every training review, runs are found at which many of the selected units are
//!    on together, and are ranked ([`runs`] has the rule). No run crosses the border of a review.
//! 3. *Details.* The best are read again for the score after each word around them.
//!
//! Values are tanh c (LSTMVis's default) or h, computed as the training texts are, in batches, so that a passage of
//! training pasted as a text finds itself.
//!
//! Cost: the first question is a pass over the training, tens of seconds in a browser. Its bits are kept
//! ([`PatternStore`]), 16 bytes a position and side for 128 units, and later questions with the same threshold and part
//! scan them. Fidelity: `positions` says how many of `training_positions` have been searched; `exact` is true once all
//! have, and nothing is sampled.
//!
//! Do not believe it when few units are selected: one unit alone is on in many places for many reasons. A threshold is
//! arbitrary, and a unit just below it is left out; that two passages share units does not say that the network decides
//! by them.

mod pass;
pub mod runs;

use serde::Serialize;

use super::{
    ExplainError, More, Progress, check_span,
    method::{About, Ask, Explains, Method, Need, Question},
    settings::{Range, Settings, settings},
};
use crate::{
    index::{Memory, Part, PatternStore, Rule, Sides, SignedUnit, Thresholds},
    model::{CellKind, Model, ModelError, State},
    text::Vocabulary,
};
use pass::{Details, PatternPass, Wanted};
use runs::{Match, select};

/// The method's name.
const METHOD: &str = "pattern-search";
/// The most candidates that are asked for, and steps of a zero brush.
const MOST_CANDIDATES: u64 = 1_000_000;
const MOST_TOP: usize = 1000;
/// Steps around the brushes over which the selected units' values are given.
const AROUND: usize = 8;

settings! {
    /// Settings of pattern search. The defaults are those of LSTMVis where it has any.
    #[derive(PartialEq)]
    pub struct Config {
        /// The selected tokens, FROM..TO without TO; none is the whole text.
        pub span: Option<(usize, usize)> = None;
        /// From where on a unit is on: above 0 and below 1.
        pub threshold: f32 = 0.3, Range::inside(0.0, 1.0);
        /// Steps before the span at which a selected unit must be off.
        pub left: usize = 1;
        /// Steps after it.
        pub right: usize = 0;
        /// tanh c or h; none is tanh c where the network has cells, else h.
        pub part: Option<Part> = None;
        /// On which sides of zero a unit can be on; LSTMVis has only `on`.
        pub sides: Sides = Sides::Both;
        /// The length that a run must have, 0 for any of at least two steps (LSTMVis's phrase_length).
        pub phrase_length: usize = 0;
        /// How many candidates are enough: 10,000 as LSTMVis's precise search, 1,000 as its fast one.
        pub candidates: u64 = 10_000, Range::between(1.0, MOST_CANDIDATES as f64);
        /// How many runs are listed.
        pub top: usize = 50, Range::between(1.0, MOST_TOP as f64);
        /// Whether to search, rather than only to say which units are selected.
        pub search: bool = true;
        /// Whether the bits of the training are kept for later questions.
        pub keep: bool = true;
    }
}

/// A selected unit and what it does around the span.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct SelectedUnit {
    /// Which.
    #[serde(flatten)]
    pub unit: SignedUnit,
    /// Its value at each step of the window: tanh c or h, with its own sign.
    pub values: Vec<f32>,
}

/// A run of steps in a training review.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct MatchedRun {
    /// The review's row in the corpus.
    pub review: u32,
    /// Its first step.
    pub position: u32,
    /// Its steps.
    pub length: u32,
    /// Selected units that are on over all of it, and off where they must be.
    pub matched: u32,
    /// These and all selected ones.
    pub union: u32,
    /// matched / union, the Jaccard index.
    pub score: f32,
    /// The review's true class.
    pub label: u8,
    /// What the network says of the whole review; null until it is known.
    pub probability: Option<f32>,
    /// The first of the tokens shown.
    pub from: u32,
    /// Tokens around the run; null if the text is not loaded.
    pub tokens: Option<Vec<String>>,
    /// The probability after each of these tokens; empty until it is known.
    pub running: Vec<f32>,
    /// How many of the selected units are on at each; empty until it is known.
    pub active: Vec<u32>,
}

/// The selected units, and where in training they are on together.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct PatternMatches {
    /// pattern-search.
    pub method: &'static str,
    /// The selected tokens.
    pub span: (usize, usize),
    /// From where on a unit is on.
    pub threshold: f32,
    /// tanh c or h.
    pub part: Part,
    /// On which sides of zero.
    pub sides: Sides,
    /// Steps before the span at which a selected unit must be off.
    pub left: usize,
    /// Steps after it.
    pub right: usize,
    /// The length that a run must have, or 0.
    pub phrase_length: usize,
    /// Whether the zero brush lies within the text; if not, nothing is selected.
    pub brush_in_text: bool,
    /// The steps of the text, FROM..TO without TO, at which the units' values are given.
    pub window: (usize, usize),
    /// By side, layer and unit.
    pub units: Vec<SelectedUnit>,
    /// Best first; empty where no unit is selected or nothing is searched.
    pub items: Vec<MatchedRun>,
    /// Runs at which all selected units are on, and off where they must be.
    pub together: u64,
    /// In how many reviews.
    pub together_reviews: u64,
    /// How many of these runs lie in reviews of the last class.
    pub together_last_class: u64,
    /// The share of all training positions that lie in reviews of the last class, to compare with.
    pub base_share: f32,
    /// Runs that were ranked, at which at least this many of the selected units are on.
    pub candidates: u64,
    /// See `candidates`.
    pub required: u32,
    /// Length, ranked runs of that length, and those of them at which all are on: LSTMVis's two histograms.
    pub lengths: Vec<(u32, u64, u64)>,
    /// Training positions that have been searched.
    pub positions: u64,
    /// Training positions in all.
    pub training_positions: u64,
    /// How many of them were known from an earlier question.
    pub remembered: u64,
    /// Every training position has been searched.
    pub exact: bool,
    /// Bytes in which bits of training positions are kept.
    pub kept_bytes: u64,
}

/// A job that searches review after review.
#[derive(Debug, Clone)]
pub struct PatternSearch {
    config: Config,
    span: (usize, usize),
    rule: Rule,
    /// Whether the zero brush lies within the text.
    has_brush: bool,
    window: (usize, usize),
    units: Vec<SelectedUnit>,
    search: Option<PatternPass>,
    kept_bytes: u64,
}

impl PatternSearch {
    /// Selects the units and prepares the search; `ids` are those of the reader's text.
    pub fn start(config: Config, model: &Model, memory: Memory<'_>, ids: &[u32]) -> Result<Self, ExplainError> {
        check(&config, model.config().cell)?;
        let span = config.span.unwrap_or((0, ids.len()));
        check_span(span, ids.len())?;
        let part = config.part.unwrap_or_else(|| Part::of(model.config()));
        let rule = Rule { part, threshold: config.threshold, sides: config.sides };
        let (from, to) = (span.0.saturating_sub(config.left), span.1.saturating_add(config.right));
        let window = (from.saturating_sub(AROUND), to.saturating_add(AROUND).min(ids.len()));
        let states = model.states_along(&ids[..window.1]);
        let states = states.ok_or(ModelError::Bidirectional { what: METHOD })?;
        let has_brush = config.left <= span.0 && to <= ids.len();
        let thresholds = Thresholds::new(rule, model.config().layers, model.config().hidden);
        // The state before the first token is nobody's step.
        let states = &states[1..];
        let selected = if has_brush { selection(&thresholds, states, span, (from, to)) } else { Vec::new() };
        let value = |state: &State, unit: SignedUnit| {
            let layer = &state.layers[unit.layer];
            part.value(if part == Part::Cell { layer.cell[unit.unit] } else { layer.hidden[unit.unit] })
        };
        let with_values = |unit: SignedUnit| {
            let values = states[window.0..].iter().map(|state| value(state, unit)).collect();
            SelectedUnit { unit, values }
        };
        let units: Vec<SelectedUnit> = thresholds.units(&selected).into_iter().map(with_values).collect();
        let mut search = None;
        if config.search && !units.is_empty() {
            if memory.reviews.train().next().is_none() {
                return Err(ExplainError::NoTexts { method: METHOD });
            }
            let Config { left, right, phrase_length, candidates, top, keep, .. } = config;
            let wanted = Wanted {
                units: units.iter().map(|unit| unit.unit).collect(),
                off: (left > 0, right > 0),
                length: phrase_length,
                candidates,
                top,
                keep,
            };
            search = Some(PatternPass::new(wanted, memory.reviews, thresholds));
        }
        Ok(Self { config, span, rule, has_brush, window, units, search, kept_bytes: 0 })
    }

    /// Searches on while `more` says so. Progress counts positions, those of the listed reviews, which are read again,
    /// on top. `patterns` is used and filled; it must be that of the same model and reviews.
    pub fn advance(
        &mut self,
        model: &Model,
        memory: Memory<'_>,
        patterns: &mut PatternStore,
        more: More<'_>,
    ) -> Result<Progress, ExplainError> {
        while let Some(search) = self.search.as_mut().filter(|search| !search.is_finished()) {
            search.advance(model, memory.reviews, patterns)?;
            if !more() {
                break;
            }
        }
        self.kept_bytes = patterns.bytes();
        Ok(self.progress())
    }

    /// How far the search has come.
    pub fn progress(&self) -> Progress {
        self.search.as_ref().map_or(Progress { done: 0, total: 0, finished: true }, PatternPass::progress)
    }

    /// The best runs so far.
    pub fn snapshot(&self, memory: Memory<'_>, vocabulary: &Vocabulary) -> PatternMatches {
        let Config { threshold, sides, left, right, phrase_length, .. } = self.config;
        let mut answer = PatternMatches {
            method: METHOD,
            span: self.span,
            threshold,
            part: self.rule.part,
            sides,
            left,
            right,
            phrase_length,
            brush_in_text: self.has_brush,
            window: self.window,
            units: self.units.clone(),
            items: Vec::new(),
            together: 0,
            together_reviews: 0,
            together_last_class: 0,
            base_share: 0.0,
            candidates: 0,
            required: 0,
            lengths: Vec::new(),
            positions: 0,
            training_positions: 0,
            remembered: 0,
            exact: false,
            kept_bytes: self.kept_bytes,
        };
        if let Some(search) = &self.search {
            answer.fill(search, memory, vocabulary);
        }
        answer
    }
}

impl Method for PatternSearch {
    const NAME: &'static str = METHOD;
    const ABOUT: About = About { uses: &[Need::Index], ..About::of(Question::Training).explaining(Explains::Recalled) };
    type Config = Config;
    type Answer = PatternMatches;

    fn needs(config: &Config) -> &'static [Need] {
        if config.search {
            &[Need::StateAfterEachWord, Need::TwoClasses, Need::Texts]
        } else {
            &[Need::StateAfterEachWord, Need::TwoClasses]
        }
    }

    fn start(config: Config, ask: &Ask<'_>) -> Result<Self, ExplainError> {
        Self::start(config, ask.model, ask.memory, ask.ids)
    }

    fn advance(&mut self, ask: &Ask<'_>, more: More<'_>) -> Result<Progress, ExplainError> {
        self.advance(ask.model, ask.memory, &mut ask.kept.patterns.borrow_mut(), more)
    }

    fn snapshot(&self, ask: &Ask<'_>) -> PatternMatches {
        self.snapshot(ask.memory, ask.vocabulary)
    }
}

impl PatternMatches {
    fn fill(&mut self, search: &PatternPass, memory: Memory<'_>, vocabulary: &Vocabulary) {
        let (runs, positions) = (search.runs(), search.positions());
        let together = runs.together();
        let (candidates, lengths) = runs.lengths();
        let strict = |length: usize| together.lengths.get(length).copied().unwrap_or(0);
        let length = |(length, &runs): (usize, &u64)| (length as u32, runs, strict(length));
        self.lengths = lengths.iter().enumerate().map(length).filter(|&(_, runs, _)| runs > 0).collect();
        self.items =
            search.best().into_iter().filter_map(|(found, more)| matched(found, more, memory, vocabulary)).collect();
        (self.together, self.together_reviews) = (together.runs, together.reviews);
        self.together_last_class = together.runs_in_last_class;
        self.base_share = positions.in_last_class as f32 / positions.all.max(1) as f32;
        (self.candidates, self.required) = (candidates, runs.required());
        (self.positions, self.training_positions) = (positions.searched, positions.all);
        (self.remembered, self.exact) = (positions.remembered, positions.searched == positions.all);
    }
}

/// A run with the words around it; `more` is known at the end.
fn matched(found: Match, more: Option<&Details>, memory: Memory<'_>, vocabulary: &Vocabulary) -> Option<MatchedRun> {
    let Match { row, position, length, matched, union } = found;
    let (store, slot) = (memory.reviews, memory.reviews.slot(row)?);
    let shown = Details::shown(found, store.at(slot).ids.len());
    let stored = || memory.index.and_then(|index| Some(index.reviews()[index.find(row)?].probability));
    Some(MatchedRun {
        review: row,
        position,
        length,
        matched,
        union,
        score: matched as f32 / union.max(1) as f32,
        label: store.at(slot).label,
        probability: more.map(|more| more.probability).or_else(stored),
        from: shown.start as u32,
        tokens: Some(store.tokens(slot, shown, vocabulary)),
        running: more.map(|more| more.running.clone()).unwrap_or_default(),
        active: more.map(|more| more.active.clone()).unwrap_or_default(),
    })
}

/// What can be wrong with the settings, whatever the text.
fn check(config: &Config, cell: CellKind) -> Result<(), ExplainError> {
    config.check()?;
    if cell == CellKind::Gru && config.part == Some(Part::Cell) {
        return Err(ExplainError::NoCell);
    }
    Ok(())
}

/// The units, a row, that are on over the span of the text and off around it.
fn selection(thresholds: &Thresholds, states: &[State], span: (usize, usize), brush: (usize, usize)) -> Vec<u64> {
    let rows = |steps: &[State]| {
        let mut rows = Vec::new();
        steps.iter().for_each(|state| thresholds.push_state(&state.layers, &mut rows));
        rows
    };
    let around = [rows(&states[brush.0..span.0]), rows(&states[span.1..brush.1])].concat();
    select(&rows(&states[span.0..span.1]), &around, thresholds.words())
}
