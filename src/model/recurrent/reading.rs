//! Reads one token, or one word vector, after another: a unidirectional network, one row at a time, in f32.

use super::state::State;
use crate::model::Model;

impl Model {
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
