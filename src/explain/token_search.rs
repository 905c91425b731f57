//! Token search: what happened in training to the texts that hold these words? (The paper's §4.2.)
//!
//! 1. Every review that holds the selected tokens, one after the other, is found; occurrences may overlap.
//! 2. The network's predictions on them make a histogram, split by the true label: training and validation apart,
//!    because the network has already seen the training ones and is surer of them.
//!
//! Where the texts may not be published, the index names the reviews that hold each token, and neither where nor how often
//! ([`postings`](crate::index::postings)): several tokens are then found in whatever order.
//!
//! Cost: one look at every token of the reviews, or at the lists. Fidelity: exact counts; the base rate says what any word would show.
//! Do not take it for a cause: a word keeps company, and the predictions are of the whole reviews.

use serde::Serialize;

use super::{
    ExplainError, More, Progress, check_span,
    method::{About, Ask, Explains, Method, Need, Question},
    settings::settings,
};
use crate::{
    index::{IndexedReview, LAST_OF_TWO, Memory, query::first_by},
    model::{Classifier, Model},
    text::{UNKNOWN, Vocabulary},
};

/// The method's name.
const METHOD: &str = "token-search";
/// Bars of a histogram.
const BINS: usize = 20;
/// Reviews looked through in one unit of work: a millisecond.
const REVIEWS_AT_ONCE: usize = 1024;

settings! {
    /// Settings of token search.
    #[derive(PartialEq, Eq)]
    pub struct Config {
        /// The selected tokens, FROM..TO without TO. There is no default: it must be set.
        pub span: Option<(usize, usize)> = None;
        /// How many reviews are listed.
        pub top: usize = 50;
    }
}

/// The network's predictions on the reviews that were found on one side of the split.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Histogram {
    /// Reviews that hold the tokens.
    pub reviews: usize,
    /// Those of them whose true label is the last class.
    pub positive: usize,
    /// The others.
    pub negative: usize,
    /// Occurrences in them; null where the index only names the reviews.
    pub occurrences: Option<usize>,
    /// The share of the last class among all reviews of this side.
    pub base_rate: f64,
    /// How many bins there are between probability 0 and 1.
    pub bins: usize,
    /// Reviews of other classes by the probability that the network gives to the last class.
    pub negative_bins: Vec<u32>,
    /// Reviews of the last class by that probability.
    pub positive_bins: Vec<u32>,
    /// The mean of that probability; null if there are no reviews.
    pub mean_probability: Option<f64>,
}

/// A review that holds the tokens.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct FoundReview {
    /// Its row in the corpus.
    pub review: u32,
    /// train or validation.
    pub split: &'static str,
    /// Its true class.
    pub label: u8,
    /// What the network says of the last class.
    pub probability: f32,
    /// Occurrences in it; null where the index only names the reviews.
    pub count: Option<usize>,
    /// The token that the first occurrence begins with; null likewise.
    pub position: Option<usize>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "TokenSearch"))]
pub struct TokenSearchResult {
    /// token-search.
    pub method: &'static str,
    /// The selected tokens.
    pub span: (usize, usize),
    /// As the vocabulary has them.
    pub tokens: Vec<String>,
    /// One of them is not in the vocabulary: the network cannot tell it from any other unknown word, so nothing is
    /// searched for.
    pub unknown: bool,
    /// The reviews hold the tokens one after the other; else all of them somewhere, as far as the index tells.
    pub in_order: bool,
    /// What the network was trained on.
    pub train: Histogram,
    /// What it was not.
    pub validation: Histogram,
    /// The reviews whose prediction is nearest to the reader's own.
    pub reviews: Vec<FoundReview>,
    /// What the network says of the reader's own text.
    pub prediction: f32,
}

/// A search that looks through review after review, or a look at the lists of the index.
#[derive(Debug, Clone)]
pub struct TokenSearch {
    config: Config,
    span: (usize, usize),
    ids: Vec<u32>,
    prediction: f32,
    unknown: bool,
    /// The texts are here.
    reads: bool,
    /// Slot of each review and its place in the index, by row; none if a token is unknown.
    queue: Vec<(usize, usize)>,
    looked: usize,
    found: Vec<FoundReview>,
}

impl TokenSearch {
    /// Prepares the search; `ids` are those of the reader's text.
    pub fn start(config: Config, model: &Model, memory: Memory<'_>, ids: &[u32]) -> Result<Self, ExplainError> {
        let span = config.span.unwrap_or((0, 0));
        check_span(span, ids.len())?;
        let index = memory.index.ok_or(ExplainError::NoIndex { method: METHOD })?;
        let prediction = model.scores(&[ids.to_vec()]).first().map_or(0.0, |score| score.probability);
        let ids = ids[span.0..span.1].to_vec();
        let unknown = ids.iter().any(|&id| id <= UNKNOWN);
        let (reads, (mut queue, mut found)) = (!memory.reviews.is_empty(), (Vec::new(), Vec::new()));
        if reads {
            let places = memory.reviews.places(index)?;
            queue = memory.reviews.slots().filter(|_| !unknown).map(|slot| (slot, places[slot])).collect();
        } else {
            let postings = index.postings().ok_or(ExplainError::NoTexts { method: METHOD })?;
            let places = postings.of_all(if unknown { &[] } else { &ids });
            found = places.into_iter().map(|place| found_review(index.reviews()[place as usize], None)).collect();
        }
        Ok(Self { config, span, ids, prediction, unknown, reads, queue, looked: 0, found })
    }

    /// Looks on while `more` says so. Progress counts reviews.
    pub fn advance(&mut self, memory: Memory<'_>, more: More<'_>) -> Progress {
        while self.looked < self.queue.len() {
            let unit = self.looked..self.queue.len().min(self.looked + REVIEWS_AT_ONCE);
            self.looked = unit.end;
            let found = self.queue[unit].iter().filter_map(|&(slot, place)| self.look(memory, slot, place));
            self.found.extend(found.collect::<Vec<_>>());
            if !more() {
                break;
            }
        }
        let (done, total) = (self.looked as u64, self.queue.len() as u64);
        Progress { done, total, finished: done == total }
    }

    /// What has been found so far.
    pub fn snapshot(&self, memory: Memory<'_>, vocabulary: &Vocabulary) -> TokenSearchResult {
        let all = memory.index.map_or(&[][..], |index| index.reviews());
        let far = |review: &FoundReview| (review.probability - self.prediction).abs();
        let nearest = |a: &FoundReview, b: &FoundReview| far(a).total_cmp(&far(b)).then(a.review.cmp(&b.review));
        TokenSearchResult {
            method: METHOD,
            span: self.span,
            tokens: self.ids.iter().map(|&id| vocabulary.token(id).to_owned()).collect(),
            unknown: self.unknown,
            in_order: self.reads || self.ids.len() < 2,
            train: self.histogram(all, true),
            validation: self.histogram(all, false),
            reviews: first_by(self.found.iter().copied(), self.config.top, nearest),
            prediction: self.prediction,
        }
    }

    fn look(&self, memory: Memory<'_>, slot: usize, place: usize) -> Option<FoundReview> {
        let ids = memory.reviews.at(slot).ids;
        let mut hits =
            (0..(ids.len() + 1).saturating_sub(self.ids.len())).filter(|&at| ids[at..].starts_with(&self.ids));
        let position = hits.next()?;
        Some(found_review(memory.index?.reviews()[place], Some((1 + hits.count(), position))))
    }

    fn histogram(&self, all: &[IndexedReview], train: bool) -> Histogram {
        let side = if train { TRAIN } else { VALIDATION };
        let labels = all.iter().filter(|review| review.split.is_train() == train).map(|review| review.label);
        let mut histogram = Histogram {
            base_rate: labels.clone().filter(|&label| label == LAST_OF_TWO).count() as f64
                / labels.count().max(1) as f64,
            bins: BINS,
            negative_bins: vec![0; BINS],
            positive_bins: vec![0; BINS],
            occurrences: self.reads.then_some(0),
            ..Histogram::default()
        };
        let mut sum = 0.0;
        for review in self.found.iter().filter(|review| review.split == side) {
            let is_positive = review.label == LAST_OF_TWO;
            let bins = if is_positive { &mut histogram.positive_bins } else { &mut histogram.negative_bins };
            bins[((review.probability * BINS as f32) as usize).min(BINS - 1)] += 1;
            histogram.positive += usize::from(is_positive);
            histogram.reviews += 1;
            histogram.occurrences = histogram.occurrences.zip(review.count).map(|(all, count)| all + count);
            sum += f64::from(review.probability);
        }
        histogram.negative = histogram.reviews - histogram.positive;
        histogram.mean_probability = (histogram.reviews > 0).then(|| sum / histogram.reviews as f64);
        histogram
    }
}

impl Method for TokenSearch {
    const NAME: &'static str = METHOD;
    const ABOUT: About = About::of(Question::Training).explaining(Explains::Recalled);
    type Config = Config;
    type Answer = TokenSearchResult;

    fn needs(_config: &Config) -> &'static [Need] {
        &[Need::Index, Need::Words, Need::TwoClasses]
    }

    fn start(config: Config, ask: &Ask<'_>) -> Result<Self, ExplainError> {
        Self::start(config, ask.model, ask.memory, ask.ids)
    }

    fn advance(&mut self, ask: &Ask<'_>, more: More<'_>) -> Result<Progress, ExplainError> {
        Ok(self.advance(ask.memory, more))
    }

    fn snapshot(&self, ask: &Ask<'_>) -> TokenSearchResult {
        self.snapshot(ask.memory, ask.vocabulary)
    }
}

/// A review of the index, with the number of occurrences and the first of them where they are known.
fn found_review(review: IndexedReview, seen: Option<(usize, usize)>) -> FoundReview {
    let IndexedReview { row, split, label, probability, .. } = review;
    let split = if split.is_train() { TRAIN } else { VALIDATION };
    let (count, position) = seen.unzip();
    FoundReview { review: row, split, label, probability, count, position }
}

const TRAIN: &str = "train";
const VALIDATION: &str = "validation";
