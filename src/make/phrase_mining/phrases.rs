//! Candidates, their occurrences and their scores.

use std::collections::HashMap;

use rayon::prelude::*;

use super::{Options, contributions::Words, log_sum::LogSum};
use crate::{
    index::{
        ReviewStore,
        phrases::{MAX_PHRASE, PhraseRules, RATIO},
    },
    kernel::first,
    text::UNKNOWN,
};

/// Phrases are shared out by their first word; each part is one thread's.
const PARTS: usize = 64;

/// A phrase's ids, 0 where it has ended: no text holds that id.
type Key = [u32; MAX_PHRASE];

/// What is known of a candidate.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    occurrences: u32,
    reviews: u32,
    /// The review that held it last, counted from 1.
    last: u32,
    /// Of Π λ₁ and of Π λ₀.
    products: [LogSum; 2],
}

impl Candidate {
    const NEW: Self = Self { occurrences: 0, reviews: 0, last: 0, products: [LogSum::EMPTY; 2] };

    fn take(&mut self, review: u32, sum: f64) {
        self.occurrences += 1;
        self.reviews += u32::from(self.last != review);
        self.last = review;
        self.products[0].add(sum / 2.0);
        self.products[1].add(-sum / 2.0);
    }

    /// ln S for the last class.
    fn score(&self) -> f64 {
        self.products[0].ln() - self.products[1].ln()
    }
}

/// The ranked list, without its figures and its tree.
pub(super) fn list(store: &ReviewStore, words: &Words, is_beta: bool, fallback: u8, options: &Options) -> PhraseRules {
    let values = words.iter().map(|forms| &forms[usize::from(is_beta)][..]);
    let texts: Vec<(&[u32], &[f32])> = store.train().map(|slot| store.at(slot).ids).zip(values).collect();
    let parts = (0..PARTS).into_par_iter().map(|part| candidates(&texts, part));
    let mut found: Vec<(Key, Candidate)> = parts.flat_map_iter(|part| part).collect();
    found.retain(|(_, candidate)| candidate.occurrences >= options.minimum.max(1));
    let size = |at: usize| found[at].1.score().abs();
    // Maps have no order of their own; the ids settle equals.
    let order =
        first(found.len(), options.most, &|a, b| size(b).total_cmp(&size(a)).then_with(|| found[a].0.cmp(&found[b].0)));
    let mut rules = PhraseRules { is_beta, fallback, minimum: options.minimum, offsets: vec![0], ..Default::default() };
    for (key, candidate) in order.into_iter().map(|at| &found[at]) {
        rules.tokens.extend(key.iter().take_while(|&&id| id > UNKNOWN));
        rules.offsets.push(rules.tokens.len() as u32);
        rules.classes.push(u8::from(candidate.score() > 0.0));
        rules.scores.push(candidate.score().abs() as f32);
        rules.occurrences.push(candidate.occurrences);
        rules.reviews.push(candidate.reviews);
    }
    rules
}

fn candidates(texts: &[(&[u32], &[f32])], part: usize) -> HashMap<Key, Candidate> {
    let mut found = HashMap::new();
    let begins = |id: u32| id > UNKNOWN && id as usize % PARTS == part;
    for &(ids, values) in texts {
        for start in (0..ids.len()).filter(|&start| begins(ids[start])) {
            let class = values[start] > 0.0;
            let strong = |at: usize| (f64::from(values[at]) > RATIO.ln(), f64::from(values[at]) < -RATIO.ln());
            let counts = |at: usize| if class { strong(at).0 } else { strong(at).1 };
            each_run(ids, start, &mut |key, end| {
                let is_candidate = counts(end - 1);
                if is_candidate {
                    found.entry(key).or_insert(Candidate::NEW);
                }
                is_candidate
            });
        }
    }
    for (review, &(ids, values)) in texts.iter().enumerate() {
        for start in (0..ids.len()).filter(|&start| begins(ids[start])) {
            let mut sum = 0.0;
            // A candidate's beginning is a candidate.
            each_run(ids, start, &mut |key, end| {
                sum += f64::from(values[end - 1]);
                let candidate = found.get_mut(&key);
                candidate.map(|candidate| candidate.take(review as u32 + 1, sum)).is_some()
            });
        }
    }
    found
}

/// The runs of known words that begin at a token, the shortest first, each with its end, while `go_on` says so.
fn each_run(ids: &[u32], start: usize, go_on: &mut dyn FnMut(Key, usize) -> bool) {
    let mut key = [0; MAX_PHRASE];
    for (at, &id) in ids[start..].iter().take(MAX_PHRASE).enumerate() {
        key[at] = id;
        if id <= UNKNOWN || !go_on(key, start + at + 1) {
            return;
        }
    }
}
