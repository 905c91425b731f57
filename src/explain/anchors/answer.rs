//! What is asked of anchors, and what they answer.

use serde::Serialize;

use super::{perturbation::Perturbation, proportion::Proportion, rule_memory::RuleMemory};
use crate::explain::{
    ExplainError,
    settings::{Range, Settings, settings},
};

/// The method's name.
pub(super) const METHOD: &str = "anchors";

settings! {
    /// Settings; threshold, delta, tau and beam are those of the authors' package, where the beam is never used.
    #[derive(PartialEq)]
    pub struct Config {
        /// What happens to a word that is changed.
        pub perturbation: Perturbation = Perturbation::default();
        /// The precision wanted.
        pub threshold: f64 = 0.95, Range::inside(0.0, 1.0);
        /// By how much the truth may fall short of it.
        pub tolerance: f64 = 0.05, Range::inside(0.0, 1.0);
        /// The chance of being wrong about that.
        pub delta: f64 = 0.1, Range::inside(0.0, 1.0);
        /// How far the rules that are gone on with may be from the best.
        pub tau: f64 = 0.15, Range::above_to(0.0, 1.0);
        /// How many rules are gone on with.
        pub beam: usize = 4, Range::between(1.0, 16.0);
        /// Words of a rule at most.
        pub words: usize = 6, Range::between(1.0, 16.0);
        /// Samples of the search at most.
        pub samples: usize = 16_384, Range::at_most(MOST_SAMPLES as f64);
        /// Samples for the final measurement, in whole blocks of 64; 0 measures nothing and counts in training only.
        pub fresh: usize = 1024, Range::at_most(MOST_SAMPLES as f64);
        /// Whether tokens without a letter or digit may be in a rule.
        pub punctuation: bool = false;
        /// The reader's own rule, by the numbers of its tokens: it is measured and nothing is searched for.
        pub rule: Option<Vec<usize>> = None;
        /// Seed of the changes.
        pub seed: u64 = 0;
    }
}

/// Steps of the network that a search may take: some eight seconds in a browser on one thread, at 2.7 µs a step.
pub const MOST_STEPS: usize = 3_000_000;
/// The most that `samples` and `fresh` may be.
const MOST_SAMPLES: usize = 1_000_000;

impl Config {
    /// Refuses what cannot be, the reader's own rule in a text of so many tokens included.
    pub(super) fn validate(&self, tokens: usize) -> Result<(), ExplainError> {
        self.check()?;
        match self.rule.iter().flatten().find(|&&word| word >= tokens) {
            Some(&found) => Err(ExplainError::RuleToken { tokens, found }),
            None => Ok(()),
        }
    }

    /// Whether a precision surely exceeds the threshold less the tolerance.
    pub(super) fn surely_holds(&self, precision: Proportion) -> bool {
        precision.low >= self.threshold - self.tolerance
    }
}

/// A rule without one of its words.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WithoutWord"))]
pub struct Without {
    /// The word's token.
    pub position: usize,
    /// How often the rest holds.
    pub precision: Proportion,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Anchor {
    /// anchors.
    pub method: &'static str,
    /// The tokens in order.
    pub tokens: Vec<String>,
    /// What happened to words that were changed.
    pub perturbation: Perturbation,
    /// The probability that the network gives to the class that is explained.
    pub prediction: f32,
    /// Whether it decides for that class: the verdict that the rule keeps.
    pub favoured: bool,
    /// The precision wanted.
    pub threshold: f64,
    /// By how much the truth may fall short of it.
    pub tolerance: f64,
    /// The empty rule: how often the verdict stands whatever is changed; null before it is known.
    pub empty: Option<Proportion>,
    /// The empty rule reaches the threshold, so that nothing was searched for.
    pub vacuous: bool,
    /// The tokens of the rule, in order; while the search goes on, of the best so far.
    pub rule: Vec<usize>,
    /// It is the reader's.
    pub own: bool,
    /// How often it holds on fresh samples; null before these, and where nothing was searched for: `empty` says it all.
    pub precision: Option<Proportion>,
    /// How often it held in the search, which flatters; null for the reader's own rule.
    pub searched: Option<Proportion>,
    /// The lower end of `precision` is at least `threshold − tolerance`.
    pub successful: bool,
    /// No word of the rule can be left out; null before that is known, and for a rule that was found and did not hold.
    pub minimal: Option<bool>,
    /// The rule without each of its words.
    pub without: Vec<Without>,
    /// The rule in the training reviews; null where index or texts are not loaded, for an empty rule, and before it is known.
    pub training: Option<RuleMemory>,
    /// The search ended for want of samples.
    pub out_of_samples: bool,
    /// How many words the rules being tried have, and how many rules there are.
    pub trying: (usize, usize),
    /// Changed texts the network has read.
    pub samples: u64,
    /// Nothing is left to do.
    pub finished: bool,
    /// The seed.
    pub seed: u64,
}
