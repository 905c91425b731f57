//! Does the network mind what the methods say? On reviews that it was not trained on: how far the score moves beyond chance
//! when words go in each method's order (X1), how alike the orders are, and whether they are those of a network of shuffled
//! weights, too (X2):
//!
//!     cargo bench --bench agreement -- --bundle pkg/site/bundle --corpus target/data/WHEEL --reviews 200
//!
//! Takes about a second a review on one core.

#[allow(dead_code)]
mod reviews;

use std::{collections::BTreeMap, path::PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Parser;
use rand::Rng;
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};
use serde_json::{Value, json};
use unrolled::{
    explain::agreement::ranks::kendall,
    model::{Model, Weights},
    session::Session,
    text::Vocabulary,
};

#[derive(Parser)]
struct Arguments {
    /// A bundle
    #[arg(long)]
    bundle: PathBuf,
    /// The corpus wheel
    #[arg(long)]
    corpus: PathBuf,
    /// Reviews, the first of 20 to 300 tokens
    #[arg(long, default_value_t = 200)]
    reviews: usize,
    /// What cargo adds
    #[arg(long, hide = true)]
    bench: bool,
}

const TOKENS: std::ops::RangeInclusive<usize> = 20..=300;

/// Numbers of one kind, one a review.
#[derive(Default)]
struct Numbers(Vec<f64>);

impl Numbers {
    fn mean(&self) -> f64 {
        self.0.iter().sum::<f64>() / self.0.len().max(1) as f64
    }

    /// Student's t of the mean against zero; the difference to chance is paired within a review.
    fn t(&self) -> f64 {
        let (n, mean) = (self.0.len() as f64, self.mean());
        let variance = self.0.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
        mean / (variance / n).sqrt()
    }

    fn above_zero(&self) -> usize {
        self.0.iter().filter(|&&x| x > 0.0).count()
    }
}

fn agreement(session: &Session, source: &str) -> Result<Value> {
    let mut job = session.start("agreement", source, json!({}))?;
    while !job.advance(session, &mut || true)?.finished {}
    Ok(serde_json::to_value(job.snapshot(session))?)
}

fn shuffle(values: &mut [f32], rng: &mut ChaCha8Rng) {
    (1..values.len()).rev().for_each(|at| values.swap(at, rng.random_range(0..=at)));
}

/// The same network, the numbers of each matrix in another order.
fn shuffled(session: &Session) -> Result<Session> {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut weights: Weights = session.model.weights().clone();
    shuffle(&mut weights.embedding, &mut rng);
    for direction in weights.layers.iter_mut().flatten() {
        shuffle(&mut direction.input, &mut rng);
        shuffle(&mut direction.recurrent, &mut rng);
    }
    shuffle(&mut weights.out, &mut rng);
    let model = Model::new(session.model.config().clone(), weights)?;
    let vocabulary = Vocabulary::parse(&session.vocabulary.to_text())?;
    Ok(Session::of_parts(session.manifest.clone(), model, session.tokenizer, vocabulary)?)
}

fn array(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn name(value: &Value) -> String {
    value["name"].as_str().unwrap_or_default().to_owned()
}

fn weights(method: &Value) -> Vec<f64> {
    array(&method["weights"]).iter().filter_map(Value::as_f64).collect()
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let (session, reviews) = reviews::read(&arguments.bundle, &arguments.corpus, TOKENS, arguments.reviews)?;
    ensure!(!reviews.is_empty(), "no review of {TOKENS:?} tokens");
    let other = shuffled(&session)?;
    let mut areas: BTreeMap<(String, &str), Numbers> = BTreeMap::new();
    let mut taus: BTreeMap<(usize, usize), Numbers> = BTreeMap::new();
    let mut random: BTreeMap<String, Numbers> = BTreeMap::new();
    let mut names = Vec::new();
    for review in &reviews {
        let found = agreement(&session, &review.source)?;
        let against = agreement(&other, &review.source)?;
        names = array(&found["methods"]).iter().map(name).collect::<Vec<_>>();
        for family in ["deletion", "insertion"] {
            for curve in array(&found[family]) {
                let area = curve["aopc"].as_f64().context("aopc")?;
                areas.entry((name(curve), family)).or_default().0.push(area);
            }
        }
        for (a, row) in array(&found["kendall"]).iter().enumerate() {
            for (b, tau) in array(row).iter().enumerate().take(a) {
                taus.entry((a, b)).or_default().0.extend(tau.as_f64());
            }
        }
        for (method, same) in array(&found["methods"]).iter().zip(array(&against["methods"])) {
            random.entry(name(method)).or_default().0.extend(kendall(&weights(method), &weights(same)));
        }
    }
    println!("{} reviews of {TOKENS:?} tokens\n", reviews.len());
    println!(
        "| method | deletion beyond chance | t | reviews above 0 | insertion | t | above 0 | τ with shuffled weights |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---:|");
    for method in &names {
        let [taken, put] = ["deletion", "insertion"].map(|family| areas.get(&(method.clone(), family)));
        let cells =
            |numbers: &Numbers| format!("{:+.2} | {:.1} | {}", numbers.mean(), numbers.t(), numbers.above_zero());
        let cells = [taken, put].map(|numbers| numbers.map(cells).unwrap_or_default());
        let tau = random.get(method).map_or(0.0, Numbers::mean);
        println!("| {method} | {} | {} | {tau:+.3} |", cells[0], cells[1]);
    }
    println!("\n| τ | {} |", names.join(" | "));
    println!("|---|{}", "---:|".repeat(names.len()));
    for (a, method) in names.iter().enumerate() {
        let tau = |b: usize| taus.get(&(a, b)).map_or(String::new(), |numbers| format!("{:.2}", numbers.mean()));
        println!("| {method} | {} |", (0..names.len()).map(tau).collect::<Vec<_>>().join(" | "));
    }
    Ok(())
}
