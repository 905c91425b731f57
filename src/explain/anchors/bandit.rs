//! Which rules hold most often, from as few samples as may be: KL-LUCB (Kaufmann & Kalyanakrishnan 2013) as the search of
//! anchors uses it.
//!
//! A *rule* is a set of words that stay; a sample of it keeps them and each other word by chance. A sample of a smaller rule
//! that happens to keep the rest of a larger one is a sample of the larger one too, because words are kept independently.
//! All samples therefore stand in one pool. 64 make a *block*: one bit each in a machine word for every word of the text,
//! so that a rule is counted by a few "and"s.
//!
//! With kl(p, q) = p ln(p/q) + (1 − p) ln((1 − p)/(1 − q)) and n samples of mean p, the true mean lies, but for a chance that β
//! fixes, between the two q with n · kl(p, q) = β. In round t over k rules, β = x + ln x, x = ln(405.5 k t^1.1 / δ).

use super::proportion::bisect;

/// Samples in a block.
pub const LANES: u64 = 64;

/// β of round t, from 1, over so many rules at confidence δ.
pub fn beta(rules: usize, round: usize, delta: f64) -> f64 {
    let x = libm::log(405.5 * rules as f64 / delta) + 1.1 * libm::log(round as f64);
    x + libm::log(x)
}

/// The divergence of two coins.
pub fn kl(p: f64, q: f64) -> f64 {
    let part = |p: f64, q: f64| if p > 0.0 { p * libm::log(p / q) } else { 0.0 };
    part(p, q) + part(1.0 - p, 1.0 - q)
}

/// The largest q with kl(p, q) ≤ level.
pub fn upper_bound(p: f64, level: f64) -> f64 {
    bisect(p, 1.0, &|q| kl(p, q) < level)
}

/// The least q with kl(p, q) ≤ level.
pub fn lower_bound(p: f64, level: f64) -> f64 {
    1.0 - upper_bound(1.0 - p, level)
}

/// 64 samples of a rule.
#[derive(Debug, Clone)]
pub struct Block {
    /// The words that all of them keep, ascending.
    pub base: Vec<usize>,
    /// By word of the text: a bit for each sample that keeps it.
    pub kept: Vec<u64>,
    /// A bit for each sample of the same verdict.
    pub hits: u64,
}

impl Block {
    /// The samples here that are samples of a rule, and how many have the verdict.
    pub fn count(&self, rule: &[usize]) -> (u64, u64) {
        if !self.base.iter().all(|word| rule.contains(word)) {
            return (0, 0);
        }
        let lanes = rule.iter().fold(u64::MAX, |lanes, &word| lanes & self.kept[word]);
        (lanes.count_ones().into(), (lanes & self.hits).count_ones().into())
    }
}

/// A rule and what is known of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Arm {
    /// Its words, ascending.
    pub rule: Vec<usize>,
    /// The rule that it adds a word to.
    pub parent: usize,
    /// Samples seen.
    pub samples: u64,
    /// Those of the same verdict.
    pub hits: u64,
}

impl Arm {
    /// The share of samples with the verdict; half before the first.
    pub fn mean(&self) -> f64 {
        if self.samples == 0 { 0.5 } else { self.hits as f64 / self.samples as f64 }
    }

    /// What it is at most.
    pub fn at_most(&self, beta: f64) -> f64 {
        if self.samples == 0 { 1.0 } else { upper_bound(self.mean(), beta / self.samples as f64) }
    }

    /// What it is at least.
    pub fn at_least(&self, beta: f64) -> f64 {
        if self.samples == 0 { 0.0 } else { lower_bound(self.mean(), beta / self.samples as f64) }
    }

    /// Takes what a block knows of it.
    pub fn add(&mut self, block: &Block) {
        let (samples, hits) = block.count(&self.rule);
        self.samples += samples;
        self.hits += hits;
    }
}
