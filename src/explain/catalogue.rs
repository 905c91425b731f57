//! Every method there is, and the WebAssembly module it lives in: the one list.
//!
//! A line here is all that the session, the command line and the page need to know a method by. Its name is that of
//! its file with dashes; the rest it declares itself ([`Method`]).

use serde::Serialize;
use serde_json::Value;

use super::{
    ExplainError, Module, More, Progress,
    common::shared::Unit,
    method::{About, Ask, Method, Need, begin},
    settings::Setting,
};
use crate::trace::Score;

/// What is known of a method without asking it.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its name.
    pub name: &'static str,
    /// The module it lives in.
    pub module: Module,
    /// What it says about itself.
    pub about: About,
    /// Without these it refuses as long as nothing is set.
    pub needs: Vec<Need>,
    /// What there is to set.
    pub settings: &'static [Setting],
    /// Its settings as they are if nothing is set.
    pub defaults: fn() -> Value,
    /// What a setting may be, if it is one of some words.
    pub choices: fn(&str) -> Option<&'static [&'static str]>,
}

impl Entry {
    /// Whether index or training texts have a part in its answer; others start without reading them.
    pub fn recalls_training(&self) -> bool {
        let mut needs = self.needs.iter().chain(self.about.uses);
        needs.any(|need| matches!(need, Need::Index | Need::Texts))
    }

    /// Whether it has such a setting.
    pub fn has_setting(&self, name: &str) -> bool {
        self.settings.iter().any(|setting| setting.name == name)
    }
}

macro_rules! catalogue {
    ($($Module:ident($feature:literal) { $($file:ident::$Method:ident,)* })*) => {
        /// Every method's file and the module it lives in, also of those that this build lacks.
        const FILES: &[(&str, Module)] = &[$($((stringify!($file), Module::$Module),)*)*];

        /// A running method.
        pub enum Running {
            $($(
                #[cfg(feature = $feature)]
                #[doc = concat!("See [`", stringify!($file), "`](super::", stringify!($file), ").")]
                $Method(Box<super::$file::$Method>),
            )*)*
        }

        /// The answer of a method.
        #[derive(Debug, Clone, Serialize)]
        #[serde(untagged)]
        pub enum Explanation {
            $($(
                #[cfg(feature = $feature)]
                #[doc = concat!("See [`", stringify!($file), "`](super::", stringify!($file), ").")]
                $Method(Box<<super::$file::$Method as Method>::Answer>),
            )*)*
        }

        /// What a method says about itself, by its name.
        pub fn about(name: &str) -> Result<About, ExplainError> {
            $($(
                #[cfg(feature = $feature)]
                if is_named(name, stringify!($file)) {
                    return Ok(<super::$file::$Method as Method>::ABOUT);
                }
            )*)*
            Err(unknown(name))
        }

        impl Running {
            /// Begins a method by its name.
            pub fn start(name: &str, settings: Value, ask: &Ask<'_>) -> Result<Self, ExplainError> {
                $($(
                    #[cfg(feature = $feature)]
                    if is_named(name, stringify!($file)) {
                        let job = begin::<super::$file::$Method>(settings, ask)?;
                        return Ok(Self::$Method(job));
                    }
                )*)*
                Err(unknown(name))
            }

            /// Works on while `more` says so, at least one unit of work.
            pub fn advance(&mut self, ask: &Ask<'_>, more: More<'_>) -> Result<Progress, ExplainError> {
                match self {
                    $($(#[cfg(feature = $feature)] Self::$Method(job) => Method::advance(&mut **job, ask, more),)*)*
                }
            }

            /// The answer so far.
            pub fn snapshot(&self, ask: &Ask<'_>) -> Explanation {
                match self {
                    $($(
                        #[cfg(feature = $feature)]
                        Self::$Method(job) => Explanation::$Method(Box::new(Method::snapshot(&**job, ask))),
                    )*)*
                }
            }

            /// Whether there is an answer worth a look.
            pub fn is_ready(&self) -> bool {
                match self {
                    $($(#[cfg(feature = $feature)] Self::$Method(job) => Method::is_ready(&**job),)*)*
                }
            }

            /// Some texts that another engine with the same model may score, if the method is of that kind and has any.
            pub fn take(&mut self) -> Option<Unit> {
                match self {
                    $($(#[cfg(feature = $feature)] Self::$Method(job) => Method::take(&mut **job),)*)*
                }
            }

            /// The scores of a unit that was taken.
            pub fn answer(&mut self, number: u32, scores: Vec<Score>) {
                match self {
                    $($(#[cfg(feature = $feature)] Self::$Method(job) => Method::answer(&mut **job, number, scores),)*)*
                }
            }

            /// Takes back a unit that will not be scored.
            pub fn give_back(&mut self, number: u32) {
                match self {
                    $($(#[cfg(feature = $feature)] Self::$Method(job) => Method::give_back(&mut **job, number),)*)*
                }
            }

            /// Whether all that is left to do is in other hands.
            pub fn is_waiting(&self) -> bool {
                match self {
                    $($(#[cfg(feature = $feature)] Self::$Method(job) => Method::is_waiting(&**job),)*)*
                }
            }
        }

        /// Shows all methods of this build, in order.
        #[cfg(not(target_arch = "wasm32"))]
        pub fn visit(visitor: &mut impl Visitor) {
            $($(
                #[cfg(feature = $feature)]
                visitor.visit::<super::$file::$Method>(Module::$Module);
            )*)*
        }
    };
}

catalogue! {
    Main("main") {
        leave_one_out::LeaveOneOut,
        lime::Lime,
        anchors::Anchors,
        contribution_over_time::ContributionOverTime,
        removal_over_time::RemovalOverTime,
        corpus_search::CorpusSearch,
        activation_similarity::ActivationSimilarity,
        token_search::TokenSearch,
        pattern_search::PatternSearch,
        unit_contexts::UnitContexts,
        phrase_rules::PhraseRules,
        deep_knn::DeepKnn,
    }
    Further("further") {
        clamping::Clamping,
        cell_decomposition::CellDecomposition,
        contextual_decomposition::ContextualDecomposition,
        interactions::Interactions,
        phrase_tree::PhraseTree,
        counterfactuals::Counterfactuals,
        lasting::Lasting,
    }
    Gradients("gradients") {
        integrated_gradients::IntegratedGradients,
        gradient_input::GradientInput,
        agreement::Agreement,
        activation_maximization::ActivationMaximization,
    }
}

fn is_named(name: &str, file: &str) -> bool {
    name.len() == file.len() && name.bytes().zip(file.bytes()).all(|(a, b)| a == if b == b'_' { b'-' } else { b })
}

/// The names of all methods, also of those that this build lacks.
fn names() -> impl Iterator<Item = String> {
    FILES.iter().map(|(file, _)| file.replace('_', "-"))
}

fn unknown(name: &str) -> ExplainError {
    match FILES.iter().find(|(file, _)| is_named(name, file)) {
        Some(&(_, module)) => ExplainError::OtherModule { what: name.to_owned(), module },
        None => ExplainError::Method { known: names().collect::<Vec<_>>().join(", "), found: name.to_owned() },
    }
}

/// Who is shown methods as types: their settings and answers have shapes that no [`Entry`] holds.
#[cfg(not(target_arch = "wasm32"))]
pub trait Visitor {
    /// Sees one of them.
    fn visit<M: Method>(&mut self, module: Module);
}

#[cfg(not(target_arch = "wasm32"))]
impl Visitor for Vec<Entry> {
    fn visit<M: Method>(&mut self, module: Module) {
        let gradients = (module == Module::Gradients).then_some(Need::Gradients);
        self.push(Entry {
            name: M::NAME,
            module,
            about: M::ABOUT,
            needs: M::needs(&M::Config::default()).iter().copied().chain(gradients).collect(),
            settings: <M::Config as super::settings::Settings>::SETTINGS,
            // Through text, in which .3 in single precision is .3.
            defaults: || {
                serde_json::to_string(&M::Config::default())
                    .map_or(Value::Null, |text| text.parse().unwrap_or_default())
            },
            choices: super::choices::choices::<M::Config>,
        });
    }
}

/// The methods of this build.
#[cfg(not(target_arch = "wasm32"))]
pub fn entries() -> Vec<Entry> {
    let mut entries = Vec::new();
    visit(&mut entries);
    entries
}
