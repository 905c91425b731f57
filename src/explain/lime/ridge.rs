//! Weighted ridge regression on 0/1 features, from sums that are kept while samples come in.
//!
//! Minimizes Σ w (y − b − xᵀβ)² + α |β|². With x̃ = x − x̄ and ỹ = y − ȳ, centred by weighted means:
//! ```text
//! β = (X̃ᵀWX̃ + αI)⁻¹ X̃ᵀWỹ        b = ȳ − x̄ᵀβ
//! ```
//! Everything is f64 and summed in the order of the samples, so that any slicing of the work gives the same bits;
//! nalgebra's Cholesky factorization uses no fused multiply-add, so that every machine gives them, too.

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

use super::masks::Masks;

/// What a matrix of zeros is scaled by, so that its inverse is still a number.
const LEAST_SCALE: f64 = 1e-100;
/// The first try at making a singular matrix regular, relative to its largest diagonal element: some thousand units
/// in the last place.
const FIRST_JITTER: f64 = 1e-12;

/// The sums a fit needs. Answers are given less that of the first sample, which keeps the sums small and makes a
/// constant classifier exactly 0.
#[derive(Debug, Clone)]
pub struct Moments {
    features: usize,
    /// Σ w.
    total: f64,
    /// Σ w x \[features\].
    x: Vec<f64>,
    /// Σ w y.
    y: f64,
    /// Σ w y x \[features\].
    xy: Vec<f64>,
    /// Σ w x xᵀ \[features, features\], the upper triangle.
    xx: Vec<f64>,
}

impl Moments {
    /// Sums over no samples.
    pub fn new(features: usize) -> Self {
        let zeros = vec![0.0; features];
        Self { features, total: 0.0, x: zeros.clone(), y: 0.0, xy: zeros, xx: vec![0.0; features * features] }
    }

    /// Adds the rows of `masks` from `first` on that have weights and answers. Cost: a quarter of features² additions a row.
    pub fn add(&mut self, masks: &Masks, first: usize, weights: &[f64], answers: &[f64]) {
        let n = self.features;
        let rows = first..first + answers.len();
        let mut weighted = vec![0.0; rows.len() * n];
        for (row, (&weight, &answer)) in rows.clone().zip(weights.iter().zip(answers)) {
            self.total += weight;
            self.y += weight * answer;
            let weighted = &mut weighted[(row - first) * n..][..n];
            for piece in (0..n).filter(|&piece| masks.keeps(row, piece)) {
                weighted[piece] = weight;
                self.x[piece] += weight;
                self.xy[piece] += weight * answer;
            }
        }
        for piece in 0..n {
            let sums = &mut self.xx[piece * n + piece..(piece + 1) * n];
            for row in rows.clone().filter(|&row| masks.keeps(row, piece)) {
                let from = (row - first) * n;
                sums.iter_mut().zip(&weighted[from + piece..from + n]).for_each(|(sum, weight)| *sum += weight);
            }
        }
    }

    /// Sums over features that are all alike: every x has the sum `single`, every product of two `double`; all answers 0.
    pub fn exchangeable(features: usize, total: f64, single: f64, double: f64) -> Self {
        let mut moments =
            Self { total, x: vec![single; features], xx: vec![double; features * features], ..Self::new(features) };
        (0..features).for_each(|feature| moments.xx[feature * (features + 1)] = single);
        moments
    }

    /// The same samples with the sums of other answers: Σ w y and Σ w y x.
    pub fn with_answers(self, y: f64, xy: Vec<f64>) -> Self {
        Self { y, xy, ..self }
    }

    /// Σ w y and Σ w y x \[features\] when the answers are those of a fit of all features.
    pub fn of_line(&self, fit: &Ridge) -> (f64, Vec<f64>) {
        let slopes = fit.coefficients.iter().enumerate();
        let mean = slopes.fold(fit.intercept, |sum, (feature, beta)| sum + self.mean(feature) * beta);
        let of = |a: usize| -> f64 {
            (0..self.features).map(|b| self.covariance(a, b) * fit.coefficients[b]).sum::<f64>() + self.x[a] * mean
        };
        (self.total * mean, (0..self.features).map(of).collect())
    }

    /// How many features there are.
    pub fn features(&self) -> usize {
        self.features
    }

    /// Σ w; never 0, so that it can be divided by before the first sample.
    pub fn total(&self) -> f64 {
        self.total.max(f64::MIN_POSITIVE)
    }

    /// x̄ of one feature.
    pub fn mean(&self, feature: usize) -> f64 {
        self.x[feature] / self.total()
    }

    /// ȳ.
    pub fn mean_answer(&self) -> f64 {
        self.y / self.total()
    }

    /// Element of X̃ᵀWX̃.
    pub fn covariance(&self, a: usize, b: usize) -> f64 {
        let covariance = self.xx[a.min(b) * self.features + a.max(b)] - self.x[a] * self.mean(b);
        if a == b { covariance.max(0.0) } else { covariance }
    }

    /// X̃ᵀWỹ \[features\].
    pub fn answer_covariances(&self) -> DVector<f64> {
        DVector::from_fn(self.features, |feature, _| self.xy[feature] - self.x[feature] * self.mean_answer())
    }
}

/// A fitted surrogate on some of the features.
#[derive(Debug, Clone)]
pub struct Ridge {
    /// β, in the order of the features given.
    pub coefficients: DVector<f64>,
    /// b, to which the first sample's answer is still to be added.
    pub intercept: f64,
    factor: Cholesky<f64, Dyn>,
    alpha: f64,
}

impl Ridge {
    /// Fits the features `chosen`. Cost: a sixth of their number cubed.
    pub fn fit(moments: &Moments, chosen: &[usize], alpha: f64) -> Self {
        let k = chosen.len();
        let gram =
            DMatrix::from_fn(k, k, |a, b| moments.covariance(chosen[a], chosen[b]) + if a == b { alpha } else { 0.0 });
        Self::solved(factorize(gram), moments, chosen, alpha)
    }

    /// The fit of other answers to the same weights and features, by the same factor. Cost: twice the square of their number.
    pub fn again(&self, moments: &Moments, chosen: &[usize]) -> Self {
        Self::solved(self.factor.clone(), moments, chosen, self.alpha)
    }

    fn solved(factor: Cholesky<f64, Dyn>, moments: &Moments, chosen: &[usize], alpha: f64) -> Self {
        let covariances = moments.answer_covariances();
        let coefficients = factor.solve(&DVector::from_fn(chosen.len(), |a, _| covariances[chosen[a]]));
        let slope: f64 = chosen.iter().zip(coefficients.iter()).map(|(&f, beta)| moments.mean(f) * beta).sum();
        Self { coefficients, intercept: moments.mean_answer() - slope, factor, alpha }
    }

    /// The β that other X̃ᵀWỹ would give.
    pub fn solve(&self, covariances: &DVector<f64>) -> DVector<f64> {
        self.factor.solve(covariances)
    }

    /// (X̃ᵀWX̃ + αI)⁻¹. Cost: about the number of features cubed.
    pub fn inverse(&self) -> DMatrix<f64> {
        self.factor.inverse()
    }

    /// Effective degrees of freedom, the intercept's included: 1 + trace (X̃ᵀWX̃ + αI)⁻¹X̃ᵀWX̃.
    pub fn degrees(&self, inverse: &DMatrix<f64>) -> f64 {
        1.0 + inverse.nrows() as f64 - self.alpha * inverse.trace()
    }
}

/// Cholesky; a matrix that is singular (α = 0 and features that always go together) gets the least multiple of its
/// largest diagonal element added that makes it regular. The surplus is shared among such features.
fn factorize(gram: DMatrix<f64>) -> Cholesky<f64, Dyn> {
    let scale = gram.diagonal().iter().copied().fold(LEAST_SCALE, f64::max);
    let mut jitter = 0.0;
    loop {
        let mut regular = gram.clone();
        (0..gram.nrows()).for_each(|i| regular[(i, i)] += jitter * scale);
        match Cholesky::new(regular) {
            Some(factor) => return factor,
            None => jitter = if jitter == 0.0 { FIRST_JITTER } else { jitter * 10.0 },
        }
    }
}
