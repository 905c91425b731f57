//! Many rows of one cell side by side: in fixed point where the weights are int8, so that nothing but the states is
//! rounded, and in f32 where they are not.

use super::{cell::Cell, fixed::FixedCell};
use crate::kernel::{FixedRows, Inputs};

/// The states of some rows, the cell that steps them, and the space their steps need.
#[derive(Debug, Clone)]
pub(in crate::model) enum Rows<'a> {
    Float { by: &'a Cell, hidden: Vec<f32>, cell: Vec<f32> },
    Fixed { by: &'a FixedCell, rows: FixedRows },
}

impl<'a> Rows<'a> {
    /// Rows of a cell that begin with these states \[rows, hidden\].
    pub fn new(by: &'a Cell, hidden: Vec<f32>, cell: Vec<f32>) -> Self {
        match by.fixed() {
            Some(fixed) => Self::Fixed { by: fixed, rows: FixedRows::new(&hidden, &cell, by.hidden) },
            None => Self::Float { by, hidden, cell },
        }
    }

    /// One step of the first rows, as many as there are inputs. `gates` \[rows, 4 · hidden\] receives the gate rows;
    /// it may be empty for rows in fixed point, which do not need the space.
    pub fn step(&mut self, inputs: Inputs<'_>, gates: &mut [f32]) {
        match self {
            Self::Fixed { by, rows } => by.recurrent.step(inputs, rows, gates),
            Self::Float { by, hidden, cell } => {
                let (live, width) = (inputs.rows.len(), by.width());
                for (gates, &row) in gates.chunks_exact_mut(width).zip(inputs.rows) {
                    gates.copy_from_slice(&inputs.table[row as usize * width..][..width]);
                }
                let states = live * by.hidden;
                by.step(&mut gates[..live * width], &mut cell[..states], &mut hidden[..states]);
            }
        }
    }

    /// Whether a step needs space for gate rows.
    pub fn needs_gates(&self) -> bool {
        matches!(self, Self::Float { .. })
    }

    /// h of a row \[hidden\].
    pub fn hidden(&self, row: usize, size: usize) -> &[f32] {
        match self {
            Self::Float { hidden, .. } => &hidden[row * size..][..size],
            Self::Fixed { rows, .. } => rows.hidden(row),
        }
    }

    /// c of a row \[hidden\]; zeros for a GRU.
    pub fn cell(&self, row: usize, size: usize) -> &[f32] {
        match self {
            Self::Float { cell, .. } => &cell[row * size..][..size],
            Self::Fixed { rows, .. } => rows.cell(row),
        }
    }
}
