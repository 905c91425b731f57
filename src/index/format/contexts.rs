//! For each unit of the last layer, the training positions at which its value is highest and lowest, at most one in
//! each review: what LSTMVis's users look for first in a unit, known without reading anything again.
//!
//! For the hidden state and, of an LSTM, for the cell state (c itself), the index holds of each unit first the highest
//! places in falling order, then as many lowest in rising order; equals stand in the order of rows and positions.

use super::{
    checks::{damaged, require},
    review::IndexedReview,
};
use crate::{bundle::Tensors, index::IndexError};

/// Places of each end that are kept, or as many as there are training reviews with words.
pub const PLACES: usize = 5;
/// The ends.
pub(crate) const ENDS: usize = 2;

/// A training position at which a unit's value is extreme.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extreme {
    /// The review's place in [`ActivationIndex::reviews`](super::ActivationIndex::reviews).
    pub at: usize,
    /// The token after which it is so.
    pub position: usize,
    /// h or c.
    pub value: f32,
}

/// The extremes of one part of the state, \[features, ends, places\].
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Extremes {
    pub places: usize,
    /// [`u32::MAX`] where nothing is yet.
    pub reviews: Vec<u32>,
    pub positions: Vec<u16>,
    pub values: Vec<f32>,
}

/// Those of both parts.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Contexts {
    pub hidden: Extremes,
    pub cell: Option<Extremes>,
}

impl Extremes {
    pub(crate) fn end(&self, unit: usize, end: usize) -> Vec<Extreme> {
        let first = (unit * ENDS + end) * self.places;
        let extreme = |i: usize| Extreme {
            at: self.reviews[i] as usize,
            position: self.positions[i].into(),
            value: self.values[i],
        };
        (first..first + self.places).map(extreme).collect()
    }

    fn put(&self, tensors: &mut Tensors, name: &str, features: usize) {
        let shape = [features, ENDS, self.places];
        tensors.put_u32(&format!("contexts.{name}.review"), &shape, self.reviews.clone());
        tensors.put_u16(&format!("contexts.{name}.position"), &shape, self.positions.clone());
        tensors.put_f32(&format!("contexts.{name}.value"), &shape, self.values.clone());
    }

    fn read(tensors: &Tensors, name: &str, features: usize, places: usize) -> Result<Self, IndexError> {
        let shape = [features, ENDS, places];
        Ok(Self {
            places,
            reviews: tensors.u32(&format!("contexts.{name}.review"), &shape).map_err(damaged)?.to_vec(),
            positions: tensors.u16(&format!("contexts.{name}.position"), &shape).map_err(damaged)?.to_vec(),
            values: tensors.f32(&format!("contexts.{name}.value"), &shape).map_err(damaged)?.to_vec(),
        })
    }

    fn check(&self, name: &str, reviews: &[IndexedReview]) -> Result<(), IndexError> {
        for list in 0..self.values.len() / self.places.max(1) {
            let (unit, end) = (list / ENDS, list % ENDS);
            let extremes = self.end(unit, end);
            for extreme in &extremes {
                let review = reviews.get(extreme.at).filter(|review| review.split.is_train());
                let tokens = review.map_or(0, |review| review.tokens as usize);
                let inside = extreme.position < tokens;
                require(inside, format!("contexts.{name} inside training reviews"), extreme.position)?;
                require(extreme.value.is_finite(), format!("contexts.{name} of finite values"), extreme.value)?;
            }
            let follows = |a: &Extreme, b: &Extreme| if end == 0 { a.value >= b.value } else { a.value <= b.value };
            require(extremes.is_sorted_by(follows), format!("contexts.{name} of unit {unit} in order"), "others")?;
            let is_new = |i: usize| extremes[..i].iter().all(|other| other.at != extremes[i].at);
            require((0..extremes.len()).all(is_new), format!("contexts.{name} of one position a review"), "two")?;
        }
        Ok(())
    }
}

impl Contexts {
    pub fn put(&self, tensors: &mut Tensors, features: usize) {
        self.hidden.put(tensors, "hidden", features);
        if let Some(cell) = &self.cell {
            cell.put(tensors, "cell", features);
        }
    }

    pub fn read(
        tensors: &Tensors,
        reviews: &[IndexedReview],
        features: usize,
        has_cells: bool,
    ) -> Result<Self, IndexError> {
        let places = reviews.iter().filter(|review| review.split.is_train() && review.tokens > 0).count().min(PLACES);
        let read = |name: &str| {
            let extremes = Extremes::read(tensors, name, features, places)?;
            extremes.check(name, reviews)?;
            Ok(extremes)
        };
        Ok(Self { hidden: read("hidden")?, cell: has_cells.then(|| read("cell")).transpose()? })
    }
}
