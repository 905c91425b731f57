//! index.safetensors: what is stored, how it is written, and everything that is checked before it is believed. One file
//! for each part; [`ActivationIndex`] puts them together.
//!
//! | tensor | type and shape | holds |
//! |---|---|---|
//! | `reviews.row` | u32 \[reviews\] | rows of the corpus, ascending |
//! | `reviews.split`, `reviews.label` | u8 \[reviews\] | 0 train, 1 choose, 2 assess; the class |
//! | `reviews.probability` | f32 \[reviews\] | what the network says of the last class |
//! | `reviews.tokens` | u32 \[reviews\] | the length in tokens |
//! | `reviews.embedding`, `reviews.embedding.scale` | i8 \[training, embedding\], f32 \[training\] | the mean word vector of each training review |
//! | `reviews.hidden`, `reviews.hidden.scale` | i8 \[training, features\], f32 \[training\] | h after its last token |
//! | `reviews.cell`, `reviews.cell.scale` | the same | c after its last token; not for a GRU |
//! | `reviews.logit` | f32 \[training, numbers\] | what the output layer says of it; of two outputs under softmax their difference |
//! | `deep_knn.neighbours`, `deep_knn.alpha` | u32 \[1\], u16 \[choose\] | how many neighbours are looked for in a layer; α of each calibration review |
//! | `pairs.table`, `pairs.rare` | u8 \[bytes\], u16 \[choose\] | the common pairs of words; how many others each calibration review has |
//! | `vocabulary.count` | u32 \[vocabulary\] | how often the training texts hold each id |
//! | `segments.offset` | u32 \[reviews + 1\] | where each review's segments begin |
//! | `segments.position` | u16 \[segments\] | the token each ends with, ascending within a review; not beside posting lists |
//! | `segments.value`, `segments.scale` | i8 \[segments, components\], f32 \[components\] | h after that token, projected |
//! | `segments.residual`, `segments.residual.scale` | u8 \[segments\], f32 \[1\] | the norm of what the projection leaves out |
//! | `segments.basis` | f32 \[components, features\] | the projection's directions |
//! | `contexts.hidden.review`, `contexts.hidden.position` | u32, u16 \[features, 2, places\] | where each unit's h is highest and lowest: place of the review, token; no contexts beside posting lists |
//! | `contexts.hidden.value` | f32 \[features, 2, places\] | h there |
//! | `contexts.cell.…` | the same | for c; not for a GRU |
//! | `postings.reviews` | u32 \[vocabulary\] | how many reviews hold each id; only where the texts may not be published, see [`postings`] |
//! | `postings.bits` | u8 \[bytes\] | the places of those reviews |
//! | `phrases.…` | see [`phrases`] | the rules of the whole model, where there are some |
//!
//! Value ≈ integer · scale. The metadata is [`Metadata`] as JSON. The format is 3, or 4 where two outputs under softmax are read
//! as one.

mod calibration;
pub(crate) mod checks;
pub(crate) mod contexts;
pub(crate) mod endings;
mod index;
mod measured;
mod metadata;
pub mod phrases;
pub mod postings;
mod projection;
pub(crate) mod review;
pub(crate) mod segments;
mod word_pairs;

pub use calibration::Calibration;
pub use contexts::Extreme;
pub use endings::Layer;
pub use index::ActivationIndex;
pub use measured::{Measured, Strange};
pub use metadata::{Found, Metadata, Recall};
pub use projection::Projection;
pub(crate) use projection::{dot, squared_distance};
pub use review::{IndexedReview, Split};
pub use word_pairs::WordPairs;
