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

use super::{fixed::FixedCell, gates::GATE_BLOCKS};
use crate::{
    kernel::{Packed, accumulate, gru_update, lstm_update},
    model::{CellKind, DirectionWeights},
};

/// Rows that are projected together: their inputs stay in the first-level cache while the weights pass by, panel by panel.
const PROJECTED_TOGETHER: usize = 64;

/// One direction of one layer, ready to run.
#[derive(Debug, Clone)]
pub struct Cell {
    kind: CellKind,
    pub(super) hidden: usize,
    /// inputs → gate row.
    input: Packed,
    /// \[4 · hidden\]: what a gate row starts from.
    bias: Vec<f32>,
    /// hidden → the part of a gate row that begins at `recurrent_offset`.
    recurrent: Packed,
    recurrent_offset: usize,
    /// For many rows at once, if the weights allow it.
    fixed: Option<FixedCell>,
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

    /// Whether rows are run in fixed point.
    pub(in crate::model) fn is_fixed(&self) -> bool {
        self.fixed.is_some()
    }

    /// What runs rows in fixed point, if they are.
    pub(super) fn fixed(&self) -> Option<&FixedCell> {
        self.fixed.as_ref()
    }

    /// Runs rows in f32 from now on.
    pub(in crate::model) fn run_in_float(&mut self) {
        self.fixed = None;
    }

    /// Length of a gate row as rows read it.
    pub(super) fn rows_width(&self) -> usize {
        self.fixed.as_ref().map_or(self.width(), |fixed| fixed.recurrent.width())
    }

    /// Appends gate rows \[rows, rows_width\] with bias and input part of inputs \[rows, inputs\].
    pub(super) fn project_rows(&self, inputs: &[f32], table: &mut Vec<f32>) {
        let (packed, bias) = self.fixed.as_ref().map_or((&self.input, &self.bias), |fixed| (&fixed.input, &fixed.bias));
        for inputs in inputs.chunks(PROJECTED_TOGETHER * packed.inputs()) {
            let first = table.len();
            (0..inputs.len() / packed.inputs()).for_each(|_| table.extend_from_slice(bias));
            accumulate(inputs, packed, &mut table[first..], bias.len(), 0);
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
