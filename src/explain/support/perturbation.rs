//! Texts in which each word is changed by chance, save those that a rule holds fast.
//!
//! Every word that is not held is changed with probability ½, independently of all others. A block of 64 texts has its own
//! stream of random numbers, so that it depends on nothing but the seed and its number.

use rand::Rng;
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};
use serde::{Deserialize, Serialize};

use super::bandit::LANES;
use crate::{kernel::first, model::Model, text::UNKNOWN};

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
    /// Of the first words of the text: those that are known.
    substitutes: Vec<Substitutes>,
}

impl Sampler {
    /// For a text; [`Sampler::prepare`] comes before the first block.
    pub fn new(ids: Vec<u32>, kind: Perturbation, seed: u64) -> Self {
        Self { ids, kind, seed: ChaCha8Rng::seed_from_u64(seed), substitutes: Vec::new() }
    }

    /// Whether the words that may stand in for each are known.
    pub fn is_ready(&self) -> bool {
        self.kind != Perturbation::Replace || self.substitutes.len() == self.ids.len()
    }

    /// Finds the words that may stand in for the next word: a pass over the word vectors, milliseconds.
    pub fn prepare(&mut self, model: &Model) {
        let at = self.substitutes.len();
        let Some(&id) = self.ids.get(at) else { return };
        let earlier = self.ids[..at].iter().position(|&other| other == id);
        let found = earlier.map_or_else(|| nearest(model, id), |earlier| self.substitutes[earlier].clone());
        self.substitutes.push(found);
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
        let choice = self.substitutes.get(at).map_or(&[][..], Vec::as_slice);
        let Some(&(_, sum)) = choice.last() else { return self.ids[at] };
        let drawn = sum * rng.random::<f64>();
        choice.get(choice.partition_point(|&(_, to)| to <= drawn)).map_or(self.ids[at], |&(other, _)| other)
    }
}

/// The words whose vectors are nearest to one's by cosine, and the running sum of the cosines; of equals, the first.
fn nearest(model: &Model, id: u32) -> Substitutes {
    let own = model.embedding_of(id);
    let cosine = |other: u32| {
        let (mut dot, mut square) = (0.0f32, 0.0f32);
        for (a, b) in model.embedding_of(other).iter().zip(own) {
            dot += a * b;
            square += a * a;
        }
        if other == id || square == 0.0 { 0.0 } else { dot / square.sqrt() }
    };
    // The length of the word's own vector scales all alike.
    let cosines: Vec<f32> = (UNKNOWN + 1..model.config().vocabulary as u32).map(cosine).collect();
    let mut near = Vec::new();
    let mut sum = 0.0;
    for at in first(cosines.len(), SUBSTITUTES, &|a, b| cosines[b].total_cmp(&cosines[a])) {
        if cosines[at] > 0.0 {
            sum += f64::from(cosines[at]);
            near.push((UNKNOWN + 1 + at as u32, sum));
        }
    }
    near
}
