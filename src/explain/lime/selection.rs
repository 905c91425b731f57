//! Which pieces of a text a surrogate may use: LIME's two ways of choosing, and what else might have been chosen.

use nalgebra::{DMatrix, DVector};
use rand_chacha::{
    ChaCha8Rng,
    rand_core::{RngCore, SeedableRng},
};

use super::{
    ridge::{Moments, Ridge},
    samples::Samples,
    sandwich::residuals,
};
use crate::kernel::{first, ranked};

/// How the pieces that may have a weight are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// All of them.
    All,
    /// So many, those of largest weight when all are fitted.
    HighestWeights(usize),
    /// So many, one after the other, each time the one that explains most.
    Forward(usize),
}

/// A set of pieces, and how likely it is to be chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    /// The pieces, in ascending order.
    pub pieces: Vec<usize>,
    /// How often it was chosen when the noise was drawn anew; all shares add up to 1.
    pub share: f64,
}

/// The ridge penalty under which all pieces are compared (lime 0.2.0.1, lime_base.py).
const COMPARISON_ALPHA: f64 = 0.01;
/// A piece of which less than this share varies independently of those already chosen adds nothing (a guess, well above
/// rounding).
const LEAST_NEW_SHARE: f64 = 1e-9;
/// How often the choice is repeated with other noise: the bits of one random number.
const REPEATS: usize = 32;

/// The pieces chosen, first, and what would have been chosen had the samples fallen otherwise. Cost, for n pieces in N
/// samples: n³/6 + 16·N·n operations.
///
/// What the samples decide is how each piece goes with the answers, X̃ᵀWỹ. The choice is made once on what was seen
/// and then on the same with noise Σ ± w e x̃, random signs on the residuals of a fit of all pieces (the wild bootstrap
/// of Wu 1986), which has the covariance that other seeds would give it.
pub fn alternatives(samples: &Samples, choice: Choice) -> Vec<Alternative> {
    let moments = &samples.moments;
    let all: Vec<usize> = (0..moments.features()).collect();
    let (Choice::HighestWeights(count) | Choice::Forward(count)) = choice else {
        return vec![Alternative { pieces: all, share: 1.0 }];
    };
    if count >= all.len() {
        return vec![Alternative { pieces: all, share: 1.0 }];
    }
    let ridge = Ridge::fit(moments, &all, COMPARISON_ALPHA);
    let choose = |covariances: &DVector<f64>| {
        let pieces = match choice {
            Choice::Forward(_) => forward(moments, covariances, count),
            _ => highest_weights(&ridge.solve(covariances), count),
        };
        ranked(pieces.len(), &|a, b| pieces[a].cmp(&pieces[b])).into_iter().map(|at| pieces[at]).collect::<Vec<_>>()
    };
    let seen = moments.answer_covariances();
    let mut found = vec![Alternative { pieces: choose(&seen), share: 0.0 }];
    for noise in noise(samples, &ridge).column_iter() {
        let pieces = choose(&(&seen + noise));
        let share = 1.0 / REPEATS as f64;
        match found.iter_mut().find(|alternative| alternative.pieces == pieces) {
            Some(alternative) => alternative.share += share,
            None => found.push(Alternative { pieces, share }),
        }
    }
    found
}

/// Columns of Σ ± w e x̃, \[pieces, REPEATS\].
fn noise(samples: &Samples, ridge: &Ridge) -> DMatrix<f64> {
    let (masks, moments) = (&samples.masks, &samples.moments);
    let residuals = residuals(&samples.answers, masks, ridge);
    let scale = samples.inflation(moments.features() as f64 + 1.0).sqrt();
    // Always the same signs: a snapshot depends on the samples only.
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let mut sums = vec![[0.0; REPEATS]; moments.features()];
    let mut totals = [0.0; REPEATS];
    for (row, residual) in samples.noise(&residuals).iter().enumerate().skip(1) {
        let pull = scale * samples.weights[row] * residual;
        let signs = rng.next_u32();
        let pulls: [f64; REPEATS] = std::array::from_fn(|r| if signs >> r & 1 == 1 { pull } else { -pull });
        let add = |sums: &mut [f64; REPEATS]| sums.iter_mut().zip(&pulls).for_each(|(sum, pull)| *sum += pull);
        add(&mut totals);
        (0..sums.len()).filter(|&piece| masks.keeps(row, piece)).for_each(|piece| add(&mut sums[piece]));
    }
    DMatrix::from_fn(sums.len(), REPEATS, |piece, r| sums[piece][r] - moments.mean(piece) * totals[r])
}

/// The features of largest |weight|, largest first; the earlier of two equals first.
fn highest_weights(weights: &DVector<f64>, count: usize) -> Vec<usize> {
    first(weights.len(), count, &|a, b| weights[b].abs().total_cmp(&weights[a].abs()))
}

/// Greedy forward selection: each step takes the feature with which unpenalized least squares explains most, in the
/// order chosen; `covariances` is X̃ᵀWỹ. Cost: the count squared times the number of features.
///
/// The gain in explained variance of feature j over those chosen is c_j² / v_j, with v_j what of it they leave
/// unexplained and c_j how that rest goes with the answers. Both are kept up to date by a Cholesky factorization that
/// takes the chosen features as its pivots, instead of one regression for each candidate.
pub fn forward(moments: &Moments, covariances: &DVector<f64>, count: usize) -> Vec<usize> {
    let features = moments.features();
    let whole: Vec<f64> = (0..features).map(|j| moments.covariance(j, j)).collect();
    let (mut variance, mut with_answer) = (whole.clone(), covariances.clone());
    let mut columns: Vec<Vec<f64>> = Vec::new();
    let mut chosen: Vec<usize> = Vec::new();
    while chosen.len() < count.min(features) {
        let is_new = |j: usize| variance[j] > LEAST_NEW_SHARE * whole[j];
        let gain = |j: usize| if is_new(j) { with_answer[j] * with_answer[j] / variance[j] } else { 0.0 };
        let left = (0..features).filter(|j| !chosen.contains(j));
        // The first of equals, as in LIME.
        let Some(best) = left.reduce(|best, j| if gain(j) > gain(best) { j } else { best }) else { break };
        if is_new(best) {
            let column = next_column(moments, &columns, best, variance[best]);
            let share = with_answer[best] / variance[best].sqrt();
            for j in 0..features {
                variance[j] -= column[j] * column[j];
                with_answer[j] -= column[j] * share;
            }
            columns.push(column);
        }
        chosen.push(best);
    }
    chosen
}

/// The column of the Cholesky factor that belongs to a new pivot.
fn next_column(moments: &Moments, columns: &[Vec<f64>], pivot: usize, variance: f64) -> Vec<f64> {
    let rest = |j: usize| {
        let explained: f64 = columns.iter().map(|column| column[pivot] * column[j]).sum();
        (moments.covariance(pivot, j) - explained) / variance.sqrt()
    };
    (0..moments.features()).map(rest).collect()
}
