//! Makes what a bundle holds besides its model, native only: [`build()`](build::build) builds the index, [`phrase_mining`]
//! finds the rules of the whole model, [`recall`] and [`strangeness`] measure how far the index may be trusted, [`presets`]
//! chooses the page's first views, [`publish`](mod@publish) leaves what may be published, and `bundle` does all of it for a corpus.

mod average_word;
pub mod build;
mod bundle;
pub mod calibrate;
pub mod examples;
pub mod model_metrics;
mod peaks;
pub mod phrase_mining;
pub mod presets;
pub mod publish;
pub mod recall;
mod report;
pub mod strangeness;

pub use average_word::average_word;
pub use bundle::{
    BundleOptions, Files, TextPolicy, check_two_classes, publish, split_reviews, with_corpus, without_corpus,
};
pub use report::Report;
