//! Putting things in order of size.

use crate::kernel::ranked;

/// The places of the values by falling size |v|; the earlier of two equals first.
pub fn by_size(values: &[f64]) -> Vec<usize> {
    ranked(values.len(), &|a, b| values[b].abs().total_cmp(&values[a].abs()))
}
