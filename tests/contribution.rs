//! Contributions over time, cell decomposition and clamping: identities, the slow definition, planted memories.

use crate::support::{models, toys::ToyText, trained::Trained};
use unrolled::{
    explain::{
        cell_decomposition::{self, Form, decompose},
        clamping::{self, clamp},
        common::unit_target::UnitKind,
        contribution_over_time::{Config, ContributionOverTime, Contributions},
        inside,
    },
    model::{CellKind, DirectionWeights, Directions, GATE_BLOCKS, Model, Readout, Weights},
};

/// Sum of parts against the network's score, in logit units.
const IDENTITY: f64 = 1e-5;

fn text_of(length: usize) -> ToyText {
    ToyText::new(&(0..length).map(|i| format!("w{}", i * i % 11)).collect::<Vec<_>>().join(" "))
}

fn contributions(model: &Model, text: &ToyText, config: Config) -> Contributions {
    let mut job = ContributionOverTime::start(config, model, &text.tokenized, &model.trace(&text.ids)).unwrap();
    assert!(job.advance(&mut || true).finished);
    job.snapshot()
}

fn cells(
    model: &Model,
    text: &ToyText,
    form: Form,
) -> unrolled::explain::common::attribution::Attribution<cell_decomposition::Fidelity> {
    let config = cell_decomposition::Config { form, span: None };
    decompose(&config, model, &text.tokenized, &model.trace(&text.ids)).unwrap()
}

#[test]
fn every_column_adds_up_to_the_running_score_in_every_shape() {
    for config in models::all_shapes(13, 4, 6) {
        // Of three classes, the margin between the last and the one before.
        let (model, text) = (models::random(&config, 5).margin(), text_of(40));
        if config.directions == Directions::Bidirectional {
            let refused =
                ContributionOverTime::start(Config::default(), &model, &text.tokenized, &model.trace(&text.ids));
            assert!(refused.unwrap_err().to_string().contains("unidirectional"));
            continue;
        }
        let found = contributions(&model, &text, Config::default());
        assert!(found.fidelity.gap <= IDENTITY, "{config:?}: {}", found.fidelity.gap);
        for step in 0..40 {
            let column: f64 = found.rows[..=step].iter().map(|row| f64::from(row.values[step - row.word])).sum();
            let score = f64::from(model.trace(&text.ids[..=step]).score().logit);
            assert!((column + found.intercept - score).abs() <= IDENTITY, "{config:?}, step {step}");
        }
        for form in [Form::Gamma, Form::Beta] {
            let cells = cells(&model, &text, form);
            let sum: f64 = cells.weights.iter().sum::<f64>() + cells.intercept.unwrap();
            assert!((sum - f64::from(model.trace(&text.ids).score().logit)).abs() <= IDENTITY, "{config:?} {form:?}");
            assert!(cells.fidelity.gap <= IDENTITY);
        }
        let gamma = cells(&model, &text, Form::Gamma).weights;
        for (word, (a, b)) in gamma.iter().zip(&found.weights).enumerate() {
            assert!((a - b).abs() <= IDENTITY, "{config:?}, word {word}: {a} and {b}");
        }
        let units: f64 = found.units.iter().map(|unit| unit.contribution).sum();
        assert!((units + found.intercept - f64::from(model.trace(&text.ids).score().logit)).abs() <= IDENTITY);
    }
}

/// γ_{j,t} of the paper, each from its own products in f64, read out at step t.
fn defined(model: &Model, ids: &[u32], word: usize, step: usize) -> f64 {
    let trace = model.trace(ids);
    let (layer, n) = (trace.top().unwrap(), trace.hidden);
    let gate = |t: usize, block: usize, u: usize| f64::from(layer.gates[(t * GATE_BLOCKS + block) * n + u]);
    let part = |u: usize| match model.config().cell {
        CellKind::Lstm => {
            let written =
                |k: usize| gate(k, 0, u) * gate(k, 2, u) * (k + 1..=step).map(|m| gate(m, 1, u)).product::<f64>();
            let upto = |end: usize| (0..end).map(written).sum::<f64>().tanh();
            gate(step, 3, u) * (upto(word + 1) - upto(word))
        }
        CellKind::Gru => {
            (1.0 - gate(word, 2, u)) * gate(word, 0, u) * (word + 1..=step).map(|m| gate(m, 2, u)).product::<f64>()
        }
    };
    let out = &model.weights().out;
    (0..n).map(|u| f64::from(out[u]) * part(u)).sum()
}

#[test]
fn each_cell_of_the_matrix_is_the_papers_definition() {
    for cell in [CellKind::Lstm, CellKind::Gru] {
        let (model, text) = (models::random(&models::config(cell, 13, 4, 6), 5), text_of(12));
        let found = contributions(&model, &text, Config::default());
        for row in &found.rows {
            for (after, &value) in row.values.iter().enumerate() {
                let defined = defined(&model, &text.ids, row.word, row.word + after);
                assert!(
                    (f64::from(value) - defined).abs() <= 1e-5,
                    "{cell:?} word {} after {after}: {value} {defined}",
                    row.word
                );
            }
        }
    }
}

#[test]
fn without_forgetting_both_forms_are_the_same_and_nothing_fades() {
    // Forget gates at 1 (their bias is huge), output gates at 1: what was written stays.
    let config = models::config(CellKind::Lstm, 13, 4, 6);
    let mut weights = models::random(&config, 5).weights().clone();
    let n = config.hidden;
    for block in [1, 3] {
        weights.layers[0][0].input_bias[block * n..][..n].fill(100.0);
    }
    let (model, text) = (Model::new(config, weights).unwrap(), text_of(9));
    let (gamma, beta) = (cells(&model, &text, Form::Gamma).weights, cells(&model, &text, Form::Beta).weights);
    assert!(gamma.iter().zip(&beta).all(|(a, b)| (a - b).abs() <= IDENTITY), "{gamma:?} {beta:?}");
    let found = contributions(&model, &text, Config::default());
    assert!(found.rows.iter().all(|row| row.values.iter().all(|v| (v - row.values[0]).abs() <= 1e-5)));
    assert!(found.words.iter().all(|word| word.half_life.is_none()));
    assert!(found.units.iter().all(|unit| unit.half_life.is_none_or(|life| life > 1e5)));
}

/// One unit that writes `good` and forgets a little more than half at every word.
fn halving() -> (Model, ToyText) {
    let config = models::config(CellKind::Lstm, 4, 1, 1);
    let logit = |p: f32| (p / (1.0 - p)).ln();
    // Rows i, f, g, o; the embedding of "good" is 1, of everything else 0.
    let direction = DirectionWeights {
        input: vec![0.0, 0.0, 3.0, 0.0],
        recurrent: vec![0.0; 4],
        input_bias: vec![logit(0.02), logit(0.45), 0.0, 50.0],
        recurrent_bias: vec![0.0; 4],
    };
    let weights = Weights {
        embedding: vec![0.0, 0.0, 1.0, 0.0],
        layers: vec![vec![direction]],
        out: vec![1.0],
        out_bias: vec![0.0],
    };
    (Model::new(config, weights).unwrap(), ToyText::new("good and and and and"))
}

#[test]
fn a_planted_memory_is_found_with_its_half_life() {
    let (model, text) = halving();
    let found = contributions(&model, &text, Config::default());
    let row = &found.rows[0].values;
    for pair in row.windows(2) {
        assert!((pair[1] / pair[0] - 0.45).abs() < 1e-3, "{row:?}");
    }
    assert_eq!((found.words[0].half_life, found.words[0].peak_after), (Some(1), 0));
    assert!((found.units[0].half_life.unwrap() - 0.5f64.ln() / 0.45f64.ln()).abs() < 1e-4);
    assert!(found.rows[1..].iter().flat_map(|row| &row.values).all(|&value| value == 0.0));
}

#[test]
fn slices_rows_and_the_empty_text() {
    let (model, text) = (models::random(&models::config(CellKind::Lstm, 13, 4, 6), 5), text_of(50));
    let whole = contributions(&model, &text, Config::default());
    let mut job =
        ContributionOverTime::start(Config::default(), &model, &text.tokenized, &model.trace(&text.ids)).unwrap();
    let mut calls = 1;
    while !job.advance(&mut || false).finished {
        let part = job.snapshot();
        assert_eq!((part.fidelity.done, part.rows.len(), part.weights.len()), (calls, calls, 50));
        calls += 1;
    }
    assert_eq!((calls, job.snapshot()), (50, whole.clone()));
    let few: Config = serde_json::from_str(r#"{"rows":3,"span":[7,8]}"#).unwrap();
    let few = contributions(&model, &text, few);
    assert_eq!(few.rows.len(), 3);
    assert!(few.rows.iter().all(|row| *row == whole.rows[row.word]) && few.rows.iter().any(|row| row.word == 7));
    let empty = contributions(&model, &ToyText::new(""), Config::default());
    assert!(empty.rows.is_empty() && empty.weights.is_empty());
    assert!(cells(&model, &ToyText::new(""), Form::Beta).weights.is_empty());
    assert!(serde_json::from_str::<Config>(r#"{"rows":"some"}"#).is_err());
}

fn held(model: &Model, text: &ToyText, clamps: &str) -> clamping::Clamped {
    let config = serde_json::from_value(serde_json::json!({ "clamps": clamps })).unwrap();
    clamp(&config, model, &text.tokenized, &text.ids).unwrap()
}

#[test]
fn holding_a_number_at_what_it_is_changes_nothing() {
    for cell in [CellKind::Lstm, CellKind::Gru] {
        for layers in [1, 2] {
            let config = unrolled::model::Config { layers, ..models::config(cell, 13, 4, 6) };
            let (model, text) = (models::random(&config, 5), text_of(1));
            let trace = model.trace(&text.ids);
            let held_at = inside::of_trace(&model, &trace, None).unwrap();
            for (at, part) in held_at.parts.iter().enumerate() {
                for unit in 0..6 {
                    let value = held_at.values[at * 6 + unit];
                    let found = held(&model, &text, &format!("{}:{unit}={value}", part.name()));
                    assert!((found.logit - found.before.logit).abs() <= 1e-6, "{cell:?} {part:?} {unit}");
                }
            }
        }
    }
}

#[test]
fn holding_everything_is_the_network_with_other_weights() {
    // Every hidden state held at 0: the score is the bias alone, at every step.
    for cell in [CellKind::Lstm, CellKind::Gru] {
        let (model, text) = (models::random(&models::config(cell, 13, 4, 6), 5), text_of(9));
        let all = (0..6).map(|unit| format!("hidden:{unit}=0")).collect::<Vec<_>>().join(",");
        let bias = model.weights().out_bias[0];
        assert!(held(&model, &text, &all).running_logit.iter().all(|&logit| logit == bias));
        // A gate held at 1 is the gate whose bias is huge.
        let (gate, block) = if cell == CellKind::Lstm { ("forget", 1) } else { ("update", 1) };
        let mut weights = model.weights().clone();
        let rows = block * 6..block * 6 + 6;
        weights.layers[0][0].input_bias[rows].fill(60.0);
        let other = Model::new(model.config().clone(), weights).unwrap();
        let all = (0..6).map(|unit| format!("{gate}:{unit}=1")).collect::<Vec<_>>().join(",");
        let (found, expected) = (held(&model, &text, &all), other.trace(&text.ids));
        for (a, b) in found.running_logit.iter().zip(&expected.running) {
            assert!((a - b.logit).abs() <= 1e-5, "{cell:?}: {a} {}", b.logit);
        }
    }
}

#[test]
fn held_for_some_steps_only() {
    let (model, text) = (models::random(&models::config(CellKind::Lstm, 13, 4, 6), 5), text_of(9));
    let config = serde_json::from_str(r#"{"clamps":[{"unit":"cell","index":2,"value":3,"steps":[4,6]}]}"#).unwrap();
    let found = clamp(&config, &model, &text.tokenized, &text.ids).unwrap();
    let before: Vec<f32> = model.trace(&text.ids).running.iter().map(|score| score.logit).collect();
    assert_eq!(found.running_logit[..4], before[..4]);
    assert_ne!(found.running_logit[4], before[4]);
    for wrong in [
        r#"{"clamps":"hidden:6=0"}"#,
        r#"{"clamps":"reset:0=0"}"#,
        r#"{"clamps":[{"unit":"cell","index":2,"value":3,"steps":[4,10]}]}"#,
        r#"{"clamps":[{"unit":"cell","index":2,"value":3,"layer":1}]}"#,
        r#"{"clamps":"hidden:1=NaN"}"#,
    ] {
        let config = serde_json::from_str(wrong).unwrap();
        let refused = clamp(&config, &model, &text.tokenized, &text.ids).unwrap_err().to_string();
        assert!(refused.contains("expected"), "{wrong}: {refused}");
    }
    assert!(serde_json::from_str::<clamping::Config>(r#"{"clamps":"logit=1"}"#).is_err());
}

#[test]
fn inside_are_the_numbers_of_the_trace() {
    for config in models::all_shapes(13, 4, 6) {
        let (model, text) = (models::random(&config, 5), text_of(7));
        let trace = model.trace(&text.ids);
        let found = inside::of_trace(&model, &trace, None).unwrap();
        assert_eq!(found.values.len(), found.parts.len() * 7 * found.units);
        let last = found.parts.iter().position(|&part| part == UnitKind::Hidden).unwrap();
        let hidden = &found.values[last * 7 * found.units..];
        let top = &trace.layers.last().unwrap().directions;
        for step in 0..7 {
            assert_eq!(hidden[step * found.units..][..6], top[0].hidden[step * 6..][..6]);
        }
        if config.readout == Readout::Last && config.directions == Directions::Unidirectional {
            let features = &hidden[6 * found.units..];
            assert_eq!(model.score_of_features(features), trace.score());
        }
        assert!(inside::of_trace(&model, &trace, Some(config.layers)).is_err());
    }
}

#[test]
fn the_readout_of_the_last_layer_times_its_states_is_the_score_after_every_word() {
    let mut read = 0;
    for config in models::all_shapes(13, 4, 6) {
        // Of three classes the second against the first, and their margin alone is linear.
        let model = models::random(&config, 5);
        let model = if config.outputs == 3 { model.towards(1).unwrap().against(0).unwrap() } else { model };
        let text = text_of(9);
        let trace = model.trace(&text.ids);
        let found = inside::of_trace(&model, &trace, None).unwrap();
        let is_linear = config.readout == Readout::Last && config.directions == Directions::Unidirectional;
        assert_eq!(found.readout.is_some(), is_linear, "{config:?}");
        let lower = (config.layers == 2).then(|| inside::of_trace(&model, &trace, Some(0)).unwrap());
        assert!(lower.is_none_or(|lower| lower.readout.is_none()));
        let Some(weights) = found.readout else { continue };
        let at = found.parts.iter().position(|&part| part == UnitKind::Hidden).unwrap();
        let hidden = found.values[at * 9 * found.units..].chunks_exact(found.units);
        let (bias, running) = (model.head().margin_row().1, model.margin().trace(&text.ids).running);
        for (hidden, score) in hidden.zip(running) {
            let sum: f32 = weights.iter().zip(hidden).map(|(w, h)| w * h).sum::<f32>() + bias;
            assert!((sum - score.logit).abs() <= 1e-5, "{config:?}: {sum} {}", score.logit);
            read += 1;
        }
    }
    assert_eq!(read, 9 * 8);
}

/// The reviews of check C1, in logit units; the network's own f32 score ends at about 1e-6.
const REVIEWS: usize = 50;

#[test]
fn on_fifty_reviews_every_column_adds_up_to_the_trained_networks_score() {
    let trained = Trained::open();
    let (mut most, mut columns) = (0.0f64, 0);
    for text in trained.reviews(REVIEWS) {
        let trace = trained.model.trace(&text.ids);
        let mut job = ContributionOverTime::start(Config::default(), &trained.model, &text.tokenized, &trace).unwrap();
        assert!(job.advance(&mut || true).finished);
        most = most.max(job.snapshot().fidelity.gap);
        columns += text.ids.len();
        for form in [Form::Gamma, Form::Beta] {
            let config = cell_decomposition::Config { form, span: None };
            let cells = decompose(&config, &trained.model, &text.tokenized, &trace).unwrap();
            assert!(cells.fidelity.gap <= IDENTITY, "review {} {form:?}: {}", text.row, cells.fidelity.gap);
        }
    }
    eprintln!("largest gap of {columns} columns of {REVIEWS} reviews: {most:.1e}");
    assert!(most <= IDENTITY, "{most}");
}
