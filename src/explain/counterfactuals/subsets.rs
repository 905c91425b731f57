//! Sets of so many things that hold none of some smaller sets.

/// All subsets of `things` with `size` members, in the order of their members, without those that hold every member of a
/// set in `without`.
pub fn minimal_subsets<T: Copy + PartialEq>(things: &[T], size: usize, without: &[Vec<T>]) -> Vec<Vec<T>> {
    let mut found = Vec::new();
    extend(things, size, &mut Vec::new(), &mut found);
    found.retain(|set| !without.iter().any(|part| part.iter().all(|thing| set.contains(thing))));
    found
}

fn extend<T: Copy>(things: &[T], missing: usize, begun: &mut Vec<T>, found: &mut Vec<Vec<T>>) {
    if missing == 0 {
        found.push(begun.clone());
        return;
    }
    for (at, &thing) in things.iter().enumerate().take(things.len().saturating_sub(missing - 1)) {
        begun.push(thing);
        extend(&things[at + 1..], missing - 1, begun, found);
        begun.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::minimal_subsets;

    #[test]
    fn subsets_are_all_there_and_minimal() {
        assert_eq!(minimal_subsets(&[1, 2, 3], 2, &[]), [[1, 2], [1, 3], [2, 3]]);
        assert_eq!(minimal_subsets(&[1, 2, 3], 2, &[vec![2]]), [[1, 3]]);
        assert_eq!(minimal_subsets(&[1, 2, 3, 4], 3, &[vec![1, 4]]), [[1, 2, 3], [2, 3, 4]]);
        assert!(minimal_subsets(&[1, 2], 3, &[]).is_empty());
        assert_eq!((1..=5).map(|size| minimal_subsets(&[0; 10], size, &[]).len()).sum::<usize>(), 637);
    }
}
