//! How far two lists of numbers put things in the same order.

use crate::{explain::common::order::by_size, kernel::ranked};

/// Kendall's τ-b: the share of pairs in the same order less that of pairs in opposite order, with ties allowed for
/// (Kendall 1945). None where one list is all ties. Knight's way: sort by one, count the inversions of the other; n log n.
pub fn kendall(a: &[f64], b: &[f64]) -> Option<f64> {
    // Adding 0 makes one of the two zeros of the other, which are ties and must sort as such.
    let pairs: Vec<(f64, f64)> = a.iter().zip(b).map(|(x, y)| (x + 0.0, y + 0.0)).collect();
    let order = ranked(pairs.len(), &|x, y| pairs[x].0.total_cmp(&pairs[y].0).then(pairs[x].1.total_cmp(&pairs[y].1)));
    let pairs: Vec<(f64, f64)> = order.into_iter().map(|at| pairs[at]).collect();
    let all = two_of(pairs.len());
    let tied_a = ties(&pairs, |x, y| x.0 == y.0);
    let tied_both = ties(&pairs, |x, y| x == y);
    let mut seconds: Vec<f64> = pairs.iter().map(|pair| pair.1).collect();
    let discordant = inversions(&mut seconds);
    let tied_b = ties(&seconds, |x, y| x == y);
    let difference = all - tied_a - tied_b + tied_both - 2.0 * discordant;
    let scale = ((all - tied_a) * (all - tied_b)).sqrt();
    (scale > 0.0).then(|| difference / scale)
}

/// Pairs of n things.
fn two_of(n: usize) -> f64 {
    n as f64 * (n as f64 - 1.0) / 2.0
}

/// Pairs within runs of equals.
fn ties<T>(sorted: &[T], equal: impl Fn(&T, &T) -> bool) -> f64 {
    sorted.chunk_by(equal).map(|run| two_of(run.len())).sum()
}

/// Pairs that stand in descending order; sorts on the way.
fn inversions(values: &mut [f64]) -> f64 {
    if values.len() < 2 {
        return 0.0;
    }
    let middle = values.len() / 2;
    let mut count = inversions(&mut values[..middle]) + inversions(&mut values[middle..]);
    let (left, right) = (values[..middle].to_vec(), values[middle..].to_vec());
    let (mut at_left, mut at_right) = (0, 0);
    for value in values {
        if at_right == right.len() || (at_left < left.len() && left[at_left] <= right[at_right]) {
            *value = left[at_left];
            at_left += 1;
        } else {
            *value = right[at_right];
            at_right += 1;
            count += (left.len() - at_left) as f64;
        }
    }
    count
}

/// Positions by descending key, ties in order of position.
pub fn descending(keys: &[f64]) -> Vec<usize> {
    ranked(keys.len(), &|x, y| keys[y].total_cmp(&keys[x]))
}

/// The share that the `k` largest of two lists, by size whatever the sign, have in common. None where there is nothing to
/// choose: of no more than k, and of a list whose numbers are all of one size.
pub fn overlap(a: &[f64], b: &[f64], k: usize) -> Option<f64> {
    let varies = |values: &[f64]| values.iter().any(|value| value.abs() != values[0].abs());
    if a.len() <= k || !varies(a) || !varies(b) {
        return None;
    }
    let top = |values: &[f64]| by_size(values).into_iter().take(k).collect::<Vec<_>>();
    let (a, b) = (top(a), top(b));
    Some(a.iter().filter(|at| b.contains(at)).count() as f64 / k as f64)
}
