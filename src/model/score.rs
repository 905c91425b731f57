//! Classes, targets and verdicts: what is read off the output layer.
//!
//! The output layer gives numbers z; a score reads them for one class k:
//!
//! | network | numbers | logit of class k | probability of class k |
//! |---|---|---|---|
//! | one output | z | z of the last of two classes, −z of the first | σ(z), 1 − σ(z) |
//! | two under softmax | one: their margin z₁ − z₀ | as of one output | as of one output |
//! | n under softmax | z₀ … | its log-odds, z_k − ln Σ_{j≠k} exp z_j | softmax |
//! | n independent sigmoids | z₀ … | z_k | σ(z_k) |
//!
//! Two outputs are folded into one row, so that a network whose one row w was split into ±w/2 says the same to the bit.
//! What is linear in the read-out explains a *margin* instead, the difference between the class and a *rival*
//! ([`Head::margin`]); of two classes, and of a sigmoid, that is the logit itself.
//!
//! Nothing outside this file compares a probability with one half.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Activation, Config, ModelError, Weights};
use crate::trace::Score;

/// What an explanation explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Target {
    /// The log-odds of the class.
    Logit,
    /// The probability of the class.
    Probability,
}

impl Target {
    /// The number this target reads off a score.
    pub fn of(self, score: Score) -> f64 {
        f64::from(match self {
            Self::Logit => score.logit,
            Self::Probability => score.probability,
        })
    }
}

const HALF: f32 = 0.5;

/// Whether a probability of one of two classes is a verdict for it: an even chance is.
pub fn favours(probability: impl Into<f64>) -> bool {
    probability.into() >= f64::from(HALF)
}

/// How far a probability is from an even chance.
pub fn sureness(probability: f32) -> f32 {
    (probability - HALF).abs()
}

impl Score {
    /// Nothing known: an even chance.
    pub const EVEN: Self = Self { logit: 0.0, probability: HALF, favoured: true };

    /// The last of two classes by its log-odds.
    pub fn of_logit(logit: f32) -> Self {
        let probability = sigmoid(logit);
        Self { logit, probability, favoured: favours(probability) }
    }

    /// The same of the other of two classes.
    fn of_the_other(self) -> Self {
        Self { logit: -self.logit, probability: 1.0 - self.probability, favoured: !self.favoured }
    }
}

/// What a head's numbers stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// One number, the log-odds of the last of two classes.
    Two,
    /// One of several classes.
    OneOf,
    /// A yes or no for each class.
    Independent,
}

/// The output layer, and the class that is read off it. Copying one copies references, not numbers.
#[derive(Debug, Clone)]
pub struct Head {
    /// \[numbers, features\].
    rows: Arc<[f32]>,
    /// \[numbers\].
    bias: Arc<[f32]>,
    kind: Kind,
    classes: usize,
    class: usize,
    rival: usize,
}

impl Head {
    /// Reads the last class, against the one before it.
    pub(super) fn new(config: &Config, weights: &Weights) -> Self {
        let kind = match config.activation {
            _ if config.logits() == 1 => Kind::Two,
            Activation::Softmax => Kind::OneOf,
            Activation::Sigmoid => Kind::Independent,
        };
        let (rows, bias) = match config.is_folded() {
            true => (folded(&weights.out), folded(&weights.out_bias)),
            false => (weights.out.clone(), weights.out_bias.clone()),
        };
        let classes = config.classes();
        Self { rows: rows.into(), bias: bias.into(), kind, classes, class: classes - 1, rival: classes - 2 }
    }

    /// The same for another class; the rival stays, unless it is that class.
    pub(super) fn towards(&self, class: usize) -> Result<Self, ModelError> {
        self.check(class)?;
        let free = if class + 1 == self.classes { class - 1 } else { self.classes - 1 };
        let rival = if self.rival == class || self.classes == 2 { free } else { self.rival };
        Ok(Self { class, rival, ..self.clone() })
    }

    /// The same against another rival.
    pub(super) fn against(&self, rival: usize) -> Result<Self, ModelError> {
        self.check(rival)?;
        if self.kind == Kind::Independent {
            return Err(ModelError::NoRival);
        }
        if rival == self.class {
            return Err(ModelError::Rival { class: rival });
        }
        Ok(Self { rival, ..self.clone() })
    }

    fn check(&self, found: usize) -> Result<(), ModelError> {
        if found < self.classes { Ok(()) } else { Err(ModelError::Class { found, classes: self.classes }) }
    }

    /// The margin between class and rival as a head of its own: one row, the first of two classes the rival.
    pub fn margin(&self) -> Self {
        if self.kind != Kind::OneOf {
            return self.clone();
        }
        let (row, bias) = self.margin_row();
        Self { rows: row.into(), bias: [bias].into(), kind: Kind::Two, classes: 2, class: 1, rival: 0 }
    }

    /// The row \[features\] and the bias that give the margin between class and rival.
    pub fn margin_row(&self) -> (Vec<f32>, f32) {
        let features = self.rows.len() / self.numbers();
        let row = |k: usize| &self.rows[k * features..][..features];
        match self.kind {
            Kind::Two if self.class == 0 => (row(0).iter().map(|w| -w).collect(), -self.bias[0]),
            Kind::Two => (row(0).to_vec(), self.bias[0]),
            Kind::Independent => (row(self.class).to_vec(), self.bias[self.class]),
            Kind::OneOf => {
                let (class, rival) = (row(self.class), row(self.rival));
                let difference = class.iter().zip(rival).map(|(a, b)| a - b).collect();
                (difference, self.bias[self.class] - self.bias[self.rival])
            }
        }
    }

    /// How many classes there are.
    pub fn classes(&self) -> usize {
        self.classes
    }

    /// The class that is read.
    pub fn class(&self) -> usize {
        self.class
    }

    /// The class it is compared with, where a margin is explained.
    pub fn rival(&self) -> usize {
        self.rival
    }

    /// Whether a margin has a rival to choose: whether there are several classes, of which one is right.
    pub fn has_rivals(&self) -> bool {
        self.kind == Kind::OneOf
    }

    /// How many numbers the output layer gives.
    pub fn numbers(&self) -> usize {
        self.bias.len()
    }

    /// The rows \[numbers, features\] and the bias \[numbers\] of the output layer.
    #[cfg(feature = "gradients")]
    pub(super) fn rows(&self) -> (&[f32], &[f32]) {
        (&self.rows, &self.bias)
    }

    /// The output layer's numbers for a row of features, \[numbers\]; they are the same whatever class is read.
    pub fn logits(&self, features: &[f32]) -> Vec<f32> {
        let rows = self.rows.chunks_exact(features.len()).zip(self.bias.iter());
        rows.map(|(row, bias)| row.iter().zip(features).fold(*bias, |sum, (w, x)| sum + w * x)).collect()
    }

    /// The score of the class.
    pub fn score(&self, logits: &[f32]) -> Score {
        match self.kind {
            Kind::Two if self.class == 0 => Score::of_logit(logits[0]).of_the_other(),
            Kind::Two => Score::of_logit(logits[0]),
            Kind::Independent => Score::of_logit(logits[self.class]),
            Kind::OneOf => Score {
                logit: log_odds(logits, self.class),
                probability: softmax(logits, self.class),
                favoured: self.verdict(logits) == self.class,
            },
        }
    }

    /// The probability of each class, \[classes\].
    pub fn probabilities(&self, logits: &[f32]) -> Vec<f32> {
        match self.kind {
            Kind::Two => vec![1.0 - sigmoid(logits[0]), sigmoid(logits[0])],
            Kind::Independent => logits.iter().map(|&logit| sigmoid(logit)).collect(),
            Kind::OneOf => (0..logits.len()).map(|class| softmax(logits, class)).collect(),
        }
    }

    /// The class that the network decides for; of equally probable ones the last.
    pub fn verdict(&self, logits: &[f32]) -> usize {
        match self.kind {
            Kind::Two => usize::from(favours(sigmoid(logits[0]))),
            Kind::Independent | Kind::OneOf => largest(logits, None),
        }
    }

    /// The class that is explained where none is asked for: the last of two, of more the verdict.
    pub fn explained(&self, logits: &[f32]) -> usize {
        if self.classes == 2 { 1 } else { self.verdict(logits) }
    }

    /// The most probable class but one.
    pub fn best_but(&self, class: usize, logits: &[f32]) -> usize {
        if self.kind == Kind::Two { 1 - class } else { largest(logits, Some(class)) }
    }

    /// What a target reads off the numbers, and into `slopes` \[numbers\] its slope along each.
    #[cfg(feature = "gradients")]
    pub fn slopes(&self, logits: &[f32], target: Target, slopes: &mut [f32]) -> f32 {
        let Score { logit, probability, .. } = self.score(logits);
        let at = if self.kind == Kind::Two { 0 } else { self.class };
        let sign = if self.kind == Kind::Two && self.class == 0 { -1.0 } else { 1.0 };
        match target {
            Target::Logit if self.kind == Kind::OneOf => {
                let others = of_others(logits, self.class);
                slopes.iter_mut().zip(logits).for_each(|(slope, logit)| *slope = -libm::expf(logit - others));
                slopes[at] = 1.0;
            }
            Target::Probability if self.kind == Kind::OneOf => softmax_slopes(logits, at, probability, slopes),
            Target::Logit => slopes[at] = sign,
            // Of either of two classes the same bits.
            Target::Probability => {
                let probability = sigmoid(logits[at]);
                slopes[at] = sign * probability * (1.0 - probability);
            }
        }
        match target {
            Target::Logit => logit,
            Target::Probability => probability,
        }
    }
}

/// Of two rows one after the other, the second less the first.
fn folded(rows: &[f32]) -> Vec<f32> {
    let (first, last) = rows.split_at(rows.len() / 2);
    last.iter().zip(first).map(|(last, first)| last - first).collect()
}

/// libm's exponential here and below, so that every machine gives the same bits.
fn sigmoid(logit: f32) -> f32 {
    1.0 / (1.0 + libm::expf(-logit))
}

fn softmax(logits: &[f32], class: usize) -> f32 {
    1.0 / logits.iter().map(|logit| libm::expf(logit - logits[class])).sum::<f32>()
}

/// z_k − ln Σ_{j≠k} exp z_j.
fn log_odds(logits: &[f32], class: usize) -> f32 {
    logits[class] - of_others(logits, class)
}

/// ln Σ_{j≠k} exp z_j.
fn of_others(logits: &[f32], class: usize) -> f32 {
    let others = || logits.iter().enumerate().filter(|&(at, _)| at != class).map(|(_, &logit)| logit);
    let most = others().fold(f32::NEG_INFINITY, f32::max);
    most + libm::logf(others().map(|logit| libm::expf(logit - most)).sum())
}

/// ∂p_k/∂z_j = p_k (δ_jk − p_j).
#[cfg(feature = "gradients")]
fn softmax_slopes(logits: &[f32], class: usize, probability: f32, slopes: &mut [f32]) {
    for (j, slope) in slopes.iter_mut().enumerate() {
        // p_j is p_k times the ratio of their exponentials; where that overflows, p_k has long been 0.
        let share = (probability * libm::expf(logits[j] - logits[class])).min(1.0);
        *slope = if j == class { probability * (1.0 - probability) } else { -probability * share };
    }
}

/// The class of the largest number, one left out; of equals the last.
fn largest(logits: &[f32], without: Option<usize>) -> usize {
    let classes = (0..logits.len()).filter(|&class| Some(class) != without);
    classes.reduce(|best, class| if logits[class] >= logits[best] { class } else { best }).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CellKind, Directions, Readout};

    fn config(outputs: usize, activation: Activation) -> Config {
        Config {
            cell: CellKind::Lstm,
            vocabulary: 2,
            embedding: 1,
            hidden: 1,
            layers: 1,
            directions: Directions::Unidirectional,
            readout: Readout::Last,
            outputs,
            activation,
        }
    }

    /// A head over one feature that is 1: its numbers are the weights.
    fn head(logits: &[f32], activation: Activation) -> Head {
        let config = config(logits.len(), activation);
        let out_bias = vec![0.0; logits.len()];
        Head::new(&config, &Weights { embedding: Vec::new(), layers: Vec::new(), out: logits.to_vec(), out_bias })
    }

    fn score(head: &Head) -> Score {
        head.score(&head.logits(&[1.0]))
    }

    #[test]
    fn a_head_has_as_many_numbers_as_its_configuration_says() {
        for activation in [Activation::Softmax, Activation::Sigmoid] {
            for outputs in 1..=4 {
                let config = config(outputs, activation);
                let head = head(&vec![0.25; outputs], activation);
                assert_eq!(head.numbers(), config.logits(), "{config:?}");
                assert_eq!(head.logits(&[1.0]).len(), config.logits(), "{config:?}");
                assert_eq!(head.probabilities(&head.logits(&[1.0])).len(), config.classes(), "{config:?}");
            }
        }
    }

    #[test]
    fn probabilities_stay_in_range_and_agree() {
        for logit in [-1e9f32, -200.0, -3.0, 0.0, 2.5, 200.0, 1e9] {
            let one = sigmoid(logit);
            assert!((0.0..=1.0).contains(&one), "{logit} {one}");
            assert!((one - softmax(&[0.0, logit], 1)).abs() < 1e-6);
            let several = head(&[0.0, logit, -logit], Activation::Softmax);
            let sum: f32 = several.probabilities(&several.logits(&[1.0])).iter().sum();
            assert!((sum - 1.0).abs() < 1e-6, "{logit} {sum}");
            assert!((0..3).all(|class| score(&several.towards(class).unwrap()).logit.is_finite()), "{logit}");
        }
    }

    #[test]
    fn one_output_and_two_of_half_of_it_say_the_same_of_either_class() {
        for logit in [-7.25f32, -0.3, -1e-9, 0.0, 1e-9, 0.7, 30.0] {
            let one = head(&[logit], Activation::Softmax);
            let two = head(&[-logit / 2.0, logit / 2.0], Activation::Softmax);
            for class in 0..2 {
                assert_eq!(score(&one.towards(class).unwrap()), score(&two.towards(class).unwrap()), "{logit}");
            }
            let (last, first) = (score(&one), score(&one.towards(0).unwrap()));
            assert_eq!((first.logit, first.probability), (-last.logit, 1.0 - last.probability));
            assert_ne!(first.favoured, last.favoured, "one class is the verdict, also at an even chance");
            assert_eq!(one.verdict(&one.logits(&[1.0])), usize::from(last.favoured));
        }
    }

    #[test]
    fn of_several_the_logit_is_the_log_odds_of_the_softmax() {
        let several = head(&[1.0, -2.0, 0.5, 1.0], Activation::Softmax);
        let logits = several.logits(&[1.0]);
        for class in 0..4 {
            let Score { logit, probability, favoured } = score(&several.towards(class).unwrap());
            assert!((logit - (probability / (1.0 - probability)).ln()).abs() < 1e-5);
            assert_eq!(favoured, class == 3, "of equals the last");
        }
        assert_eq!((several.verdict(&logits), several.best_but(3, &logits), several.best_but(0, &logits)), (3, 0, 3));
        let margin = several.towards(0).unwrap().against(1).unwrap().margin();
        assert_eq!(score(&margin), Score::of_logit(3.0));
        assert!(several.towards(4).is_err() && several.against(3).is_err());
    }

    #[test]
    fn independent_outputs_are_as_many_scores_of_one() {
        let logits = [1.0, -2.0, 0.5];
        let several = head(&logits, Activation::Sigmoid);
        for (class, &logit) in logits.iter().enumerate() {
            let class = several.towards(class).unwrap();
            assert_eq!(score(&class), Score::of_logit(logit));
            assert_eq!(score(&class.margin()), Score::of_logit(logit));
        }
    }

    #[cfg(feature = "gradients")]
    #[test]
    fn slopes_are_those_of_small_steps() {
        let logits = [0.4f32, -0.7, 0.9];
        let heads = [
            head(&logits, Activation::Softmax),
            head(&logits, Activation::Sigmoid),
            head(&logits[..2], Activation::Softmax),
            head(&logits[..1], Activation::Softmax),
        ];
        for head in heads {
            for (class, target) in
                [(0, Target::Logit), (1, Target::Logit), (0, Target::Probability), (1, Target::Probability)]
            {
                let (head, at) = (head.towards(class).unwrap(), head.logits(&[1.0]));
                let mut slopes = vec![0.0; at.len()];
                assert_eq!(f64::from(head.slopes(&at, target, &mut slopes)), target.of(head.score(&at)));
                for (j, slope) in slopes.iter().enumerate() {
                    let step = |by: f32| {
                        let mut moved = at.clone();
                        moved[j] += by;
                        target.of(head.score(&moved))
                    };
                    let rise = (step(0.01) - step(-0.01)) / 0.02;
                    assert!((rise - f64::from(*slope)).abs() < 1e-3, "{head:?} {target:?} {j}: {rise} {slope}");
                }
            }
        }
    }
}
