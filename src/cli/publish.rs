//! `unrolled publish`: from a bundle with review texts to one that may be published.

use std::{fs, path::PathBuf};

use anyhow::{Result, ensure};
use clap::Args;
use serde_json::json;

use super::{
    build::{self, with_bars},
    bundle_dir::{self, VOCABULARY, WEIGHTS},
    files, output,
};
use crate::make;

/// Make the bundle that may be published: without review texts, and without anything that one could be put together from
///
/// The index names the reviews that hold a word, and neither where nor how often. Token search, credibility, phrase rules and
/// the first answer of activation similarity work on it; reading the training reviews again does not. It takes seconds.
#[derive(Debug, Args)]
pub struct Publish {
    /// A bundle with an index and the texts of its reviews
    #[arg(long, value_name = "DIR")]
    bundle: PathBuf,
    /// The folder of the bundle that may be published
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

impl Publish {
    pub fn run(self) -> Result<()> {
        files::create_folder(&self.out)?;
        let name = || self.bundle.display();
        ensure!(
            fs::canonicalize(&self.bundle).ok() != fs::canonicalize(&self.out).ok(),
            "{}: expected another folder for --out, found the bundle itself, whose texts would be lost; name a new one",
            name()
        );
        let mut session = bundle_dir::open(&self.bundle)?;
        bundle_dir::load_memory(&self.bundle, &mut session)?;
        let indexed = session.index.as_ref().map_or(0, |index| index.reviews().len());
        let held = session.reviews.len();
        ensure!(
            indexed > 0 && held == indexed,
            "{}: expected a bundle with an index and the texts of its reviews, found an index of {indexed} reviews and {held} texts; build one with `unrolled index`",
            name()
        );
        session.manifest.files.clear();
        let mut contents = Vec::new();
        for name in [WEIGHTS, VOCABULARY] {
            contents.push((name.to_owned(), files::read(&self.bundle.join(name))?));
        }
        contents.extend(with_bars(|report| make::publish(&mut session, report))?);
        let total: usize = contents.iter().map(|(_, bytes)| bytes.len()).sum();
        build::write(&self.out, session.manifest, contents)?;
        if self.json {
            return output::json(&json!({ "out": self.out, "bytes": total, "reviews": indexed }));
        }
        output::line(format_args!("{}: {total} bytes, no text of {indexed} reviews", self.out.display()))
    }
}
