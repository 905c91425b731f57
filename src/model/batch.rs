//! Many runs at once: texts sorted by length, so that a batch shrinks as its texts end and no padding is computed.

use std::collections::HashMap;

use super::{Directions, Model, State, cell::Cell};
use crate::trace::{DirectionTrace, Score};

/// Rows that go through the recurrence together: their gate rows fit the second-level cache.
const BATCH: usize = 64;

/// One text to run.
#[derive(Debug, Clone, Copy)]
pub struct Run<'a> {
    /// Where to go on from; None is the zero state. Ignored by bidirectional networks, which read whole texts only.
    pub start: Option<&'a State>,
    /// The ids to read.
    pub ids: &'a [u32],
}

/// The last layer's states after a step.
#[derive(Debug, Clone, Copy)]
pub struct StepStates<'a> {
    /// h \[features\].
    pub hidden: &'a [f32],
    /// c \[features\]; zeros for a GRU.
    pub cell: &'a [f32],
    /// The gate row \[4 · hidden\], laid out as in [`DirectionTrace`]; empty for a bidirectional network.
    pub gates: &'a [f32],
}

/// See [`Model::run`].
pub(super) fn run(model: &Model, runs: &[Run<'_>], visit: &mut dyn FnMut(usize, usize, StepStates<'_>)) -> Vec<Score> {
    let mut scores = vec![Score { logit: 0.0, probability: 0.0 }; runs.len()];
    if model.config().directions == Directions::Bidirectional {
        for (index, run) in runs.iter().enumerate() {
            scores[index] = both_ways(model, run.ids, &mut |step, states| visit(index, step, states));
        }
        return scores;
    }
    run_forwards(model, runs, visit, &mut |index, state| scores[index] = model.score_of_state(&state));
    scores
}

/// Runs a unidirectional network and hands each run's final state to `finish`.
pub(super) fn run_forwards(
    model: &Model,
    runs: &[Run<'_>],
    visit: &mut dyn FnMut(usize, usize, StepStates<'_>),
    finish: &mut dyn FnMut(usize, State),
) {
    let mut order: Vec<usize> = (0..runs.len()).collect();
    order.sort_by_key(|&index| std::cmp::Reverse(runs[index].ids.len()));
    for chunk in order.chunks(BATCH) {
        let mut batch = Batch::new(model, runs, chunk);
        batch.run(visit);
        batch.states().zip(chunk).for_each(|(state, &index)| finish(index, state));
    }
}

/// Runs of descending length; row r of every buffer belongs to run `order[r]`.
struct Batch<'a> {
    model: &'a Model,
    runs: &'a [Run<'a>],
    order: &'a [usize],
    /// First-layer gate rows (bias and input part) of the distinct ids, and where each id's row is.
    projected: Vec<f32>,
    row_of: HashMap<u32, usize>,
    /// Per layer \[rows, hidden\].
    hidden: Vec<Vec<f32>>,
    cell: Vec<Vec<f32>>,
    /// Read-out counters; their layers are filled at the end.
    pools: Vec<State>,
    gates: Vec<f32>,
}

impl<'a> Batch<'a> {
    fn new(model: &'a Model, runs: &'a [Run<'a>], order: &'a [usize]) -> Self {
        let config = model.config();
        let zero = State::zero(config);
        let starts: Vec<&State> = order.iter().map(|&index| runs[index].start.unwrap_or(&zero)).collect();
        let gather = |part: fn(&super::LayerState) -> &Vec<f32>| -> Vec<Vec<f32>> {
            (0..config.layers).map(|l| starts.iter().flat_map(|s| part(&s.layers[l])).copied().collect()).collect()
        };
        let (hidden, cell) = (gather(|layer| &layer.hidden), gather(|layer| &layer.cell));
        let pools = starts.iter().map(|&state| state.clone()).collect();
        let (row_of, projected) = project_distinct(model, order.iter().flat_map(|&index| runs[index].ids));
        let width = model.cells[0][0].width();
        Self { model, runs, order, projected, row_of, hidden, cell, pools, gates: vec![0.0; order.len() * width] }
    }

    fn run(&mut self, visit: &mut dyn FnMut(usize, usize, StepStates<'_>)) {
        let (n, width) = (self.model.config().hidden, self.model.cells[0][0].width());
        let longest = self.order.first().map_or(0, |&index| self.runs[index].ids.len());
        for step in 0..longest {
            let live = self.order.partition_point(|&index| self.runs[index].ids.len() > step);
            for layer in 0..self.model.cells.len() {
                self.step_layer(layer, step, live);
            }
            let top = self.hidden.len() - 1;
            for row in 0..live {
                let hidden = &self.hidden[top][row * n..][..n];
                pool(&mut self.pools[row], hidden, self.model);
                let (cell, gates) = (&self.cell[top][row * n..][..n], &self.gates[row * width..][..width]);
                visit(self.order[row], step, StepStates { hidden, cell, gates });
            }
        }
    }

    fn step_layer(&mut self, layer: usize, step: usize, live: usize) {
        let n = self.model.config().hidden;
        let cell: &Cell = &self.model.cells[layer][0];
        let width = cell.width();
        let gates = &mut self.gates[..live * width];
        if layer == 0 {
            for (row, gates) in gates.chunks_exact_mut(width).enumerate() {
                let id = self.runs[self.order[row]].ids[step];
                gates.copy_from_slice(&self.projected[self.row_of[&id] * width..][..width]);
            }
        } else {
            cell.project(&self.hidden[layer - 1][..live * n], gates);
        }
        cell.step(gates, &mut self.cell[layer][..live * n], &mut self.hidden[layer][..live * n]);
    }

    /// The final state of each run.
    fn states(self) -> impl Iterator<Item = State> {
        let n = self.model.config().hidden;
        let (hidden, cell) = (self.hidden, self.cell);
        self.pools.into_iter().enumerate().map(move |(row, mut state)| {
            for (layer, target) in state.layers.iter_mut().enumerate() {
                target.hidden.copy_from_slice(&hidden[layer][row * n..][..n]);
                target.cell.copy_from_slice(&cell[layer][row * n..][..n]);
            }
            state
        })
    }
}

/// Counts one step into a read-out without copying the state when only the last one is read.
fn pool(state: &mut State, hidden: &[f32], model: &Model) {
    let readout = model.config().readout;
    if readout == super::Readout::Last {
        state.steps += 1;
    } else if let Some(layer) = state.layers.last_mut() {
        layer.hidden.copy_from_slice(hidden);
        state.pool(readout);
    }
}

/// First-layer gate rows of every distinct id: each word is multiplied once, however often it is read.
fn project_distinct<'b>(model: &Model, ids: impl Iterator<Item = &'b u32>) -> (HashMap<u32, usize>, Vec<f32>) {
    let mut row_of = HashMap::new();
    let mut inputs = Vec::new();
    for &id in ids {
        let next = row_of.len();
        row_of.entry(id).or_insert_with(|| {
            inputs.extend_from_slice(model.embedding_of(id));
            next
        });
    }
    let cell = &model.cells[0][0];
    let mut projected = vec![0.0; row_of.len() * cell.width()];
    cell.project(&inputs, &mut projected);
    (row_of, projected)
}

fn both_ways(model: &Model, ids: &[u32], visit: &mut dyn FnMut(usize, StepStates<'_>)) -> Score {
    let n = model.config().hidden;
    let layers = super::tracing::both_ways(model, ids);
    let top: &[DirectionTrace] = layers.last().map_or(&[], |layer| &layer.directions);
    let at = |part: fn(&DirectionTrace) -> &Vec<f32>, step: usize| -> Vec<f32> {
        top.iter()
            .flat_map(|d| part(d).get(step * n..(step + 1) * n).map_or_else(|| vec![0.0; n], <[f32]>::to_vec))
            .collect()
    };
    for step in 0..ids.len() {
        visit(step, StepStates { hidden: &at(|d| &d.hidden, step), cell: &at(|d| &d.cell, step), gates: &[] });
    }
    super::tracing::score(model, &layers)
}
