//! A tiny vocabulary of vector operations: only those that the kernel needs, the same on every target.
//!
//! Lane by lane they are the operations of f32 and i32, never fused, so that every target computes the same bits
//! whatever the number of its lanes. `portable` says what they mean; the others are held against it by tests.

#[cfg(all(target_arch = "x86_64", target_feature = "avx2"))]
mod avx2;
#[cfg(any(
    test,
    not(any(
        all(target_arch = "wasm32", target_feature = "simd128"),
        all(target_arch = "x86_64", target_feature = "avx2")
    ))
))]
mod portable;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd128;

#[cfg(all(target_arch = "x86_64", target_feature = "avx2"))]
pub use avx2::{Floats, Integers, LANES};
#[cfg(not(any(
    all(target_arch = "wasm32", target_feature = "simd128"),
    all(target_arch = "x86_64", target_feature = "avx2")
)))]
pub use portable::{Floats, Integers, LANES};
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub use simd128::{Floats, Integers, LANES};

/// 1.5 · 2²³: added to a float of magnitude below 2²², it leaves that float's nearest integer in the lowest bits.
const TO_INTEGER: f32 = 12_582_912.0;
