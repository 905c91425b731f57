//! How strange is a text's α beside those of texts of its kind? Conformal p-values, as deep nearest neighbours use them.
//!
//! α(x, j) counts the neighbours of x in all layers that do not have the label j. The scores of the validation reviews
//! that chose the model, each for its true label, are the scale: p(x, j) = |{a : a ≥ α(x, j)}| / |{a}|.
//!
//! Two definitions are in use. Papernot & McDaniel (2018) take all scores; cleverhans, their code, first drops the
//! leading zeros of the sorted scores (`np.trim_zeros`), which makes every p smaller for α = 0 aside. Only the first
//! keeps the promise that a true label gets p ≤ ε in at most a share ε of the cases.

use super::{
    ActivationIndex, IndexError, Split,
    format::{damaged, require},
};
use crate::bundle::Tensors;

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
}

impl ActivationIndex {
    /// How many neighbours are looked for in each layer.
    pub fn neighbours(&self) -> usize {
        self.neighbours
    }

    /// How many classes there are.
    pub fn classes(&self) -> usize {
        self.classes
    }

    /// The scale of α; empty if the corpus has no validation reviews that chose the model.
    pub fn calibration(&self) -> &Calibration {
        &self.calibration
    }

    /// The largest α.
    pub(super) fn most(&self) -> usize {
        self.neighbours * self.endings.layers.len()
    }

    /// How many reviews calibrate.
    pub(super) fn calibrating(&self) -> usize {
        self.reviews.iter().filter(|review| review.split == Split::Choose).count()
    }

    pub(super) fn put_calibration(&self, tensors: &mut Tensors) {
        let scores = self.calibration.scores().to_vec();
        tensors.put_u32("deep_knn.neighbours", &[1], vec![self.neighbours as u32]);
        tensors.put_u16("deep_knn.alpha", &[scores.len()], scores);
    }

    pub(super) fn read_calibration(&mut self, tensors: &Tensors) -> Result<(), IndexError> {
        let (training, calibrating) = (self.endings.places.len(), self.calibrating());
        let neighbours = tensors.u32("deep_knn.neighbours", &[1]).map_err(damaged)?[0] as usize;
        require(neighbours <= training, format!("at most {training} neighbours"), neighbours)?;
        self.neighbours = neighbours;
        let scores = tensors.u16("deep_knn.alpha", &[calibrating]).map_err(damaged)?.to_vec();
        let most = self.most();
        let largest = scores.iter().copied().max().unwrap_or(0);
        require(usize::from(largest) <= most, format!("deep_knn.alpha of at most {most}"), largest)?;
        self.calibration = Calibration::new(scores, most);
        Ok(())
    }
}
