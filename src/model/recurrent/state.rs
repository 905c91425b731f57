//! What a unidirectional network carries from one token to the next, and the runs that may go on from it.

use crate::{
    model::{Config, Model, Readout},
    trace::Score,
};

/// The state of one layer.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerState {
    /// h \[hidden\].
    pub hidden: Vec<f32>,
    /// c \[hidden\]; stays zero for a GRU.
    pub cell: Vec<f32>,
}

/// Everything needed to read on from where a text stopped.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// From the embedding upwards.
    pub layers: Vec<LayerState>,
    /// Sum (mean read-out) or maximum (max read-out) of the last layer's hidden states so far \[hidden\].
    pub pooled: Vec<f32>,
    /// Tokens read so far.
    pub steps: usize,
}

impl State {
    /// The state before the first token.
    pub fn zero(config: &Config) -> Self {
        let layer = LayerState { hidden: vec![0.0; config.hidden], cell: vec![0.0; config.hidden] };
        Self { layers: vec![layer; config.layers], pooled: vec![0.0; config.hidden], steps: 0 }
    }

    /// The last layer's hidden state.
    pub fn hidden(&self) -> &[f32] {
        self.layers.last().map_or(&[], |layer| &layer.hidden)
    }

    /// The last layer's cell state.
    pub fn cell(&self) -> &[f32] {
        self.layers.last().map_or(&[], |layer| &layer.cell)
    }

    /// Counts a new hidden state of the last layer into the read-out.
    pub(super) fn pool(&mut self, readout: Readout) {
        if let Some(layer) = self.layers.last() {
            pool(readout, self.steps == 0, &mut self.pooled, &layer.hidden);
        }
        self.steps += 1;
    }

    /// Takes a hidden state \[hidden\] of the last layer that another run has computed, and counts it into the read-out:
    /// all that the score after each of its steps needs.
    pub fn follow(&mut self, readout: Readout, hidden: &[f32]) {
        if let Some(layer) = self.layers.last_mut() {
            layer.hidden.copy_from_slice(hidden);
        }
        self.pool(readout);
    }

    /// What the output layer reads after the last token, \[hidden\].
    pub fn features(&self, readout: Readout) -> Vec<f32> {
        match readout {
            Readout::Last => self.hidden().to_vec(),
            Readout::Mean => self.pooled.iter().map(|sum| sum / self.steps.max(1) as f32).collect(),
            Readout::Max => self.pooled.clone(),
        }
    }
}

/// Counts a hidden state into a sum or a maximum \[hidden\].
pub(super) fn pool(readout: Readout, first: bool, pooled: &mut [f32], hidden: &[f32]) {
    for (pooled, &h) in pooled.iter_mut().zip(hidden) {
        match readout {
            Readout::Last => {}
            Readout::Mean => *pooled += h,
            Readout::Max => *pooled = if first || h > *pooled { h } else { *pooled },
        }
    }
}

/// One text to run.
#[derive(Debug, Clone, Copy)]
pub struct Run<'a> {
    /// Where to go on from; None is the zero state. Ignored by bidirectional networks, which read whole texts only.
    pub start: Option<&'a State>,
    /// The ids to read.
    pub ids: &'a [u32],
}

/// A run from the beginning of a text.
impl<'a> From<&'a [u32]> for Run<'a> {
    fn from(ids: &'a [u32]) -> Self {
        Self { start: None, ids }
    }
}

impl Model {
    /// The score a state reads out as.
    pub fn score_of_state(&self, state: &State) -> Score {
        self.score_of_features(&state.features(self.config().readout))
    }
}
