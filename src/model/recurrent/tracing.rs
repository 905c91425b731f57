//! One run with everything kept.

use super::{
    cell::Cell,
    gates::GATE_BLOCKS,
    state::{State, pool},
};
use crate::{
    model::{CellKind, Config, Directions, Model, Readout},
    trace::{DirectionTrace, LayerTrace, Score, Trace},
};

/// Runs the network over a text and keeps gates, states and the score after every token. `earlier` is the trace of
/// another text; what it shares with this one from the beginning is not run again.
pub(in crate::model) fn trace(model: &Model, earlier: Option<Trace>, ids: &[u32]) -> Trace {
    let config = model.config();
    let (layers, logits) = match config.directions {
        Directions::Unidirectional => {
            let earlier = earlier.map(|trace| (trace.layers, trace.logits, shared(&trace.ids, ids)));
            unidirectional(model, earlier.unwrap_or_else(|| nothing(model)), ids)
        }
        Directions::Bidirectional => {
            let prefixes = 0..=ids.len();
            let logits = prefixes.flat_map(|end| logits(model, &both_ways(model, &ids[..end]))).collect();
            (both_ways(model, ids), logits)
        }
    };
    let mut running = model.scores_along(&logits);
    let zero = running.remove(0);
    Trace { ids: ids.to_vec(), hidden: config.hidden, layers, logits, zero, running }
}

impl Model {
    /// What the output layer says after a text, \[numbers\]. Cost: one pass.
    pub fn logits_after(&self, ids: &[u32]) -> Vec<f32> {
        if self.config().directions == Directions::Bidirectional {
            return logits(self, &both_ways(self, ids));
        }
        let mut state = State::zero(self.config());
        ids.iter().for_each(|&id| self.advance(&mut state, id, &mut |_, _| {}));
        self.logits(&state.features(self.config().readout))
    }

    /// The scores of the class from what the output layer said again and again, \[times, numbers\]: so the trace of a
    /// text is read for another class.
    pub fn scores_along(&self, logits: &[f32]) -> Vec<Score> {
        logits.chunks_exact(self.head().numbers()).map(|logits| self.head().score(logits)).collect()
    }
}

/// How many ids two texts begin with in common.
fn shared(a: &[u32], b: &[u32]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

/// What an earlier run left behind in its layers and said, and how many of its steps count.
type Earlier = (Vec<LayerTrace>, Vec<f32>, usize);

fn nothing(model: &Model) -> Earlier {
    let config = model.config();
    let layers = vec![LayerTrace { directions: vec![DirectionTrace::default()] }; config.layers];
    (layers, model.logits(&vec![0.0; config.features()]), 0)
}

fn unidirectional(model: &Model, earlier: Earlier, ids: &[u32]) -> (Vec<LayerTrace>, Vec<f32>) {
    let config = model.config();
    let (mut layers, mut logits, kept) = earlier;
    let mut state = cut(config, &mut layers, kept);
    logits.truncate((kept + 1) * model.head().numbers());
    for &id in &ids[kept..] {
        let traces = &mut layers;
        model.advance(&mut state, id, &mut |layer, gates| traces[layer].directions[0].gates.extend_from_slice(gates));
        for (trace, layer) in layers.iter_mut().zip(&state.layers) {
            let trace = &mut trace.directions[0];
            trace.hidden.extend_from_slice(&layer.hidden);
            if config.cell == CellKind::Lstm {
                trace.cell.extend_from_slice(&layer.cell);
            }
        }
        logits.extend(model.logits(&state.features(config.readout)));
    }
    (layers, logits)
}

/// Cuts traces after so many steps and gives the state there.
fn cut(config: &Config, layers: &mut [LayerTrace], steps: usize) -> State {
    let (n, mut state) = (config.hidden, State::zero(config));
    for (layer, state) in layers.iter_mut().zip(&mut state.layers) {
        let trace = &mut layer.directions[0];
        trace.gates.truncate(steps * GATE_BLOCKS * n);
        trace.hidden.truncate(steps * n);
        trace.cell.truncate(steps * n);
        let last = |values: &[f32]| values.rchunks_exact(n).next().map(<[f32]>::to_vec);
        state.hidden = last(&trace.hidden).unwrap_or_else(|| vec![0.0; n]);
        state.cell = last(&trace.cell).unwrap_or_else(|| vec![0.0; n]);
    }
    if let Some(top) = layers.last() {
        let rows = top.directions[0].hidden.chunks_exact(n).enumerate();
        rows.for_each(|(step, hidden)| pool(config.readout, step == 0, &mut state.pooled, hidden));
    }
    state.steps = steps;
    state
}

/// Layer by layer, each direction over the whole text.
pub(super) fn both_ways(model: &Model, ids: &[u32]) -> Vec<LayerTrace> {
    let config = model.config();
    let mut inputs: Vec<f32> = ids.iter().flat_map(|&id| model.embedding_of(id)).copied().collect();
    let mut layers = Vec::with_capacity(config.layers);
    for cells in model.cells.iter() {
        let run = |(direction, cell): (usize, &Cell)| one_direction(config, cell, &inputs, ids.len(), direction == 1);
        let directions: Vec<DirectionTrace> = cells.iter().enumerate().map(run).collect();
        inputs = side_by_side(&directions, config.hidden, ids.len());
        layers.push(LayerTrace { directions });
    }
    layers
}

/// One direction over inputs \[steps, inputs\]; `backwards` reads from the last step, but keeps text order.
fn one_direction(config: &Config, cell: &Cell, inputs: &[f32], steps: usize, backwards: bool) -> DirectionTrace {
    let (width, hidden_size) = (cell.width(), config.hidden);
    let mut gates = vec![0.0; steps * width];
    cell.project(inputs, &mut gates);
    let mut trace =
        DirectionTrace { gates, cell: vec![0.0; steps * hidden_size], hidden: vec![0.0; steps * hidden_size] };
    let (mut c, mut h) = (vec![0.0; hidden_size], vec![0.0; hidden_size]);
    for step in 0..steps {
        let at = if backwards { steps - 1 - step } else { step };
        cell.step(&mut trace.gates[at * width..][..width], &mut c, &mut h);
        trace.cell[at * hidden_size..][..hidden_size].copy_from_slice(&c);
        trace.hidden[at * hidden_size..][..hidden_size].copy_from_slice(&h);
    }
    if config.cell == CellKind::Gru {
        trace.cell.clear();
    }
    trace
}

/// The hidden states of all directions, \[steps, features\].
fn side_by_side(directions: &[DirectionTrace], hidden: usize, steps: usize) -> Vec<f32> {
    let step = |t: usize| directions.iter().flat_map(move |d| &d.hidden[t * hidden..][..hidden]);
    (0..steps).flat_map(step).copied().collect()
}

/// What the output layer says of a whole-text trace.
pub(super) fn logits(model: &Model, layers: &[LayerTrace]) -> Vec<f32> {
    let config = model.config();
    let Some(top) = layers.last() else { return model.logits(&vec![0.0; config.features()]) };
    let features: Vec<f32> = top.directions.iter().enumerate().flat_map(|(d, t)| features(config, t, d == 1)).collect();
    model.logits(&features)
}

fn features(config: &Config, trace: &DirectionTrace, backwards: bool) -> Vec<f32> {
    let steps = || trace.hidden.chunks_exact(config.hidden);
    let n = steps().len();
    match config.readout {
        Readout::Last => steps()
            .nth(if backwards { 0 } else { n.saturating_sub(1) })
            .map_or(vec![0.0; config.hidden], <[f32]>::to_vec),
        Readout::Mean => {
            fold(steps(), config.hidden, |sum, h| sum + h).iter().map(|sum| sum / n.max(1) as f32).collect()
        }
        Readout::Max => fold(steps(), config.hidden, |best, h| if h > best { h } else { best }),
    }
}

/// Folds the steps unit by unit; zeros when there are none.
fn fold<'a>(mut steps: impl Iterator<Item = &'a [f32]>, hidden: usize, op: impl Fn(f32, f32) -> f32) -> Vec<f32> {
    let first = steps.next().map_or(vec![0.0; hidden], <[f32]>::to_vec);
    steps.fold(first, |so_far, step| so_far.iter().zip(step).map(|(&a, &h)| op(a, h)).collect())
}
