//! Collects the positions at which a unit's value is highest and lowest, review by review.

use crate::index::format::contexts::{ENDS, Extremes};

/// Of nothing yet.
pub(super) fn no_extremes(features: usize, places: usize) -> Extremes {
    let all = features * ENDS * places;
    // What is offered is better than this.
    Extremes { places, reviews: vec![u32::MAX; all], positions: vec![0; all], values: vec![0.0; all] }
}

/// Takes in a review's own extremes; the order of reviews changes nothing.
pub(super) fn offer(extremes: &mut Extremes, at: usize, peaks: &Peaks) {
    for (list, &(value, position)) in peaks.0.iter().enumerate() {
        let range = list * extremes.places..(list + 1) * extremes.places;
        let sign = if list % ENDS == 0 { 1.0 } else { -1.0 };
        let is_better = |i: usize| {
            let (other, better) = (extremes.reviews[i], (sign * extremes.values[i]).total_cmp(&(sign * value)));
            other != u32::MAX && better.then_with(|| at.cmp(&(other as usize))).is_gt()
        };
        let place = range.clone().take_while(|&i| is_better(i)).count();
        if place < extremes.places {
            let (first, end) = (range.start + place, range.end);
            extremes.reviews[first..end].rotate_right(1);
            extremes.positions[first..end].rotate_right(1);
            extremes.values[first..end].rotate_right(1);
            (extremes.reviews[first], extremes.positions[first], extremes.values[first]) = (at as u32, position, value);
        }
    }
}

/// One review's highest and lowest value of each unit, \[features, ends\], each with its position; of equals the first.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Peaks(Vec<(f32, u16)>);

impl Peaks {
    /// Takes in the values \[features\] after a token.
    pub fn take(&mut self, position: usize, values: &[f32]) {
        let position = position as u16;
        if self.0.is_empty() {
            self.0.extend(values.iter().flat_map(|&value| [(value, position); ENDS]));
            return;
        }
        for (ends, &value) in self.0.chunks_exact_mut(ENDS).zip(values) {
            if value > ends[0].0 {
                ends[0] = (value, position);
            } else if value < ends[1].0 {
                ends[1] = (value, position);
            }
        }
    }
}
