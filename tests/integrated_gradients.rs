//! Integrated gradients against Captum (`tests/reference/integrated_gradients.py`), completeness, and gradient × input.

use std::collections::BTreeMap;

use crate::support::{models, toys::ToyText};
use serde::Deserialize;
use serde_json::Value;
use unrolled::{
    bundle::Tensors,
    explain::{
        Target,
        common::attribution::Attribution,
        gradient_input,
        integrated_gradients::{Baseline, Config, Fidelity, IntegratedGradients, quadrature::gauss_legendre},
    },
    model::{CellKind, Model, Readout, Weights, network::Network},
};

/// Largest |Δ| of a node or weight from numpy's.
const RULE_TOLERANCE: f64 = 1e-12;
/// Largest |Δ| of a word's weight from Captum's in double precision.
const WEIGHT_TOLERANCE: f64 = 1e-4;

#[derive(Deserialize)]
struct Fixture {
    rules: Vec<Rule>,
    networks: Vec<Reference>,
}

#[derive(Deserialize)]
struct Rule {
    count: usize,
    nodes: Vec<f64>,
    weights: Vec<f64>,
}

#[derive(Deserialize)]
struct Matrix {
    shape: Vec<usize>,
    values: Vec<f32>,
}

#[derive(Deserialize)]
struct Reference {
    config: Value,
    weights: BTreeMap<String, Matrix>,
    heads: BTreeMap<String, BTreeMap<String, Matrix>>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    outputs: usize,
    target: Target,
    length: usize,
    baseline: Baseline,
    weights: Vec<f64>,
    score: f64,
    baseline_score: f64,
}

fn fixture() -> Fixture {
    serde_json::from_str(include_str!("fixtures/integrated_gradients.json")).unwrap()
}

/// Captum explains one of several outputs before the softmax, which is what an independent output is here.
fn model_of(reference: &Reference, outputs: usize, target: Target) -> Model {
    let mut config = reference.config.clone();
    config["activation"] = if target == Target::Logit { "sigmoid" } else { "softmax" }.into();
    config["readout"] = "last".into();
    config["outputs"] = outputs.into();
    let config = serde_json::from_value(config).unwrap();
    let mut tensors = Tensors::default();
    for (name, matrix) in reference.weights.iter().chain(&reference.heads[&outputs.to_string()]) {
        tensors.put_f32(name, &matrix.shape, matrix.values.clone());
    }
    let weights = Weights::from_tensors(&config, &tensors).unwrap();
    Model::new(config, weights).unwrap()
}

/// A text of so many words, whose ids are given: only their number matters to the explanation.
fn text_of(length: usize) -> ToyText {
    ToyText::new(&(0..length).map(|i| format!("w{}", i * i % 11)).collect::<Vec<_>>().join(" "))
}

fn explain(model: &Model, ids: &[u32], config: Config) -> Attribution<Fidelity> {
    let mut job = IntegratedGradients::start(config, model, &text_of(ids.len()).tokenized, ids).unwrap();
    assert!(job.advance(&mut || true).unwrap().finished);
    job.snapshot()
}

fn farthest(found: &[f64], expected: &[f64]) -> f64 {
    assert_eq!(found.len(), expected.len());
    found.iter().zip(expected).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

#[test]
fn rules_are_those_of_numpy_and_weights_add_up_to_one() {
    for expected in fixture().rules {
        let found = gauss_legendre(expected.count);
        let nodes: Vec<f64> = found.iter().map(|node| node.at).collect();
        let weights: Vec<f64> = found.iter().map(|node| node.weight).collect();
        assert!(farthest(&nodes, &expected.nodes) <= RULE_TOLERANCE, "{} nodes", expected.count);
        assert!(farthest(&weights, &expected.weights) <= RULE_TOLERANCE, "weights of {}", expected.count);
        assert!((weights.iter().sum::<f64>() - 1.0).abs() <= RULE_TOLERANCE, "{}", expected.count);
    }
}

#[test]
fn weights_are_those_of_captum() {
    let (mut largest, mut compared) = (0.0f64, 0);
    for reference in fixture().networks {
        for case in &reference.cases {
            let model = model_of(&reference, case.outputs, case.target);
            let vocabulary = model.config().vocabulary;
            let ids: Vec<u32> = (0..case.length).map(|i| ((7 * i * i + 3 * i + 1) % vocabulary) as u32).collect();
            let (target, baseline) = (case.target, case.baseline);
            let found = explain(&model, &ids, Config { target, baseline, ..Config::default() });
            let off = farthest(&found.weights, &case.weights);
            assert!(off <= WEIGHT_TOLERANCE, "{:?}, {target:?}, {baseline:?}: off by {off}", reference.config);
            assert!((found.fidelity.score - case.score).abs() <= WEIGHT_TOLERANCE);
            assert!((found.fidelity.baseline_score - case.baseline_score).abs() <= WEIGHT_TOLERANCE);
            assert_eq!(found.intercept, Some(found.fidelity.baseline_score));
            largest = largest.max(off);
            compared += 1;
        }
    }
    println!("{compared} cases, largest difference {largest:.1e}");
    assert!(compared > 0);
}

#[test]
fn weights_add_up_to_the_difference_in_networks_of_every_shape() {
    for config in models::all_shapes(13, 4, 6) {
        let model = models::random(&config, 5);
        // A maximum over time has kinks, over which no rule of quadrature is exact.
        let smooth = config.readout != Readout::Max;
        for (nodes, least) in [(50, 1e-2), (200, 1e-3)] {
            for target in [Target::Logit, Target::Probability] {
                let text = text_of(17);
                let found = explain(&model, &text.ids, Config { nodes, target, ..Config::default() });
                let Fidelity { score, baseline_score, gap, .. } = found.fidelity;
                let sum: f64 = found.weights.iter().sum();
                assert!((sum - (score - baseline_score) - gap).abs() < 1e-12);
                let allowed = if smooth { least * (score - baseline_score).abs().max(0.01) } else { 0.05 };
                assert!(gap.abs() <= allowed, "{config:?}, {nodes} nodes, {target:?}: {gap}");
            }
        }
    }
}

#[test]
fn slices_give_the_same_bits_and_an_early_look_stands_for_the_whole() {
    let config = models::config(CellKind::Lstm, 13, 4, 6);
    let (model, text) = (models::random(&config, 5), text_of(700));
    let settings = Config { span: Some((3, 9)), ..Config::default() };
    let mut job = IntegratedGradients::start(settings.clone(), &model, &text.tokenized, &text.ids).unwrap();
    assert_eq!((job.snapshot().weights, job.snapshot().fidelity.nodes_done), (vec![0.0; 700], 0));
    let mut looks = Vec::new();
    while !job.advance(&mut || false).unwrap().finished {
        looks.push(job.snapshot());
    }
    assert!(looks.len() > 5, "{} slices", looks.len());
    let whole = explain(&model, &text.ids, settings);
    assert_eq!(job.snapshot(), whole);
    assert_eq!(whole.span_weight, Some(whole.weights[3..9].iter().sum()));
    let difference = whole.fidelity.score - whole.fidelity.baseline_score;
    let half = &looks[looks.len() / 2];
    assert!(half.fidelity.nodes_done < 50);
    assert!(half.fidelity.gap.abs() < 0.2 * difference.abs(), "{} of {difference}", half.fidelity.gap);
}

#[test]
fn the_empty_text_and_its_own_baseline_have_nothing_to_weigh() {
    for config in models::all_shapes(13, 4, 6) {
        let model = models::random(&config, 5);
        let empty = explain(&model, &[], Config::default());
        assert_eq!((empty.weights.len(), empty.fidelity.gap), (0, 0.0));
        assert_eq!(empty.fidelity.score, empty.fidelity.baseline_score);
        let unknown = explain(&model, &[1, 1, 1], Config::default());
        assert_eq!(unknown.weights, [0.0; 3]);
    }
}

#[test]
fn settings_out_of_range_are_refused_by_name() {
    let model = models::random(&models::config(CellKind::Gru, 13, 4, 6), 5);
    let text = text_of(3);
    let start =
        |config| IntegratedGradients::start(config, &model, &text.tokenized, &text.ids).err().unwrap().to_string();
    for nodes in [0, 1001] {
        assert!(start(Config { nodes, ..Config::default() }).contains("nodes"));
    }
    assert!(start(Config { span: Some((1, 4)), ..Config::default() }).contains("span"));
}

#[test]
fn gradient_times_input_is_the_gradient_times_the_input() {
    for config in models::all_shapes(13, 4, 6) {
        let model = models::random(&config, 5);
        let (text, network) = (text_of(9), Network::of(&model).unwrap());
        let settings = gradient_input::Config { span: Some((0, 9)), ..Default::default() };
        let found = gradient_input::explain(&settings, &model, &text.tokenized, &text.ids).unwrap();
        let gradient = network.input_gradient(&text.ids).unwrap();
        for (t, &id) in text.ids.iter().enumerate() {
            let slope = &gradient[t * 4..][..4];
            let expected: f32 = model.embedding_of(id).iter().zip(slope).map(|(x, slope)| x * slope).sum();
            assert!((found.weights[t] - f64::from(expected)).abs() < 1e-5);
        }
        assert_eq!(found.span_weight, Some(found.fidelity.sum));
        let empty = gradient_input::explain(&Default::default(), &model, &text_of(0).tokenized, &[]).unwrap();
        assert!(empty.weights.is_empty());
    }
}

#[test]
fn the_gradient_of_the_probability_is_that_of_central_differences() {
    for config in models::all_shapes(13, 4, 6) {
        // The runner-up of a maximum may take over within the step.
        if config.readout == Readout::Max {
            continue;
        }
        let model = models::random(&config, 5);
        let ids: Vec<u32> = (2..9).collect();
        let settings = gradient_input::Config { target: Target::Probability, span: None };
        let found = gradient_input::explain(&settings, &model, &text_of(7).tokenized, &ids).unwrap();
        // x · ∂F/∂x of one word is the slope of F along stretching that word's vector, which stands only there.
        let stretched = |t: usize, by: f32| {
            let mut weights = model.weights().clone();
            weights.embedding[ids[t] as usize * 4..][..4].iter_mut().for_each(|x| *x *= by);
            let model = Model::new(config.clone(), weights).unwrap();
            f64::from(model.trace(&ids).score().probability)
        };
        for t in 0..7 {
            let expected = (stretched(t, 1.01) - stretched(t, 0.99)) / 0.02;
            assert!((found.weights[t] - expected).abs() < 1e-3, "{config:?}: {} {expected}", found.weights[t]);
        }
    }
}
