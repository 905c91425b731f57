//! What the network says of a text, and what it had said after each word on the way.
//!
//! Cost: nothing beyond the trace it is read off, which is one pass; for a bidirectional network, which has to read every prefix again, quadratic in the length.
//!
//! Fidelity: exact, these are the network's own scores.
//!
//! Do not believe a single step: a word also changes how the next ones are read, and what it seems to add may be taken back.

use serde::Serialize;

use crate::{
    model::Model,
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
    /// Which tokens were not read as typed, by their numbers: characters of theirs were composed, decoded or left out.
    pub respelled: Vec<usize>,
    /// The class that logit and probability are of, by its number: the last of two, of more the verdict.
    pub class: usize,
    /// The class that the network decides for, by its number.
    pub verdict: usize,
    /// The names of the classes.
    pub classes: Vec<String>,
    /// The probability of each class.
    pub probabilities: Vec<f32>,
    /// The log-odds of the class after the whole text: with one output, what it says before the sigmoid.
    pub logit: f32,
    /// The probability of the class.
    pub probability: f32,
    /// The same at the temperature that was fitted on reviews it had not seen (Guo et al. 2017): how often such a verdict
    /// is right. Null where none was fitted, and where the network does not decide between two classes.
    pub calibrated: Option<f32>,
    /// The logit after each token.
    pub running_logit: Vec<f32>,
    /// The probability after each token.
    pub running_probability: Vec<f32>,
    /// The class that the network would decide for after each token, by its number.
    pub running_verdict: Vec<usize>,
    /// The logit before the first token: that of the empty text.
    pub zero_logit: f32,
    /// The probability before the first token.
    pub zero_probability: f32,
    /// The class that it would decide for before the first token.
    pub zero_verdict: usize,
    /// Tokens in the text.
    pub found: usize,
    /// Tokens that were read; fewer than `found` when the text was too long.
    pub kept: usize,
}

/// The probability of a class at a temperature: σ(log-odds / T).
pub fn at_temperature(score: Score, temperature: f64) -> f32 {
    (1.0 / (1.0 + libm::exp(-f64::from(score.logit) / temperature))) as f32
}

/// The prediction that a trace of the same text holds, by the classes' names; runs nothing.
pub fn of_trace(
    model: &Model,
    classes: &[String],
    trace: &Trace,
    text: &TokenizedText,
    temperature: Option<f64>,
) -> Prediction {
    let head = model.head();
    let last = trace.logits.rchunks_exact(head.numbers()).next().unwrap_or(&[]);
    let class = head.explained(last);
    let scores = model.towards(class).map_or_else(|_| Vec::new(), |model| model.scores_along(&trace.logits));
    let (zero, running) = scores.split_first().map_or((trace.zero, &[][..]), |(&zero, running)| (zero, running));
    let mut verdicts = trace.logits.chunks_exact(head.numbers()).map(|logits| head.verdict(logits));
    let zero_verdict = verdicts.next().unwrap_or_default();
    let score = running.last().copied().unwrap_or(zero);
    let Score { logit, probability, .. } = score;
    Prediction {
        tokens: text.tokens.iter().map(|token| token.text.clone()).collect(),
        spans: text.tokens.iter().map(|token| [token.utf16.start, token.utf16.end]).collect(),
        unknown: trace.ids.iter().map(|&id| id == UNKNOWN).collect(),
        respelled: (0..text.tokens.len()).filter(|&at| text.tokens[at].respelled).collect(),
        class,
        verdict: head.verdict(last),
        classes: classes.to_vec(),
        probabilities: head.probabilities(last),
        logit,
        probability,
        calibrated: temperature.map(|temperature| at_temperature(score, temperature)),
        running_logit: running.iter().map(|score| score.logit).collect(),
        running_probability: running.iter().map(|score| score.probability).collect(),
        running_verdict: verdicts.collect(),
        zero_logit: zero.logit,
        zero_probability: zero.probability,
        zero_verdict,
        found: text.found,
        kept: text.tokens.len(),
    }
}
