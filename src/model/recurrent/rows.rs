//! Many rows of one cell side by side: in fixed point where the weights are int8, so that nothing but the states is
//! rounded, and in f32 where they are not.

use super::{
    CellKind,
    cell::{Cell, GATE_BLOCKS},
    quantization::exact_int8,
    weights::DirectionWeights,
};
use crate::kernel::{Fixed, FixedRows, Inputs, Packed, accumulate};

/// Rows that are projected together: their inputs stay in the first-level cache while the weights pass by, panel by panel.
const PROJECTED_TOGETHER: usize = 64;

/// What a cell needs for rows in fixed point; its own gate rows are in panels.
#[derive(Debug, Clone)]
pub(super) struct FixedCell {
    recurrent: Fixed,
    input: Packed,
    bias: Vec<f32>,
}

/// The states of some rows, and the space their steps need.
#[derive(Debug, Clone)]
pub(super) enum Rows {
    Float { hidden: Vec<f32>, cell: Vec<f32> },
    Fixed(FixedRows),
}

impl FixedCell {
    /// From the weights and from bias \[4 · hidden\] and input part \[4 · hidden, inputs\] of a gate row; None if the
    /// recurrent weights are not int8 with a scale a row, or too many for 32-bit sums.
    pub fn new(kind: CellKind, hidden: usize, weights: &DirectionWeights, rows: &[f32], bias: &[f32]) -> Option<Self> {
        let (values, scales) = exact_int8(&weights.recurrent, kind.blocks() * hidden)?;
        let recurrent = match kind {
            CellKind::Lstm => Fixed::lstm(&values, &scales, hidden),
            CellKind::Gru => Fixed::gru(&values, &scales, hidden),
        }?;
        let inputs = rows.len() / bias.len();
        let input = Packed::new(&recurrent.in_panels(rows, inputs), recurrent.width(), inputs);
        Some(Self { input, bias: recurrent.in_panels(bias, 1), recurrent })
    }
}

impl Cell {
    /// Whether rows are run in fixed point.
    pub(super) fn is_fixed(&self) -> bool {
        self.fixed.is_some()
    }

    /// Runs rows in f32 from now on.
    pub(super) fn run_in_float(&mut self) {
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

    /// Rows that begin with these states \[rows, hidden\].
    pub(super) fn rows(&self, hidden: Vec<f32>, cell: Vec<f32>) -> Rows {
        match self.fixed {
            Some(_) => Rows::Fixed(FixedRows::new(&hidden, &cell, self.hidden)),
            None => Rows::Float { hidden, cell },
        }
    }

    /// One step of the first rows, as many as there are inputs. `gates` \[rows, 4 · hidden\] receives the gate rows;
    /// it may be empty for rows in fixed point, which do not need the space.
    pub(super) fn step_rows(&self, inputs: Inputs<'_>, rows: &mut Rows, gates: &mut [f32]) {
        let (live, width) = (inputs.rows.len(), self.width());
        match (rows, &self.fixed) {
            (Rows::Fixed(rows), Some(fixed)) => fixed.recurrent.step(inputs, rows, gates),
            (Rows::Float { hidden, cell }, _) => {
                for (gates, &row) in gates.chunks_exact_mut(width).zip(inputs.rows) {
                    gates.copy_from_slice(&inputs.table[row as usize * width..][..width]);
                }
                let states = live * self.hidden;
                self.step(&mut gates[..live * width], &mut cell[..states], &mut hidden[..states]);
            }
            (Rows::Fixed(_), None) => unreachable!("rows in fixed point are made by cells that have it"),
        }
    }
}

impl Rows {
    /// Whether a step needs space for gate rows.
    pub fn needs_gates(&self) -> bool {
        matches!(self, Self::Float { .. })
    }

    /// h of a row \[hidden\].
    pub fn hidden(&self, row: usize, size: usize) -> &[f32] {
        match self {
            Self::Float { hidden, .. } => &hidden[row * size..][..size],
            Self::Fixed(rows) => rows.hidden(row),
        }
    }

    /// c of a row \[hidden\]; zeros for a GRU.
    pub fn cell(&self, row: usize, size: usize) -> &[f32] {
        match self {
            Self::Float { cell, .. } => &cell[row * size..][..size],
            Self::Fixed(rows) => rows.cell(row),
        }
    }
}

const _: () = assert!(GATE_BLOCKS == 4, "kernel::Fixed lays out gate rows of four blocks");
