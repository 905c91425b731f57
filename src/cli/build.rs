//! Makes the parts of a bundle that need a corpus: index, review texts, presets.

use std::{collections::BTreeMap, fs, io::Write, path::Path};

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use flate2::{Compression, write::GzEncoder};

use super::{Failed, bundle_dir, model_metrics, output, presets, train::SPLIT_SEED};
use crate::{
    bundle::Manifest,
    explain::common::phrase_mining,
    index::{
        SHARD_REVIEWS, ShardReview, Split,
        build::{COMPONENTS, Options, SEGMENTS, build},
        recall,
        strangeness::Comparison,
        write_shard,
    },
    session::Session,
    train::corpus::{Review, split},
};

/// How much review text a bundle carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TextPolicy {
    /// Whole texts: for one's own machine, not for publication
    Full,
    /// Token ids, and the first words as an excerpt
    Excerpts,
    /// No text and no ids
    None,
}

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

/// Seed of the segments' choice, of the recall's questions and of strange texts.
const SEED: u64 = 0;
/// Characters of an excerpt, about.
const EXCERPT: usize = 160;

/// Files by name.
pub type Files = Vec<(String, Vec<u8>)>;

/// Runs a corpus through the model and returns the bundle's further files; the manifest learns what they hold.
pub fn with_corpus(session: &mut Session, reviews: &[Review], options: &IndexOptions) -> Result<Files> {
    let shard_reviews = split_reviews(reviews);
    for review in shard_reviews.iter().cloned() {
        session.reviews.add(review, &session.vocabulary);
    }
    build_index(session, options)?;
    let index = session.index.as_ref().context("the index was just built")?;
    // What was measured when the model was trained stays; what an earlier build measured on its corpus does not.
    if session.manifest.metrics.is_null() || session.manifest.metrics["split"] == "assumed" {
        session.manifest.metrics = model_metrics::of_index(index, session.model.config());
    }
    let mut files = vec![(bundle_dir::INDEX.to_owned(), index.to_tensors().to_bytes()?)];
    files.extend(shards(session, shard_reviews, options.texts)?);
    let may_quote = options.texts == TextPolicy::Full;
    files.push((bundle_dir::PRESETS.to_owned(), presets::make(session, reviews, may_quote)?));
    let name = options.texts.to_possible_value().map(|value| value.get_name().to_owned());
    (session.manifest.texts, session.manifest.counts) = (name, Some(counts(session)));
    Ok(files)
}

/// The further files of a bundle that remembers nothing.
pub fn without_corpus(session: &Session) -> Result<Files> {
    Ok(vec![(bundle_dir::PRESETS.to_owned(), presets::make(session, &[], false)?)])
}

/// Writes a bundle's files and manifest, and removes the index and review texts that an earlier build left there: they
/// are not of this bundle, and perhaps must not be published with it.
pub fn write(folder: &Path, manifest: Manifest, contents: Files) -> Result<()> {
    bundle_dir::write(folder, manifest, &contents)?;
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let recalls = name == bundle_dir::INDEX || name.starts_with("reviews-");
        if recalls && !contents.iter().any(|(written, _)| *written == name) {
            fs::remove_file(entry.path()).context(name).context(Failed("an old file could not be removed"))?;
        }
    }
    Ok(())
}

pub fn split_reviews(reviews: &[Review]) -> Vec<ShardReview> {
    let splits = split(reviews, SPLIT_SEED);
    let shard_review = |(review, split): (&Review, Option<Split>)| {
        let (row, label, text) = (review.row, u8::from(review.positive), review.text.clone());
        Some(ShardReview { row, split: split?, label, text, ids: None })
    };
    reviews.iter().zip(splits).filter_map(shard_review).collect()
}

fn build_index(session: &mut Session, options: &IndexOptions) -> Result<()> {
    let IndexOptions { segments, components, recall: queries, strange, .. } = *options;
    let settings = Options { seed: SEED, segments, components, ..Options::new(session.manifest.model_hash.clone()) };
    let bar = output::progress(0, "reading the corpus");
    let mut index = build(&session.model, &session.reviews, &settings, &mut show(&bar));
    bar.finish_and_clear();
    if queries > 0 {
        let bar = output::progress(0, "measuring recall");
        let measured = recall::measure(&session.model, &index, &session.reviews, queries, SEED, &mut show(&bar));
        bar.finish_and_clear();
        measured.into_iter().for_each(|recall| index.set_recall(recall));
    }
    let bar = output::progress(0, "finding phrase rules");
    let options = phrase_mining::Options::of(&session.reviews);
    let rules = phrase_mining::mine(&session.model, &session.reviews, &index, &options, &mut show(&bar));
    bar.finish_and_clear();
    index.set_phrases(rules);
    if strange > 0 && index.reviews().iter().any(|review| review.split == Split::Assess) {
        let comparison = Comparison::new(&session.model, &index, &session.reviews);
        let measured = comparison.measure(strange, SEED, session.tokenizer, &session.vocabulary);
        index.set_deep_knn(&measured);
    }
    session.index = Some(index);
    Ok(())
}

fn show(bar: &indicatif::ProgressBar) -> impl FnMut(u64, u64) {
    |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    }
}

/// reviews-00.json.gz, reviews-01.json.gz …, the same bytes each time.
fn shards(session: &Session, mut reviews: Vec<ShardReview>, policy: TextPolicy) -> Result<Files> {
    match policy {
        TextPolicy::None => return Ok(Vec::new()),
        TextPolicy::Excerpts => reviews.iter_mut().for_each(|review| shorten(session, review)),
        TextPolicy::Full => {}
    }
    let zip = |(number, chunk): (usize, &[ShardReview])| {
        let mut zipped = GzEncoder::new(Vec::new(), Compression::best());
        zipped.write_all(write_shard(chunk).as_bytes())?;
        Ok((format!("reviews-{number:02}.json.gz"), zipped.finish()?))
    };
    reviews.chunks(SHARD_REVIEWS).enumerate().map(zip).collect()
}

/// Leaves token ids and the first words.
fn shorten(session: &Session, review: &mut ShardReview) {
    review.ids = session.reviews.get(review.row).map(|view| view.ids.to_vec());
    let end = review.text.char_indices().skip(EXCERPT).find(|(_, c)| c.is_whitespace());
    if let Some((end, _)) = end {
        review.text.truncate(end);
        review.text.push('…');
    }
}

fn counts(session: &Session) -> BTreeMap<String, u32> {
    let mut counts = BTreeMap::new();
    for review in session.index.iter().flat_map(|index| index.reviews()) {
        *counts.entry(format!("{:?}", review.split).to_lowercase()).or_default() += 1;
    }
    counts
}
