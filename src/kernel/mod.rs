//! Batched recurrent steps over slices: what every prediction, index and explanation spends its time in.
//!
//! Two ways of the same step: [`Fixed`] runs many rows in 16-bit fixed point where weights are int8, [`accumulate`] with
//! [`lstm_update`] or [`gru_update`] any row in f32. Both are deterministic: f32 sums run over the inputs in ascending
//! order, integer sums are exact, nothing is fused, and the activations are the rational functions of this room. A row
//! therefore has the same bits in any batch, and WebAssembly the bits of a native build; the two ways differ from each
//! other by the rounding of the state.

#![deny(missing_docs)]
#![deny(unsafe_code)]
#![deny(clippy::undocumented_unsafe_blocks)]

mod activation;
pub mod double;
mod fixed;
pub mod gates;
mod lanes;
mod matmul;
mod order;
mod panel;
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod scalar;
pub mod scan;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd128;

pub use activation::{MAX_SIGMOID_ERROR_ULP, MAX_TANH_ERROR_ULP, sigmoid, tanh};
pub use fixed::{Fixed, FixedRows, Inputs};
pub use matmul::{Packed, accumulate};
pub use order::{Compare, first, ranked};

/// tanh of each of `values`, into `into`, in vector registers.
pub fn tanh_of(values: &[f32], into: &mut [f32]) {
    into.iter_mut().zip(values).for_each(|(into, &value)| *into = tanh(value));
}

/// One LSTM update of one row, in place (Hochreiter & Schmidhuber 1997, with forget gates; PyTorch's gate order).
///
/// `gates` \[4 · hidden\] holds the pre-activations of i, f, g, o and is left holding the gates;
/// `cell` and `hidden` \[hidden\] hold c, h of the step before and are left holding those of this step:
/// c ← f ⊙ c + i ⊙ g, h ← o ⊙ tanh c.
pub fn lstm_update(gates: &mut [f32], cell: &mut [f32], hidden: &mut [f32]) {
    let n = hidden.len();
    let (input_forget, rest) = gates.split_at_mut(2 * n);
    let (candidate, output) = rest.split_at_mut(n);
    input_forget.iter_mut().for_each(|x| *x = sigmoid(*x));
    candidate.iter_mut().for_each(|x| *x = tanh(*x));
    output.iter_mut().for_each(|x| *x = sigmoid(*x));
    let (input, forget) = input_forget.split_at(n);
    let cell = &mut cell[..n];
    for j in 0..n {
        cell[j] = forget[j] * cell[j] + input[j] * candidate[j];
    }
    for j in 0..n {
        hidden[j] = output[j] * tanh(cell[j]);
    }
}

/// One GRU update of one row, in place (Cho et al. 2014, in PyTorch's form with the reset gate outside the product).
///
/// `gates` \[4 · hidden\] holds the candidate's input part, the pre-activations of r and z, and the candidate's
/// recurrent part m, and is left holding n, r, z, m; `hidden` \[hidden\] is replaced:
/// n = tanh(n_input + r ⊙ m), h ← (1 − z) ⊙ n + z ⊙ h.
pub fn gru_update(gates: &mut [f32], hidden: &mut [f32]) {
    let n = hidden.len();
    let (candidate, rest) = gates.split_at_mut(n);
    let (reset_update, recurrent) = rest.split_at_mut(2 * n);
    reset_update.iter_mut().for_each(|x| *x = sigmoid(*x));
    let (reset, update) = reset_update.split_at(n);
    for j in 0..n {
        candidate[j] = tanh(candidate[j] + reset[j] * recurrent[j]);
    }
    for j in 0..n {
        hidden[j] = (1.0 - update[j]) * candidate[j] + update[j] * hidden[j];
    }
}
