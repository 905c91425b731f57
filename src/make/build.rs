//! Builds the index: every review once through the network, native only.
//!
//! 1. Some training reviews give the second moments of the hidden states, whose leading eigenvectors become the basis
//!    of the segments.
//! 2. All reviews run in chunks of similar length, on every core; of each stays the score and, of the training ones,
//!    the rows that neighbours are compared by, the projection of every k-th state and the places at which a unit's
//!    value is among the highest or lowest of all.
//! 3. The projections are rounded to int8, a scale for each component.
//! 4. The validation reviews that chose the model calibrate deep nearest neighbours and word pairs.
//!
//! Memory: one chunk's states per core, besides the index itself. The same reviews, model, options and program give
//! the same bytes, whatever the number of cores.

use nalgebra::DMatrix;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::{
    calibrate::calibrate,
    peaks::{Peaks, no_extremes, offer},
};
use crate::{
    index::{
        ActivationIndex, Calibration, IndexedReview, Layer, Layers, Metadata, Projection, Reading, ReviewStore,
        WordPairs,
        format::{
            checks::Rows,
            contexts::{Contexts, PLACES},
            endings::{Endings, training_places},
            segments::Segments,
        },
    },
    model::{CellKind, Config, Directions, Model, Run, StepStates, quantize},
};

/// Reviews that are run together.
const CHUNK: usize = 128;
/// Chunks between two reports of progress.
const CHUNKS_AT_ONCE: usize = 8;
/// Training reviews that give the basis: 140,000 states for 128 × 128 moments.
const BASIS_REVIEWS: usize = 512;
/// The largest residual as stored.
const RESIDUAL_LEVELS: f32 = 255.0;

/// About how many segments the shipped index keeps; with [`COMPONENTS`] it stays below 13 MB.
pub const SEGMENTS: usize = 350_000;
/// How many components of each. Measured on the shipped model at about the same number of bytes with 200 questions, a
/// first answer named this share of the exact ten reviews, by segments alone and after reading again: 8 components
/// .052 and .343, 12 .076 and .383, 16 .067 and .361, 24 .068 and .360. Keeping the positions where the score jumps,
/// or those of a review that are farthest apart, instead of every n-th found fewer.
pub const COMPONENTS: usize = 12;

/// What an index is built with.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// SHA-256 of the weights file.
    pub model_hash: String,
    /// Chooses the segments.
    pub seed: u64,
    /// About how many segments to keep.
    pub segments: usize,
    /// How many components of each.
    pub components: usize,
}

impl Options {
    /// The sizes of the shipped index.
    pub fn new(model_hash: impl Into<String>) -> Self {
        Self { model_hash: model_hash.into(), seed: 0, segments: SEGMENTS, components: COMPONENTS }
    }
}

/// Builds the index of the reviews in a store. `progress` hears how many of how many positions have been read.
pub fn build(
    model: &Model,
    store: &ReviewStore,
    options: &Options,
    progress: &mut dyn FnMut(u64, u64),
) -> ActivationIndex {
    let slots: Vec<usize> = store.slots().collect();
    let selection = Selection::new(model, store, options);
    let projection = basis(model, store, options);
    let mut contexts = no_contexts(model, store);
    let mut take = |at: usize, reading: &mut Kept| take_peaks(&mut contexts, at, reading);
    let readings = read_all(model, store, &slots, &selection, &projection, &mut take, progress);
    let mut counts = vec![0; model.config().vocabulary];
    store.train().flat_map(|slot| store.at(slot).ids).for_each(|&id| counts[id as usize] += 1);
    let reviews: Vec<IndexedReview> =
        slots.iter().zip(&readings).map(|(&slot, reading)| indexed(store, slot, reading)).collect();
    let training = readings.iter().filter_map(|reading| reading.ending.as_ref());
    let (config, segments) = (model.config(), selection.in_words(projection.components()));
    let mut index = ActivationIndex {
        metadata: Metadata::new(config, options.model_hash.clone(), options.seed, segments),
        features: config.features(),
        classes: config.classes(),
        endings: endings(config, &reviews, training),
        neighbours: 0,
        calibration: Calibration::default(),
        pairs: WordPairs::default(),
        reviews,
        counts,
        segments: round(&readings, projection),
        contexts: Some(contexts),
        postings: None,
        phrases: None,
    };
    calibrate(model, store, &mut index);
    index
}

fn no_contexts(model: &Model, store: &ReviewStore) -> Contexts {
    let places = store.train().filter(|&slot| !store.at(slot).ids.is_empty()).count().min(PLACES);
    let extremes = no_extremes(model.config().features(), places);
    Contexts { cell: (model.config().cell == CellKind::Lstm).then(|| extremes.clone()), hidden: extremes }
}

/// Hands a review's peaks on; kept in every reading they would be the largest part of it.
fn take_peaks(contexts: &mut Contexts, at: usize, reading: &mut Kept) {
    offer(&mut contexts.hidden, at, &std::mem::take(&mut reading.hidden_peaks));
    if let Some(cell) = &mut contexts.cell {
        offer(cell, at, &std::mem::take(&mut reading.cell_peaks));
    }
}

fn indexed(store: &ReviewStore, slot: usize, reading: &Kept) -> IndexedReview {
    let review = store.at(slot);
    let (probability, tokens) = (reading.probability, review.ids.len() as u32);
    IndexedReview { row: review.row, split: review.split, label: review.label, probability, tokens }
}

/// Which positions become segments: every `stride`-th of each training review, from a start of its own.
struct Selection {
    stride: usize,
    /// The first kept position of each slot; none for validation reviews.
    first: Vec<usize>,
}

impl Selection {
    fn new(model: &Model, store: &ReviewStore, options: &Options) -> Self {
        let positions: usize = store.train().map(|slot| store.at(slot).ids.len()).sum();
        let stride = positions.div_ceil(options.segments.max(1)).max(1);
        let mut rng = ChaCha8Rng::seed_from_u64(options.seed);
        let mut first = vec![usize::MAX; store.len()];
        // A bidirectional network has no state that a reader's prefix could be compared with.
        if model.config().directions == Directions::Unidirectional {
            store.train().for_each(|slot| first[slot] = rng.random_range(0..stride));
        }
        Self { stride, first }
    }

    fn holds(&self, slot: usize, position: usize) -> bool {
        position.checked_sub(self.first[slot]).is_some_and(|after| after.is_multiple_of(self.stride))
    }

    fn in_words(&self, components: usize) -> String {
        let which = match self.stride {
            1 => "every position of each training review".to_owned(),
            stride => format!("one position in {stride} of each training review, from a random start"),
        };
        format!("{which}; {components} components of the hidden state")
    }
}

/// What stays of one review.
#[derive(Default)]
struct Kept {
    probability: f32,
    /// The rows of its layers in int8, and the last layer's; None for validation reviews.
    ending: Option<(Vec<Rows>, Vec<f32>)>,
    positions: Vec<u16>,
    /// \[segments, components\].
    values: Vec<f32>,
    residuals: Vec<f32>,
    /// Empty for validation reviews.
    hidden_peaks: Peaks,
    cell_peaks: Peaks,
}

fn read_all(
    model: &Model,
    store: &ReviewStore,
    slots: &[usize],
    selection: &Selection,
    projection: &Projection,
    take: &mut dyn FnMut(usize, &mut Kept),
    progress: &mut dyn FnMut(u64, u64),
) -> Vec<Kept> {
    let tokens = |slot: usize| store.at(slot).ids.len();
    let total = slots.iter().map(|&slot| tokens(slot) as u64).sum();
    let mut done = 0;
    // Texts of one length fill a batch to its end.
    let mut order: Vec<usize> = (0..slots.len()).collect();
    order.sort_by_key(|&at| tokens(slots[at]));
    let mut readings: Vec<Kept> = slots.iter().map(|_| Kept::default()).collect();
    for group in order.chunks(CHUNK * CHUNKS_AT_ONCE) {
        let chunks: Vec<Vec<usize>> = group.chunks(CHUNK).map(|c| c.iter().map(|&at| slots[at]).collect()).collect();
        let read = chunks.par_iter().flat_map_iter(|chunk| read_chunk(model, store, chunk, selection, projection));
        for (&at, mut reading) in group.iter().zip(read.collect::<Vec<Kept>>()) {
            take(at, &mut reading);
            done += tokens(slots[at]) as u64;
            readings[at] = reading;
        }
        progress(done, total);
    }
    readings
}

fn read_chunk(
    model: &Model,
    store: &ReviewStore,
    slots: &[usize],
    selection: &Selection,
    projection: &Projection,
) -> Vec<Kept> {
    let texts: Vec<Reading<'_>> = slots.iter().map(|&slot| Reading::from(store.at(slot).ids)).collect();
    let mut readings: Vec<Kept> = slots.iter().map(|_| Kept::default()).collect();
    let mut visit = |run: usize, step: usize, states: StepStates<'_>| {
        let reading = &mut readings[run];
        if selection.holds(slots[run], step) {
            reading.positions.push(step as u16);
            reading.residuals.push(projection.project(states.hidden, &mut reading.values));
        }
        if store.at(slots[run]).split.is_train() {
            reading.hidden_peaks.take(step, states.hidden);
            reading.cell_peaks.take(step, states.cell);
        }
    };
    let (layers, scores) = Layers::of_texts(model, &texts, &mut visit);
    for (run, (reading, score)) in readings.iter_mut().zip(scores).enumerate() {
        reading.probability = score.probability;
        reading.ending = store.at(slots[run]).split.is_train().then(|| ending(&layers, run));
    }
    readings
}

/// Puts together the rows of the training reviews, each of its own, in the order of the index.
fn endings<'a>(
    config: &Config,
    reviews: &[IndexedReview],
    texts: impl Iterator<Item = &'a (Vec<Rows>, Vec<f32>)>,
) -> Endings {
    let layers = Layer::all(config);
    let mut rows = vec![Rows::default(); layers.len() - 1];
    let mut logits = Vec::new();
    for (own, own_logits) in texts {
        for (rows, own) in rows.iter_mut().zip(own) {
            rows.values.extend(&own.values);
            rows.scales.extend(&own.scales);
        }
        logits.extend(own_logits);
    }
    Endings { places: training_places(reviews, 0), layers, rows, logits }
}

/// The rows of one text in int8, the last layer's as they are.
fn ending(layers: &Layers, text: usize) -> (Vec<Rows>, Vec<f32>) {
    let row = |rows: &Vec<f32>| {
        let width = rows.len() / layers.texts.max(1);
        rows[text * width..(text + 1) * width].to_vec()
    };
    let mut rows: Vec<Vec<f32>> = layers.rows.iter().map(row).collect();
    let logits = rows.pop().unwrap_or_default();
    (rows.iter().map(|row| one_row(row)).collect(), logits)
}

fn one_row(state: &[f32]) -> Rows {
    let (values, scales) = quantize(state, 1);
    Rows { values, scales }
}

/// Rounds all segments: a scale for each component, since the first ones are many times the last.
fn round(readings: &[Kept], projection: Projection) -> Segments {
    let components = projection.components();
    let mut peaks = vec![0.0f32; components];
    for row in readings.iter().flat_map(|reading| reading.values.chunks_exact(components.max(1))) {
        peaks.iter_mut().zip(row).for_each(|(peak, value)| *peak = peak.max(value.abs()));
    }
    let scales: Vec<f32> = peaks.iter().map(|peak| peak / f32::from(i8::MAX)).collect();
    let residuals = || readings.iter().flat_map(|reading| &reading.residuals);
    let residual_scale = residuals().fold(0.0f32, |peak, &residual| peak.max(residual)) / RESIDUAL_LEVELS;
    let rounded = |value: f32, scale: f32| if scale > 0.0 { (value / scale).round() } else { 0.0 };
    let mut offsets = vec![0];
    for reading in readings {
        offsets.push(offsets.last().copied().unwrap_or(0) + reading.positions.len() as u32);
    }
    Segments {
        offsets,
        positions: Some(readings.iter().flat_map(|reading| &reading.positions).copied().collect()),
        values: readings
            .iter()
            .flat_map(|reading| reading.values.iter().zip(scales.iter().cycle()))
            .map(|(&value, &scale)| rounded(value, scale) as i8)
            .collect(),
        scales,
        residuals: residuals().map(|&residual| rounded(residual, residual_scale) as u8).collect(),
        residual_scale,
        projection,
    }
}

/// The leading eigenvectors of the second moments of some training reviews' hidden states.
fn basis(model: &Model, store: &ReviewStore, options: &Options) -> Projection {
    let features = model.config().features();
    let train: Vec<usize> = store.train().collect();
    let mut rng = ChaCha8Rng::seed_from_u64(options.seed);
    let mut sample = rand::seq::index::sample(&mut rng, train.len(), train.len().min(BASIS_REVIEWS)).into_vec();
    sample.sort_unstable();
    let chunks: Vec<Vec<usize>> = sample.chunks(16).map(|c| c.iter().map(|&at| train[at]).collect()).collect();
    let moments: Vec<Vec<f64>> = chunks.par_iter().map(|chunk| second_moments(model, store, chunk)).collect();
    // Summed in the order of the chunks, whichever core came first.
    let mut sum = DMatrix::<f64>::zeros(features, features);
    for moments in moments {
        sum += DMatrix::from_row_slice(features, features, &moments);
    }
    let eigen = sum.symmetric_eigen();
    let mut order: Vec<usize> = (0..features).collect();
    order.sort_by(|&a, &b| eigen.eigenvalues[b].total_cmp(&eigen.eigenvalues[a]));
    let directions = order
        .iter()
        .take(options.components)
        .flat_map(|&at| eigen.eigenvectors.column(at).iter().copied().collect::<Vec<f64>>());
    Projection::new(directions.map(|value| value as f32).collect(), features)
}

/// Σ h hᵀ over all positions of some reviews, row-major.
fn second_moments(model: &Model, store: &ReviewStore, slots: &[usize]) -> Vec<f64> {
    let features = model.config().features();
    let mut moments = vec![0.0; features * features];
    let runs: Vec<Run<'_>> = slots.iter().map(|&slot| Run::from(store.at(slot).ids)).collect();
    model.run(&runs, &mut |_, _, states| {
        for (row, &a) in moments.chunks_exact_mut(features).zip(states.hidden) {
            row.iter_mut().zip(states.hidden).for_each(|(sum, &b)| *sum += f64::from(a) * f64::from(b));
        }
    });
    moments
}
