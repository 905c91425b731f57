//! LIME against itself: slicing, streaming, error bars, planted truths and the smallest texts.

use std::cell::RefCell;

use crate::support::{
    models,
    toys::{LogitOf, ToyText, reference_logit},
};
use nalgebra::{DMatrix, DVector};
use proptest::prelude::*;
use unrolled::{
    explain::{
        Target,
        common::attribution::Attribution,
        lime::{All, Config, Features, Fidelity, Sampler, Selection, Units, proximity},
    },
    model::{CellKind, Classifier, Model},
    trace::Score,
};

/// Agreement of the streaming fit with one from all samples at once.
const BATCH_TOLERANCE: f64 = 1e-9;
/// How often an interval of two standard errors should hold its truth.
const COVERAGE: std::ops::RangeInclusive<f64> = 0.90..=0.99;
const SEEDS: u64 = 20;

const TEXT: &str = "i expected very little from this sequel , and then the last act turned everything around . it is funny , \
                    tender and beautifully drawn , and the ending is anything but predictable . not perfect . 8/10";

fn lstm(vocabulary: usize) -> Model {
    models::random(&models::config(CellKind::Lstm, vocabulary, 8, 16), 7)
}

fn run(text: &ToyText, config: Config, classifier: &impl Classifier) -> Attribution<Fidelity> {
    let mut lime = text.lime(config);
    assert!(lime.advance(classifier, &mut || true).finished);
    lime.snapshot()
}

fn every() -> Config {
    Config { features: Features::Every(All::All), ..Config::default() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_slicing_gives_the_same_bytes(
        slices in prop::collection::vec(1usize..9, 1..12),
        seed in 0u64..1000,
        samples in 1usize..700,
        looked in any::<bool>(),
    ) {
        let text = ToyText::new(TEXT);
        let model = lstm(text.words.len() + 2);
        let config = Config { samples, seed, ..Config::default() };
        let at_once = run(&text, config.clone(), &model);
        let mut lime = text.lime(config);
        let mut slices = slices.into_iter().cycle();
        loop {
            let mut left = slices.next().unwrap_or(1);
            let progress = lime.advance(&model, &mut || { left -= 1; left > 0 });
            if looked {
                lime.snapshot();
            }
            if progress.finished {
                break;
            }
        }
        prop_assert_eq!(serde_json::to_string(&lime.snapshot()).unwrap(), serde_json::to_string(&at_once).unwrap());
    }
}

/// Notes what it was asked and what it answered.
struct Recorder<C> {
    classifier: C,
    seen: RefCell<Vec<(Vec<u32>, f64)>>,
}

impl<C: Classifier> Classifier for Recorder<C> {
    fn scores(&self, texts: &[Vec<u32>]) -> Vec<Score> {
        let scores = self.classifier.scores(texts);
        let answers = scores.iter().map(|&score| Target::Probability.of(score));
        self.seen.borrow_mut().extend(texts.iter().cloned().zip(answers));
        scores
    }
}

/// The formulas of the module's documentation, on dense matrices, all samples at once.
fn batch_fit(seen: &[(Vec<u32>, f64)], words: usize) -> (DVector<f64>, f64, f64) {
    let rows = seen.len();
    let x = DMatrix::from_fn(rows, words, |row, word| f64::from(u8::from(seen[row].0.contains(&(word as u32 + 2)))));
    let y = DVector::from_fn(rows, |row, _| seen[row].1);
    let w = DVector::from_fn(rows, |row, _| proximity(x.row(row).sum() as usize, words, 25.0));
    let (x_mean, y_mean) = (x.tr_mul(&w) / w.sum(), y.dot(&w) / w.sum());
    let x = DMatrix::from_fn(rows, words, |row, word| x[(row, word)] - x_mean[word]);
    let y = y.add_scalar(-y_mean);
    let weighted = DMatrix::from_fn(rows, words, |row, word| x[(row, word)] * w[row]);
    let beta = (weighted.tr_mul(&x) + DMatrix::identity(words, words)).lu().solve(&weighted.tr_mul(&y)).unwrap();
    let left = &y - &x * &beta;
    let r2 = 1.0 - left.component_mul(&left).dot(&w) / y.component_mul(&y).dot(&w);
    let intercept = y_mean - x_mean.dot(&beta);
    (beta, intercept, r2)
}

#[test]
fn others_may_score_samples_in_any_order_and_drop_out_without_changing_a_bit() {
    let (text, model) = (ToyText::of_words(40), lstm(42));
    for sampler in [Sampler::Classic, Sampler::ModelAssisted] {
        let config = Config { samples: 1200, sampler, ..every() };
        let alone = run(&text, config.clone(), &model);
        let mut shared = text.lime(config);
        let mut held = Vec::new();
        let mut turn = 0;
        while !shared.progress().finished {
            turn += 1;
            held.extend(shared.take());
            match turn % 4 {
                // The newest comes back first, another not at all, and sometimes the job does a unit itself.
                0 | 3 => held.pop().into_iter().for_each(|unit| shared.answer(unit.number, model.scores(&unit.texts))),
                1 if !held.is_empty() => shared.give_back(held.remove(0).number),
                _ => _ = shared.advance(&model, &mut || false),
            }
            let seen = shared.snapshot().fidelity.samples;
            assert!(seen <= 1200 && (seen >= 200 || !shared.is_ready()));
        }
        assert_eq!(shared.snapshot(), alone);
        assert!(shared.take().is_none() && !shared.is_waiting());
    }
}

#[test]
fn streaming_equals_the_batch() {
    let text = ToyText::of_words(40);
    let recorder = Recorder { classifier: lstm(42), seen: RefCell::default() };
    let mut lime = text.lime(Config { samples: 900, ..every() });
    loop {
        let progress = lime.advance(&recorder, &mut || false);
        let seen = recorder.seen.borrow();
        if progress.finished || seen.len() == 50 || seen.len() == 500 {
            let snapshot = lime.snapshot();
            assert_eq!(snapshot.fidelity.samples, seen.len());
            let (beta, intercept, r2) = batch_fit(&seen, text.words.len());
            let differences = snapshot.weights.iter().zip(&beta).map(|(a, b)| (a - b).abs());
            assert!(differences.fold(0.0, f64::max) <= BATCH_TOLERANCE);
            assert!((snapshot.intercept.unwrap() - intercept).abs() <= BATCH_TOLERANCE);
            assert!((snapshot.fidelity.r2.unwrap() - r2).abs() <= BATCH_TOLERANCE);
        }
        if progress.finished {
            break;
        }
    }
}

/// The share of (word, seed) pairs whose weight is within two of its standard errors of the mean over all seeds, among
/// the words that every seed gave a weight.
fn coverage(text: &ToyText, config: &Config, classifier: &impl Classifier) -> (f64, usize) {
    let runs: Vec<_> = (0..SEEDS).map(|seed| run(text, Config { seed, ..config.clone() }, classifier)).collect();
    let (mut held, mut all) = (0, 0);
    for word in &text.words {
        let at = text.position(word);
        let mean = runs.iter().map(|run| run.weights[at]).sum::<f64>() / SEEDS as f64;
        if runs.iter().all(|run| run.weights[at] != 0.0) {
            let errors = runs.iter().map(|run| run.standard_errors.as_ref().unwrap()[at]);
            let holds = runs.iter().zip(errors).filter(|(run, error)| (run.weights[at] - mean).abs() <= 2.0 * error);
            held += holds.count();
            all += runs.len();
        }
    }
    (held as f64 / all as f64, all)
}

#[test]
fn error_bars_cover_the_spread_over_seeds() {
    let text = ToyText::new(TEXT);
    let toy = LogitOf(|ids: &[u32]| reference_logit(&text, ids));
    let model = lstm(text.words.len() + 2);
    let gru = models::random(&models::config(CellKind::Gru, text.words.len() + 2, 8, 16), 8);
    for samples in [200, 1000, 3000] {
        for target in [Target::Probability, Target::Logit] {
            let config = Config { samples, target, ..every() };
            let found =
                [coverage(&text, &config, &toy), coverage(&text, &config, &model), coverage(&text, &config, &gru)];
            println!("all features, {samples} samples, {target:?}: {found:?}");
            assert!(found.iter().all(|(share, _)| COVERAGE.contains(share)), "{samples} {target:?}: {found:?}");
        }
    }
}

/// When words are chosen, the bars also cover the choice: they are wider, never too narrow.
#[test]
fn error_bars_cover_the_spread_of_chosen_words() {
    let text = ToyText::new(TEXT);
    let toy = LogitOf(|ids: &[u32]| reference_logit(&text, ids));
    let model = lstm(text.words.len() + 2);
    for samples in [500, 3000] {
        for features in [5, 10] {
            let config = Config { samples, features: Features::Most(features), ..Config::default() };
            let found = [coverage(&text, &config, &toy), coverage(&text, &config, &model)];
            println!("{features} features, {samples} samples: {found:?}");
            assert!(found.iter().all(|&(share, _)| share >= 0.90), "{samples} {features}: {found:?}");
        }
    }
}

/// A classifier that has one reason: the logit jumps when `word` is there.
fn planted(text: &ToyText, word: &str) -> LogitOf<impl Fn(&[u32]) -> f64> {
    let id = text.ids[text.position(word)];
    LogitOf(move |ids: &[u32]| if ids.contains(&id) { 3.0 } else { -1.0 })
}

fn heaviest(found: &Attribution<Fidelity>) -> usize {
    let weights = found.weights.iter().map(|weight| weight.abs());
    weights.enumerate().reduce(|best, next| if next.1 > best.1 { next } else { best }).unwrap().0
}

#[test]
fn the_planted_word_is_found_whatever_the_settings() {
    let text = ToyText::new(TEXT);
    for units in [Units::Bow, Units::Position] {
        for selection in [Selection::Auto, Selection::HighestWeights, Selection::Forward, Selection::None] {
            for features in [1, 4, 10] {
                let config =
                    Config { samples: 1000, features: Features::Most(features), units, selection, ..Config::default() };
                let found = run(&text, config, &planted(&text, "predictable"));
                assert_eq!(heaviest(&found), text.position("predictable"), "{units:?} {selection:?} {features}");
                let count = if selection == Selection::None { text.words.len() } else { features };
                assert!(units == Units::Position || found.fidelity.features == count, "{:?}", found.fidelity);
            }
        }
    }
}

#[test]
fn positions_weigh_each_occurrence_and_sentences_share_a_weight() {
    let text = ToyText::new("good . bad good . so so . good");
    let last_is_good = LogitOf(|ids: &[u32]| if ids.last() == Some(&2) { 2.0 } else { 0.0 });
    let found = run(&text, Config { units: Units::Position, ..every() }, &last_is_good);
    assert_eq!(heaviest(&found), 8);
    assert!(found.weights[..8].iter().all(|weight| weight.abs() < 0.01), "{:?}", found.weights);
    let found = run(&text, Config { units: Units::Sentence, ..every() }, &planted(&text, "bad"));
    assert_eq!((found.weights[2], found.weights[3]), (found.weights[4], found.weights[4]));
    assert!(found.weights[2] > 0.4 && found.weights[0].abs() < 0.1 && found.weights[5].abs() < 0.1, "{found:?}");
    let found = run(&text, every(), &planted(&text, "good"));
    assert!(found.weights[0] == found.weights[3] && found.weights[0] == found.weights[8]);
}

/// Numbers only, and one of each per token.
fn check_whole(found: &Attribution<Fidelity>, tokens: usize) {
    let errors = found.standard_errors.as_ref().unwrap();
    assert_eq!((found.tokens.len(), found.weights.len(), errors.len()), (tokens, tokens, tokens));
    // Only a fit may be missing, where nothing varies.
    let json = serde_json::to_string(found).unwrap().replace("\"r2\":null", "");
    assert!(!json.contains("null"), "{json}");
    let sum = found.weights_by_place().iter().fold(found.intercept.unwrap(), |sum, weight| sum + weight);
    assert!((sum - found.fidelity.local_prediction).abs() < 1e-12, "{sum} {found:?}");
}

#[test]
fn a_shared_weight_says_how_many_places_share_it() {
    let text = ToyText::new("good . bad good ! good 8/10");
    let model = lstm(text.words.len() + 2);
    for (units, shared) in
        [(Units::Bow, [3, 1, 1, 3, 1, 3, 1]), (Units::Position, [1; 7]), (Units::Sentence, [2, 2, 3, 3, 3, 2, 2])]
    {
        let found = run(&text, Config { units, samples: 300, target: Target::Logit, ..every() }, &model);
        assert_eq!(found.shared.as_deref(), Some(&shared[..]), "{units:?}");
        assert!(found.weights[0] != 0.0);
        check_whole(&found, 7);
    }
}

#[test]
fn the_smallest_texts_and_the_dullest_classifiers_have_answers() {
    let constant = LogitOf(|_: &[u32]| 0.4);
    for source in ["", "one", "same same same", "two words", TEXT] {
        let text = ToyText::new(source);
        let model = lstm(text.words.len() + 2);
        for units in [Units::Bow, Units::Position, Units::Sentence] {
            for (samples, alpha, kernel_width) in [(1, 1.0, 25.0), (2, 0.0, 25.0), (300, 0.0, 1e-3), (300, 0.0, 25.0)] {
                for features in [Features::Most(1), Features::Most(10), Features::Every(All::All)] {
                    let config = Config { units, samples, alpha, kernel_width, features, ..Config::default() };
                    check_whole(&run(&text, config.clone(), &model), text.ids.len());
                    let dull = run(&text, config, &constant);
                    check_whole(&dull, text.ids.len());
                    assert_eq!((dull.fidelity.r2, dull.fidelity.local_prediction), (None, dull.fidelity.prediction));
                    assert!(dull.weights.iter().all(|&weight| weight == 0.0));
                }
            }
        }
        let nothing = text.lime(Config::default()).snapshot();
        check_whole(&nothing, text.ids.len());
    }
    let empty = ToyText::new("");
    let model = lstm(2);
    let found = run(&empty, Config::default(), &model);
    assert_eq!(found.intercept.unwrap(), f64::from(model.scores(&[vec![]])[0].probability));
    assert_eq!((found.fidelity.samples, found.fidelity.samples_total, found.fidelity.stable), (1, 1, true));
}

#[test]
fn settings_read_as_documented_and_bad_ones_are_refused() {
    let read = |json: &str| serde_json::from_str::<Config>(json);
    assert_eq!(read("{}").unwrap(), Config::default());
    let given =
        read(r#"{"features":"all","selection":"highest-weights","units":"sentence","target":"logit","seed":3}"#)
            .unwrap();
    assert_eq!((given.features, given.selection), (Features::Every(All::All), Selection::HighestWeights));
    assert_eq!(read(r#"{"features":7,"alpha":0,"kernel_width":10}"#).unwrap().features, Features::Most(7));
    assert!(read(r#"{"feature":7}"#).is_err());
    let text = ToyText::new(TEXT);
    for bad in [r#"{"samples":0}"#, r#"{"features":0}"#, r#"{"alpha":-1}"#, r#"{"kernel_width":0}"#] {
        let config = read(bad).unwrap();
        let refused = unrolled::explain::lime::Lime::start(config, TEXT, &text.tokenized, text.ids.clone());
        assert!(refused.unwrap_err().to_string().contains("expected"), "{bad}");
    }
}
