//! Every training review searched for a pattern: those whose bits are kept by a scan of memory, the others by reading
//! them, which keeps their bits; at the end the listed ones are read again for what is shown of them.
//!
//! The answer is the same whatever was kept, and however the work was cut: [`Runs`] does not depend on the order of the
//! reviews.

use std::ops::Range;

use super::runs::{Match, Pattern, Runs, common};
use crate::{
    explain::Progress,
    index::{LAST_OF_TWO, PatternStore, Rereading, ReviewStore, SignedUnit, Stretch, Thresholds},
    kernel::ranked,
    model::{Model, ModelError, State},
};

/// Kept positions that are searched in one unit of work: a few milliseconds.
const POSITIONS_AT_ONCE: usize = 1 << 15;
/// Steps shown before a match, and from its first step on: LSTMVis's 5 and 20.
const SHOWN: (usize, usize) = (5, 20);

/// What is searched for, and how.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The selected units.
    pub units: Vec<SignedUnit>,
    /// See [`Pattern::off`].
    pub off: (bool, bool),
    /// See [`Pattern::length`].
    pub length: usize,
    /// How many candidates are enough.
    pub candidates: u64,
    /// How many runs are listed.
    pub top: usize,
    /// Whether bits are kept, and those that are kept are used.
    pub keep: bool,
}

/// Training positions.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Positions {
    /// In all.
    pub all: u64,
    /// In reviews of the last class.
    pub in_last_class: u64,
    /// Searched so far.
    pub searched: u64,
    /// Of those searched, how many were kept.
    pub remembered: u64,
}

/// What is shown of a match besides the match.
#[derive(Debug, Clone, PartialEq)]
pub struct Details {
    slot: usize,
    shown: Range<usize>,
    /// Where the read-out of the review stands.
    state: State,
    /// The probability after each step shown.
    pub running: Vec<f32>,
    /// How many selected units are on at each.
    pub active: Vec<u32>,
    /// What the network says of the whole review.
    pub probability: f32,
}

impl Details {
    /// The steps that are shown of a match in a review of so many.
    pub fn shown(found: Match, steps: usize) -> Range<usize> {
        let position = found.position as usize;
        position.saturating_sub(SHOWN.0)..steps.min(position + SHOWN.1 + 1)
    }
}

/// A search that is on its way.
#[derive(Debug, Clone)]
pub struct PatternPass {
    wanted: Wanted,
    /// By which rows are made: those of the store if they serve.
    thresholds: Thresholds,
    selected: Vec<u64>,
    runs: Runs,
    /// Training slots, the longest reviews first: the last rows of a batch then end together.
    slots: Vec<usize>,
    positions: Positions,
    phase: Phase,
    details: Vec<Details>,
}

#[derive(Debug, Clone)]
enum Phase {
    Begin,
    /// Kept slots, and how many of them have been looked at; slots that must be read.
    Scan(Vec<usize>, usize, Vec<usize>),
    /// By slot: the rows of the reviews that are being read.
    Read(Rereading, Vec<Vec<u64>>),
    Details(Rereading),
    End,
}

impl PatternPass {
    /// Prepares a search of the training reviews in a store.
    pub fn new(wanted: Wanted, store: &ReviewStore, thresholds: Thresholds) -> Self {
        let train: Vec<usize> = store.train().collect();
        let length = |at: usize| store.at(train[at]).ids.len();
        let order = ranked(train.len(), &|a, b| length(b).cmp(&length(a)));
        let slots: Vec<usize> = order.into_iter().map(|at| train[at]).collect();
        let mut positions = Positions::default();
        for review in slots.iter().map(|&slot| store.at(slot)) {
            let tokens = review.ids.len() as u64;
            positions.all += tokens;
            positions.in_last_class += if review.label == LAST_OF_TWO { tokens } else { 0 };
        }
        let (selected, runs) = prepared(&wanted, &thresholds, &thresholds);
        let (phase, details) = (Phase::Begin, Vec::new());
        Self { wanted, thresholds, selected, runs, slots, positions, phase, details }
    }

    /// What has been found so far.
    pub fn runs(&self) -> &Runs {
        &self.runs
    }

    /// The best runs so far; what is shown of them is known at the end.
    pub fn best(&self) -> Vec<(Match, Option<&Details>)> {
        let mut details = self.details.iter().filter(|_| self.is_finished());
        self.runs.best().into_iter().map(|found| (found, details.next())).collect()
    }

    /// How many positions there are, and how many have been searched.
    pub fn positions(&self) -> Positions {
        self.positions
    }

    /// Whether the answer is found.
    pub fn is_finished(&self) -> bool {
        matches!(self.phase, Phase::End)
    }

    /// Positions searched and in all; those of the listed reviews count on both sides.
    pub fn progress(&self) -> Progress {
        let (more, again) = match &self.phase {
            Phase::Read(rereading, _) => (rereading.done() + self.positions.remembered - self.positions.searched, 0),
            Phase::Details(rereading) => (rereading.done(), rereading.total()),
            _ => (0, 0),
        };
        let (done, total) = (self.positions.searched + more, self.positions.all + again);
        Progress { done, total, finished: self.is_finished() }
    }

    /// One unit of work.
    pub fn advance(
        &mut self,
        model: &Model,
        store: &ReviewStore,
        patterns: &mut PatternStore,
    ) -> Result<(), ModelError> {
        self.phase = match std::mem::replace(&mut self.phase, Phase::End) {
            Phase::Begin => self.begin(patterns),
            Phase::Scan(kept, next, unread) => self.scan(store, patterns, kept, next, unread),
            Phase::Read(rereading, rows) => self.read(model, store, patterns, rereading, rows)?,
            Phase::Details(rereading) => self.read_details(model, store, rereading)?,
            Phase::End => Phase::End,
        };
        Ok(())
    }

    fn begin(&mut self, patterns: &mut PatternStore) -> Phase {
        if !self.wanted.keep {
            return Phase::Scan(Vec::new(), 0, std::mem::take(&mut self.slots));
        }
        let read_by = patterns.prepare(self.thresholds.clone());
        (self.selected, self.runs) = prepared(&self.wanted, &self.thresholds, &read_by);
        self.thresholds = read_by;
        let mut kept = patterns.slots(&self.thresholds);
        let mut unread = std::mem::take(&mut self.slots);
        // Reviews that have come in since the search was prepared are not its business.
        let mut is_asked = vec![false; unread.iter().max().map_or(0, |last| last + 1)];
        unread.iter().for_each(|&slot| is_asked[slot] = true);
        kept.retain(|&slot| is_asked.get(slot) == Some(&true));
        unread.retain(|&slot| patterns.rows(&self.thresholds, slot).is_none());
        Phase::Scan(kept, 0, unread)
    }

    fn scan(
        &mut self,
        store: &ReviewStore,
        patterns: &PatternStore,
        kept: Vec<usize>,
        mut next: usize,
        mut unread: Vec<usize>,
    ) -> Phase {
        let mut steps = 0;
        while steps < POSITIONS_AT_ONCE && next < kept.len() {
            let slot = kept[next];
            match patterns.rows(&self.thresholds, slot) {
                Some(rows) => {
                    self.offer(store, slot, rows);
                    self.positions.remembered += store.at(slot).ids.len() as u64;
                }
                // Another search has replaced what was kept.
                None => unread.push(slot),
            }
            steps += store.at(slot).ids.len();
            next += 1;
        }
        if next < kept.len() {
            return Phase::Scan(kept, next, unread);
        }
        // One without any step is never visited.
        unread.retain(|&slot| !store.at(slot).ids.is_empty());
        Phase::Read(Rereading::new(store, unread), vec![Vec::new(); store.len()])
    }

    fn offer(&mut self, store: &ReviewStore, slot: usize, rows: &[u64]) {
        let review = store.at(slot);
        self.runs.offer(review.row, review.label == LAST_OF_TWO, rows);
        self.positions.searched += review.ids.len() as u64;
    }

    fn read(
        &mut self,
        model: &Model,
        store: &ReviewStore,
        patterns: &mut PatternStore,
        mut rereading: Rereading,
        mut rows: Vec<Vec<u64>>,
    ) -> Result<Phase, ModelError> {
        let thresholds = &self.thresholds;
        let ended = rereading.advance(model, store, &mut |slot, _, step| {
            thresholds.push_step(&step, &mut rows[slot]);
        })?;
        for review in ended {
            let rows = std::mem::take(&mut rows[review.slot]);
            self.offer(store, review.slot, &rows);
            if self.wanted.keep {
                patterns.keep(&self.thresholds, review.slot, &rows);
            }
        }
        Ok(if rereading.is_finished() { self.begin_details(model, store) } else { Phase::Read(rereading, rows) })
    }

    fn begin_details(&mut self, model: &Model, store: &ReviewStore) -> Phase {
        let mut rereading = Rereading::new(store, Vec::new());
        for found in self.runs.best() {
            let Some(slot) = store.slot(found.row) else { continue };
            let steps = store.at(slot).ids.len();
            if self.details.iter().all(|details| details.slot != slot) {
                rereading.push(Stretch { slot, positions: 0..steps, state: None });
            }
            let (shown, state) = (Details::shown(found, steps), State::zero(model.config()));
            self.details.push(Details {
                slot,
                shown,
                state,
                running: Vec::new(),
                active: Vec::new(),
                probability: 0.0,
            });
        }
        if rereading.is_finished() { Phase::End } else { Phase::Details(rereading) }
    }

    fn read_details(
        &mut self,
        model: &Model,
        store: &ReviewStore,
        mut rereading: Rereading,
    ) -> Result<Phase, ModelError> {
        let (thresholds, selected, all) = (&self.thresholds, &self.selected, &mut self.details);
        let ended = rereading.advance(model, store, &mut |slot, position, step| {
            for details in all.iter_mut().filter(|details| details.slot == slot) {
                details.state.follow(model.config().readout, step.hidden);
                if details.shown.contains(&position) {
                    let mut row = Vec::new();
                    thresholds.push_step(&step, &mut row);
                    details.active.push(common(&row, selected));
                    details.running.push(model.score_of_state(&details.state).probability);
                }
            }
        })?;
        for review in ended {
            let of_it = self.details.iter_mut().filter(|details| details.slot == review.slot);
            of_it.for_each(|details| details.probability = review.score.probability);
        }
        Ok(if rereading.is_finished() { Phase::End } else { Phase::Details(rereading) })
    }
}

/// The selected units as a row, and what they are searched with, where rows are made by `read_by`, which may have more
/// sides than are asked for.
fn prepared(wanted: &Wanted, asked: &Thresholds, read_by: &Thresholds) -> (Vec<u64>, Runs) {
    let selected = read_by.row_of(&wanted.units);
    let universe = read_by.all(asked.rule().sides);
    let pattern = Pattern { selected: selected.clone(), universe, off: wanted.off, length: wanted.length };
    (selected, Runs::new(pattern, wanted.candidates, wanted.top))
}
