//! Error bars for weighted ridge regression that hold whatever the shape of the network (White's sandwich): the spread
//! that the coefficients would have if other samples had been drawn.
//! ```text
//! V = B (Σ w² e² x̃ x̃ᵀ) B · inflation        B = (X̃ᵀWX̃ + αI)⁻¹, e the residuals
//! ```

use super::{masks::Masks, ridge::Ridge, samples::Samples};

/// Residuals and standard errors of a fit.
#[derive(Debug, Clone)]
pub struct Spread {
    /// y − b − xᵀβ of every sample.
    pub residuals: Vec<f64>,
    /// Of β, in its order.
    pub standard_errors: Vec<f64>,
}

impl Spread {
    /// Looks at a fit of the pieces `chosen`. Cost: their number cubed, and a quarter of their square times the samples.
    pub fn of(samples: &Samples, chosen: &[usize], ridge: &Ridge) -> Self {
        let kept = samples.masks.of_pieces(chosen);
        let residuals = residuals(&samples.answers, &kept, ridge);
        let standard_errors = standard_errors(samples, &kept, chosen, ridge, samples.noise(&residuals));
        Self { residuals, standard_errors }
    }
}

/// y − b − xᵀβ of every sample; `kept` holds only the pieces that the fit knows.
pub fn residuals(answers: &[f64], kept: &Masks, ridge: &Ridge) -> Vec<f64> {
    let table = Table::new(kept.pieces(), 1, |piece, _| ridge.coefficients[piece]);
    let mut slope = [0.0];
    let rows = answers.iter().enumerate();
    rows.map(|(row, answer)| {
        table.multiply(kept.row(row), &mut slope);
        answer - ridge.intercept - slope[0]
    })
    .collect()
}

/// The first sample is always the text itself and adds no spread.
fn standard_errors(samples: &Samples, kept: &Masks, chosen: &[usize], ridge: &Ridge, residuals: &[f64]) -> Vec<f64> {
    let inverse = ridge.inverse();
    let inflation = samples.inflation(ridge.degrees(&inverse));
    let means: Vec<f64> = chosen.iter().map(|&piece| samples.moments.mean(piece)).collect();
    let mut errors = Vec::with_capacity(chosen.len());
    for from in (0..chosen.len()).step_by(BLOCK) {
        let width = BLOCK.min(chosen.len() - from);
        let table = Table::new(kept.pieces(), width, |piece, j| inverse[(piece, from + j)]);
        let mean_of = |j: usize| means.iter().zip(&inverse.column(j)).map(|(x, b)| x * b).sum();
        let shift: Vec<f64> = (from..from + width).map(mean_of).collect();
        let (mut sums, mut moved) = (vec![0.0; width], vec![0.0; width]);
        for (row, residual) in residuals.iter().enumerate().skip(1) {
            let pull = samples.weights[row] * residual;
            table.multiply(kept.row(row), &mut moved);
            for ((sum, moved), shift) in sums.iter_mut().zip(&moved).zip(&shift) {
                let influence = pull * (moved - shift);
                *sum += influence * influence;
            }
        }
        errors.extend(sums.iter().map(|sum: &f64| (sum * inflation).sqrt()));
    }
    errors
}

/// By how much each sample pulls the fit of all pieces to itself: w (x̃ᵀBx̃ + 1 / Σw), so that dividing a residual by
/// 1 less that gives what it would be had the sample not been fitted. Cost: a quarter of samples · pieces².
pub fn leverages(samples: &Samples, ridge: &Ridge) -> Vec<f64> {
    let (masks, moments) = (&samples.masks, &samples.moments);
    let n = masks.pieces();
    let inverse = ridge.inverse();
    let means: Vec<f64> = (0..n).map(|piece| moments.mean(piece)).collect();
    let mut lengths = vec![0.0; samples.len()];
    for from in (0..n).step_by(BLOCK) {
        let width = BLOCK.min(n - from);
        let table = Table::new(n, width, |piece, j| inverse[(piece, from + j)]);
        let shift_of = |j: usize| means.iter().zip(&inverse.column(j)).map(|(x, b)| x * b).sum();
        let shift: Vec<f64> = (from..from + width).map(shift_of).collect();
        let mut moved = vec![0.0; width];
        for (row, length) in lengths.iter_mut().enumerate() {
            table.multiply(masks.row(row), &mut moved);
            for j in 0..width {
                let x = f64::from(u8::from(masks.keeps(row, from + j))) - means[from + j];
                *length += x * (moved[j] - shift[j]);
            }
        }
    }
    let pull = |(length, weight): (f64, &f64)| weight * (length + 1.0 / moments.total());
    lengths.into_iter().zip(&samples.weights).map(pull).collect()
}

/// Columns of the inverse that are handled at once, so that their table stays in the second-level cache.
const BLOCK: usize = 64;
/// Bits of a mask that are looked up at once.
const GROUP: usize = 4;

/// Products of rows of bits with a matrix, by looking up the sum for each group of bits ("four Russians"): a quarter
/// of the additions, and no multiplication.
struct Table {
    width: usize,
    /// \[groups, 2^GROUP, width\].
    sums: Vec<f64>,
}

impl Table {
    /// For a matrix \[rows, width\] given element by element.
    fn new(rows: usize, width: usize, element: impl Fn(usize, usize) -> f64) -> Self {
        let groups = rows.div_ceil(GROUP);
        let mut sums = vec![0.0; (groups << GROUP) * width];
        for group in 0..groups {
            for bits in 1..1usize << GROUP {
                let row = group * GROUP + bits.trailing_zeros() as usize;
                let (at, without) = ((group << GROUP) + bits, (group << GROUP) + (bits & (bits - 1)));
                for j in (0..width).filter(|_| row < rows) {
                    sums[at * width + j] = sums[without * width + j] + element(row, j);
                }
            }
        }
        Self { width, sums }
    }

    /// The product with one row of bits.
    fn multiply(&self, bytes: &[u8], product: &mut [f64]) {
        product.fill(0.0);
        let groups = bytes.iter().flat_map(|byte| [byte & 15, byte >> GROUP]);
        for (sums, bits) in self.sums.chunks_exact(self.width << GROUP).zip(groups) {
            let sums = &sums[usize::from(bits) * self.width..][..self.width];
            product.iter_mut().zip(sums).for_each(|(product, sum)| *product += sum);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looked_up_products_are_the_products() {
        let (rows, width) = (11, 3);
        let element = |row: usize, j: usize| (row * 7 + j) as f64 * 0.37 - 2.0;
        let table = Table::new(rows, width, element);
        let mut masks = Masks::new(rows);
        (0..40).for_each(|row| masks.push(|piece| (row * 31 + piece * piece) % 3 == 0));
        let mut product = [0.0; 3];
        for row in 0..40 {
            table.multiply(masks.row(row), &mut product);
            for (j, value) in product.iter().enumerate() {
                let plain: f64 =
                    (0..rows).filter(|&piece| masks.keeps(row, piece)).map(|piece| element(piece, j)).sum();
                assert!((value - plain).abs() < 1e-12);
            }
        }
    }
}
