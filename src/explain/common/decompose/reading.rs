//! The network's own pass over a text in f64, which decompositions share: whatever they split, they split these sums.

use super::network::{Layer, Network, activate};
use crate::kernel::double::tanh;
use crate::model::{CellKind, Readout, gru, lstm};

/// What every step of one layer left behind.
#[derive(Debug, Clone, Default)]
pub struct LayerReading {
    /// \[steps, 4 · hidden\], pre-activations: i, f, g, o; or W_n x + b_in, r, z and U_n h + b_hn.
    pub sums: Vec<f64>,
    /// \[steps, 4 · hidden\]: what the activations make of them (a GRU's first and last block are unused).
    pub gates: Vec<f64>,
    /// \[steps, hidden\].
    pub hidden: Vec<f64>,
    /// \[steps, hidden\]; empty for a GRU.
    pub cell: Vec<f64>,
}

/// A pass as far as it has come.
#[derive(Debug, Clone)]
pub struct Reading {
    /// \[steps, 4 · hidden\]: what each word adds to the first layer's pre-activations.
    pub inputs: Vec<f64>,
    /// From the embedding upwards.
    pub layers: Vec<LayerReading>,
    /// \[steps, hidden\]: sum or maximum of the last layer's states so far; empty if the last one is read.
    pub pooled: Vec<f64>,
    /// Steps done.
    pub steps: usize,
}

impl Reading {
    /// Before the first word.
    pub fn new(network: &Network) -> Self {
        let layers = vec![LayerReading::default(); network.layers.len()];
        Self { inputs: Vec::new(), layers, pooled: Vec::new(), steps: 0 }
    }

    /// Reads a word vector \[embedding\].
    pub fn read(&mut self, network: &Network, vector: &[f32]) {
        let n = network.hidden;
        let mut input: Vec<f64> = vector.iter().map(|&x| x.into()).collect();
        for (index, layer) in network.layers.iter().enumerate() {
            let mut sums = vec![0.0; 4 * n];
            layer.input.add(&input, &mut sums, 4 * n, 0);
            if index == 0 {
                self.inputs.extend_from_slice(&sums);
            }
            input = self.layers[index].step(network.kind, layer, sums, n);
        }
        self.pool(network.readout, &input);
        self.steps += 1;
    }

    fn pool(&mut self, readout: Readout, hidden: &[f64]) {
        let n = hidden.len();
        let last = self.pooled.len().checked_sub(n).map(|at| self.pooled[at..].to_vec());
        let pooled = match (readout, last) {
            (Readout::Last, _) => return,
            (_, None) => hidden.to_vec(),
            (Readout::Mean, Some(sum)) => sum.iter().zip(hidden).map(|(sum, h)| sum + h).collect(),
            (Readout::Max, Some(most)) => {
                most.iter().zip(hidden).map(|(&most, &h)| if h > most { h } else { most }).collect()
            }
        };
        self.pooled.extend(pooled);
    }

    /// The logit without the output bias after so many steps.
    pub fn logit_after(&self, network: &Network, steps: usize) -> f64 {
        let n = network.hidden;
        let row = |rows: &[f64]| steps.checked_sub(1).map_or(vec![0.0; n], |t| rows[t * n..][..n].to_vec());
        let top = self.layers.last().map_or(&[][..], |layer| &layer.hidden);
        network.read_out(&row(if network.readout == Readout::Last { top } else { &self.pooled }), steps)
    }
}

impl LayerReading {
    /// One step from the input part of the pre-activations; gives the new hidden state.
    fn step(&mut self, kind: CellKind, layer: &Layer, mut sums: Vec<f64>, n: usize) -> Vec<f64> {
        let last = |rows: &[f64]| rows.len().checked_sub(n).map_or(vec![0.0; n], |at| rows[at..].to_vec());
        let (before, cell) = (last(&self.hidden), last(&self.cell));
        layer.recurrent.add(&before, &mut sums, 4 * n, layer.recurrent_offset);
        sums.iter_mut().zip(&layer.bias).for_each(|(sum, bias)| *sum += bias);
        let gates = activate(kind, &sums, n);
        let gate = |block: usize| &gates[block * n..][..n];
        let hidden: Vec<f64> = match kind {
            CellKind::Lstm => {
                let next =
                    (0..n).map(|j| gate(lstm::FORGET)[j] * cell[j] + gate(lstm::INPUT)[j] * gate(lstm::CANDIDATE)[j]);
                self.cell.extend(next);
                let mut hidden = self.cell[self.cell.len() - n..].to_vec();
                tanh(&mut hidden);
                hidden.iter_mut().zip(gate(lstm::OUTPUT)).for_each(|(h, o)| *h *= o);
                hidden
            }
            CellKind::Gru => {
                let mut hidden: Vec<f64> =
                    (0..n).map(|j| sums[j] + gate(gru::RESET)[j] * sums[gru::RECURRENT * n + j]).collect();
                tanh(&mut hidden);
                let update = gate(gru::UPDATE).iter().zip(&before);
                hidden.iter_mut().zip(update).for_each(|(h, (z, before))| *h = (1.0 - z) * *h + z * before);
                hidden
            }
        };
        self.hidden.extend_from_slice(&hidden);
        self.sums.extend(sums);
        self.gates.extend(gates);
        hidden
    }
}
