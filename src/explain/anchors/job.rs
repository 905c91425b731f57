//! The job of anchors: what is read next, and what is made of the scores.

use std::collections::VecDeque;

use super::{
    answer::{Anchor, Config, METHOD, MOST_STEPS, Without},
    bandit::{Arm, Block, LANES},
    beam::{Aim, Search, Step},
    perturbation::{Perturbation, Sampler},
    proportion::{Proportion, Tally},
    rule_memory::Counting,
};
use crate::{
    explain::{
        ExplainError, More, Progress,
        common::shared::{Shared, Unit},
        common::work::texts_per_unit,
    },
    index::{LAST_OF_TWO, Memory},
    model::{Classifier, Model},
    text::{TokenizedText, UNKNOWN},
    trace::Score,
};

/// Blocks that the empty rule is measured by.
const EMPTY_BLOCKS: u64 = 16;
/// Streams of random numbers for the final measurement are numbered from here, beyond those of any search.
const FRESH_STREAM: u64 = 1 << 32;

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Text,
    Reading,
    Empty,
    Search,
    Fresh,
    Without,
    Training,
    Done,
}

/// A search or a measurement under way.
#[derive(Debug, Clone)]
pub struct Anchors {
    config: Config,
    tokens: Vec<String>,
    ids: Vec<u32>,
    sampler: Sampler,
    search: Search,
    shared: Shared,
    stage: Stage,
    text: Option<Score>,
    /// Blocks whose scores are awaited, with the number of those that have come.
    awaited: VecDeque<(Block, u64)>,
    /// Blocks of the search so far, and of the measurements.
    drawn: (u64, u64),
    empty: Tally,
    rule: Option<Vec<usize>>,
    searched: Option<Arm>,
    fresh: Tally,
    /// By word of the rule.
    without: Vec<Tally>,
    counting: Option<Counting>,
    out_of_samples: bool,
    samples: u64,
    /// The class that is explained, where the training reviews can be counted by it.
    class_in_training: Option<u8>,
}

impl Anchors {
    /// Prepares the job; `ids` are those of the text's tokens, `class` is the one that is explained, where the network
    /// decides between two. Without, training is not counted in: the index knows the last of two.
    pub fn start(config: Config, class: Option<u8>, text: &TokenizedText, ids: Vec<u32>) -> Result<Self, ExplainError> {
        config.validate(ids.len())?;
        let tokens: Vec<String> = text.tokens.iter().map(|token| token.text.clone()).collect();
        let is_word = |at: &usize| config.punctuation || tokens[*at].chars().any(char::is_alphanumeric);
        let candidates = (0..ids.len()).filter(|&at| ids[at] != UNKNOWN).filter(is_word).collect();
        let Config { threshold, tolerance, delta, tau, beam, words, .. } = config;
        let search = Search::new(Aim { threshold, tolerance, delta, tau, beam, words }, candidates);
        let sampler = Sampler::new(ids.clone(), config.perturbation, config.seed);
        let rule = config.rule.as_ref().map(|rule| (0..ids.len()).filter(|at| rule.contains(at)).collect());
        Ok(Self {
            config,
            tokens,
            ids,
            sampler,
            search,
            shared: Shared::default(),
            stage: Stage::Text,
            text: None,
            awaited: VecDeque::new(),
            drawn: (0, 0),
            empty: Tally::default(),
            rule,
            searched: None,
            fresh: Tally::default(),
            without: Vec::new(),
            counting: None,
            out_of_samples: false,
            samples: 0,
            class_in_training: class,
        })
    }

    /// Finds the words that may stand in for those of the text, while `more` says so; comes before every
    /// [`Anchors::advance`], and whether that may go on.
    pub fn prepare(&mut self, model: &Model, more: More<'_>) -> bool {
        while !self.sampler.is_ready() {
            self.sampler.prepare(model);
            if !more() {
                break;
            }
        }
        self.sampler.is_ready()
    }

    /// Works on until it ends, `more` says no, or all that is left is in other hands. Progress counts changed texts.
    pub fn advance(
        &mut self,
        classifier: &impl Classifier,
        memory: Memory<'_>,
        more: More<'_>,
    ) -> Result<Progress, ExplainError> {
        while self.stage != Stage::Done {
            if let Some(unit) = self.take() {
                let scores = classifier.scores(&unit.texts);
                self.answer(unit.number, scores);
                if more() {
                    continue;
                }
            } else if self.stage == Stage::Training {
                self.recall(memory, more)?;
            }
            break;
        }
        Ok(self.progress())
    }

    /// Some texts that somebody else may score; None if no more are wanted now.
    pub fn take(&mut self) -> Option<Unit> {
        while self.awaited.is_empty() && self.sampler.is_ready() && self.draw() {}
        self.shared.take()
    }

    /// The scores of a unit that was taken, in whatever order they come.
    pub fn answer(&mut self, number: u32, scores: Vec<Score>) {
        self.shared.answer(number, scores);
        while let Some(scores) = self.shared.pop() {
            self.complete(&scores);
        }
    }

    /// Takes back a unit that will not be scored.
    pub fn give_back(&mut self, number: u32) {
        self.shared.give_back(number);
    }

    /// Whether all that is left to do is in other hands.
    pub fn is_waiting(&self) -> bool {
        self.shared.is_waiting()
    }

    /// Whether there is something to look at.
    pub fn is_ready(&self) -> bool {
        self.empty.1 > 0 || self.stage == Stage::Done
    }

    /// How far it is; the total is the most there can be.
    pub fn progress(&self) -> Progress {
        let finished = self.stage == Stage::Done;
        let words = self.rule.as_ref().map_or(self.config.words, Vec::len) as u64;
        let search = if self.rule.is_some() { self.drawn.0 * LANES } else { self.budget() * LANES };
        let total = search + self.fresh_blocks() * LANES + words * self.without_blocks() * LANES;
        let total = if finished { self.samples } else { total.max(self.samples + 1) };
        Progress { done: self.samples, total, finished }
    }

    /// The answer so far.
    pub fn snapshot(&self) -> Anchor {
        let best = if self.stage == Stage::Search { self.search.best() } else { self.searched.as_ref() };
        let rule = self.rule.clone().or_else(|| best.map(|arm| arm.rule.clone())).unwrap_or_default();
        let rest = |(tally, &position): (&Tally, &usize)| Some(Without { position, precision: tally.proportion()? });
        let without: Vec<Without> = self.without.iter().zip(&rule).filter_map(rest).collect();
        let finished = self.stage == Stage::Done;
        let is_measured = finished && !rule.is_empty() && without.len() == rule.len();
        let training = self.counting.as_ref().filter(|_| finished).map(|counting| counting.found().clone());
        Anchor {
            method: METHOD,
            tokens: self.tokens.clone(),
            perturbation: self.config.perturbation,
            prediction: self.text.unwrap_or(Score::EVEN).probability,
            favoured: self.text.unwrap_or(Score::EVEN).favoured,
            threshold: self.config.threshold,
            tolerance: self.config.tolerance,
            empty: self.empty.proportion(),
            vacuous: self.is_vacuous(),
            rule,
            own: self.config.rule.is_some(),
            precision: self.precision(),
            searched: best.and_then(|arm| Tally(arm.hits, arm.samples).proportion()),
            successful: self.is_successful(),
            minimal: is_measured.then(|| without.iter().all(|rest| rest.precision.share < self.config.threshold)),
            without,
            training,
            out_of_samples: self.out_of_samples,
            trying: self.search.level(),
            samples: self.samples,
            finished,
            seed: self.config.seed,
        }
    }

    /// Whether the empty rule, once it is measured, is all that is to be said.
    fn is_vacuous(&self) -> bool {
        let is_measured = self.empty.1 >= EMPTY_BLOCKS * LANES;
        let empty = self.empty.proportion().filter(|_| is_measured);
        empty.is_some_and(|empty| empty.share >= self.config.threshold && self.config.surely_holds(empty))
    }

    /// How often the rule held; of a rule that was not searched for there is nothing to say.
    fn precision(&self) -> Option<Proportion> {
        let is_idle = self.config.rule.is_none() && self.is_vacuous();
        self.fresh.proportion().filter(|_| !is_idle)
    }

    /// Whether the rule, once it is measured, surely exceeds the threshold less the tolerance.
    fn is_successful(&self) -> bool {
        self.precision().is_some_and(|precision| self.config.surely_holds(precision))
    }

    /// Blocks of the search at most.
    fn budget(&self) -> u64 {
        let tokens = match self.config.perturbation {
            Perturbation::Delete => self.ids.len().div_ceil(2),
            _ => self.ids.len(),
        };
        (self.config.samples.min(MOST_STEPS / tokens.max(1)) as u64 / LANES).max(EMPTY_BLOCKS)
    }

    fn fresh_blocks(&self) -> u64 {
        (self.config.fresh as u64).div_ceil(LANES)
    }

    fn without_blocks(&self) -> u64 {
        self.fresh_blocks().div_ceil(2)
    }

    /// Queues what is to be read next, or goes on to the next stage; false if there is nothing to queue.
    fn draw(&mut self) -> bool {
        match self.stage {
            Stage::Reading | Stage::Training | Stage::Done => return false,
            Stage::Text => {
                self.shared.push(vec![self.ids.clone()]);
                self.stage = Stage::Reading;
            }
            Stage::Empty if self.rule.is_some() && self.config.fresh == 0 => self.stage = Stage::Training,
            Stage::Empty if self.empty.1 == 0 => (0..EMPTY_BLOCKS).for_each(|_| self.push(Vec::new())),
            Stage::Empty if self.rule.is_some() => self.stage = Stage::Fresh,
            Stage::Empty if self.is_vacuous() => self.settle(None),
            Stage::Empty => self.stage = Stage::Search,
            Stage::Search => self.search_on(),
            Stage::Fresh => self.measure(),
            Stage::Without => self.measure_without(),
        }
        true
    }

    fn search_on(&mut self) {
        if self.drawn.0 >= self.budget() {
            self.out_of_samples = true;
            return self.settle(self.search.best().cloned());
        }
        match self.search.step() {
            Step::Draw(rules) => rules.into_iter().for_each(|rule| self.push(rule)),
            Step::Found(arm) => self.settle(Some(arm)),
            Step::Exhausted => self.settle(self.search.best().cloned()),
        }
    }

    /// The search has ended.
    fn settle(&mut self, arm: Option<Arm>) {
        self.rule = Some(arm.as_ref().map_or_else(Vec::new, |arm| arm.rule.clone()));
        self.searched = arm;
        self.stage = Stage::Fresh;
    }

    fn measure(&mut self) {
        let rule = self.rule.clone().unwrap_or_default();
        if rule.is_empty() {
            self.fresh = self.empty;
        }
        if self.fresh.1 == 0 && self.config.fresh > 0 {
            (0..self.fresh_blocks()).for_each(|_| self.push(rule.clone()));
        } else {
            self.stage = Stage::Without;
        }
    }

    fn measure_without(&mut self) {
        let rule = self.rule.clone().unwrap_or_default();
        if rule.len() == 1 && self.empty.1 > 0 {
            self.without = vec![self.empty];
        }
        let is_asked = self.config.rule.is_some() || self.is_successful();
        if !self.without.is_empty() || rule.is_empty() || self.config.fresh == 0 || !is_asked {
            self.stage = Stage::Training;
            return;
        }
        self.without = vec![Tally::default(); rule.len()];
        for left_out in &rule {
            let rest: Vec<usize> = rule.iter().copied().filter(|word| word != left_out).collect();
            (0..self.without_blocks()).for_each(|_| self.push(rest.clone()));
        }
    }

    /// Queues a block of samples that keep the words of `base`.
    fn push(&mut self, base: Vec<usize>) {
        let is_search = matches!(self.stage, Stage::Empty | Stage::Search);
        let number = if is_search { self.drawn.0 } else { FRESH_STREAM + self.drawn.1 };
        *(if is_search { &mut self.drawn.0 } else { &mut self.drawn.1 }) += 1;
        let kept = self.sampler.kept(number, &base);
        let texts = self.sampler.texts(number, &kept);
        let tokens: usize = texts.iter().map(Vec::len).sum();
        texts.chunks(texts_per_unit(tokens / LANES as usize)).for_each(|unit| self.shared.push(unit.to_vec()));
        self.awaited.push_back((Block { base, kept, hits: 0 }, 0));
    }

    /// The next few scores are here.
    fn complete(&mut self, scores: &[Score]) {
        let Some(text) = self.text else {
            self.text = scores.first().copied();
            self.stage = if self.ids.is_empty() { Stage::Done } else { Stage::Empty };
            return;
        };
        for score in scores {
            let Some((block, count)) = self.awaited.front_mut() else { return };
            block.hits |= u64::from(score.favoured == text.favoured) << *count;
            *count += 1;
            if *count == LANES {
                let block = self.awaited.pop_front().map(|(block, _)| block);
                block.into_iter().for_each(|block| self.deliver(block));
            }
        }
    }

    fn deliver(&mut self, block: Block) {
        self.samples += LANES;
        let full = self.without_blocks() * LANES;
        let tally = match self.stage {
            Stage::Empty => Some(&mut self.empty),
            Stage::Fresh => Some(&mut self.fresh),
            Stage::Without => self.without.iter_mut().find(|tally| tally.1 < full),
            _ => None,
        };
        if let Some(Tally(hits, samples)) = tally {
            *hits += u64::from(block.hits.count_ones());
            *samples += LANES;
        }
        if matches!(self.stage, Stage::Empty | Stage::Search) {
            self.search.add(block);
        }
    }

    /// Counts in training.
    fn recall(&mut self, memory: Memory<'_>, more: More<'_>) -> Result<(), ExplainError> {
        let rule = self.rule.clone().unwrap_or_default();
        let ids: Vec<u32> = rule.iter().map(|&at| self.ids[at]).collect();
        let class = self.class_in_training.filter(|_| !ids.is_empty() && !ids.contains(&UNKNOWN));
        if let Some(class) = class.filter(|_| self.counting.is_none()) {
            let is_phrase = rule.len() > 1 && rule.windows(2).all(|pair| pair[0] + 1 == pair[1]);
            let verdict = self.text.unwrap_or(Score::EVEN).favoured == (class == LAST_OF_TWO);
            self.counting = Counting::start(memory, ids, is_phrase, verdict)?;
        }
        let ended = self.counting.as_mut().is_none_or(|counting| counting.advance(memory, more));
        self.stage = if ended { Stage::Done } else { Stage::Training };
        Ok(())
    }
}
