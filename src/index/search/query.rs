//! How alike two states are, and the reviews that come nearest to one.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::{
    index::{
        ActivationIndex,
        format::{dot, squared_distance},
    },
    kernel::first,
};

/// How far apart two states are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Metric {
    /// The norm of their difference, as in the paper.
    #[default]
    L2,
    /// One minus the cosine between them; 1 if either is zero.
    Cosine,
}

impl Metric {
    /// The distance of two states of the same length.
    pub fn distance(self, a: &[f32], b: &[f32]) -> f32 {
        match self {
            Self::L2 => squared_distance(a, b).sqrt(),
            Self::Cosine => self.distance_of((a, dot(a, a)), (b, dot(b, b))),
        }
    }

    /// The same, bit for bit, of states whose squared norms are known.
    #[inline]
    pub(crate) fn distance_of(self, (a, a_squared): (&[f32], f32), (b, b_squared): (&[f32], f32)) -> f32 {
        match self {
            Self::L2 => squared_distance(a, b).sqrt(),
            Self::Cosine => one_minus_cosine(dot(a, b), a_squared, b_squared),
        }
    }
}

fn one_minus_cosine(product: f32, a_squared: f32, b_squared: f32) -> f32 {
    let norms = (a_squared * b_squared).sqrt();
    if norms > 0.0 { 1.0 - product / norms } else { 1.0 }
}

/// A position of a review and how far its state is from the one asked about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    /// The review's row in the corpus.
    pub row: u32,
    /// The token that the passage ends with.
    pub position: u32,
    /// Smaller is more alike.
    pub distance: f32,
}

/// The first `top` of some things in a given order, without sorting the others.
pub fn first_by<T>(items: impl IntoIterator<Item = T>, top: usize, order: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    let compare =
        |a: usize, b: usize| items[a].as_ref().zip(items[b].as_ref()).map_or(Ordering::Equal, |(a, b)| order(a, b));
    first(items.len(), top, &compare).into_iter().filter_map(|at| items[at].take()).collect()
}

/// The `top` nearest, nearest first; equals in the order of row and position.
pub fn nearest(candidates: impl IntoIterator<Item = Near>, top: usize) -> Vec<Near> {
    first_by(candidates, top, |a, b| {
        a.distance.total_cmp(&b.distance).then_with(|| (a.row, a.position).cmp(&(b.row, b.position)))
    })
}

/// The nearest position of one review; of equals, the first.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Best(Option<(f32, u32)>);

impl Best {
    /// Keeps the position if it is nearer than every one that was offered so far, in whatever order.
    pub fn offer(&mut self, distance: f32, position: u32) {
        if self.0.is_none_or(|(best, at)| distance < best || (distance == best && position < at)) {
            self.0 = Some((distance, position));
        }
    }

    /// The result, for the review of this row.
    pub fn near(self, row: u32) -> Option<Near> {
        self.0.map(|(distance, position)| Near { row, position, distance })
    }
}

/// A state, as the index compares it with its segments.
struct Query {
    metric: Metric,
    values: Vec<f32>,
    residual: f32,
}

impl Query {
    /// The least distance that a segment can have, rounding aside: what the projection leaves out of the two states
    /// is known by its norms only, and taken to point the same way. Measured on the shipped model, this ranks better
    /// than taking it to be orthogonal (ten nearest reviews found .08 against .04).
    fn bound(&self, values: &[f32], residual: f32) -> f32 {
        match self.metric {
            Metric::L2 => {
                let rest = residual - self.residual;
                (squared_distance(values, &self.values) + rest * rest).sqrt()
            }
            Metric::Cosine => {
                let squared = |values: &[f32], residual: f32| dot(values, values) + residual * residual;
                let norms = (squared(values, residual), squared(&self.values, self.residual));
                one_minus_cosine(dot(values, &self.values) + residual * self.residual, norms.0, norms.1)
            }
        }
    }
}

/// Reviews that [`ActivationIndex::nearest`] proposes to be read again: a second's work in a browser.
pub const PROPOSED: usize = 512;

impl ActivationIndex {
    /// The reviews whose segments are nearest to a state \[features\], the nearest segment of each: the first answer. An
    /// index that knows no positions says 0.
    /// Distances are lower bounds and most positions are not segments; [`Metadata::recall`](crate::index::Metadata::recall) says how much that
    /// costs. Cost: one pass over the segments, milliseconds.
    pub fn nearest(&self, state: &[f32], metric: Metric, top: usize) -> Vec<Near> {
        let segments = &self.segments;
        let mut query = Query { metric, values: Vec::new(), residual: 0.0 };
        query.residual = segments.projection.project(state, &mut query.values);
        let components = segments.scales.len();
        let mut values = vec![0.0; components];
        let best = self.reviews.iter().enumerate().filter_map(|(at, review)| {
            let mut best = Best::default();
            for segment in segments.range(at) {
                let stored = &segments.values[segment * components..][..components];
                for ((value, &stored), scale) in values.iter_mut().zip(stored).zip(&segments.scales) {
                    *value = f32::from(stored) * scale;
                }
                let residual = f32::from(segments.residuals[segment]) * segments.residual_scale;
                let position = segments.positions.as_ref().map_or(0, |positions| positions[segment]);
                best.offer(query.bound(&values, residual), position.into());
            }
            best.near(review.row)
        });
        nearest(best, top)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_the_formulas() {
        let (a, b) = ([1.0, 2.0, 2.0], [3.0, 0.0, 1.0]);
        assert_eq!(Metric::L2.distance(&a, &b), 3.0);
        assert!((Metric::Cosine.distance(&a, &b) - (1.0 - 5.0 / (3.0 * 10f32.sqrt()))).abs() < 1e-6);
        assert_eq!(Metric::Cosine.distance(&a, &[0.0; 3]), 1.0);
        assert_eq!(Metric::Cosine.distance(&[0.0; 3], &[0.0; 3]), 1.0);
    }

    #[test]
    fn nearest_is_sorted_with_ties_by_row_and_position() {
        let near = |row, position, distance| Near { row, position, distance };
        let all = [near(5, 1, 0.5), near(3, 9, 0.5), near(3, 2, 0.5), near(1, 1, 0.75), near(9, 1, 0.25)];
        assert_eq!(nearest(all, 4), [all[4], all[2], all[1], all[0]]);
        assert_eq!(nearest(all, 9).len(), 5);
        assert!(nearest(all, 0).is_empty());
    }
}
