//! Reading reviews again: every state of every position, recomputed a few milliseconds at a time.
//!
//! A batch is kept full: when a review ends, the next one of the queue takes its row. What is found does not depend
//! on the order of the queue, because a row's numbers do not depend on its neighbours.

use super::ReviewStore;
use crate::{
    model::{Model, ModelError, Projections, Run, State, StepStates},
    trace::Score,
};

/// Reviews that are read side by side, as many as the kernel takes in one batch.
const ROWS: usize = 64;
/// Positions of one unit of work: about ten milliseconds in a browser.
const POSITIONS_AT_ONCE: usize = 4096;

/// A review that has been read to its end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Finished {
    /// The review's slot in the store.
    pub slot: usize,
    /// What the network says of it.
    pub score: Score,
}

#[derive(Debug, Clone)]
struct Row {
    slot: usize,
    position: usize,
    state: State,
}

/// Reviews on their way through the network.
#[derive(Debug, Clone)]
pub struct Rereading {
    queue: Vec<usize>,
    next: usize,
    rows: Vec<Row>,
    projections: Projections,
    done: u64,
    total: u64,
}

impl Rereading {
    /// Queues the reviews in these slots.
    pub fn new(store: &ReviewStore, queue: Vec<usize>) -> Self {
        let total = queue.iter().map(|&slot| store.at(slot).ids.len() as u64).sum();
        Self { queue, next: 0, rows: Vec::new(), projections: Projections::default(), done: 0, total }
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
        self.next == self.queue.len() && self.rows.is_empty()
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
            let rest = &store.at(row.slot).ids[row.position..];
            &rest[..rest.len().min(steps)]
        };
        let rows = &self.rows;
        let runs: Vec<Run<'_>> = rows.iter().map(|row| Run { start: Some(&row.state), ids: ahead(row) }).collect();
        let read: Vec<usize> = runs.iter().map(|run| run.ids.len()).collect();
        let states = model.run_on(&mut self.projections, &runs, &mut |run, step, states| {
            let row = &rows[run];
            visit(row.slot, row.position + step, states);
        });
        let states = states.ok_or(ModelError::Bidirectional { what: "reading on" })?;
        for ((row, state), read) in self.rows.iter_mut().zip(states).zip(read) {
            row.state = state;
            row.position += read;
            self.done += read as u64;
        }
        let ended = |row: &mut Row| row.position == store.at(row.slot).ids.len();
        let ended = self.rows.extract_if(.., ended);
        Ok(ended.map(|row| Finished { slot: row.slot, score: model.score_of_state(&row.state) }).collect())
    }

    fn refill(&mut self, model: &Model) {
        while self.rows.len() < ROWS && self.next < self.queue.len() {
            let state = State::zero(model.config());
            self.rows.push(Row { slot: self.queue[self.next], position: 0, state });
            self.next += 1;
        }
    }
}
