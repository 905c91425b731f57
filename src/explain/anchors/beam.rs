//! Beam search for the shortest rule that nearly always holds.
//!
//! Level by level, each of the best rules so far is tried with one word more. [`super::bandit`] says which of them are among
//! the best; the first of these that reaches the threshold, and surely the threshold less the tolerance, is the answer.
//!
//! A rule that needs samples is sampled through the one it adds a word to: half of those are its own, and the other half,
//! which its own samples would add, is worth less than that all rules of the same parent share them.

use super::bandit::{Arm, Block, beta};
use crate::kernel::first;

/// What is asked of a rule, and how hard it is looked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Aim {
    /// The precision wanted.
    pub threshold: f64,
    /// By how much the truth may fall short of it.
    pub tolerance: f64,
    /// The chance of being wrong about that.
    pub delta: f64,
    /// How far the best rules may be from the best.
    pub tau: f64,
    /// How many rules are kept at each level.
    pub beam: usize,
    /// Words of a rule at most.
    pub words: usize,
}

/// What a search wants next.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// A block of samples of each of these rules.
    Draw(Vec<Vec<usize>>),
    /// This is the answer.
    Found(Arm),
    /// No rule of so few words will do.
    Exhausted,
}

/// Samples that a rule needs before its mean is looked at.
const LEAST: u64 = 64;

/// A search under way.
#[derive(Debug, Clone)]
pub struct Search {
    aim: Aim,
    /// Words that may be in a rule.
    candidates: Vec<usize>,
    pool: Vec<Block>,
    parents: Vec<Vec<usize>>,
    arms: Vec<Arm>,
    round: usize,
    /// Of all levels that are done, the rule that surely holds most often.
    best: Option<Arm>,
}

impl Search {
    /// A search among rules of these words.
    pub fn new(aim: Aim, candidates: Vec<usize>) -> Self {
        let parents = vec![Vec::new()];
        Self { aim, candidates, pool: Vec::new(), parents, arms: Vec::new(), round: 1, best: None }
    }

    /// Takes a block of samples.
    pub fn add(&mut self, block: Block) {
        self.arms.iter_mut().for_each(|arm| arm.add(&block));
        self.pool.push(block);
    }

    /// What should be done now.
    pub fn step(&mut self) -> Step {
        loop {
            if self.arms.is_empty() {
                self.open_level();
            }
            let top = self.top();
            if top.is_empty() {
                return Step::Exhausted;
            }
            let promising = self.promising(&top).cloned();
            if let Some(arm) = promising.as_ref().filter(|arm| self.is_sure(arm)) {
                return Step::Found(arm.clone());
            }
            if let Some(step) = self.tell_apart(&top) {
                return step;
            }
            if let Some(arm) = promising {
                return Step::Draw(vec![arm.rule]);
            }
            self.close_level(&top);
        }
    }

    /// The best rule so far, for whoever cannot wait: none before the first level has samples.
    pub fn best(&self) -> Option<&Arm> {
        let now = self.arms.iter().filter(|arm| arm.samples >= LEAST);
        self.best.iter().chain(now).max_by(|a, b| self.surely(a).total_cmp(&self.surely(b)))
    }

    /// How many words the rules being tried have, and how many rules there are.
    pub fn level(&self) -> (usize, usize) {
        (self.arms.first().map_or(0, |arm| arm.rule.len()), self.arms.len())
    }

    /// What a rule's precision is at least, at confidence δ, by Pinsker's bound: there are many rules to look at.
    fn surely(&self, arm: &Arm) -> f64 {
        arm.mean() - (0.5 * libm::log(1.0 / self.aim.delta) / arm.samples.max(1) as f64).sqrt()
    }

    fn open_level(&mut self) {
        if self.parents.first().is_some_and(|parent| parent.len() >= self.aim.words) {
            return;
        }
        for (at, parent) in self.parents.iter().enumerate() {
            for &word in self.candidates.iter().filter(|word| !parent.contains(word)) {
                let mut rule = parent.clone();
                rule.insert(parent.partition_point(|&other| other < word), word);
                // A rule that holds an earlier parent is there already.
                let holds = |other: &Vec<usize>| other.iter().all(|word| rule.contains(word));
                if !self.parents[..at].iter().any(holds) {
                    self.arms.push(Arm { rule, parent: at, ..Arm::default() });
                }
            }
        }
        for arm in &mut self.arms {
            self.pool.iter().for_each(|block| arm.add(block));
        }
        self.round = 1;
    }

    /// The rules of highest mean.
    fn top(&self) -> Vec<usize> {
        first(self.arms.len(), self.aim.beam, &|a, b| self.arms[b].mean().total_cmp(&self.arms[a].mean()))
    }

    /// Samples of the two rules that are hardest to tell apart across the border of the beam, unless they are.
    fn tell_apart(&mut self, top: &[usize]) -> Option<Step> {
        let beta = beta(self.arms.len(), self.round, self.aim.delta);
        let mut weakest = (top[0], f64::INFINITY);
        for &at in top {
            let least = self.arms[at].at_least(beta);
            if least < weakest.1 {
                weakest = (at, least);
            }
        }
        let mut strongest = (weakest.0, f64::NEG_INFINITY);
        for (at, arm) in self.arms.iter().enumerate().filter(|(at, _)| !top.contains(at)) {
            // Pinsker's bound is cheap and never below the other.
            let cheap = arm.mean() + (0.5 * beta / arm.samples.max(1) as f64).sqrt();
            if cheap > strongest.1 {
                let most = arm.at_most(beta);
                strongest = if most > strongest.1 { (at, most) } else { strongest };
            }
        }
        let unseen = self.arms[weakest.0].samples < LEAST;
        if strongest.1 - weakest.1 <= self.aim.tau && !unseen {
            return None;
        }
        self.round += 1;
        let mut parents = [weakest.0, strongest.0].map(|at| self.arms[at].parent).to_vec();
        parents.dedup();
        Some(Step::Draw(parents.into_iter().map(|at| self.parents[at].clone()).collect()))
    }

    /// The best rule, if it holds often enough.
    fn promising(&self, top: &[usize]) -> Option<&Arm> {
        top.first().map(|&at| &self.arms[at]).filter(|arm| arm.mean() >= self.aim.threshold)
    }

    /// Whether a rule surely exceeds the threshold less the tolerance. It is then nearer than that to the best there can be,
    /// so that the others need not be told apart.
    fn is_sure(&self, arm: &Arm) -> bool {
        let Aim { threshold, tolerance, delta, beam, .. } = self.aim;
        let beta = libm::log((1.0 + (beam.saturating_sub(1) * self.candidates.len()) as f64) / delta);
        arm.at_least(beta) > threshold - tolerance
    }

    fn close_level(&mut self, top: &[usize]) {
        self.best = self.best().cloned();
        self.parents = top.iter().map(|&at| self.arms[at].rule.clone()).collect();
        self.arms.clear();
    }
}
