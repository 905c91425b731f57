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
    let zero = model.score_of_features(&vec![0.0; config.features()]);
    let (layers, running) = match config.directions {
        Directions::Unidirectional => {
            let earlier = earlier.map(|trace| (trace.layers, trace.running, shared(&trace.ids, ids)));
            unidirectional(model, earlier.unwrap_or_else(|| nothing(config)), ids)
        }
        Directions::Bidirectional => {
            let prefixes = 1..=ids.len();
            let running = prefixes.map(|end| score(model, &both_ways(model, &ids[..end]))).collect();
            (both_ways(model, ids), running)
        }
    };
    Trace { ids: ids.to_vec(), hidden: config.hidden, layers, zero, running }
}

/// How many ids two texts begin with in common.
fn shared(a: &[u32], b: &[u32]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

/// What an earlier run left behind, and how many of its steps count.
type Earlier = (Vec<LayerTrace>, Vec<Score>, usize);

fn nothing(config: &Config) -> Earlier {
    (vec![LayerTrace { directions: vec![DirectionTrace::default()] }; config.layers], Vec::new(), 0)
}

fn unidirectional(model: &Model, earlier: Earlier, ids: &[u32]) -> (Vec<LayerTrace>, Vec<Score>) {
    let config = model.config();
    let (mut layers, mut running, kept) = earlier;
    let mut state = cut(config, &mut layers, kept);
    running.truncate(kept);
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
        running.push(model.score_of_state(&state));
    }
    (layers, running)
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
    for cells in &model.cells {
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

/// The score a whole-text trace reads out as.
pub(super) fn score(model: &Model, layers: &[LayerTrace]) -> Score {
    let config = model.config();
    let Some(top) = layers.last() else { return model.score_of_features(&vec![0.0; config.features()]) };
    let features: Vec<f32> = top.directions.iter().enumerate().flat_map(|(d, t)| features(config, t, d == 1)).collect();
    model.score_of_features(&features)
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
