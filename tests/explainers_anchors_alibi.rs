//! Anchors beside those of the package alibi, and beside how often every rule there can be holds exactly:
//! `tests/reference/anchors_alibi.py` searched the same short texts and read each of their changed texts.
//!
//! Both searches draw at random, and of several rules of one length that will do alibi takes the one that most of its samples
//! hold, we the one that holds most often. Parity is therefore: no longer rules, that hold as often as they must, as often.

use std::collections::HashMap;

use crate::support::trained::{Text, Trained};
use serde::Deserialize;
use unrolled::{
    explain::anchors::{Anchor, Anchors, Config, perturbation::Perturbation, proportion::Proportion},
    index::{Memory, ReviewStore},
    model::Classifier,
    text::{Tokenizer, UNKNOWN},
    trace::Score,
};

/// A logit that is nearer to 0 may fall on either side of it: many texts at once are run in fixed point.
const ROUNDING: f32 = 2e-4;

#[derive(Deserialize)]
struct Fixture {
    threshold: f64,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    text: String,
    perturbation: Perturbation,
    /// A bit for each choice of words to keep, the last choice, which keeps all, first.
    verdicts: String,
    /// By seed: the rule, the precision claimed for it, and whether it is called an anchor.
    alibi: Vec<(Vec<usize>, f64, bool)>,
}

fn fixture() -> Fixture {
    serde_json::from_str(include_str!("fixtures/anchors_alibi.json")).unwrap()
}

impl Case {
    /// Of each choice of words: whether the verdict on the text with the others changed is that on the text.
    fn verdicts(&self) -> Vec<bool> {
        let digits = self.verdicts.chars().rev().map(|digit| digit.to_digit(16).unwrap());
        digits.flat_map(|digit| (0..4).map(move |bit| digit >> bit & 1 == 1)).collect()
    }

    /// The text of a choice.
    fn changed(&self, ids: &[u32], choice: usize) -> Vec<u32> {
        let word = |(at, &id): (usize, &u32)| match self.perturbation {
            _ if choice >> at & 1 == 1 => Some(id),
            Perturbation::Delete => None,
            _ => Some(UNKNOWN),
        };
        ids.iter().enumerate().filter_map(word).collect()
    }
}

/// How often a rule holds: over all choices that keep its words.
fn exact(verdicts: &[bool], rule: &[usize]) -> f64 {
    let words = rule.iter().fold(0, |words, word| words | 1 << word);
    let of_rule = verdicts.iter().enumerate().filter(|(choice, _)| choice & words == words);
    let (hits, all) = of_rule.fold((0, 0), |(hits, all), (_, &verdict)| (hits + usize::from(verdict), all + 1));
    hits as f64 / all as f64
}

/// The fewest words by which a rule reaches a precision.
fn fewest(verdicts: &[bool], threshold: f64) -> usize {
    let words = |choice: usize| (0..usize::BITS as usize).filter(|at| choice >> at & 1 == 1).collect::<Vec<_>>();
    let rules = (0..verdicts.len()).map(words).filter(|rule| exact(verdicts, rule) >= threshold);
    rules.map(|rule| rule.len()).min().unwrap()
}

/// Knows the scores of all changed texts of one text.
struct Read(HashMap<Vec<u32>, Score>);

impl Read {
    fn all(trained: &Trained, case: &Case, text: &Text) -> Self {
        let changed: Vec<Vec<u32>> = (0..1 << text.ids.len()).map(|choice| case.changed(&text.ids, choice)).collect();
        let scores = trained.model.scores(&changed);
        Self(changed.into_iter().zip(scores).collect())
    }
}

impl Classifier for Read {
    fn scores(&self, texts: &[Vec<u32>]) -> Vec<Score> {
        texts.iter().map(|ids| self.0[ids]).collect()
    }
}

fn search(read: &Read, case: &Case, text: &Text, seed: u64) -> Anchor {
    let config = Config { perturbation: case.perturbation, seed, ..Config::default() };
    let store = ReviewStore::new(Tokenizer::Whitespace);
    let mut job = Anchors::start(config, Some(1), &text.tokenized, text.ids.clone()).unwrap();
    while !job.advance(read, Memory { index: None, reviews: &store }, &mut || true).unwrap().finished {}
    job.snapshot()
}

#[test]
fn verdicts_on_all_changed_texts_are_those_of_the_reference() {
    let trained = Trained::open();
    for case in fixture().cases {
        let text = trained.text(&case.text);
        assert!(!text.ids.contains(&UNKNOWN), "{}", case.text);
        let (read, verdicts) = (Read::all(&trained, &case, &text), case.verdicts());
        let whole = read.0[&text.ids].logit >= 0.0;
        assert_eq!(verdicts.len(), 1 << text.ids.len());
        for (choice, verdict) in verdicts.into_iter().enumerate() {
            let logit = read.0[&case.changed(&text.ids, choice)].logit;
            assert!(((logit >= 0.0) == whole) == verdict || logit.abs() < ROUNDING, "{}: {choice}: {logit}", case.text);
        }
    }
}

/// What is counted over texts and seeds.
#[derive(Debug, Default, Clone, Copy)]
struct Sums {
    runs: usize,
    /// Rules that reach the threshold exactly.
    reach: usize,
    /// Of these: no rule of fewer words does.
    shortest: usize,
    words: usize,
    /// Called anchors, and of these: that hold less often than the threshold less the tolerance.
    anchors: usize,
    broken: usize,
    exact: f64,
    claimed: f64,
}

impl Sums {
    fn add(&mut self, fixture: &Fixture, verdicts: &[bool], rule: &[usize], claimed: f64, is_anchor: bool) {
        let (threshold, exact) = (fixture.threshold, exact(verdicts, rule));
        let reaches = exact >= threshold;
        self.runs += 1;
        self.reach += usize::from(reaches);
        self.shortest += usize::from(reaches && rule.len() == fewest(verdicts, threshold));
        self.words += rule.len();
        self.anchors += usize::from(is_anchor);
        self.broken += usize::from(is_anchor && exact < threshold - Config::default().tolerance);
        self.exact += exact;
        self.claimed += claimed;
    }
}

#[test]
fn rules_hold_as_often_as_alibis_and_are_no_longer() {
    let (trained, fixture) = (Trained::open(), fixture());
    let (mut ours, mut theirs) = (Sums::default(), Sums::default());
    let (mut same, mut behind, mut intervals, mut covering) = (0, 0, 0, 0);
    for case in &fixture.cases {
        let text = trained.text(&case.text);
        let (read, verdicts) = (Read::all(&trained, case, &text), case.verdicts());
        for (seed, (rule, claimed, is_anchor)) in case.alibi.iter().enumerate() {
            theirs.add(&fixture, &verdicts, rule, *claimed, *is_anchor);
            let found = search(&read, case, &text, seed as u64);
            // Of no rule at all, what the empty rule was measured to be.
            let precision = found.precision.or(found.empty).unwrap();
            let is_anchor = found.vacuous || found.successful;
            ours.add(&fixture, &verdicts, &found.rule, precision.share, is_anchor);
            same += usize::from(found.rule == *rule);
            let reaches = |rule: &[usize]| exact(&verdicts, rule) >= fixture.threshold;
            behind += usize::from(reaches(rule) && !(reaches(&found.rule) && found.rule.len() <= rule.len()));
            let mut cover = |measured: Proportion, rule: &[usize]| {
                intervals += 1;
                covering += usize::from((measured.low..=measured.high).contains(&exact(&verdicts, rule)));
            };
            cover(precision, &found.rule);
            cover(found.empty.unwrap(), &[]);
            for without in &found.without {
                let rest: Vec<usize> = found.rule.iter().copied().filter(|&at| at != without.position).collect();
                cover(without.precision, &rest);
            }
        }
    }
    println!("ours {ours:?}\nalibi's {theirs:?}");
    println!("the same words {same}, behind {behind}, {covering} of {intervals} intervals cover");
    let share = |part: usize, whole: usize| part as f64 / whole as f64;
    let mean = |sum: f64| sum / ours.runs as f64;
    assert_eq!((ours.runs, ours.broken, theirs.broken), (500, 0, 0));
    assert!(ours.anchors >= theirs.anchors && ours.reach >= theirs.reach && ours.shortest >= theirs.shortest);
    assert!(ours.words <= theirs.words);
    assert!(share(behind, theirs.reach) <= 0.05 && share(same, ours.runs) >= 0.7);
    assert!(share(covering, intervals) >= 0.95);
    assert!((mean(ours.exact) - mean(theirs.exact)).abs() <= 0.02 && mean(ours.claimed - ours.exact).abs() <= 0.002);
}
