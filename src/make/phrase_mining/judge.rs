//! How well rules stand in for the network: fidelity, the share of reviews with its verdict, and accuracy.

use rayon::prelude::*;

use super::tree::{cut, grow};
use crate::{
    index::{
        ActivationIndex, ReviewStore, Split,
        phrases::{Figure, LENGTHS, PhraseRules, SIDES},
    },
    model::favours,
};

/// A review with both verdicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    /// Its slot in the store.
    pub slot: usize,
    /// Its side of the split.
    pub split: Split,
    /// Whether the network judges it to be of the last class.
    pub network: bool,
    /// Whether it is.
    pub label: bool,
}

impl Judged {
    /// Every review that store and index have, by row.
    pub fn all(store: &ReviewStore, index: &ActivationIndex) -> Vec<Self> {
        let judged = |slot: usize| {
            let review = index.reviews()[index.find(store.at(slot).row)?];
            let (network, label) = (favours(review.probability), review.label > 0);
            Some(Self { slot, split: review.split, network, label })
        };
        store.slots().filter_map(judged).collect()
    }
}

/// The network's verdict on most of the training reviews: what is said where no rule fires.
pub(super) fn majority(cases: &[Judged]) -> u8 {
    let train = cases.iter().filter(|case| case.split.is_train());
    let (positive, all) = train.fold((0, 0), |(p, n), case| (p + usize::from(case.network), n + 1));
    u8::from(2 * positive > all)
}

/// The phrases that each review holds.
pub(super) fn firing(rules: &PhraseRules, store: &ReviewStore, cases: &[Judged]) -> Vec<Vec<usize>> {
    let finder = rules.finder();
    cases.par_iter().map(|case| finder.firing(store.at(case.slot).ids)).collect()
}

/// The figures of a list at every length, \[points, sides\]; with `vote` its phrases are added up instead of the first deciding.
pub(super) fn curve(rules: &PhraseRules, cases: &[Judged], firing: &[Vec<usize>], vote: bool) -> Vec<Figure> {
    let lengths = LENGTHS.iter().map(|&length| length.min(rules.len())).chain([rules.len()]);
    let figure = |length: usize, side: Split| {
        let mut figure = Figure { rules: length as u32, ..Figure::default() };
        for (case, firing) in cases.iter().zip(firing).filter(|(case, _)| case.split == side) {
            let firing = &firing[..firing.partition_point(|&rank| rank < length)];
            let votes = rules.votes(firing);
            let says = if vote && votes != 0.0 { votes > 0.0 } else { rules.verdict(firing) == 1 };
            figure.fired += u32::from(!firing.is_empty());
            figure.agree += u32::from(says == case.network);
            figure.right += u32::from(says == case.label);
        }
        figure
    };
    lengths.flat_map(|length| SIDES.map(|side| figure(length, side))).collect()
}

/// The whole list on the side by which is chosen.
pub(super) fn last_on_choose(curve: &[Figure]) -> Figure {
    curve.get(curve.len().wrapping_sub(SIDES.len())).copied().unwrap_or_default()
}

fn tree_figures(rules: &PhraseRules, cases: &[Judged], firing: &[Vec<usize>]) -> [[u32; 2]; 2] {
    SIDES.map(|side| {
        let on_side = cases.iter().zip(firing).filter(|(case, _)| case.split == side);
        on_side.fold([0, 0], |[agree, right], (case, firing)| {
            let says = rules.tree_verdict(firing) == 1;
            [agree + u32::from(says == case.network), right + u32::from(says == case.label)]
        })
    })
}

/// Gives the rules the tree that agrees most often on `choose`, of equals the smallest.
pub(super) fn choose_tree(rules: &mut PhraseRules, cases: &[Judged], firing: &[Vec<usize>], depth: usize) {
    let train = |case: &Judged| case.split.is_train();
    let rows: Vec<(&[usize], bool)> =
        cases.iter().zip(firing).filter(|(case, _)| train(case)).map(|(case, f)| (&f[..], case.network)).collect();
    let grown = grow(&rows, rules.len(), depth);
    for depth in 1..=depth.max(1) {
        let before = (std::mem::replace(&mut rules.tree, cut(&grown, depth)), rules.tree_figures);
        rules.tree_figures = tree_figures(rules, cases, firing);
        if depth > 1 && rules.tree_figures[0][0] <= before.1[0][0] {
            (rules.tree, rules.tree_figures) = before;
        }
    }
}

/// The figures of stored rules, counted again: the stored list's curve, its vote's, and the tree's.
pub fn judge(rules: &PhraseRules, store: &ReviewStore, cases: &[Judged]) -> (Vec<Figure>, Vec<Figure>, [[u32; 2]; 2]) {
    let firing = firing(rules, store, cases);
    let curves = [false, true].map(|vote| curve(rules, cases, &firing, vote));
    let [list, vote] = curves;
    (list, vote, tree_figures(rules, cases, &firing))
}

/// The places and the training reviews that hold each phrase of a list, counted again.
pub fn counted(rules: &PhraseRules, store: &ReviewStore) -> Vec<(u32, u32)> {
    let (finder, mut counts) = (rules.finder(), vec![(0, 0); rules.len()]);
    for ids in store.train().map(|slot| store.at(slot).ids) {
        for rank in finder.firing(ids) {
            counts[rank].0 += rules.places(rank, ids).len() as u32;
            counts[rank].1 += 1;
        }
    }
    counts
}
