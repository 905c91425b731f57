//! A matrix product in f64, packed as the f32 one: many rows share one pass over the weights.

/// Columns of one panel.
const PANEL: usize = if cfg!(target_arch = "wasm32") { 4 } else { 16 };
/// Rows whose sums are held in registers beside a panel.
const TILE: usize = if cfg!(target_arch = "wasm32") { 2 } else { 4 };

/// Weights of a linear map \[outputs, inputs\], repacked so that the inner loop reads them in order.
#[derive(Debug, Clone)]
pub struct Product {
    inputs: usize,
    outputs: usize,
    panels: Vec<[f64; PANEL]>,
}

impl Product {
    /// From PyTorch's rows \[outputs, inputs\].
    pub fn new(weights: &[f32], outputs: usize, inputs: usize) -> Self {
        let mut panels = vec![[0.0; PANEL]; outputs.div_ceil(PANEL) * inputs];
        for (output, row) in weights.chunks_exact(inputs).take(outputs).enumerate() {
            for (input, &weight) in row.iter().enumerate() {
                panels[output / PANEL * inputs + input][output % PANEL] = weight.into();
            }
        }
        Self { inputs, outputs, panels }
    }

    /// out\[row, offset + j\] += Σₖ rows\[row, k\] · weights\[j, k\], k ascending; `out` has rows of length `stride`.
    pub fn add(&self, rows: &[f64], out: &mut [f64], stride: usize, offset: usize) {
        let count = rows.len() / self.inputs;
        for (panel, columns) in self.panels.chunks_exact(self.inputs).enumerate() {
            let width = PANEL.min(self.outputs - panel * PANEL);
            let at = offset + panel * PANEL;
            let mut row = 0;
            while row + TILE <= count {
                tile::<TILE>(rows, columns, out, row, stride, at, width);
                row += TILE;
            }
            while row < count {
                tile::<1>(rows, columns, out, row, stride, at, width);
                row += 1;
            }
        }
    }
}

#[inline(always)]
fn tile<const ROWS: usize>(
    rows: &[f64],
    columns: &[[f64; PANEL]],
    out: &mut [f64],
    row: usize,
    stride: usize,
    at: usize,
    width: usize,
) {
    let inputs = columns.len();
    let rows: [&[f64]; ROWS] = std::array::from_fn(|r| &rows[(row + r) * inputs..][..inputs]);
    let mut sums = [[0.0f64; PANEL]; ROWS];
    for (k, column) in columns.iter().enumerate() {
        for (sum, row) in sums.iter_mut().zip(rows) {
            let x = row[k];
            for (sum, weight) in sum.iter_mut().zip(column) {
                *sum += x * weight;
            }
        }
    }
    for (r, sum) in sums.iter().enumerate() {
        let out = &mut out[(row + r) * stride + at..][..width];
        out.iter_mut().zip(sum).for_each(|(out, sum)| *out += sum);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_the_plain_loops_whatever_the_number_of_rows() {
        let value = |i: usize| ((i * 7919 % 1009) as f32 - 500.0) / 311.0;
        for (count, inputs, outputs) in [(1, 1, 1), (5, 7, 21), (9, 12, 48)] {
            let weights: Vec<f32> = (0..outputs * inputs).map(value).collect();
            let rows: Vec<f64> = (0..count * inputs).map(|i| value(i + 13).into()).collect();
            let stride = outputs + 3;
            let mut out = vec![0.25; count * stride];
            let mut expected = out.clone();
            for row in 0..count {
                for j in 0..outputs {
                    let terms = (0..inputs).map(|k| rows[row * inputs + k] * f64::from(weights[j * inputs + k]));
                    expected[row * stride + 2 + j] += terms.fold(0.0, |sum, term| sum + term);
                }
            }
            Product::new(&weights, outputs, inputs).add(&rows, &mut out, stride, 2);
            assert_eq!(out, expected);
        }
    }
}
