//! What a unidirectional network carries from one token to the next.

use super::{
    Config, Directions, Model, Projections, Readout,
    batch::{self, Run, StepStates},
};
use crate::trace::Score;

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

impl Model {
    /// The state before each token and after the last: \[tokens + 1\]. None for a bidirectional network, whose
    /// backward half has no state that grows with the text.
    pub fn states_along(&self, ids: &[u32]) -> Option<Vec<State>> {
        (self.config().directions == Directions::Unidirectional).then(|| batch::states_along(self, ids))
    }

    /// The state after a text; None for a bidirectional network.
    pub fn state_after(&self, ids: &[u32]) -> Option<State> {
        self.run_on(&mut Projections::default(), &[Run::from(ids)], &mut |_, _, _| {})?.pop()
    }

    /// Like [`Model::run`], but hands back where each run ended, so that reading can go on from there; `projections`
    /// saves work from one call to the next. None for a bidirectional network, which has no such state.
    pub fn run_on(
        &self,
        projections: &mut Projections,
        runs: &[Run<'_>],
        visit: &mut dyn FnMut(usize, usize, StepStates<'_>),
    ) -> Option<Vec<State>> {
        (self.config().directions == Directions::Unidirectional).then(|| batch::run_on(self, projections, runs, visit))
    }

    /// The score a state reads out as.
    pub fn score_of_state(&self, state: &State) -> Score {
        self.score_of_features(&state.features(self.config().readout))
    }

    /// Reads one token; `record` sees each layer's gate row. Unidirectional networks only.
    pub(super) fn advance(&self, state: &mut State, id: u32, record: &mut dyn FnMut(usize, &[f32])) {
        self.advance_by_vector(state, self.embedding_of(id), record);
    }

    /// Reads a word vector \[embedding\] in the place of a token's and gives the last layer's gate row
    /// \[4 · hidden\]. Unidirectional networks only, which are the only ones that have a [`State`].
    pub fn read_vector(&self, state: &mut State, vector: &[f32]) -> Vec<f32> {
        let mut last = Vec::new();
        self.advance_by_vector(state, vector, &mut |_, gates| last = gates.to_vec());
        last
    }

    fn advance_by_vector(&self, state: &mut State, vector: &[f32], record: &mut dyn FnMut(usize, &[f32])) {
        for (index, cells) in self.cells.iter().enumerate() {
            let cell = &cells[0];
            let mut gates = vec![0.0; cell.width()];
            let (below, at) = state.layers.split_at_mut(index);
            let input = below.last().map_or(vector, |layer| &layer.hidden);
            cell.project(input, &mut gates);
            cell.step(&mut gates, &mut at[0].cell, &mut at[0].hidden);
            record(index, &gates);
        }
        state.pool(self.config().readout);
    }
}

/// A run from the beginning of a text.
impl<'a> From<&'a [u32]> for Run<'a> {
    fn from(ids: &'a [u32]) -> Self {
        Self { start: None, ids }
    }
}
