//! Which units were on at which training position: one bit for each unit and side, kept so that later questions about
//! patterns only scan memory.
//!
//! A unit is *on* where its value is at least the threshold, and on on its negative side where it is at most minus the
//! threshold. The value is h, or tanh c as in LSTMVis; since tanh only grows, c itself is compared, with the least c
//! whose tanh reaches the threshold ([`Rule::least`]).
//!
//! A position has a row of 64-bit words: side by side, for each layer as many words as hold a bit for each of its units.
//! A network of 128 units takes 32 bytes a position with both sides, 16 with one. The rows of a review stand together,
//! in chunks that never move. Rows of another rule than the one asked for cannot be used, so the store holds one rule
//! and forgets the rows of the one before.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::{
    index::Part,
    kernel::tanh,
    model::{LayerState, StepStates},
};

/// Positions of a chunk: two megabytes at 32 bytes each.
const CHUNK: usize = 1 << 16;
const WORD: usize = u64::BITS as usize;

/// On which sides of zero a unit can be on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Sides {
    /// At or above the threshold, as in LSTMVis.
    On,
    /// At or below minus the threshold.
    Negative,
    /// Either; a unit can then be on in two ways.
    #[default]
    Both,
}

impl Sides {
    /// The signs that are looked at.
    pub fn signs(self) -> &'static [i8] {
        match self {
            Self::On => &[1],
            Self::Negative => &[-1],
            Self::Both => &[1, -1],
        }
    }

    /// Whether bits that are kept of these serve a search on the others.
    pub fn covers(self, other: Self) -> bool {
        self == other || self == Self::Both
    }
}

/// When a unit is on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rule {
    /// What is compared.
    pub part: Part,
    /// With what: above 0 and below 1.
    pub threshold: f32,
    /// On which sides.
    pub sides: Sides,
}

impl Rule {
    /// The least state that is on; infinity if none is.
    fn least(self) -> f32 {
        if self.part == Part::Hidden {
            return self.threshold;
        }
        // By halving rather than by a logarithm, which has other last bits on other machines.
        let (mut off, mut on) = (0.0f32, 16.0f32);
        if tanh(on) < self.threshold {
            return f32::INFINITY;
        }
        loop {
            let middle = off + (on - off) / 2.0;
            if middle <= off || middle >= on {
                return on;
            }
            *if tanh(middle) < self.threshold { &mut off } else { &mut on } = middle;
        }
    }

    fn covers(self, other: Self) -> bool {
        self.part == other.part && self.threshold == other.threshold && self.sides.covers(other.sides)
    }
}

/// One way in which a unit can be on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct SignedUnit {
    /// From the embedding upwards.
    pub layer: usize,
    /// Within the layer.
    pub unit: usize,
    /// 1, or −1 for the negative side.
    pub sign: i8,
}

/// Turns states into rows of bits.
#[derive(Debug, Clone, PartialEq)]
pub struct Thresholds {
    rule: Rule,
    least: f32,
    layers: usize,
    hidden: usize,
}

impl Thresholds {
    /// For the states of a network of this shape.
    pub fn new(rule: Rule, layers: usize, hidden: usize) -> Self {
        Self { rule, least: rule.least(), layers, hidden }
    }

    /// The rule.
    pub fn rule(&self) -> Rule {
        self.rule
    }

    /// Words of a row.
    pub fn words(&self) -> usize {
        self.rule.sides.signs().len() * self.layers * self.words_of_layer()
    }

    /// Appends the row of a step.
    pub fn push_step(&self, step: &StepStates<'_>, rows: &mut Vec<u64>) {
        let top = (step.hidden, step.cell);
        self.push_layers(|| step.below.states().chain([top]), rows);
    }

    /// Appends the row of a state.
    pub fn push_state(&self, layers: &[LayerState], rows: &mut Vec<u64>) {
        self.push_layers(|| layers.iter().map(|layer| (&layer.hidden[..], &layer.cell[..])), rows);
    }

    fn push_layers<'a, I>(&self, layers: impl Fn() -> I, rows: &mut Vec<u64>)
    where
        I: Iterator<Item = (&'a [f32], &'a [f32])>,
    {
        for &sign in self.rule.sides.signs() {
            for (hidden, cell) in layers() {
                let values = if self.rule.part == Part::Cell { cell } else { hidden };
                // One loop for each side, so that the compiler finds vector comparisons.
                if sign > 0 {
                    push_bits(values, rows, |value| value >= self.least);
                } else {
                    push_bits(values, rows, |value| value <= -self.least);
                }
            }
        }
    }

    /// A row in which every unit is on, on these sides.
    pub fn all(&self, sides: Sides) -> Vec<u64> {
        let mut row = Vec::new();
        for sign in self.rule.sides.signs() {
            for _ in 0..self.layers {
                push_bits(&vec![0.0; self.hidden], &mut row, |_| sides.signs().contains(sign));
            }
        }
        row
    }

    /// Which units are on in a row, by side, layer and unit.
    pub fn units(&self, row: &[u64]) -> Vec<SignedUnit> {
        let words = self.words_of_layer();
        let unit_of = |bit: usize| {
            let (block, unit) = (bit / WORD / words, bit % (WORD * words));
            let sign = self.rule.sides.signs()[block / self.layers];
            SignedUnit { layer: block % self.layers, unit, sign }
        };
        (0..row.len() * WORD).filter(|&bit| is_set(row, bit)).map(unit_of).collect()
    }

    /// A row in which these units are on, as far as it has places for them.
    pub fn row_of(&self, units: &[SignedUnit]) -> Vec<u64> {
        let (mut row, words) = (vec![0; self.words()], self.words_of_layer());
        for unit in units {
            let side = self.rule.sides.signs().iter().position(|&sign| sign == unit.sign);
            let word = side.map(|side| (side * self.layers + unit.layer) * words + unit.unit / WORD);
            if let Some(word) = word.and_then(|word| row.get_mut(word)) {
                *word |= 1 << (unit.unit % WORD);
            }
        }
        row
    }

    fn words_of_layer(&self) -> usize {
        self.hidden.div_ceil(WORD)
    }
}

fn push_bits(values: &[f32], rows: &mut Vec<u64>, is_on: impl Fn(f32) -> bool) {
    for values in values.chunks(WORD) {
        let bits = values.iter().enumerate().fold(0, |bits, (at, &value)| bits | (u64::from(is_on(value)) << at));
        rows.push(bits);
    }
}

fn is_set(row: &[u64], bit: usize) -> bool {
    row[bit / WORD] >> (bit % WORD) & 1 == 1
}

/// The kept rows. See the module's documentation.
#[derive(Debug, Clone, Default)]
pub struct PatternStore {
    thresholds: Option<Thresholds>,
    chunks: Vec<Vec<u64>>,
    /// By slot: the chunk and the words in it.
    blocks: Vec<Option<(usize, Range<usize>)>>,
    /// Slots in the order in which their rows came in.
    kept: Vec<usize>,
    /// There was no memory for another chunk.
    is_full: bool,
}

impl PatternStore {
    /// Bytes that are taken.
    pub fn bytes(&self) -> u64 {
        self.chunks.iter().map(|chunk| 8 * chunk.capacity() as u64).sum()
    }

    /// Prepares the store for a rule and says by which rows are read: its own, or one with more sides that is kept
    /// already. Rows of another rule are forgotten.
    pub fn prepare(&mut self, wanted: Thresholds) -> Thresholds {
        let covers = |kept: &&Thresholds| {
            let shape = |thresholds: &Thresholds| (thresholds.layers, thresholds.hidden);
            shape(kept) == shape(&wanted) && kept.rule.covers(wanted.rule)
        };
        if let Some(kept) = self.thresholds.as_ref().filter(covers) {
            return kept.clone();
        }
        *self = Self { thresholds: Some(wanted.clone()), ..Self::default() };
        wanted
    }

    /// The slots of which rows are kept, in the order in which they lie in memory.
    pub fn slots(&self, thresholds: &Thresholds) -> Vec<usize> {
        if self.thresholds.as_ref() == Some(thresholds) { self.kept.clone() } else { Vec::new() }
    }

    /// The rows of a review, \[positions, words\], if they are kept by this rule.
    pub fn rows(&self, thresholds: &Thresholds, slot: usize) -> Option<&[u64]> {
        self.thresholds.as_ref().filter(|kept| *kept == thresholds)?;
        let (chunk, words) = self.blocks.get(slot)?.as_ref()?;
        self.chunks.get(*chunk)?.get(words.clone())
    }

    /// Keeps the rows of a review, if they are by the rule that is kept and there is room.
    pub fn keep(&mut self, thresholds: &Thresholds, slot: usize, rows: &[u64]) {
        if self.thresholds.as_ref() != Some(thresholds) || self.rows(thresholds, slot).is_some() || self.is_full {
            return;
        }
        let has_room = |chunk: &Vec<u64>| chunk.capacity() - chunk.len() >= rows.len();
        if !self.chunks.last().is_some_and(has_room) {
            let mut chunk = Vec::new();
            self.is_full = chunk.try_reserve_exact(rows.len().max(CHUNK * thresholds.words())).is_err();
            if self.is_full {
                return;
            }
            self.chunks.push(chunk);
        }
        let at = self.chunks.len() - 1;
        let chunk = &mut self.chunks[at];
        let words = chunk.len()..chunk.len() + rows.len();
        chunk.extend_from_slice(rows);
        if self.blocks.len() <= slot {
            self.blocks.resize(slot + 1, None);
        }
        self.blocks[slot] = Some((at, words));
        self.kept.push(slot);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(part: Part, threshold: f32, sides: Sides) -> Rule {
        Rule { part, threshold, sides }
    }

    #[test]
    fn the_least_cell_that_is_on_is_the_inverse_of_tanh() {
        for threshold in [1e-6, 0.05, 0.3, 0.5, 0.9, 0.999] {
            let least = rule(Part::Cell, threshold, Sides::On).least();
            assert!((f64::from(least).tanh() - f64::from(threshold)).abs() < 2e-7, "{threshold}: {least}");
            assert!(tanh(least) >= threshold && tanh(least.next_down()) < threshold);
        }
        assert_eq!(
            rule(Part::Cell, 1.0f32.next_down(), Sides::On).least().is_finite(),
            tanh(16.0f32) >= 1.0f32.next_down()
        );
        assert_eq!(rule(Part::Hidden, 0.3, Sides::On).least(), 0.3);
    }

    #[test]
    fn rows_say_which_units_of_which_layers_are_on() {
        // More units than a word has bits, so that a layer takes two.
        let mut layer = LayerState { hidden: vec![0.0; 70], cell: vec![0.0; 70] };
        let thresholds = Thresholds::new(rule(Part::Hidden, 0.5, Sides::Both), 2, 70);
        let mut layers = vec![layer.clone()];
        (layer.hidden[0], layer.hidden[69], layer.hidden[3]) = (0.5, -0.5, 0.4999);
        layers.push(layer);
        let mut rows = Vec::new();
        thresholds.push_state(&layers, &mut rows);
        assert_eq!(rows.len(), thresholds.words());
        let unit = |unit, sign| SignedUnit { layer: 1, unit, sign };
        assert_eq!(thresholds.units(&rows), [unit(0, 1), unit(69, -1)]);
        assert_eq!(thresholds.units(&thresholds.all(Sides::Both)).len(), 280);
        assert!(thresholds.units(&thresholds.all(Sides::Negative)).iter().all(|unit| unit.sign == -1));
    }

    #[test]
    fn one_rule_is_kept_and_serves_its_own_sides() {
        let thresholds = |sides| Thresholds::new(rule(Part::Hidden, 0.3, sides), 1, 4);
        let mut store = PatternStore::default();
        let both = store.prepare(thresholds(Sides::Both));
        store.keep(&both, 2, &[1, 2, 3, 4]);
        store.keep(&both, 0, &[5, 6]);
        store.keep(&both, 2, &[9, 9]);
        assert_eq!(store.slots(&both), [2, 0]);
        assert_eq!(store.rows(&both, 2), Some(&[1, 2, 3, 4][..]));
        assert_eq!((store.rows(&both, 1), store.rows(&both, 7)), (None, None));
        assert_eq!(store.prepare(thresholds(Sides::On)), both);
        assert!(store.bytes() > 0);
        let other = store.prepare(Thresholds::new(rule(Part::Hidden, 0.4, Sides::On), 1, 4));
        assert_eq!((store.bytes(), store.slots(&both), store.slots(&other)), (0, vec![], vec![]));
        store.keep(&both, 1, &[1, 2]);
        assert_eq!(store.bytes(), 0);
    }
}
