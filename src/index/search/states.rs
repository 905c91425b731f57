//! The states of training positions that a pass has computed, kept small: later questions compare with these, and
//! read only those reviews again that could be among the nearest.
//!
//! A position takes a row of bytes ([`super::grid`]: some components and the norm of the rest) and a byte for the
//! error. Every so many positions the whole state of the network stands beside them, as it was, so that reading again
//! need not begin with the review; that saves more time for its bytes than more components would. The positions of a
//! review stand together, in chunks that never move, because growing one large piece would hold it twice. What is kept of a review counts once the review has been read to its end; a pass that is stopped
//! leaves what it has, and the next goes on from there. A slot's review never changes, so that reviews which come in
//! later are merely not kept yet.
//!
//! Measured on the shipped model, every fourth training review, 16 questions: positions to be read again, median and
//! most, for all 4.8 million:
//!
//! | bytes of a row | whole states every | bytes of a position | median | most |
//! |---|---|---|---|---|
//! | 16 | never | 17 | 675,000 | 1,670,000 |
//! | 32 | never | 33 | 207,000 | 1,400,000 |
//! | 48 | never | 49 | 78,000 | 868,000 |
//! | 32 | 256 | 37 | 129,000 | 1,083,000 |
//! | 32 | 128 | 41 | 87,000 | 743,000 |
//! | 32 | 64 | 49 | 45,000 | 494,000 |

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{
    grid::{Grid, GridQuery, Scratch},
    moments::Moments,
    query::Metric,
    rereading::Stretch,
};
use crate::{
    kernel::{ranked, scan::COLUMNS},
    model::{Config, LayerState, Model, State, StepStates},
};

/// Positions of a chunk: two megabytes at 32 bytes each.
const CHUNK: usize = 1 << 16;
/// States that are rounded together: the projection is a matrix product.
const TOGETHER: usize = 64;

/// How much is kept of each training position once it has been computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Keep {
    /// Nothing: every exact answer reads everything.
    Nothing,
    /// 17 bytes, for a phone: 80 MB for 4.8 million positions.
    Little,
    /// 41 bytes: 200 MB.
    #[default]
    Much,
}

/// How many bytes are kept.
#[derive(Debug, Clone, Copy)]
struct Layout {
    /// Bytes of a row.
    columns: usize,
    /// Positions from one whole state to the next.
    interval: Option<usize>,
}

impl Keep {
    /// The bytes that so many positions of a network take, whole states included.
    pub fn bytes(self, positions: u64, config: &Config) -> u64 {
        self.layout().map_or(0, |Layout { columns, interval }| {
            let whole = interval.map_or(0, |interval| positions / interval as u64);
            positions * (columns as u64 + 1) + whole * 2 * 4 * config.features() as u64
        })
    }

    fn layout(self) -> Option<Layout> {
        match self {
            Self::Nothing => None,
            Self::Little => Some(Layout { columns: COLUMNS, interval: None }),
            Self::Much => Some(Layout { columns: 2 * COLUMNS, interval: Some(128) }),
        }
    }
}

/// The kept states. See the module's documentation.
#[derive(Debug, Clone, Default)]
pub struct StateStore {
    grid: Option<Grid>,
    /// Positions from one whole state to the next; None where none are kept.
    interval: Option<usize>,
    chunks: Vec<Chunk>,
    /// By slot.
    blocks: Vec<Option<Block>>,
    /// States \[places, features\] that wait to be rounded, and where each belongs.
    waiting: Vec<f32>,
    places: Vec<Place>,
    /// Reviews that count as soon as nothing waits: slot, probability.
    ended: Vec<(usize, f32)>,
    /// There was no memory for another chunk.
    is_full: bool,
}

#[derive(Debug, Clone)]
struct Chunk {
    /// \[positions, columns\].
    rows: Vec<i8>,
    errors: Vec<u8>,
    /// h and c \[places, 2, features\]: that before position p of a review whose first one is at a has the place
    /// a / interval + p / interval, rounded down both, which is that of no other.
    whole: Vec<f32>,
    used: usize,
}

/// A position's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    chunk: usize,
    at: usize,
}

/// Where a review's positions are.
#[derive(Debug, Clone, Copy)]
struct Block {
    first: Place,
    positions: usize,
    /// What the network says of the whole review; None until it has been read to its end.
    probability: Option<f32>,
}

/// A state to be compared with the kept ones, and room for doing it.
#[derive(Debug, Clone)]
pub struct StateQuery {
    grid_query: GridQuery,
    room: Scratch,
    bounds: Vec<f32>,
}

impl StateStore {
    /// Bytes that are taken.
    pub fn bytes(&self) -> u64 {
        let bytes = |chunk: &Chunk| chunk.rows.len() + chunk.errors.len() + 4 * chunk.whole.len();
        self.chunks.iter().map(|chunk| bytes(chunk) as u64).sum()
    }

    /// Whether it is settled how states are kept.
    pub fn is_ready(&self) -> bool {
        self.grid.is_some()
    }

    /// Settles how states are kept, from some of them \[n, features\] and their moments; the first call decides.
    pub(super) fn prepare(&mut self, config: &Config, moments: &Moments, known: &[f32], keep: Keep) {
        if let (None, Some(layout)) = (&self.grid, keep.layout()) {
            self.grid = Some(Grid::new(moments, known, config.features(), layout.columns));
            // Reading on takes the states of all layers, and a step shows those of the last one.
            self.interval = layout.interval.filter(|_| config.layers == 1);
        }
    }

    /// What the network says of the review in a slot, if all its positions are kept.
    pub fn probability(&self, slot: usize) -> Option<f32> {
        self.block(slot)?.probability
    }

    /// The slots whose positions are all kept, in the order in which they lie in memory.
    pub fn slots(&self) -> Vec<usize> {
        let slots: Vec<usize> = (0..self.blocks.len()).filter(|&slot| self.probability(slot).is_some()).collect();
        let place = |at: usize| self.block(slots[at]).map(|block| block.first);
        ranked(slots.len(), &|a, b| place(a).cmp(&place(b))).into_iter().map(|at| slots[at]).collect()
    }

    /// Keeps the states after one position of a review that has `positions` of them, if there is room.
    pub fn keep(&mut self, slot: usize, positions: usize, position: usize, states: StepStates<'_>) {
        if self.grid.is_none() || self.probability(slot).is_some() {
            return;
        }
        let Some(first) = self.place(slot, positions) else { return };
        self.waiting.extend_from_slice(states.hidden);
        self.places.push(Place { at: first.at + position, ..first });
        let next = position + 1;
        if self.interval.is_some_and(|interval| next.is_multiple_of(interval)) && next < positions {
            let chunk = first.chunk;
            let (at, features) = (self.whole_state(first, next), states.hidden.len());
            let whole = &mut self.chunks[chunk].whole[at * 2 * features..][..2 * features];
            whole[..features].copy_from_slice(states.hidden);
            whole[features..].copy_from_slice(states.cell);
        }
        if self.places.len() == TOGETHER {
            self.round();
        }
    }

    /// The review has been read to its end, and every position of it was handed to [`StateStore::keep`]; one without
    /// any is not kept, for it is near to nothing and read in no time.
    pub fn end(&mut self, slot: usize, probability: f32) {
        self.ended.push((slot, probability));
    }

    /// Rounds what waits; from then on the reviews that have ended count.
    pub fn settle(&mut self) {
        self.round();
        for (slot, probability) in self.ended.drain(..) {
            if let Some(Some(block)) = self.blocks.get_mut(slot) {
                block.probability = Some(probability);
            }
        }
    }

    /// Prepares a state to be compared; None as long as nothing is kept.
    pub fn query(&self, state: &[f32], metric: Metric) -> Option<StateQuery> {
        let grid_query = self.grid.as_ref()?.query(state, metric);
        Some(StateQuery { grid_query, room: Scratch::default(), bounds: Vec::new() })
    }

    /// What the distance of the nearest position of a kept review is at least; None if the review is not kept or has
    /// no position.
    pub fn bound(&self, slot: usize, query: &mut StateQuery) -> Option<f32> {
        least(self.bounds(slot, query)?)
    }

    /// Where reading of some positions of a kept review may end so that every one that can be as near as this is seen;
    /// at the end of the range if the review is not kept.
    pub fn end_of(&self, slot: usize, query: &mut StateQuery, distance: f32, positions: Range<usize>) -> usize {
        let Some(bounds) = self.bounds(slot, query) else { return positions.end };
        let near = bounds[positions.clone()].iter().rposition(|&bound| bound <= distance);
        near.map_or(positions.start, |last| positions.start + last + 1)
    }

    /// What must be read of a kept review to see every position that can be as near as this.
    pub fn stretches(&self, model: &Model, slot: usize, query: &mut StateQuery, distance: f32) -> Vec<Stretch> {
        let Some(block) = self.block(slot) else { return Vec::new() };
        let interval = self.interval.unwrap_or(block.positions).max(1);
        let mut stretches = Vec::new();
        for start in (0..block.positions).step_by(interval) {
            let whole = start..block.positions.min(start + interval);
            let end = self.end_of(slot, query, distance, whole);
            if end > start {
                let state = (start > 0).then(|| self.state(model, block, start));
                stretches.push(Stretch { slot, positions: start..end, state });
            }
        }
        stretches
    }

    fn block(&self, slot: usize) -> Option<Block> {
        self.blocks.get(slot).copied().flatten()
    }

    /// The place of the whole state before a position.
    fn whole_state(&self, first: Place, position: usize) -> usize {
        let interval = self.interval.unwrap_or(usize::MAX);
        first.at / interval + position / interval
    }

    /// The whole state before a position for which it is kept.
    fn state(&self, model: &Model, block: Block, position: usize) -> State {
        let (at, features) = (self.whole_state(block.first, position), model.config().features());
        let whole = &self.chunks[block.first.chunk].whole[at * 2 * features..][..2 * features];
        let (hidden, cell) = whole.split_at(features);
        let layer = LayerState { hidden: hidden.to_vec(), cell: cell.to_vec() };
        // What a read-out other than the last has pooled is not kept: nobody asks this state for a score.
        State { layers: vec![layer], steps: position, ..State::zero(model.config()) }
    }

    fn bounds<'a>(&self, slot: usize, query: &'a mut StateQuery) -> Option<&'a [f32]> {
        let (grid, block) = (self.grid.as_ref()?, self.block(slot)?);
        block.probability?;
        let chunk = self.chunks.get(block.first.chunk)?;
        let range = block.first.at..block.first.at + block.positions;
        let (rows, errors) =
            (&chunk.rows[range.start * grid.columns()..range.end * grid.columns()], &chunk.errors[range]);
        grid.lower_bounds(&query.grid_query, rows, errors, &mut query.room, &mut query.bounds);
        Some(&query.bounds)
    }

    /// The place of a review's first position; reserves it if need be, and if there is memory.
    fn place(&mut self, slot: usize, positions: usize) -> Option<Place> {
        if let Some(block) = self.block(slot) {
            return Some(block.first);
        }
        if self.is_full {
            return None;
        }
        let has_room = |chunk: &Chunk| chunk.used + positions <= chunk.errors.len();
        if !self.chunks.last().is_some_and(has_room) {
            self.grow(positions.max(CHUNK))?;
        }
        let chunk = self.chunks.len() - 1;
        let used = &mut self.chunks[chunk].used;
        let first = Place { chunk, at: *used };
        *used += positions;
        if self.blocks.len() <= slot {
            self.blocks.resize(slot + 1, None);
        }
        self.blocks[slot] = Some(Block { first, positions, probability: None });
        Some(first)
    }

    fn grow(&mut self, positions: usize) -> Option<()> {
        let grid = self.grid.as_ref()?;
        let bytes = positions * grid.columns();
        let numbers = self.interval.map_or(0, |interval| (positions / interval + 1) * 2 * grid.features());
        let (mut rows, mut errors, mut whole) = (Vec::new(), Vec::new(), Vec::new());
        self.is_full = rows.try_reserve_exact(bytes).is_err()
            || errors.try_reserve_exact(positions).is_err()
            || whole.try_reserve_exact(numbers).is_err();
        if self.is_full {
            return None;
        }
        rows.resize(bytes, 0);
        errors.resize(positions, 0);
        whole.resize(numbers, 0.0);
        self.chunks.push(Chunk { rows, errors, whole, used: 0 });
        Some(())
    }

    fn round(&mut self) {
        let Some(grid) = &self.grid else { return };
        let columns = grid.columns();
        let (mut rows, mut errors) = (vec![0; self.places.len() * columns], vec![0; self.places.len()]);
        grid.round(&self.waiting, &mut rows, &mut errors);
        for ((place, row), error) in self.places.iter().zip(rows.chunks_exact(columns)).zip(errors) {
            let chunk = &mut self.chunks[place.chunk];
            chunk.rows[place.at * columns..][..columns].copy_from_slice(row);
            chunk.errors[place.at] = error;
        }
        self.waiting.clear();
        self.places.clear();
    }
}

/// The least of some numbers, none of them NaN.
fn least(numbers: &[f32]) -> Option<f32> {
    /// As many minima side by side as let the compiler use vector registers.
    const LANES: usize = 16;
    let (lanes, rest) = numbers.as_chunks::<LANES>();
    let mut least = [f32::INFINITY; LANES];
    for lane in lanes {
        least.iter_mut().zip(lane).for_each(|(least, &number)| *least = if number < *least { number } else { *least });
    }
    least.iter().chain(rest).copied().reduce(f32::min).filter(|_| !numbers.is_empty())
}
