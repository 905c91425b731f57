//! Calibrates deep nearest neighbours and word pairs when an index is built, on every core.

use rayon::prelude::*;

use crate::{
    index::{
        ActivationIndex, Calibration, Layers, Neighbourhoods, Reading, ReviewStore, Split, WordPairs,
        format::review::calibrating,
    },
    kernel::ranked,
    model::Model,
    text::UNKNOWN,
};

/// As many neighbours as Papernot & McDaniel look for in each layer.
pub const NEIGHBOURS: usize = 75;
/// In a small corpus, one training review in so many.
const ONE_IN: usize = 10;
/// Texts that are judged together.
const CHUNK: usize = 128;
/// Training texts hold a common pair so often.
const COMMON: usize = 2;

/// α of some texts for each class, \[texts\]\[classes\].
pub fn nonconformity(model: &Model, index: &ActivationIndex, texts: &[&[u32]]) -> Vec<Vec<u32>> {
    // Texts of one length fill a batch to its end.
    let order = ranked(texts.len(), &|a, b| texts[a].len().cmp(&texts[b].len()));
    let judged: Vec<Vec<Vec<u32>>> = order.par_chunks(CHUNK).map(|chunk| judge(model, index, texts, chunk)).collect();
    let mut alphas = vec![Vec::new(); texts.len()];
    order.iter().zip(judged.into_iter().flatten()).for_each(|(&at, alpha)| alphas[at] = alpha);
    alphas
}

fn judge(model: &Model, index: &ActivationIndex, texts: &[&[u32]], chunk: &[usize]) -> Vec<Vec<u32>> {
    let readings: Vec<Reading<'_>> = chunk.iter().map(|&at| Reading::from(texts[at])).collect();
    let (layers, _) = Layers::of_texts(model, &readings, &mut |_, _, _| {});
    let mut near = Neighbourhoods::new(index, layers);
    while !near.is_finished() {
        near.advance(index);
    }
    (0..chunk.len()).map(|text| near.nonconformity(index, text)).collect()
}

/// The ids of the reviews on one side of the split, in the order of the index.
pub fn side(store: &ReviewStore, split: Split) -> Vec<&[u32]> {
    store.slots().map(|slot| store.at(slot)).filter(|review| review.split == split).map(|review| review.ids).collect()
}

/// Fills in what needs the rest of the index: the scale of α, the common pairs and how usual rare ones are.
pub(super) fn calibrate(model: &Model, store: &ReviewStore, index: &mut ActivationIndex) {
    let training = index.training();
    index.neighbours = NEIGHBOURS.min(training.div_ceil(ONE_IN));
    let calibrating: Vec<_> = calibrating(&index.reviews).copied().collect();
    let texts = side(store, Split::Choose);
    let alphas = nonconformity(model, index, &texts);
    let scores = alphas.iter().zip(&calibrating).map(|(alpha, review)| alpha[usize::from(review.label)] as u16);
    index.calibration = Calibration::new(scores.collect(), index.neighbours * index.layers().count());
    let mut pairs = WordPairs::new(&common_pairs(store));
    let rare = texts.iter().map(|ids| pairs.rare(ids).len() as u16).collect();
    pairs.calibrate(rare, calibrating.iter().map(|review| review.tokens));
    index.pairs = pairs;
}

/// The pairs of known words that the training texts hold often enough, ascending.
fn common_pairs(store: &ReviewStore) -> Vec<(u32, u32)> {
    let mut all: Vec<(u32, u32)> = Vec::new();
    for slot in store.train() {
        let pairs = store.at(slot).ids.windows(2).map(|pair| (pair[0], pair[1]));
        all.extend(pairs.filter(|&(a, b)| a > UNKNOWN && b > UNKNOWN));
    }
    all.sort_unstable();
    all.chunk_by(|a, b| a == b).filter(|same| same.len() >= COMMON).map(|same| same[0]).collect()
}
