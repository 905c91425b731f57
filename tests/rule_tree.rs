//! The tree of the phrase rules against scikit-learn's (R4), node by node: tests/reference/rule_tree.py says how it was asked.

use serde::Deserialize;
use unrolled::{
    index::phrases::{LEAF, TreeNode},
    make::phrase_mining::{cut, grow},
};

#[derive(Deserialize)]
struct Fixture {
    least: u32,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    phrases: usize,
    /// Whether a text holds each phrase, the first phrase in the highest bit, in hexadecimal.
    rows: Vec<String>,
    verdicts: String,
    depth: usize,
    /// Texts that the tree of each depth gets right, from depth 1.
    right: Vec<u32>,
    /// Parent, without, with.
    nodes: Vec<Theirs>,
}

/// Phrase or −1, texts judged negative and positive, all phrases of the same, largest gain.
#[derive(Deserialize)]
struct Theirs(i64, u32, u32, Vec<u32>);

impl Case {
    fn rows(&self) -> Vec<(Vec<usize>, bool)> {
        let fires = |row: &str| {
            let bits = u64::from_str_radix(row, 16).unwrap();
            (0..self.phrases).filter(|phrase| bits >> (self.phrases - 1 - phrase) & 1 == 1).collect()
        };
        self.rows.iter().map(|row| fires(row)).zip(self.verdicts.chars().map(|verdict| verdict == '1')).collect()
    }
}

/// What came of walking two trees together.
#[derive(Default)]
struct Walk {
    /// Nodes that are the same.
    same: usize,
    /// Questions that gain the same as theirs: nothing below is compared.
    equal: usize,
}

/// Walks on from a node of ours and theirs at `at`; the place after theirs and all below it.
fn walk(ours: &[TreeNode], node: usize, theirs: &[Theirs], at: usize, found: &mut Walk) -> usize {
    let (own, Theirs(phrase, negative, positive, equals)) = (ours[node], &theirs[at]);
    assert_eq!(own.counts, [*negative, *positive], "texts at their node {at}");
    // Of equals we ask for the first.
    assert_eq!(own.phrase, equals.first().copied().unwrap_or(LEAF), "the question at their node {at}");
    if *phrase >= 0 && i64::from(own.phrase) != *phrase {
        found.equal += 1;
        return end(theirs, at);
    }
    found.same += 1;
    let children = own.children.iter().filter(|_| *phrase >= 0);
    children.fold(at + 1, |next, &child| walk(ours, child as usize, theirs, next, found))
}

/// The place after a node and all below it.
fn end(theirs: &[Theirs], at: usize) -> usize {
    if theirs[at].0 < 0 { at + 1 } else { end(theirs, end(theirs, at + 1)) }
}

/// Texts of the verdict that their leaf gives.
fn right(tree: &[TreeNode]) -> u32 {
    tree.iter().filter(|node| node.phrase == LEAF).map(|node| node.counts[0].max(node.counts[1])).sum()
}

#[test]
fn the_tree_is_the_one_that_scikit_learn_grows() {
    let fixture: Fixture = serde_json::from_str(include_str!("fixtures/rule_tree.json")).unwrap();
    let (mut questions, mut equal) = (0, 0);
    for case in &fixture.cases {
        let rows = case.rows();
        let rows: Vec<(&[usize], bool)> = rows.iter().map(|(fires, verdict)| (&fires[..], *verdict)).collect();
        let grown = grow(&rows, case.phrases, case.depth);
        let mut found = Walk::default();
        assert_eq!(walk(&grown, 0, &case.nodes, 0, &mut found), case.nodes.len(), "{}", case.name);
        assert!(grown.iter().all(|node| node.counts[0] + node.counts[1] >= fixture.least), "{}", case.name);
        if found.equal == 0 {
            assert_eq!((found.same, grown.len()), (case.nodes.len(), case.nodes.len()), "{}", case.name);
            for (depth, &theirs) in (1..).zip(&case.right) {
                assert_eq!(right(&cut(&grown, depth)), theirs, "{} after {depth} questions", case.name);
            }
        }
        questions += case.nodes.iter().filter(|node| node.0 >= 0).count();
        equal += found.equal;
    }
    assert!(questions > 50 && equal < 4, "{questions} questions, of which {equal} stand for an equal one");
}
