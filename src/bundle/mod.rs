//! Files that can be trusted: their names, their hashes, and named, checked tensors in safetensors.
//!
//! This room knows neither model nor index; those build themselves from what it hands out. Sizes and hashes stand in the
//! manifest, which describes the model and is kept there.

mod hash;
mod tensors;

pub use hash::sha256_hex;
pub use tensors::{Tensor, TensorData, Tensors};

use std::borrow::Cow;

use thiserror::Error;

use crate::said::errors;

/// The bundle's head.
pub const MANIFEST: &str = "manifest.json";
/// The trained numbers.
pub const WEIGHTS: &str = "weights.safetensors";
/// One token per line.
pub const VOCABULARY: &str = "vocab.txt";
/// The activation index, in bundles that have one.
pub const INDEX: &str = "index.safetensors";
/// The page's first views, in bundles that have some.
pub const PRESETS: &str = "presets.json";

errors! { "bundle"
/// What can be wrong with a file of a bundle.
#[derive(Debug, Error)]
pub enum BundleError {
    /// The bytes are no safetensors file.
    #[error(
        "expected a safetensors file, found {found}; the file is truncated or of another kind, fetch or build it again"
    )]
    NotSafetensors {
        /// What the parser said.
        found: String,
    },
    /// A tensor is not there.
    #[error("expected a tensor {name}, found only {present}; rename it with --map FROM={name} or export it again")]
    Missing {
        /// The tensor's name.
        name: String,
        /// The names that are there.
        present: String,
    },
    /// A tensor has another shape.
    #[error("expected {name} of shape {expected:?}, found {found:?}; the file belongs to another model or vocabulary")]
    Shape {
        /// The tensor's name.
        name: String,
        /// The shape that was needed.
        expected: Vec<usize>,
        /// The shape that is there.
        found: Vec<usize>,
    },
    /// A tensor has another element type.
    #[error("expected {name} as {expected}, found {found}; convert it and export it again")]
    Type {
        /// The tensor's name.
        name: String,
        /// The element types that are read.
        expected: Cow<'static, str>,
        /// The element type that is there.
        found: String,
    },
    /// The manifest cannot be read.
    #[error("expected manifest.json of an Unrolled bundle, found {found}; build the bundle again")]
    Manifest {
        /// What the parser said.
        found: String,
    },
    /// The bundle has another format version.
    #[error("expected bundle format {expected}, found format {found}; {remedy}")]
    Format {
        /// What this program reads.
        expected: u32,
        /// What the manifest says.
        found: u32,
        /// Update the program, or the bundle.
        remedy: &'static str,
    },
    /// A file has another length than the manifest says.
    #[error(
        "expected {name} of {expected} bytes, found {found}; the file is truncated or was replaced, fetch or build the bundle again"
    )]
    Length {
        /// The file.
        name: String,
        /// Bytes in the manifest.
        expected: u64,
        /// Bytes in the file.
        found: u64,
    },
    /// A file has another content than the manifest says.
    #[error(
        "expected {name} with SHA-256 {expected}, found {found}; the file was changed, fetch or build the bundle again"
    )]
    Hash {
        /// The file.
        name: String,
        /// Hash in the manifest.
        expected: String,
        /// Hash of the file.
        found: String,
    },
    /// A file that is needed is not listed.
    #[error("expected {name} in the bundle's manifest, found no such entry; build the bundle again")]
    Unlisted {
        /// The file.
        name: String,
    },
}
}
