//! The inner loop of the matrix product as plain loops: the reference, and what native builds run, where the compiler
//! puts the tiles into vector registers by itself.

use super::panel::PANEL;

/// Adds to each row of sums its inputs times the panel's columns.
#[inline(always)]
pub(super) fn add_panel<const ROWS: usize>(
    rows: [&[f32]; ROWS],
    columns: &[[f32; PANEL]],
    sums: &mut [[f32; PANEL]; ROWS],
) {
    for (k, weights) in columns.iter().enumerate() {
        for r in 0..ROWS {
            let x = rows[r][k];
            for j in 0..PANEL {
                sums[r][j] += x * weights[j];
            }
        }
    }
}
