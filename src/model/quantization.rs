//! int8 per row with an f32 scale: symmetric, so that zero stays zero and one multiplication brings a value back.

use serde::{Deserialize, Serialize};

use super::ModelError;
use crate::bundle::{BundleError, Tensors};

/// The largest int8 magnitude used; −128 is left out to keep the range symmetric.
const LARGEST: f32 = 127.0;

/// How matrices are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// As they are.
    F32,
    /// Embedding and recurrent matrices as int8 with one f32 scale a row; biases and the output layer as they are.
    Int8,
}

/// Rounds each row to int8: (values \[rows, columns\], scales \[rows\]), value ≈ int8 · scale.
pub fn quantize(matrix: &[f32], rows: usize) -> (Vec<i8>, Vec<f32>) {
    let columns = matrix.len() / rows.max(1);
    let mut values = Vec::with_capacity(matrix.len());
    let mut scales = Vec::with_capacity(rows);
    for row in matrix.chunks_exact(columns.max(1)) {
        let peak = row.iter().fold(0.0f32, |peak, value| peak.max(value.abs()));
        // An all-zero row keeps scale 0 and stays all zero.
        let scale = peak / LARGEST;
        let inverse = if scale > 0.0 { scale.recip() } else { 0.0 };
        values.extend(row.iter().map(|value| (value * inverse).round().clamp(-LARGEST, LARGEST) as i8));
        scales.push(scale);
    }
    (values, scales)
}

/// The f32 values of an int8 matrix.
pub fn dequantize(values: &[i8], scales: &[f32]) -> Vec<f32> {
    let columns = values.len() / scales.len().max(1);
    let rows = values.chunks_exact(columns.max(1)).zip(scales);
    rows.flat_map(|(row, &scale)| row.iter().map(move |&value| f32::from(value) * scale)).collect()
}

/// The int8 values and scales that a matrix of `rows` rows was dequantized from, if it was: (values, scales) from
/// which [`dequantize`] gives every bit of it. Scales are looked for where [`quantize`] puts them, so that the largest
/// value of a row is ±127.
pub fn exact_int8(matrix: &[f32], rows: usize) -> Option<(Vec<i8>, Vec<f32>)> {
    let columns = matrix.len() / rows.max(1);
    let mut values = Vec::with_capacity(matrix.len());
    let mut scales = Vec::with_capacity(rows);
    for row in matrix.chunks_exact(columns.max(1)) {
        let about = row.iter().fold(0.0f32, |peak, value| peak.max(value.abs())) / LARGEST;
        // The division's rounding may have moved the scale by a unit in the last place.
        let scale = [about, about.next_up(), about.next_down()]
            .into_iter()
            .find(|&scale| row.iter().all(|&value| nearest(value, scale) * scale == value))?;
        values.extend(row.iter().map(|&value| nearest(value, scale) as i8));
        scales.push(scale);
    }
    Some((values, scales))
}

/// The whole multiple of a scale that is nearest to a value.
fn nearest(value: f32, scale: f32) -> f32 {
    if scale > 0.0 { (value / scale).round().clamp(-LARGEST, LARGEST) } else { 0.0 }
}

/// The name of a matrix's scales.
fn scale_name(name: &str) -> String {
    format!("{name}.scale")
}

/// Reads a matrix \[rows, columns\] stored either way.
pub(super) fn matrix(tensors: &Tensors, name: &str, rows: usize, columns: usize) -> Result<Vec<f32>, ModelError> {
    let scales = scale_name(name);
    if tensors.contains(&scales) {
        Ok(dequantize(tensors.i8(name, &[rows, columns])?, tensors.f32(&scales, &[rows])?))
    } else {
        let found = tensors.f32(name, &[rows, columns]);
        Ok(found.map_err(|error| with_int8(error, name))?.to_vec())
    }
}

/// A matrix may be int8 as well, which its refusal says.
fn with_int8(error: BundleError, matrix: &str) -> BundleError {
    match error {
        BundleError::Type { name, expected, found } if name == matrix => {
            let expected = format!("{expected}, or as i8 with an f32 scale for each row in {}", scale_name(matrix));
            BundleError::Type { name, expected: expected.into(), found }
        }
        other => other,
    }
}

/// Stores a matrix of `rows` rows.
pub(super) fn put_matrix(tensors: &mut Tensors, name: &str, values: &[f32], rows: usize, precision: Precision) {
    let shape = [rows, values.len() / rows.max(1)];
    match precision {
        Precision::F32 => tensors.put_f32(name, &shape, values.to_vec()),
        Precision::Int8 => {
            let (quantized, scales) = quantize(values, rows);
            tensors.put_i8(name, &shape, quantized);
            tensors.put_f32(&scale_name(name), &[rows], scales);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_dequantized_is_recognised_bit_for_bit() {
        let values: Vec<f32> = (0..40 * 50).map(|i| ((i * 7919 % 1009) as f32 - 500.0) * 1.37e-3).collect();
        let mut values = values;
        values[50..100].fill(0.0);
        assert!(exact_int8(&values, 40).is_none());
        let (quantized, scales) = quantize(&values, 40);
        let matrix = dequantize(&quantized, &scales);
        let (found, found_scales) = exact_int8(&matrix, 40).unwrap();
        assert_eq!(found, quantized);
        assert_eq!(dequantize(&found, &found_scales), matrix);
    }

    #[test]
    fn errors_are_at_most_half_a_step_and_zero_rows_stay_zero() {
        let matrix = [0.5, -1.27, 0.003, 0.0, 0.0, 0.0, 9.0, 1e-9, -4.0];
        let (values, scales) = quantize(&matrix, 3);
        for (row, (original, restored)) in matrix.iter().zip(dequantize(&values, &scales)).enumerate() {
            assert!((original - restored).abs() <= 0.5001 * scales[row / 3], "{original} {restored}");
        }
        assert_eq!(scales[1], 0.0);
    }
}
