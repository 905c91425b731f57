//! The forward pass against PyTorch: `tests/reference/recurrent.py` ran the same weights in double precision.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use unrolled::{
    bundle::Tensors,
    model::{Model, Run},
    trace::{Score, Trace},
};

/// Largest |Δh| of a unit's hidden state, in a state between -1 and 1.
const HIDDEN_TOLERANCE: f32 = 1e-5;
/// Largest |Δ| of a logit.
const LOGIT_TOLERANCE: f32 = 1e-4;
/// Largest |Δ| of a probability: a logit's tolerance at the sigmoid's steepest.
const PROBABILITY_TOLERANCE: f32 = LOGIT_TOLERANCE / 4.0;
/// Longer texts are not traced: a bidirectional trace re-reads every prefix.
const LONGEST_TRACED: usize = 50;

#[derive(Deserialize)]
struct Fixture {
    networks: Vec<Network>,
    generated: Vec<Generated>,
}

type Weights = BTreeMap<String, Matrix>;

#[derive(Deserialize)]
struct Network {
    name: String,
    config: Value,
    weights: Weights,
    /// Output layers by number of outputs.
    heads: BTreeMap<String, Weights>,
    hidden: Vec<Hidden>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Matrix {
    shape: Vec<usize>,
    values: Vec<f32>,
}

/// The last layer's states after the first and the last step, directions side by side.
#[derive(Deserialize)]
struct Hidden {
    length: usize,
    first: Vec<f32>,
    last: Vec<f32>,
}

#[derive(Deserialize)]
struct Case {
    readout: String,
    outputs: usize,
    length: usize,
    logits: Vec<f32>,
    probability: f32,
    /// Logits of every prefix.
    running_logits: Option<Vec<Vec<f32>>>,
}

/// A network whose weights follow from a formula.
#[derive(Deserialize)]
struct Generated {
    name: String,
    config: Value,
    order: Vec<Order>,
    runs: Vec<GeneratedRun>,
}

#[derive(Deserialize)]
struct Order {
    name: String,
    shape: Vec<usize>,
    scale: f64,
}

#[derive(Deserialize)]
struct GeneratedRun {
    length: usize,
    last: Vec<f32>,
    logits: Vec<f32>,
}

fn fixture() -> Fixture {
    serde_json::from_str(include_str!("fixtures/recurrent.json")).unwrap()
}

/// The fixture's texts: token i is (7i² + 3i + 1) mod vocabulary.
fn ids(length: usize, model: &Model) -> Vec<u32> {
    (0..length).map(|i| ((7 * i * i + 3 * i + 1) % model.config().vocabulary) as u32).collect()
}

fn build(config: &Value, readout: &str, outputs: usize, tensors: &Tensors) -> Model {
    let mut config = config.clone();
    config["readout"] = readout.into();
    config["outputs"] = outputs.into();
    Model::from_tensors(serde_json::from_value(config).unwrap(), tensors).unwrap()
}

impl Network {
    fn model(&self, readout: &str, outputs: usize) -> Model {
        let mut tensors = Tensors::default();
        for (name, matrix) in self.weights.iter().chain(&self.heads[&outputs.to_string()]) {
            tensors.put_f32(name, &matrix.shape, matrix.values.clone());
        }
        build(&self.config, readout, outputs, &tensors)
    }
}

impl Generated {
    fn model(&self) -> Model {
        let mut tensors = Tensors::default();
        let mut state: u32 = 1;
        for Order { name, shape, scale } in &self.order {
            let mut next = || {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (scale * (2.0 * f64::from(state >> 8) / 16_777_216.0 - 1.0)) as f32
            };
            let values = (0..shape.iter().product()).map(|_| next()).collect();
            tensors.put_f32(name, shape, values);
        }
        build(&self.config, "last", 1, &tensors)
    }
}

/// The hidden states after every step of one text, batched with nothing.
fn hidden_states(model: &Model, ids: &[u32]) -> Vec<Vec<f32>> {
    let mut states = Vec::new();
    model.run(&[Run { start: None, ids }], &mut |_, _, step| states.push(step.hidden.to_vec()));
    states
}

fn check_hidden(found: &[f32], expected: &[f32], what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}: units");
    let largest = found.iter().zip(expected).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    assert!(largest <= HIDDEN_TOLERANCE, "{what}: off by {largest}");
}

/// Of the last class: the logit of one output, ln (p / (1 − p)) of the softmax of several.
fn log_odds(logits: &[f32]) -> f32 {
    let Some((last, others)) = logits.split_last().filter(|(_, others)| !others.is_empty()) else { return logits[0] };
    let sum: f64 = others.iter().map(|&other| f64::from(other - last).exp()).sum();
    -sum.ln() as f32
}

/// What PyTorch's output layer said after so many tokens is what ours did.
fn check_logits(trace: &Trace, steps: usize, logits: &[f32], what: &str) {
    let found = trace.logits.chunks_exact(logits.len()).nth(steps).unwrap();
    for (found, expected) in found.iter().zip(logits) {
        assert!((found - expected).abs() <= LOGIT_TOLERANCE, "{what}: {found} instead of {expected}");
    }
}

fn check_score(found: Score, logits: &[f32], what: &str) {
    let expected = log_odds(logits);
    assert!((found.logit - expected).abs() <= LOGIT_TOLERANCE, "{what}: logit {} instead of {expected}", found.logit);
}

#[test]
fn hidden_states_equal_pytorch() {
    for network in fixture().networks {
        let model = network.model("last", 1);
        for expected in &network.hidden {
            let what = format!("{}, {} steps", network.name, expected.length);
            let states = hidden_states(&model, &ids(expected.length, &model));
            assert_eq!(states.len(), expected.length, "{what}");
            check_hidden(&states[0], &expected.first, &what);
            check_hidden(&states[expected.length - 1], &expected.last, &what);
        }
    }
}

#[test]
fn the_trace_holds_the_same_states() {
    for network in fixture().networks {
        let model = network.model("last", 1);
        for expected in network.hidden.iter().filter(|hidden| hidden.length <= LONGEST_TRACED) {
            let trace = model.trace(&ids(expected.length, &model));
            let top = trace.layers.last().unwrap();
            let at = |step: usize| -> Vec<f32> {
                let row = step * trace.hidden..(step + 1) * trace.hidden;
                top.directions.iter().flat_map(|direction| direction.hidden[row.clone()].to_vec()).collect()
            };
            check_hidden(&at(0), &expected.first, &network.name);
            check_hidden(&at(expected.length - 1), &expected.last, &network.name);
        }
    }
}

#[test]
fn scores_equal_pytorch_for_every_readout_and_number_of_outputs() {
    for network in fixture().networks {
        for case in &network.cases {
            let what = format!("{}, {}, {} outputs, {} steps", network.name, case.readout, case.outputs, case.length);
            let model = network.model(&case.readout, case.outputs);
            let ids = ids(case.length, &model);
            let score = model.scores_from(&[Run { start: None, ids: &ids }])[0];
            check_score(score, &case.logits, &what);
            assert!((score.probability - case.probability).abs() <= PROBABILITY_TOLERANCE, "{what}: probability");
            if case.length <= LONGEST_TRACED {
                let trace = model.trace(&ids);
                check_score(trace.score(), &case.logits, &what);
                check_logits(&trace, case.length, &case.logits, &what);
            }
        }
    }
}

#[test]
fn the_running_score_is_that_of_every_prefix() {
    let mut compared = 0;
    for network in fixture().networks {
        for case in &network.cases {
            let Some(expected) = &case.running_logits else { continue };
            let model = network.model(&case.readout, case.outputs);
            let trace = model.trace(&ids(case.length, &model));
            assert_eq!(trace.running.len(), expected.len());
            for (step, (&found, logits)) in trace.running.iter().zip(expected).enumerate() {
                let what = format!("{}, {}, step {step}", network.name, case.readout);
                check_score(found, logits, &what);
                check_logits(&trace, step + 1, logits, &what);
                compared += 1;
            }
        }
    }
    assert!(compared > 0, "the fixture has no running scores");
}

#[test]
fn before_the_first_token_the_bias_speaks_alone() {
    for network in fixture().networks {
        for (outputs, head) in &network.heads {
            let model = network.model("last", outputs.parse().unwrap());
            let bias = &head["out.bias"].values;
            check_score(model.scores_from(&[Run { start: None, ids: &[] }])[0], bias, &network.name);
            check_score(model.trace(&[]).score(), bias, &network.name);
        }
    }
}

#[test]
fn the_shipped_size_equals_pytorch() {
    for network in fixture().generated {
        let model = network.model();
        for run in &network.runs {
            let what = format!("{}, {} steps", network.name, run.length);
            let ids = ids(run.length, &model);
            let states = hidden_states(&model, &ids);
            check_hidden(&states[run.length - 1], &run.last, &what);
            check_score(model.scores_from(&[Run { start: None, ids: &ids }])[0], &run.logits, &what);
        }
    }
}

#[test]
fn batching_and_reading_on_from_a_prefix_change_nothing() {
    for network in fixture().networks {
        let model = network.model("mean", 1);
        let texts: Vec<Vec<u32>> = [7, 0, 50, 1, 50, 2, 13].map(|length| ids(length, &model)).into();
        let runs: Vec<Run<'_>> = texts.iter().map(|ids| Run { start: None, ids }).collect();
        let together = model.scores_from(&runs);
        let alone: Vec<Score> = runs.iter().map(|&run| model.scores_from(&[run])[0]).collect();
        assert_eq!(together, alone, "{}", network.name);
        let Some(start) = model.state_after(&texts[2][..20]) else { continue };
        let rest = model.scores_from(&[Run { start: Some(&start), ids: &texts[2][20..] }])[0];
        assert_eq!(rest, alone[2], "{}", network.name);
    }
}
