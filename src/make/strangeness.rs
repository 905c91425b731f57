//! How well do credibility and word pairs notice strange input? Measured when an index is built, native only.
//!
//! Strange texts are made of the reviews that they stand for, so that they have their lengths: *unknown* replaces 95 %
//! of the words by the unknown word, *random* draws as many words as often as the training texts hold them, *shuffled*
//! puts a review's own words in random order. *Foreign* are thirty short texts in twelve languages, written for this,
//! as they are (foreign.txt). The measure is the chance that a strange text looks stranger than a review, ties half.

use rand::{Rng, SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;

use super::calibrate::{nonconformity, side};
use crate::{
    index::{ActivationIndex, IndexedReview, Measured, ReviewStore, Split, Strange},
    kernel::ranked,
    model::{Model, favours},
    text::{Tokenizer, UNKNOWN, Vocabulary},
};

/// The share of words that *unknown* replaces.
const UNKNOWN_SHARE: f64 = 0.95;
/// The ε at which validity is measured.
const EPSILONS: [f64; 3] = [0.05, 0.1, 0.2];
/// Bins of the reliability diagram.
const BINS: usize = 10;

/// The foreign texts, one a line.
pub fn foreign() -> impl Iterator<Item = &'static str> {
    include_str!("foreign.txt").lines().filter(|line| !line.is_empty())
}

/// The largest p of a text and, of equals, the first label with it.
fn best(p: impl Iterator<Item = f64>) -> (usize, f64) {
    p.enumerate().fold((0, -1.0), |best, (label, p)| if p > best.1 { (label, p) } else { best })
}

/// How familiar each text looks, by credibility, cleverhans' credibility, rare pairs and unknown words; less is
/// stranger.
fn familiarity(model: &Model, index: &ActivationIndex, texts: &[&[u32]]) -> Vec<[f64; 4]> {
    let calibration = index.calibration();
    let of_text = |(ids, alpha): (&&[u32], Vec<u32>)| {
        let credibility = best(alpha.iter().map(|&alpha| calibration.p(alpha))).1;
        let trimmed = best(alpha.iter().map(|&alpha| calibration.trimmed(alpha).unwrap_or(1.0))).1;
        let rare = index.pairs().rare(ids).len() as f64 / ids.len().saturating_sub(1).max(1) as f64;
        let unknown = ids.iter().filter(|&&id| id == UNKNOWN).count() as f64 / ids.len().max(1) as f64;
        [credibility, trimmed, -rare, -unknown]
    };
    texts.iter().zip(nonconformity(model, index, texts)).map(of_text).collect()
}

/// The chance that a number of the first is smaller than one of the second, ties half.
fn auroc(strange: &[f64], usual: &[f64]) -> f64 {
    let mut sorted = usual.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let above = |value: f64| {
        let below = sorted.partition_point(|&other| other < value);
        let ties = sorted.partition_point(|&other| other <= value) - below;
        (sorted.len() - below) as f64 - ties as f64 / 2.0
    };
    strange.iter().map(|&value| above(value)).sum::<f64>() / (strange.len() * usual.len()).max(1) as f64
}

/// What a comparison of texts with reviews needs.
pub struct Comparison<'a> {
    model: &'a Model,
    index: &'a ActivationIndex,
    reviews: Vec<&'a [u32]>,
    usual: Vec<[f64; 4]>,
}

impl<'a> Comparison<'a> {
    /// With the reviews that figures are measured on.
    pub fn new(model: &'a Model, index: &'a ActivationIndex, store: &'a ReviewStore) -> Self {
        let reviews = side(store, Split::Assess);
        let usual = familiarity(model, index, &reviews);
        Self { model, index, reviews, usual }
    }

    /// How well texts of one kind are told from the reviews.
    pub fn with(&self, kind: &str, texts: &[Vec<u32>]) -> Strange {
        let strange = familiarity(self.model, self.index, &texts.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let column = |rows: &[[f64; 4]], detector: usize| rows.iter().map(|row| row[detector]).collect::<Vec<_>>();
        let auroc = std::array::from_fn(|at| auroc(&column(&strange, at), &column(&self.usual, at)));
        Strange { kind: kind.into(), texts: texts.len(), auroc }
    }

    /// Strange texts of the kinds that the reviews themselves give, each of the first `most` reviews.
    pub fn made(&self, most: usize, seed: u64) -> Vec<(&'static str, Vec<Vec<u32>>)> {
        let reviews = &self.reviews[..self.reviews.len().min(most)];
        let drawn = Drawn::new(self.index, self.model.config().vocabulary);
        let all = |change: &dyn Fn(&[u32], &mut ChaCha8Rng) -> Vec<u32>| {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            reviews.iter().map(|ids| change(ids, &mut rng)).collect()
        };
        let unknown = |id: u32, rng: &mut ChaCha8Rng| if rng.random_bool(UNKNOWN_SHARE) { UNKNOWN } else { id };
        let shuffle = |ids: &[u32], rng: &mut ChaCha8Rng| {
            let mut ids = ids.to_vec();
            ids.shuffle(rng);
            ids
        };
        vec![
            ("unknown", all(&|ids, rng| ids.iter().map(|&id| unknown(id, rng)).collect())),
            ("random", all(&|ids, rng| ids.iter().map(|_| drawn.word(rng)).collect())),
            ("shuffled", all(&shuffle)),
        ]
    }

    /// Everything that the metadata hold.
    pub fn measure(&self, most: usize, seed: u64, tokenizer: Tokenizer, vocabulary: &Vocabulary) -> Measured {
        let judged: Vec<Judged> = self.judged();
        let share = |holds: &dyn Fn(&Judged) -> bool| {
            judged.iter().filter(|judged| holds(judged)).count() as f64 / judged.len().max(1) as f64
        };
        let validity =
            EPSILONS.map(|epsilon| [epsilon, share(&|j| j.p_true[0] <= epsilon), share(&|j| j.p_true[1] <= epsilon)]);
        let bin = |judged: &Judged| ((judged.credibility * BINS as f64) as usize).min(BINS - 1);
        let bins = (0..BINS).map(|at| summary(judged.iter().filter(|judged| bin(judged) == at)));
        let order = ranked(judged.len(), &|a, b| judged[a].credibility.total_cmp(&judged[b].credibility));
        let third = |at: usize| order[at * order.len() / 3..(at + 1) * order.len() / 3].iter().map(|&at| &judged[at]);
        let mut strange: Vec<Strange> =
            self.made(most, seed).iter().map(|(kind, texts)| self.with(kind, texts)).collect();
        let foreign: Vec<Vec<u32>> = foreign().map(|text| vocabulary.ids(&tokenizer.tokenize(text))).collect();
        strange.push(self.with("foreign", &foreign));
        Measured {
            reviews: judged.len(),
            accuracy: share(&|judged| judged.is_right),
            network_accuracy: share(&|judged| judged.network_is_right),
            validity: validity.to_vec(),
            reliability: bins.collect(),
            terciles: (0..3).map(|at| summary(third(at))).collect(),
            strange,
        }
    }

    fn judged(&self) -> Vec<Judged> {
        let index = self.index;
        let calibration = index.calibration();
        let last = index.classes() - 1;
        let reviews = index.reviews().iter().filter(|review| review.split == Split::Assess);
        let judge = |(review, alpha): (&IndexedReview, Vec<u32>)| {
            let label = usize::from(review.label);
            let (prediction, credibility) = best(alpha.iter().map(|&alpha| calibration.p(alpha)));
            let trimmed = calibration.trimmed(alpha[label]).unwrap_or(1.0);
            Judged {
                p_true: [calibration.p(alpha[label]), trimmed],
                credibility,
                is_right: prediction == label,
                network_is_right: favours(review.probability) == (label == last),
            }
        };
        reviews.zip(nonconformity(self.model, index, &self.reviews)).map(judge).collect()
    }
}

/// A review whose label is known.
struct Judged {
    p_true: [f64; 2],
    credibility: f64,
    is_right: bool,
    network_is_right: bool,
}

/// Mean credibility, how many, how often right.
fn summary<'a>(judged: impl Iterator<Item = &'a Judged>) -> [f64; 3] {
    let (mut sum, mut count, mut right) = (0.0, 0.0f64, 0.0);
    for one in judged {
        (sum, count) = (sum + one.credibility, count + 1.0);
        right += f64::from(u8::from(one.is_right));
    }
    [sum / count.max(1.0), count, right / count.max(1.0)]
}

/// Words as often as the training texts hold them.
struct Drawn {
    /// The counts of the words up to each.
    up_to: Vec<u64>,
}

impl Drawn {
    fn new(index: &ActivationIndex, vocabulary: usize) -> Self {
        let counts = (0..vocabulary as u32).scan(0u64, |sum, id| {
            *sum += u64::from(index.count(id));
            Some(*sum)
        });
        Self { up_to: counts.collect() }
    }

    fn word(&self, rng: &mut ChaCha8Rng) -> u32 {
        let drawn = rng.random_range(0..self.up_to.last().copied().unwrap_or(0).max(1));
        self.up_to.partition_point(|&sum| sum <= drawn) as u32
    }
}
