//! States inside the training reviews, projected: what a first answer is looked for in.

use super::{
    checks::{damaged, require, rows_of},
    projection::Projection,
    review::IndexedReview,
};
use crate::{bundle::Tensors, index::IndexError};

/// States inside the training reviews, projected.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Segments {
    pub offsets: Vec<u32>,
    /// None where the texts may not be published: they tell the order of states, and so of words.
    pub positions: Option<Vec<u16>>,
    pub values: Vec<i8>,
    pub scales: Vec<f32>,
    pub residuals: Vec<u8>,
    pub residual_scale: f32,
    pub projection: Projection,
}

impl Segments {
    /// The segments of review `at`.
    pub(crate) fn range(&self, at: usize) -> std::ops::Range<usize> {
        self.offsets[at] as usize..self.offsets[at + 1] as usize
    }

    pub(crate) fn len(&self) -> usize {
        self.residuals.len()
    }

    pub(crate) fn put(&self, tensors: &mut Tensors, features: usize) {
        let (n, components) = (self.len(), self.projection.components());
        tensors.put_u32("segments.offset", &[self.offsets.len()], self.offsets.clone());
        if let Some(positions) = &self.positions {
            tensors.put_u16("segments.position", &[n], positions.clone());
        }
        tensors.put_i8("segments.value", &[n, components], self.values.clone());
        tensors.put_f32("segments.scale", &[components], self.scales.clone());
        tensors.put_u8("segments.residual", &[n], self.residuals.clone());
        tensors.put_f32("segments.residual.scale", &[1], vec![self.residual_scale]);
        tensors.put_f32("segments.basis", &[components, features], self.projection.basis().to_vec());
    }

    /// With positions, unless the index has posting lists in their place.
    pub(crate) fn read(
        tensors: &Tensors,
        reviews: usize,
        features: usize,
        has_positions: bool,
    ) -> Result<Self, IndexError> {
        let (n, components) = (rows_of(tensors, "segments.residual"), rows_of(tensors, "segments.basis"));
        let positions = || tensors.u16("segments.position", &[n]).map_err(damaged).map(<[u16]>::to_vec);
        let basis = tensors.f32("segments.basis", &[components, features]).map_err(damaged)?.to_vec();
        Ok(Self {
            offsets: tensors.u32("segments.offset", &[reviews + 1]).map_err(damaged)?.to_vec(),
            positions: has_positions.then(positions).transpose()?,
            values: tensors.i8("segments.value", &[n, components]).map_err(damaged)?.to_vec(),
            scales: tensors.f32("segments.scale", &[components]).map_err(damaged)?.to_vec(),
            residuals: tensors.u8("segments.residual", &[n]).map_err(damaged)?.to_vec(),
            residual_scale: tensors.f32("segments.residual.scale", &[1]).map_err(damaged)?[0],
            projection: Projection::new(basis, features),
        })
    }

    /// What shapes alone do not say.
    pub(crate) fn check(&self, reviews: &[IndexedReview]) -> Result<(), IndexError> {
        for &scale in self.scales.iter().chain([&self.residual_scale]) {
            require(scale.is_finite() && scale >= 0.0, "a scale of 0 or more", scale)?;
        }
        let direction = self.projection.basis().iter().find(|value| !(-1.001..=1.001).contains(*value));
        require(direction.is_none(), "segments.basis of unit vectors", direction.copied().unwrap_or_default())?;
        let (first, last) = (self.offsets.first().copied(), self.offsets.last().map(|&end| end as usize));
        require(first == Some(0), "segments.offset beginning with 0", first.unwrap_or_default())?;
        let (all, found) = (self.len(), last.unwrap_or_default());
        require(found == all, format!("segments.offset ending with {all}"), found)?;
        require(self.offsets.is_sorted(), "segments.offset ascending", "an offset below the one before it")?;
        reviews.iter().enumerate().try_for_each(|(at, review)| self.check_review(at, review))
    }

    fn check_review(&self, at: usize, review: &IndexedReview) -> Result<(), IndexError> {
        let (segments, row) = (self.range(at), review.row);
        require(segments.is_empty() || review.split.is_train(), "segments of training reviews only", row)?;
        let Some(positions) = self.positions.as_ref().map(|positions| &positions[segments]) else { return Ok(()) };
        require(positions.is_sorted_by(|a, b| a < b), format!("ascending segments of review {row}"), "others")?;
        let inside = positions.last().is_none_or(|&last| u32::from(last) < review.tokens);
        require(inside, format!("segments within the {} tokens of review {row}", review.tokens), "one beyond")
    }
}
