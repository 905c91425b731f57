//! Reading reviews again: every state of every position, recomputed a few milliseconds at a time.
//!
//! A batch is kept full: when a review ends, the next one of the queue takes its row. What is found does not depend
//! on the order of the queue, because a row's numbers do not depend on its neighbours.

use std::{collections::VecDeque, ops::Range};

use crate::{
    index::ReviewStore,
    model::{Model, ModelError, Projections, Run, State, StepStates},
    trace::Score,
};

/// Reviews that are read side by side, as many as the kernel takes in one batch.
const ROWS: usize = 64;
/// Positions of one unit of work: about ten milliseconds in a browser.
const POSITIONS_AT_ONCE: usize = 4096;

/// A review, or a part of one, that has been read to its end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Finished {
    /// The review's slot in the store.
    pub slot: usize,
    /// What the network says of it, if all of it has been read.
    pub score: Score,
}

/// A part of a review that is to be read.
#[derive(Debug, Clone)]
pub struct Stretch {
    /// The review's slot in the store.
    pub slot: usize,
    /// The positions to be read.
    pub positions: Range<usize>,
    /// The state before the first of them; None is the zero state.
    pub state: Option<State>,
}

#[derive(Debug, Clone)]
struct Row {
    slot: usize,
    /// The positions that are still to be read.
    positions: Range<usize>,
    state: State,
}

/// Reviews on their way through the network.
#[derive(Debug, Clone)]
pub struct Rereading {
    queue: VecDeque<Stretch>,
    rows: Vec<Row>,
    projections: Projections,
    done: u64,
    total: u64,
}

impl Rereading {
    /// Queues the reviews in these slots.
    pub fn new(store: &ReviewStore, slots: Vec<usize>) -> Self {
        let (queue, rows, projections) = (VecDeque::new(), Vec::new(), Projections::default());
        let mut rereading = Self { queue, rows, projections, done: 0, total: 0 };
        for slot in slots {
            rereading.push(Stretch { slot, positions: 0..store.at(slot).ids.len(), state: None });
        }
        rereading
    }

    /// Queues a part of a review.
    pub fn push(&mut self, stretch: Stretch) {
        self.total += stretch.positions.len() as u64;
        self.queue.push_back(stretch);
    }

    /// Whether something that is queued now would be read at once.
    pub fn has_room(&self) -> bool {
        self.rows.len() + self.queue.len() < ROWS
    }

    /// Lets reading end earlier where it can: `end` says of a slot and the positions that are still to be read where.
    pub fn shorten(&mut self, mut end: impl FnMut(usize, Range<usize>) -> usize) {
        for row in &mut self.rows {
            let earlier = end(row.slot, row.positions.clone()).clamp(row.positions.start, row.positions.end);
            self.total -= (row.positions.end - earlier) as u64;
            row.positions.end = earlier;
        }
    }

    /// Positions read so far.
    pub fn done(&self) -> u64 {
        self.done
    }

    /// Positions in all.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Whether every review has been read.
    pub fn is_finished(&self) -> bool {
        self.queue.is_empty() && self.rows.is_empty()
    }

    /// One unit of work. `visit` sees slot, position and states, the positions of a review in ascending order; the
    /// reviews that have ended are returned.
    pub fn advance(
        &mut self,
        model: &Model,
        store: &ReviewStore,
        visit: &mut dyn FnMut(usize, usize, StepStates<'_>),
    ) -> Result<Vec<Finished>, ModelError> {
        self.refill(model);
        let steps = (POSITIONS_AT_ONCE / self.rows.len().max(1)).max(1);
        let ahead = |row: &Row| {
            let rest = &store.at(row.slot).ids[row.positions.clone()];
            &rest[..rest.len().min(steps)]
        };
        let rows = &self.rows;
        let runs: Vec<Run<'_>> = rows.iter().map(|row| Run { start: Some(&row.state), ids: ahead(row) }).collect();
        let read: Vec<usize> = runs.iter().map(|run| run.ids.len()).collect();
        let states = model.run_on(&mut self.projections, &runs, &mut |run, step, states| {
            let row = &rows[run];
            visit(row.slot, row.positions.start + step, states);
        });
        let states = states.ok_or(ModelError::Bidirectional { what: "reading on" })?;
        for ((row, state), read) in self.rows.iter_mut().zip(states).zip(read) {
            row.state = state;
            row.positions.start += read;
            self.done += read as u64;
        }
        let ended = |row: &mut Row| row.positions.is_empty();
        let ended = self.rows.extract_if(.., ended);
        Ok(ended.map(|row| Finished { slot: row.slot, score: model.score_of_state(&row.state) }).collect())
    }

    fn refill(&mut self, model: &Model) {
        while self.rows.len() < ROWS
            && let Some(Stretch { slot, positions, state }) = self.queue.pop_front()
        {
            self.rows.push(Row { slot, positions, state: state.unwrap_or_else(|| State::zero(model.config())) });
        }
    }
}
