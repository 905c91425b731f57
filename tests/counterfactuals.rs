//! Counterfactuals: planted truth, minimality, and every item as the network itself reads it.

use crate::support::{models, reviews, toys::ToyText};
use unrolled::{
    explain::counterfactuals::{Answer, Config, Counterfactuals, Item, Kind},
    model::{CellKind, Classifier, DirectionWeights, Model, Weights, network::Network},
    text::Vocabulary,
    trace::Score,
};

fn vocabulary(size: usize) -> Vocabulary {
    reviews::vocabulary(size)
}

fn search(model: &Model, ids: &[u32], config: Config) -> Answer {
    let words = vocabulary(model.config().vocabulary);
    let text = ToyText::new(&ids.iter().map(|&id| words.token(id)).collect::<Vec<_>>().join(" "));
    let gradient = match config.kind {
        Kind::Replace => Network::of(model).unwrap().input_gradient(ids).unwrap(),
        Kind::LeaveOut => Vec::new(),
    };
    let mut job = Counterfactuals::start(config, &text.tokenized, ids.to_vec(), gradient).unwrap();
    while !job.advance(model, &mut || false).finished {
        assert!(!job.snapshot(&words).finished);
    }
    job.snapshot(&words)
}

fn apply(ids: &[u32], item: &Item, model: &Model, skip: Option<usize>) -> Vec<u32> {
    let words = vocabulary(model.config().vocabulary);
    let mut text: Vec<Option<u32>> = ids.iter().copied().map(Some).collect();
    for (at, change) in item.changes.iter().enumerate() {
        assert_eq!(words.token(ids[change.position]), change.token);
        if Some(at) != skip {
            text[change.position] = change.replacement.as_deref().map(|token| words.id(token));
        }
    }
    text.into_iter().flatten().collect()
}

fn check(model: &Model, ids: &[u32], found: &Answer) {
    let score = |ids: Vec<u32>| model.scores(&[ids])[0];
    assert_eq!(found.base, score(ids.to_vec()));
    // The verdict is the largest probability; of three classes that may be less than one half.
    let turned = |score: Score| score.favoured != found.base.favoured;
    for item in found.items.iter().chain(&found.nearest) {
        let truth = score(apply(ids, item, model, None));
        assert_eq!((item.logit, item.probability), (truth.logit, truth.probability));
        assert!(item.changes.iter().all(|change| change.replacement.as_deref() != Some("<unk>")));
        assert!(item.changes.is_sorted_by_key(|change| change.position));
    }
    for item in &found.items {
        assert!(turned(score(apply(ids, item, model, None))), "{item:?} does not turn the verdict");
        for skip in 0..item.changes.len() {
            let part = score(apply(ids, item, model, Some(skip)));
            assert!(item.changes.len() == 1 || !turned(part), "{item:?} is not minimal");
        }
    }
    assert!(found.items.is_empty() || found.nearest.is_none());
    assert!(found.nearest.iter().all(|item| !turned(score(apply(ids, item, model, None)))));
}

#[test]
fn every_item_is_what_the_network_says_and_minimal() {
    let mut listed = [0; 6];
    for (seed, config) in models::all_shapes(40, 4, 6).into_iter().enumerate() {
        let model = models::random_int8(&config, seed as u64);
        let ids: Vec<u32> = (0..12).map(|i| 2 + (7 * i * i + 3 * i + seed as u32) % 38).collect();
        for kind in [Kind::Replace, Kind::LeaveOut] {
            let found = search(&model, &ids, Config { kind, results: 20, ..Config::default() });
            check(&model, &ids, &found);
            found.items.iter().for_each(|item| listed[item.changes.len()] += 1);
            assert!(found.items.is_sorted_by_key(|item| item.changes.len()));
        }
    }
    assert!(listed[1] > 20 && listed[2] > 5, "{listed:?}");
}

/// A GRU without recurrence whose candidate copies the only number of a word vector: with the update gate shut to the old
/// state, h is the tanh of the last word's worth; read by its sum over time, the text's logit is a sum of words.
fn sum_of_words(worth: &[f32], bias: f32) -> Model {
    let mut config = models::config(CellKind::Gru, worth.len(), 1, 1);
    config.readout = unrolled::model::Readout::Mean;
    let direction = DirectionWeights {
        input: vec![0.0, 0.0, 1.0],
        recurrent: vec![0.0; 3],
        // The update gate z keeps the old state: far below zero, it keeps nothing.
        input_bias: vec![0.0, -30.0, 0.0],
        recurrent_bias: vec![0.0; 3],
    };
    let weights =
        Weights { embedding: worth.to_vec(), layers: vec![vec![direction]], out: vec![1.0], out_bias: vec![bias] };
    Model::new(config, weights).unwrap()
}

#[test]
fn planted_words_turn_the_verdict() {
    // Words 2 and 3 are bad, 4 is very good, the others say little; the mean of four words decides.
    let model = sum_of_words(&[0.0, 0.0, -0.6, -0.5, 2.0, 0.01, 0.02], 0.0);
    let found = search(&model, &[2, 5, 6, 5], Config::default());
    check(&model, &[2, 5, 6, 5], &found);
    assert!(found.items.iter().all(|item| item.changes.len() == 1), "one very good word outweighs the bad one");
    let best = &found.items[0].changes[0];
    assert_eq!((best.position, best.replacement.as_deref()), (0, Some("w4")));
    let found = search(&model, &[2, 5, 3, 5, 6], Config { kind: Kind::LeaveOut, ..Config::default() });
    let sets: Vec<Vec<usize>> =
        found.items.iter().map(|item| item.changes.iter().map(|change| change.position).collect()).collect();
    assert_eq!(sets, [[0, 2]], "both bad words must go");
    assert_eq!(found.items[0].changes[1].replacement, None);
}

#[test]
fn what_cannot_be_turned_is_said_with_what_came_nearest() {
    let model = sum_of_words(&[0.0, 0.0, -0.1, 0.1, 0.2], 3.0);
    for kind in [Kind::Replace, Kind::LeaveOut] {
        let found = search(&model, &[4, 3, 4, 3], Config { kind, ..Config::default() });
        check(&model, &[4, 3, 4, 3], &found);
        assert!(found.items.is_empty() && found.finished);
        let nearest = found.nearest.unwrap();
        assert!(nearest.logit < found.base.logit && found.tried > 0, "{nearest:?}");
    }
}

#[test]
fn only_similar_words_stand_in_where_that_is_asked() {
    let config = models::config(CellKind::Lstm, 300, 4, 6);
    let mut replaced = 0;
    for seed in 0..6 {
        let model = models::random(&config, seed);
        let ids: Vec<u32> = (2..12).collect();
        let found = search(&model, &ids, Config { similarity: 0.8, ..Config::default() });
        check(&model, &ids, &found);
        for change in found.items.iter().chain(&found.nearest).flat_map(|item| &item.changes) {
            let id = vocabulary(300).id(change.replacement.as_deref().unwrap());
            let [old, new] = [ids[change.position], id].map(|id| model.embedding_of(id).to_vec());
            let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
            assert!(dot(&old, &new) / (dot(&old, &old) * dot(&new, &new)).sqrt() > 0.799);
            replaced += 1;
        }
    }
    assert!(replaced > 0);
}

#[test]
fn empty_texts_and_single_words_are_answered() {
    for config in models::all_shapes(20, 4, 6) {
        let model = models::random(&config, 3);
        for kind in [Kind::Replace, Kind::LeaveOut] {
            let empty = search(&model, &[], Config { kind, ..Config::default() });
            assert!(empty.items.is_empty() && empty.nearest.is_none() && empty.finished);
            check(&model, &[7], &search(&model, &[7], Config { kind, ..Config::default() }));
        }
    }
}

#[test]
fn slices_give_the_same_and_settings_out_of_range_are_refused() {
    let model = models::random(&models::config(CellKind::Lstm, 50, 4, 6), 3);
    let (words, text) = (vocabulary(50), ToyText::of_words(20));
    let network = Network::of(&model).unwrap();
    let gradient = network.input_gradient(&text.ids).unwrap();
    let start = |config| Counterfactuals::start(config, &text.tokenized, text.ids.clone(), gradient.clone());
    let mut job = start(Config::default()).unwrap();
    assert!(job.advance(&model, &mut || true).finished);
    let ids: Vec<u32> = text.ids.clone();
    let sliced = search(&model, &ids, Config::default());
    let items = |found: &Answer| found.items.iter().map(|item| (item.logit, item.changes.len())).collect::<Vec<_>>();
    assert_eq!(items(&job.snapshot(&words)), items(&sliced));
    for (config, name) in [
        (Config { flips: Some(0), ..Config::default() }, "flips"),
        (Config { flips: Some(6), ..Config::default() }, "flips"),
        (Config { results: 0, ..Config::default() }, "results"),
        (Config { similarity: 1.5, ..Config::default() }, "similarity"),
    ] {
        assert!(start(config).err().unwrap().to_string().contains(name));
    }
}
