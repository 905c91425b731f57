//! Interactions against their definition, and the phrase tree against the authors' package
//! (tests/reference/contextual_decomposition.py).

use crate::support::{
    models,
    toys::ToyText,
    trained::{Text, Trained},
};
use serde::Deserialize;
use unrolled::{
    explain::{
        Target,
        interactions::{self, Interactions},
        phrase_tree::{self, Node, PhraseTree, Scoring, Tree},
    },
    model::{CellKind, Classifier, Directions, Model},
};

/// Largest |Δ| of a second difference: four scores in fixed point.
const DIFFERENCE: f64 = 1e-5;

fn score(model: &Model, ids: &[u32]) -> f64 {
    Target::Logit.of(model.scores(&[ids.to_vec()])[0])
}

fn without(ids: &[u32], gone: &[usize]) -> Vec<u32> {
    ids.iter().enumerate().filter(|(at, _)| !gone.contains(at)).map(|(_, &id)| id).collect()
}

fn interact(model: &Model, text: &ToyText, config: interactions::Config) -> interactions::Answer {
    let mut job = Interactions::start(config, model, &text.tokenized, text.ids.clone()).unwrap();
    assert!(job.advance(model, &mut || true).finished);
    job.snapshot()
}

#[test]
fn every_pair_is_its_second_difference() {
    for shape in models::all_shapes(13, 4, 6) {
        let (model, text) = (models::random(&shape, 5), ToyText::new("a b c d e f g a"));
        let config = interactions::Config { top: 100, among: 4, span: Some((2, 5)), ..Default::default() };
        let answer = interact(&model, &text, config);
        let f = |gone: &[usize]| score(&model, &without(&text.ids, gone));
        for pair in &answer.pairs {
            let (i, j) = (pair.i, pair.j);
            let expected = f(&[]) - f(&[i]) - f(&[j]) + f(&[i, j]);
            assert!((pair.interaction - expected).abs() <= DIFFERENCE, "{shape:?} {pair:?}");
            assert!((pair.alone[0] + pair.alone[1] + pair.interaction - pair.together).abs() <= DIFFERENCE);
        }
        let neighbours = answer.pairs.iter().filter(|pair| pair.j - pair.i == 1).count();
        assert_eq!(neighbours, 7);
        assert!(answer.pairs.len() > 7 && answer.fidelity.all == 28);
        assert!(answer.pairs.windows(2).all(|two| two[0].interaction.abs() >= two[1].interaction.abs()));
        let phrase = answer.phrase.unwrap();
        assert!((phrase.together - (f(&[]) - f(&[2, 3, 4]))).abs() <= DIFFERENCE);
        assert!((phrase.alone[1] - (f(&[2, 4]) - f(&[2, 3, 4]))).abs() <= DIFFERENCE);
        assert_eq!(phrase.decomposed.is_none(), shape.directions == Directions::Bidirectional);
    }
}

#[test]
fn not_and_perfect_pull_down_together() {
    let trained = Trained::open();
    let text = trained.text(&own_text());
    let mut job = Interactions::start(Default::default(), &trained.model, &text.tokenized, text.ids).unwrap();
    job.advance(&trained.model, &mut || true);
    let found = job.snapshot();
    let pair = found.pairs.iter().find(|pair| pair.tokens == ["not", "perfect"]).expect("among the strongest");
    assert!(pair.interaction < -0.2, "{pair:?}");
}

#[test]
fn interactions_in_slices_and_of_short_texts() {
    let model = models::random(&models::config(CellKind::Gru, 13, 4, 6), 5);
    let text = ToyText::of_words(11);
    let config = interactions::Config { span: Some((3, 4)), ..Default::default() };
    let whole = interact(&model, &text, config.clone());
    let mut job = Interactions::start(config, &model, &text.tokenized, text.ids.clone()).unwrap();
    let mut slices = 0;
    while !job.advance(&model, &mut || false).finished {
        slices += 1;
        job.snapshot();
    }
    assert!(slices > 2);
    assert_eq!(job.snapshot(), whole);
    for (source, pairs) in [("", 0), ("one", 0), ("one two", 1), ("one two three", 3)] {
        let answer = interact(&model, &ToyText::new(source), Default::default());
        assert_eq!((answer.pairs.len(), answer.phrase), (pairs, None), "{source}");
    }
    let only = interactions::Config { span: Some((0, 2)), pairs: false, ..Default::default() };
    let answer = interact(&model, &text, only);
    assert!(answer.pairs.is_empty() && answer.phrase.is_some());
}

#[derive(Deserialize)]
struct Fixture {
    trees: Vec<Case>,
    trained: OnText,
}

#[derive(Deserialize)]
struct OnText {
    text: String,
}

#[derive(Deserialize)]
struct Case {
    text: String,
    /// By round: the components and their scores.
    rounds: Vec<Vec<Component>>,
}

#[derive(Deserialize)]
struct Component {
    span: (usize, usize),
    score: f64,
}

fn fixture() -> Fixture {
    serde_json::from_str(&std::fs::read_to_string("tests/fixtures/contextual_decomposition.json").unwrap()).unwrap()
}

fn own_text() -> String {
    fixture().trained.text
}

fn grow(model: &Model, text: &Text, config: phrase_tree::Config) -> Tree {
    let mut job = PhraseTree::start(config, model, &text.tokenized, text.ids.clone()).unwrap();
    assert!(job.advance(model, &mut || true).finished);
    job.snapshot()
}

fn is_a_tree(nodes: &[Node], words: usize) {
    assert!((0..words).all(|word| nodes[word].span == (word, word + 1)));
    for (at, node) in nodes.iter().enumerate() {
        let Some(parent) = node.parent else {
            assert_eq!((at, node.span), (nodes.len() - 1, (0, words)));
            continue;
        };
        let ((from, to), around) = (node.span, nodes[parent].span);
        assert!(around.0 <= from && to <= around.1 && around != node.span, "{node:?} in {around:?}");
        for other in nodes {
            let (a, b) = other.span;
            let apart = b <= from || to <= a;
            let nested = (a <= from && to <= b) || (from <= a && b <= to);
            assert!(apart || nested, "{node:?} crosses {other:?}");
        }
    }
}

#[test]
fn phrases_grow_as_in_the_authors_package() {
    let trained = Trained::open();
    let mut most = 0.0f64;
    for case in fixture().trees {
        let text = trained.text(&case.text);
        let config = phrase_tree::Config { score: Scoring::ContextualDecompositionAlways, ..Default::default() };
        let tree = grow(&trained.model, &text, config);
        let words = text.ids.len();
        is_a_tree(&tree.nodes, words);
        assert_eq!(tree.fidelity.rounds, case.rounds.len(), "{}", case.text);
        let grown = || tree.nodes.iter().filter(|node| node.round > 0);
        for (round, components) in (1..).zip(&case.rounds) {
            for component in components.iter().filter(|component| component.span.1 - component.span.0 > 1) {
                let node = tree.nodes.iter().find(|node| node.span == component.span);
                let node = node.unwrap_or_else(|| panic!("round {round} of “{}”: {:?}", case.text, component.span));
                assert!(node.round <= round || node.span == (0, words));
                most = most.max((node.score - component.score).abs());
            }
        }
        let theirs = |node: &Node| case.rounds.iter().flatten().any(|component| component.span == node.span);
        assert!(grown().all(|node| theirs(node) || node.span == (0, words)), "{}", case.text);
    }
    println!("largest difference of a phrase's score: {most:e}");
    assert!(most <= 1e-5, "{most}");
}

#[test]
fn leaving_out_gives_exact_scores_and_what_ran_away_is_left_out() {
    let trained = Trained::open();
    let text = trained.text(&own_text());
    let whole = score(&trained.model, &text.ids);
    let left_out =
        |(from, to): (usize, usize)| whole - score(&trained.model, &[&text.ids[..from], &text.ids[to..]].concat());
    let tree = grow(&trained.model, &text, phrase_tree::Config::default());
    is_a_tree(&tree.nodes, text.ids.len());
    assert!(tree.nodes.iter().all(|node| (node.score - left_out(node.span)).abs() < 1e-9));
    assert!(tree.nodes.iter().any(|node| node.round > 0 && node.parent.is_some()), "no phrase grew");

    let config = phrase_tree::Config { score: Scoring::ContextualDecomposition, ..Default::default() };
    let tree = grow(&trained.model, &text, config);
    is_a_tree(&tree.nodes, text.ids.len());
    let ran: Vec<&Node> = tree.nodes.iter().filter(|node| node.runaway).collect();
    assert!(!ran.is_empty() && ran.iter().all(|node| (node.score - left_out(node.span)).abs() < 1e-9));
}

#[test]
fn the_tree_in_slices_and_of_short_texts() {
    let trained = Trained::open();
    for scoring in [Scoring::LeaveOut, Scoring::ContextualDecomposition] {
        let text = trained.text("not good , not bad : just long .");
        let config = phrase_tree::Config { score: scoring, ..Default::default() };
        let whole = grow(&trained.model, &text, config.clone());
        let mut job = PhraseTree::start(config.clone(), &trained.model, &text.tokenized, text.ids.clone()).unwrap();
        while !job.advance(&trained.model, &mut || false).finished {
            job.snapshot();
        }
        assert_eq!(job.snapshot(), whole);
        for (source, nodes) in [("", 0), ("good", 1), ("good film", 3)] {
            assert_eq!(grow(&trained.model, &trained.text(source), config.clone()).nodes.len(), nodes, "{source}");
        }
    }
    let text = trained.text("good film");
    let config = phrase_tree::Config { percentile: 101.0, ..Default::default() };
    let refused = PhraseTree::start(config, &trained.model, &text.tokenized, text.ids);
    assert!(refused.unwrap_err().to_string().contains("percentile"));
}
