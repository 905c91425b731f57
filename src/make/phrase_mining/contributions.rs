//! What each word of each training review brings to the log-odds, in both forms of the cell decomposition.

use rayon::prelude::*;

use super::log_sum::LogSum;
use crate::{
    explain::common::telescope::Telescope,
    index::{ReviewStore, phrases::PhraseRules},
    kernel::ranked,
    model::{CellKind, GATE_BLOCKS, Model, Run},
    trace::{DirectionTrace, LayerTrace, Score, Trace},
};

/// Reviews that are run together, as many as share a batch.
const TEXTS: usize = 64;
/// Tokens whose gates are held at once in each core: some 3 kB each.
const TOKENS: usize = 24_000;
/// Chunks between two reports of progress.
const CHUNKS_AT_ONCE: usize = 16;

/// γ and β \[tokens\] of each training review, in the order of [`ReviewStore::train`].
pub(super) type Words = Vec<[Vec<f32>; 2]>;

/// None if the network is none that can be decomposed.
pub(super) fn contributions(model: &Model, store: &ReviewStore, progress: &mut dyn FnMut(u64, u64)) -> Option<Words> {
    let slots: Vec<usize> = store.train().collect();
    let tokens = |at: usize| store.at(slots[at]).ids.len();
    let order = ranked(slots.len(), &|a, b| tokens(a).cmp(&tokens(b)));
    let (mut done, total) = (0, (0..slots.len()).map(|at| tokens(at) as u64).sum());
    let mut words: Words = vec![Default::default(); slots.len()];
    for group in chunks(&order, &tokens).chunks(CHUNKS_AT_ONCE) {
        let read = |chunk: &&[usize]| {
            let ids: Vec<&[u32]> = chunk.iter().map(|&at| store.at(slots[at]).ids).collect();
            decompose(model, &ids)
        };
        let found: Vec<Option<Words>> = group.par_iter().map(read).collect();
        for (chunk, found) in group.iter().zip(found) {
            chunk.iter().zip(found?).for_each(|(&at, found)| words[at] = found);
            done += chunk.iter().map(|&at| tokens(at) as u64).sum::<u64>();
        }
        progress(done, total);
    }
    Some(words)
}

/// Cuts the reviews, shortest first, into pieces that fit into memory.
fn chunks<'a>(order: &'a [usize], tokens: &dyn Fn(usize) -> usize) -> Vec<&'a [usize]> {
    let (mut chunks, mut rest) = (Vec::new(), order);
    while !rest.is_empty() {
        let mut held = 0;
        let fits = |&&at: &&usize| {
            held += tokens(at);
            held <= TOKENS
        };
        let fitting = rest.iter().take(TEXTS).take_while(fits).count().max(1);
        let (chunk, others) = rest.split_at(fitting);
        chunks.push(chunk);
        rest = others;
    }
    chunks
}

fn decompose(model: &Model, texts: &[&[u32]]) -> Option<Words> {
    let n = model.config().hidden;
    let runs: Vec<Run<'_>> = texts.iter().map(|&ids| Run::from(ids)).collect();
    let room = |per_step: usize, ids: &[u32]| Vec::with_capacity(per_step * ids.len());
    let empty =
        |&ids: &&[u32]| DirectionTrace { gates: room(GATE_BLOCKS * n, ids), cell: room(n, ids), hidden: room(n, ids) };
    let mut layers: Vec<DirectionTrace> = texts.iter().map(empty).collect();
    model.run_with_gates(&runs, &mut |run, _, states| {
        let layer = &mut layers[run];
        layer.gates.extend_from_slice(states.gates);
        layer.hidden.extend_from_slice(states.hidden);
        if model.config().cell == CellKind::Lstm {
            layer.cell.extend_from_slice(states.cell);
        }
    });
    let nothing = Score::default();
    let both = |layer: DirectionTrace| {
        let layers = vec![LayerTrace { directions: vec![layer] }];
        let trace =
            Trace { ids: Vec::new(), hidden: n, layers, logits: Vec::new(), zero: nothing, running: Vec::new() };
        let mut telescope = Telescope::new(model, &trace).ok()?;
        let (gamma, beta) = (telescope.last_column(), telescope.rises());
        Some([gamma, beta].map(|values| values.into_iter().map(|value| value as f32).collect()))
    };
    layers.into_iter().map(both).collect()
}

/// ln S of one stored phrase for its class, computed again from the reviews that hold it. Cost: one pass over those.
pub fn score(model: &Model, store: &ReviewStore, rules: &PhraseRules, rank: usize) -> Option<f64> {
    let phrase = rules.phrase(rank);
    let holds = |ids: &&[u32]| !rules.places(rank, ids).is_empty();
    let texts: Vec<&[u32]> = store.train().map(|slot| store.at(slot).ids).filter(holds).collect();
    let sign = if rules.classes[rank] == 1 { 0.5 } else { -0.5 };
    let mut products = [LogSum::EMPTY; 2];
    for text in texts {
        let [gamma, beta] = decompose(model, &[text])?.pop()?;
        let values = if rules.is_beta { beta } else { gamma };
        for at in rules.places(rank, text) {
            let sum: f64 = values[at..at + phrase.len()].iter().map(|&value| f64::from(value)).sum();
            products[0].add(sign * sum);
            products[1].add(-sign * sum);
        }
    }
    Some(products[0].ln() - products[1].ln())
}
