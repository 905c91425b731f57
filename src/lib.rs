//! Unrolled: see how a recurrent network read a text.
//!
//! The modules in the order of the flow: [`text`] cuts a text into tokens, [`model`] runs them and leaves a
//! [`trace`], [`explain`] makes explanations of it with the help of the [`index`], which remembers the training data.
//! [`kernel`] is where the time goes, [`bundle`] is where the files come from, [`said`] is how errors are said.
//!
//! The features `main`, `further` and `gradients` are the WebAssembly modules of the page and choose the methods in each.
//! Without `gradients` the crate holds no candle: what needs a gradient refuses.
#![deny(missing_docs)]
#![deny(unsafe_code)]

pub mod bundle;
pub mod explain;
pub mod index;
pub mod model;
pub mod said;
pub mod session;
pub mod text;
pub mod trace;

/// A package of its own, so that it is compiled for speed where the rest is compiled for size.
pub use unrolled_kernel as kernel;

#[cfg(all(feature = "gradients", not(target_arch = "wasm32")))]
pub mod cli;
#[cfg(all(feature = "gradients", not(target_arch = "wasm32")))]
pub mod make;
#[cfg(all(feature = "gradients", not(target_arch = "wasm32")))]
mod reproduce;
#[cfg(all(feature = "gradients", not(target_arch = "wasm32")))]
pub mod train;
#[cfg(target_arch = "wasm32")]
mod wasm;
