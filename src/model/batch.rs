//! Many runs at once: texts sorted by length, so that a batch shrinks as its texts end and no padding is computed.

use super::{Directions, LayerState, Model, Projections, Readout, State, rows::Rows};
use crate::{
    kernel::Inputs,
    trace::{DirectionTrace, Score},
};

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
    /// The gate row \[4 · hidden\], laid out as in [`DirectionTrace`]; empty if it was not asked for, and for a
    /// bidirectional network.
    pub gates: &'a [f32],
}

/// See [`Model::run`] and [`Model::run_with_gates`].
pub(super) fn run(
    model: &Model,
    runs: &[Run<'_>],
    with_gates: bool,
    visit: &mut dyn FnMut(usize, usize, StepStates<'_>),
) -> Vec<Score> {
    let mut scores = vec![Score { logit: 0.0, probability: 0.0 }; runs.len()];
    if model.config().directions == Directions::Bidirectional {
        for (index, run) in runs.iter().enumerate() {
            scores[index] = both_ways(model, run.ids, &mut |step, states| visit(index, step, states));
        }
        return scores;
    }
    let mut finish = |index: usize, state: State| scores[index] = model.score_of_state(&state);
    run_forwards(model, &mut Projections::default(), runs, with_gates, visit, &mut finish);
    scores
}

/// Runs a unidirectional network and hands each run's final state to `finish`.
pub(super) fn run_forwards(
    model: &Model,
    projections: &mut Projections,
    runs: &[Run<'_>],
    with_gates: bool,
    visit: &mut dyn FnMut(usize, usize, StepStates<'_>),
    finish: &mut dyn FnMut(usize, State),
) {
    projections.prepare(model, runs);
    let mut order: Vec<usize> = (0..runs.len()).collect();
    order.sort_by_key(|&index| std::cmp::Reverse(runs[index].ids.len()));
    for chunk in order.chunks(BATCH) {
        let mut batch = Batch::new(model, runs, chunk, with_gates);
        let longest = chunk.first().map_or(0, |&index| runs[index].ids.len());
        (0..longest).for_each(|step| batch.step(projections, step, visit));
        (0..chunk.len()).for_each(|row| finish(chunk[row], batch.state(row)));
    }
}

/// The state before each token of a text and after the last.
pub(super) fn states_along(model: &Model, ids: &[u32]) -> Vec<State> {
    let (runs, mut projections) = ([Run::from(ids)], Projections::default());
    projections.prepare(model, &runs);
    let mut batch = Batch::new(model, &runs, &[0], false);
    let mut states = vec![batch.state(0)];
    for step in 0..ids.len() {
        batch.step(&projections, step, &mut |_, _, _| {});
        states.push(batch.state(0));
    }
    states
}

/// Runs of descending length; row r of every buffer belongs to run `order[r]`.
struct Batch<'a> {
    model: &'a Model,
    runs: &'a [Run<'a>],
    order: &'a [usize],
    /// One per layer.
    layers: Vec<Rows>,
    /// Read-out counters; their layers are filled at the end.
    pools: Vec<State>,
    /// Which projected row each row reads; reused from step to step, as are the other two.
    inputs: Vec<u32>,
    /// \[rows, 4 · hidden\], or empty if nobody needs them.
    gates: Vec<f32>,
    /// Gate rows of a layer above the first.
    table: Vec<f32>,
}

impl<'a> Batch<'a> {
    fn new(model: &'a Model, runs: &'a [Run<'a>], order: &'a [usize], with_gates: bool) -> Self {
        let zero = State::zero(model.config());
        let starts: Vec<&State> = order.iter().map(|&index| runs[index].start.unwrap_or(&zero)).collect();
        let gather = |layer: usize, part: fn(&LayerState) -> &Vec<f32>| -> Vec<f32> {
            starts.iter().flat_map(|state| part(&state.layers[layer])).copied().collect()
        };
        let rows = |(layer, cells): (usize, &Vec<super::Cell>)| {
            cells[0].rows(gather(layer, |layer| &layer.hidden), gather(layer, |layer| &layer.cell))
        };
        let layers: Vec<Rows> = model.cells.iter().enumerate().map(rows).collect();
        let needs_gates = with_gates || layers.iter().any(Rows::needs_gates);
        let gates = if needs_gates { vec![0.0; order.len() * model.cells[0][0].width()] } else { Vec::new() };
        let pools = starts.iter().map(|&state| state.clone()).collect();
        Self { model, runs, order, layers, pools, inputs: Vec::with_capacity(order.len()), gates, table: Vec::new() }
    }

    /// Step `step` of every run that is as long.
    fn step(&mut self, projections: &Projections, step: usize, visit: &mut dyn FnMut(usize, usize, StepStates<'_>)) {
        let (n, width) = (self.model.config().hidden, self.model.cells[0][0].width());
        let live = self.order.partition_point(|&index| self.runs[index].ids.len() > step);
        let ids = self.order[..live].iter().map(|&index| self.runs[index].ids[step]);
        self.inputs.clear();
        self.inputs.extend(ids.map(|id| projections.place(id)));
        let gates = if self.gates.is_empty() { &mut [][..] } else { &mut self.gates[..live * width] };
        for layer in 0..self.layers.len() {
            let (below, at) = self.layers.split_at_mut(layer);
            let cell = &self.model.cells[layer][0];
            let mut table = projections.table();
            if let Some(below) = below.last() {
                let inputs: Vec<f32> = (0..live).flat_map(|row| below.hidden(row, n)).copied().collect();
                self.table.clear();
                cell.project_rows(&inputs, &mut self.table);
                self.inputs.clear();
                self.inputs.extend(0..live as u32);
                table = &self.table;
            }
            cell.step_rows(Inputs { table, rows: &self.inputs }, &mut at[0], gates);
        }
        let Some(top) = self.layers.last() else { return };
        for row in 0..live {
            let (hidden, cell) = (top.hidden(row, n), top.cell(row, n));
            pool(&mut self.pools[row], hidden, self.model);
            let gates = self.gates.get(row * width..(row + 1) * width).unwrap_or(&[]);
            visit(self.order[row], step, StepStates { hidden, cell, gates });
        }
    }

    /// The present state of a row.
    fn state(&self, row: usize) -> State {
        let n = self.model.config().hidden;
        let mut state = self.pools[row].clone();
        for (target, rows) in state.layers.iter_mut().zip(&self.layers) {
            target.hidden.copy_from_slice(rows.hidden(row, n));
            target.cell.copy_from_slice(rows.cell(row, n));
        }
        state
    }
}

/// Counts one step into a read-out without copying the state when only the last one is read.
fn pool(state: &mut State, hidden: &[f32], model: &Model) {
    let readout = model.config().readout;
    if readout == Readout::Last {
        state.steps += 1;
    } else if let Some(layer) = state.layers.last_mut() {
        layer.hidden.copy_from_slice(hidden);
        state.pool(readout);
    }
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
