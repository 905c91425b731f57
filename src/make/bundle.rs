//! Makes the parts of a bundle that need a corpus: index, review texts, presets.

use std::{collections::BTreeMap, io::Write};

use anyhow::{Context, Result, ensure};
use clap::ValueEnum;
use flate2::{Compression, write::GzEncoder};

use super::{
    average_word,
    build::{Options, build},
    model_metrics, phrase_mining, presets,
    publish::published,
    recall,
    report::{Report, of},
    strangeness::Comparison,
};
use crate::{
    bundle::{INDEX, PRESETS},
    index::{ActivationIndex, Keep, Part, Rule, SHARD_REVIEWS, ShardReview, Sides, Split, Thresholds, write_shard},
    model::{Activation, Config, KeptBytes},
    session::Session,
    train::corpus::{Review, SPLIT_SEED, check_varied, split},
};

/// How much review text a bundle carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TextPolicy {
    /// Whole texts: for one's own machine, not for publication
    Full,
    /// Token ids, and the first words as an excerpt
    Excerpts,
    /// No text, no ids and nothing that orders words: for publication
    None,
}

/// What a bundle is made with.
#[derive(Debug, Clone, PartialEq)]
pub struct BundleOptions {
    /// How much review text the bundle carries.
    pub texts: TextPolicy,
    /// About how many segments of training reviews to keep.
    pub segments: usize,
    /// Components of each segment's state.
    pub components: usize,
    /// Questions by which recall is measured; 0 measures nothing.
    pub recall: usize,
    /// Strange texts of each kind by which credibility is measured; 0 measures nothing.
    pub strange: usize,
}

/// Seed of the segments' choice, of the recall's questions and of strange texts.
const SEED: u64 = 0;
/// Characters of an excerpt, about.
const EXCERPT: usize = 160;

/// Files by name.
pub type Files = Vec<(String, Vec<u8>)>;

/// Runs a corpus through the model and returns the bundle's further files; the manifest learns what they hold.
pub fn with_corpus(
    session: &mut Session,
    reviews: &[Review],
    options: &BundleOptions,
    report: Report<'_>,
) -> Result<Files> {
    check_two_classes(session.model.config())?;
    check_varied(reviews, &session.manifest.classes)?;
    let shard_reviews = split_reviews(reviews);
    for review in shard_reviews.iter().cloned() {
        session.reviews.add(review, &session.vocabulary);
    }
    build_index(session, options, report)?;
    let index = session.index.as_ref().context("the index was just built")?;
    // What was measured when the model was trained stays; what an earlier build measured on its corpus does not.
    if session.manifest.metrics.is_null() || session.manifest.metrics["split"] == "assumed" {
        session.manifest.metrics = model_metrics::of_index(index);
    }
    let name = options.texts.to_possible_value().map(|value| value.get_name().to_owned());
    (session.manifest.texts, session.manifest.counts) = (name, Some(counts(index)));
    session.manifest.kept = Some(kept(index, session.model.config()));
    if options.texts == TextPolicy::None {
        return publish(session, report);
    }
    let mut files = vec![(INDEX.to_owned(), index.to_tensors().to_bytes()?)];
    files.extend(shards(session, shard_reviews, options.texts)?);
    let may_quote = options.texts == TextPolicy::Full;
    files.push((PRESETS.to_owned(), presets::make(session, reviews, may_quote, report)?));
    Ok(files)
}

/// A corpus has two labels, and what is measured takes the one class for the contrary of the other.
pub fn check_two_classes(config: &Config) -> Result<()> {
    let each = if config.activation == Activation::Sigmoid { ", each a yes or no by itself" } else { "" };
    ensure!(
        config.logits() == 1,
        "expected a model that decides between two classes to go with a corpus, found one of {} outputs{each}; a corpus has two labels, so such a model is neither indexed nor measured by one",
        config.outputs
    );
    Ok(())
}

/// The further files of a bundle that may be published, from a session that has its reviews' texts; afterwards it has
/// what the files hold.
pub fn publish(session: &mut Session, report: Report<'_>) -> Result<Files> {
    published(session, report)?;
    let index = session.index.as_ref().context("only a bundle with an index has anything to leave out")?;
    // A bundle that an earlier program built does not say it.
    session.manifest.average_word = average_word(&session.model, index);
    let index = (INDEX.to_owned(), index.to_tensors().to_bytes()?);
    Ok(vec![index, (PRESETS.to_owned(), presets::make(session, &[], false, report)?)])
}

/// The further files of a bundle that remembers nothing.
pub fn without_corpus(session: &Session, report: Report<'_>) -> Result<Files> {
    Ok(vec![(PRESETS.to_owned(), presets::make(session, &[], false, report)?)])
}

/// The reviews of a corpus that belong to the split, each with its side.
pub fn split_reviews(reviews: &[Review]) -> Vec<ShardReview> {
    let splits = split(reviews, SPLIT_SEED);
    let shard_review = |(review, split): (&Review, Option<Split>)| {
        let (row, label, text) = (review.row, u8::from(review.positive), review.text.clone());
        Some(ShardReview { row, split: split?, label, text, ids: None })
    };
    reviews.iter().zip(splits).filter_map(shard_review).collect()
}

fn build_index(session: &mut Session, options: &BundleOptions, report: Report<'_>) -> Result<()> {
    let &BundleOptions { segments, components, recall: queries, strange, .. } = options;
    let settings = Options { seed: SEED, segments, components, ..Options::new(session.manifest.model_hash.clone()) };
    let mut index = build(&session.model, &session.reviews, &settings, &mut of(report, "reading the corpus"));
    if queries > 0 {
        let progress = &mut of(report, "measuring recall");
        let measured = recall::measure(&session.model, &index, &session.reviews, queries, SEED, progress);
        measured.into_iter().for_each(|recall| index.set_recall(recall));
    }
    let rules = phrase_mining::Options::of(&session.reviews);
    let progress = &mut of(report, "finding phrase rules");
    index.set_phrases(phrase_mining::mine(&session.model, &session.reviews, &index, &rules, progress));
    if strange > 0 && index.tells_apart() && index.reviews().iter().any(|review| review.split == Split::Assess) {
        let comparison = Comparison::new(&session.model, &index, &session.reviews);
        index.set_deep_knn(comparison.measure(strange, SEED, session.tokenizer, &session.vocabulary));
    }
    session.manifest.average_word = average_word(&session.model, &index);
    session.index = Some(index);
    Ok(())
}

/// reviews-00.json.gz, reviews-01.json.gz …, the same bytes each time.
fn shards(session: &Session, mut reviews: Vec<ShardReview>, policy: TextPolicy) -> Result<Files> {
    match policy {
        TextPolicy::Excerpts => reviews.iter_mut().for_each(|review| shorten(session, review)),
        TextPolicy::Full | TextPolicy::None => {}
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

/// What the stores will take when all training positions are in them.
fn kept(index: &ActivationIndex, config: &Config) -> KeptBytes {
    let train = index.reviews().iter().filter(|review| review.split.is_train());
    let positions = train.map(|review| u64::from(review.tokens)).sum();
    let bits = |sides| {
        let rule = Rule { part: Part::Hidden, threshold: 1.0, sides };
        8 * positions * Thresholds::new(rule, config.layers, config.hidden).words() as u64
    };
    KeptBytes {
        little: Keep::Little.bytes(positions, config),
        much: Keep::Much.bytes(positions, config),
        one_side: bits(Sides::On),
        both_sides: bits(Sides::Both),
    }
}

fn counts(index: &ActivationIndex) -> BTreeMap<String, u32> {
    let mut counts = BTreeMap::new();
    for review in index.reviews() {
        *counts.entry(format!("{:?}", review.split).to_lowercase()).or_default() += 1;
    }
    counts
}
