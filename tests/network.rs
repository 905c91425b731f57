//! The one-operation recurrence against a network of candle's own per-step operations, and against central differences.

use crate::support::models;
use candle_core::{Device, Result, Tensor, Var};
use unrolled::model::{CellKind, Config, Directions, Model, Readout, Target, network::Network};

/// Agreement of candle paths with the slices, absolute, on logits and hidden states.
const MAX_DIFFERENCE: f32 = 1e-5;
/// Agreement of gradients, relative to the largest component.
const MAX_GRADIENT_DIFFERENCE: f32 = 1e-4;

/// The recurrence step by step in candle's own operations: slow, obvious, and only for short texts.
fn oracle_hidden(config: &Config, network: &Network, inputs: &Tensor) -> Result<Tensor> {
    let (steps, batch, _) = inputs.dims3()?;
    let n = config.hidden;
    let mut inputs = inputs.clone();
    for directions in &network.layers {
        let mut outputs = Vec::new();
        for (direction, w) in directions.iter().enumerate() {
            let mut h = Tensor::zeros((batch, n), inputs.dtype(), &Device::Cpu)?;
            let mut c = h.clone();
            let mut hidden = vec![h.clone(); steps];
            for step in 0..steps {
                let t = if direction == 1 { steps - 1 - step } else { step };
                let x = inputs.get(t)?.matmul(&w.input.t()?)?.broadcast_add(&w.input_bias)?;
                let u = h.matmul(&w.recurrent.t()?)?.broadcast_add(&w.recurrent_bias)?;
                let block = |v: &Tensor, k: usize| v.narrow(1, k * n, n);
                let sigmoid = |v: Tensor| candle_nn::ops::sigmoid(&v);
                match config.cell {
                    CellKind::Lstm => {
                        let sum = (x + u)?;
                        let (i, f) = (sigmoid(block(&sum, 0)?)?, sigmoid(block(&sum, 1)?)?);
                        let (g, o) = (block(&sum, 2)?.tanh()?, sigmoid(block(&sum, 3)?)?);
                        c = ((f * &c)? + (i * g)?)?;
                        h = (o * c.tanh()?)?;
                    }
                    CellKind::Gru => {
                        let r = sigmoid((block(&x, 0)? + block(&u, 0)?)?)?;
                        let z = sigmoid((block(&x, 1)? + block(&u, 1)?)?)?;
                        let candidate = (block(&x, 2)? + (r * block(&u, 2)?)?)?.tanh()?;
                        h = ((&candidate - (&z * &candidate)?)? + (&z * &h)?)?;
                    }
                }
                hidden[t] = h.clone();
            }
            outputs.push(Tensor::stack(&hidden, 0)?);
        }
        inputs = Tensor::cat(&outputs, 2)?;
    }
    Ok(inputs)
}

fn ids(steps: usize, vocabulary: usize) -> Vec<u32> {
    (0..steps).map(|i| ((i * i * 7 + 3 * i + 1) % vocabulary) as u32).collect()
}

fn largest(tensor: &Tensor) -> f32 {
    tensor.abs().unwrap().flatten_all().unwrap().max(0).unwrap().to_scalar().unwrap()
}

#[test]
fn forward_agrees_with_the_slices_and_the_per_step_oracle() {
    for config in models::all_shapes(11, 5, 7) {
        let model = models::random(&config, 3);
        let network = Network::of(&model).unwrap();
        for steps in [1, 2, 50] {
            let ids = ids(steps, config.vocabulary);
            let inputs = network.embed(&Tensor::from_vec(ids.clone(), (steps, 1), &Device::Cpu).unwrap()).unwrap();
            let hidden = network.hidden(&network.records(&inputs, None).unwrap()).unwrap();
            let difference = largest(&(hidden - oracle_hidden(&config, &network, &inputs).unwrap()).unwrap());
            assert!(difference <= MAX_DIFFERENCE, "{config:?} {steps}: {difference}");
            let logits = network.forward(&inputs).unwrap();
            let expected = model.trace(&ids);
            let logit = network.read(&logits, Target::Logit).unwrap().0[0];
            assert!((logit - expected.score().logit).abs() <= MAX_DIFFERENCE, "{config:?} {steps}");
            let logits: Vec<f32> = logits.flatten_all().unwrap().to_vec1().unwrap();
            let numbers = expected.logits.rchunks_exact(config.outputs).next().unwrap();
            for (found, expected) in logits.iter().zip(numbers) {
                assert!((found - expected).abs() <= MAX_DIFFERENCE, "{config:?} {steps}");
            }
        }
    }
}

#[test]
fn gradients_agree_with_the_per_step_oracle() {
    for config in models::all_shapes(11, 5, 7).into_iter().filter(|c| c.readout == Readout::Last) {
        let model = models::random(&config, 4);
        let (network, variables) = Network::trainable(&config, model.weights()).unwrap();
        let ids = Tensor::from_vec(ids(24, config.vocabulary), (12, 2), &Device::Cpu).unwrap();
        let gradients = |hidden: Tensor| {
            // Every step and unit weighs differently, so that no error can hide in a sum.
            let weights = Tensor::arange(0f32, hidden.elem_count() as f32, &Device::Cpu).unwrap().sin().unwrap();
            (hidden.flatten_all().unwrap() * weights).unwrap().sum_all().unwrap().backward().unwrap()
        };
        let inputs = network.embed(&ids).unwrap();
        let fast = gradients(network.hidden(&network.records(&inputs, None).unwrap()).unwrap());
        let slow = gradients(oracle_hidden(&config, &network, &inputs).unwrap());
        for (index, variable) in variables.iter().enumerate() {
            let (Some(fast), Some(slow)) = (fast.get(variable), slow.get(variable)) else {
                assert!(fast.get(variable).is_none() && slow.get(variable).is_none(), "variable {index}");
                continue;
            };
            let difference = largest(&(fast - slow).unwrap()) / largest(slow).max(1e-3);
            assert!(difference <= MAX_GRADIENT_DIFFERENCE, "{config:?} variable {index}: {difference}");
        }
    }
}

#[test]
fn what_is_trained_is_stored_and_what_explains_is_read() {
    let model = models::random(&Config { outputs: 2, ..models::config(CellKind::Lstm, 11, 5, 7) }, 3);
    let (trained, _) = Network::trainable(model.config(), model.weights()).unwrap();
    let explains = Network::of(&model).unwrap();
    assert_eq!(trained.to_weights().unwrap().out, model.weights().out);
    assert!(explains.to_weights().unwrap_err().to_string().contains("expected a network that is trained"));
    let refused = trained.input_gradient_of(&[2, 3], Target::Logit).unwrap_err().to_string();
    assert!(refused.contains("expected a network that explains"), "{refused}");
    assert!(explains.input_gradient_of(&[2, 3], Target::Logit).is_ok());
}

#[test]
fn gradients_agree_with_central_differences() {
    let config = Config { outputs: 1, ..models::config(CellKind::Lstm, 11, 5, 7) };
    for cell in [CellKind::Lstm, CellKind::Gru] {
        let config = Config { cell, ..config.clone() };
        let model = models::random(&config, 5);
        let network = Network::of(&model).unwrap();
        let values: Vec<f32> = ids(9, 11).iter().flat_map(|&id| model.embedding_of(id).to_vec()).collect();
        let logit = |values: &[f32]| -> f32 {
            let inputs = Tensor::from_vec(values.to_vec(), (9, 1, 5), &Device::Cpu).unwrap();
            network.forward(&inputs).unwrap().flatten_all().unwrap().to_vec1::<f32>().unwrap()[0]
        };
        let inputs = Var::from_vec(values.clone(), (9, 1, 5), &Device::Cpu).unwrap();
        let gradients = network.forward(inputs.as_tensor()).unwrap().sum_all().unwrap().backward().unwrap();
        let exact: Vec<f32> = gradients.get(&inputs).unwrap().flatten_all().unwrap().to_vec1().unwrap();
        let step = 5e-3;
        for at in 0..values.len() {
            let moved = |by: f32| {
                let mut moved = values.clone();
                moved[at] += by;
                logit(&moved)
            };
            let difference = (moved(step) - moved(-step)) / (2.0 * step);
            assert!((difference - exact[at]).abs() <= 1e-3, "{cell:?} input {at}: {difference} {}", exact[at]);
        }
    }
}

#[test]
fn a_gradient_over_the_longest_review_needs_no_deep_graph() {
    let config = models::config(CellKind::Lstm, 50, 6, 8);
    let model: Model = models::random(&config, 6);
    let network = Network::of(&model).unwrap();
    let ids = ids(2775, 50);
    let inputs = network.embed(&Tensor::from_vec(ids, (2775, 1), &Device::Cpu).unwrap()).unwrap();
    let inputs = Var::from_tensor(&inputs).unwrap();
    let gradients = network.forward(inputs.as_tensor()).unwrap().sum_all().unwrap().backward().unwrap();
    assert_eq!(gradients.get(&inputs).unwrap().dims(), [2775, 1, 6]);
    assert_eq!(config.directions, Directions::Unidirectional);
}

#[test]
fn the_gradient_of_a_text_agrees_with_that_of_its_inputs() {
    for config in models::all_shapes(11, 5, 7) {
        let model = models::random(&config, 7);
        let network = Network::of(&model).unwrap();
        let ids = ids(6, config.vocabulary);
        let gradient = network.input_gradient(&ids).unwrap();
        let nudged = |at: usize, by: f32| -> f32 {
            let mut values: Vec<f32> = ids.iter().flat_map(|&id| model.embedding_of(id).to_vec()).collect();
            values[at] += by;
            let inputs = Tensor::from_vec(values, (6, 1, 5), &Device::Cpu).unwrap();
            network.read(&network.forward(&inputs).unwrap(), Target::Logit).unwrap().0[0]
        };
        for (at, exact) in gradient.iter().enumerate() {
            let difference = (nudged(at, 5e-3) - nudged(at, -5e-3)) / 1e-2;
            assert!((difference - exact).abs() <= 3e-3, "{config:?} {at}: {difference} {exact}");
        }
        assert!(network.input_gradient(&[]).unwrap().is_empty());
    }
}
