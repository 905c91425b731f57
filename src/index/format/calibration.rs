//! How strange is a text's α beside those of texts of its kind? Conformal p-values, as deep nearest neighbours use them.
//!
//! α(x, j) counts the neighbours of x in all layers that do not have the label j. The scores of the validation reviews
//! that chose the model, each for its true label, are the scale: p(x, j) = |{a : a ≥ α(x, j)}| / |{a}|.
//!
//! Two definitions are in use. Papernot & McDaniel (2018) take all scores; cleverhans, their code, first drops the
//! leading zeros of the sorted scores (`np.trim_zeros`), which makes every p smaller for α = 0 aside. Only the first
//! keeps the promise that a true label gets p ≤ ε in at most a share ε of the cases.

use super::checks::{damaged, require};
use crate::{bundle::Tensors, index::IndexError};

/// The scores of the calibration reviews.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Calibration {
    /// α of each review's true label, in the order of the index.
    scores: Vec<u16>,
    /// How many scores are at least so large, by size; the last is 0.
    at_least: Vec<u32>,
}

impl Calibration {
    /// Of the scores of reviews, each in 0..=`most`.
    pub fn new(scores: Vec<u16>, most: usize) -> Self {
        let mut at_least = vec![0u32; most + 2];
        scores.iter().for_each(|&score| at_least[usize::from(score).min(most)] += 1);
        for size in (0..=most).rev() {
            at_least[size] += at_least[size + 1];
        }
        Self { scores, at_least }
    }

    /// The scores in the order of the reviews.
    pub fn scores(&self) -> &[u16] {
        &self.scores
    }

    /// p by the published definition; 0 without any score.
    pub fn p(&self, alpha: u32) -> f64 {
        f64::from(self.count(alpha)) / f64::from(self.count(0).max(1))
    }

    /// p by cleverhans' definition; None where all scores are zero, which it does not define.
    pub fn trimmed(&self, alpha: u32) -> Option<f64> {
        let all = self.count(1);
        (all > 0).then(|| f64::from(self.count(alpha.max(1))) / f64::from(all))
    }

    fn count(&self, alpha: u32) -> u32 {
        self.at_least.get(alpha as usize).copied().unwrap_or(0)
    }

    pub(crate) fn put(&self, tensors: &mut Tensors, neighbours: usize) {
        tensors.put_u32("deep_knn.neighbours", &[1], vec![neighbours as u32]);
        tensors.put_u16("deep_knn.alpha", &[self.scores.len()], self.scores.clone());
    }

    /// How many neighbours are looked for in each of so many layers, and α of so many calibration reviews.
    pub(crate) fn read(
        tensors: &Tensors,
        training: usize,
        calibrating: usize,
        layers: usize,
    ) -> Result<(usize, Self), IndexError> {
        let neighbours = tensors.u32("deep_knn.neighbours", &[1]).map_err(damaged)?[0] as usize;
        require(neighbours <= training, format!("at most {training} neighbours"), neighbours)?;
        let scores = tensors.u16("deep_knn.alpha", &[calibrating]).map_err(damaged)?.to_vec();
        let most = neighbours * layers;
        let largest = scores.iter().copied().max().unwrap_or(0);
        require(usize::from(largest) <= most, format!("deep_knn.alpha of at most {most}"), largest)?;
        Ok((neighbours, Self::new(scores, most)))
    }
}
