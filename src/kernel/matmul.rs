//! The matrix product of a recurrent step, with weights packed once into panels that fit the vector registers.

use super::panel::PANEL;
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
use super::scalar::add_panel;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use super::simd128::add_panel;

/// Rows that share one pass over a panel; their sums must fit the registers beside the panel.
const TILE: usize = if cfg!(target_arch = "wasm32") { 2 } else { 4 };

/// Weights of a linear map, repacked so that the inner loop reads them in order.
#[derive(Debug, Clone)]
pub struct Packed {
    inputs: usize,
    outputs: usize,
    /// \[panels, inputs, PANEL\], the last panel filled up with zeros.
    panels: Vec<[f32; PANEL]>,
}

impl Packed {
    /// Packs row-major weights \[outputs, inputs\], PyTorch's layout. Panics if the length is not their product.
    pub fn new(weights: &[f32], outputs: usize, inputs: usize) -> Self {
        assert_eq!(weights.len(), outputs * inputs, "weights [outputs, inputs]");
        let mut panels = vec![[0.0; PANEL]; outputs.div_ceil(PANEL) * inputs];
        for output in 0..outputs {
            for input in 0..inputs {
                panels[output / PANEL * inputs + input][output % PANEL] = weights[output * inputs + input];
            }
        }
        Self { inputs, outputs, panels }
    }

    /// Length of an input row.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// Length of an output row.
    pub fn outputs(&self) -> usize {
        self.outputs
    }
}

/// out\[row, offset + j\] += Σₖ input\[row, k\] · weights\[j, k\], k ascending, for as many rows as `input` holds.
///
/// `out` has rows of length `stride`. The order of each sum does not depend on the number of rows.
pub fn accumulate(input: &[f32], weights: &Packed, out: &mut [f32], stride: usize, offset: usize) {
    if weights.inputs == 0 || weights.outputs == 0 {
        return;
    }
    let rows = input.len() / weights.inputs;
    for (panel, columns) in weights.panels.chunks_exact(weights.inputs).enumerate() {
        let first = panel * PANEL;
        let width = PANEL.min(weights.outputs - first);
        let mut row = 0;
        while row + TILE <= rows {
            tile::<TILE>(input, columns, out, row, stride, offset + first, width);
            row += TILE;
        }
        while row < rows {
            tile::<1>(input, columns, out, row, stride, offset + first, width);
            row += 1;
        }
    }
}

/// `ROWS` rows of one panel, their sums in registers.
#[inline(always)]
fn tile<const ROWS: usize>(
    input: &[f32],
    columns: &[[f32; PANEL]],
    out: &mut [f32],
    row: usize,
    stride: usize,
    at: usize,
    width: usize,
) {
    let inputs = columns.len();
    let mut sums = [[0.0f32; PANEL]; ROWS];
    for (r, sum) in sums.iter_mut().enumerate() {
        let from = (row + r) * stride + at;
        sum[..width].copy_from_slice(&out[from..from + width]);
    }
    let rows: [&[f32]; ROWS] = std::array::from_fn(|r| &input[(row + r) * inputs..][..inputs]);
    add_panel(rows, columns, &mut sums);
    for (r, sum) in sums.iter().enumerate() {
        let from = (row + r) * stride + at;
        out[from..from + width].copy_from_slice(&sum[..width]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_the_plain_loops_bit_for_bit_for_any_batch() {
        for (rows, inputs, outputs) in [(1, 1, 1), (5, 7, 28), (9, 128, 512), (3, 20, 33)] {
            let value = |i: usize| ((i * 7919 % 1009) as f32 - 500.0) / 311.0;
            let weights: Vec<f32> = (0..outputs * inputs).map(value).collect();
            let input: Vec<f32> = (0..rows * inputs).map(|i| value(i + 13)).collect();
            let stride = outputs + 3;
            let mut out: Vec<f32> = (0..rows * stride).map(|i| value(i + 5)).collect();
            let mut expected = out.clone();
            for row in 0..rows {
                for j in 0..outputs {
                    for k in 0..inputs {
                        expected[row * stride + 2 + j] += input[row * inputs + k] * weights[j * inputs + k];
                    }
                }
            }
            accumulate(&input, &Packed::new(&weights, outputs, inputs), &mut out, stride, 2);
            assert_eq!(out, expected);
        }
    }
}
