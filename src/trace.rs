//! What one run of the network left behind: gates, cell, hidden state and score at every step.
//!
//! A [`Trace`] is the waist of the house: everything before it makes it, everything after it reads it. It is a value
//! and computes nothing.

use serde::Serialize;

/// What the network says of one class: of two classes the last, of more the verdict unless another is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Score {
    /// Its log-odds: with one output, the output before the sigmoid.
    pub logit: f32,
    /// Its probability, 0 to 1.
    pub probability: f32,
    /// Whether the network decides for it.
    pub favoured: bool,
}

impl Score {
    /// As numbers that travel: all logits, then all probabilities, then 1 for each that the network decides for.
    pub fn to_numbers(scores: &[Self]) -> Vec<f32> {
        let (logits, probabilities) = (scores.iter().map(|score| score.logit), scores.iter().map(|s| s.probability));
        logits.chain(probabilities).chain(scores.iter().map(|score| f32::from(score.favoured))).collect()
    }

    /// The scores that were written by [`Score::to_numbers`].
    pub fn from_numbers(numbers: &[f32]) -> Vec<Self> {
        let (logits, rest) = numbers.split_at(numbers.len() / 3);
        let (probabilities, favoured) = rest.split_at(rest.len() / 2);
        let all = logits.iter().zip(probabilities).zip(favoured);
        all.map(|((&logit, &probability), &favoured)| Self { logit, probability, favoured: favoured > 0.0 }).collect()
    }
}

/// One direction of one layer over a whole text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DirectionTrace {
    /// \[steps, 4 · hidden\]. LSTM: the gates i, f, g, o. GRU: n, r, z and the recurrent part of the candidate.
    pub gates: Vec<f32>,
    /// \[steps, hidden\]; empty for a GRU, which has no cell state.
    pub cell: Vec<f32>,
    /// \[steps, hidden\].
    pub hidden: Vec<f32>,
}

/// One layer over a whole text.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerTrace {
    /// Forward, then, for a bidirectional network, backward. Steps stand in text order in both.
    pub directions: Vec<DirectionTrace>,
}

/// One run over one text.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    /// The ids that were read, one per step.
    pub ids: Vec<u32>,
    /// Units of one direction of one layer.
    pub hidden: usize,
    /// From the embedding upwards.
    pub layers: Vec<LayerTrace>,
    /// What the output layer said before the first token and after each, \[steps + 1, numbers\]: from these any
    /// class can be read.
    pub logits: Vec<f32>,
    /// The score before the first token.
    pub zero: Score,
    /// The score of the prefix that ends with each step.
    pub running: Vec<Score>,
}

impl Trace {
    /// The score of the whole text.
    pub fn score(&self) -> Score {
        self.running.last().copied().unwrap_or(self.zero)
    }

    /// The last layer's forward direction, which reads the text in order.
    pub fn top(&self) -> Option<&DirectionTrace> {
        self.layers.last().and_then(|layer| layer.directions.first())
    }
}
