//! The distinct runs of n tokens in the training texts, how often each occurs and where first.
//!
//! Counted review by review, so that a page can do it between two frames.

use std::collections::HashMap;

use crate::index::ReviewStore;

/// The longest runs that are listed: longer ones hardly ever repeat, and the list would be as long as the corpus.
pub const MAX_NGRAM: usize = 4;
/// Tokens counted in one unit of work: a millisecond or two.
const COUNTED_AT_ONCE: usize = 1 << 14;

/// A run of tokens that the training texts hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NGram {
    /// The slot of the review that holds it first, by row.
    pub slot: usize,
    /// The token that its first occurrence ends with.
    pub position: u32,
    /// How often the training texts hold it.
    pub count: u32,
}

/// Maps that share the places of all runs.
const MAPS: usize = 64;

/// The list, and how far it has come.
#[derive(Debug, Clone)]
pub struct NGrams {
    n: usize,
    slots: Vec<usize>,
    counted: usize,
    positions: u64,
    list: Vec<NGram>,
    /// Where each run stands in the list: several small maps, since growing a large one would stop the page.
    places: Vec<HashMap<[u32; MAX_NGRAM], u32>>,
}

impl NGrams {
    /// Prepares to list runs of `n` tokens, 1 to [`MAX_NGRAM`].
    pub fn new(n: usize, store: &ReviewStore) -> Self {
        let n = n.clamp(1, MAX_NGRAM);
        let slots: Vec<usize> = store.train().collect();
        Self { n, slots, counted: 0, positions: 0, list: Vec::new(), places: vec![HashMap::new(); MAPS] }
    }

    /// Whether every training text has been counted.
    pub fn is_counted(&self) -> bool {
        self.counted == self.slots.len()
    }

    /// How many tokens have been counted.
    pub fn positions(&self) -> u64 {
        self.positions
    }

    /// One unit of counting.
    pub fn count_on(&mut self, store: &ReviewStore) {
        let mut tokens = 0;
        while tokens < COUNTED_AT_ONCE && !self.is_counted() {
            let slot = self.slots[self.counted];
            let ids = store.at(slot).ids;
            for (start, window) in ids.windows(self.n).enumerate() {
                self.count(window, slot, (start + self.n - 1) as u32);
            }
            tokens += ids.len().max(1);
            self.positions += ids.len() as u64;
            self.counted += 1;
        }
    }

    fn count(&mut self, window: &[u32], slot: usize, position: u32) {
        let mut key = [u32::MAX; MAX_NGRAM];
        key[..self.n].copy_from_slice(window);
        let next = self.list.len() as u32;
        let map = &mut self.places[(window[0] as usize * 31 + window[self.n - 1] as usize) % MAPS];
        let place = *map.entry(key).or_insert(next);
        if place == next {
            self.list.push(NGram { slot, position, count: 0 });
        }
        self.list[place as usize].count += 1;
    }

    /// The list so far, in the order of first occurrence.
    pub fn list(&self) -> &[NGram] {
        &self.list
    }

    /// Leaves only some of the runs; call it when everything is counted.
    pub fn retain(&mut self, store: &ReviewStore, keep: impl Fn(NGram, &[u32]) -> bool) {
        self.places = Vec::new();
        let n = self.n;
        self.list.retain(|&ngram| keep(ngram, ids(ngram, n, store)));
    }

    /// The tokens of a listed run.
    pub fn ids<'a>(&self, ngram: NGram, store: &'a ReviewStore) -> &'a [u32] {
        ids(ngram, self.n, store)
    }
}

fn ids(ngram: NGram, n: usize, store: &ReviewStore) -> &[u32] {
    let end = ngram.position as usize + 1;
    &store.at(ngram.slot).ids[end - n..end]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        index::{ShardReview, Split},
        text::{Tokenizer, Vocabulary},
    };

    #[test]
    fn counts_and_first_places_are_those_of_the_texts() {
        let vocabulary = Vocabulary::parse("<pad>\n<unk>\na\nb\n").unwrap();
        let mut store = ReviewStore::new(Tokenizer::Whitespace);
        let texts = [
            (5, Split::Train, "b a b a"),
            (1, Split::Train, "a a b"),
            (3, Split::Choose, "b b"),
            (4, Split::Train, "a"),
        ];
        for (row, split, text) in texts {
            store.add(ShardReview { row, split, label: 0, text: text.into(), ids: None }, &vocabulary);
        }
        let mut bigrams = NGrams::new(2, &store);
        while !bigrams.is_counted() {
            bigrams.count_on(&store);
        }
        assert_eq!(bigrams.positions(), 8);
        let found: Vec<_> =
            bigrams.list().iter().map(|&n| (bigrams.ids(n, &store), n.slot, n.position, n.count)).collect();
        assert_eq!(found, [(&[2, 2][..], 1, 1, 1), (&[2, 3], 1, 2, 2), (&[3, 2], 0, 1, 2)]);
        bigrams.retain(&store, |bigram, ids| bigram.count >= 2 && ids != [2, 3]);
        assert_eq!(bigrams.list().len(), 1);
    }
}
