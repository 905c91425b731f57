//! Activation maximization against what must hold of any optimum, and against brute force over the vocabulary.

use crate::support::models;
use unrolled::{
    explain::{
        activation_maximization::vector_space::VectorSpace,
        activation_maximization::{Ascent, Config, Constraint, Maximization, NamedNorm, Norm},
        common::unit_target::{From, UnitKind, UnitTarget},
    },
    index::{Memory, ReviewStore},
    model::{CellKind, Classifier, Model},
    text::{Tokenizer, Vocabulary},
};

/// ‖x‖ against ρ, relative.
const MAX_NORM_DIFFERENCE: f32 = 1e-5;
const VOCABULARY: usize = 40;

fn vocabulary() -> Vocabulary {
    let words = (2..VOCABULARY).map(|id| format!("w{id}"));
    Vocabulary::new(["<pad>".into(), "<unk>".into()].into_iter().chain(words).collect()).unwrap()
}

/// Runs an ascent in slices of `slice` iterations.
fn maximize(model: &Model, config: Config, prefix: &[u32], slice: usize) -> Maximization {
    let space = VectorSpace::new(model);
    let mut ascent = Ascent::start(config, model, &space, prefix).unwrap();
    loop {
        let mut asked = 0;
        let mut more = || {
            asked += 1;
            asked < slice
        };
        if ascent.advance(&mut more).unwrap().finished {
            break;
        }
    }
    let reviews = ReviewStore::new(Tokenizer::Whitespace);
    ascent.snapshot(model, &space, Memory { index: None, reviews: &reviews }, &vocabulary())
}

fn config(norm: Norm) -> Config {
    Config { from: From::Zero, norm, iterations: 200, restarts: 4, ..Config::default() }
}

fn best_word(model: &Model) -> f32 {
    let texts: Vec<Vec<u32>> = (2..VOCABULARY as u32).map(|id| vec![id]).collect();
    model.scores(&texts).into_iter().map(|score| score.logit).fold(f32::NEG_INFINITY, f32::max)
}

#[test]
fn the_ascent_never_loses_ground_and_beats_every_word_its_norm_allows() {
    for cell in [CellKind::Lstm, CellKind::Gru] {
        let model = models::random(&models::config(cell, VOCABULARY, 5, 7), 11);
        let longest = (2..VOCABULARY as u32).map(|id| norm(model.embedding_of(id))).fold(0.0, f32::max);
        for setting in [Norm::Named(NamedNorm::Free), Norm::Length(longest)] {
            let found = maximize(&model, config(setting), &[], usize::MAX);
            assert!(found.path.windows(2).all(|pair| pair[0] <= pair[1]), "{:?}", found.path);
            assert!(found.path[0] < found.soft.score, "it rose from its random starts");
            assert!(found.soft.score >= best_word(&model), "{cell:?} {setting:?}");
            assert!(found.snapped.as_ref().unwrap().score <= best_word(&model));
        }
    }
}

fn norm(vector: &[f32]) -> f32 {
    vector.iter().map(|x| x * x).sum::<f32>().sqrt()
}

#[test]
fn a_fixed_norm_is_reached_and_a_cap_is_kept() {
    let model = models::random(&models::config(CellKind::Lstm, VOCABULARY, 5, 7), 12);
    for radius in [0.5, 3.0] {
        let fixed = maximize(&model, config(Norm::Length(radius)), &[], usize::MAX);
        assert!((fixed.soft.norm / radius - 1.0).abs() <= MAX_NORM_DIFFERENCE, "{}", fixed.soft.norm);
        let capped = Config { constraint: Constraint::Capped, ..config(Norm::Length(radius)) };
        assert!(maximize(&model, capped, &[], usize::MAX).soft.norm <= radius * (1.0 + MAX_NORM_DIFFERENCE));
    }
}

#[test]
fn slicing_changes_nothing_and_the_seed_decides() {
    let model = models::random(&models::config(CellKind::Gru, VOCABULARY, 5, 7), 13);
    let json = |slice, seed| {
        let config = Config { seed, ..config(Norm::Named(NamedNorm::VocabularyMean)) };
        serde_json::to_string(&maximize(&model, config, &[3, 4, 5], slice)).unwrap()
    };
    assert_eq!(json(usize::MAX, 1), json(7, 1));
    assert_ne!(json(usize::MAX, 1), json(usize::MAX, 2));
}

#[test]
fn a_units_value_is_the_one_that_is_read_off_the_network() {
    let model = models::random(&models::config(CellKind::Lstm, VOCABULARY, 5, 7), 14);
    for unit in [UnitKind::Hidden, UnitKind::Cell, UnitKind::Forget, UnitKind::Output] {
        let target = UnitTarget::Unit { unit, index: 3 };
        let found = maximize(&model, Config { target, ..config(Norm::Length(2.0)) }, &[], usize::MAX);
        let candle = *found.path.last().unwrap();
        assert!((found.soft.score - candle).abs() <= 1e-5, "{unit:?}: {} {candle}", found.soft.score);
    }
}

#[test]
fn the_nearest_words_are_those_of_brute_force() {
    let model = models::random(&models::config(CellKind::Lstm, VOCABULARY, 5, 7), 15);
    let vector = [0.3, -1.0, 0.2, 0.9, -0.4];
    let cosine = |id: u32| {
        let row = model.embedding_of(id);
        row.iter().zip(&vector).map(|(a, b)| a * b).sum::<f32>() / (norm(row) * norm(&vector))
    };
    let mut expected: Vec<u32> = (2..VOCABULARY as u32).collect();
    expected.sort_by(|&a, &b| cosine(b).total_cmp(&cosine(a)));
    let found = VectorSpace::new(&model).nearest(&model, &vector, 10);
    assert_eq!(found.iter().map(|near| near.id).collect::<Vec<_>>(), expected[..10]);
    assert!(VectorSpace::new(&model).nearest(&model, &[0.0; 5], 10).is_empty());
}

#[test]
fn impossible_settings_are_refused_with_a_sentence() {
    let model = models::random(&models::config(CellKind::Lstm, VOCABULARY, 5, 7), 16);
    let space = VectorSpace::new(&model);
    let wrong = [
        Config { restarts: 0, ..Config::default() },
        Config { norm: Norm::Length(-1.0), ..Config::default() },
        Config { norm: Norm::Length(f32::NAN), ..Config::default() },
        Config { target: UnitTarget::Unit { unit: UnitKind::Hidden, index: 99 }, ..Config::default() },
    ];
    for config in wrong {
        let refused = Ascent::start(config.clone(), &model, &space, &[]).err();
        assert!(refused.is_some_and(|error| error.to_string().contains("expected")), "{config:?}");
    }
}
