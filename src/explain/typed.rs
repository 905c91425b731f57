//! What TypeScript knows of settings and answers: native builds make its types from ours, WebAssembly holds none of that.

/// What has a type in TypeScript.
#[cfg(feature = "types")]
pub use ts_rs::TS as Typed;

/// Anything: no types are made here.
#[cfg(not(feature = "types"))]
pub trait Typed {}

#[cfg(not(feature = "types"))]
impl<T> Typed for T {}
