//! One sorting routine for everything that is ranked: each kind of thing sorted by the library in place would bring its
//! own copy of it, and a dozen of those were an eighth of the module that the page loads.

use std::cmp::Ordering;

/// Compares two things by their indices.
pub type Compare<'a> = &'a dyn Fn(usize, usize) -> Ordering;

/// The indices 0..count in the given order; equals by index.
pub fn ranked(count: usize, compare: Compare<'_>) -> Vec<usize> {
    first(count, count, compare)
}

/// The first `top` of them, without sorting the others.
pub fn first(count: usize, top: usize, compare: Compare<'_>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    let total = |a: &usize, b: &usize| compare(*a, *b).then(a.cmp(b));
    if top < count {
        order.select_nth_unstable_by(top, total);
        order.truncate(top);
    }
    order.sort_unstable_by(total);
    order
}

#[cfg(test)]
mod tests {
    use super::{first, ranked};

    #[test]
    fn equals_stand_by_index_and_the_first_are_those_of_the_whole() {
        let values = [3, 1, 2, 1, 3, 0];
        let order = ranked(6, &|a, b| values[a].cmp(&values[b]));
        assert_eq!(order, [5, 1, 3, 2, 0, 4]);
        for top in 0..=7 {
            assert_eq!(first(6, top, &|a, b| values[a].cmp(&values[b])), order[..top.min(6)]);
        }
        assert!(ranked(0, &|_, _| unreachable!()).is_empty());
    }
}
