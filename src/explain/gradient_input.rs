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

use serde::Serialize;

use super::{
    ExplainError, Target, check_span,
    common::attribution::Attribution,
    method::{About, Ask, Method, Question},
    settings::settings,
};
use crate::{
    model::{Model, ModelError, network::Network},
    text::TokenizedText,
};

/// The method's name.
const METHOD: &str = "gradient-input";

settings! {
    /// Settings of gradient × input.
    #[derive(PartialEq, Eq)]
    pub struct Config {
        /// Which score the gradient is of.
        pub target: Target = Target::Logit;
        /// A range of tokens, FROM..TO without TO, whose weight as a whole is wanted too: the sum of theirs.
        pub span: Option<(usize, usize)> = None;
    }
}

/// What the weights should have added up to, and did.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "GradientFidelity"))]
pub struct Fidelity {
    /// F(x).
    pub score: f64,
    /// Σ weights.
    pub sum: f64,
}

/// The job, which answers at once.
pub struct GradientInput(Attribution<Fidelity>);

impl Method for GradientInput {
    const NAME: &'static str = METHOD;
    const ABOUT: About = About::of(Question::Words);
    type Config = Config;
    type Answer = Attribution<Fidelity>;

    fn start(config: Config, ask: &Ask<'_>) -> Result<Self, ExplainError> {
        explain(&config, ask.model, ask.text, ask.ids).map(Self)
    }

    fn snapshot(&self, _ask: &Ask<'_>) -> Attribution<Fidelity> {
        self.0.clone()
    }
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
    let network = Network::of(model).map_err(ModelError::from)?;
    let (score, gradient) = network.input_gradient_of(ids, config.target).map_err(ModelError::from)?;
    let product = |(&id, slope): (&u32, &[f32])| {
        let dot = |(x, slope): (&f32, &f32)| f64::from(*x) * f64::from(*slope);
        model.embedding_of(id).iter().zip(slope).map(dot).sum()
    };
    let weights: Vec<f64> = ids.iter().zip(gradient.chunks_exact(model.config().embedding)).map(product).collect();
    Ok(Attribution {
        method: METHOD,
        target: config.target,
        tokens: text.tokens.iter().map(|token| token.text.clone()).collect(),
        shared: None,
        span_weight: config.span.map(|(from, to)| weights[from..to].iter().sum()),
        without: None,
        fidelity: Fidelity { score: f64::from(score), sum: weights.iter().sum() },
        weights,
        standard_errors: None,
        intercept: None,
        seed: None,
    })
}
