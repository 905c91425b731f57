//! A linear model that stands in for the network near one text: fitted to samples, with its fit and its error bars.

use super::{
    ridge::Ridge,
    samples::Samples,
    sandwich::Spread,
    selection::{Alternative, Choice, alternatives},
};

/// The fitted model.
#[derive(Debug, Clone, PartialEq)]
pub struct Surrogate {
    /// The pieces that may have a weight, in ascending order.
    pub chosen: Vec<usize>,
    /// The weight of each piece; 0 for those not chosen.
    pub weights: Vec<f64>,
    /// The standard error of each weight: the spread it would have over other samples, and, where they would have led
    /// to other choices, those choices included. A piece not chosen has one, too, if it might have been.
    pub standard_errors: Vec<f64>,
    /// The answer when nothing is kept.
    pub intercept: f64,
    /// Share of the answers' weighted variance that the model explains; None where all answers are the same, of which
    /// there is nothing to explain.
    pub r2: Option<f64>,
    /// The answer to the text itself.
    pub local_prediction: f64,
}

impl Surrogate {
    /// Fits the model. Cost, for k chosen of n pieces in N samples: n³/6 + 16·N·n operations if there is a choice, and
    /// for each alternative k³ + N·k²/4.
    pub fn fit(samples: &Samples, choice: Choice, alpha: f64) -> Self {
        let choices = alternatives(samples, choice);
        let fits: Vec<Fit> = choices.into_iter().map(|alternative| Fit::of(samples, alternative, alpha)).collect();
        let shown = &fits[0];
        let variance = |piece: usize| -> f64 {
            let around = |fit: &Fit| fit.errors[piece].powi(2) + (fit.weights[piece] - shown.weights[piece]).powi(2);
            fits.iter().map(|fit| fit.alternative.share * around(fit)).sum()
        };
        let intercept = shown.intercept + samples.base;
        Self {
            chosen: shown.alternative.pieces.clone(),
            weights: shown.weights.clone(),
            standard_errors: (0..shown.weights.len()).map(|piece| variance(piece).sqrt()).collect(),
            intercept,
            r2: r2(samples, &shown.residuals),
            local_prediction: shown.weights.iter().fold(intercept, |sum, weight| sum + weight),
        }
    }
}

/// The fit of one set of pieces.
struct Fit {
    alternative: Alternative,
    /// Per piece, 0 outside the set; so are the errors.
    weights: Vec<f64>,
    errors: Vec<f64>,
    intercept: f64,
    residuals: Vec<f64>,
}

impl Fit {
    fn of(samples: &Samples, alternative: Alternative, alpha: f64) -> Self {
        let ridge = Ridge::fit(&samples.moments, &alternative.pieces, alpha);
        let Spread { residuals, standard_errors } = Spread::of(samples, &alternative.pieces, &ridge);
        let mut weights = vec![0.0; samples.masks.pieces()];
        let mut errors = weights.clone();
        for (index, &piece) in alternative.pieces.iter().enumerate() {
            (weights[piece], errors[piece]) = (ridge.coefficients[index], standard_errors[index]);
        }
        Self { alternative, weights, errors, intercept: ridge.intercept, residuals }
    }
}

fn r2(samples: &Samples, residuals: &[f64]) -> Option<f64> {
    let mean = samples.moments.mean_answer();
    let sum = |of: &dyn Fn(usize) -> f64| -> f64 { samples.weights.iter().enumerate().map(|(i, w)| w * of(i)).sum() };
    let left = sum(&|i| residuals[i] * residuals[i]);
    let whole = sum(&|i| (samples.answers[i] - mean) * (samples.answers[i] - mean));
    (whole > 0.0).then(|| 1.0 - left / whole)
}
