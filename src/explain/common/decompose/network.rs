//! The network in f64, and what its parts have in common.

use serde::{Deserialize, Serialize};

use crate::kernel::double::{Product, sigmoid, tanh};
use crate::model::{CellKind, Directions, Model, ModelError, Readout};

/// A part of a cell is held within ± this: at 1e9 f64 still has seven digits for what is left of part + rest.
pub(super) const LIMIT: f64 = 1e9;

/// Where the products of two biases go, which depend on no word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum BiasRule {
    /// To the part, at every step of the span.
    #[default]
    Inclusive,
    /// To the part, at every step of the span but its last: what the paper's code does, so that a single word gets
    /// none.
    Strict,
}

/// One layer in f64. A gate row is laid out as in `reading::LayerReading::sums`.
#[derive(Debug, Clone)]
pub(super) struct Layer {
    pub(super) input: Product,
    pub(super) recurrent: Product,
    /// The same without an LSTM's output gate, which is not decomposed.
    pub(super) part_input: Product,
    pub(super) part_recurrent: Product,
    pub(super) recurrent_offset: usize,
    /// \[4 · hidden\].
    pub(super) bias: Vec<f64>,
    pub(super) bias_gates: Vec<f64>,
}

/// A unidirectional network in f64, read out for the margin of the class.
#[derive(Debug, Clone)]
pub(super) struct Network {
    pub(super) kind: CellKind,
    pub(super) hidden: usize,
    pub(super) readout: Readout,
    pub(super) layers: Vec<Layer>,
    /// \[hidden\].
    pub(super) out: Vec<f64>,
    /// The output bias.
    pub(super) bias: f64,
}

/// One step of the whole: see `reading::LayerReading`; \[4 · hidden\] each.
#[derive(Clone, Copy)]
pub(super) struct Whole<'a> {
    pub(super) sums: &'a [f64],
    pub(super) gates: &'a [f64],
    pub(super) bias: &'a [f64],
    pub(super) bias_gates: &'a [f64],
}

impl Network {
    /// Takes the weights over; a bidirectional network is refused.
    pub(super) fn new(model: &Model, method: &'static str) -> Result<Self, ModelError> {
        let (config, weights) = (model.config(), model.weights());
        if config.directions == Directions::Bidirectional {
            return Err(ModelError::Bidirectional { what: method });
        }
        let layer = |(index, directions): (usize, &Vec<crate::model::DirectionWeights>)| {
            directions.first().map(|d| Layer::new(config.cell, config.hidden, config.layer_inputs(index), d))
        };
        let layers = weights.layers.iter().enumerate().filter_map(layer).collect();
        let (out, bias) = model.head().margin_row();
        let out = out.into_iter().map(f64::from).collect();
        Ok(Self { kind: config.cell, hidden: config.hidden, readout: config.readout, layers, out, bias: bias.into() })
    }

    /// What a read-out \[hidden\] after so many steps adds to the logit.
    pub(super) fn read_out(&self, pooled: &[f64], steps: usize) -> f64 {
        let sum = self.out.iter().zip(pooled).fold(0.0, |sum, (w, h)| sum + w * h);
        if self.readout == Readout::Mean { sum / steps.max(1) as f64 } else { sum }
    }
}

impl Layer {
    pub(super) fn new(kind: CellKind, n: usize, inputs: usize, weights: &crate::model::DirectionWeights) -> Self {
        let (ih, hh) = (&weights.input_bias, &weights.recurrent_bias);
        let both = |range: std::ops::Range<usize>| range.map(|j| f64::from(ih[j] + hh[j]));
        let (input, bias, recurrent_offset): (Vec<f32>, Vec<f64>, usize) = match kind {
            CellKind::Lstm => (weights.input.clone(), both(0..4 * n).collect(), 0),
            CellKind::Gru => {
                // PyTorch's r, z, n become n, r, z; the recurrent r, z, n become r, z, m.
                let (reset_update, candidate) = weights.input.split_at(2 * n * inputs);
                let alone = |bias: &[f32]| bias[2 * n..].iter().map(|&b| f64::from(b)).collect::<Vec<_>>();
                let bias = alone(ih).into_iter().chain(both(0..2 * n)).chain(alone(hh));
                ([candidate, reset_update].concat(), bias.collect(), n)
            }
        };
        let (blocks, decomposed) = (kind.blocks(), 3);
        Self {
            input: Product::new(&input, blocks * n, inputs),
            recurrent: Product::new(&weights.recurrent, blocks * n, n),
            part_input: Product::new(&input, decomposed * n, inputs),
            part_recurrent: Product::new(&weights.recurrent, decomposed * n, n),
            recurrent_offset,
            bias_gates: activate(kind, &bias, n),
            bias,
        }
    }
}

/// A gate row's activations: the candidate's is tanh; a GRU's blocks that are no gates go through a sigmoid unused.
pub fn activate(kind: CellKind, sums: &[f64], n: usize) -> Vec<f64> {
    let mut gates = sums.to_vec();
    match kind {
        CellKind::Lstm => {
            sigmoid(&mut gates[..2 * n]);
            tanh(&mut gates[2 * n..3 * n]);
            sigmoid(&mut gates[3 * n..]);
        }
        CellKind::Gru => sigmoid(&mut gates),
    }
    gates
}
