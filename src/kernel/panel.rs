//! The width of the panels that the matrix product's weights are packed into.

/// Columns of one panel: two AVX2 or four SSE/wasm vectors of f32.
pub(super) const PANEL: usize = 16;
