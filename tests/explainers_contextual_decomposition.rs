//! Contextual decomposition: the identity, the authors' packages (tests/reference/contextual_decomposition.py), closed
//! forms, and what is known of planted networks.

use crate::support::{
    models,
    toys::ToyText,
    trained::{Text, Trained},
};
use rayon::prelude::*;
use serde::Deserialize;
use unrolled::{
    explain::{
        common::decompose::{BiasRule, Decomposing, Part},
        contextual_decomposition::{Answer, Config, ContextualDecomposition},
    },
    model::{CellKind, Directions, Model, Readout, Weights},
};

/// Largest |Δ| in f64 arithmetic (logit units).
const DOUBLE: f64 = 1e-10;
/// Largest |Δ| against the packages, which use the same f64 numbers but another exponential.
const PARITY: f64 = 1e-5;
/// Largest |score + rest + bias − logit| against the network's own f32 pass.
const IDENTITY: f64 = 1e-4;

/// Ids without a pattern.
fn ids(length: usize) -> Vec<u32> {
    (0..length as u32).map(|i| (i * i * 7 + i * 3 + 1) % 13).collect()
}

fn parts(model: &Model, ids: &[u32], rule: BiasRule, spans: &[(usize, usize)]) -> Vec<Part> {
    let mut job = Decomposing::new(model, "test", ids.to_vec(), rule, None).unwrap();
    spans.iter().for_each(|&span| job.push(span));
    while !job.is_idle() {
        job.work(model);
    }
    let found = job.take();
    spans.iter().map(|&span| found.iter().find(|part| part.span == span).unwrap().clone()).collect()
}

fn all_spans(length: usize) -> Vec<(usize, usize)> {
    (0..=length).flat_map(|from| (from..=length).map(move |to| (from, to))).collect()
}

fn explain(model: &Model, text: &Text, config: Config) -> Answer {
    let mut job = ContextualDecomposition::start(config, model, &text.tokenized, text.ids.clone()).unwrap();
    assert!(job.advance(model, &mut || true).finished);
    job.snapshot()
}

/// The output row and bias of what is decomposed: the last class, against the one before it where there are several.
fn head(model: &Model) -> (Vec<f64>, f64) {
    let (weights, n) = (model.weights(), model.config().hidden);
    let rows: Vec<&[f32]> = weights.out.chunks_exact(n).collect();
    let against = |w: f32, other: Option<&f32>| f64::from(w - other.copied().unwrap_or(0.0));
    let last = rows.len() - 1;
    let rival = last.checked_sub(1);
    let row = (0..n).map(|j| against(rows[last][j], rival.map(|rival| &rows[rival][j]))).collect();
    (row, against(weights.out_bias[last], rival.map(|rival| &weights.out_bias[rival])))
}

#[test]
fn part_and_rest_add_up_for_every_cell_layer_readout_and_span() {
    for config in models::all_shapes(13, 4, 6).into_iter().filter(|c| c.directions == Directions::Unidirectional) {
        let model = models::random(&config, 5);
        let (_, bias) = head(&model);
        for length in [0, 1, 2, 9] {
            let ids = ids(length);
            let logit = f64::from(model.margin().trace(&ids).score().logit);
            for rule in [BiasRule::Inclusive, BiasRule::Strict] {
                for part in parts(&model, &ids, rule, &all_spans(length)) {
                    assert!(part.residual <= DOUBLE, "{config:?} {part:?}");
                    assert!((part.score + part.rest + bias - logit).abs() <= IDENTITY, "{config:?} {part:?}");
                }
            }
        }
    }
}

#[test]
fn nothing_is_a_parts_without_words_and_everything_with_all() {
    for config in models::all_shapes(13, 4, 6).into_iter().filter(|c| c.directions == Directions::Unidirectional) {
        let (model, ids) = (models::random(&config, 7), ids(8));
        let found = parts(&model, &ids, BiasRule::Inclusive, &[(0, 0), (4, 4), (8, 8), (0, 8)]);
        assert!(found[..3].iter().all(|part| part.score == 0.0), "{config:?}");
        assert!(found[3].rest.abs() <= 1e-6, "{config:?}: {:?}", found[3]);
        let strict = parts(&model, &ids, BiasRule::Strict, &[(0, 8)]);
        assert!(strict[0].rest.abs() > 1e-6, "the strict rule leaves the last step's bias to the rest: {config:?}");
    }
}

#[test]
fn a_bidirectional_network_is_refused_in_words() {
    let shape = models::all_shapes(13, 4, 6).into_iter().find(|c| c.directions == Directions::Bidirectional).unwrap();
    let text = ToyText::new("a b");
    let refused =
        ContextualDecomposition::start(Config::default(), &models::random(&shape, 5), &text.tokenized, text.ids);
    assert!(refused.unwrap_err().to_string().contains("expected a unidirectional network"));
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// Pre-activations W x + b_ih of a word, and b_hh, block by block as PyTorch has them.
fn blocks(model: &Model, id: u32) -> (Vec<f64>, Vec<f64>) {
    let (config, direction) = (model.config(), &model.weights().layers[0][0]);
    let x = model.embedding_of(id);
    let rows = direction.input.chunks_exact(config.embedding).zip(&direction.input_bias);
    let sums =
        rows.map(|(row, b)| f64::from(*b) + row.iter().zip(x).map(|(w, x)| f64::from(*w) * f64::from(*x)).sum::<f64>());
    (sums.collect(), direction.recurrent_bias.iter().map(|&b| b.into()).collect())
}

#[test]
fn without_recurrent_weights_a_words_part_has_a_closed_form() {
    for cell in [CellKind::Lstm, CellKind::Gru] {
        let config = models::config(cell, 13, 4, 6);
        let drawn = models::random(&config, 3);
        let mut weights: Weights = drawn.weights().clone();
        weights.layers[0][0].recurrent.fill(0.0);
        let model = Model::new(config.clone(), weights).unwrap();
        let (n, ids, word) = (6, ids(7), 2);
        let (out, _) = head(&model);
        let (sums, recurrent) = blocks(&model, ids[word]);
        let empty: Vec<f64> = blocks(&model, ids[word])
            .0
            .iter()
            .zip(&model.weights().layers[0][0].input_bias)
            .map(|(_, b)| f64::from(*b))
            .collect();
        let left = (ids.len() - 1 - word) as i32;
        let gate = |rows: &[f64], block: usize, j: usize| sigmoid(rows[block * n + j] + recurrent[block * n + j]);
        let expected: f64 = match cell {
            // c = i g, kept by the bias of the forget gate; the rest's cell is what is left of the whole's.
            CellKind::Lstm => {
                let trace = model.trace(&ids);
                let (cells, gates) = (&trace.layers[0].directions[0].cell, &trace.layers[0].directions[0].gates);
                (0..n)
                    .map(|j| {
                        let candidate = (sums[2 * n + j] + recurrent[2 * n + j]).tanh();
                        let part = gate(&sums, 0, j) * candidate * gate(&empty, 1, j).powi(left);
                        let whole = f64::from(cells[(ids.len() - 1) * n + j]);
                        let o = f64::from(gates[(ids.len() - 1) * 4 * n + 3 * n + j]);
                        out[j] * o * 0.5 * (part.tanh() + whole.tanh() - (whole - part).tanh())
                    })
                    .sum()
            }
            // h = (1 − z) n, kept by the bias of the update gate.
            CellKind::Gru => (0..n)
                .map(|j| {
                    let candidate = (sums[2 * n + j] + gate(&sums, 0, j) * recurrent[2 * n + j]).tanh();
                    out[j] * (1.0 - gate(&sums, 1, j)) * candidate * gate(&empty, 1, j).powi(left)
                })
                .sum(),
        };
        let found = parts(&model, &ids, BiasRule::Inclusive, &[(word, word + 1)]);
        assert!((found[0].score - expected).abs() < 1e-6, "{cell:?}: {} {expected}", found[0].score);
    }
}

#[test]
fn a_words_part_is_found_where_it_was_planted() {
    // Units of an LSTM without recurrence; only id 4 opens the input gate and has a candidate, and its unit alone is
    // read out: a counter of that word.
    let config = models::config(CellKind::Lstm, 9, 1, 1);
    let mut weights = models::random(&config, 1).weights().clone();
    weights.embedding = (0..9).map(|id| if id == 4 { 1.0 } else { 0.0 }).collect();
    let direction = &mut weights.layers[0][0];
    direction.input = vec![20.0, 0.0, 1.0, 0.0];
    direction.recurrent.fill(0.0);
    direction.input_bias = vec![-10.0, 12.0, 0.0, 5.0];
    direction.recurrent_bias.fill(0.0);
    weights.out = vec![3.0];
    let model = Model::new(config, weights).unwrap();
    let ids = [2, 3, 4, 5, 3, 6];
    let words: Vec<(usize, usize)> = (0..6).map(|word| (word, word + 1)).collect();
    let found = parts(&model, &ids, BiasRule::Inclusive, &words);
    let logit = f64::from(model.trace(&ids).score().logit);
    let bias = head(&model).1;
    assert!((found[2].score - (logit - bias)).abs() < 1e-3, "{found:?}");
    assert!(found.iter().enumerate().all(|(word, part)| word == 2 || part.score.abs() < 1e-3), "{found:?}");
    assert!(found.iter().all(|part| !part.runaway));
}

#[derive(Deserialize)]
struct Fixture {
    small: Vec<Small>,
    trained: OnText,
}

#[derive(Deserialize)]
struct Small {
    ids: Vec<u32>,
    spans: Vec<Row>,
}

#[derive(Deserialize)]
struct OnText {
    text: String,
    spans: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    span: (usize, usize),
    score: f64,
    rest: f64,
    strict_score: f64,
    strict_rest: f64,
}

fn fixture() -> Fixture {
    serde_json::from_str(&std::fs::read_to_string("tests/fixtures/contextual_decomposition.json").unwrap()).unwrap()
}

/// The largest difference from the packages' figures.
fn distance(model: &Model, ids: &[u32], rows: &[Row]) -> f64 {
    let spans: Vec<(usize, usize)> = rows.iter().map(|row| row.span).collect();
    let both = [BiasRule::Inclusive, BiasRule::Strict].map(|rule| parts(model, ids, rule, &spans));
    let differences = rows.iter().enumerate().flat_map(|(at, row)| {
        let [inclusive, strict] = [&both[0][at], &both[1][at]];
        [
            inclusive.score - row.score,
            inclusive.rest - row.rest,
            strict.score - row.strict_score,
            strict.rest - row.strict_rest,
        ]
    });
    differences.fold(0.0, |most: f64, difference| most.max(difference.abs()))
}

/// The first network of recurrent.json.
fn small_network() -> Model {
    let content: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string("tests/fixtures/recurrent.json").unwrap()).unwrap();
    let network = &content["networks"][0];
    let number = |key: &str| network["config"][key].as_u64().unwrap() as usize;
    let config = models::config(CellKind::Lstm, number("vocabulary"), number("embedding"), number("hidden"));
    let numbers = |value: &serde_json::Value| -> Vec<f32> {
        value["values"].as_array().unwrap().iter().map(|x| x.as_f64().unwrap() as f32).collect()
    };
    let of = |name: &str| numbers(&network["weights"][name]);
    let direction = unrolled::model::DirectionWeights {
        input: of("lstm.weight_ih_l0"),
        recurrent: of("lstm.weight_hh_l0"),
        input_bias: of("lstm.bias_ih_l0"),
        recurrent_bias: of("lstm.bias_hh_l0"),
    };
    let head = &network["heads"]["1"];
    let weights = Weights {
        embedding: of("embedding.weight"),
        layers: vec![vec![direction]],
        out: numbers(&head["out.weight"]),
        out_bias: numbers(&head["out.bias"]),
    };
    Model::new(config, weights).unwrap()
}

#[test]
fn equals_the_authors_packages_under_both_bias_rules() {
    let (fixture, small) = (fixture(), small_network());
    for text in &fixture.small {
        let found = distance(&small, &text.ids, &text.spans);
        assert!(found <= PARITY, "{} words: {found}", text.ids.len());
    }
    let trained = Trained::open();
    let text = trained.text(&fixture.trained.text);
    let found = distance(&trained.model, &text.ids, &fixture.trained.spans);
    println!("largest difference on the trained network: {found:e}");
    assert!(found <= PARITY, "{found}");
}

#[test]
fn slices_add_up_whatever_their_size_and_the_span_is_answered_as_asked() {
    let trained = Trained::open();
    let text = trained.text(&fixture().trained.text);
    let whole = explain(&trained.model, &text, Config::default());
    let mut job =
        ContextualDecomposition::start(Config::default(), &trained.model, &text.tokenized, text.ids.clone()).unwrap();
    let mut slices = 0;
    while !job.advance(&trained.model, &mut || false).finished {
        slices += 1;
        let snapshot = job.snapshot();
        let known = snapshot.weights.iter().filter(|&&weight| weight != 0.0).count();
        assert!(known <= snapshot.fidelity.done);
    }
    assert!(slices > 5, "{slices}");
    assert_eq!(job.snapshot(), whole);
    assert!(whole.span.is_none());

    let asked = explain(&trained.model, &text, Config { span: Some((65, 67)), ..Config::default() });
    let (score, logit) = (asked.score.unwrap(), asked.logit.unwrap());
    let residual = (score + asked.rest.unwrap() + asked.bias.unwrap() - logit).abs();
    assert!(residual <= IDENTITY && Some(residual) == asked.residual);
    assert_eq!((asked.span, asked.span_weight), (Some((65, 67)), Some(score)));
    assert_eq!(asked.weights[65..67], whole.weights[65..67]);
    let outside = asked.weights.iter().enumerate().filter(|(at, _)| !(65..67).contains(at));
    assert!(outside.map(|(_, weight)| weight).all(|&weight| weight == 0.0));
}

#[test]
fn a_window_decomposes_the_running_score() {
    let trained = Trained::open();
    let text = trained.text(&fixture().trained.text);
    let running = trained.model.trace(&text.ids).running;
    for window in [0, 3, 500] {
        let config = Config { span: Some((20, 22)), window: Some(window), ..Config::default() };
        let answer = explain(&trained.model, &text, config);
        let end = (22 + window).min(text.ids.len());
        assert_eq!(answer.logit, Some(f64::from(running[end - 1].logit)));
        assert!(answer.residual.unwrap() <= IDENTITY);
        let cut = parts(&trained.model, &text.ids[..end], BiasRule::Inclusive, &[(20, 22)]);
        assert!((cut[0].score - answer.score.unwrap()).abs() <= DOUBLE);
    }
}

#[test]
fn the_empty_text_and_wrong_settings() {
    let trained = Trained::open();
    let empty = explain(&trained.model, &trained.text(""), Config::default());
    assert!(empty.weights.is_empty() && empty.span.is_none());
    assert_eq!(empty.fidelity.residual, 0.0);
    let text = trained.text("good film");
    for span in [(0, 3), (1, 1), (2, 1)] {
        let config = Config { span: Some(span), ..Config::default() };
        let refused = ContextualDecomposition::start(config, &trained.model, &text.tokenized, text.ids.clone());
        assert!(refused.unwrap_err().to_string().contains("span"));
    }
}

#[test]
fn a_part_that_feeds_itself_is_known_by_its_half() {
    // One unit whose cell and candidate hold each other up: after a few steps the part of any word stands at the same
    // size, and half of the word does as well.
    let config = models::config(CellKind::Lstm, 9, 1, 1);
    let mut weights = models::random(&config, 1).weights().clone();
    weights.embedding = (0..9).map(|id| id as f32 / 4.0).collect();
    let direction = &mut weights.layers[0][0];
    direction.input = vec![0.0, 0.0, 1.0, 0.0];
    direction.recurrent = vec![0.0, 0.0, 4.0, 0.0];
    direction.input_bias = vec![8.0, 0.5, 0.0, 8.0];
    direction.recurrent_bias.fill(0.0);
    weights.out = vec![3.0];
    let model = Model::new(config, weights).unwrap();
    let ids = vec![1, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let found = parts(&model, &ids, BiasRule::Inclusive, &[(0, 1), (1, 2), (15, 16)]);
    assert!(found[0].runaway, "{found:?}");
    assert!(found[0].residual <= DOUBLE);
    assert!(!found[2].runaway, "the last word's part has had no step to feed itself: {found:?}");
}

#[test]
fn the_identity_holds_for_every_word_of_fifty_reviews() {
    let trained = Trained::open();
    let residual = |text: &Text| {
        let residual = explain(&trained.model, text, Config::default()).fidelity.residual;
        assert!(residual <= IDENTITY, "row {}: {residual}", text.row);
        residual
    };
    let most = trained.reviews(50).par_iter().map(residual).reduce(|| 0.0, f64::max);
    println!("largest residual over fifty reviews: {most:e}");
}

#[test]
fn parts_that_grow_without_end_stay_numbers_and_add_up() {
    for cell in [CellKind::Lstm, CellKind::Gru] {
        let config = models::config(cell, 13, 4, 6);
        let mut largest = 0.0f64;
        for seed in 0..20 {
            let mut weights = models::random(&config, seed).weights().clone();
            let direction = &mut weights.layers[0][0];
            direction.recurrent.iter_mut().chain(&mut direction.input).for_each(|w| *w *= 8.0);
            let model = Model::new(config.clone(), weights).unwrap();
            for part in parts(&model, &ids(1500), BiasRule::Inclusive, &[(0, 1), (5, 9)]) {
                assert!(part.residual <= IDENTITY, "{cell:?} {seed}: {part:?}");
                largest = largest.max(part.score.abs());
            }
        }
        println!("{cell:?}: largest score {largest:e}");
    }
}

#[test]
fn readouts_differ_so_that_the_identity_above_is_one_of_each() {
    let base = models::config(CellKind::Lstm, 13, 4, 6);
    let score = |readout| {
        parts(
            &models::random(&unrolled::model::Config { readout, ..base.clone() }, 5),
            &ids(6),
            BiasRule::Inclusive,
            &[(1, 3)],
        )[0]
        .score
    };
    let [last, mean, max] = [Readout::Last, Readout::Mean, Readout::Max].map(score);
    assert!(last != mean && mean != max && last != max);
}
