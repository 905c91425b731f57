//! Which pairs of neighbouring words has the training seen? A text of familiar words in an order that nobody uses looks
//! familiar to the network's states; its word pairs give it away.
//!
//! Pairs that the training texts hold at least twice are kept in a Bloom filter (Bloom 1970): four bits of a table
//! for each. It never calls a kept pair rare, and some 2 % of the others common. A pair with an unknown word is rare.
//!
//! The share of rare pairs is compared with those of the validation reviews that chose the model: p is the share of
//! them that have as large a share or a larger one, a conformal p-value.

use super::{
    checks::{damaged, require, rows_of},
    review::{IndexedReview, calibrating},
};
use crate::{bundle::Tensors, index::IndexError, text::UNKNOWN};

/// Bits of the table for each pair.
const HASHES: u32 = 4;
/// Bytes of the table for each pair: with four bits each, 2.4 % of the other pairs are taken for common.
const BYTES_PER_PAIR: usize = 1;

/// The table of common pairs, and what is usual.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WordPairs {
    table: Vec<u8>,
    /// Rare pairs of each validation review that chose the model, in the order of the index.
    rare: Vec<u16>,
    /// The shares of those that have a pair at all.
    shares: Vec<f32>,
}

impl WordPairs {
    /// Of the common pairs of a corpus.
    pub fn new(common: &[(u32, u32)]) -> Self {
        let mut table = vec![0u8; common.len() * BYTES_PER_PAIR];
        for &(a, b) in common {
            for bit in bits(a, b, table.len()) {
                table[bit / 8] |= 1 << (bit % 8);
            }
        }
        Self { table, ..Self::default() }
    }

    /// Takes in what is usual: of each calibration review its rare pairs and its length.
    pub fn calibrate(&mut self, rare: Vec<u16>, tokens: impl Iterator<Item = u32>) {
        let pairs = |tokens: u32| tokens.saturating_sub(1);
        let shares = rare.iter().zip(tokens).filter(|&(_, tokens)| pairs(tokens) > 0);
        self.shares = shares.map(|(&rare, tokens)| f32::from(rare) / pairs(tokens) as f32).collect();
        self.rare = rare;
    }

    /// The tokens that make a rare pair with the token after them.
    pub fn rare(&self, ids: &[u32]) -> Vec<usize> {
        (1..ids.len()).filter(|&at| self.is_rare(ids[at - 1], ids[at])).map(|at| at - 1).collect()
    }

    /// The rare pairs of each calibration review, in the order of the index.
    pub fn rare_in_calibration(&self) -> &[u16] {
        &self.rare
    }

    /// The share of usual texts with as large a share of rare pairs or a larger one; None if nothing is known to be
    /// usual.
    pub fn p(&self, share: f32) -> Option<f64> {
        let as_strange = self.shares.iter().filter(|&&other| other >= share).count();
        (!self.shares.is_empty()).then(|| as_strange as f64 / self.shares.len() as f64)
    }

    /// The mean share of usual texts.
    pub fn usual(&self) -> f64 {
        self.shares.iter().map(|&share| f64::from(share)).sum::<f64>() / self.shares.len().max(1) as f64
    }

    fn is_rare(&self, a: u32, b: u32) -> bool {
        let holds = |bit: usize| self.table[bit / 8] & (1 << (bit % 8)) != 0;
        a <= UNKNOWN || b <= UNKNOWN || self.table.is_empty() || !bits(a, b, self.table.len()).all(holds)
    }

    pub(crate) fn put(&self, tensors: &mut Tensors) {
        tensors.put_u8("pairs.table", &[self.table.len()], self.table.clone());
        tensors.put_u16("pairs.rare", &[self.rare.len()], self.rare.clone());
    }

    pub(crate) fn read(tensors: &Tensors, reviews: &[IndexedReview]) -> Result<Self, IndexError> {
        let table = tensors.u8("pairs.table", &[rows_of(tensors, "pairs.table")]).map_err(damaged)?.to_vec();
        let rare = tensors.u16("pairs.rare", &[calibrating(reviews).count()]).map_err(damaged)?.to_vec();
        let tokens = || calibrating(reviews).map(|review| review.tokens);
        let mut pairs = Self { table, ..Self::default() };
        for (&rare, tokens) in rare.iter().zip(tokens()) {
            require(u32::from(rare) < tokens.max(1), format!("pairs.rare below {tokens}"), rare)?;
        }
        pairs.calibrate(rare, tokens());
        Ok(pairs)
    }
}

/// The places of a pair in a table of so many bytes, at least one.
fn bits(a: u32, b: u32, bytes: usize) -> impl Iterator<Item = usize> {
    // splitmix64's mixing of two numbers to 64 bits that look random, read as a start and a step.
    let mut x = (u64::from(a) << 32 | u64::from(b)).wrapping_add(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^= x >> 31;
    let (start, step) = (x as u32, (x >> 32) as u32 | 1);
    (0..HASHES).map(move |i| u64::from(start.wrapping_add(step.wrapping_mul(i))) as usize % (8 * bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_pair_is_never_rare_and_few_others_are_common() {
        let common: Vec<(u32, u32)> = (0..20_000).map(|i| (2 + i % 300, 2 + i / 3)).collect();
        let pairs = WordPairs::new(&common);
        assert!(common.iter().all(|&(a, b)| !pairs.is_rare(a, b)));
        let others = (0..20_000u32).filter(|i| pairs.is_rare(1000 + i % 300, 2 + i / 3)).count();
        assert!(others > 19_300 && others < 19_800, "{others}");
        assert_eq!(pairs.rare(&[common[5].0, common[5].1, UNKNOWN, 7]), [1, 2]);
        assert_eq!(WordPairs::default().rare(&[2, 3]), [0]);
    }

    #[test]
    fn p_counts_the_usual_texts_that_are_as_strange() {
        let mut pairs = WordPairs::default();
        assert_eq!(pairs.p(0.5), None);
        pairs.calibrate(vec![0, 1, 2, 0], [5, 5, 5, 1].into_iter());
        assert_eq!(
            (pairs.p(0.0), pairs.p(0.25), pairs.p(0.3), pairs.p(0.6)),
            (Some(1.0), Some(2.0 / 3.0), Some(1.0 / 3.0), Some(0.0))
        );
        assert_eq!(pairs.usual(), 0.25);
    }
}
