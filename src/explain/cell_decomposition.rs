//! What each word left in the cell, as it is read out in the end: Murdoch & Szlam's cell decomposition.
//!
//! ```text
//! γ_j = W(o_T ⊙ [tanh((Π_{m>j} f_m) c_j) − tanh((Π_{m≥j} f_m) c_{j−1})])   what is left of the word at the end
//! β_j = W(o_T ⊙ [tanh c_j − tanh c_{j−1}])                                how far the word moved the cell when it was read
//! ```
//! (Murdoch & Szlam 2017, "Automatic rule extraction from long short-term memory networks"; they print
//! the exponentials of these.) Both add up to the logit without the bias. A GRU keeps its sum in h itself:
//! γ_j = W(Π_{m>j} z_m ⊙ (1 − z_j) ⊙ n_j), β_j = W(h_j − h_{j−1}).
//!
//! Cost: one pass; γ of a mean or maximum over time also half the square of the length.
//!
//! Fidelity: `gap` is |Σ weights + intercept − logit|; exact but for rounding (below 1e-5).
//!
//! Do not believe β where much is forgotten: it counts what a word did when it was read, even if nothing of it is left.
//! γ counts what is left, but not what the word did to how later words were read. With several layers both weigh what the
//! last layer wrote at the word, which draws on the words before it.

use serde::{Deserialize, Serialize};

use super::{
    ExplainError, Target,
    common::{attribution::Attribution, telescope::Telescope},
    method::{About, Ask, Explains, Method, Need, Question},
    settings::settings,
};
use crate::{model::Model, text::TokenizedText, trace::Trace};

/// The method's name.
const METHOD: &str = "cell-decomposition";

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// What is left in the end.
    #[default]
    Gamma,
    /// What moved when it was read.
    Beta,
}

settings! {
    /// Settings of cell decomposition.
    #[derive(PartialEq, Eq)]
    pub struct Config {
        /// Which form.
        pub form: Form = Form::default();
        /// Words FROM..TO without TO whose weight as a whole is wanted too: the sum of theirs.
        pub span: Option<(usize, usize)> = None;
    }
}

/// How far the weights may be trusted.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "CellFidelity"))]
pub struct Fidelity {
    /// Which form.
    pub form: Form,
    /// The logit they add up to, with the intercept.
    pub score: f64,
    /// |Σ weights + intercept − logit|.
    pub gap: f64,
    /// Layers of the network: with more than one, a weight is that of what the last layer wrote at the word.
    pub layers: usize,
}

/// The job, which answers at once.
pub struct CellDecomposition(Attribution<Fidelity>);

impl Method for CellDecomposition {
    const NAME: &'static str = METHOD;
    const ABOUT: About = About::of(Question::Words).explaining(Explains::Margin);
    type Config = Config;
    type Answer = Attribution<Fidelity>;

    fn needs(_config: &Config) -> &'static [Need] {
        &[Need::StateAfterEachWord]
    }

    fn start(config: Config, ask: &Ask<'_>) -> Result<Self, ExplainError> {
        let model = ask.model.margin();
        decompose(&config, &model, ask.text, &model.trace(ask.ids)).map(Self)
    }

    fn snapshot(&self, _ask: &Ask<'_>) -> Attribution<Fidelity> {
        self.0.clone()
    }
}

/// The weights of a text from its trace, which is that of [`Model::margin`].
pub fn decompose(
    config: &Config,
    model: &Model,
    text: &TokenizedText,
    trace: &Trace,
) -> Result<Attribution<Fidelity>, ExplainError> {
    if let Some(span) = config.span {
        super::check_span(span, text.tokens.len())?;
    }
    let mut telescope = Telescope::new(model, trace)?;
    let weights = match config.form {
        Form::Gamma => telescope.last_column(),
        Form::Beta => telescope.rises(),
    };
    let (score, intercept) = (f64::from(trace.score().logit), f64::from(telescope.bias()));
    let gap = (weights.iter().sum::<f64>() + intercept - score).abs();
    Ok(Attribution {
        method: METHOD,
        target: Target::Logit,
        tokens: text.tokens.iter().map(|token| token.text.clone()).collect(),
        shared: None,
        span_weight: config.span.map(|(from, to)| weights[from..to].iter().sum()),
        without: None,
        weights,
        standard_errors: None,
        intercept: Some(intercept),
        fidelity: Fidelity { form: config.form, score, gap, layers: model.config().layers },
        seed: None,
    })
}
