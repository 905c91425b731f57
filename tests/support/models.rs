//! Small random networks of every shape.

use rand::Rng;
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};
use unrolled::model::{
    Activation, CellKind, Config, DirectionWeights, Directions, Model, Readout, Weights, dequantize, quantize,
};

/// A one-layer, one-direction, one-logit network read at its last step.
pub fn config(cell: CellKind, vocabulary: usize, embedding: usize, hidden: usize) -> Config {
    let (directions, readout) = (Directions::Unidirectional, Readout::Last);
    Config {
        cell,
        vocabulary,
        embedding,
        hidden,
        layers: 1,
        directions,
        readout,
        outputs: 1,
        activation: Activation::Softmax,
    }
}

/// Every combination of cell, layers, directions, read-out and outputs.
pub fn all_shapes(vocabulary: usize, embedding: usize, hidden: usize) -> Vec<Config> {
    let mut shapes = Vec::new();
    for cell in [CellKind::Lstm, CellKind::Gru] {
        for layers in [1, 2] {
            for directions in [Directions::Unidirectional, Directions::Bidirectional] {
                for readout in [Readout::Last, Readout::Mean, Readout::Max] {
                    for outputs in [1, 3] {
                        let base = config(cell, vocabulary, embedding, hidden);
                        shapes.push(Config { layers, directions, readout, outputs, ..base });
                    }
                }
            }
        }
    }
    shapes
}

/// Weights drawn uniformly, large enough that gates leave their middle.
pub fn random(config: &Config, seed: u64) -> Model {
    Model::new(config.clone(), random_weights(config, seed)).unwrap()
}

/// The same with recurrent matrices that int8 holds exactly, so that many texts are run in fixed point.
pub fn random_int8(config: &Config, seed: u64) -> Model {
    let mut weights = random_weights(config, seed);
    for direction in weights.layers.iter_mut().flatten() {
        let (values, scales) = quantize(&direction.recurrent, config.cell.blocks() * config.hidden);
        direction.recurrent = dequantize(&values, &scales);
    }
    Model::new(config.clone(), weights).unwrap()
}

pub fn random_weights(config: &Config, seed: u64) -> Weights {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut draw = |n: usize, scale: f32| -> Vec<f32> { (0..n).map(|_| rng.random_range(-scale..scale)).collect() };
    let rows = config.cell.blocks() * config.hidden;
    let mut layers = Vec::new();
    for layer in 0..config.layers {
        let directions = (0..config.directions.count()).map(|_| DirectionWeights {
            input: draw(rows * config.layer_inputs(layer), 0.6),
            recurrent: draw(rows * config.hidden, 0.4),
            input_bias: draw(rows, 0.3),
            recurrent_bias: draw(rows, 0.3),
        });
        layers.push(directions.collect());
    }
    let embedding = draw(config.vocabulary * config.embedding, 1.0);
    let out = draw(config.outputs * config.features(), 1.0);
    let out_bias = draw(config.outputs, 0.5);
    Weights { embedding, layers, out, out_bias }
}
