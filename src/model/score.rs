//! From features to a score.

use super::Model;
use crate::trace::Score;

/// The output layer: logit and probability of the last class.
pub(super) fn output(model: &Model, features: &[f32]) -> Score {
    let logits = logits(model, features);
    Score { logit: logits.last().copied().unwrap_or(0.0), probability: probability(&logits) }
}

/// The output layer's numbers \[outputs\].
pub(super) fn logits(model: &Model, features: &[f32]) -> Vec<f32> {
    let weights = model.weights();
    let rows = weights.out.chunks_exact(features.len());
    rows.zip(&weights.out_bias)
        .map(|(row, bias)| row.iter().zip(features).fold(*bias, |sum, (w, x)| sum + w * x))
        .collect()
}

/// The probability of the last class: the sigmoid of a single logit, the softmax of several. libm's exponential, so
/// that every machine gives the same bits.
pub fn probability(logits: &[f32]) -> f32 {
    match logits {
        [] => 0.0,
        [logit] => 1.0 / (1.0 + libm::expf(-logit)),
        [.., last] => 1.0 / logits.iter().map(|logit| libm::expf(logit - last)).sum::<f32>(),
    }
}

#[cfg(test)]
mod tests {
    use super::probability;

    #[test]
    fn probabilities_stay_in_range_and_agree() {
        for logit in [-1e9f32, -200.0, -3.0, 0.0, 2.5, 200.0, 1e9] {
            let one = probability(&[logit]);
            assert!((0.0..=1.0).contains(&one), "{logit} {one}");
            assert!((one - probability(&[0.0, logit])).abs() < 1e-6);
        }
    }
}
