//! Texts in which each word is changed by chance, save those that a rule holds fast.
//!
//! Every word that is not held is changed with probability ½, independently of all others. A block of 64 texts has its own
//! stream of random numbers, so that it depends on nothing but the seed and its number.

use std::collections::BTreeMap;

use rand::Rng;
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};
use serde::{Deserialize, Serialize};

use super::{bandit::LANES, vector_space::VectorSpace};
use crate::{model::Model, text::UNKNOWN};

/// What happens to a word that is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
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

/// Ids, and the sum of the weights up to each.
type Substitutes = Vec<(u32, f64)>;

/// Draws changed texts.
#[derive(Debug, Clone)]
pub struct Sampler {
    ids: Vec<u32>,
    kind: Perturbation,
    seed: ChaCha8Rng,
    space: Option<VectorSpace>,
    substitutes: BTreeMap<u32, Substitutes>,
}

impl Sampler {
    /// For a text; [`Sampler::prepare`] comes before the first block.
    pub fn new(ids: Vec<u32>, kind: Perturbation, seed: u64) -> Self {
        Self { ids, kind, seed: ChaCha8Rng::seed_from_u64(seed), space: None, substitutes: BTreeMap::new() }
    }

    /// Whether the words that may stand in for each are known.
    pub fn is_ready(&self) -> bool {
        self.kind != Perturbation::Replace || self.ids.iter().all(|id| self.substitutes.contains_key(id))
    }

    /// Finds the words that may stand in for the next word, milliseconds each.
    pub fn prepare(&mut self, model: &Model) {
        let Some(&id) = self.ids.iter().find(|id| !self.substitutes.contains_key(id)) else { return };
        let space = self.space.get_or_insert_with(|| VectorSpace::new(model));
        let near = space.nearest(model, model.embedding_of(id), SUBSTITUTES + 1);
        let mut sum = 0.0;
        let others = near.into_iter().filter(|other| other.id != id && other.score > 0.0).take(SUBSTITUTES);
        let weighed = others.map(|other| {
            sum += f64::from(other.score);
            (other.id, sum)
        });
        self.substitutes.insert(id, weighed.collect());
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
        let words = self.ids.iter().zip(kept).map(|(&id, kept)| (id, kept >> sample & 1 == 1));
        let word = |(id, is_kept): (u32, bool)| match self.kind {
            _ if is_kept => Some(id),
            Perturbation::Unknown => Some(UNKNOWN),
            Perturbation::Delete => None,
            Perturbation::Replace => Some(self.substitute(id, rng)),
        };
        words.filter_map(word).collect()
    }

    /// A word in place of another; a word without neighbours stays.
    fn substitute(&self, id: u32, rng: &mut ChaCha8Rng) -> u32 {
        let choice = self.substitutes.get(&id).map_or(&[][..], Vec::as_slice);
        let Some(&(_, sum)) = choice.last() else { return id };
        let drawn = sum * rng.random::<f64>();
        choice.get(choice.partition_point(|&(_, to)| to <= drawn)).map_or(id, |&(other, _)| other)
    }
}
