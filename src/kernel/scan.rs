//! Squared distances of many short rows of small integers to one row: the scan over states kept from an earlier pass.
//!
//! Everything is an integer, so the sums are exact and equal in every order: the plain loop and the vector instructions of
//! WebAssembly give the same numbers. A row is stored coarsely, in int8 with a step for each column, and compared with
//! a query that stands on the finer grid of step 1, which costs the query no precision.

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[path = "scan_simd128.rs"]
mod simd128;

/// A row has a multiple of this many columns: the bytes of a vector register.
pub const COLUMNS: usize = 16;
/// The most columns that a row can have.
pub const MAX_COLUMNS: usize = 3 * COLUMNS;
/// The largest step. With it a stored value is at most 127 · 32 in size.
pub const MAX_STEP: i8 = 32;

/// The largest size of a stored value under a step, which is also the largest that a query may have in that column:
/// no sum then leaves an i32, as the constant below proves for two rows at opposite ends.
pub const fn limit(step: i8) -> i16 {
    i8::MAX as i16 * step as i16
}

/// The most that the squares of all steps may add up to.
pub const MAX_SQUARED_STEPS: i32 = 32 * (MAX_STEP as i32) * (MAX_STEP as i32);
const _: () = assert!(4 * 127 * 127 * MAX_SQUARED_STEPS as i64 <= i32::MAX as i64);

/// Appends Σⱼ (stepsⱼ · rowⱼ − queryⱼ)² for each of `rows` \[rows, columns\]; `steps` and `query` are \[columns\], a
/// multiple of [`COLUMNS`] and at most [`MAX_COLUMNS`] (nothing is appended otherwise).
///
/// Sums are right if |queryⱼ| ≤ [`limit`]`(stepsⱼ)` and Σ stepsⱼ² ≤ [`MAX_SQUARED_STEPS`]; beyond, they wrap around.
pub fn squared_distances(rows: &[i8], steps: &[i8], query: &[i16], sums: &mut Vec<i32>) {
    match query.len() / COLUMNS {
        1 => chosen::<1>(rows, steps, query, sums),
        2 => chosen::<2>(rows, steps, query, sums),
        3 => chosen::<3>(rows, steps, query, sums),
        _ => {}
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use simd128::squared_distances as chosen;

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
use scalar as chosen;

/// The plain loop, for rows of `VECTORS` · [`COLUMNS`] columns; natively the compiler finds the vector registers.
#[cfg_attr(all(target_arch = "wasm32", target_feature = "simd128"), allow(dead_code))]
fn scalar<const VECTORS: usize>(rows: &[i8], steps: &[i8], query: &[i16], sums: &mut Vec<i32>) {
    let (rows, _) = rows.as_chunks::<COLUMNS>();
    let (Some(steps), Some(query)) = (
        steps.as_chunks::<COLUMNS>().0.first_chunk::<VECTORS>(),
        query.as_chunks::<COLUMNS>().0.first_chunk::<VECTORS>(),
    ) else {
        return;
    };
    sums.extend(rows.as_chunks::<VECTORS>().0.iter().map(|row| {
        let mut sum = 0i32;
        for vector in 0..VECTORS {
            for column in 0..COLUMNS {
                let stored = i16::from(steps[vector][column]).wrapping_mul(i16::from(row[vector][column]));
                let away = i32::from(stored.wrapping_sub(query[vector][column]));
                sum = sum.wrapping_add(away.wrapping_mul(away));
            }
        }
        sum
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_those_of_wide_integers_up_to_the_limits() {
        for (columns, step) in [(16, 32i8), (32, 32), (48, 26)] {
            let steps: Vec<i8> = (0..columns).map(|j| if j % 3 == 0 { step } else { 1 + (j % 7) as i8 }).collect();
            let query: Vec<i16> = (0..columns).map(|j| limit(steps[j]) - (j % 5 * 3) as i16 * (j % 2) as i16).collect();
            for rows in [0, 1, 3, 4, 5, 9, 64] {
                let value = |i: usize| if i < columns { -127 } else { (i * 7919 % 255) as i16 as i8 };
                let stored: Vec<i8> = (0..rows * columns).map(value).collect();
                let mut sums = vec![7];
                squared_distances(&stored, &steps, &query, &mut sums);
                let wide = |row: &[i8]| -> i64 {
                    let away = |j: usize| i64::from(steps[j]) * i64::from(row[j]) - i64::from(query[j]);
                    (0..columns).map(|j| away(j) * away(j)).sum()
                };
                let expected: Vec<i64> = stored.chunks_exact(columns).map(wide).collect();
                assert_eq!(sums[0], 7);
                assert_eq!(sums[1..].iter().map(|&sum| i64::from(sum)).collect::<Vec<_>>(), expected);
            }
        }
        let mut sums = Vec::new();
        squared_distances(&[1; 64], &[1; 64], &[0; 64], &mut sums);
        assert!(sums.is_empty());
    }
}
