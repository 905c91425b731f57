//! What the network would have said with a unit or a gate held fast: intervention instead of attribution.
//!
//! Each *clamp* replaces one number (a gate, a cell or a hidden state of one unit) as soon as it is computed, at every
//! step or over a range of them; everything that depends on it follows. A hidden state held at 0 is a silenced unit
//! (ablation, as in Karpathy, Johnson & Li 2015 and later work on single units).
//!
//! Cost: two passes over the text.
//!
//! Fidelity: exact, both scores are the network's own.
//!
//! Do not believe that a unit which changes little is of no use: others may carry the same. The network has never read
//! anything in the state it is held in.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    ExplainError, check_span,
    common::unit_target::{UnitKind, UnitTarget},
    method::{About, Ask, Method, Need, Question},
    settings::settings,
};
use crate::{
    model::{Clamp, Model},
    text::TokenizedText,
    trace::Score,
};

/// The method's name.
const METHOD: &str = "clamping";

/// One number that is held.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Hold {
    /// hidden, cell, input, forget, candidate, output, reset or update.
    pub unit: UnitKind,
    /// Of which unit, from 0.
    pub index: usize,
    /// What it is held at.
    pub value: f32,
    /// Of which layer, from 0 at the embedding; the last one if left out.
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(optional = nullable))]
    pub layer: Option<usize>,
    /// While reading the tokens FROM..TO without TO; all of them if left out.
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(optional = nullable))]
    pub steps: Option<(usize, usize)>,
}

settings! {
    /// Settings of clamping.
    #[derive(PartialEq)]
    pub struct Config {
        /// What is held. As a list of objects, or in words: "hidden:17=0,forget:3=1".
        pub clamps: Holds = Holds::default();
    }
}

/// A list of holds that can be written in words.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(try_from = "Value")]
pub struct Holds(pub Vec<Hold>);

impl TryFrom<Value> for Holds {
    type Error = ExplainError;

    fn try_from(written: Value) -> Result<Self, ExplainError> {
        if let Value::String(words) = written {
            return words.split(',').map(hold).collect::<Result<_, _>>().map(Self);
        }
        let found = written.to_string();
        serde_json::from_value(written).map(Self).map_err(|_| refusal(EXPECTED.into(), found))
    }
}

/// How holds may be written.
const EXPECTED: &str = "holds such as hidden:17=0,forget:3=1";

/// Reads "hidden:17=0".
fn hold(words: &str) -> Result<Hold, ExplainError> {
    let wrong = || refusal(EXPECTED.into(), words.into());
    let (target, value) = words.trim().split_once('=').ok_or_else(wrong)?;
    let UnitTarget::Unit { unit, index } = target.parse()? else { return Err(wrong()) };
    Ok(Hold { unit, index, value: value.parse().map_err(|_| wrong())?, layer: None, steps: None })
}

fn refusal(expected: String, found: String) -> ExplainError {
    ExplainError::Setting { name: "clamps", expected, found }
}

/// How far the scores may be trusted.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "ClampingFidelity"))]
pub struct Fidelity {
    /// Always.
    pub exact: bool,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Clamping"))]
pub struct Clamped {
    /// The method's name.
    pub method: &'static str,
    /// What was held.
    pub clamps: Vec<Hold>,
    /// The score with nothing held.
    pub before: Score,
    /// The score with all of it held.
    pub logit: f32,
    /// Its probability.
    pub probability: f32,
    /// Whether the network then decides for the class that is explained.
    pub favoured: bool,
    /// The logit after each token.
    pub running_logit: Vec<f32>,
    /// The probability after each token.
    pub running_probability: Vec<f32>,
    /// How far to trust it.
    pub fidelity: Fidelity,
}

/// The job, which answers at once.
pub struct Clamping(Clamped);

impl Method for Clamping {
    const NAME: &'static str = METHOD;
    const ABOUT: About = About::of(Question::Looking);
    type Config = Config;
    type Answer = Clamped;

    fn needs(_config: &Config) -> &'static [Need] {
        &[Need::StateAfterEachWord]
    }

    fn start(config: Config, ask: &Ask<'_>) -> Result<Self, ExplainError> {
        clamp(&config, ask.model, ask.text, ask.ids).map(Self)
    }

    fn snapshot(&self, _ask: &Ask<'_>) -> Clamped {
        self.0.clone()
    }
}

/// Runs the text with what is to be held.
pub fn clamp(config: &Config, model: &Model, text: &TokenizedText, ids: &[u32]) -> Result<Clamped, ExplainError> {
    let holds = &config.clamps.0;
    let clamps: Vec<Clamp> =
        holds.iter().map(|hold| checked(hold, model, text.tokens.len())).collect::<Result<_, _>>()?;
    let before = model.trace(ids);
    let running = model.run_clamped(ids, &clamps)?;
    let after = running.last().copied().unwrap_or(before.zero);
    Ok(Clamped {
        method: METHOD,
        clamps: holds.clone(),
        before: before.score(),
        logit: after.logit,
        probability: after.probability,
        favoured: after.favoured,
        running_logit: running.iter().map(|score| score.logit).collect(),
        running_probability: running.iter().map(|score| score.probability).collect(),
        fidelity: Fidelity { exact: true },
    })
}

/// A hold that this network has.
fn checked(hold: &Hold, model: &Model, tokens: usize) -> Result<Clamp, ExplainError> {
    let config = model.config();
    let target = UnitTarget::Unit { unit: hold.unit, index: hold.index };
    target.check(config)?;
    let Some((part, unit)) = target.part(config) else { return Err(refusal("a unit".into(), "the logit".into())) };
    let layer = hold.layer.unwrap_or(config.layers - 1);
    if layer >= config.layers {
        return Err(refusal(format!("with a layer below {}", config.layers), layer.to_string()));
    }
    if !hold.value.is_finite() {
        return Err(refusal("held at a finite number".into(), hold.value.to_string()));
    }
    if let Some(steps) = hold.steps {
        check_span(steps, tokens)?;
    }
    let (from, to) = hold.steps.unwrap_or((0, tokens));
    Ok(Clamp { layer, part, unit, value: hold.value, steps: from..to })
}
