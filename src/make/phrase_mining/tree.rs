//! A classification tree on which phrases a text holds (CART: Breiman, Friedman, Olshen & Stone 1984, Gini impurity).
//!
//! Our own, because the features are 5,000 bits a review: kept as bit sets, a split costs two population counts for 64
//! reviews, and the whole list can be tried at every node (17,500 · 5,000 / 8 = 11 MB; the matrix of f64 that linfa-trees and
//! smartcore take would be 700 MB), and what comes out must be stored node by node, which neither promises.

use rayon::prelude::*;

use crate::{
    index::phrases::{LEAF, TreeNode},
    kernel::first,
};

/// Fewer training reviews than this make no leaf of their own.
const LEAST: u32 = 20;

type Bits = Vec<u64>;

struct Rows {
    /// \[phrases\], a bit for each review that holds the phrase.
    features: Vec<Bits>,
    /// A bit for each review that the network judges to be of the last class.
    verdicts: Bits,
}

/// Grows a tree of at most so many questions to a leaf. Rows are the phrases of a review, ascending, and its verdict.
pub fn grow(rows: &[(&[usize], bool)], phrases: usize, depth: usize) -> Vec<TreeNode> {
    let words = rows.len().div_ceil(64);
    let mut all = Rows { features: vec![vec![0; words]; phrases], verdicts: vec![0; words] };
    let mut inside = vec![0; words];
    for (at, (firing, verdict)) in rows.iter().enumerate() {
        let (word, bit) = (at / 64, 1 << (at % 64));
        inside[word] |= bit;
        all.verdicts[word] |= if *verdict { bit } else { 0 };
        firing.iter().for_each(|&phrase| all.features[phrase][word] |= bit);
    }
    let mut nodes = Vec::new();
    all.grow(&mut nodes, inside, depth);
    nodes
}

/// What is left of a tree after so many questions.
pub fn cut(grown: &[TreeNode], depth: usize) -> Vec<TreeNode> {
    let mut nodes = Vec::new();
    keep(grown, 0, depth, &mut nodes);
    nodes
}

fn keep(grown: &[TreeNode], from: usize, depth: usize, nodes: &mut Vec<TreeNode>) -> u32 {
    let (at, node) = (nodes.len(), grown[from]);
    nodes.push(TreeNode { phrase: LEAF, children: [0; 2], ..node });
    if node.phrase != LEAF && depth > 0 {
        let children = node.children.map(|child| keep(grown, child as usize, depth - 1, nodes));
        nodes[at] = TreeNode { children, ..node };
    }
    at as u32
}

impl Rows {
    /// Adds the node of some rows and all that is below it; the node's place.
    fn grow(&self, nodes: &mut Vec<TreeNode>, inside: Bits, depth: usize) -> u32 {
        let counts = self.counts(&inside, None);
        let at = nodes.len();
        nodes.push(TreeNode { phrase: LEAF, children: [0; 2], counts });
        let is_pure = counts.contains(&0);
        if let Some(phrase) = self.best(&inside, counts).filter(|_| depth > 0 && !is_pure) {
            let feature = &self.features[phrase];
            let part = |has: bool| inside.iter().zip(feature).map(|(i, f)| i & if has { *f } else { !f }).collect();
            let children = [false, true].map(|has| self.grow(nodes, part(has), depth - 1));
            nodes[at].phrase = phrase as u32;
            nodes[at].children = children;
        }
        at as u32
    }

    /// Rows by verdict, of those that hold a phrase.
    fn counts(&self, inside: &[u64], feature: Option<&[u64]>) -> [u32; 2] {
        let mut counts = [0; 2];
        for (word, (&inside, &verdict)) in inside.iter().zip(&self.verdicts).enumerate() {
            let bits = inside & feature.map_or(u64::MAX, |feature| feature[word]);
            counts[0] += (bits & !verdict).count_ones();
            counts[1] += (bits & verdict).count_ones();
        }
        counts
    }

    /// The phrase that leaves the least impurity, of equals the one that stands first.
    fn best(&self, inside: &[u64], all: [u32; 2]) -> Option<usize> {
        let left = |feature: &Bits| {
            let with = self.counts(inside, Some(feature));
            let without = [all[0] - with[0], all[1] - with[1]];
            let enough = [with, without].iter().all(|counts| counts[0] + counts[1] >= LEAST);
            if enough { impurity(with) + impurity(without) } else { f64::INFINITY }
        };
        let left: Vec<f64> = self.features.par_iter().map(left).collect();
        let best = first(left.len(), 1, &|a, b| left[a].total_cmp(&left[b])).first().copied()?;
        (left[best] < impurity(all)).then_some(best)
    }
}

/// Gini impurity times the number of rows, but for a factor of 2.
fn impurity([a, b]: [u32; 2]) -> f64 {
    let (a, b) = (f64::from(a), f64::from(b));
    if a + b > 0.0 { a * b / (a + b) } else { 0.0 }
}
