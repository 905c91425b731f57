//! Weights before training: orthogonal recurrent blocks (Saxe et al. 2014), Xavier-uniform input weights (Glorot &
//! Bengio 2010), forget bias 1 (Jozefowicz et al. 2015).

use nalgebra::DMatrix;
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

use crate::model::{CellKind, Config, DirectionWeights, Weights, lstm};

/// Random weights around the given word vectors [vocabulary, embedding].
pub fn weights(config: &Config, embedding: Vec<f32>, rng: &mut ChaCha8Rng) -> Weights {
    let mut layers = Vec::new();
    for layer in 0..config.layers {
        let inputs = config.layer_inputs(layer);
        layers.push((0..config.directions.count()).map(|_| direction(config, inputs, rng)).collect());
    }
    let out = xavier(config.outputs, config.features(), rng);
    Weights { embedding, layers, out, out_bias: vec![0.0; config.outputs] }
}

fn direction(config: &Config, inputs: usize, rng: &mut ChaCha8Rng) -> DirectionWeights {
    let (n, blocks) = (config.hidden, config.cell.blocks());
    let input = (0..blocks).flat_map(|_| xavier(n, inputs, rng)).collect();
    let recurrent = (0..blocks).flat_map(|_| orthogonal(n, rng)).collect();
    let mut input_bias = vec![0.0; blocks * n];
    if config.cell == CellKind::Lstm {
        input_bias[lstm::FORGET * n..][..n].fill(1.0);
    }
    DirectionWeights { input, recurrent, input_bias, recurrent_bias: vec![0.0; blocks * n] }
}

fn xavier(rows: usize, columns: usize, rng: &mut ChaCha8Rng) -> Vec<f32> {
    let bound = (6.0 / (rows + columns) as f32).sqrt();
    (0..rows * columns).map(|_| rng.random_range(-bound..bound)).collect()
}

/// Q of the QR decomposition of a Gaussian matrix [n, n].
fn orthogonal(n: usize, rng: &mut ChaCha8Rng) -> Vec<f32> {
    let gaussian = DMatrix::<f64>::from_fn(n, n, |_, _| rng.sample(StandardNormal));
    gaussian.qr().q().iter().map(|&value| value as f32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::rand_core::SeedableRng;

    #[test]
    fn recurrent_blocks_are_orthogonal() {
        let q = orthogonal(9, &mut ChaCha8Rng::seed_from_u64(1));
        for (a, b) in (0..9).flat_map(|a| (0..9).map(move |b| (a, b))) {
            let dot: f32 = (0..9).map(|k| q[a * 9 + k] * q[b * 9 + k]).sum();
            assert!((dot - f32::from(u8::from(a == b))).abs() < 1e-5);
        }
    }
}
