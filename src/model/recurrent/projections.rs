//! Input parts of gate rows, once per distinct token: however often a word is read, it is multiplied once.

use super::state::Run;
use crate::model::Model;

/// Rows that are kept from one call to the next: 17 MB for an LSTM of 128 units. The words met first are the frequent
/// ones; these are nearly all that a long pass over reviews ever reads.
const KEPT: usize = 8192;
/// The place of an id that has no row.
const NONE: u32 = u32::MAX;

/// First-layer gate rows (bias and input part) of the ids met so far, in the order that the cell's rows want. Belongs
/// to one model.
#[derive(Debug, Clone, Default)]
pub struct Projections {
    /// Of each id of the vocabulary, and of ids outside it the last.
    places: Vec<u32>,
    ids: Vec<u32>,
    table: Vec<f32>,
}

impl Projections {
    /// None so far, but for one of a word vector \[embedding\] that is no word's: it is read under the id that this gives.
    pub fn with_vector(model: &Model, vector: &[f32]) -> (Self, u32) {
        let (outside, mut table) = (model.config().vocabulary, Vec::new());
        model.cells[0][0].project_rows(vector, &mut table);
        let mut places = vec![NONE; outside + 1];
        places[outside] = 0;
        (Self { places, ids: vec![outside as u32], table }, outside as u32)
    }

    /// Makes sure that every id of the runs has its row.
    pub(super) fn prepare(&mut self, model: &Model, runs: &[Run<'_>]) {
        let (cell, vocabulary) = (&model.cells[0][0], model.config().vocabulary);
        self.places.resize(vocabulary + 1, NONE);
        for id in self.ids.split_off(self.ids.len().min(KEPT)) {
            self.places[(id as usize).min(vocabulary)] = NONE;
        }
        let first = self.ids.len();
        for &id in runs.iter().flat_map(|run| run.ids) {
            let place = &mut self.places[(id as usize).min(vocabulary)];
            if *place == NONE {
                *place = self.ids.len() as u32;
                self.ids.push(id);
            }
        }
        let mut inputs = Vec::with_capacity((self.ids.len() - first) * model.config().embedding);
        self.ids[first..].iter().for_each(|&id| inputs.extend_from_slice(model.embedding_of(id)));
        self.table.truncate(first * cell.rows_width());
        cell.project_rows(&inputs, &mut self.table);
    }

    /// Whether as many rows are kept as ever are: what is met from now on is computed at every call.
    pub fn is_full(&self) -> bool {
        self.ids.len() >= KEPT
    }

    /// The rows, one after the other.
    pub(super) fn table(&self) -> &[f32] {
        &self.table
    }

    /// Which row is an id's.
    pub(super) fn place(&self, id: u32) -> u32 {
        self.places[(id as usize).min(self.places.len() - 1)]
    }
}
