//! How many samples LIME's model-assisted sampler needs for the errors of classic LIME with 5,000, on reviews that the
//! network was not trained on:
//!
//!     cargo bench --bench lime_samplers -- --bundle pkg/site/bundle --corpus target/data/WHEEL
//!
//! Truth is a classic run of 100,000 samples with the ridge penalty scaled alike; an error is the mean square, over
//! seeds and pieces, of a weight less that truth. Between the numbers of samples tried, errors are interpolated on
//! logarithmic scales. Takes a quarter of an hour on two cores.

mod reviews;

use std::{cell::RefCell, path::PathBuf};

use anyhow::Result;
use clap::Parser;
use rayon::prelude::*;
use reviews::Review;
use unrolled::{
    explain::{
        Target,
        common::attribution::Attribution,
        lime::{All, Config, Features, Fidelity, Lime, Sampler},
    },
    model::{Classifier, Model},
    trace::Score,
};

#[derive(Parser)]
struct Arguments {
    /// A bundle
    #[arg(long)]
    bundle: PathBuf,
    /// The corpus wheel
    #[arg(long)]
    corpus: PathBuf,
    /// Seeds of each sampler
    #[arg(long, default_value_t = 20)]
    seeds: u64,
    /// Reviews, the first of 50 to 300 tokens among those that every published figure is measured on
    #[arg(long, default_value_t = 20)]
    reviews: usize,
    /// What cargo adds
    #[arg(long, hide = true)]
    bench: bool,
}

const CLASSIC: usize = 5000;
const TRUTH: usize = 100_000;
const TRIED: [usize; 6] = [200, 500, 1000, 1500, 2000, 2500];
const TOKENS: std::ops::RangeInclusive<usize> = 50..=300;
const SETTINGS: [(Target, Features); 4] = [
    (Target::Probability, Features::Most(10)),
    (Target::Probability, Features::Every(All::All)),
    (Target::Logit, Features::Most(10)),
    (Target::Logit, Features::Every(All::All)),
];

/// Answers again what it answered before: which texts LIME asks about depends on sampler and seed only.
struct Replay<'a> {
    model: &'a Model,
    scores: RefCell<(Vec<Score>, usize)>,
}

impl Classifier for Replay<'_> {
    fn scores(&self, texts: &[Vec<u32>]) -> Vec<Score> {
        let (known, at) = &mut *self.scores.borrow_mut();
        if *at + texts.len() > known.len() {
            let missing = known.len() - *at;
            known.extend(self.model.scores(&texts[missing..]));
        }
        *at += texts.len();
        known[*at - texts.len()..*at].to_vec()
    }
}

/// The explanations of a review after each of `counts` samples, by setting.
fn explain(review: &Review, model: &Model, config: &Config, counts: &[usize]) -> Vec<Vec<Attribution<Fidelity>>> {
    let replay = Replay { model, scores: RefCell::default() };
    let explain = |samples: usize, (target, features): (Target, Features)| {
        let config = Config { samples, target, features, ..config.clone() };
        let mut lime = Lime::start(config, &review.source, &review.text, review.ids.clone()).expect("valid settings");
        replay.scores.borrow_mut().1 = 0;
        lime.advance(&replay, &mut || true);
        lime.snapshot()
    };
    SETTINGS.map(|setting| counts.iter().map(|&samples| explain(samples, setting)).collect()).into()
}

/// How good a sampler is with some number of samples.
#[derive(Clone, Copy)]
struct Quality {
    error: f64,
    /// Spread over seeds, in standard errors as reported.
    spread: f64,
    /// Distance of the mean over seeds from the truth, in its standard errors.
    bias: f64,
}

fn quality(pieces: &[usize], runs: &[&Attribution<Fidelity>], truth: &[f64], truth_variance: f64) -> Quality {
    let seeds = runs.len() as f64;
    let (mut error, mut variance, mut told, mut bias) = (0.0, 0.0, 0.0, 0.0);
    for &at in pieces {
        let mean = runs.iter().map(|run| run.weights[at]).sum::<f64>() / seeds;
        error += runs.iter().map(|run| (run.weights[at] - truth[at]).powi(2)).sum::<f64>() / seeds;
        variance += runs.iter().map(|run| (run.weights[at] - mean).powi(2)).sum::<f64>() / (seeds - 1.0);
        let errors =
            |run: &&Attribution<Fidelity>| run.standard_errors.as_ref().map_or(0.0, |errors| errors[at].powi(2));
        told += runs.iter().map(errors).sum::<f64>() / seeds;
        bias += (mean - truth[at]).powi(2);
    }
    let n = pieces.len() as f64;
    let bias = (bias / n / (variance / n / seeds + truth_variance)).sqrt();
    Quality { error: error / n, spread: (variance / told).sqrt(), bias }
}

/// Classic LIME's quality, and that of the other sampler with each number of samples tried.
type Measured = (Quality, Vec<Quality>);

/// For each setting: classic LIME's quality, and that of the other sampler with each number of samples tried.
fn measure(model: &Model, review: &Review, seeds: u64) -> Vec<Measured> {
    let alpha = TRUTH as f64 / CLASSIC as f64;
    // Another seed than those measured.
    let truths = explain(review, model, &Config { alpha, seed: seeds, ..Config::default() }, &[TRUTH]);
    let runs = |sampler: Sampler, counts: &[usize]| -> Vec<_> {
        (0..seeds).map(|seed| explain(review, model, &Config { sampler, seed, ..Config::default() }, counts)).collect()
    };
    let (classic, other) = (runs(Sampler::Classic, &[CLASSIC]), runs(Sampler::ModelAssisted, &TRIED));
    let pieces = review.pieces();
    let of_setting = |setting: usize| {
        let truth = &truths[setting][0].weights;
        let of = |all: &[Vec<Vec<Attribution<Fidelity>>>], count: usize, truth_variance: f64| {
            let runs: Vec<_> = all.iter().map(|run| &run[setting][count]).collect();
            quality(&pieces, &runs, truth, truth_variance)
        };
        // The truth has an error of its own, as any classic run.
        let share = CLASSIC as f64 / TRUTH as f64;
        let own = of(&classic, 0, 0.0).error * share;
        (of(&classic, 0, own), (0..TRIED.len()).map(|count| of(&other, count, own)).collect())
    };
    (0..SETTINGS.len()).map(of_setting).collect()
}

/// The number of samples at which the error is `wanted`; beyond those tried it goes on falling as 1 / samples.
fn samples_to_equal(wanted: f64, tried: &[Quality]) -> f64 {
    let points: Vec<(f64, f64)> =
        TRIED.iter().zip(tried).map(|(&samples, quality)| ((samples as f64).ln(), quality.error.ln())).collect();
    let at = points.iter().position(|&(_, error)| error <= wanted.ln()).unwrap_or(points.len());
    let slope = match at {
        0 => -1.0,
        at if at == points.len() => -1.0,
        at => (points[at].1 - points[at - 1].1) / (points[at].0 - points[at - 1].0),
    };
    let from = points[at.saturating_sub(1)];
    (from.0 + (wanted.ln() - from.1) / slope).exp()
}

fn quartiles(mut values: Vec<f64>) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    [1, 2, 3].map(|quarter| values[(values.len() - 1) * quarter / 4])
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let (session, reviews) = reviews::read(&arguments.bundle, &arguments.corpus, TOKENS, arguments.reviews)?;
    let found: Vec<_> = reviews.par_iter().map(|review| measure(&session.model, review, arguments.seeds)).collect();
    println!("{} reviews, {} seeds; lower quartile, median, upper quartile", reviews.len(), arguments.seeds);
    for (index, setting) in SETTINGS.iter().enumerate() {
        println!("{setting:?}");
        let over = |of: &dyn Fn(&Measured) -> f64| {
            quartiles(found.iter().map(|settings| of(&settings[index])).collect()).map(|value| format!("{value:.2}"))
        };
        let share = over(&|(classic, tried)| samples_to_equal(classic.error, tried) / CLASSIC as f64);
        println!("  samples to equal error, as a share of {CLASSIC}: {}", share.join(" "));
        println!(
            "  classic {CLASSIC:>5}: error 1.00, spread / told {}, bias {}",
            over(&|(classic, _)| classic.spread).join(" "),
            over(&|(classic, _)| classic.bias).join(" ")
        );
        for (count, samples) in TRIED.iter().enumerate() {
            println!(
                "  other   {samples:>5}: error {}, spread / told {}, bias {}",
                over(&|(classic, tried)| tried[count].error / classic.error).join(" "),
                over(&|(_, tried)| tried[count].spread).join(" "),
                over(&|(_, tried)| tried[count].bias).join(" ")
            );
        }
    }
    Ok(())
}
