//! The options of a bundle's making, its progress bars, and the folder it is written to.

use std::{
    cell::RefCell,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use clap::Args;
use indicatif::ProgressBar;

use super::{Failed, bundle_dir, files, output};
use crate::{
    make::{
        BundleOptions, Files, TextPolicy,
        build::{COMPONENTS, SEGMENTS},
    },
    model::Manifest,
};

/// What the index is built with.
#[derive(Debug, Args)]
pub struct IndexOptions {
    /// How much review text the bundle carries
    #[arg(long, value_name = "HOW", default_value = "full")]
    texts: TextPolicy,
    /// About how many segments of training reviews to keep for the first answer of activation similarity
    #[arg(long, value_name = "N", default_value_t = SEGMENTS)]
    segments: usize,
    /// Components of each segment's state
    #[arg(long, value_name = "N", default_value_t = COMPONENTS)]
    components: usize,
    /// Questions by which the recall of that first answer is measured; 0 measures nothing
    #[arg(long, value_name = "N", default_value_t = 100)]
    recall: usize,
    /// Strange texts of each kind by which credibility is measured, beside all reviews for assessment; 0 measures nothing
    #[arg(long, value_name = "N", default_value_t = 1000)]
    strange: usize,
}

impl IndexOptions {
    /// The same without the command line.
    pub fn settings(&self) -> BundleOptions {
        let Self { texts, segments, components, recall, strange } = *self;
        BundleOptions { texts, segments, components, recall, strange }
    }
}

/// Shows each part of the work as a progress bar while `work` runs.
pub fn with_bars<T>(work: impl FnOnce(&dyn Fn(&str, u64, u64)) -> T) -> T {
    let shown: RefCell<Option<(String, ProgressBar)>> = RefCell::new(None);
    let made = work(&|what, done, total| {
        let mut shown = shown.borrow_mut();
        if shown.as_ref().is_none_or(|(name, _)| name != what) {
            clear(shown.take());
            *shown = Some((what.to_owned(), output::progress(total, what)));
        }
        if let Some((_, bar)) = &*shown {
            bar.set_length(total);
            bar.set_position(done);
        }
    });
    clear(shown.into_inner());
    made
}

fn clear(shown: Option<(String, ProgressBar)>) {
    shown.into_iter().for_each(|(_, bar)| bar.finish_and_clear());
}

/// Refuses to make a bundle where one of its files would take the place of an input, given as (argument, path).
pub fn keep_inputs(read: &[(&str, &Path)], folder: &Path) -> Result<()> {
    let new =
        [bundle_dir::MANIFEST, bundle_dir::WEIGHTS, bundle_dir::VOCABULARY, bundle_dir::PRESETS, bundle_dir::INDEX];
    let new = new.into_iter().map(|name| folder.join(name));
    // Of what an earlier build left there, review texts are removed.
    let old = bundle_dir::files_of_bundle(folder).into_iter().filter(|path| !path.ends_with("model.json"));
    files::keep_inputs(read, &new.chain(old).collect::<Vec<PathBuf>>())
}

/// Writes a bundle's files and manifest, and removes the index and review texts that an earlier build left there: they
/// are not of this bundle, and perhaps must not be published with it.
pub fn write(folder: &Path, manifest: Manifest, contents: Files) -> Result<()> {
    bundle_dir::write(folder, manifest, &contents)?;
    for path in bundle_dir::files_of_bundle(folder) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let recalls = name == bundle_dir::INDEX || name.starts_with("reviews-");
        if recalls && !contents.iter().any(|(written, _)| *written == name) {
            fs::remove_file(&path).context(name).context(Failed("an old file could not be removed"))?;
        }
    }
    Ok(())
}
