//! A linear model that stands in for the network near one text: fitted to samples, with its fit and its error bars.

use super::{
    masks::Masks,
    ridge::{Moments, Ridge},
    selection::{forward, highest_weights},
};

/// What is known of the network near the text.
#[derive(Debug, Clone)]
pub struct Samples {
    /// The pieces kept in each sample; the first keeps all.
    pub masks: Masks,
    /// How near each sample is to the text.
    pub weights: Vec<f64>,
    /// The network's answers, less the first.
    answers: Vec<f64>,
    base: f64,
    moments: Moments,
}

impl Samples {
    /// None yet.
    pub fn new(pieces: usize) -> Self {
        let (masks, moments) = (Masks::new(pieces), Moments::new(pieces));
        Self { masks, weights: Vec::new(), answers: Vec::new(), base: 0.0, moments }
    }

    /// Completes the rows that were added to `masks` by their weights and the network's answers.
    pub fn complete(&mut self, weights: &[f64], answers: &[f64]) {
        let first = self.answers.len();
        if let (0, Some(&answer)) = (first, answers.first()) {
            self.base = answer;
        }
        self.weights.extend_from_slice(weights);
        self.answers.extend(answers.iter().map(|answer| answer - self.base));
        self.moments.add(&self.masks, first, weights, &self.answers[first..]);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.answers.len()
    }

    /// Is there none?
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }

    /// The network's answer to the text itself.
    pub fn prediction(&self) -> f64 {
        self.base
    }
}

/// How the pieces that may have a weight are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// All of them.
    All,
    /// Those of largest weight when all are fitted.
    HighestWeights(usize),
    /// One after the other, each time the one that explains most.
    Forward(usize),
}

/// The fitted model.
#[derive(Debug, Clone, PartialEq)]
pub struct Surrogate {
    /// The pieces that have a weight.
    pub chosen: Vec<usize>,
    /// Their weights.
    pub weights: Vec<f64>,
    /// The standard errors of the weights, the choice of pieces taken as given.
    pub standard_errors: Vec<f64>,
    /// The answer when nothing is kept.
    pub intercept: f64,
    /// Share of the answers' weighted variance that the model explains; 1 when there is none to explain.
    pub r2: f64,
    /// The answer to the text itself.
    pub local_prediction: f64,
}

impl Surrogate {
    /// Fits the model. Cost, for k chosen of n pieces in N samples: n³/6 (if the choice is by highest weights) and
    /// k³ + N·k²/4 operations.
    pub fn fit(samples: &Samples, choice: Choice, alpha: f64) -> Self {
        let moments = &samples.moments;
        let pieces = moments.features();
        let chosen = match choice {
            Choice::HighestWeights(count) if count < pieces => highest_weights(moments, count),
            Choice::Forward(count) if count < pieces => forward(moments, count),
            _ => (0..pieces).collect(),
        };
        let ridge = Ridge::fit(moments, &chosen, alpha);
        let kept = samples.masks.of_pieces(&chosen);
        let residuals = residuals(samples, &kept, &ridge);
        let standard_errors = standard_errors(samples, &kept, &chosen, &ridge, &residuals);
        let intercept = ridge.intercept + samples.base;
        let weights: Vec<f64> = ridge.coefficients.iter().copied().collect();
        let local_prediction = weights.iter().fold(intercept, |sum, weight| sum + weight);
        Self { r2: r2(samples, &residuals), chosen, weights, standard_errors, intercept, local_prediction }
    }
}

/// y − b − xᵀβ of every sample.
fn residuals(samples: &Samples, kept: &Masks, ridge: &Ridge) -> Vec<f64> {
    let table = Table::new(kept.pieces(), 1, |piece, _| ridge.coefficients[piece]);
    let mut slope = [0.0];
    let rows = samples.answers.iter().enumerate();
    rows.map(|(row, answer)| {
        table.multiply(kept.row(row), &mut slope);
        answer - ridge.intercept - slope[0]
    })
    .collect()
}

fn r2(samples: &Samples, residuals: &[f64]) -> f64 {
    let mean = samples.moments.mean_answer();
    let sum = |of: &dyn Fn(usize) -> f64| -> f64 { samples.weights.iter().enumerate().map(|(i, w)| w * of(i)).sum() };
    let left = sum(&|i| residuals[i] * residuals[i]);
    let whole = sum(&|i| (samples.answers[i] - mean) * (samples.answers[i] - mean));
    if whole > 0.0 { 1.0 - left / whole } else { 1.0 }
}

/// Standard errors that hold whatever the shape of the network (White's sandwich, for weighted ridge regression):
/// the spread that the weights would have over other seeds.
/// ```text
/// V = B (Σ w² e² x̃ x̃ᵀ) B · m / (m − d)        B = (X̃ᵀWX̃ + αI)⁻¹, e the residuals
/// ```
/// m = (Σw)² / Σw² is how many samples of equal weight these are worth, d the effective degrees of freedom; with m in
/// place of the number of samples the factor (HC1's) keeps the errors within 10 % of the true spread down to
/// 200 samples of 130 words (simulated). The first sample is always the text itself and adds no spread.
fn standard_errors(samples: &Samples, kept: &Masks, chosen: &[usize], ridge: &Ridge, residuals: &[f64]) -> Vec<f64> {
    let inverse = ridge.inverse();
    let total: f64 = samples.weights.iter().sum();
    let squares: f64 = samples.weights.iter().map(|w| w * w).sum();
    let worth = if squares > 0.0 { total * total / squares } else { 0.0 };
    let factor = worth / (worth - ridge.degrees(&inverse)).max(1.0);
    let means: Vec<f64> = chosen.iter().map(|&piece| samples.moments.mean(piece)).collect();
    let mut variances = Vec::with_capacity(chosen.len());
    for from in (0..chosen.len()).step_by(BLOCK) {
        let width = BLOCK.min(chosen.len() - from);
        let table = Table::new(kept.pieces(), width, |piece, j| inverse[(piece, from + j)]);
        let shift: Vec<f64> =
            (from..from + width).map(|j| means.iter().zip(&inverse.column(j)).map(|(x, b)| x * b).sum()).collect();
        let (mut sums, mut moved) = (vec![0.0; width], vec![0.0; width]);
        for row in 1..samples.len() {
            let pull = samples.weights[row] * residuals[row];
            table.multiply(kept.row(row), &mut moved);
            for ((sum, moved), shift) in sums.iter_mut().zip(&moved).zip(&shift) {
                let influence = pull * (moved - shift);
                *sum += influence * influence;
            }
        }
        variances.extend(sums.iter().map(|sum| sum * factor));
    }
    variances.into_iter().map(f64::sqrt).collect()
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
