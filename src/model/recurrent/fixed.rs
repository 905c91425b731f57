//! What a cell keeps for many rows in fixed point, where its weights are int8.

use crate::{
    kernel::{Fixed, Packed},
    model::{CellKind, DirectionWeights, exact_int8},
};

/// What a cell needs for rows in fixed point; its own gate rows are in panels.
#[derive(Debug, Clone)]
pub(super) struct FixedCell {
    pub recurrent: Fixed,
    pub input: Packed,
    pub bias: Vec<f32>,
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
