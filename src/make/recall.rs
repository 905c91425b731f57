//! How good is the first answer? Asks the index about random validation positions and compares with every training
//! position. Native only: it takes a minute of every core.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::publish::unordered;
use crate::{
    index::{
        ActivationIndex, Found, Recall, ReviewStore,
        format::dot,
        query::{Best, Metric, Near, PROPOSED, nearest},
    },
    kernel::ranked,
    model::{Model, Run},
};

/// What is measured, in the order of [`Recall`]'s fields.
const METRICS: [Metric; 2] = [Metric::L2, Metric::Cosine];
/// The reviews of an answer.
const TOP: usize = 10;
/// Reviews that are run together.
const CHUNK: usize = 128;
/// Chunks between two reports of progress.
const CHUNKS_AT_ONCE: usize = 8;

/// The share of the exact ten nearest reviews that a first answer names, averaged over `queries` random positions of
/// validation reviews, in context. `progress` hears how many of how many training positions have been compared.
/// None if there is no validation position, or no state after each word to ask about.
pub fn measure(
    model: &Model,
    index: &ActivationIndex,
    store: &ReviewStore,
    queries: usize,
    seed: u64,
    progress: &mut dyn FnMut(u64, u64),
) -> Option<Recall> {
    let asked = random_states(model, store, queries, seed)?;
    let exact = exact(model, store, &asked, progress);
    let share = |index: &ActivationIndex, metric: usize, proposed: usize| {
        let answers = asked.iter().zip(exact.chunks_exact(METRICS.len()));
        let shares =
            answers.map(|(state, exact)| overlap(&index.nearest(state, METRICS[metric], proposed), &exact[metric]));
        shares.sum::<f64>() / asked.len() as f64
    };
    let published = ActivationIndex { segments: unordered(&index.segments, index.reviews()), ..index.clone() };
    // Of the reviews that are read again, every position is compared: they lack none of the exact answer's.
    let found = |metric: usize| Found {
        segments: share(index, metric, TOP),
        reread: share(index, metric, PROPOSED),
        published: Some(share(&published, metric, TOP)),
    };
    Some(Recall { queries: asked.len(), seed, l2: found(0), cosine: found(1) })
}

/// The share of the exact reviews that the answer names.
fn overlap(answer: &[Near], exact: &[Near]) -> f64 {
    let named = exact.iter().filter(|near| answer.iter().any(|other| other.row == near.row));
    named.count() as f64 / exact.len().max(1) as f64
}

fn random_states(model: &Model, store: &ReviewStore, queries: usize, seed: u64) -> Option<Vec<Vec<f32>>> {
    let positions = |slot: usize| (1..=store.at(slot).ids.len()).map(move |end| (slot, end));
    let validation = || store.slots().filter(|&slot| !store.at(slot).split.is_train());
    let all: Vec<(usize, usize)> = validation().flat_map(positions).collect();
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut state = || {
        let &(slot, end) = all.get(rng.random_range(0..all.len().max(1)))?;
        Some(model.state_after(&store.at(slot).ids[..end])?.hidden().to_vec())
    };
    (0..queries.max(1)).map(|_| state()).collect()
}

/// The nearest reviews to each state by each metric, from every training position: \[states · metrics\].
fn exact(model: &Model, store: &ReviewStore, asked: &[Vec<f32>], progress: &mut dyn FnMut(u64, u64)) -> Vec<Vec<Near>> {
    let slots: Vec<usize> = store.train().collect();
    let shorter = ranked(slots.len(), &|a, b| store.at(slots[a]).ids.len().cmp(&store.at(slots[b]).ids.len()));
    let slots: Vec<usize> = shorter.into_iter().map(|at| slots[at]).collect();
    let tokens = |slots: &[usize]| slots.iter().map(|&slot| store.at(slot).ids.len() as u64).sum::<u64>();
    let (mut done, total) = (0, tokens(&slots));
    let mut found: Vec<Vec<Near>> = vec![Vec::new(); asked.len() * METRICS.len()];
    for group in slots.chunks(CHUNK * CHUNKS_AT_ONCE) {
        let parts: Vec<_> = group.par_chunks(CHUNK).map(|chunk| exact_in(model, store, chunk, asked)).collect();
        for part in parts {
            found.iter_mut().zip(part).for_each(|(found, near)| found.extend(near));
        }
        done += tokens(group);
        progress(done, total);
    }
    found.into_iter().map(|found| nearest(found, TOP)).collect()
}

fn exact_in(model: &Model, store: &ReviewStore, slots: &[usize], asked: &[Vec<f32>]) -> Vec<Vec<Near>> {
    let runs: Vec<Run<'_>> = slots.iter().map(|&slot| Run::from(store.at(slot).ids)).collect();
    let mut best = vec![vec![Best::default(); slots.len()]; asked.len() * METRICS.len()];
    let asked: Vec<(&[f32], f32)> = asked.iter().map(|state| (&state[..], dot(state, state))).collect();
    model.run(&runs, &mut |run, step, states| {
        let here = (states.hidden, dot(states.hidden, states.hidden));
        for (&state, best) in asked.iter().zip(best.chunks_exact_mut(METRICS.len())) {
            for (metric, best) in METRICS.iter().zip(best) {
                best[run].offer(metric.distance_of(here, state), step as u32);
            }
        }
    });
    let near = |best: Vec<Best>| {
        let all = best.into_iter().zip(slots).filter_map(|(best, &slot)| best.near(store.at(slot).row));
        nearest(all, TOP)
    };
    best.into_iter().map(near).collect()
}
