//! What contextual decomposition is worth on reviews that the network was not trained on:
//!
//!     cargo bench --bench decomposition -- --bundle pkg/site/bundle --corpus target/data/WHEEL
//!
//! Against leave-one-out of the same words: how many run away, by how much the others and these overstate, how far the
//! ranks agree with and without them, and what a window cures. Prints one line for each setting.

#[allow(dead_code)]
mod reviews;

use std::path::PathBuf;

use anyhow::Result;
use clap::Parser;
use rayon::prelude::*;
use reviews::Review;
use unrolled::{
    explain::{
        Target,
        contextual_decomposition::{Config, ContextualDecomposition},
        leave_one_out::{self, LeaveOneOut},
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
    #[arg(long, default_value_t = 100)]
    reviews: usize,
    /// What cargo adds
    #[arg(long, hide = true)]
    bench: bool,
}

const TOKENS: std::ops::RangeInclusive<usize> = 30..=600;
const WINDOWS: [Option<usize>; 6] = [None, Some(5), Some(10), Some(20), Some(40), Some(80)];
/// A leave-one-out weight above this has a sign worth comparing (logit).
const SIGNED: f64 = 0.1;

/// A review's words: by decomposition, whether they ran away, by leaving out.
struct Compared {
    parts: Vec<f64>,
    runaway: Vec<bool>,
    left: Vec<f64>,
    residual: f64,
}

fn compare(model: &Model, review: &Review, window: Option<usize>) -> Result<Compared> {
    let config = Config { window, ..Config::default() };
    let mut job = ContextualDecomposition::start(config, model, &review.text, review.ids.clone())?;
    job.advance(model, &mut || true);
    let answer = job.snapshot();
    let left = leave_one_out::Config { target: Target::Logit, ..Default::default() };
    let mut job = LeaveOneOut::start(left, &review.text, review.ids.clone())?;
    job.advance(model, &mut || true);
    let (runaway, residual) = (answer.fidelity.runaway, answer.fidelity.residual);
    Ok(Compared { parts: answer.weights, runaway, left: job.snapshot().weights, residual })
}

/// Ranks from 0; equals share their mean.
fn ranks(values: &[f64]) -> Vec<f64> {
    let below = |x: f64| values.iter().filter(|&&y| y < x).count() as f64;
    let equal = |x: f64| values.iter().filter(|&&y| y == x).count() as f64;
    values.iter().map(|&x| below(x) + (equal(x) - 1.0) / 2.0).collect()
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let mean = |x: &[f64]| x.iter().sum::<f64>() / x.len() as f64;
    let (ma, mb) = (mean(a), mean(b));
    let sum = |f: &dyn Fn(f64, f64) -> f64| a.iter().zip(b).map(|(&x, &y)| f(x - ma, y - mb)).sum::<f64>();
    sum(&|x, y| x * y) / (sum(&|x, _| x * x) * sum(&|_, y| y * y)).sqrt()
}

/// The mean over reviews of Spearman's correlation over the words that `keep` keeps.
fn agreement(compared: &[Compared], keep: impl Fn(&Compared, usize) -> bool) -> f64 {
    let of = |review: &Compared| {
        let kept: Vec<usize> = (0..review.parts.len()).filter(|&word| keep(review, word)).collect();
        let pick = |values: &[f64]| ranks(&kept.iter().map(|&word| values[word]).collect::<Vec<_>>());
        (kept.len() > 9).then(|| correlation(&pick(&review.parts), &pick(&review.left)))
    };
    let all: Vec<f64> = compared.iter().filter_map(of).collect();
    all.iter().sum::<f64>() / all.len() as f64
}

/// Σ|part| / Σ|left out|, and how often the signs differ where the latter is worth it.
fn overstated(compared: &[Compared], runaway: bool) -> (f64, f64) {
    let words = || {
        compared.iter().flat_map(|review| {
            (0..review.parts.len()).map(|word| (review.parts[word], review.left[word], review.runaway[word]))
        })
    };
    let of_kind = || words().filter(|&(.., ran)| ran == runaway);
    let ratio =
        of_kind().map(|(part, ..)| part.abs()).sum::<f64>() / of_kind().map(|(_, left, _)| left.abs()).sum::<f64>();
    let signed = || of_kind().filter(|(_, left, _)| left.abs() > SIGNED);
    let wrong = signed().filter(|(part, left, _)| part.signum() != left.signum()).count() as f64;
    (ratio, wrong / signed().count().max(1) as f64)
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let (session, reviews) = reviews::read(&arguments.bundle, &arguments.corpus, TOKENS, arguments.reviews)?;
    for window in WINDOWS {
        let compared: Result<Vec<Compared>> =
            reviews.par_iter().map(|review| compare(&session.model, review, window)).collect();
        let compared = compared?;
        let words: usize = compared.iter().map(|review| review.parts.len()).sum();
        let ran = compared.iter().flat_map(|review| &review.runaway).filter(|&&ran| ran).count();
        let texts = compared.iter().filter(|review| review.runaway.contains(&true)).count();
        let ((other, other_wrong), (run, run_wrong)) = (overstated(&compared, false), overstated(&compared, true));
        let residual = compared.iter().map(|review| review.residual).fold(0.0, f64::max);
        println!(
            "window {window:?}: {words} words of {} reviews, {:.1} % ran away (in {texts} reviews); Spearman {:.3}, without \
             them {:.3}; overstated {other:.1} times, those {run:.1}; wrong sign {:.1} %, those {:.1} %; residual {residual:.1e}",
            compared.len(),
            100.0 * ran as f64 / words as f64,
            agreement(&compared, |_, _| true),
            agreement(&compared, |review, word| !review.runaway[word]),
            100.0 * other_wrong,
            100.0 * run_wrong,
        );
        let strong = |review: &Compared| {
            let mut order: Vec<usize> = (0..review.parts.len()).collect();
            order.sort_by(|&a, &b| review.parts[b].abs().total_cmp(&review.parts[a].abs()));
            order.iter().take(10).filter(|&&word| review.runaway[word]).count()
        };
        let among: usize = compared.iter().map(strong).sum();
        println!(
            "    of the ten strongest words of each review {:.0} % ran away",
            10.0 * among as f64 / compared.len() as f64
        );
    }
    Ok(())
}
