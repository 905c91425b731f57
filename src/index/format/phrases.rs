//! Phrase rules in the index: a ranked list of phrases, each with the class it speaks for, and a small tree that asks which
//! of them a text holds. Both stand in for the network's verdict, and the index says how well.
//!
//! | tensor | type and shape | holds |
//! |---|---|---|
//! | `phrases.token` | u32 \[tokens\] | the ids of all phrases, one after the other |
//! | `phrases.entry` | u32 \[phrases, 4\] | where each ends, its class (1 the last), the places and the reviews in training that hold it |
//! | `phrases.score` | f32 \[phrases\] | ln S, falling |
//! | `phrases.tree` | u32 \[nodes, 5\] | phrase (none at a leaf), the nodes without and with it, training reviews by verdict |
//! | `phrases.figures` | u32 \[3, points, 2, 4\] | see [`PhraseRules::figures`] |
//! | `phrases.settings` | u32 \[7\] | form (0 γ, 1 β), class where no rule fires, fewest places; [`PhraseRules::tree_figures`] |
//!
//! An index without any of them has no rules: of a network that reads both ways, or of more than two classes.

use super::{
    checks::{damaged, require, rows_of},
    review::{IndexedReview, Split},
};
use crate::{bundle::Tensors, index::IndexError, kernel::ranked, text::UNKNOWN};

/// The most words of a phrase.
pub const MAX_PHRASE: usize = 5;
/// The most phrases of a list.
pub const MAX_PHRASES: usize = 5000;
/// Each word of a phrase multiplies the odds of its class by more than this, somewhere in training (Murdoch & Szlam's c).
pub const RATIO: f64 = 1.1;
/// List lengths at which a list is measured, besides its whole length.
pub const LENGTHS: [usize; 6] = [10, 30, 100, 300, 1000, 3000];
/// Points of a curve.
pub const POINTS: usize = LENGTHS.len() + 1;
/// Curves: the γ list, the β list, and the vote of the list that is stored.
pub const CURVES: usize = 3;
/// The sides of the split on which rules are measured.
pub const SIDES: [Split; 2] = [Split::Choose, Split::Assess];
/// In place of a phrase at a leaf.
pub const LEAF: u32 = u32::MAX;

/// How a list does on one side of the split.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figure {
    /// Rules of the list.
    pub rules: u32,
    /// Reviews in which one of them fires.
    pub fired: u32,
    /// Reviews that get the network's verdict.
    pub agree: u32,
    /// Reviews that get their true class.
    pub right: u32,
}

/// A node of the tree; the first is the root, and children stand after their parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TreeNode {
    /// The phrase that is looked for, by its place in the list; [`LEAF`] if nothing is.
    pub phrase: u32,
    /// Where to go on: without it, with it.
    pub children: [u32; 2],
    /// Training reviews that come here, by the network's verdict.
    pub counts: [u32; 2],
}

/// The rules of a model. See the [module's documentation](self).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PhraseRules {
    /// Word scores are those of the β form, not of γ.
    pub is_beta: bool,
    /// The class where no rule fires.
    pub fallback: u8,
    /// Phrases that training holds less often were left out.
    pub minimum: u32,
    /// \[phrases + 1\].
    pub offsets: Vec<u32>,
    /// The ids of all phrases.
    pub tokens: Vec<u32>,
    /// The class that each speaks for, 0 or 1.
    pub classes: Vec<u8>,
    /// ln S, falling.
    pub scores: Vec<f32>,
    /// Places in training.
    pub occurrences: Vec<u32>,
    /// Training reviews.
    pub reviews: Vec<u32>,
    /// \[[`CURVES`] · [`POINTS`] · 2\], the last axis that of [`SIDES`].
    pub figures: Vec<Figure>,
    /// The tree.
    pub tree: Vec<TreeNode>,
    /// Its reviews with the network's verdict and with their true class, by [`SIDES`].
    pub tree_figures: [[u32; 2]; 2],
}

impl TreeNode {
    /// The verdict of most of its reviews.
    pub fn class(&self, fallback: u8) -> u8 {
        match self.counts[1].cmp(&self.counts[0]) {
            std::cmp::Ordering::Less => 0,
            std::cmp::Ordering::Equal => fallback,
            std::cmp::Ordering::Greater => 1,
        }
    }
}

/// Looks for the phrases of a list in texts.
#[derive(Debug, Clone)]
pub struct Finder<'a> {
    rules: &'a PhraseRules,
    /// Ranks, by the ids of their phrases.
    order: Vec<usize>,
    /// The first id of each, in that order.
    firsts: Vec<u32>,
}

impl Finder<'_> {
    /// The phrases that a text holds, by rank. Cost: at each token a look at the phrases that begin with it.
    pub fn firing(&self, ids: &[u32]) -> Vec<usize> {
        let mut fires = vec![false; self.order.len()];
        for (at, &id) in ids.iter().enumerate() {
            let begin = self.firsts.partition_point(|&first| first < id);
            let alike = self.firsts[begin..].iter().take_while(|&&first| first == id).count();
            for &rank in &self.order[begin..begin + alike] {
                fires[rank] |= ids[at..].starts_with(self.rules.phrase(rank));
            }
        }
        (0..fires.len()).filter(|&rank| fires[rank]).collect()
    }
}

impl PhraseRules {
    /// How many phrases the list has.
    pub fn len(&self) -> usize {
        self.classes.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.classes.is_empty()
    }

    /// The ids of a phrase.
    pub fn phrase(&self, rank: usize) -> &[u32] {
        &self.tokens[self.offsets[rank] as usize..self.offsets[rank + 1] as usize]
    }

    /// Prepares to look for phrases in texts.
    pub fn finder(&self) -> Finder<'_> {
        let order = ranked(self.len(), &|a, b| self.phrase(a).cmp(self.phrase(b)));
        let firsts = order.iter().map(|&rank| self.phrase(rank)[0]).collect();
        Finder { rules: self, order, firsts }
    }

    /// The tokens at which a phrase begins in a text.
    pub fn places(&self, rank: usize, ids: &[u32]) -> Vec<usize> {
        let phrase = self.phrase(rank);
        (0..ids.len()).filter(|&at| ids[at..].starts_with(phrase)).collect()
    }

    /// What the first of the firing phrases says.
    pub fn verdict(&self, firing: &[usize]) -> u8 {
        firing.first().map_or(self.fallback, |&rank| self.classes[rank])
    }

    /// Σ ±ln S of the firing phrases: positive for the last class.
    pub fn votes(&self, firing: &[usize]) -> f64 {
        let vote = |&rank: &usize| f64::from(self.scores[rank]) * if self.classes[rank] == 1 { 1.0 } else { -1.0 };
        firing.iter().map(vote).sum()
    }

    /// The nodes that a text with these phrases comes through, from the root to a leaf.
    pub fn path(&self, firing: &[usize]) -> Vec<usize> {
        let mut path = vec![0];
        let mut at = 0;
        while self.tree[at].phrase != LEAF {
            let has = firing.binary_search(&(self.tree[at].phrase as usize)).is_ok();
            at = self.tree[at].children[usize::from(has)] as usize;
            path.push(at);
        }
        path
    }

    /// What the tree says.
    pub fn tree_verdict(&self, firing: &[usize]) -> u8 {
        self.path(firing).last().map_or(self.fallback, |&leaf| self.tree[leaf].class(self.fallback))
    }

    /// A point of a curve on one of the [`SIDES`].
    pub fn figure(&self, curve: usize, point: usize, side: usize) -> Figure {
        self.figures[(curve * POINTS + point) * SIDES.len() + side]
    }

    pub(crate) fn put(&self, tensors: &mut Tensors) {
        let (n, nodes) = (self.len(), self.tree.len());
        tensors.put_u32("phrases.token", &[self.tokens.len()], self.tokens.clone());
        let class = |rank: usize| u32::from(self.classes[rank]);
        let entry = |r: usize| [self.offsets[r + 1], class(r), self.occurrences[r], self.reviews[r]];
        tensors.put_u32("phrases.entry", &[n, 4], (0..n).flat_map(entry).collect());
        tensors.put_f32("phrases.score", &[n], self.scores.clone());
        let node = |node: &TreeNode| {
            let ([without, with], [negative, positive]) = (node.children, node.counts);
            [node.phrase, without, with, negative, positive]
        };
        tensors.put_u32("phrases.tree", &[nodes, 5], self.tree.iter().flat_map(node).collect());
        let figures = self.figures.iter().flat_map(|f| [f.rules, f.fired, f.agree, f.right]).collect();
        tensors.put_u32("phrases.figures", &[CURVES, POINTS, SIDES.len(), 4], figures);
        let [[a, b], [c, d]] = self.tree_figures;
        let settings = vec![u32::from(self.is_beta), u32::from(self.fallback), self.minimum, a, b, c, d];
        tensors.put_u32("phrases.settings", &[7], settings);
    }

    /// None if the file holds none of the tensors.
    pub(crate) fn read(
        tensors: &Tensors,
        reviews: &[IndexedReview],
        vocabulary: usize,
    ) -> Result<Option<Self>, IndexError> {
        if !tensors.names().any(|name| name.starts_with("phrases.")) {
            return Ok(None);
        }
        let numbers = |name: &str, shape: &[usize]| tensors.u32(name, shape).map_err(damaged);
        let rows = |name: &str| rows_of(tensors, name);
        let entries = numbers("phrases.entry", &[rows("phrases.entry"), 4])?.as_chunks::<4>().0;
        let tree = numbers("phrases.tree", &[rows("phrases.tree"), 5])?.as_chunks::<5>().0;
        let figures = numbers("phrases.figures", &[CURVES, POINTS, SIDES.len(), 4])?.as_chunks::<4>().0;
        let settings = numbers("phrases.settings", &[7])?;
        let flags = settings[..2].iter().chain(entries.iter().map(|entry| &entry[1]));
        sound(flags.max() <= Some(&1), "phrases of class 0 or 1")?;
        let column = |at: usize| entries.iter().map(move |entry| entry[at]);
        let rules = Self {
            is_beta: settings[0] == 1,
            fallback: settings[1] as u8,
            minimum: settings[2],
            offsets: std::iter::once(0).chain(column(0)).collect(),
            tokens: numbers("phrases.token", &[rows("phrases.token")])?.to_vec(),
            classes: column(1).map(|class| class as u8).collect(),
            scores: tensors.f32("phrases.score", &[entries.len()]).map_err(damaged)?.to_vec(),
            occurrences: column(2).collect(),
            reviews: column(3).collect(),
            figures: figures
                .iter()
                .map(|&[rules, fired, agree, right]| Figure { rules, fired, agree, right })
                .collect(),
            tree: tree
                .iter()
                .map(|&[phrase, a, b, c, d]| TreeNode { phrase, children: [a, b], counts: [c, d] })
                .collect(),
            tree_figures: [[settings[3], settings[4]], [settings[5], settings[6]]],
        };
        rules.check(reviews, vocabulary)?;
        Ok(Some(rules))
    }

    fn check(&self, reviews: &[IndexedReview], vocabulary: usize) -> Result<(), IndexError> {
        let train = reviews.iter().filter(|review| review.split.is_train()).count();
        sound(self.has_phrases(vocabulary), "phrases of 1 to 5 known words each, none twice, and at most 5000")?;
        let falls = self.scores.is_sorted_by(|a, b| a >= b) && self.scores.last().is_none_or(|&least| least >= 0.0);
        sound(falls && self.scores.first().is_none_or(|most| most.is_finite()), "phrases.score falling to 0 or more")?;
        let counted = |(&places, &held): (&u32, &u32)| {
            held >= 1 && held <= places && held as usize <= train && places >= self.minimum
        };
        let counts = self.occurrences.iter().zip(&self.reviews).all(counted);
        sound(counts, "phrases.entry in as many places as reviews, or more")?;
        for (side, split) in SIDES.into_iter().enumerate() {
            let most = reviews.iter().filter(|review| review.split == split).count() as u32;
            let points = self.figures.iter().skip(side).step_by(SIDES.len());
            let mut counts = points.flat_map(|f| [f.fired, f.agree, f.right]).chain(self.tree_figures[side]);
            sound(counts.all(|count| count <= most), "phrases.figures of no more reviews than there are")?;
        }
        sound(self.has_tree(train), "phrases.tree of listed phrases, whose nodes share out the training reviews")
    }

    fn has_phrases(&self, vocabulary: usize) -> bool {
        let end = self.offsets.last().map(|&end| end as usize);
        let fits = |pair: &[u32]| pair[0] < pair[1] && (pair[1] - pair[0]) as usize <= MAX_PHRASE;
        let inside = end == Some(self.tokens.len());
        let known = |&id: &u32| id > UNKNOWN && (id as usize) < vocabulary;
        let differs = |pair: &[usize]| self.phrase(pair[0]) != self.phrase(pair[1]);
        self.len() <= MAX_PHRASES
            && inside
            && self.offsets.windows(2).all(fits)
            && self.tokens.iter().all(known)
            && self.finder().order.windows(2).all(differs)
    }

    fn has_tree(&self, train: usize) -> bool {
        let nodes = self.tree.len();
        let is_sound = |(at, node): (usize, &TreeNode)| {
            let below = node.children.map(|child| self.tree.get(child as usize).filter(|_| child as usize > at));
            let [Some(without), Some(with)] = below else { return false };
            let sum = |class: usize| without.counts[class].checked_add(with.counts[class]) == Some(node.counts[class]);
            (node.phrase as usize) < self.len() && sum(0) && sum(1)
        };
        let root = self.tree.first().map(|node| node.counts[0] as usize + node.counts[1] as usize);
        let mut inner = self.tree.iter().enumerate().filter(|(_, node)| node.phrase != LEAF);
        nodes > 0 && root == Some(train) && inner.all(is_sound)
    }
}

/// One way to refuse: a routine for every kind of number would be compiled apart in the page's module.
fn sound(holds: bool, expected: &'static str) -> Result<(), IndexError> {
    require(holds, expected, "others")
}
