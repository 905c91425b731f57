//! What the network says of a text, and what it had said after each word on the way.
//!
//! Cost: nothing beyond the trace it is read off, which is one pass; for a bidirectional network, which has to read every prefix again, quadratic in the length.
//!
//! Fidelity: exact, these are the network's own scores.
//!
//! Do not believe a single step: a word also changes how the next ones are read, and what it seems to add may be taken back.

use serde::Serialize;

use crate::{
    text::{TokenizedText, UNKNOWN},
    trace::{Score, Trace},
};

/// A verdict and how it formed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Prediction {
    /// The tokens as they were looked up.
    pub tokens: Vec<String>,
    /// Where each token stands in the text, \[from, to) in UTF-16 units, as JavaScript counts.
    pub spans: Vec<[usize; 2]>,
    /// The token is outside the vocabulary: the network read `<unk>` in its place.
    pub unknown: Vec<bool>,
    /// The score of the whole text, before the sigmoid or softmax.
    pub logit: f32,
    /// The probability of the last class.
    pub probability: f32,
    /// The same at the temperature that was fitted on reviews it had not seen (Guo et al. 2017): how often such a verdict
    /// is right. Null where none was fitted.
    pub calibrated: Option<f32>,
    /// The logit after each token.
    pub running_logit: Vec<f32>,
    /// The probability after each token.
    pub running_probability: Vec<f32>,
    /// The logit before the first token: that of the empty text.
    pub zero_logit: f32,
    /// The probability before the first token.
    pub zero_probability: f32,
    /// Tokens in the text.
    pub found: usize,
    /// Tokens that were read; fewer than `found` when the text was too long.
    pub kept: usize,
}

/// The probability of the last class at a temperature: σ(log-odds / T). Where the logit is only one term of a softmax
/// (`outputs` above 1), the log-odds are those of the probability.
pub fn at_temperature(score: Score, outputs: usize, temperature: f64) -> f32 {
    let probability = f64::from(score.probability);
    let log_odds = if outputs == 1 { f64::from(score.logit) } else { (probability / (1.0 - probability)).ln() };
    (1.0 / (1.0 + libm::exp(-log_odds / temperature))) as f32
}

/// The prediction that a trace of the same text holds; asks the network nothing.
pub fn of_trace(trace: &Trace, text: &TokenizedText, calibrated: Option<f32>) -> Prediction {
    let Score { logit, probability } = trace.score();
    Prediction {
        tokens: text.tokens.iter().map(|token| token.text.clone()).collect(),
        spans: text.tokens.iter().map(|token| [token.utf16.start, token.utf16.end]).collect(),
        unknown: trace.ids.iter().map(|&id| id == UNKNOWN).collect(),
        logit,
        probability,
        calibrated,
        running_logit: trace.running.iter().map(|score| score.logit).collect(),
        running_probability: trace.running.iter().map(|score| score.probability).collect(),
        zero_logit: trace.zero.logit,
        zero_probability: trace.zero.probability,
        found: text.found,
        kept: text.tokens.len(),
    }
}
