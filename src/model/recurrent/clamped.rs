//! A run in which some numbers inside the network are held fast.

use super::{
    gates::{RecordPart, gru, lstm},
    state::{LayerState, State},
};
use crate::{
    kernel::tanh,
    model::{CellKind, Directions, Model, ModelError},
    trace::Score,
};

/// One number that is held.
#[derive(Debug, Clone, PartialEq)]
pub struct Clamp {
    /// Of which layer, from the embedding upwards.
    pub layer: usize,
    /// Gate, cell or hidden state.
    pub part: RecordPart,
    /// Of which unit.
    pub unit: usize,
    /// What it is held at.
    pub value: f32,
    /// During which steps.
    pub steps: std::ops::Range<usize>,
}

impl Model {
    /// The score after each token of a run in which each clamped number is replaced as soon as it is computed, so that
    /// everything that depends on it follows: a held gate changes the state of its step, a held state what is read out
    /// and all later steps. Cost: one pass. Units and layers must be there; refuses a bidirectional network.
    pub fn run_clamped(&self, ids: &[u32], clamps: &[Clamp]) -> Result<Vec<Score>, ModelError> {
        let config = self.config();
        if config.directions == Directions::Bidirectional {
            return Err(ModelError::Bidirectional { what: "holding a unit while it reads" });
        }
        let mut state = State::zero(config);
        let read = |(step, &id): (usize, &u32)| {
            let held: Vec<&Clamp> = clamps.iter().filter(|clamp| clamp.steps.contains(&step)).collect();
            self.read_clamped(&mut state, id, &held);
            self.score_of_state(&state)
        };
        Ok(ids.iter().enumerate().map(read).collect())
    }

    fn read_clamped(&self, state: &mut State, id: u32, clamps: &[&Clamp]) {
        for (layer, cells) in self.cells.iter().enumerate() {
            let cell = &cells[0];
            let (below, at) = state.layers.split_at_mut(layer);
            let input = below.last().map_or(self.embedding_of(id), |layer| &layer.hidden);
            let mut gates = vec![0.0; cell.width()];
            cell.project(input, &mut gates);
            let before = Before { candidate: gates[..cell.hidden].to_vec(), state: at[0].clone() };
            cell.step(&mut gates, &mut at[0].cell, &mut at[0].hidden);
            let here: Vec<&Clamp> = clamps.iter().filter(|clamp| clamp.layer == layer).copied().collect();
            here.iter().for_each(|clamp| hold(self.config().cell, clamp.unit, &here, &gates, &before, &mut at[0]));
        }
        state.pool(self.config().readout);
    }
}

/// Makes one unit's new state again with what is held of it.
fn hold(kind: CellKind, unit: usize, clamps: &[&Clamp], gates: &[f32], before: &Before, now: &mut LayerState) {
    let n = now.hidden.len();
    let held = |part| clamps.iter().rev().find(|c| c.unit == unit && c.part == part).map(|c| c.value);
    let gate = |block: usize| held(RecordPart::Gate(block)).unwrap_or(gates[block * n + unit]);
    let hidden = match kind {
        CellKind::Lstm => {
            let written = gate(lstm::FORGET) * before.state.cell[unit] + gate(lstm::INPUT) * gate(lstm::CANDIDATE);
            now.cell[unit] = held(RecordPart::Cell).unwrap_or(written);
            gate(lstm::OUTPUT) * tanh(now.cell[unit])
        }
        CellKind::Gru => {
            let candidate = tanh(before.candidate[unit] + gate(gru::RESET) * gate(gru::RECURRENT));
            let candidate = held(RecordPart::Gate(gru::CANDIDATE)).unwrap_or(candidate);
            (1.0 - gate(gru::UPDATE)) * candidate + gate(gru::UPDATE) * before.state.hidden[unit]
        }
    };
    now.hidden[unit] = held(RecordPart::Hidden).unwrap_or(hidden);
}

/// What a step starts from, as far as a held unit needs it again.
struct Before {
    /// A GRU's candidate before the step: its input part \[hidden\].
    candidate: Vec<f32>,
    state: LayerState,
}
