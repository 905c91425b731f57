//! Contexts of a unit: where in training is it highest, and where lowest?
//!
//! The activation index holds, for every unit of the last layer, the five training positions with the highest and the
//! five with the lowest value, at most one of each review (Karpathy, Johnson & Fei-Fei 2016, "Visualizing and
//! understanding recurrent networks", looked at cells in this way). Values are h, or c itself.
//!
//! An index whose texts may not be published has none of them.
//!
//! Cost: a look-up. Fidelity: exact; every training position was compared when the index was built.
//! Do not believe that a unit *means* what its extremes have in common: they are its tails, and most of the time it is
//! somewhere in the middle.

use serde::Serialize;

use super::{
    ExplainError,
    method::{About, Ask, Explains, Method, Need, Question},
    settings::settings,
};
use crate::{
    index::{Extreme, Memory, Part},
    model::Model,
    text::Vocabulary,
};

/// The method's name.
const METHOD: &str = "unit-contexts";
/// Tokens shown, the last of them the one after which the value is measured.
const SHOWN: usize = 12;

settings! {
    /// Settings of the contexts of a unit.
    #[derive(PartialEq, Eq)]
    pub struct Config {
        /// Which unit of the last layer, counted from 0.
        pub unit: usize = 0;
        /// c or h; none is c where the network has cells, else h.
        pub part: Option<Part> = None;
    }
}

/// A training position at which the unit's value is extreme.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct UnitContext {
    /// The review's row in the corpus.
    pub review: u32,
    /// The token after which it is so.
    pub position: usize,
    /// h or c.
    pub value: f32,
    /// The review's true class.
    pub label: u8,
    /// What the network says of the whole review.
    pub probability: f32,
    /// The tokens up to this one; null if the text is not loaded.
    pub tokens: Option<Vec<String>>,
}

/// The extremes of one unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "UnitContexts"))]
pub struct Contexts {
    /// unit-contexts.
    pub method: &'static str,
    /// Which unit.
    pub unit: usize,
    /// Of which part of the state.
    pub part: Part,
    /// Always: every training position was compared.
    pub exact: bool,
    /// Highest first.
    pub highest: Vec<UnitContext>,
    /// Lowest first.
    pub lowest: Vec<UnitContext>,
}

/// The job, which answers at once.
pub struct UnitContexts(Contexts);

impl Method for UnitContexts {
    const NAME: &'static str = METHOD;
    const ABOUT: About = About { uses: &[Need::Texts], ..About::of(Question::Looking).explaining(Explains::Recalled) };
    type Config = Config;
    type Answer = Contexts;

    fn needs(_config: &Config) -> &'static [Need] {
        &[Need::Index, Need::TwoClasses]
    }

    fn start(config: Config, ask: &Ask<'_>) -> Result<Self, ExplainError> {
        contexts(&config, ask.model, ask.memory, ask.vocabulary).map(Self)
    }

    fn snapshot(&self, _ask: &Ask<'_>) -> Contexts {
        self.0.clone()
    }
}

/// Looks the unit up.
pub fn contexts(
    config: &Config,
    model: &Model,
    memory: Memory<'_>,
    vocabulary: &Vocabulary,
) -> Result<Contexts, ExplainError> {
    let index = memory.index.ok_or(ExplainError::NoIndex { method: METHOD })?;
    if !index.has_contexts() {
        return Err(ExplainError::NoTexts { method: METHOD });
    }
    let part = config.part.unwrap_or_else(|| Part::of(model.config()));
    if index.extremes(part, 0).is_none() {
        return Err(ExplainError::NoCell);
    }
    let Some((highest, lowest)) = index.extremes(part, config.unit) else {
        let limit = model.config().features();
        return Err(ExplainError::Below { name: "unit", limit, found: config.unit });
    };
    let shown = |extremes: Vec<Extreme>| {
        extremes.into_iter().filter_map(|extreme| context(extreme, memory, vocabulary)).collect()
    };
    let (highest, lowest) = (shown(highest), shown(lowest));
    Ok(Contexts { method: METHOD, unit: config.unit, part, exact: true, highest, lowest })
}

fn context(extreme: Extreme, memory: Memory<'_>, vocabulary: &Vocabulary) -> Option<UnitContext> {
    let Extreme { at, position, value } = extreme;
    let review = memory.index?.reviews().get(at)?;
    let shown = (position + 1).saturating_sub(SHOWN)..position + 1;
    let tokens = memory.reviews.slot(review.row).map(|slot| memory.reviews.tokens(slot, shown, vocabulary));
    let (label, probability) = (review.label, review.probability);
    Some(UnitContext { review: review.row, position, value, label, probability, tokens })
}
