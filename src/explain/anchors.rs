//! Anchors: the words that hold the verdict fast while the others are changed at random.
//!
//! Ribeiro, Singh & Guestrin 2018, "Anchors: high-precision model-agnostic explanations". A *rule* is a set A of words of
//! the text, each at its own place. Its *precision* is
//!
//! ```text
//! prec(A) = P(the network judges z as it does the text),   z: words outside A changed with probability ½ each
//! ```
//!
//! and an anchor is a rule of as few words as possible with prec(A) ≥ `threshold`. The verdict is whether the last class
//! has half of the probability or more.
//!
//! 1. Measure the *empty rule*: how often does the verdict stand whatever is changed? Where that reaches the threshold
//!    already, any rule would, and the answer is `vacuous`: ask with another [`Perturbation`].
//! 2. Beam search ([`support::beam`](super::support::beam)) for a rule that reaches the threshold and surely exceeds
//!    `threshold − tolerance`. Of rules of one length the precision decides: how many perturbed texts hold a rule, which
//!    Ribeiro calls its coverage, is 2^−|A| whatever its words.
//! 3. Measure what was found again, on fresh samples, with a 95 % interval: the search picks what came out well, so that its
//!    own numbers flatter. The rule is `successful` if the lower end is at least `threshold − tolerance`.
//! 4. If it is, or if it is the reader's, measure the rule without each of its words. It is `minimal` if none of these reaches the
//!    threshold.
//! 5. Where index and reviews are loaded, count the training reviews that hold its words, and how the network judges those.
//!
//! Words that the network does not know, and tokens without a letter or digit, are changed like the others but never part of
//! a rule, unless the reader says so: one unknown word is like another to the network, and a comma is no reason.
//!
//! Default perturbation: words are left out. With `<unk>` in their place a network that was trained with word dropout keeps
//! its verdict anyway, and so does it with words of similar vectors in place, which share what they say about the verdict:
//! of validation reviews of 20 to 300 tokens 97 of 200 need no rule with words left out, 64 of the first 100 with `<unk>`, and
//! 67 of these with similar words (`cargo bench --bench anchors`).
//!
//! Cost: at most `samples` + `fresh` · (1 + words of the rule / 2) + 1024 texts, of which every unanchored word is changed
//! half the time. Long texts get fewer samples ([`MOST_STEPS`]); where the search ends for want of them, `out_of_samples`
//! says so and the answer is the rule that surely holds most often.
//!
//! Fidelity: the precision and its interval, and the empty rule's beside it.
//!
//! Do not believe it where the empty rule comes near: what a rule is worth is the difference. The changed texts are not
//! texts that anybody writes, and the network was not trained on them; the counts on training reviews are about real
//! texts, but there the words keep company. A rule is sufficient here, not necessary: another may hold as well.

mod job;

use serde::{Deserialize, Serialize};

use super::{
    ExplainError,
    support::{perturbation::Perturbation, proportion::Proportion, rule_memory::RuleMemory},
};

pub use job::Anchors;

/// Settings; threshold, delta, tau and beam are those of the authors' package, where the beam is never used.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// What happens to a word that is changed.
    pub perturbation: Perturbation,
    /// The precision wanted.
    pub threshold: f64,
    /// By how much the truth may fall short of it.
    pub tolerance: f64,
    /// The chance of being wrong about that.
    pub delta: f64,
    /// How far the rules that are gone on with may be from the best.
    pub tau: f64,
    /// How many rules are gone on with.
    pub beam: usize,
    /// Words of a rule at most.
    pub words: usize,
    /// Samples of the search at most.
    pub samples: usize,
    /// Samples for the final measurement, in whole blocks of 64; 0 measures nothing and counts in training only.
    pub fresh: usize,
    /// Whether tokens without a letter or digit may be in a rule.
    pub punctuation: bool,
    /// The reader's own rule, by the numbers of its tokens: it is measured and nothing is searched for.
    pub rule: Option<Vec<usize>>,
    /// Seed of the changes.
    pub seed: u64,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            perturbation: Perturbation::default(),
            threshold: 0.95,
            tolerance: 0.05,
            delta: 0.1,
            tau: 0.15,
            beam: 4,
            words: 6,
            samples: 16_384,
            fresh: 1024,
            punctuation: false,
            rule: None,
            seed: 0,
        }
    }
}

/// Steps of the network that a search may take: some eight seconds in a browser on one thread, at 2.7 µs a step.
pub const MOST_STEPS: usize = 3_000_000;
/// The most that `samples` and `fresh` may be.
const MOST_SAMPLES: usize = 1_000_000;

impl Config {
    fn validate(&self, tokens: usize) -> Result<(), ExplainError> {
        let refuse =
            |name, expected: &str, found: String| Err(ExplainError::Setting { name, expected: expected.into(), found });
        let shares = [("threshold", self.threshold), ("tolerance", self.tolerance), ("delta", self.delta)];
        if let Some((name, found)) = shares.into_iter().find(|(_, value)| !(*value > 0.0 && *value < 1.0)) {
            return refuse(name, "between 0 and 1", found.to_string());
        }
        if !(self.tau > 0.0 && self.tau <= 1.0) {
            return refuse("tau", "above 0 and at most 1", self.tau.to_string());
        }
        for (name, found, most) in [("beam", self.beam, 16), ("words", self.words, 16)] {
            if !(1..=most).contains(&found) {
                return refuse(name, "between 1 and 16", found.to_string());
            }
        }
        for (name, found) in [("samples", self.samples), ("fresh", self.fresh)] {
            if found > MOST_SAMPLES {
                return refuse(name, "at most 1000000", found.to_string());
            }
        }
        match self.rule.iter().flatten().find(|&&word| word >= tokens) {
            Some(word) => refuse("rule", &format!("of tokens below {tokens}"), word.to_string()),
            None => Ok(()),
        }
    }
}

/// A rule without one of its words.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Without {
    /// The word's token.
    pub position: usize,
    /// How often the rest holds.
    pub precision: Proportion,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Anchor {
    /// anchors.
    pub method: &'static str,
    /// The tokens in order.
    pub tokens: Vec<String>,
    /// What happened to words that were changed.
    pub perturbation: Perturbation,
    /// What the network says of the text.
    pub prediction: f32,
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
    /// How often it holds on fresh samples; null before these.
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
