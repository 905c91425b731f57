//! Many runs at once: texts sorted by length, so that a batch shrinks as its texts end and no padding is computed.

use std::borrow::Cow;

use super::{
    cell::Cell,
    projections::Projections,
    rows::Rows,
    state::{LayerState, Run, State, pool},
    tracing,
};
use crate::{
    kernel::{Inputs, ranked},
    model::{Directions, Model, Readout},
    trace::{DirectionTrace, Score},
};

/// Rows that go through the recurrence together: their gate rows fit the second-level cache.
const BATCH: usize = 64;

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
    /// The layers under the last one.
    pub below: LayersBelow<'a>,
}

/// The states of the layers under the last one after a step, from the embedding upwards; none where nobody keeps them,
/// as in a bidirectional network.
#[derive(Debug, Clone, Copy, Default)]
pub struct LayersBelow<'a> {
    layers: &'a [Rows<'a>],
    row: usize,
    size: usize,
}

impl<'a> LayersBelow<'a> {
    /// h and c \[hidden\] of each layer; c is zeros for a GRU.
    pub fn states(self) -> impl Iterator<Item = (&'a [f32], &'a [f32])> {
        self.layers.iter().map(move |rows| (rows.hidden(self.row, self.size), rows.cell(self.row, self.size)))
    }
}

/// See [`Model::run`] and [`Model::run_with_gates`].
pub(in crate::model) fn run(
    model: &Model,
    projections: &mut Projections,
    runs: &[Run<'_>],
    with_gates: bool,
    visit: &mut dyn FnMut(usize, usize, StepStates<'_>),
) -> Vec<Score> {
    let mut scores = vec![Score::default(); runs.len()];
    if model.config().directions == Directions::Bidirectional {
        for (index, run) in runs.iter().enumerate() {
            scores[index] = both_ways(model, run.ids, &mut |step, states| visit(index, step, states));
        }
        return scores;
    }
    let mut finish = |index: usize, batch: &Batch<'_>, row: usize| scores[index] = batch.score(row);
    run_forwards(model, projections, runs, with_gates, visit, &mut finish);
    scores
}

impl Model {
    /// The state before each token and after the last: \[tokens + 1\]. None for a bidirectional network, whose
    /// backward half has no state that grows with the text.
    pub fn states_along(&self, ids: &[u32]) -> Option<Vec<State>> {
        (self.config().directions == Directions::Unidirectional).then(|| states_along(self, ids))
    }

    /// The scores after each token of runs, with the bits of runs that end there. Unidirectional networks only: in others
    /// what was read before changes with what follows.
    pub(in crate::model) fn running_scores(&self, runs: &[Run<'_>]) -> Vec<Vec<Score>> {
        let config = self.config();
        let start = |run: &Run<'_>| run.start.cloned().unwrap_or_else(|| State::zero(config));
        let mut states: Vec<State> = runs.iter().map(start).collect();
        let mut scores = vec![Vec::new(); runs.len()];
        self.run(runs, &mut |run, _, at| {
            states[run].follow(config.readout, at.hidden);
            scores[run].push(self.score_of_state(&states[run]));
        });
        scores
    }

    /// The state after a text; None for a bidirectional network.
    pub fn state_after(&self, ids: &[u32]) -> Option<State> {
        self.run_on(&mut Projections::default(), &[Run::from(ids)], &mut |_, _, _| {})?.pop()
    }

    /// Like [`Model::run`], but hands back where each run ended, so that reading can go on from there; `projections`
    /// saves work from one call to the next. None for a bidirectional network, which has no such state.
    pub fn run_on(
        &self,
        projections: &mut Projections,
        runs: &[Run<'_>],
        visit: &mut dyn FnMut(usize, usize, StepStates<'_>),
    ) -> Option<Vec<State>> {
        (self.config().directions == Directions::Unidirectional).then(|| run_on(self, projections, runs, visit))
    }
}

/// Runs a unidirectional network and hands back where each run ended.
fn run_on(
    model: &Model,
    projections: &mut Projections,
    runs: &[Run<'_>],
    visit: &mut dyn FnMut(usize, usize, StepStates<'_>),
) -> Vec<State> {
    let mut states = vec![State { layers: Vec::new(), pooled: Vec::new(), steps: 0 }; runs.len()];
    let mut finish = |index: usize, batch: &Batch<'_>, row: usize| states[index] = batch.state(row);
    run_forwards(model, projections, runs, false, visit, &mut finish);
    states
}

/// Runs a unidirectional network; `finish` finds each run's end in the row of a batch.
fn run_forwards(
    model: &Model,
    projections: &mut Projections,
    runs: &[Run<'_>],
    with_gates: bool,
    visit: &mut dyn FnMut(usize, usize, StepStates<'_>),
    finish: &mut dyn FnMut(usize, &Batch<'_>, usize),
) {
    projections.prepare(model, runs);
    let order = ranked(runs.len(), &|a, b| runs[b].ids.len().cmp(&runs[a].ids.len()));
    for chunk in order.chunks(BATCH) {
        let mut batch = Batch::new(model, runs, chunk, with_gates);
        let longest = chunk.first().map_or(0, |&index| runs[index].ids.len());
        (0..longest).for_each(|step| batch.step(projections, step, visit));
        (0..chunk.len()).for_each(|row| finish(chunk[row], &batch, row));
    }
}

/// The state before each token of a text and after the last.
fn states_along(model: &Model, ids: &[u32]) -> Vec<State> {
    let (runs, mut projections) = ([Run::from(ids)], Projections::default());
    projections.prepare(model, &runs);
    let mut batch = Batch::new(model, &runs, &[0], false);
    let state = |batch: &Batch<'_>, steps: usize| State { steps, ..batch.state(0) };
    let mut states = vec![state(&batch, 0)];
    for step in 0..ids.len() {
        batch.step(&projections, step, &mut |_, _, _| {});
        states.push(state(&batch, step + 1));
    }
    states
}

/// Runs of descending length; row r of every buffer belongs to run `order[r]`.
struct Batch<'a> {
    model: &'a Model,
    runs: &'a [Run<'a>],
    order: &'a [usize],
    /// One per layer.
    layers: Vec<Rows<'a>>,
    starts: Vec<Cow<'a, State>>,
    /// Sum or maximum of the last layer's hidden states \[rows, hidden\]; unused when only the last one is read.
    pooled: Vec<f32>,
    /// All runs go on from the same state.
    alike: bool,
    /// Which projected row each row reads; reused from step to step, as are the other two.
    inputs: Vec<u32>,
    /// \[rows, 4 · hidden\], or empty if nobody needs them.
    gates: Vec<f32>,
    /// Gate rows of a layer above the first.
    table: Vec<f32>,
}

impl<'a> Batch<'a> {
    fn new(model: &'a Model, runs: &'a [Run<'a>], order: &'a [usize], with_gates: bool) -> Self {
        let n = model.config().hidden;
        let start =
            |&index: &usize| runs[index].start.map_or_else(|| Cow::Owned(State::zero(model.config())), Cow::Borrowed);
        let alike = order.iter().all(|&index| same(runs[index].start, runs[order[0]].start));
        let starts: Vec<Cow<'a, State>> = order.iter().map(start).collect();
        let gather = |part: &dyn Fn(&State) -> &[f32]| {
            let mut rows = Vec::with_capacity(order.len() * n);
            starts.iter().for_each(|state| rows.extend_from_slice(part(state)));
            rows
        };
        let rows = |(layer, cells): (usize, &'a Vec<Cell>)| {
            let (hidden, cell) =
                (gather(&|state| &state.layers[layer].hidden), gather(&|state| &state.layers[layer].cell));
            Rows::new(&cells[0], hidden, cell)
        };
        let layers: Vec<Rows<'_>> = model.cells.iter().enumerate().map(rows).collect();
        let needs_gates = with_gates || layers.iter().any(Rows::needs_gates);
        let gates = if needs_gates { vec![0.0; order.len() * model.cells[0][0].width()] } else { Vec::new() };
        let pooled = if model.config().readout == Readout::Last { Vec::new() } else { gather(&|state| &state.pooled) };
        let (inputs, table) = (Vec::with_capacity(order.len()), Vec::new());
        Self { model, runs, order, layers, starts, pooled, alike, inputs, gates, table }
    }

    /// Step `step` of every run that is as long.
    fn step(&mut self, projections: &Projections, step: usize, visit: &mut dyn FnMut(usize, usize, StepStates<'_>)) {
        let (n, width) = (self.model.config().hidden, self.model.cells[0][0].width());
        let live = self.order.partition_point(|&index| self.runs[index].ids.len() > step);
        let ids = self.order[..live].iter().map(|&index| self.runs[index].ids[step]);
        self.inputs.clear();
        self.inputs.extend(ids.map(|id| projections.place(id)));
        let alike = step == 0 && self.alike;
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
            at[0].step(Inputs { table, rows: &self.inputs, alike }, gates);
        }
        let Some((top, layers)) = self.layers.split_last() else { return };
        for row in 0..live {
            let (hidden, cell) = (top.hidden(row, n), top.cell(row, n));
            if let Some(pooled) = self.pooled.get_mut(row * n..(row + 1) * n) {
                let read = self.starts[row].steps + step;
                pool(self.model.config().readout, read == 0, pooled, hidden);
            }
            let gates = self.gates.get(row * width..(row + 1) * width).unwrap_or(&[]);
            let below = LayersBelow { layers, row, size: n };
            visit(self.order[row], step, StepStates { hidden, cell, gates, below });
        }
    }

    /// What a row reads out as.
    fn score(&self, row: usize) -> Score {
        let Some(top) = self.layers.last().filter(|_| self.pooled.is_empty()) else {
            return self.model.score_of_state(&self.state(row));
        };
        self.model.score_of_features(top.hidden(row, self.model.config().hidden))
    }

    /// The state of a row at the end of its run.
    fn state(&self, row: usize) -> State {
        let n = self.model.config().hidden;
        let layer =
            |rows: &Rows<'_>| LayerState { hidden: rows.hidden(row, n).to_vec(), cell: rows.cell(row, n).to_vec() };
        let start = &self.starts[row];
        let pooled = self.pooled.get(row * n..(row + 1) * n).unwrap_or(&start.pooled).to_vec();
        let steps = start.steps + self.runs[self.order[row]].ids.len();
        State { layers: self.layers.iter().map(layer).collect(), pooled, steps }
    }
}

/// Whether two runs begin in one and the same state.
fn same(a: Option<&State>, b: Option<&State>) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => std::ptr::eq(a, b),
        _ => false,
    }
}

fn both_ways(model: &Model, ids: &[u32], visit: &mut dyn FnMut(usize, StepStates<'_>)) -> Score {
    let n = model.config().hidden;
    let layers = tracing::both_ways(model, ids);
    let top: &[DirectionTrace] = layers.last().map_or(&[], |layer| &layer.directions);
    let at = |part: fn(&DirectionTrace) -> &Vec<f32>, step: usize| -> Vec<f32> {
        top.iter()
            .flat_map(|d| part(d).get(step * n..(step + 1) * n).map_or_else(|| vec![0.0; n], <[f32]>::to_vec))
            .collect()
    };
    for step in 0..ids.len() {
        let (hidden, cell) = (at(|d| &d.hidden, step), at(|d| &d.cell, step));
        visit(step, StepStates { hidden: &hidden, cell: &cell, gates: &[], below: LayersBelow::default() });
    }
    model.head().score(&tracing::logits(model, &layers))
}
