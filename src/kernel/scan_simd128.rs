//! The scan in WebAssembly's vector instructions: sixteen columns at a time, four rows to one vector of sums.
#![allow(unsafe_code)]

use core::arch::wasm32::{
    i16x8_load_extend_i8x8, i16x8_mul, i16x8_sub, i32x4_add, i32x4_dot_i16x8, i32x4_extract_lane, i32x4_shuffle,
    i32x4_splat, i64x2_shuffle, v128, v128_load, v128_store,
};

use super::COLUMNS;

/// Rows whose sums share a vector.
const ROWS: usize = 4;

/// Columns as 16-bit integers: one instruction for each half, and cheaper than multiplying bytes.
fn load_bytes(columns: &[i8; COLUMNS]) -> [v128; 2] {
    let at = columns.as_ptr();
    // SAFETY: the two reads of 8 bytes are the halves of the array's 16; the loads need no alignment.
    unsafe { [i16x8_load_extend_i8x8(at), i16x8_load_extend_i8x8(at.add(COLUMNS / 2))] }
}

fn load_query(columns: &[i16; COLUMNS]) -> [v128; 2] {
    let at: *const i16 = columns.as_ptr();
    // SAFETY: the two reads of 16 bytes are the halves of the array's 32; v128_load needs no alignment.
    unsafe { [v128_load(at.cast()), v128_load(at.add(COLUMNS / 2).cast())] }
}

fn store(sums: &mut [i32; ROWS], vector: v128) {
    // SAFETY: the 16 bytes written are those of the array; v128_store needs no alignment.
    unsafe { v128_store(sums.as_mut_ptr().cast(), vector) }
}

/// See [`super::squared_distances`].
pub fn squared_distances<const VECTORS: usize>(rows: &[i8], steps: &[i8], query: &[i16], sums: &mut Vec<i32>) {
    let (Some(steps), Some(query)) = (
        steps.as_chunks::<COLUMNS>().0.first_chunk::<VECTORS>(),
        query.as_chunks::<COLUMNS>().0.first_chunk::<VECTORS>(),
    ) else {
        return;
    };
    let (steps, query) = (steps.map(|columns| load_bytes(&columns)), query.map(|columns| load_query(&columns)));
    let rows = rows.as_chunks::<COLUMNS>().0.as_chunks::<VECTORS>().0;
    let before = sums.len();
    sums.resize(before + rows.len(), 0);
    let (quads, rest) = rows.as_chunks::<ROWS>();
    let (quad_sums, rest_sums) = sums[before..].as_chunks_mut::<ROWS>();
    for (quad, sums) in quads.iter().zip(quad_sums) {
        let [a, b, c, d] = quad.each_ref().map(|row| partial(row, &steps, &query));
        store(sums, added(a, b, c, d));
    }
    for (row, sum) in rest.iter().zip(rest_sums) {
        let zero = i32x4_splat(0);
        *sum = i32x4_extract_lane::<0>(added(partial(row, &steps, &query), zero, zero, zero));
    }
}

/// Four numbers that add up to one row's sum.
#[inline(always)]
fn partial<const VECTORS: usize>(
    row: &[[i8; COLUMNS]; VECTORS],
    steps: &[[v128; 2]; VECTORS],
    query: &[[v128; 2]; VECTORS],
) -> v128 {
    let mut sum = i32x4_splat(0);
    for vector in 0..VECTORS {
        let stored = load_bytes(&row[vector]);
        for half in 0..2 {
            let away = i16x8_sub(i16x8_mul(stored[half], steps[vector][half]), query[vector][half]);
            sum = i32x4_add(sum, i32x4_dot_i16x8(away, away));
        }
    }
    sum
}

/// The sums of the lanes of four vectors.
#[inline(always)]
fn added(a: v128, b: v128, c: v128, d: v128) -> v128 {
    let ab = i32x4_add(i32x4_shuffle::<0, 4, 1, 5>(a, b), i32x4_shuffle::<2, 6, 3, 7>(a, b));
    let cd = i32x4_add(i32x4_shuffle::<0, 4, 1, 5>(c, d), i32x4_shuffle::<2, 6, 3, 7>(c, d));
    i32x4_add(i64x2_shuffle::<0, 2>(ab, cd), i64x2_shuffle::<1, 3>(ab, cd))
}
