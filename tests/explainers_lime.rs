//! LIME against the package `lime` on the same samples and over seeds, and against an additive truth.

use crate::support::toys::{LogitOf, ToyText, reference_logit};
use serde::Deserialize;
use unrolled::{
    explain::{
        Target,
        common::attribution::Attribution,
        lime::{
            All, Config, Features, Fidelity, proximity,
            samples::Samples,
            selection::{Choice, forward},
            surrogate::Surrogate,
        },
    },
    model::Classifier,
};

/// Agreement with scikit-learn, absolute, on weights, intercept, R² and local prediction.
const FIT_TOLERANCE: f64 = 1e-6;
/// Agreement of kernel weights.
const KERNEL_TOLERANCE: f64 = 1e-12;
const SEEDS: u64 = 20;

#[derive(Deserialize)]
struct FitFixture {
    kernel_width: f64,
    kernel: Vec<KernelRow>,
    cases: Vec<FitCase>,
}

#[derive(Deserialize)]
struct KernelRow {
    kept: usize,
    total: usize,
    weight: f64,
}

#[derive(Deserialize)]
struct FitCase {
    name: String,
    masks: Vec<String>,
    answers: Vec<f64>,
    kernel: Vec<f64>,
    fits: Vec<Fit>,
}

#[derive(Deserialize)]
struct Fit {
    selection: String,
    features: usize,
    ids: Vec<usize>,
    order: Option<Vec<usize>>,
    weights: Vec<f64>,
    intercept: f64,
    score: f64,
    local_prediction: f64,
}

fn fixture<T: for<'a> Deserialize<'a>>(name: &str) -> T {
    let path = format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn near(found: f64, expected: f64, tolerance: f64, what: &str) {
    assert!((found - expected).abs() <= tolerance, "{what}: expected {expected}, found {found}");
}

#[test]
fn kernel_is_that_of_the_package() {
    let fixture: FitFixture = fixture("lime.json");
    for row in fixture.kernel {
        let weight = proximity(row.kept, row.total, fixture.kernel_width);
        near(weight, row.weight, KERNEL_TOLERANCE, &format!("{} of {}", row.kept, row.total));
        let share = row.kept as f64 / row.total as f64;
        near(weight, (-8.0 * (1.0 - share.sqrt()).powi(2)).exp(), KERNEL_TOLERANCE, "closed form");
    }
    assert_eq!(proximity(7, 7, 25.0), 1.0);
}

#[test]
fn fits_equal_those_of_scikit_learn_on_the_same_samples() {
    let fixture: FitFixture = fixture("lime.json");
    for case in &fixture.cases {
        let pieces = case.masks[0].len();
        let mut samples = Samples::new(pieces);
        for mask in &case.masks {
            samples.masks.push(|piece| mask.as_bytes()[piece] == b'1');
        }
        let rows = 0..case.masks.len();
        let weights: Vec<f64> =
            rows.map(|row| proximity(samples.masks.kept(row), pieces, fixture.kernel_width)).collect();
        weights.iter().zip(&case.kernel).for_each(|(w, k)| near(*w, *k, KERNEL_TOLERANCE, &case.name));
        samples.complete(&weights, &case.answers);
        case.fits.iter().for_each(|fit| check_fit(&case.name, &samples, fit));
    }
}

fn check_fit(name: &str, samples: &Samples, fit: &Fit) {
    let what = format!("{name}, {} of {} features", fit.selection, fit.features);
    let choice = match (fit.selection.as_str(), fit.features) {
        ("none", _) => Choice::All,
        ("forward_selection", count) | ("auto", count @ ..=6) => Choice::Forward(count),
        (_, count) => Choice::HighestWeights(count),
    };
    let surrogate = Surrogate::fit(samples, choice, 1.0);
    let mut ids = fit.ids.clone();
    ids.sort_unstable();
    assert_eq!(surrogate.chosen, ids, "{what}");
    if let Some(order) = &fit.order {
        assert_eq!(forward(&samples.moments, &samples.moments.answer_covariances(), fit.features), *order, "{what}");
    }
    for (&piece, expected) in fit.ids.iter().zip(&fit.weights) {
        near(surrogate.weights[piece], *expected, FIT_TOLERANCE, &what);
    }
    near(surrogate.intercept, fit.intercept, FIT_TOLERANCE, &what);
    near(surrogate.r2.unwrap(), fit.score, FIT_TOLERANCE, &what);
    near(surrogate.local_prediction, fit.local_prediction, FIT_TOLERANCE, &what);
}

fn run(text: &ToyText, config: Config, classifier: &impl Classifier) -> Attribution<Fidelity> {
    let mut lime = text.lime(config);
    assert!(lime.advance(classifier, &mut || true).finished);
    lime.snapshot()
}

fn all_features() -> Config {
    Config { features: Features::Every(All::All), ..Config::default() }
}

#[derive(Deserialize)]
struct SeedsFixture {
    texts: Vec<SeedsText>,
}

#[derive(Deserialize)]
struct SeedsText {
    text: String,
    all: Summary,
    default: Summary,
}

#[derive(Deserialize)]
struct Summary {
    top: Vec<Top>,
    first: Vec<First>,
    intercept: Spread,
    score: Spread,
}

#[derive(Deserialize)]
struct Top {
    word: String,
    mean: f64,
    standard_error: f64,
}

#[derive(Deserialize)]
struct First {
    word: String,
}

#[derive(Deserialize)]
struct Spread {
    mean: f64,
    standard_error: f64,
}

/// Mean and standard error of the mean.
fn spread(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

/// Distance of two means in standard errors of their difference.
fn apart(ours: &[f64], mean: f64, standard_error: f64) -> f64 {
    let (own_mean, own_error) = spread(ours);
    (own_mean - mean).abs() / own_error.hypot(standard_error).max(1e-9)
}

/// 20 seeds against 20 of the package: every mean is within three standard errors, up to the one in fifty that chance
/// puts outside, and the first word is the same in 19 of 20 texts.
#[test]
fn twenty_seeds_agree_with_twenty_of_the_package() {
    let fixture: SeedsFixture = fixture("lime_seeds.json");
    let (mut distances, mut same_first, mut firsts) = (Vec::new(), 0, 0);
    for case in &fixture.texts {
        let text = ToyText::new(&case.text);
        let classifier = LogitOf(|ids: &[u32]| reference_logit(&text, ids));
        for (summary, config) in [(&case.all, all_features()), (&case.default, Config::default())] {
            let runs: Vec<_> =
                (0..SEEDS).map(|seed| run(&text, Config { seed, ..config.clone() }, &classifier)).collect();
            let over_runs = |of: &dyn Fn(&Attribution<Fidelity>) -> f64| runs.iter().map(of).collect::<Vec<f64>>();
            for top in &summary.top {
                let at = text.position(&top.word);
                distances.push(apart(&over_runs(&|run| run.weights[at]), top.mean, top.standard_error));
            }
            let intercepts = over_runs(&|run| run.intercept.unwrap());
            distances.push(apart(&intercepts, summary.intercept.mean, summary.intercept.standard_error));
            let scores = over_runs(&|run| run.fidelity.r2.unwrap());
            distances.push(apart(&scores, summary.score.mean, summary.score.standard_error));
            firsts += 1;
            same_first += usize::from(most_often_first(&text, &runs) == summary.first[0].word);
        }
    }
    let outside = distances.iter().filter(|&&distance| distance > 3.0).count();
    println!("{outside} of {} outside, first {same_first} of {firsts}", distances.len());
    assert!(outside * 50 <= distances.len(), "{outside} of {} means are apart", distances.len());
    assert!(distances.iter().all(|&distance| distance < 6.0), "{distances:?}");
    assert!(same_first * 20 >= firsts * 19, "the same first word in {same_first} of {firsts}");
}

fn most_often_first(text: &ToyText, runs: &[Attribution<Fidelity>]) -> String {
    let mut counts = vec![0; text.words.len()];
    for run in runs {
        let heaviest =
            (0..run.weights.len()).reduce(|a, b| if run.weights[b].abs() > run.weights[a].abs() { b } else { a });
        counts[text.ids[heaviest.unwrap()] as usize - 2] += 1;
    }
    let first = (0..counts.len()).max_by_key(|&index| (counts[index], std::cmp::Reverse(index))).unwrap();
    text.words[first].clone()
}

/// Additive in the words present: logit = 0.3 + Σ slope.
fn additive(text: &ToyText, slopes: &[f64]) -> impl Fn(&[u32]) -> f64 {
    let slopes = slopes.to_vec();
    let first = text.ids.iter().copied().min().unwrap_or(2);
    move |ids| {
        let mut distinct = ids.to_vec();
        distinct.sort_unstable();
        distinct.dedup();
        0.3 + distinct.iter().map(|id| slopes[(id - first) as usize]).sum::<f64>()
    }
}

#[test]
fn additive_truths_are_recovered() {
    let text = ToyText::new("a b c a d e b f g h i j a");
    let slopes = [0.8, -0.6, 0.5, 0.4, -0.3, 0.25, 0.2, -0.15, 0.1, 0.7];
    let classifier = LogitOf(additive(&text, &slopes));
    let found = run(&text, Config { target: Target::Logit, ..all_features() }, &classifier);
    for (id, weight) in text.ids.iter().zip(&found.weights) {
        let slope = slopes[*id as usize - 2];
        near(*weight, slope, 0.01 * slope.abs(), text.word(*id));
    }
    assert!(found.fidelity.r2.unwrap() >= 0.999 && found.fidelity.stable, "{:?}", found.fidelity);
    near(found.fidelity.local_prediction, found.fidelity.prediction, 0.01, "local prediction");
}
