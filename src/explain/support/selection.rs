//! Which features a surrogate may use: LIME's two ways of choosing them.

use super::ridge::{Moments, Ridge};

/// The ridge penalty under which `highest_weights` compares all features (lime 0.2.0.1, lime_base.py).
const HIGHEST_WEIGHTS_ALPHA: f64 = 0.01;
/// A feature of which less than this share varies independently of those already chosen adds nothing (a guess, well
/// above rounding).
const LEAST_NEW_SHARE: f64 = 1e-9;

/// The features of largest |coefficient| in a ridge fit of all of them, largest first; the earlier of two equals first.
pub fn highest_weights(moments: &Moments, count: usize) -> Vec<usize> {
    let all: Vec<usize> = (0..moments.features()).collect();
    let weights = Ridge::fit(moments, &all, HIGHEST_WEIGHTS_ALPHA).coefficients;
    let mut order = all;
    order.sort_by(|&a, &b| weights[b].abs().total_cmp(&weights[a].abs()));
    order.truncate(count);
    order
}

/// Greedy forward selection: each step takes the feature with which unpenalized least squares explains most, in the
/// order chosen. Cost: the count squared times the number of features.
///
/// The gain in explained variance of feature j over those chosen is c_j² / v_j, with v_j what of it they leave
/// unexplained and c_j how that rest goes with the answers. Both are kept up to date by a Cholesky factorization that
/// takes the chosen features as its pivots, instead of one regression for each candidate.
pub fn forward(moments: &Moments, count: usize) -> Vec<usize> {
    let features = moments.features();
    let whole: Vec<f64> = (0..features).map(|j| moments.covariance(j, j)).collect();
    let mut variance = whole.clone();
    let mut with_answer: Vec<f64> = (0..features).map(|j| moments.answer_covariance(j)).collect();
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
