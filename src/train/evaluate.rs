//! How good a model is: accuracy, confusion, log-loss, calibration, and what quantization changed.
//!
//! Everything is computed from the log-odds of the positive class, in f64. The expected calibration error is that of
//! Guo et al. (2017): [`BINS`] bins of equal width over 0 to 1, by the probability of the *predicted* class; the mean
//! over examples of |share judged right − mean probability| of their bin. The temperature T is the one whose
//! probabilities σ(log-odds / T) have the least log-loss.

use serde::Serialize;
use thiserror::Error;

use super::corpus::only_label;
use crate::trace::Score;

/// Bins of the reliability table.
pub const BINS: usize = 15;

/// One judged example.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// Log-odds of the positive class.
    pub log_odds: f64,
    /// Whether the network decides for the positive class.
    pub favoured: bool,
    /// The true label.
    pub positive: bool,
}

impl Judged {
    /// A network's score beside the true label.
    pub fn new(score: Score, positive: bool) -> Self {
        Self { log_odds: score.logit.into(), favoured: score.favoured, positive }
    }

    fn probability(self) -> f64 {
        1.0 / (1.0 + (-self.log_odds).exp())
    }

    /// −ln of the probability of the true label at a temperature.
    fn log_loss(self, temperature: f64) -> f64 {
        let against = if self.positive { -self.log_odds } else { self.log_odds } / temperature;
        against.max(0.0) + (-against.abs()).exp().ln_1p()
    }
}

/// Counts by predicted and true label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Confusion {
    /// Negative, judged negative.
    pub true_negative: usize,
    /// Negative, judged positive.
    pub false_positive: usize,
    /// Positive, judged negative.
    pub false_negative: usize,
    /// Positive, judged positive.
    pub true_positive: usize,
}

/// One row of the reliability table; empty bins are left out.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ReliabilityBin {
    /// Lower bound of the probability of the predicted class, excluded.
    pub from: f64,
    /// Upper bound, included.
    pub to: f64,
    /// Examples in the bin.
    pub examples: usize,
    /// Their mean probability of the predicted class.
    pub confidence: f64,
    /// Share of them judged right.
    pub accuracy: f64,
}

/// What a set of labelled examples says of a model.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Metrics {
    /// Share judged right.
    pub accuracy: f64,
    /// Mean −ln of the probability of the true label.
    pub log_loss: f64,
    /// Expected calibration error.
    pub ece: f64,
    /// Counts by predicted and true label.
    pub confusion: Confusion,
    /// How often the network is right when it is so sure.
    pub reliability: Vec<ReliabilityBin>,
}

/// Measures a model on judged examples; zeros without any.
pub fn measure(examples: &[Judged]) -> Metrics {
    let confusion = confusion(examples);
    let right = confusion.true_negative + confusion.true_positive;
    let reliability = reliability(examples);
    let gap = |bin: &ReliabilityBin| bin.examples as f64 * (bin.accuracy - bin.confidence).abs();
    Metrics {
        accuracy: right as f64 / examples.len().max(1) as f64,
        log_loss: mean_log_loss(examples, 1.0),
        ece: reliability.iter().map(gap).sum::<f64>() / examples.len().max(1) as f64,
        confusion,
        reliability,
    }
}

fn confusion(examples: &[Judged]) -> Confusion {
    let mut counts = Confusion::default();
    for example in examples {
        *match (example.positive, example.favoured) {
            (false, false) => &mut counts.true_negative,
            (false, true) => &mut counts.false_positive,
            (true, false) => &mut counts.false_negative,
            (true, true) => &mut counts.true_positive,
        } += 1;
    }
    counts
}

fn reliability(examples: &[Judged]) -> Vec<ReliabilityBin> {
    let mut bins = [(0, 0.0, 0); BINS];
    for example in examples {
        let probability = example.probability();
        let confidence = probability.max(1.0 - probability);
        let bin = ((confidence * BINS as f64).ceil() as usize).clamp(1, BINS) - 1;
        bins[bin].0 += 1;
        bins[bin].1 += confidence;
        bins[bin].2 += usize::from(example.favoured == example.positive);
    }
    let edge = |bin: usize| bin as f64 / BINS as f64;
    let filled = bins.iter().enumerate().filter(|(_, (examples, ..))| *examples > 0);
    let row = |(bin, &(examples, confidence, right)): (usize, &(usize, f64, usize))| ReliabilityBin {
        from: edge(bin),
        to: edge(bin + 1),
        examples,
        confidence: confidence / examples as f64,
        accuracy: right as f64 / examples as f64,
    };
    filled.map(row).collect()
}

fn mean_log_loss(examples: &[Judged], temperature: f64) -> f64 {
    examples.iter().map(|example| example.log_loss(temperature)).sum::<f64>() / examples.len().max(1) as f64
}

/// Temperatures that are considered; a model outside needs other help than a temperature.
const TEMPERATURES: (f64, f64) = (0.05, 20.0);
/// Steps of the golden section: each leaves 0.618 of the interval, these a hundred-millionth.
const SECTIONS: usize = 40;

/// Why no temperature can be fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NoTemperature {
    /// There is nothing to fit it on.
    #[error("there is no example to fit it on")]
    NoExamples,
    /// The surer of the one label, the better.
    #[error("all examples to fit it on have one label")]
    OneLabel,
    /// The network says the same of all.
    #[error("the network says the same of all examples to fit it on")]
    NothingVaries,
    /// The surer, the better: all are judged right.
    #[error("the network is right on all examples to fit it on, or nearly so: any smaller one would be better still")]
    NoneIsBest,
}

/// The temperature with the least log-loss on these examples, by golden section over its logarithm: the loss is convex
/// in 1 / T and so falls, then rises. Of a network that is right on every example there is none, since it would be given
/// certainty without end; where its log-odds say nothing, it is the largest that is considered, which leaves an even chance.
pub fn fit_temperature(examples: &[Judged]) -> Result<f64, NoTemperature> {
    let first = examples.first().ok_or(NoTemperature::NoExamples)?;
    if only_label(examples.iter().map(|example| example.positive)).is_some() {
        return Err(NoTemperature::OneLabel);
    }
    if examples.iter().all(|example| example.log_odds == first.log_odds) {
        return Err(NoTemperature::NothingVaries);
    }
    let golden = (5f64.sqrt() - 1.0) / 2.0;
    let loss = |log_temperature: f64| mean_log_loss(examples, log_temperature.exp());
    let least = TEMPERATURES.0.ln();
    let (mut low, mut high) = (least, TEMPERATURES.1.ln());
    let (mut left, mut right) = (high - golden * (high - low), low + golden * (high - low));
    let (mut at_left, mut at_right) = (loss(left), loss(right));
    for _ in 0..SECTIONS {
        if at_left < at_right {
            (high, right, at_right) = (right, left, at_left);
            left = high - golden * (high - low);
            at_left = loss(left);
        } else {
            (low, left, at_left) = (left, right, at_right);
            right = low + golden * (high - low);
            at_right = loss(right);
        }
    }
    if low > least { Ok((0.5 * (low + high)).exp()) } else { Err(NoTemperature::NoneIsBest) }
}

/// The examples with their log-odds divided by a temperature.
pub fn at_temperature(examples: &[Judged], temperature: f64) -> Vec<Judged> {
    examples.iter().map(|example| Judged { log_odds: example.log_odds / temperature, ..*example }).collect()
}

/// What storing the weights in fewer bits changed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Comparison {
    /// Examples judged otherwise.
    pub label_changes: usize,
    /// Mean |difference of the probabilities|.
    pub mean_abs_dp: f64,
    /// The largest.
    pub max_abs_dp: f64,
}

/// Compares two models on the same examples.
pub fn compare(reference: &[Judged], stored: &[Judged]) -> Comparison {
    let pairs = || reference.iter().zip(stored);
    let differences = || pairs().map(|(a, b)| (a.probability() - b.probability()).abs());
    Comparison {
        label_changes: pairs().filter(|(a, b)| a.favoured != b.favoured).count(),
        mean_abs_dp: differences().sum::<f64>() / reference.len().max(1) as f64,
        max_abs_dp: differences().fold(0.0, f64::max),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(pairs: &[(f64, bool)]) -> Vec<Judged> {
        let favoured = |log_odds: f64| Score::of_logit(log_odds as f32).favoured;
        pairs.iter().map(|&(log_odds, positive)| Judged { log_odds, favoured: favoured(log_odds), positive }).collect()
    }

    /// Log-odds of 3 : 1.
    const THREE_TO_ONE: f64 = 1.098_612_288_668_109_8;

    #[test]
    fn a_case_done_by_hand() {
        // Sure of 0.75 each time, right 3 times in 5.
        let examples = judged(&[
            (THREE_TO_ONE, true),
            (THREE_TO_ONE, true),
            (THREE_TO_ONE, false),
            (-THREE_TO_ONE, false),
            (-THREE_TO_ONE, true),
        ]);
        let metrics = measure(&examples);
        assert_eq!(
            metrics.confusion,
            Confusion { true_negative: 1, false_positive: 1, false_negative: 1, true_positive: 2 }
        );
        assert!((metrics.accuracy - 0.6).abs() < 1e-12);
        assert!((metrics.ece - 0.15).abs() < 1e-12);
        let log_loss = -(3.0 * 0.75f64.ln() + 2.0 * 0.25f64.ln()) / 5.0;
        assert!((metrics.log_loss - log_loss).abs() < 1e-12);
        assert_eq!(metrics.reliability.len(), 1);
        // Calibrated when it is sure of 0.6: log-odds ln 1.5.
        let temperature = fit_temperature(&examples).unwrap();
        assert!((temperature - THREE_TO_ONE / 1.5f64.ln()).abs() < 1e-6, "{temperature}");
        assert!(measure(&at_temperature(&examples, temperature)).ece < 1e-6);
    }

    #[test]
    fn the_verdict_is_the_networks_own() {
        // Half of a probability in single precision: the network decides for the positive class.
        let hardly = Judged::new(Score::of_logit(-1e-9), true);
        assert!(hardly.log_odds < 0.0 && Score::of_logit(-1e-9).favoured);
        assert_eq!(measure(&[hardly]).accuracy, 1.0);
        assert_eq!(measure(&[hardly]).confusion, Confusion { true_positive: 1, ..Confusion::default() });
        let for_the_other = Judged { favoured: false, ..hardly };
        assert_eq!(compare(&[hardly], &[for_the_other]).label_changes, 1);
        assert_eq!(measure(&at_temperature(&[hardly], 0.5)).accuracy, 1.0);
    }

    #[test]
    fn where_no_temperature_is_best_there_is_none() {
        let refused = |pairs: &[(f64, bool)]| fit_temperature(&judged(pairs)).unwrap_err();
        assert_eq!(refused(&[]), NoTemperature::NoExamples);
        assert_eq!(refused(&[(1.0, true), (2.0, true)]), NoTemperature::OneLabel);
        assert_eq!(refused(&[(0.5, true), (0.5, false)]), NoTemperature::NothingVaries);
        assert_eq!(refused(&[(1.0, true), (-2.0, false)]), NoTemperature::NoneIsBest);
        // Wrong on all: an even chance is the best that can be made of it.
        assert!(fit_temperature(&judged(&[(-1.0, true), (2.0, false)])).unwrap() > 19.9);
    }

    #[test]
    fn extremes_stay_finite() {
        let metrics = measure(&judged(&[(1e4, false), (-1e4, true), (0.0, true)]));
        assert!((metrics.log_loss - (2e4 + 2f64.ln()) / 3.0).abs() < 1e-9);
        assert!(measure(&[]).log_loss == 0.0 && measure(&[]).ece == 0.0);
        let sure = Judged::new(Score::of_logit(40.0), true);
        assert_eq!((sure.log_odds, sure.probability()), (40.0, 1.0));
    }

    #[test]
    fn comparison_counts_changed_labels() {
        let comparison = compare(&judged(&[(0.1, true), (2.0, true)]), &judged(&[(-0.1, true), (2.0, true)]));
        assert_eq!(comparison.label_changes, 1);
        assert!((comparison.max_abs_dp - 2.0 * comparison.mean_abs_dp).abs() < 1e-12);
    }
}
