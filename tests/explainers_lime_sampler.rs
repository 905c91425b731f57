//! LIME's model-assisted sampler: the same weights as the classic one tends to, from fewer samples, with true error bars.

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
        lime::{All, Config, Features, Fidelity, Sampler, Units, proximity},
    },
    model::{CellKind, Classifier, Model},
};

/// How often an interval of two standard errors should hold its truth.
const COVERAGE: std::ops::RangeInclusive<f64> = 0.90..=0.99;
const SEEDS: u64 = 40;
/// Samples of classic LIME that the ridge penalty is weighed against.
const CLASSIC: usize = 5000;

const TEXT: &str = "i expected very little from this sequel , and then the last act turned everything around . it is funny , \
                    tender and beautifully drawn , and the ending is anything but predictable . not perfect . 8/10";
/// Ten different words, so that all 1,024 texts can be looked at.
const SHORT: &str = "this is the film , not is a very good one";

fn lstm(vocabulary: usize) -> Model {
    models::random(&models::config(CellKind::Lstm, vocabulary, 8, 16), 7)
}

fn run(text: &ToyText, config: Config, classifier: &impl Classifier) -> Attribution<Fidelity> {
    let mut lime = text.lime(config);
    assert!(lime.advance(classifier, &mut || true).finished);
    lime.snapshot()
}

fn assisted(samples: usize) -> Config {
    Config { samples, sampler: Sampler::ModelAssisted, features: Features::Every(All::All), ..Config::default() }
}

/// What classic LIME gives on average over all its samples: weights by word, and the intercept. Every text of k words
/// missing has the probability 1 / n · 1 / (n over k); the text itself is a sample, too.
fn exact(text: &ToyText, target: Target, classifier: &impl Classifier) -> (DVector<f64>, f64) {
    let n = text.words.len();
    let masks: Vec<u32> = (0..1 << n).collect();
    let left = |mask: &u32| text.ids.iter().copied().filter(|id| mask >> (id - 2) & 1 == 1).collect();
    let scores = classifier.scores(&masks.iter().map(left).collect::<Vec<Vec<u32>>>());
    let y = DVector::from_iterator(masks.len(), scores.into_iter().map(|score| target.of(score)));
    let choices = |k: usize| (0..k).fold(1.0, |product, i| product * (n - i) as f64 / (i + 1) as f64);
    let weight = |mask: &u32| match mask.count_ones() as usize {
        kept if kept == n => 1.0,
        kept => (CLASSIC - 1) as f64 / n as f64 / choices(kept) * proximity(kept, n, 25.0),
    };
    let w = DVector::from_iterator(masks.len(), masks.iter().map(weight));
    let x = DMatrix::from_fn(masks.len(), n, |row, word| f64::from(masks[row] >> word & 1));
    let (x_mean, y_mean) = (x.tr_mul(&w) / w.sum(), y.dot(&w) / w.sum());
    let x = DMatrix::from_fn(masks.len(), n, |row, word| x[(row, word)] - x_mean[word]);
    let weighted = DMatrix::from_fn(masks.len(), n, |row, word| x[(row, word)] * w[row]);
    let right = weighted.tr_mul(&y.add_scalar(-y_mean));
    let beta = (weighted.tr_mul(&x) + DMatrix::identity(n, n)).lu().solve(&right).unwrap();
    let intercept = y_mean - x_mean.dot(&beta);
    (beta, intercept)
}

/// Means over seeds lie around the exact weights as far as their spread allows.
#[test]
fn means_over_seeds_are_the_exact_weights() {
    let text = ToyText::new(SHORT);
    assert_eq!(text.words.len(), 10);
    let toy = LogitOf(|ids: &[u32]| 3.0 * reference_logit(&text, ids));
    let model = lstm(text.words.len() + 2);
    for target in [Target::Probability, Target::Logit] {
        check_against_exact(&text, target, &toy);
        check_against_exact(&text, target, &model);
    }
}

fn check_against_exact(text: &ToyText, target: Target, classifier: &impl Classifier) {
    let (beta, intercept) = exact(text, target, classifier);
    let runs = |config: &Config| -> Vec<Attribution<Fidelity>> {
        (0..SEEDS).map(|seed| run(text, Config { seed, target, ..config.clone() }, classifier)).collect()
    };
    for samples in [60, 300] {
        let runs = runs(&assisted(samples));
        let distances = text.words.iter().enumerate().map(|(word, token)| {
            let at = text.position(token);
            apart(&runs.iter().map(|run| run.weights[at]).collect::<Vec<f64>>(), beta[word])
        });
        let of_intercept = apart(&runs.iter().map(|run| run.intercept.unwrap()).collect::<Vec<f64>>(), intercept);
        let distances: Vec<f64> = distances.chain([of_intercept]).collect();
        println!("{target:?}, {samples} samples: distances {distances:.2?}");
        assert!(distances.iter().all(|&distance| distance < 4.0), "{samples}: {distances:?}");
    }
}

/// Where the sigmoid bends the answers, half the samples give no larger errors than classic LIME's.
#[test]
fn fewer_samples_are_enough() {
    let text = ToyText::new(SHORT);
    let toy = LogitOf(|ids: &[u32]| 3.0 * reference_logit(&text, ids));
    let (beta, _) = exact(&text, Target::Probability, &toy);
    let error = |config: Config| -> f64 {
        let runs = (0..SEEDS).map(|seed| run(&text, Config { seed, ..config.clone() }, &toy));
        let off = |(id, weight): (&u32, &f64)| (weight - beta[*id as usize - 2]).powi(2);
        runs.map(|run| text.ids.iter().zip(&run.weights).map(off).sum::<f64>()).sum()
    };
    let (classic, few) =
        (error(Config { sampler: Sampler::Classic, ..assisted(CLASSIC) }), error(assisted(CLASSIC / 2)));
    println!("squared error {:.3} of classic LIME's with half of its samples", few / classic);
    assert!(few <= classic, "{few} with half as many samples, {classic} with {CLASSIC}");
}

/// Distance of a mean from a truth in standard errors.
fn apart(values: &[f64], truth: f64) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (mean - truth).abs() / (variance / n).sqrt().max(1e-9)
}

/// The share of (word, seed) pairs whose weight is within two of its standard errors of the mean over all seeds, among
/// the words that every seed gave a weight, and the spread over seeds in standard errors as reported.
fn coverage(text: &ToyText, config: &Config, classifier: &impl Classifier) -> (f64, f64) {
    let runs: Vec<_> = (0..SEEDS).map(|seed| run(text, Config { seed, ..config.clone() }, classifier)).collect();
    let places = text.words.iter().map(|word| text.position(word));
    let (mut held, mut all, mut spread, mut told) = (0, 0, 0.0, 0.0);
    for at in places.filter(|&at| runs.iter().all(|run| run.weights[at] != 0.0)) {
        let mean = runs.iter().map(|run| run.weights[at]).sum::<f64>() / SEEDS as f64;
        for run in &runs {
            let (off, error) = (run.weights[at] - mean, run.standard_errors.as_ref().unwrap()[at]);
            all += 1;
            held += i32::from(off.abs() <= 2.0 * error);
            spread += off * off * SEEDS as f64 / (SEEDS - 1) as f64;
            told += error * error;
        }
    }
    (f64::from(held) / f64::from(all), (spread / told).sqrt())
}

#[test]
fn error_bars_cover_the_spread_over_seeds() {
    let text = ToyText::new(TEXT);
    let toy = LogitOf(|ids: &[u32]| reference_logit(&text, ids));
    let model = lstm(text.words.len() + 2);
    for samples in [200, 1000] {
        for target in [Target::Probability, Target::Logit] {
            let config = Config { target, ..assisted(samples) };
            let found = [coverage(&text, &config, &toy), coverage(&text, &config, &model)];
            println!("{samples} samples, {target:?}: {found:.2?}");
            let is_true = |(share, spread): &(f64, f64)| COVERAGE.contains(share) && (0.8..=1.2).contains(spread);
            assert!(found.iter().all(is_true), "{samples} {target:?}: {found:?}");
        }
    }
}

/// When words are chosen, the bars also cover the choice: they are wider, never too narrow.
#[test]
fn error_bars_cover_the_spread_of_chosen_words() {
    let text = ToyText::new(TEXT);
    let model = lstm(text.words.len() + 2);
    for features in [5, 10] {
        let found = coverage(&text, &Config { features: Features::Most(features), ..assisted(500) }, &model);
        println!("{features} features: {found:.2?}");
        assert!(found.0 >= 0.90 && found.1 <= 1.2, "{features}: {found:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_slicing_gives_the_same_bytes(
        slices in prop::collection::vec(1usize..9, 1..12),
        seed in 0u64..1000,
        samples in 1usize..500,
    ) {
        let text = ToyText::new(TEXT);
        let model = lstm(text.words.len() + 2);
        let config = Config { seed, ..assisted(samples) };
        let at_once = run(&text, config.clone(), &model);
        let mut lime = text.lime(config);
        let mut slices = slices.into_iter().cycle();
        loop {
            let mut left = slices.next().unwrap_or(1);
            let progress = lime.advance(&model, &mut || { left -= 1; left > 0 });
            if progress.finished {
                break;
            }
        }
        prop_assert_eq!(serde_json::to_string(&lime.snapshot()).unwrap(), serde_json::to_string(&at_once).unwrap());
    }
}

#[test]
fn the_smallest_texts_and_the_dullest_classifiers_have_answers() {
    let constant = LogitOf(|_: &[u32]| 0.4);
    for source in ["", "one", "same same same", "two words", TEXT] {
        let text = ToyText::new(source);
        let model = lstm(text.words.len() + 2);
        for (samples, alpha, kernel_width) in [(1, 1.0, 25.0), (2, 0.0, 25.0), (300, 0.0, 1e-3), (300, 0.0, 25.0)] {
            for (features, target) in
                [(Features::Most(1), Target::Probability), (Features::Every(All::All), Target::Logit)]
            {
                for units in [Units::Bow, Units::Position] {
                    let config = Config { units, alpha, kernel_width, features, target, ..assisted(samples) };
                    let found = run(&text, config.clone(), &model);
                    // Only a fit may be missing, where nothing varies.
                    let json = serde_json::to_string(&found).unwrap().replace("\"r2\":null", "");
                    assert!(!json.contains("null"), "{source:?} {config:?}: {found:?}");
                    let dull = run(&text, config, &constant);
                    assert!(dull.weights.iter().all(|&weight| weight == 0.0), "{dull:?}");
                    assert_eq!((dull.fidelity.r2, dull.fidelity.local_prediction), (None, dull.fidelity.prediction));
                }
            }
        }
        let begun = serde_json::to_string(&text.lime(assisted(9)).snapshot()).unwrap().replace("\"r2\":null", "");
        assert!(!begun.contains("null"), "{begun}");
    }
}

#[test]
fn the_setting_reads_as_documented() {
    let read = |json: &str| serde_json::from_str::<Config>(json);
    assert_eq!(read(r#"{"sampler":"classic"}"#).unwrap(), Config::default());
    assert_eq!(read(r#"{"sampler":"model-assisted"}"#).unwrap().sampler, Sampler::ModelAssisted);
    assert!(read(r#"{"sampler":"fast"}"#).is_err());
}
