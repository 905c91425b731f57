//! What was seen of the network near one text.

use super::{masks::Masks, ridge::Moments};

/// Samples of the network near one text, and the sums that fits need of them.
#[derive(Debug, Clone)]
pub struct Samples {
    /// The pieces kept in each sample; the first keeps all.
    pub masks: Masks,
    /// How near each sample is to the text.
    pub weights: Vec<f64>,
    /// The network's answers, less the first.
    pub answers: Vec<f64>,
    /// The first answer: that to the text itself.
    pub base: f64,
    /// Sums over all of these.
    pub moments: Moments,
    /// What of the answers is left to chance, if that is not the residuals of the fit.
    pub noise: Option<Noise>,
}

/// What of the answers is left to chance.
#[derive(Debug, Clone)]
pub struct Noise {
    /// Of each sample.
    pub residuals: Vec<f64>,
    /// By how much their squares understate it.
    pub inflation: f64,
}

impl Samples {
    /// None yet.
    pub fn new(pieces: usize) -> Self {
        let (masks, moments) = (Masks::new(pieces), Moments::new(pieces));
        Self { masks, weights: Vec::new(), answers: Vec::new(), base: 0.0, moments, noise: None }
    }

    /// Completes the rows that were added to `masks` by their weights and the network's answers.
    pub fn complete(&mut self, weights: &[f64], answers: &[f64]) {
        let first = self.len();
        if let (0, Some(&answer)) = (first, answers.first()) {
            self.base = answer;
        }
        self.weights.extend_from_slice(weights);
        self.answers.extend(answers.iter().map(|answer| answer - self.base));
        self.moments.add(&self.masks, first, weights, &self.answers[first..]);
    }

    /// The sums with other answers in place of these. Cost: samples · pieces.
    pub fn moments_of(&self, answers: &[f64]) -> Moments {
        let mut sums = (0.0, vec![0.0; self.masks.pieces()]);
        for (row, (weight, answer)) in self.weights.iter().zip(answers).enumerate() {
            sums.0 += weight * answer;
            let kept = sums.1.iter_mut().enumerate().filter(|(piece, _)| self.masks.keeps(row, *piece));
            kept.for_each(|(_, sum)| *sum += weight * answer);
        }
        self.moments.clone().with_answers(sums.0, sums.1)
    }

    /// How many samples are complete.
    pub fn len(&self) -> usize {
        self.answers.len()
    }

    /// Is there none?
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }

    /// What is left to chance, when a fit has these residuals.
    pub fn noise<'a>(&'a self, residuals: &'a [f64]) -> &'a [f64] {
        self.noise.as_ref().map_or(residuals, |noise| &noise.residuals)
    }

    /// By how much squared residuals of a fit with so many degrees of freedom understate the noise: m / (m − d).
    ///
    /// m = (Σw)² / Σw² is how many samples of equal weight these are worth. With m in place of their number, errors
    /// corrected like this stay within a tenth of the true spread down to 200 samples of 130 words (simulated).
    pub fn inflation(&self, degrees: f64) -> f64 {
        if let Some(noise) = &self.noise {
            return noise.inflation;
        }
        let sum: f64 = self.weights.iter().sum();
        let squares: f64 = self.weights.iter().map(|w| w * w).sum();
        let worth = if squares > 0.0 { sum * sum / squares } else { 0.0 };
        worth / (worth - degrees).max(1.0)
    }
}
