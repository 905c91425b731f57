//! Posting lists: for each token the reviews that hold it, and nothing of where or how often. They stand in an index whose
//! texts may not be published, in the place of everything that tells which of two tokens comes first: such an index has
//! no positions of segments and no contexts of units, and the segments of a review stand in the order of their values.
//!
//! A list is a set of places, ascending. The gaps between them are Golomb-Rice codes (Rice 1971): a gap's upper part in
//! unary, its lower k bits as they are, k by the list's length. A list never takes more than two bits for each review of
//! the index, and all lists of the shipped one 2.5 MB, a tenth above their entropy.
//!
//! Reviews of fewer than [`SHORTEST`] tokens are in no list, and the index has no states of theirs: whoever tries orders of
//! so few words until the state after the last fits finds the text.

use super::{
    checks::{damaged, require, rows_of},
    review::IndexedReview,
};
use crate::{bundle::Tensors, index::IndexError};

/// Reviews of fewer tokens are in no list. Of the shipped corpus these are 75 of 25,000. Measured by climbing from random
/// orders of a review's own words: one of 11 tokens came back whole, and of the longest ones kept back no more than a turn of
/// speech (decision 015).
pub const SHORTEST: u32 = 40;

/// The lists, as they are stored.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Postings {
    /// How many reviews hold each token.
    reviews: Vec<u32>,
    /// The bit at which each list begins.
    starts: Vec<usize>,
    bits: Vec<u8>,
    /// Reviews of the index.
    all: usize,
}

impl Postings {
    /// Of lists of ascending places below `all`, one for each token.
    pub fn new(lists: &[Vec<u32>], all: usize) -> Self {
        let mut writer = Writer::default();
        let mut starts = Vec::with_capacity(lists.len());
        for list in lists {
            starts.push(writer.length);
            let low = low_bits(list.len(), all);
            let mut next = 0;
            for &place in list {
                writer.put(place - next, low);
                next = place + 1;
            }
        }
        Self { reviews: lists.iter().map(|list| list.len() as u32).collect(), starts, bits: writer.bits, all }
    }

    /// Where the reviews that hold a token stand in the index, ascending.
    pub fn of(&self, id: u32) -> Vec<u32> {
        let (Some(&count), Some(&start)) = (self.reviews.get(id as usize), self.starts.get(id as usize)) else {
            return Vec::new();
        };
        let mut reader = Reader { bits: &self.bits, at: start };
        self.list(count, &mut reader).unwrap_or_default()
    }

    /// Where the reviews that hold all of these tokens stand, ascending; none of no tokens.
    pub fn of_all(&self, ids: &[u32]) -> Vec<u32> {
        let count = |id: u32| self.reviews.get(id as usize).copied().unwrap_or(0);
        // The rarest first: the others only take away.
        let Some(rarest) = ids.iter().copied().min_by_key(|&id| count(id)) else { return Vec::new() };
        let mut found = self.of(rarest);
        for &id in ids.iter().filter(|&&id| id != rarest) {
            let others = self.of(id);
            found.retain(|place| others.binary_search(place).is_ok());
        }
        found
    }

    /// None where the bits end too soon or a place is no review's.
    fn list(&self, count: u32, reader: &mut Reader<'_>) -> Option<Vec<u32>> {
        let low = low_bits(count as usize, self.all);
        let mut places = Vec::with_capacity(count as usize);
        let mut next = 0usize;
        for _ in 0..count {
            let place = next + reader.take(low, self.all)?;
            if place >= self.all {
                return None;
            }
            places.push(place as u32);
            next = place + 1;
        }
        Some(places)
    }

    pub(crate) fn put(&self, tensors: &mut Tensors) {
        tensors.put_u32("postings.reviews", &[self.reviews.len()], self.reviews.clone());
        tensors.put_u8("postings.bits", &[self.bits.len()], self.bits.clone());
    }

    /// None if the file holds none.
    pub(crate) fn read(
        tensors: &Tensors,
        reviews: &[IndexedReview],
        vocabulary: usize,
    ) -> Result<Option<Self>, IndexError> {
        if !tensors.names().any(|name| name.starts_with("postings.")) {
            return Ok(None);
        }
        let counts = tensors.u32("postings.reviews", &[vocabulary]).map_err(damaged)?.to_vec();
        let bits = tensors.u8("postings.bits", &[rows_of(tensors, "postings.bits")]).map_err(damaged)?.to_vec();
        let mut postings = Self { reviews: Vec::new(), starts: Vec::new(), bits, all: reviews.len() };
        let mut reader = Reader { bits: &postings.bits, at: 0 };
        let mut starts = Vec::with_capacity(counts.len());
        for &count in &counts {
            require(count as usize <= reviews.len(), format!("postings.reviews up to {}", reviews.len()), count)?;
            starts.push(reader.at);
            let list = postings.list(count, &mut reader);
            require(list.is_some(), "postings.bits of places in the index", "others")?;
            let is_short = |&place: &u32| reviews[place as usize].tokens < SHORTEST;
            require(!list.iter().flatten().any(is_short), format!("postings of {SHORTEST} tokens or more"), "fewer")?;
        }
        let (used, found) = (reader.at.div_ceil(8), postings.bits.len());
        require(used == found, format!("{used} bytes of postings.bits"), found)?;
        (postings.reviews, postings.starts) = (counts, starts);
        Ok(Some(postings))
    }
}

/// How many bits of a gap are written as they are: where gaps are random and on average g, about log2(g ln 2) is best.
fn low_bits(count: usize, all: usize) -> u32 {
    let others = all.saturating_sub(count);
    (others * 7 / (10 * count.max(1))).checked_ilog2().unwrap_or(0)
}

#[derive(Default)]
struct Writer {
    bits: Vec<u8>,
    length: usize,
}

impl Writer {
    fn put(&mut self, gap: u32, low: u32) {
        (0..gap >> low).for_each(|_| self.push(true));
        self.push(false);
        (0..low).for_each(|bit| self.push(gap >> bit & 1 == 1));
    }

    fn push(&mut self, bit: bool) {
        if self.length.is_multiple_of(8) {
            self.bits.push(0);
        }
        if let Some(last) = self.bits.last_mut() {
            *last |= u8::from(bit) << (self.length % 8);
        }
        self.length += 1;
    }
}

struct Reader<'a> {
    bits: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    /// None beyond the end, or for a gap larger than `most`.
    fn take(&mut self, low: u32, most: usize) -> Option<usize> {
        let mut high = 0usize;
        while self.bit()? == 1 {
            high += 1;
            if high << low > most {
                return None;
            }
        }
        let mut gap = high << low;
        for bit in 0..low {
            gap |= self.bit()? << bit;
        }
        Some(gap)
    }

    fn bit(&mut self) -> Option<usize> {
        let byte = *self.bits.get(self.at / 8)?;
        let bit = usize::from(byte >> (self.at % 8) & 1);
        self.at += 1;
        Some(bit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lists of every density, the empty and the full one among them.
    fn lists(all: u32) -> Vec<Vec<u32>> {
        let every = |step: u32, from: u32| (from..all).step_by(step as usize).collect::<Vec<u32>>();
        let mut lists = vec![vec![], every(1, 0), vec![0], vec![all - 1], every(2, 1), every(7, 3), every(300, 299)];
        lists.push((0..all).filter(|place| place % 11 != 5).collect());
        lists
    }

    fn reviews(all: u32, tokens: u32) -> Vec<IndexedReview> {
        let review =
            |row| IndexedReview { row, split: super::super::review::Split::Train, label: 0, probability: 0.5, tokens };
        (0..all).map(review).collect()
    }

    #[test]
    fn what_is_written_is_read_and_intersected() {
        let lists = lists(1000);
        let made = Postings::new(&lists, 1000);
        let mut tensors = Tensors::default();
        made.put(&mut tensors);
        let read = Postings::read(&tensors, &reviews(1000, SHORTEST), lists.len()).unwrap().unwrap();
        assert_eq!(made, read);
        for (id, list) in lists.iter().enumerate() {
            assert_eq!(&read.of(id as u32), list, "{id}");
        }
        assert_eq!(read.of(99), [0u32; 0]);
        let both: Vec<u32> = lists[4].iter().copied().filter(|place| lists[5].contains(place)).collect();
        assert_eq!(read.of_all(&[4, 1, 5, 4]), both);
        assert_eq!((read.of_all(&[4, 0]), read.of_all(&[])), (vec![], vec![]));
        assert!(made.bits.len() * 8 <= 2 * 1000 * lists.len());
    }

    #[test]
    fn what_is_no_list_is_refused() {
        let lists = lists(1000);
        let refusal = |change: &dyn Fn(&mut Vec<u32>, &mut Vec<u8>), tokens: u32| {
            let Postings { mut reviews, mut bits, .. } = Postings::new(&lists, 1000);
            change(&mut reviews, &mut bits);
            let mut tensors = Tensors::default();
            tensors.put_u32("postings.reviews", &[reviews.len()], reviews);
            tensors.put_u8("postings.bits", &[bits.len()], bits);
            Postings::read(&tensors, &self::reviews(1000, tokens), lists.len()).unwrap_err().to_string()
        };
        for (message, expected) in [
            (refusal(&|_, bits| bits.truncate(40), SHORTEST), "places in the index"),
            (refusal(&|_, bits| bits.iter_mut().for_each(|byte| *byte = 255), SHORTEST), "places in the index"),
            (refusal(&|_, bits| bits.push(0), SHORTEST), "bytes of postings.bits"),
            (refusal(&|reviews, _| reviews[3] = 1001, SHORTEST), "postings.reviews up to 1000"),
            (refusal(&|reviews, _| reviews.truncate(2), SHORTEST), "postings.reviews of shape"),
            (refusal(&|_, _| (), SHORTEST - 1), "40 tokens or more"),
        ] {
            assert!(message.contains(expected) && message.ends_with("`unrolled index`"), "{message}");
        }
    }
}
