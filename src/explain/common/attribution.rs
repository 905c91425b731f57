//! The shape of every answer that gives each word a weight.

use serde::Serialize;

use crate::{explain::Target, trace::Score};

/// One weight per token, and how far to trust them: `F` is the method's own measure of fidelity.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Attribution<F> {
    /// The method, as the command line names it.
    pub method: &'static str,
    /// What the weights add up towards.
    pub target: Target,
    /// The tokens in order.
    pub tokens: Vec<String>,
    /// The weight of each token; positive speaks for the class that is explained.
    pub weights: Vec<f64>,
    /// How many places share each weight; of LIME only, which weighs a repeated word, or a sentence, as a whole and says so
    /// at each of its places. `intercept + Σ weights[i] / shared[i]` is its local prediction.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub shared: Option<Vec<usize>>,
    /// The weight of a whole range of tokens, if one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub span_weight: Option<f64>,
    /// What the network says without the words; of leave-one-out only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub without: Option<LeftOut>,
    /// The standard error of each weight, if the method draws samples.
    pub standard_errors: Option<Vec<f64>>,
    /// What the weights are added to, if the method has such a number.
    pub intercept: Option<f64>,
    /// How well the weights describe the network.
    pub fidelity: F,
    /// The seed of the method's random numbers, if it uses any.
    pub seed: Option<u64>,
}

impl<F> Attribution<F> {
    /// An equal part of a shared weight for each of its places: what can be compared with a method that weighs each place
    /// by itself, and what adds up.
    pub fn weights_by_place(&self) -> Vec<f64> {
        let Some(shared) = &self.shared else { return self.weights.clone() };
        self.weights.iter().zip(shared).map(|(weight, &places)| weight / places as f64).collect()
    }
}

/// What the network says of the class that is explained where words are left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct LeftOut {
    /// The probability without each token, in order, as far as they are done.
    pub probabilities: Vec<f32>,
    /// The tokens without any one of which the verdict turns: for the class where it was against it, or the other way.
    pub turning: Vec<usize>,
    /// Without the whole range of tokens, if one was asked for.
    pub span: Option<Score>,
}
