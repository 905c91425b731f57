//! The inner loop of the matrix product in WebAssembly's vector instructions, written out by hand: only at the highest
//! optimisation level does the compiler find them itself (4.8 instead of 36 Gop/s in Chromium below it). Products and
//! sums are those of the scalar loop, one by one, so that the bits are the same.
#![allow(unsafe_code)]

use core::arch::wasm32::{f32x4_add, f32x4_mul, f32x4_splat, v128, v128_load, v128_store};

use super::panel::PANEL;

/// Vectors of a panel's row.
const VECTORS: usize = PANEL / 4;

fn load(row: &[f32; PANEL]) -> [v128; VECTORS] {
    let at = row.as_ptr();
    // SAFETY: the four reads of 16 bytes lie within the row's PANEL = 16 floats; v128_load needs no alignment.
    unsafe {
        [v128_load(at.cast()), v128_load(at.add(4).cast()), v128_load(at.add(8).cast()), v128_load(at.add(12).cast())]
    }
}

fn store(row: &mut [f32; PANEL], values: [v128; VECTORS]) {
    let at = row.as_mut_ptr();
    // SAFETY: the four writes of 16 bytes lie within the row's PANEL = 16 floats; v128_store needs no alignment.
    unsafe {
        v128_store(at.cast(), values[0]);
        v128_store(at.add(4).cast(), values[1]);
        v128_store(at.add(8).cast(), values[2]);
        v128_store(at.add(12).cast(), values[3]);
    }
}

#[inline(always)]
fn add_products([a, b, c, d]: [v128; VECTORS], x: f32, [p, q, r, s]: [v128; VECTORS]) -> [v128; VECTORS] {
    let x = f32x4_splat(x);
    [
        f32x4_add(a, f32x4_mul(x, p)),
        f32x4_add(b, f32x4_mul(x, q)),
        f32x4_add(c, f32x4_mul(x, r)),
        f32x4_add(d, f32x4_mul(x, s)),
    ]
}

/// Adds to each row of sums its inputs times the panel's columns.
#[inline(always)]
pub(super) fn add_panel<const ROWS: usize>(
    rows: [&[f32]; ROWS],
    columns: &[[f32; PANEL]],
    sums: &mut [[f32; PANEL]; ROWS],
) {
    let mut pairs = rows.chunks_exact(2).zip(sums.chunks_exact_mut(2));
    for (rows, sums) in &mut pairs {
        let (mut first, mut second) = (load(&sums[0]), load(&sums[1]));
        for ((weights, &x), &y) in columns.iter().zip(rows[0]).zip(rows[1]) {
            let weights = load(weights);
            first = add_products(first, x, weights);
            second = add_products(second, y, weights);
        }
        store(&mut sums[0], first);
        store(&mut sums[1], second);
    }
    if ROWS % 2 == 1 {
        let (row, sum) = (rows[ROWS - 1], &mut sums[ROWS - 1]);
        let mut so_far = load(sum);
        for (weights, &x) in columns.iter().zip(row) {
            so_far = add_products(so_far, x, load(weights));
        }
        store(sum, so_far);
    }
}
