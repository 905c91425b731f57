//! How every part of an index is read: a length, rows with their scales, and one way to say that a number cannot be.

use crate::{
    bundle::{BundleError, Tensors},
    index::IndexError,
};

/// A matrix of int8 rows with a scale each.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Rows {
    pub values: Vec<i8>,
    pub scales: Vec<f32>,
}

pub(crate) fn read_rows(tensors: &Tensors, name: &str, rows: usize, columns: usize) -> Result<Rows, IndexError> {
    let values = tensors.i8(name, &[rows, columns]).map_err(damaged)?.to_vec();
    let scales = tensors.f32(&format!("{name}.scale"), &[rows]).map_err(damaged)?.to_vec();
    Ok(Rows { values, scales })
}

/// The length of a tensor's first axis; 0 if it is missing, which reading it will say.
pub(crate) fn rows_of(tensors: &Tensors, name: &str) -> usize {
    tensors.shape(name).and_then(|shape| shape.first()).copied().unwrap_or(0)
}

pub(crate) fn require(holds: bool, expected: impl Into<String>, found: impl ToString) -> Result<(), IndexError> {
    if holds { Ok(()) } else { Err(IndexError::Damaged { expected: expected.into(), found: found.to_string() }) }
}

/// A tensor's fault, with this file's remedy instead of the one for weights.
pub(crate) fn damaged(error: BundleError) -> IndexError {
    let (expected, found) = match error {
        BundleError::Missing { name, present } => (format!("a tensor {name}"), format!("only {present}")),
        BundleError::Shape { name, expected, found } => (format!("{name} of shape {expected:?}"), format!("{found:?}")),
        BundleError::Type { name, expected, found } => (format!("{name} as {expected}"), found),
        other => ("sound tensors".into(), other.to_string()),
    };
    IndexError::Damaged { expected, found }
}
