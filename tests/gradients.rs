//! The gradient engine against PyTorch's autograd: `tests/reference/recurrent.py`, in double precision.

use std::collections::BTreeMap;

use candle_core::{Device, Tensor, Var};
use serde::Deserialize;
use serde_json::Value;
use unrolled::{
    bundle::Tensors,
    model::{Config, Weights, network::Network},
};

/// Largest |Δ| of a gradient, as a share of the largest value of the same tensor.
const GRADIENT_TOLERANCE: f32 = 1e-5;
/// Largest |Δ| of the value that is differentiated.
const VALUE_TOLERANCE: f32 = 1e-4;

#[derive(Deserialize)]
struct Fixture {
    networks: Vec<Reference>,
}

type Matrices = BTreeMap<String, Matrix>;

#[derive(Deserialize)]
struct Matrix {
    shape: Vec<usize>,
    values: Vec<f32>,
}

#[derive(Deserialize)]
struct Reference {
    name: String,
    config: Value,
    weights: Matrices,
    heads: BTreeMap<String, Matrices>,
    /// Only where there is one layer in one direction.
    gradients: Option<Vec<Gradients>>,
}

#[derive(Deserialize)]
struct Gradients {
    objective: Objective,
    length: usize,
    value: f32,
    /// h and, for an LSTM, c before the first token; null is zero.
    initial: Option<Vec<Vec<f32>>>,
    gradients: Matrices,
}

#[derive(Deserialize, Debug, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum Objective {
    /// The logit after the last token.
    Last,
    /// Σ (t + 1) / steps · logit after token t, so that a gradient arrives at every step.
    EveryStep,
}

/// The network, its variables in reach, with what the gradients are taken of.
struct Setup {
    cell: &'static str,
    network: Network,
    /// [steps, 1, embedding].
    embedded: Var,
    /// [2, 1, hidden]: h and c.
    start: Var,
    hidden: usize,
}

impl Setup {
    fn new(reference: &Reference, gradients: &Gradients) -> Self {
        let config = config(reference);
        let mut tensors = Tensors::default();
        for (name, matrix) in reference.weights.iter().chain(&reference.heads["1"]) {
            tensors.put_f32(name, &matrix.shape, matrix.values.clone());
        }
        let weights = Weights::from_tensors(&config, &tensors).unwrap();
        let ids = (0..gradients.length).map(|i| (7 * i * i + 3 * i + 1) % config.vocabulary);
        let rows = ids.flat_map(|id| weights.embedding[id * config.embedding..][..config.embedding].to_vec());
        let mut start: Vec<f32> = gradients.initial.iter().flatten().flatten().copied().collect();
        start.resize(2 * config.hidden, 0.0);
        Self {
            cell: config.cell.name(),
            network: Network::trainable(&config, &weights).unwrap().0,
            embedded: variable(rows.collect(), &[gradients.length, 1, config.embedding]),
            start: variable(start, &[2, 1, config.hidden]),
            hidden: config.hidden,
        }
    }

    /// The objective's value.
    fn value(&self, objective: Objective) -> Tensor {
        let records = self.network.records(&self.embedded, Some(&[self.start.as_tensor().clone()])).unwrap();
        let hidden = self.network.hidden(&records).unwrap();
        let logits = self.network.logits(&hidden.squeeze(1).unwrap()).unwrap().squeeze(1).unwrap();
        let steps = logits.dim(0).unwrap();
        let weigh = |t: usize| match objective {
            Objective::Last => f32::from(u8::from(t + 1 == steps)),
            Objective::EveryStep => (t + 1) as f32 / steps as f32,
        };
        let weights = Tensor::from_iter((0..steps).map(weigh), &Device::Cpu).unwrap();
        (logits * weights).unwrap().sum_all().unwrap()
    }

    /// The tensor that PyTorch's name stands for, and which part of its gradient.
    fn named(&self, name: &str) -> (&Tensor, std::ops::Range<usize>) {
        let direction = &self.network.layers[0][0];
        let whole = |tensor| (tensor, 0..usize::MAX);
        match name.strip_prefix(self.cell).unwrap_or(name) {
            "embedded" => whole(self.embedded.as_tensor()),
            ".weight_ih_l0" => whole(&direction.input),
            ".weight_hh_l0" => whole(&direction.recurrent),
            ".bias_ih_l0" => whole(&direction.input_bias),
            ".bias_hh_l0" => whole(&direction.recurrent_bias),
            "initial_hidden" => (self.start.as_tensor(), 0..self.hidden),
            "initial_cell" => (self.start.as_tensor(), self.hidden..2 * self.hidden),
            other => panic!("no tensor is called {other}"),
        }
    }
}

fn config(reference: &Reference) -> Config {
    let mut config = reference.config.clone();
    config["readout"] = "last".into();
    config["outputs"] = 1.into();
    serde_json::from_value(config).unwrap()
}

fn variable(values: Vec<f32>, shape: &[usize]) -> Var {
    Var::from_vec(values, shape, &Device::Cpu).unwrap()
}

fn check(found: &[f32], expected: &[f32], what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}: how many");
    let largest = expected.iter().fold(0.0f32, |most, value| most.max(value.abs()));
    let off = found.iter().zip(expected).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    assert!(off <= GRADIENT_TOLERANCE * largest, "{what}: off by {off} where the largest is {largest}");
}

#[test]
fn gradients_of_inputs_weights_and_start_equal_pytorch() {
    let fixture: Fixture = serde_json::from_str(include_str!("fixtures/recurrent.json")).unwrap();
    let mut compared = 0;
    for reference in &fixture.networks {
        for expected in reference.gradients.iter().flatten() {
            let setup = Setup::new(reference, expected);
            let value = setup.value(expected.objective);
            let found = value.to_scalar::<f32>().unwrap();
            assert!((found - expected.value).abs() <= VALUE_TOLERANCE, "{}: {found}", reference.name);
            let store = value.backward().unwrap();
            for (name, matrix) in &expected.gradients {
                let (tensor, part) = setup.named(name);
                let gradient: Vec<f32> = store.get(tensor).unwrap().flatten_all().unwrap().to_vec1().unwrap();
                let part = part.start..part.end.min(gradient.len());
                let what = format!("{}, {:?}, {name}", reference.name, expected.objective);
                check(&gradient[part], &matrix.values, &what);
                compared += 1;
            }
        }
    }
    assert!(compared > 0, "the fixture has no gradients");
}
