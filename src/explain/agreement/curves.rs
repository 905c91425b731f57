//! What methods say side by side, and the curves of deletion and insertion.

use std::collections::BTreeMap;

use rand::Rng;
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};
use serde::Serialize;

use super::ranks::{descending, kendall, overlap};
use crate::{
    explain::{More, Progress, Target, common::work::texts_per_unit},
    model::Classifier,
};

/// The method's name.
pub const METHOD: &str = "agreement";
/// Most steps of a curve.
pub const STEPS: usize = 40;
/// How many of the largest weights are compared.
pub const TOPS: [usize; 2] = [5, 10];

/// What a method says.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Weighed {
    /// The method.
    pub name: String,
    /// The weight of each token.
    pub weights: Vec<f64>,
    /// How many places share a word's weight, of which each has an equal part here; of LIME only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub shared: Option<Vec<usize>>,
    /// What should be known before it is believed.
    pub note: Option<String>,
    /// It is shown as a warning only, and does not count among those that agree.
    pub warning: bool,
    /// By token: the weight is not the word's, as the method itself says (contextual decomposition that ran away).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub runaway: Option<Vec<bool>>,
}

/// A curve of a method.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "OrderCurve"))]
pub struct Curve {
    /// The method.
    pub name: String,
    /// (share of the words in its order, score).
    pub points: Vec<[f64; 2]>,
    /// How much farther than by chance the score moves, on average over the curve.
    pub aopc: f64,
}

/// What random orders do.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "RandomBand"))]
pub struct Band {
    /// The share of the words at each point.
    pub shares: Vec<f64>,
    /// The mean score.
    pub mean: Vec<f64>,
    /// One standard deviation below.
    pub low: Vec<f64>,
    /// One standard deviation above.
    pub high: Vec<f64>,
}

/// Both bands.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "RandomOrders"))]
pub struct Random {
    /// How many orders.
    pub orders: usize,
    /// Words taken away.
    pub deletion: Band,
    /// Words put in.
    pub insertion: Band,
}

/// A matrix with a row and a column for each method; null where nothing can be said.
pub type Matrix = Vec<Vec<Option<f64>>>;

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Agreement"))]
pub struct Compared {
    /// agreement.
    pub method: &'static str,
    /// Always the logit.
    pub target: Target,
    /// The tokens in order.
    pub tokens: Vec<String>,
    /// The methods that have answered.
    pub methods: Vec<Weighed>,
    /// Methods that have nothing to say about this network, and why.
    pub left_out: Vec<[String; 2]>,
    /// Kendall's τ-b; null where a method gives all words the same weight.
    pub kendall: Matrix,
    /// Shares of the largest 5 and 10 in common; null where a text has no more words, or a method gives all the same weight.
    pub overlap: BTreeMap<String, Matrix>,
    /// Words taken away; empty until the curves are done.
    pub deletion: Vec<Curve>,
    /// Words put in; empty until the curves are done.
    pub insertion: Vec<Curve>,
    /// The same with random orders; null until the curves are done.
    pub random: Option<Random>,
    /// Words of the text.
    pub words: usize,
    /// The score of the whole text, once it is known.
    pub score: Option<f64>,
    /// The seed of LIME and of the random orders.
    pub seed: u64,
}

/// Compares what has been weighed, each pair of methods.
pub fn compare(methods: &[Weighed], measure: impl Fn(&[f64], &[f64]) -> Option<f64>) -> Matrix {
    let row = |a: &Weighed| methods.iter().map(|b| measure(&a.weights, &b.weights)).collect();
    methods.iter().map(row).collect()
}

impl Compared {
    /// The answer as far as it is known.
    pub fn of(
        tokens: Vec<String>,
        methods: Vec<Weighed>,
        left_out: Vec<[String; 2]>,
        curves: Option<&Curves>,
        seed: u64,
    ) -> Self {
        let names: Vec<&str> = methods.iter().map(|method| method.name.as_str()).collect();
        let found = curves.and_then(|curves| curves.result(&names));
        let score = curves.and_then(Curves::score);
        let (deletion, insertion, random) = match found {
            Some((deletion, insertion, random)) => (deletion, insertion, Some(random)),
            None => (Vec::new(), Vec::new(), None),
        };
        let overlaps = TOPS.map(|k| (k.to_string(), compare(&methods, |a, b| overlap(a, b, k))));
        Self {
            method: METHOD,
            target: Target::Logit,
            words: tokens.len(),
            tokens,
            kendall: compare(&methods, kendall),
            overlap: overlaps.into_iter().collect(),
            methods,
            left_out,
            deletion,
            insertion,
            random,
            score,
            seed,
        }
    }
}

/// A job that reads the texts of all curves.
pub struct Curves {
    ids: Vec<u32>,
    /// The methods' orders, then the random ones.
    orders: Vec<Vec<usize>>,
    methods: usize,
    /// 1 or −1.
    verdict: f64,
    /// Words taken in between none and all.
    counts: Vec<usize>,
    /// Of the whole text, of the empty text, then order by order: deletion, insertion.
    scores: Vec<f64>,
}

/// Words between none and all at which curves are read.
fn counts(words: usize) -> Vec<usize> {
    let steps = words.min(STEPS);
    (1..steps).map(|step| (step * words + steps / 2) / steps).collect()
}

/// Texts that all curves of so many orders take.
pub fn texts_of_curves(words: usize, orders: usize) -> u64 {
    2 + (orders * 2 * counts(words).len()) as u64
}

impl Curves {
    /// Prepares curves for weights whose words speak for the class that is explained where they are positive;
    /// `verdict` is 1 if the network decides for that class, else −1.
    pub fn start(ids: &[u32], weights: &[&[f64]], verdict: f64, random: usize, seed: u64) -> Self {
        let support = |weights: &&[f64]| descending(&weights.iter().map(|weight| verdict * weight).collect::<Vec<_>>());
        let mut orders: Vec<Vec<usize>> = weights.iter().map(support).collect();
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        for _ in 0..random {
            let mut order: Vec<usize> = (0..ids.len()).collect();
            (1..order.len()).rev().for_each(|at| order.swap(at, rng.random_range(0..=at)));
            orders.push(order);
        }
        let (methods, counts, scores) = (weights.len(), counts(ids.len()), Vec::new());
        Self { ids: ids.to_vec(), orders, methods, verdict, counts, scores }
    }

    /// Reads on while `more` says so. Progress counts texts.
    pub fn advance(&mut self, classifier: &impl Classifier, more: More<'_>) -> Progress {
        while !self.progress().finished {
            let from = self.scores.len();
            let to = (from + texts_per_unit(self.ids.len() / 2)).min(self.total());
            let texts: Vec<Vec<u32>> = (from..to).map(|index| self.text(index)).collect();
            self.scores.extend(classifier.scores(&texts).into_iter().map(|score| Target::Logit.of(score)));
            if !more() {
                break;
            }
        }
        self.progress()
    }

    /// Texts read.
    pub fn progress(&self) -> Progress {
        let (done, total) = (self.scores.len() as u64, self.total() as u64);
        Progress { done, total, finished: done == total }
    }

    /// The whole text's score, once it is read.
    pub fn score(&self) -> Option<f64> {
        self.scores.first().copied()
    }

    fn total(&self) -> usize {
        2 + self.orders.len() * 2 * self.counts.len()
    }

    fn text(&self, index: usize) -> Vec<u32> {
        match index {
            0 => return self.ids.clone(),
            1 => return Vec::new(),
            _ => {}
        }
        let (curve, step) = ((index - 2) / self.counts.len(), (index - 2) % self.counts.len());
        let (order, inserted) = (&self.orders[curve / 2], curve % 2 == 1);
        let mut kept = vec![!inserted; self.ids.len()];
        order[..self.counts[step]].iter().for_each(|&at| kept[at] = inserted);
        self.ids.iter().zip(kept).filter_map(|(&id, kept)| kept.then_some(id)).collect()
    }

    /// The scores along one curve, ends included.
    fn along(&self, order: usize, inserted: bool) -> Vec<f64> {
        let first = 2 + (2 * order + usize::from(inserted)) * self.counts.len();
        let (begin, end) = if inserted { (1, 0) } else { (0, 1) };
        let inner = &self.scores[first..first + self.counts.len()];
        [&self.scores[begin..=begin], inner, &self.scores[end..=end]].concat()
    }

    /// Both families of curves and the random ones; `names` are those of the methods. None until all is read.
    fn result(&self, names: &[&str]) -> Option<(Vec<Curve>, Vec<Curve>, Random)> {
        if !self.progress().finished || self.ids.is_empty() {
            return None;
        }
        let [deletion, insertion] = [false, true].map(|inserted| {
            let band = self.band(inserted);
            let farther = if inserted { self.verdict } else { -self.verdict };
            let curve = |(order, name): (usize, &&str)| {
                let scores = self.along(order, inserted);
                let gains = scores.iter().zip(&band.mean).map(|(score, mean)| farther * (score - mean));
                let aopc = gains.skip(1).take(self.counts.len()).sum::<f64>() / self.counts.len().max(1) as f64;
                let points = band.shares.iter().zip(&scores).map(|(&share, &score)| [share, score]).collect();
                Curve { name: (*name).to_owned(), points, aopc }
            };
            (names.iter().take(self.methods).enumerate().map(curve).collect::<Vec<_>>(), band)
        });
        let random = Random { orders: self.orders.len() - self.methods, deletion: deletion.1, insertion: insertion.1 };
        Some((deletion.0, insertion.0, random))
    }

    fn band(&self, inserted: bool) -> Band {
        let words = self.ids.len() as f64;
        let inner = self.counts.iter().map(|&count| count as f64 / words);
        let shares: Vec<f64> = std::iter::once(0.0).chain(inner).chain(std::iter::once(1.0)).collect();
        let curves: Vec<Vec<f64>> =
            (self.methods..self.orders.len()).map(|order| self.along(order, inserted)).collect();
        let count = curves.len().max(1) as f64;
        let mean: Vec<f64> =
            (0..shares.len()).map(|at| curves.iter().map(|curve| curve[at]).sum::<f64>() / count).collect();
        let deviation = |at: usize| {
            let squares: f64 = curves.iter().map(|curve| (curve[at] - mean[at]).powi(2)).sum();
            (squares / (count - 1.0).max(1.0)).sqrt()
        };
        let low = (0..shares.len()).map(|at| mean[at] - deviation(at)).collect();
        let high = (0..shares.len()).map(|at| mean[at] + deviation(at)).collect();
        Band { shares, mean, low, high }
    }
}
