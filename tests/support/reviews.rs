//! Small random corpora of made-up words.

use rand::Rng;
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};
use unrolled::{
    index::{ReviewStore, ShardReview, Split},
    text::{Tokenizer, Vocabulary},
};

/// `<pad>`, `<unk>`, w2, w3, …
pub fn vocabulary(size: usize) -> Vocabulary {
    let words = (2..size).map(|id| format!("w{id}"));
    Vocabulary::new(["<pad>".to_owned(), "<unk>".to_owned()].into_iter().chain(words).collect()).unwrap()
}

/// Reviews in random order of rows that leave gaps; words follow Zipf's law a little, one in twenty is unknown; the
/// first is empty and the second a single word said three times.
pub fn random(count: usize, vocabulary: &Vocabulary, longest: usize, seed: u64) -> Vec<ShardReview> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let word = |rng: &mut ChaCha8Rng| {
        let id = 2 + (f64::from(vocabulary.len() as u32 - 2) * rng.random::<f64>().powi(2)) as u32;
        if rng.random_bool(0.05) { "nowhere".to_owned() } else { vocabulary.token(id).to_owned() }
    };
    let mut reviews: Vec<ShardReview> = (0..count)
        .map(|at| {
            let words: Vec<String> = match at {
                0 => Vec::new(),
                1 => vec!["w2".into(); 3],
                _ => (0..rng.random_range(1..=longest)).map(|_| word(&mut rng)).collect(),
            };
            let split = [Split::Train, Split::Train, Split::Train, Split::Choose, Split::Assess][at % 5];
            let label = rng.random_range(0..2);
            ShardReview { row: 3 * at as u32 + 1, split, label, text: words.join(" "), ids: None }
        })
        .collect();
    reviews.rotate_left(count / 3);
    reviews
}

/// A store of such reviews.
pub fn store(reviews: &[ShardReview], vocabulary: &Vocabulary) -> ReviewStore {
    let mut store = ReviewStore::new(Tokenizer::Whitespace);
    reviews.iter().for_each(|review| store.add(review.clone(), vocabulary));
    store
}
