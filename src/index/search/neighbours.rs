//! The training reviews nearest to some texts, in every layer: exact, by comparing with all of them.
//!
//! 1. Rows are scaled to length one, so that a product is a cosine; of rows of one number the nearness is minus the
//!    difference.
//! 2. The stored rows are widened and packed a block at a time and multiplied with all texts at once: what that costs
//!    is shared by the texts, and nothing is kept beside the index.
//! 3. Each text keeps its nearest rows so far in order. Rows come in the order of the index, so that of equals the
//!    first stay.
//!
//! Cost: 6 million products a text for 17,500 reviews of LSTM(100→128).

use super::layers::Layers;
use crate::{
    index::{
        ActivationIndex,
        format::{Layer, dot, endings::Endings},
    },
    kernel::{Packed, accumulate},
};

/// Rows compared at once.
const BLOCK: usize = 256;
/// Products of a text and a stored row in one unit of work: some 5 ms in a browser.
const PAIRS_AT_ONCE: usize = 100_000;

/// A training review near to a text in a layer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Neighbour {
    /// The cosine, or minus the difference of two numbers: larger is nearer.
    pub nearness: f32,
    /// The review's place in [`ActivationIndex::reviews`].
    pub place: usize,
}

/// A search for the nearest reviews of some texts.
#[derive(Debug, Clone)]
pub struct Neighbourhoods {
    wanted: usize,
    texts: usize,
    /// \[texts, width\] of each layer, scaled to length one where angles are compared.
    queries: Vec<Vec<f32>>,
    /// \[layers, texts\]: nearness and row, nearest first.
    lists: Vec<Vec<(f32, u32)>>,
    /// Rows compared so far.
    compared: usize,
    rows: usize,
}

impl Neighbourhoods {
    /// Prepares to look for the index's number of neighbours of each text.
    pub fn new(index: &ActivationIndex, texts: Layers) -> Self {
        let endings = &index.endings;
        let mut queries = texts.rows;
        for (rows, &(_, width)) in queries.iter_mut().zip(&endings.layers).filter(|(_, layer)| by_angle(**layer)) {
            rows.chunks_exact_mut(width).for_each(to_length_one);
        }
        let lists = vec![Vec::new(); endings.layers.len() * texts.texts];
        let (wanted, rows) = (index.neighbours, endings.places.len());
        Self { wanted, texts: texts.texts, queries, lists, compared: 0, rows }
    }

    /// How many rows have been compared, and how many there are.
    pub fn progress(&self) -> (usize, usize) {
        (self.compared, self.rows)
    }

    /// Whether every row has been compared.
    pub fn is_finished(&self) -> bool {
        self.compared == self.rows
    }

    /// One unit of work.
    pub fn advance(&mut self, index: &ActivationIndex) {
        let blocks = (PAIRS_AT_ONCE / BLOCK / self.texts.max(1)).max(1);
        let unit = self.rows.min(self.compared + blocks * BLOCK);
        while self.compared < unit {
            let block = self.compared..self.rows.min(self.compared + BLOCK);
            (0..self.queries.len()).for_each(|layer| self.compare(&index.endings, layer, block.clone()));
            self.compared = block.end;
        }
    }

    /// The nearest of a text in a layer, nearest first.
    pub fn of(&self, index: &ActivationIndex, layer: usize, text: usize) -> Vec<Neighbour> {
        let list = &self.lists[layer * self.texts + text];
        let neighbour =
            |&(nearness, row): &(f32, u32)| Neighbour { nearness, place: index.endings.places[row as usize] as usize };
        list.iter().map(neighbour).collect()
    }

    /// How many of a text's neighbours in a layer have each label, \[classes\].
    pub fn votes(&self, index: &ActivationIndex, layer: usize, text: usize) -> Vec<u32> {
        let mut votes = vec![0; index.classes];
        for &(_, row) in &self.lists[layer * self.texts + text] {
            votes[usize::from(index.reviews[index.endings.places[row as usize] as usize].label)] += 1;
        }
        votes
    }

    /// α of a text for each class: its neighbours in all layers that have another label, \[classes\].
    pub fn nonconformity(&self, index: &ActivationIndex, text: usize) -> Vec<u32> {
        let mut alpha = vec![0; index.classes];
        for layer in 0..self.queries.len() {
            let votes = self.votes(index, layer, text);
            let all: u32 = votes.iter().sum();
            alpha.iter_mut().zip(votes).for_each(|(alpha, agree)| *alpha += all - agree);
        }
        alpha
    }

    fn compare(&mut self, endings: &Endings, layer: usize, block: std::ops::Range<usize>) {
        let (kind, width) = endings.layers[layer];
        let mut rows: Vec<f32> = match endings.rows.get(layer) {
            Some(rows) => rows.values[block.start * width..block.end * width].iter().map(|&v| f32::from(v)).collect(),
            None => endings.logits[block.start * width..block.end * width].to_vec(),
        };
        let queries = &self.queries[layer];
        let mut near = vec![0.0; self.texts * block.len()];
        if by_angle((kind, width)) {
            rows.chunks_exact_mut(width).for_each(to_length_one);
            accumulate(queries, &Packed::new(&rows, block.len(), width), &mut near, block.len(), 0);
        } else {
            for (near, query) in near.chunks_exact_mut(block.len()).zip(queries) {
                near.iter_mut().zip(&rows).for_each(|(near, row)| *near = -(query - row).abs());
            }
        }
        let lists = &mut self.lists[layer * self.texts..][..self.texts];
        for (list, near) in lists.iter_mut().zip(near.chunks_exact(block.len())) {
            offer(list, self.wanted, block.start, near);
        }
    }
}

fn by_angle((layer, width): (Layer, usize)) -> bool {
    layer != Layer::Logit || width > 1
}

/// A row of zeros stays one, and is at a right angle to every other.
fn to_length_one(row: &mut [f32]) {
    let length = dot(row, row).sqrt();
    if length > 0.0 {
        row.iter_mut().for_each(|value| *value /= length);
    }
}

/// Keeps the nearest rows in order; `first` is the row of the first nearness.
fn offer(list: &mut Vec<(f32, u32)>, wanted: usize, first: usize, near: &[f32]) {
    let mut worst = if list.len() < wanted { f32::NEG_INFINITY } else { list.last().map_or(f32::INFINITY, |l| l.0) };
    for (row, &nearness) in (first..).zip(near) {
        if nearness > worst {
            let at = list.partition_point(|&(other, _)| other >= nearness);
            list.insert(at, (nearness, row as u32));
            list.truncate(wanted);
            if list.len() == wanted {
                worst = list.last().map_or(f32::INFINITY, |last| last.0);
            }
        }
    }
}
