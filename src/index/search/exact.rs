//! The nearest of all training positions, for certain.
//!
//! 1. If nothing has been kept yet, some reviews are read to learn how states are best kept ([`StateStore`]).
//! 2. Every kept position is compared by the bound of its distance: a scan of memory.
//! 3. The reviews that are not kept are read from beginning to end, and are kept.
//! 4. The kept reviews are read again in the order of their bounds, until the bound of the next one is above the
//!    distance of the last review of the answer: no other can belong to it. Of each only what leads to a position that
//!    can be that near, by its own bound, is read.
//!
//! The answer has the bits of one that reads everything: a position that has not been read is farther than the last
//! review of the answer, whatever the order of reading. Cost: one pass the first time, a scan and some hundred reviews
//! later on.

use std::collections::HashSet;

use super::{
    moments::Moments,
    query::{Best, Metric, Near, PROPOSED, nearest},
    rereading::Rereading,
    states::{Keep, StateQuery, StateStore},
};
use crate::{
    index::{Memory, ReviewStore},
    kernel::{first, ranked},
    model::{Model, ModelError},
};

/// Reviews that show how states are best kept: 20,000 positions. Twice as many gave no better bounds.
const SAMPLE: usize = 64;
/// Kept positions that are compared in one unit of work: a millisecond.
const POSITIONS_AT_ONCE: usize = 1 << 16;

/// What reading reviews has found: the nearest position of each.
#[derive(Debug, Clone)]
pub struct Compared {
    metric: Metric,
    query: Vec<f32>,
    /// By slot.
    best: Vec<Best>,
    /// By slot: what the network says of each review that has been compared.
    probabilities: Vec<Option<f32>>,
}

impl Compared {
    /// Nothing has been compared with the state `query` yet.
    pub fn new(store: &ReviewStore, query: Vec<f32>, metric: Metric) -> Self {
        let (best, probabilities) = (vec![Best::default(); store.len()], vec![None; store.len()]);
        Self { metric, query, best, probabilities }
    }

    /// Compares a state \[features\]; nothing depends on the order.
    pub fn offer(&mut self, slot: usize, position: usize, state: &[f32]) {
        self.best[slot].offer(self.metric.distance(state, &self.query), position as u32);
    }

    /// The review has been compared, and the network says this of the whole of it.
    pub fn end(&mut self, slot: usize, probability: f32) {
        self.probabilities[slot] = Some(probability);
    }

    /// The nearest position of each of the `top` nearest reviews that have been compared, and what the network says
    /// of those reviews.
    pub fn nearest(&self, store: &ReviewStore, top: usize) -> Vec<(Near, f32)> {
        let ended = store.train().filter(|&slot| self.probabilities.get(slot).is_some_and(Option::is_some));
        let near = nearest(ended.filter_map(|slot| self.best[slot].near(store.at(slot).row)), top);
        near.into_iter().filter_map(|near| Some((near, self.probabilities[store.slot(near.row)?]?))).collect()
    }

    /// The distance of the `top`-th nearest review, as far as they have been compared: that of the answer is no
    /// larger.
    fn distance(&self, top: usize) -> f32 {
        let distances: Vec<f32> = self.best.iter().filter_map(|best| Some(best.near(0)?.distance)).collect();
        match top.checked_sub(1) {
            None => f32::NEG_INFINITY,
            Some(last) if last < distances.len() => {
                let nearest = first(distances.len(), top, &|a, b| distances[a].total_cmp(&distances[b]));
                distances[nearest[last]]
            }
            Some(_) => f32::INFINITY,
        }
    }
}

/// A search that is on its way.
#[derive(Debug, Clone)]
pub struct ExactSearch {
    top: usize,
    keep: Keep,
    compared: Compared,
    phase: Phase,
    /// Positions in all, and how many of them have been compared, be it by their bounds.
    positions: u64,
    done: u64,
    /// What the index proposes, which is all there is to show until a review has been compared.
    proposed: Vec<Near>,
    /// Slots to be read from beginning to end, those first that the index proposes.
    unread: Vec<usize>,
    /// The kept ones by their bounds, and how many of them have been read again.
    bounds: Vec<(f32, usize)>,
    again: usize,
    remembered: u64,
}

#[derive(Debug, Clone)]
enum Phase {
    Begin,
    /// Reads the sample; its states \[n, features\].
    Learn(Rereading, Moments, Vec<f32>),
    /// The kept slots, and how many of them have been compared.
    Scan(Vec<usize>, usize, Option<StateQuery>),
    Read(Rereading, Option<StateQuery>),
    Again(Rereading, Option<StateQuery>),
    End,
}

impl ExactSearch {
    /// Prepares to compare a state \[features\] with every training position in a store.
    pub fn new(store: &ReviewStore, query: Vec<f32>, metric: Metric, top: usize, keep: Keep) -> Self {
        Self {
            top,
            keep,
            compared: Compared::new(store, query, metric),
            phase: Phase::Begin,
            positions: store.train().map(|slot| store.at(slot).ids.len() as u64).sum(),
            done: 0,
            proposed: Vec::new(),
            unread: Vec::new(),
            bounds: Vec::new(),
            again: 0,
            remembered: 0,
        }
    }

    /// Whether the answer is found.
    pub fn is_finished(&self) -> bool {
        matches!(self.phase, Phase::End)
    }

    /// Positions compared and positions in all; those read again count on both sides.
    pub fn progress(&self) -> (u64, u64) {
        let (done, total) = match &self.phase {
            Phase::Again(rereading, _) => (rereading.done(), rereading.total()),
            _ => (0, 0),
        };
        (self.done + done, self.positions + total)
    }

    /// How many positions have been compared.
    pub fn compared(&self) -> u64 {
        self.done
    }

    /// How many of them were known from an earlier search.
    pub fn remembered(&self) -> u64 {
        self.remembered
    }

    /// How many of the reviews that were known have been read again.
    pub fn reread(&self) -> usize {
        self.again
    }

    /// The nearest segments of the index, before anything has been compared.
    pub fn proposed(&self) -> &[Near] {
        &self.proposed
    }

    /// What has been found so far.
    pub fn found(&self) -> &Compared {
        &self.compared
    }

    /// One unit of work.
    pub fn advance(&mut self, model: &Model, memory: Memory<'_>, states: &mut StateStore) -> Result<(), ModelError> {
        match std::mem::replace(&mut self.phase, Phase::End) {
            Phase::Begin => self.phase = self.begin(model, memory, states),
            Phase::Learn(rereading, moments, known) => {
                self.learn(model, memory, states, (rereading, moments, known))?
            }
            Phase::Scan(slots, next, query) => self.scan(memory.reviews, states, slots, next, query),
            Phase::Read(rereading, query) => self.read(model, memory.reviews, states, rereading, query)?,
            Phase::Again(rereading, query) => self.read_again(model, memory.reviews, states, rereading, query)?,
            Phase::End => {}
        }
        Ok(())
    }

    fn begin(&mut self, model: &Model, memory: Memory<'_>, states: &StateStore) -> Phase {
        let store = memory.reviews;
        let Compared { query, metric, best, .. } = &self.compared;
        // Reviews that have come in since the search was prepared are not its business.
        let is_asked = |slot: usize| slot < best.len() && store.at(slot).split.is_train();
        let state_query = states.query(query, *metric).filter(|_| self.keep != Keep::Nothing);
        let mut kept = if state_query.is_some() { states.slots() } else { Vec::new() };
        kept.retain(|&slot| is_asked(slot));
        let mut seen: HashSet<usize> = kept.iter().copied().collect();
        // The longest first: the last rows of the batch then end together.
        let slots: Vec<usize> = store.train().filter(|&slot| is_asked(slot)).collect();
        let tokens = |at: usize| store.at(slots[at]).ids.len();
        let longest = ranked(slots.len(), &|a, b| tokens(b).cmp(&tokens(a)));
        let slots: Vec<usize> = longest.into_iter().map(|at| slots[at]).collect();
        // Where everything is kept there is nothing to propose.
        let index = memory.index.filter(|_| slots.len() > kept.len());
        self.proposed = index.map(|index| index.nearest(query, *metric, PROPOSED.max(self.top))).unwrap_or_default();
        let proposed = self.proposed.iter().filter_map(|near| store.slot(near.row)).filter(|&slot| is_asked(slot));
        self.unread = proposed.chain(slots).filter(|&slot| seen.insert(slot)).collect();
        self.proposed.truncate(self.top);
        if self.keep == Keep::Nothing || states.is_ready() {
            return Phase::Scan(kept, 0, state_query);
        }
        Phase::Learn(Rereading::new(store, sample(store)), Moments::new(model.config().features()), Vec::new())
    }

    fn learn(
        &mut self,
        model: &Model,
        memory: Memory<'_>,
        states: &mut StateStore,
        (mut rereading, mut moments, mut known): (Rereading, Moments, Vec<f32>),
    ) -> Result<(), ModelError> {
        rereading.advance(model, memory.reviews, &mut |_, _, states| {
            moments.add(states.hidden);
            known.extend_from_slice(states.hidden);
        })?;
        self.phase = if rereading.is_finished() {
            states.prepare(model.config(), &moments, &known, self.keep);
            Phase::Scan(Vec::new(), 0, None)
        } else {
            Phase::Learn(rereading, moments, known)
        };
        Ok(())
    }

    fn scan(
        &mut self,
        store: &ReviewStore,
        states: &StateStore,
        slots: Vec<usize>,
        mut next: usize,
        mut query: Option<StateQuery>,
    ) {
        let mut positions = 0;
        while positions < POSITIONS_AT_ONCE && next < slots.len() {
            let slot = slots[next];
            // A review without positions is not near to anything.
            let bound = query.as_mut().and_then(|query| states.bound(slot, query));
            self.bounds.extend(bound.map(|bound| (bound, slot)));
            positions += store.at(slot).ids.len();
            next += 1;
        }
        self.done += positions as u64;
        self.remembered += positions as u64;
        self.phase = if next < slots.len() {
            Phase::Scan(slots, next, query)
        } else {
            let bounds = &self.bounds;
            let order =
                ranked(bounds.len(), &|a, b| bounds[a].0.total_cmp(&bounds[b].0).then(bounds[a].1.cmp(&bounds[b].1)));
            self.bounds = order.into_iter().map(|at| bounds[at]).collect();
            Phase::Read(Rereading::new(store, std::mem::take(&mut self.unread)), query)
        };
    }

    fn read(
        &mut self,
        model: &Model,
        store: &ReviewStore,
        states: &mut StateStore,
        mut rereading: Rereading,
        query: Option<StateQuery>,
    ) -> Result<(), ModelError> {
        let (compared, keeps, before) = (&mut self.compared, self.keep != Keep::Nothing, rereading.done());
        let ended = rereading.advance(model, store, &mut |slot, position, step| {
            compared.offer(slot, position, step.hidden);
            if keeps {
                states.keep(slot, store.at(slot).ids.len(), position, step);
            }
        })?;
        for review in ended {
            self.compared.end(review.slot, review.score.probability);
            if keeps {
                states.end(review.slot, review.score.probability);
            }
        }
        states.settle();
        self.done += rereading.done() - before;
        self.phase = if rereading.is_finished() {
            Phase::Again(Rereading::new(store, Vec::new()), query)
        } else {
            Phase::Read(rereading, query)
        };
        Ok(())
    }

    fn read_again(
        &mut self,
        model: &Model,
        store: &ReviewStore,
        states: &StateStore,
        mut rereading: Rereading,
        query: Option<StateQuery>,
    ) -> Result<(), ModelError> {
        let Some(mut query) = query else { return Ok(()) };
        let farthest = self.compared.distance(self.top);
        rereading.shorten(|slot, positions| states.end_of(slot, &mut query, farthest, positions));
        while rereading.has_room()
            && let Some(&(bound, slot)) = self.bounds.get(self.again)
            && bound <= farthest
        {
            let stretches = states.stretches(model, slot, &mut query, farthest);
            stretches.into_iter().for_each(|stretch| rereading.push(stretch));
            self.again += 1;
        }
        if rereading.is_finished() {
            return Ok(());
        }
        let compared = &mut self.compared;
        let ended = rereading.advance(model, store, &mut |slot, position, step| {
            compared.offer(slot, position, step.hidden);
        })?;
        for review in ended {
            if let Some(probability) = states.probability(review.slot) {
                self.compared.end(review.slot, probability);
            }
        }
        self.phase = Phase::Again(rereading, Some(query));
        Ok(())
    }
}

/// Some training reviews, evenly spread over the rows.
fn sample(store: &ReviewStore) -> Vec<usize> {
    let train: Vec<usize> = store.train().collect();
    let many = train.len().min(SAMPLE);
    (0..many).map(|at| train[at * train.len() / many]).collect()
}
