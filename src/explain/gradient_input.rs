//! Gradient × input: the slope of the score at the text, times the word vector.
//!
//! weight(t) = Σ_e x_te · ∂F/∂x_te (Simonyan, Vedaldi & Zisserman 2014 gave the gradient; Shrikumar et al. 2017 the
//! product). The first-order guess at what a word vector of zeros in the word's place would change.
//!
//! Cost: one pass and its way back.
//!
//! Fidelity: `score` is what the weights would add up to if the network were linear without a bias; `sum` is what they
//! add up to.
//!
//! Do not believe it: it is here as a warning. On the trained model its order is unrelated or contrary to that of leaving
//! words out (Kendall's τ −.07 on average over 100 reviews, where integrated gradients have .72; `cargo bench --bench
//! agreement`): where the network is sure its gates are flat, and a slope says nothing of the size of a step.

use serde::{Deserialize, Serialize};

use super::{ExplainError, Target, attribution::Attribution, check_span};
use crate::{
    model::{
        Model, ModelError,
        network::{Head, Network},
    },
    text::TokenizedText,
};

/// Settings of gradient × input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Which score the gradient is of.
    pub target: Target,
    /// A range of tokens, FROM..TO without TO, whose weight as a whole is wanted too: the sum of theirs.
    pub span: Option<(usize, usize)>,
}

impl Default for Config {
    fn default() -> Self {
        Self { target: Target::Logit, span: None }
    }
}

/// What the weights should have added up to, and did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fidelity {
    /// F(x).
    pub score: f64,
    /// Σ weights.
    pub sum: f64,
}

/// The weights of a text.
pub fn explain(
    config: &Config,
    model: &Model,
    text: &TokenizedText,
    ids: &[u32],
) -> Result<Attribution<Fidelity>, ExplainError> {
    if let Some(span) = config.span {
        check_span(span, ids.len())?;
    }
    let head = match config.target {
        Target::Logit => Head::Logit,
        Target::Probability => Head::Probability,
    };
    let network = Network::constant(model.config(), model.weights()).map_err(ModelError::from)?;
    let (score, gradient) = network.input_gradient_of(ids, head).map_err(ModelError::from)?;
    let product = |(&id, slope): (&u32, &[f32])| {
        let dot = |(x, slope): (&f32, &f32)| f64::from(*x) * f64::from(*slope);
        model.embedding_of(id).iter().zip(slope).map(dot).sum()
    };
    let weights: Vec<f64> = ids.iter().zip(gradient.chunks_exact(model.config().embedding)).map(product).collect();
    Ok(Attribution {
        method: "gradient-input",
        target: config.target,
        tokens: text.tokens.iter().map(|token| token.text.clone()).collect(),
        span_weight: config.span.map(|(from, to)| weights[from..to].iter().sum()),
        fidelity: Fidelity { score: f64::from(score), sum: weights.iter().sum() },
        weights,
        standard_errors: None,
        intercept: None,
        seed: None,
    })
}
