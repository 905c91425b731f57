//! LIME's regression from fewer samples: what can be known without the network is taken out of the estimate.
//!
//! The weights that LIME tends to with ever more samples depend on the network only through the sums Σ w x̃ y; the sums
//! of the masks alone are known exactly ([`Sizes::expected_moments`]). A cheap model g of the network, fitted to the
//! same samples, leaves little for them to estimate (the model-assisted or difference estimator of survey sampling:
//! Särndal, Swensson & Wretman 1992; control variates elsewhere):
//! ```text
//! Σ w x̃ y  ≈  Σ w x̃ g, over masks for which the network is not asked   +   Σ ρ x̃ (y − g), over the samples
//! ```
//! 1. Fit the logit by all pieces, f = b + xᵀβ, ridge regression.
//! 2. Bend it: g is linear in the pieces and in four functions of f and of the share kept, among them the sigmoid of f
//!    when the answers are probabilities (`bends`).
//! 3. Whenever g is compared with a sample, it is the g that the others give, by the leave-one-out formula of ridge
//!    regression: the residual divided by 1 less the sample's leverage. So y − g is no smaller than it would be for new
//!    samples, the estimate has no bias to speak of, and the error bars tell the truth, whether or not g is any good.
//! 4. The linear part of Σ w x̃ g is exact, its bent part a mean over 32 free masks for each sample.
//!
//! Cost, for N samples of n pieces: 3·n³ + N·n²/4 + 32·N·n operations, and no pass of the network.
//!
//! Left out: products of neighbouring words in f, which at 1,000 samples of five reviews took a tenth to a quarter off the
//! logit's variance in most, and for probabilities were worth less than the bends (measured). Complements of masks were
//! not tried: they cancel what is even in the pieces at half the text only, and elsewhere LIME weighs the two unequally.

use std::ops::Range;

use nalgebra::{DMatrix, DVector};
use rand::Rng;
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};

use super::{
    masks::Masks,
    ridge::Ridge,
    samples::{Noise, Samples},
    sandwich::{leverages, residuals},
    sizes::Sizes,
};
use crate::explain::Target;

/// How many samples of LIME's own the ridge penalty is weighed against: the default of the package.
const CLASSIC_SAMPLES: usize = 5000;
/// Free masks for each sample: on the toys of the tests their noise is at most a fiftieth of the samples' (measured there
/// only; the error bars include it).
const FREE: usize = 32;
/// There are no more free masks than this.
const MOST_FREE: usize = 1 << 16;
/// Free masks that one order of the pieces serves; they overlap little, so that they count as drawn by themselves.
const WINDOWS: usize = 4;
/// Free masks have other random numbers than samples (any constant does).
const FREE_SEED: u64 = 0x5EED_F4EE;
/// Functions that g is bent by.
const BENDS: usize = 4;
/// How much the bends are held back: as if so many more samples had shown none. Hardly held back, they made
/// the logit's error bars half as wide as they should be at 200 samples of 120 words (measured).
const BEND_PRIOR: f64 = 100.0;
/// How often the penalty is estimated from the fit by the one before.
const PENALTY_STEPS: usize = 2;
/// The penalty is at least and at most this, in samples of mean weight.
const LEAST_PENALTY: f64 = 1e-6;
/// See [`LEAST_PENALTY`].
const MOST_PENALTY: f64 = 30.0;
/// A leverage this near to 1 leaves no residual.
const LEAST_FREEDOM: f64 = 1e-9;

/// What the network answered to samples whose removals are of [`Sizes`].
pub struct Assisted<'a> {
    /// The samples; their weights are ρ.
    pub seen: &'a Samples,
    /// The logit of each.
    pub logits: &'a [f64],
    /// What the answers are.
    pub target: Target,
    /// How many pieces go.
    pub sizes: &'a Sizes,
    /// The seed of the removals.
    pub seed: u64,
}

/// g, and what it leaves.
struct Model {
    /// The fit of the answers by the pieces alone.
    linear: Ridge,
    /// f; its intercept wants the first logit added.
    logit: Ridge,
    /// By how much each bend counts.
    bend: [f64; BENDS],
    /// Of the bends so counted, what is linear in the pieces already: intercept and slopes.
    straight: (f64, DVector<f64>),
    /// y − g of each sample, g without it.
    residuals: Vec<f64>,
}

impl Assisted<'_> {
    /// Samples that stand for as many as classic LIME draws: same masks and answers, weighted alike, with the sums that
    /// fits need as good as they can be estimated, and what is left to chance.
    pub fn samples(&self) -> Samples {
        let Some(drawn) = self.seen.len().checked_sub(1).filter(|_| self.sizes.pieces() > 0) else {
            return self.seen.clone();
        };
        let model = self.model();
        let expected = self.sizes.expected_moments(CLASSIC_SAMPLES);
        let classic = (CLASSIC_SAMPLES - 1) as f64;
        let scale = classic / drawn.max(1) as f64;
        let ratios = self.seen.weights.iter();
        let weights: Vec<f64> =
            ratios.enumerate().map(|(row, ratio)| if row == 0 { 1.0 } else { scale * ratio }).collect();
        let (y, xy) = expected.of_line(&model.linear);
        let mut sums = Sums { y, xy };
        for (row, weight) in weights.iter().enumerate() {
            // The text itself is no sample: it stands in LIME's sums, and its answer, 0, is known.
            let rest = if row == 0 { -model.whole() } else { model.residuals[row] };
            sums.add(&self.seen.masks, row, weight * rest);
        }
        let free = self.free(&model);
        let share = classic / free.masks.max(1) as f64;
        sums.y += share * free.sums.y;
        sums.xy.iter_mut().zip(&free.sums.xy).for_each(|(sum, free)| *sum += share * free);
        let own: f64 = weights.iter().zip(&model.residuals).skip(1).map(|(w, e)| (w * e).powi(2)).sum();
        let inflation = if own > 0.0 { 1.0 + share * share * free.squares / own } else { 1.0 };
        let noise = Some(Noise { residuals: model.residuals, inflation });
        let Samples { masks, answers, base, .. } = self.seen.clone();
        Samples { masks, weights, answers, base, moments: expected.with_answers(sums.y, sums.xy), noise }
    }

    fn model(&self) -> Model {
        let (seen, first) = (self.seen, self.logits[0]);
        let all: Vec<usize> = (0..self.sizes.pieces()).collect();
        let logits: Vec<f64> = self.logits.iter().map(|logit| logit - first).collect();
        let penalty = self.penalty(&logits, &all);
        let linear = Ridge::fit(&seen.moments_of(&seen.answers), &all, penalty);
        let fit = |answers: &[f64]| linear.again(&seen.moments_of(answers), &all);
        let freedom: Vec<f64> =
            leverages(seen, &linear).iter().map(|leverage| (1.0 - leverage).max(LEAST_FREEDOM)).collect();
        // What an answer is apart from a fit of all other samples.
        let apart = |ridge: &Ridge, answers: &[f64]| -> Vec<f64> {
            residuals(answers, &seen.masks, ridge).iter().zip(&freedom).map(|(e, f)| e / f).collect()
        };
        let logit = fit(&logits);
        let errors = apart(&logit, &logits);
        let around: Vec<f64> = self.logits.iter().zip(&errors).map(|(logit, e)| logit - e).collect();
        let leaks: Vec<f64> = errors.iter().zip(&freedom).map(|(e, freedom)| e * (1.0 - freedom)).collect();
        let columns = self.columns(&around, &leaks);
        let fits = columns.each_ref().map(|column| fit(column));
        let rests: [Vec<f64>; BENDS] = std::array::from_fn(|k| apart(&fits[k], &columns[k]));
        let (bend, residuals) = regress(&rests, &apart(&linear, &seen.answers), &seen.weights);
        let mut straight = (0.0, DVector::zeros(all.len()));
        for k in 0..BENDS {
            straight.0 += bend[k] * fits[k].intercept;
            straight.1 += bend[k] * &fits[k].coefficients;
        }
        Model { linear, logit, bend, straight, residuals }
    }

    /// The ridge penalty for the working model: what is left of the logits, by generalized cross-validation, over the
    /// mean square of the slopes, as if these were drawn from one normal distribution.
    fn penalty(&self, logits: &[f64], all: &[usize]) -> f64 {
        let seen = self.seen;
        let (samples, moments) = (seen.len() as f64, seen.moments_of(logits));
        let unit = moments.total() / samples;
        (0..PENALTY_STEPS).fold(unit, |penalty, _| {
            let ridge = Ridge::fit(&moments, all, penalty);
            let freedom = (1.0 - ridge.degrees(&ridge.inverse()) / samples).max(LEAST_FREEDOM);
            let rests = residuals(logits, &seen.masks, &ridge);
            let squares: f64 = seen.weights.iter().zip(&rests).map(|(weight, e)| weight * e * e).sum();
            let noise = squares / moments.total() / (freedom * freedom);
            let slopes = ridge.coefficients.norm_squared() / all.len() as f64;
            let ratio = if slopes > 0.0 { noise / slopes } else { 1.0 };
            unit * ratio.clamp(LEAST_PENALTY, MOST_PENALTY)
        })
    }

    /// The bends of each sample, at a logit `around` that does not know its answer; `leaks` is by how much that lies
    /// below f.
    ///
    /// What of a bend is linear in f is no bend, and the fits by pieces take it out; but not the leak, which would tell
    /// of the sample's own error and pass for an explanation of it. So the linear part is taken at f.
    fn columns(&self, around: &[f64], leaks: &[f64]) -> [Vec<f64>; BENDS] {
        let weights = &self.seen.weights;
        let bends = around.iter().enumerate().map(|(row, &f)| self.bends(f, self.seen.masks.kept(row)));
        let bends: Vec<[f64; BENDS]> = bends.collect();
        let mean = weights.iter().zip(around).map(|(w, f)| w * f).sum::<f64>() / weights.iter().sum::<f64>();
        let pull: Vec<f64> = weights.iter().zip(around).map(|(w, f)| w * (f - mean)).collect();
        let squares: f64 = pull.iter().zip(around).map(|(pull, f)| pull * (f - mean)).sum();
        std::array::from_fn(|k| {
            let along: f64 = pull.iter().zip(&bends).map(|(pull, bend)| pull * bend[k]).sum();
            let slope = if squares > 0.0 { along / squares } else { 0.0 };
            bends.iter().zip(leaks).map(|(bend, leak)| bend[k] + slope * leak).collect()
        })
    }

    /// What g may be bent by, at a logit and a number of pieces kept: where the sigmoid is flat, so is the answer; words
    /// weigh more or less in shorter texts; the logit itself saturates.
    fn bends(&self, logit: f64, kept: usize) -> [f64; BENDS] {
        let share = kept as f64 / self.sizes.pieces() as f64;
        let (square, cross) = (share * share, share * logit);
        match self.target {
            Target::Logit => [square, cross, logit * logit, square * share],
            Target::Probability => {
                let sigmoid = 1.0 / (1.0 + libm::exp(-logit));
                let slope = sigmoid * (1.0 - sigmoid);
                [sigmoid, slope * square, slope * cross, slope * logit * logit]
            }
        }
    }

    /// Sums of ρ times the bent part of g over masks for which the network is not asked.
    ///
    /// Masks come by some from one order of the pieces: what goes is a window of it, closed to a circle, so that sums over
    /// what goes are differences of running sums, and a mask costs no more than its bends.
    fn free(&self, model: &Model) -> Free {
        let n = self.sizes.pieces();
        let masks = (self.seen.len() * FREE).min(MOST_FREE);
        let mut rng = ChaCha8Rng::seed_from_u64(self.seed ^ FREE_SEED);
        let mut order: Vec<usize> = (0..n).collect();
        let mut free = Free { masks, squares: 0.0, sums: Sums { y: 0.0, xy: vec![0.0; n] } };
        for first in (1..=masks).step_by(WINDOWS) {
            (1..n as u32).for_each(|at| order.swap(at as usize, rng.random_range(0..=at) as usize));
            let rows = first..(first + WINDOWS).min(masks + 1);
            self.add_windows(model, &order, rows, &mut free);
        }
        let whole = free.sums.y;
        free.sums.xy.iter_mut().for_each(|sum| *sum += whole);
        free
    }

    /// Adds the masks `rows`, windows of `order`; Σ x has them less what stands in all of them.
    fn add_windows(&self, model: &Model, order: &[usize], rows: Range<usize>, free: &mut Free) {
        let n = order.len();
        let mut running = vec![[0.0; 2]];
        for &piece in order {
            let [f, straight] = running[running.len() - 1];
            running.push([f + model.logit.coefficients[piece], straight + model.straight.1[piece]]);
        }
        let intercepts = [self.logits[0] + model.logit.intercept, model.straight.0];
        // By how much more is missing from each place of the order on.
        let mut missing = vec![0.0; n + 1];
        for (window, row) in rows.enumerate() {
            let removed = self.sizes.removed(row);
            let (from, to) = (window * n / WINDOWS, window * n / WINDOWS + removed);
            let (to, over) = (to.min(n), to.saturating_sub(n));
            let kept = |j: usize| running[n][j] - running[to][j] + running[from][j] - running[over][j];
            let [f, straight] = [0, 1].map(|j| intercepts[j] + kept(j));
            let bends = self.bends(f, n - removed);
            let bent: f64 = bends.iter().zip(&model.bend).map(|(bend, by)| bend * by).sum();
            let value = self.sizes.ratio(n - removed) * (bent - straight);
            free.sums.y += value;
            free.squares += value * value;
            for (place, by) in [(from, value), (to, -value), (0, value), (over, -value)] {
                missing[place] += by;
            }
        }
        let mut lacks = 0.0;
        for (&piece, more) in order.iter().zip(&missing) {
            lacks += more;
            free.sums.xy[piece] -= lacks;
        }
    }
}

/// Sums over masks for which the network is not asked.
struct Free {
    /// How many.
    masks: usize,
    /// Of the values' squares.
    squares: f64,
    /// Of the values, and of them by piece.
    sums: Sums,
}

impl Model {
    /// The fit by the pieces alone, of the text itself.
    fn whole(&self) -> f64 {
        self.linear.intercept + self.linear.coefficients.sum()
    }
}

/// Σ w y and Σ w y x.
struct Sums {
    y: f64,
    xy: Vec<f64>,
}

impl Sums {
    /// Adds w y of a sample.
    fn add(&mut self, masks: &Masks, row: usize, weighted: f64) {
        self.y += weighted;
        let kept = self.xy.iter_mut().enumerate().filter(|(piece, _)| masks.keeps(row, *piece));
        kept.for_each(|(_, sum)| *sum += weighted);
    }
}

/// Weighted least squares of `answers` on a few columns that have no mean to speak of: coefficients, and what each answer
/// is apart from a fit of all others.
fn regress(columns: &[Vec<f64>; BENDS], answers: &[f64], weights: &[f64]) -> ([f64; BENDS], Vec<f64>) {
    let product = |a: &[f64], b: &[f64]| -> f64 { weights.iter().zip(a).zip(b).map(|((w, a), b)| w * a * b).sum() };
    let prior = BEND_PRIOR / answers.len() as f64;
    let held = |a: usize, b: usize| if a == b { 1.0 + prior } else { 1.0 };
    let gram = DMatrix::from_fn(BENDS, BENDS, |a, b| held(a, b) * product(&columns[a], &columns[b]));
    // Columns of zeros bend nothing.
    let Some(factor) = gram.cholesky() else { return ([0.0; BENDS], answers.to_vec()) };
    let inverse = factor.inverse();
    let slopes = &inverse * DVector::from_fn(BENDS, |a, _| product(&columns[a], answers));
    let apart = |(row, answer): (usize, &f64)| {
        let x = DVector::from_fn(BENDS, |k, _| columns[k][row]);
        let leverage = weights[row] * x.dot(&(&inverse * &x));
        (answer - slopes.dot(&x)) / (1.0 - leverage).max(LEAST_FREEDOM)
    };
    (std::array::from_fn(|k| slopes[k]), answers.iter().enumerate().map(apart).collect())
}
