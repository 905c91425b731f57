//! One file per explainer, or one folder where it has helpers of its own; `common/` holds what three or more share.
//! [`method`] says how an explainer is declared, [`catalogue`] lists all that are. What a signature takes shows an
//! explainer's family: `&impl Classifier` asks the model, `&Trace` looks inside, `&ActivationIndex` recalls training.
//! Every result says how far it may be trusted.

pub mod catalogue;
#[cfg(not(target_arch = "wasm32"))]
mod choices;
pub mod common;
pub mod explained;
pub mod inside;
pub mod method;
pub mod prediction;
pub mod settings;
pub mod typed;

#[cfg(feature = "gradients")]
pub mod activation_maximization;
pub mod activation_similarity;
#[cfg(feature = "gradients")]
pub mod agreement;
pub mod anchors;
pub mod cell_decomposition;
pub mod clamping;
pub mod contextual_decomposition;
pub mod contribution_over_time;
pub mod corpus_search;
pub mod counterfactuals;
pub mod deep_knn;
#[cfg(feature = "gradients")]
pub mod gradient_input;
#[cfg(feature = "gradients")]
pub mod integrated_gradients;
pub mod interactions;
pub mod lasting;
pub mod leave_one_out;
pub mod lime;
pub mod pattern_search;
pub mod phrase_rules;
pub mod phrase_tree;
pub mod removal_over_time;
pub mod token_search;
pub mod unit_contexts;

use std::fmt;

use serde::Serialize;
use thiserror::Error;

pub use crate::model::Target;
use crate::{
    index::IndexError,
    model::{Config, ModelError},
    said::{Place, Value, Values, errors},
};
use settings::Range;

/// The WebAssembly module that a method lives in. The native build has all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Module {
    /// What the page starts with.
    Main,
    /// What the first screen does without; fetched when first asked for.
    Further,
    /// What needs candle; fetched when first asked for. It holds everything that the others hold.
    Gradients,
}

impl Module {
    /// A stable word for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Further => "further",
            Self::Gradients => "gradients",
        }
    }
}

impl fmt::Display for Module {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Place for Module {
    fn fill(&self, name: &'static str, values: &mut Values) {
        values.push((name, Value::Text(self.name().to_owned())));
    }
}

/// How far a job has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Progress {
    /// Units of work done: samples, words, restarts or positions, as the method's documentation says.
    pub done: u64,
    /// Units of work in all.
    pub total: u64,
    /// Nothing is left to do.
    pub finished: bool,
}

/// Asked between small units of work: may the job go on? A job does at least one unit each time it is advanced.
pub type More<'a> = &'a mut dyn FnMut() -> bool;

errors! { "explain"
/// Why an explanation cannot be given.
#[derive(Debug, Error)]
pub enum ExplainError {
    /// A number is out of its range.
    #[error("expected {name} {range}, found {found}; change the setting")]
    OutOfRange {
        /// The setting's name.
        name: &'static str,
        /// What it may be.
        range: Range,
        /// What it is.
        found: String,
    },
    /// A number counts on from the last of what it counts.
    #[error("expected {name} below {limit}, found {found}; change the setting")]
    Below {
        /// The setting's name.
        name: &'static str,
        /// How many there are.
        limit: usize,
        /// What was asked for.
        found: usize,
    },
    /// A range of tokens does not lie in the text.
    #[error("expected span FROM..TO with FROM < TO <= {tokens}, found {from}..{to}; change the setting")]
    Span {
        /// How many tokens there are.
        tokens: usize,
        /// Where the range begins.
        from: usize,
        /// Where it ends.
        to: usize,
    },
    /// A position lies behind the text.
    #[error("expected position of at most {tokens}, the length of the text, found {found}; change the setting")]
    Position {
        /// How many tokens there are.
        tokens: usize,
        /// What was asked for.
        found: usize,
    },
    /// A rule has a token that the text has not.
    #[error("expected rule of tokens below {tokens}, found {found}; change the setting")]
    RuleToken {
        /// How many tokens there are.
        tokens: usize,
        /// What was asked for.
        found: usize,
    },
    /// The network has no such unit.
    #[error("expected target with a unit below {units}, found {found}; change the setting")]
    TargetUnit {
        /// How many units there are.
        units: usize,
        /// What was asked for.
        found: usize,
    },
    /// A cell state was asked of a GRU.
    #[error("expected part hidden for a GRU, which has no cell state, found cell; change the setting")]
    NoCell,
    /// The index speaks of one class only.
    #[error("expected class {last}, the last, of which alone the index speaks, found {found}; change the setting")]
    OtherClass {
        /// The class that it speaks of.
        last: usize,
        /// What was asked for.
        found: usize,
    },
    /// There is no such class.
    #[error("expected {name} one of {known}, or a number below {classes}, found {found}; change the setting")]
    UnknownClass {
        /// The setting's name.
        name: &'static str,
        /// The names of all classes.
        known: String,
        /// How many there are.
        classes: usize,
        /// What was asked for.
        found: String,
    },
    /// A setting is of no use in another way.
    #[error("expected {name} {expected}, found {found}; change the setting")]
    Setting {
        /// The setting's name.
        name: &'static str,
        /// What it may be.
        expected: String,
        /// What it is.
        found: String,
    },
    /// The settings cannot be read.
    #[error("cannot use the settings of {method}: {reason}")]
    Settings {
        /// The method.
        method: String,
        /// What the parser said, which names the known settings.
        reason: String,
    },
    /// There is no setting of this name.
    #[error("cannot use the settings of {method}: {name}: unknown setting, expected one of {known}")]
    UnknownSetting {
        /// The method.
        method: String,
        /// The name.
        name: String,
        /// The names of all settings.
        known: String,
    },
    /// There is no such method.
    #[error("expected one of the methods {known}, found {found}")]
    Method {
        /// The names of all methods.
        known: String,
        /// What was asked for.
        found: String,
    },
    /// This build lacks what was asked for.
    #[error("{what} lives in the engine's {module} module, and this is another; ask that one, which opens the same bundle")]
    OtherModule {
        /// What was asked for.
        what: String,
        /// Where it lives.
        module: Module,
    },
    /// A method needs the activation index.
    #[error("{method} needs the bundle's activation index, and this bundle has none; build one with `unrolled index`")]
    NoIndex {
        /// The method.
        method: &'static str,
    },
    /// A method needs the rules of the whole model, which this index was built without.
    #[error(
        "{method} needs the phrase rules of the bundle's activation index, and this index has none; build it again with `unrolled index`"
    )]
    NoPhraseRules {
        /// The method.
        method: &'static str,
    },
    /// A method needs the training texts.
    #[error(
        "{method} needs the training texts, and none are loaded; load the bundle's reviews, or take a bundle that carries them"
    )]
    NoTexts {
        /// The method.
        method: &'static str,
    },
    /// A method needs the average word.
    #[error(
        "{method} needs the average word of the training texts, and this bundle does not say it; build the bundle again with `unrolled index`"
    )]
    NoAverageWord {
        /// The method.
        method: &'static str,
    },
    /// A method compares two classes.
    #[error(
        "{method} needs a network of two classes, and this one has {found}; take a network that decides between two"
    )]
    Classes {
        /// The method.
        method: &'static str,
        /// How many there are.
        found: usize,
    },
    /// A method compares two classes of which one is right.
    #[error(
        "{method} needs a network that decides between two classes, and this one says yes or no to each of two; take one with a single output, or with two under softmax"
    )]
    Independent {
        /// The method.
        method: &'static str,
    },
    /// A method compares with reviews that the index lacks.
    #[error(
        "{method} needs training reviews and validation reviews in the activation index, and one of them is missing; build it from a larger corpus with `unrolled index`"
    )]
    NoCalibration {
        /// The method.
        method: &'static str,
    },
    /// The model refused.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// Index and reviews do not belong together.
    #[error(transparent)]
    Index(#[from] IndexError),
}
}

/// The network must decide between two classes: what speaks for the one speaks against the other.
pub fn check_two_classes(method: &'static str, config: &Config) -> Result<(), ExplainError> {
    match (config.logits(), config.classes()) {
        (1, _) => Ok(()),
        (_, 2) => Err(ExplainError::Independent { method }),
        (_, found) => Err(ExplainError::Classes { method, found }),
    }
}

/// A range of tokens must lie within the text and hold at least one.
pub fn check_span(span: (usize, usize), tokens: usize) -> Result<(), ExplainError> {
    if span.0 < span.1 && span.1 <= tokens {
        return Ok(());
    }
    Err(ExplainError::Span { tokens, from: span.0, to: span.1 })
}
