//! Texts in which each word is changed by chance, save those that a rule holds fast.
//!
//! Every word that is not held is changed with probability ½, independently of all others. A block of 64 texts has its own
//! stream of random numbers, so that it depends on nothing but the seed and its number.

use std::ops::Range;

use rand::Rng;
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};
use serde::{Deserialize, Serialize};

use super::bandit::LANES;
use crate::{
    kernel::{Packed, accumulate, first},
    model::Model,
    text::UNKNOWN,
};

/// What happens to a word that is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Perturbation {
    /// `<unk>`, the network's own unknown word, stands in its place.
    Unknown,
    /// It is left out.
    #[default]
    Delete,
    /// Another word stands in its place: one of the [`SUBSTITUTES`] nearest by the cosine of their vectors, with a
    /// probability in proportion to that cosine. Unknown words become a neighbour of the vector of `<unk>`.
    Replace,
}

/// Words that may stand in for another.
pub const SUBSTITUTES: usize = 100;
/// Words whose neighbours are looked for together: the vectors of the vocabulary, 8 MB, are then read once for all of them.
const TOGETHER: usize = 16;

/// Ids, and the sum of the weights up to each.
type Substitutes = Vec<(u32, f64)>;

/// Draws changed texts.
#[derive(Debug, Clone)]
pub struct Sampler {
    ids: Vec<u32>,
    kind: Perturbation,
    seed: ChaCha8Rng,
    /// The different ids of the text.
    words: Vec<u32>,
    /// Of each word of the text: which of them it is.
    places: Vec<usize>,
    /// Of the first of them: those that are known.
    substitutes: Vec<Substitutes>,
    /// The length of the vector of each word that may stand in; empty before the first is looked for.
    lengths: Vec<f32>,
}

impl Sampler {
    /// For a text; [`Sampler::prepare`] comes before the first block.
    pub fn new(ids: Vec<u32>, kind: Perturbation, seed: u64) -> Self {
        let mut words = Vec::new();
        let places = if kind == Perturbation::Replace { places_of(&ids, &mut words) } else { Vec::new() };
        let seed = ChaCha8Rng::seed_from_u64(seed);
        Self { ids, kind, seed, words, places, substitutes: Vec::new(), lengths: Vec::new() }
    }

    /// Whether the words that may stand in for each are known.
    pub fn is_ready(&self) -> bool {
        self.substitutes.len() == self.words.len()
    }

    /// Finds the words that may stand in for the next few: a pass over the word vectors, some ten milliseconds.
    pub fn prepare(&mut self, model: &Model) {
        if self.lengths.is_empty() {
            let square = |id: u32| model.embedding_of(id).iter().fold(0.0f32, |sum, x| sum + x * x);
            self.lengths = choice(model).map(|id| square(id).sqrt()).collect();
        }
        let rest = &self.words[self.substitutes.len()..];
        let found = nearest(model, &self.lengths, &rest[..rest.len().min(TOGETHER)]);
        self.substitutes.extend(found);
    }

    /// Which samples of a block keep each word: a bit for each sample. The words of `fixed` are kept in all.
    pub fn kept(&self, number: u64, fixed: &[usize]) -> Vec<u64> {
        let mut rng = self.stream(number);
        let mut kept: Vec<u64> = self.ids.iter().map(|_| rng.random()).collect();
        fixed.iter().for_each(|&word| kept[word] = u64::MAX);
        kept
    }

    /// The texts of a block.
    pub fn texts(&self, number: u64, kept: &[u64]) -> Vec<Vec<u32>> {
        let mut rng = self.stream(number);
        // The numbers that said what is kept come first.
        rng.set_word_pos(2 * self.ids.len() as u128);
        (0..LANES).map(|sample| self.text(kept, sample, &mut rng)).collect()
    }

    fn stream(&self, number: u64) -> ChaCha8Rng {
        let mut rng = self.seed.clone();
        rng.set_stream(number);
        rng
    }

    fn text(&self, kept: &[u64], sample: u64, rng: &mut ChaCha8Rng) -> Vec<u32> {
        let mut text = Vec::with_capacity(self.ids.len());
        for (at, (&id, kept)) in self.ids.iter().zip(kept).enumerate() {
            match self.kind {
                _ if kept >> sample & 1 == 1 => text.push(id),
                Perturbation::Unknown => text.push(UNKNOWN),
                Perturbation::Delete => {}
                Perturbation::Replace => text.push(self.substitute(at, rng)),
            }
        }
        text
    }

    /// A word in place of the one that stands here; a word without neighbours stays.
    fn substitute(&self, at: usize, rng: &mut ChaCha8Rng) -> u32 {
        let known = self.places.get(at).and_then(|&place| self.substitutes.get(place));
        let choice = known.map_or(&[][..], Vec::as_slice);
        let Some(&(_, sum)) = choice.last() else { return self.ids[at] };
        let drawn = sum * rng.random::<f64>();
        choice.get(choice.partition_point(|&(_, to)| to <= drawn)).map_or(self.ids[at], |&(other, _)| other)
    }
}

/// Which of `words` each id is; those that are missing there are added.
fn places_of(ids: &[u32], words: &mut Vec<u32>) -> Vec<usize> {
    let place = |&id: &u32| {
        words.iter().position(|&word| word == id).unwrap_or_else(|| {
            words.push(id);
            words.len() - 1
        })
    };
    ids.iter().map(place).collect()
}

/// The ids that may stand in for another.
fn choice(model: &Model) -> Range<u32> {
    UNKNOWN + 1..model.config().vocabulary as u32
}

/// For each of some words those whose vectors are nearest to its own by cosine, and the running sum of the cosines; of
/// equals, the first. The length of a word's own vector scales all alike, and is left out.
fn nearest(model: &Model, lengths: &[f32], words: &[u32]) -> Vec<Substitutes> {
    let own: Vec<f32> = words.iter().flat_map(|&id| model.embedding_of(id)).copied().collect();
    let own = Packed::new(&own, words.len(), model.config().embedding);
    let mut cosines = vec![0.0; lengths.len() * words.len()];
    let vectors = model.weights().embedding.get(choice(model).start as usize * model.config().embedding..);
    accumulate(vectors.unwrap_or_default(), &own, &mut cosines, words.len(), 0);
    let of_word = |(at, &word): (usize, &u32)| {
        let others = cosines.iter().skip(at).step_by(words.len()).zip(lengths).zip(choice(model));
        // The vector of zeros has no direction.
        let cosine = |((&dot, &length), other)| if other == word || length == 0.0 { 0.0 } else { dot / length };
        summed(&others.map(cosine).collect::<Vec<f32>>())
    };
    words.iter().enumerate().map(of_word).collect()
}

/// The largest cosines above 0 with the ids that they belong to, summed up.
fn summed(cosines: &[f32]) -> Substitutes {
    let (mut near, mut sum) = (Vec::new(), 0.0);
    for at in first(cosines.len(), SUBSTITUTES, &|a, b| cosines[b].total_cmp(&cosines[a])) {
        if cosines[at] > 0.0 {
            sum += f64::from(cosines[at]);
            near.push((UNKNOWN + 1 + at as u32, sum));
        }
    }
    near
}
