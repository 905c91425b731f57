//! Runs of steps at which the units of a pattern are on together, ranked as LSTMVis ranks them (Strobelt, Gehrmann,
//! Pfister & Rush 2018, "LSTMVis: A tool for visual analysis of hidden state dynamics in recurrent neural networks").
//!
//! 1. At each step count how many of the n selected units are on.
//! 2. *Candidates of level n* are the longest runs at which all n are on; of level k < n those at which at least k are.
//!    A run of one step counts only if runs of exactly that length are wanted. Levels are gone down from n until there
//!    are enough candidates.
//! 3. Of a candidate take the units, of all units of the network, that are on over the whole run, and, if wanted, off
//!    at the step before or after it. *matched* are the selected ones among them, *union* those together with all
//!    selected ones.
//! 4. Most matched come first, then the smallest union, then the longest run; equals in the order of row and position,
//!    where LSTMVis leaves it to a dictionary.
//!
//! A review at a time is enough: each run belongs to the level that is its least count, the first level that finds it,
//! and the best of each level are kept. The level at which the search would end can only rise as more is read, so that
//! what lies below it is dropped. Outside a review every unit counts as off. LSTMVis cuts the candidates to the number
//! that was enough before it ranks them; here all of them are ranked.

/// What is searched for. Rows are those of [`crate::index::Thresholds`].
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    /// The selected units, a row.
    pub selected: Vec<u64>,
    /// All units that may count for the union, a row.
    pub universe: Vec<u64>,
    /// Whether units must be off at the step before the run, and at the step after it.
    pub off: (bool, bool),
    /// The length that a run must have; 0 for any of two steps or more.
    pub length: usize,
}

/// Units selected by a span: on at each of its steps, off at each step of the zero brush around it.
pub fn select(span: &[u64], around: &[u64], words: usize) -> Vec<u64> {
    let mut selected = vec![u64::MAX; words];
    for row in span.chunks_exact(words) {
        selected.iter_mut().zip(row).for_each(|(all, bits)| *all &= bits);
    }
    for row in around.chunks_exact(words) {
        selected.iter_mut().zip(row).for_each(|(all, bits)| *all &= !bits);
    }
    selected
}

/// How many units of a row are among those of another.
pub fn common(row: &[u64], other: &[u64]) -> u32 {
    row.iter().zip(other).map(|(a, b)| (a & b).count_ones()).sum()
}

/// A run of steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// The review's row in the corpus.
    pub row: u32,
    /// The first step.
    pub position: u32,
    /// Steps.
    pub length: u32,
    /// Selected units that are on over all of it, and off where they must be.
    pub matched: u32,
    /// These units and the selected ones.
    pub union: u32,
}

impl Match {
    /// Smaller is better.
    fn order(&self) -> impl Ord + use<> {
        let Self { row, position, length, matched, union } = *self;
        (std::cmp::Reverse(matched), union, std::cmp::Reverse(length), row, position)
    }
}

/// The best runs of some reviews.
#[derive(Debug, Clone)]
pub struct Runs {
    pattern: Pattern,
    units: u32,
    enough: u64,
    top: usize,
    /// By level from 1 upwards.
    levels: Vec<Level>,
    /// No level below this one will be needed.
    floor: u32,
    together: Together,
    counts: Vec<u32>,
    stack: Vec<(usize, u32)>,
}

#[derive(Debug, Clone, Default)]
struct Level {
    runs: u64,
    best: Vec<Match>,
    /// How many runs have each length.
    lengths: Vec<u64>,
}

/// The runs at which every selected unit is on, and off where it must be.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Together {
    /// How many there are.
    pub runs: u64,
    /// How many of them lie in reviews of the last class.
    pub runs_in_last_class: u64,
    /// In how many reviews.
    pub reviews: u64,
    /// How many runs have each length.
    pub lengths: Vec<u64>,
}

impl Runs {
    /// Wants the `top` best runs of the levels that have at least `enough` candidates.
    pub fn new(pattern: Pattern, enough: u64, top: usize) -> Self {
        let units = common(&pattern.selected, &pattern.selected);
        Self {
            pattern,
            units,
            enough,
            top,
            levels: vec![Level::default(); units as usize],
            floor: 1,
            together: Together::default(),
            counts: Vec::new(),
            stack: Vec::new(),
        }
    }

    /// Takes in a review, \[positions, words\]; the order of reviews changes nothing.
    pub fn offer(&mut self, row: u32, is_last_class: bool, rows: &[u64]) {
        let (words, selected) = (self.pattern.selected.len(), &self.pattern.selected);
        let mut counts = std::mem::take(&mut self.counts);
        counts.clear();
        counts.extend(rows.chunks_exact(words.max(1)).map(|bits| common(bits, selected)));
        let before = self.together.runs;
        if counts.iter().any(|&count| count >= self.floor) {
            self.runs_of(row, is_last_class, &counts, rows);
        }
        self.together.reviews += u64::from(self.together.runs > before);
        self.counts = counts;
        self.raise_floor();
    }

    /// Every run that is as long as it can be for some level, each with the highest such level: a run ends where the
    /// count falls below it, and begins where the last lower one stood.
    fn runs_of(&mut self, row: u32, is_last_class: bool, counts: &[u32], rows: &[u64]) {
        let mut stack = std::mem::take(&mut self.stack);
        for step in 0..=counts.len() {
            let count = counts.get(step).copied().filter(|&count| count >= self.floor).unwrap_or(0);
            let mut start = step;
            while let Some((begin, level)) = stack.pop_if(|(_, level)| *level > count) {
                start = begin;
                let length = step - begin;
                if if self.pattern.length == 0 { length >= 2 } else { length == self.pattern.length } {
                    self.take(level, is_last_class, self.measure(row, begin, length, rows));
                }
            }
            if count > 0 && stack.last().is_none_or(|&(_, level)| level < count) {
                stack.push((start, count));
            }
        }
        self.stack = stack;
    }

    fn measure(&self, row: u32, position: usize, length: usize, rows: &[u64]) -> Match {
        let Pattern { selected, universe, off, .. } = &self.pattern;
        let words = selected.len();
        let at = |step: usize, word: usize| rows.get(step * words + word).copied().unwrap_or(0);
        let (mut matched, mut others) = (0, 0);
        for word in 0..words {
            let mut bits = (position..position + length).fold(universe[word], |bits, step| bits & at(step, word));
            if let Some(before) = position.checked_sub(1).filter(|_| off.0) {
                bits &= !at(before, word);
            }
            if off.1 {
                bits &= !at(position + length, word);
            }
            matched += (bits & selected[word]).count_ones();
            others += (bits & !selected[word]).count_ones();
        }
        Match { row, position: position as u32, length: length as u32, matched, union: self.units + others }
    }

    fn take(&mut self, level: u32, is_last_class: bool, found: Match) {
        if found.matched == self.units {
            self.together.runs += 1;
            self.together.runs_in_last_class += u64::from(is_last_class);
            count_in(&mut self.together.lengths, found.length);
        }
        let Some(Level { runs, best, lengths }) = self.levels.get_mut(level as usize - 1) else { return };
        *runs += 1;
        count_in(lengths, found.length);
        insert(best, found, self.top);
    }

    fn raise_floor(&mut self) {
        let mut runs = 0;
        let enough = (self.floor..=self.units).rev().find(|&level| {
            runs += self.levels[level as usize - 1].runs;
            runs >= self.enough
        });
        let floor = enough.unwrap_or(self.floor);
        for level in self.floor..floor {
            self.levels[level as usize - 1] = Level::default();
        }
        self.floor = floor;
    }

    fn candidates(&self) -> &[Level] {
        self.levels.get(self.floor as usize - 1..).unwrap_or(&[])
    }

    /// The best of what has been taken in.
    pub fn best(&self) -> Vec<Match> {
        let mut best = Vec::new();
        self.candidates().iter().flat_map(|level| &level.best).for_each(|&found| insert(&mut best, found, self.top));
        best
    }

    /// How many selected units must at least be on in a run.
    pub fn required(&self) -> u32 {
        self.floor.min(self.units)
    }

    /// How many runs were ranked, and how many of them have each length.
    pub fn lengths(&self) -> (u64, Vec<u64>) {
        let mut sum = Vec::new();
        for (length, &runs) in self.candidates().iter().flat_map(|level| level.lengths.iter().enumerate()) {
            if sum.len() <= length {
                sum.resize(length + 1, 0);
            }
            sum[length] += runs;
        }
        (self.candidates().iter().map(|level| level.runs).sum(), sum)
    }

    /// Where all are on together.
    pub fn together(&self) -> &Together {
        &self.together
    }
}

/// Puts a run in its place among the `top` best.
fn insert(best: &mut Vec<Match>, found: Match, top: usize) {
    let place = best.partition_point(|better| better.order() < found.order());
    if place < top {
        best.insert(place, found);
        best.truncate(top);
    }
}

fn count_in(lengths: &mut Vec<u64>, length: u32) {
    let length = length as usize;
    if lengths.len() <= length {
        lengths.resize(length + 1, 0);
    }
    lengths[length] += 1;
}
