//! The recurrence of one direction of one layer, over slices: LSTM or GRU, for any number of rows at once.
//!
//! Equations (PyTorch's), x the input, h and c the states of the step before:
//! ```text
//! LSTM  i = σ(W_i x + U_i h + b)   f = σ(W_f x + U_f h + b)   g = tanh(W_g x + U_g h + b)   o = σ(W_o x + U_o h + b)
//!       c ← f ⊙ c + i ⊙ g          h ← o ⊙ tanh c
//! GRU   r = σ(W_r x + U_r h + b)   z = σ(W_z x + U_z h + b)   n = tanh(W_n x + b_in + r ⊙ (U_n h + b_hn))
//!       h ← (1 − z) ⊙ n + z ⊙ h
//! ```
//! A *gate row* is 4 · hidden long for both: i, f, g, o, or n, r, z, m with m = U_n h + b_hn, the part of the GRU's
//! candidate that the reset gate scales.

use super::{CellKind, rows::FixedCell, weights::DirectionWeights};
use crate::kernel::{Packed, accumulate, gru_update, lstm_update};

/// Blocks of a gate row.
pub const GATE_BLOCKS: usize = 4;

/// One direction of one layer, ready to run.
#[derive(Debug, Clone)]
pub struct Cell {
    kind: CellKind,
    pub(super) hidden: usize,
    /// inputs → gate row.
    pub(super) input: Packed,
    /// \[4 · hidden\]: what a gate row starts from.
    pub(super) bias: Vec<f32>,
    /// hidden → the part of a gate row that begins at `recurrent_offset`.
    recurrent: Packed,
    recurrent_offset: usize,
    /// For many rows at once, if the weights allow it.
    pub(super) fixed: Option<FixedCell>,
}

impl Cell {
    /// Packs the weights of a direction that reads rows of length `inputs`.
    pub fn new(kind: CellKind, hidden: usize, inputs: usize, weights: &DirectionWeights) -> Self {
        let (rows, bias) = gate_rows(kind, hidden, inputs, weights);
        let blocks = kind.blocks() * hidden;
        let fixed = FixedCell::new(kind, hidden, weights, &rows, &bias);
        Self {
            kind,
            hidden,
            input: Packed::new(&rows, GATE_BLOCKS * hidden, inputs),
            bias,
            recurrent: Packed::new(&weights.recurrent, blocks, hidden),
            recurrent_offset: (GATE_BLOCKS - kind.blocks()) * hidden,
            fixed,
        }
    }

    /// Length of a gate row.
    pub fn width(&self) -> usize {
        GATE_BLOCKS * self.hidden
    }

    /// Fills gate rows \[rows, 4 · hidden\] with bias and input part, from inputs \[rows, inputs\].
    pub fn project(&self, inputs: &[f32], gates: &mut [f32]) {
        for row in gates.chunks_exact_mut(self.width()) {
            row.copy_from_slice(&self.bias);
        }
        accumulate(inputs, &self.input, gates, self.width(), 0);
    }

    /// One step of as many rows as `hidden` holds: `gates` from [`Cell::project`] become the gates, `cell` and
    /// `hidden` \[rows, hidden\] the new states. `cell` is untouched for a GRU.
    pub fn step(&self, gates: &mut [f32], cell: &mut [f32], hidden: &mut [f32]) {
        accumulate(hidden, &self.recurrent, gates, self.width(), self.recurrent_offset);
        let rows = gates.chunks_exact_mut(self.width()).zip(hidden.chunks_exact_mut(self.hidden));
        match self.kind {
            CellKind::Lstm => {
                for ((gates, hidden), cell) in rows.zip(cell.chunks_exact_mut(self.hidden)) {
                    lstm_update(gates, cell, hidden);
                }
            }
            CellKind::Gru => rows.for_each(|(gates, hidden)| gru_update(gates, hidden)),
        }
    }
}

/// PyTorch's input weights and both biases in the order of a gate row: (\[4 · hidden, inputs\], \[4 · hidden\]).
fn gate_rows(kind: CellKind, hidden: usize, inputs: usize, weights: &DirectionWeights) -> (Vec<f32>, Vec<f32>) {
    let biases = weights.input_bias.iter().zip(&weights.recurrent_bias);
    match kind {
        CellKind::Lstm => (weights.input.clone(), biases.map(|(a, b)| a + b).collect()),
        CellKind::Gru => {
            let (reset_update, candidate) = weights.input.split_at(2 * hidden * inputs);
            let mut rows = candidate.to_vec();
            rows.extend_from_slice(reset_update);
            rows.resize(GATE_BLOCKS * hidden * inputs, 0.0);
            let mut bias = weights.input_bias[2 * hidden..].to_vec();
            bias.extend(biases.take(2 * hidden).map(|(a, b)| a + b));
            bias.extend_from_slice(&weights.recurrent_bias[2 * hidden..]);
            (rows, bias)
        }
    }
}
