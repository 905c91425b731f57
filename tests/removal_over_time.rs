//! Removal over time: leave-one-out of every beginning, to the bit; planted memories; spans, rows, slices.

use crate::support::{
    models,
    toys::{LogitOf, ToyText},
    trained::Trained,
};
use unrolled::{
    explain::{
        Target,
        leave_one_out::{self, LeaveOneOut, weigh},
        removal_over_time::{Config, REREAD, RemovalCourse, RemovalOverTime, Removals, STRONG},
    },
    model::{CellKind, Classifier, Config as Shape, DirectionWeights, Directions, Model, Weights},
    text::Tokenizer,
};

fn text_of(length: usize) -> ToyText {
    ToyText::new(&(0..length).map(|i| format!("w{}", i * i % 11)).collect::<Vec<_>>().join(" "))
}

fn settings(json: &str) -> Config {
    serde_json::from_str(json).unwrap()
}

fn removals(classifier: &impl Classifier, text: &ToyText, config: Config) -> Removals {
    let mut job = RemovalOverTime::start(config, classifier, &text.tokenized, text.ids.clone()).unwrap();
    let progress = job.advance(classifier, &mut || true);
    assert!(progress.finished && progress.done == progress.total, "{progress:?}");
    job.snapshot()
}

fn left_out(classifier: &impl Classifier, text: &ToyText, span: Option<(usize, usize)>) -> (Vec<f64>, Option<f64>) {
    let config = leave_one_out::Config { target: Target::Logit, span };
    let mut job = LeaveOneOut::start(config, &text.tokenized, text.ids.clone()).unwrap();
    assert!(job.advance(classifier, &mut || true).finished);
    (job.snapshot().weights, job.snapshot().span_weight)
}

/// Every column against leave-one-out of the beginning that ends there.
fn check_columns(model: &Model, ids: &[u32], found: &Removals) {
    assert_eq!((found.rows.len(), found.words.len(), found.fidelity.done), (ids.len(), ids.len(), ids.len()));
    for step in 0..ids.len() {
        let column: Vec<f64> = found.rows[..=step].iter().map(|row| row.values[step - row.word]).collect();
        assert_eq!(column, weigh(model, &ids[..=step], Target::Logit), "{:?}, step {step}", model.config());
    }
}

#[test]
fn every_column_is_leave_one_out_of_the_beginning_that_ends_there_to_the_bit() {
    let shapes = models::all_shapes(13, 4, 6);
    let networks = shapes.iter().flat_map(|config| [models::random(config, 5), models::random_int8(config, 5)]);
    let with_classes = networks.flat_map(|model| match model.config().outputs {
        1 => vec![model],
        _ => vec![model.towards(0).unwrap(), model.margin(), model],
    });
    for model in with_classes {
        for length in [0, 1, 2, 15] {
            let text = text_of(length);
            let found = removals(&model, &text, Config::default());
            check_columns(&model, &text.ids, &found);
            assert_eq!(found.weights, left_out(&model, &text, None).0);
            let [zero, score] = [&[][..], &text.ids[..]].map(|ids| f64::from(model.scores(&[ids.to_vec()])[0].logit));
            assert_eq!((found.fidelity.zero, found.fidelity.score), (zero, score));
            assert_eq!(found.fidelity.column_gap, Some(score - zero - found.weights.iter().sum::<f64>()));
        }
    }
}

#[test]
fn what_classifies_answers_for_runs_as_for_texts() {
    for config in models::all_shapes(13, 4, 6) {
        let (model, text) = (models::random_int8(&config, 5), text_of(9));
        let runs = [&text.ids[..], &text.ids[2..5], &[]].map(unrolled::model::Run::from);
        for (run, scores) in runs.iter().zip(model.running_from(&runs)) {
            let texts: Vec<Vec<u32>> = (1..=run.ids.len()).map(|end| run.ids[..end].to_vec()).collect();
            assert_eq!(scores, model.scores(&texts), "{config:?}");
        }
    }
}

#[test]
fn spans_are_taken_away_as_far_as_they_are_read() {
    for directions in [Directions::Unidirectional, Directions::Bidirectional] {
        let config = Shape { directions, ..models::config(CellKind::Gru, 13, 4, 6) };
        let (model, text) = (models::random(&config, 5), text_of(9));
        for (from, to) in [(2, 5), (0, 9), (8, 9), (4, 5), (0, 1)] {
            let found = removals(&model, &text, Config { span: Some((from, to)), ..Config::default() });
            let span = found.span.as_ref().unwrap();
            assert_eq!((span.word, span.values.len()), (from, 9 - from));
            for (step, &value) in (from..9).zip(&span.values) {
                let beginning = ToyText { ids: text.ids[..=step].to_vec(), ..ToyText::new(&text.words[..0].join(" ")) };
                let expected = left_out(&model, &beginning, Some((from, to.min(step + 1)))).1.unwrap();
                assert_eq!(value, expected, "{directions:?} {from}..{to}, step {step}");
            }
            let course = found.span_course.as_ref().unwrap();
            assert_eq!((course.read, course.last), (span.values[to - 1 - from], span.values[8 - from]));
            check_columns(&model, &text.ids, &found);
            let alone = removals(&model, &text, Config { span: Some((from, to)), words: false, ..Config::default() });
            assert_eq!((&alone.span, alone.words.len(), alone.rows.len()), (&found.span, 0, 0));
            assert_eq!((alone.fidelity.score, alone.fidelity.column_gap), (found.fidelity.score, None));
            if to - from == 1 {
                assert_eq!(span.values, found.rows[from].values);
                assert_eq!(*course, found.words[from]);
            }
        }
        for span in [(5, 5), (3, 2), (0, 10)] {
            let config = Config { span: Some(span), ..Config::default() };
            let refused = RemovalOverTime::start(config, &model, &text.tokenized, text.ids.clone()).unwrap_err();
            assert!(refused.to_string().contains("span"));
        }
    }
}

#[test]
fn slices_give_the_same_bytes() {
    for directions in [Directions::Unidirectional, Directions::Bidirectional] {
        let config = Shape { directions, ..models::config(CellKind::Lstm, 13, 4, 6) };
        let (model, text) = (models::random_int8(&config, 5), text_of(if directions.count() == 1 { 300 } else { 60 }));
        let asked = settings(r#"{"rows":7,"span":[20,23]}"#);
        let whole = removals(&model, &text, asked.clone());
        let mut job = RemovalOverTime::start(asked, &model, &text.tokenized, text.ids.clone()).unwrap();
        let (mut calls, mut last) = (0, 0);
        loop {
            let progress = job.advance(&model, &mut || false);
            let part = job.snapshot();
            let done = part.fidelity.done;
            assert!(progress.done >= last && progress.done <= progress.total);
            assert!(part.rows.len() <= 7 && part.words.len() == done && part.weights.len() == text.ids.len());
            assert!(part.weights[done..].iter().all(|&weight| weight == 0.0));
            assert!(part.weights[..done] == whole.weights[..done] && part.words[..] == whole.words[..done]);
            assert_eq!(part.fidelity.column_gap.is_some(), progress.finished);
            (calls, last) = (calls + 1, progress.done);
            if progress.finished {
                break;
            }
        }
        assert!(calls > 5, "{calls} slices");
        let bytes = |removals: &Removals| serde_json::to_string(removals).unwrap();
        assert_eq!(bytes(&job.snapshot()), bytes(&whole));
    }
}

#[test]
fn few_rows_are_the_strongest_and_those_of_the_span() {
    let (model, text) = (models::random(&models::config(CellKind::Lstm, 13, 4, 6), 5), text_of(50));
    let all = removals(&model, &text, settings(r#"{"rows":"all"}"#));
    let peak = |word: usize| all.rows[word].values.iter().fold(0.0f64, |most, value| most.max(value.abs()));
    let strongest = |rows: usize, asked: &[usize]| {
        let mut words: Vec<usize> = (0..50).collect();
        words.sort_by(|a, b| asked.contains(b).cmp(&asked.contains(a)).then(peak(*b).total_cmp(&peak(*a))));
        words.truncate(rows.max(asked.len()));
        words.sort_unstable();
        words
    };
    for (rows, span) in [(3, 7..8), (1, 4..9), (0, 48..50), (60, 0..2)] {
        let asked: Vec<usize> = span.clone().collect();
        let few =
            removals(&model, &text, settings(&format!(r#"{{"rows":{rows},"span":[{},{}]}}"#, span.start, span.end)));
        assert_eq!(few.rows.iter().map(|row| row.word).collect::<Vec<_>>(), strongest(rows, &asked));
        assert!(few.rows.iter().all(|row| *row == all.rows[row.word]));
        assert_eq!((&few.words, &few.weights), (&all.words, &all.weights));
    }
    assert!(serde_json::from_str::<Config>(r#"{"rows":"some"}"#).is_err());
}

#[test]
fn where_no_state_goes_on_long_texts_are_asked_about_a_span() {
    // What counts is whether a classifier hands out states, so that one without a network will do.
    let count = LogitOf(|ids: &[u32]| ids.len() as f64 / 64.0);
    let (most, more) = (text_of(REREAD), text_of(REREAD + 1));
    assert_eq!(removals(&count, &most, Config::default()).words.len(), REREAD);
    let refused = RemovalOverTime::start(Config::default(), &count, &more.tokenized, more.ids.clone()).unwrap_err();
    assert!(refused.to_string().contains("expected span FROM..TO"), "{refused}");
    let found = removals(&count, &more, settings(r#"{"span":[3,5]}"#));
    assert!(found.words.is_empty() && found.rows.is_empty() && found.fidelity.column_gap.is_none());
    let span = found.span.unwrap();
    assert!(span.values[0] == 1.0 / 64.0 && span.values[1..].iter().all(|&value| value == 2.0 / 64.0));
}

#[test]
fn where_words_add_up_every_row_stays_as_it_began() {
    let text = ToyText::new("a fine film , fine indeed");
    let worth = [0.0, 1.5, 0.0, -0.25, 0.5];
    let sum = LogitOf(|ids: &[u32]| ids.iter().map(|&id| worth[id as usize - 2]).sum());
    let found = removals(&sum, &text, Config::default());
    for (row, own) in found.rows.iter().zip([0.0, 1.5, 0.0, -0.25, 1.5, 0.5]) {
        assert!(row.values.iter().all(|&value| value == own), "{row:?}");
    }
    assert_eq!(found.fidelity.column_gap, Some(0.0));
    let fine = RemovalCourse { read: 1.5, peak: 1.5, peak_after: 0, last: 1.5, left: Some(1.0), silent: false };
    assert_eq!(found.words[1], fine);
    // Nothing cannot be shared.
    assert_eq!((found.words[0].left, found.words[0].silent), (None, false));
}

#[test]
fn a_word_that_only_turns_the_next_is_silent_when_it_is_read() {
    let text = ToyText::new("not that good");
    let turned = LogitOf(|ids: &[u32]| match ids {
        [2, .., 4] => -1.0,
        [.., 4] => 1.0,
        _ => 0.0,
    });
    let found = removals(&turned, &text, Config::default());
    let not = RemovalCourse { read: 0.0, peak: -2.0, peak_after: 2, last: -2.0, left: None, silent: true };
    assert_eq!(found.words[0], not);
    assert!(!found.words[1].silent && !found.words[2].silent);
    // The text moved the score by −1, and its words' worth is −2 + 0 − 1.
    assert_eq!(found.fidelity.column_gap, Some(2.0));
    let weaker = LogitOf(|ids: &[u32]| if ids.starts_with(&[2, 3]) { 0.99 * STRONG } else { 0.0 });
    assert!(!removals(&weaker, &text, Config::default()).words[0].silent);
}

/// One unit that writes a little at "good" and keeps this share of its state at every word.
fn keeping(forget_bias: f32) -> (Model, ToyText) {
    // Rows i, f, g, o; the embedding of "good" is 1, of everything else 0.
    let direction = DirectionWeights {
        input: vec![0.0, 0.0, 3.0, 0.0],
        recurrent: vec![0.0; 4],
        input_bias: vec![(0.02f32 / 0.98).ln(), forget_bias, 0.0, 50.0],
        recurrent_bias: vec![0.0; 4],
    };
    let embedding = vec![0.0, 0.0, 1.0, 0.0];
    let weights = Weights { embedding, layers: vec![vec![direction]], out: vec![50.0], out_bias: vec![0.3] };
    let model = Model::new(models::config(CellKind::Lstm, 4, 1, 1), weights).unwrap();
    (model, ToyText::new("good and and and and and and and and"))
}

#[test]
fn an_integrator_keeps_and_a_leaky_cell_decays_by_its_forget_gate() {
    let (integrator, text) = keeping(100.0);
    let kept = removals(&integrator, &text, Config::default());
    let read = kept.words[0].read;
    assert!(read > 0.9 && (kept.words[0].left.unwrap() - 1.0).abs() < 1e-5, "{:?}", kept.words[0]);
    assert!(kept.rows[0].values.iter().all(|&value| (value - read).abs() < 1e-5), "{:?}", kept.rows[0]);
    let (leaky, text) = keeping(9.0f32.ln());
    let found = removals(&leaky, &text, Config::default());
    for pair in found.rows[0].values.windows(2) {
        // Nearly: the small state is read out through a tanh, and the score is an f32.
        assert!((pair[1] / pair[0] - 0.9).abs() < 1e-4, "{:?}", found.rows[0]);
    }
    assert!((found.words[0].left.unwrap() - 0.9f64.powi(8)).abs() < 1e-3);
    // Without a word that writes nothing, what "good" wrote has decayed by one word less.
    let good = &found.rows[0].values;
    for row in &found.rows[1..] {
        for (step, value) in (row.word..).zip(&row.values) {
            assert!((value - (good[step] - good[step - 1])).abs() < 1e-6, "{row:?}");
        }
    }
}

const SEQUEL: &str = "I expected very little from this sequel, and for the first hour it gave me exactly that: tired jokes, a plot I had forgotten before it was over, and not one character worth caring about. Then the last act turned everything around. It is funny, tender and beautifully drawn, and the ending is anything but predictable. Not perfect, but I left smiling. 8/10";

#[test]
fn on_the_trained_network_a_word_that_wrote_little_is_missed_for_long() {
    let trained = Trained::open();
    let tokenized = Tokenizer::Unrolled.tokenize(SEQUEL);
    let text = ToyText { ids: trained.vocabulary.ids(&tokenized), source: SEQUEL.into(), tokenized, words: Vec::new() };
    let found = removals(&trained.model, &text, Config::default());
    assert_eq!(found.weights, left_out(&trained.model, &text, None).0);
    for step in [0, 20, 63, 73] {
        let column: Vec<f64> = found.rows[..=step].iter().map(|row| row.values[step - row.word]).collect();
        assert_eq!(column, weigh(&trained.model, &text.ids[..=step], Target::Logit));
    }
    let word = |name: &str| found.tokens.iter().rposition(|token| token == name).unwrap();
    let course = |name: &str| &found.words[word(name)];
    let shown = |name: &str, after: usize| {
        let row = &found.rows[word(name)].values;
        [row[0], row[after], row[row.len() - 1]].map(|value| (100.0 * value).round() / 100.0)
    };
    assert_eq!(shown("predictable", 5), [-1.24, -0.82, -0.58]);
    assert_eq!(shown("beautifully", 5), [0.69, 0.82, 0.52]);
    assert_eq!(shown("not", 1), [0.05, -0.56, -0.56]);
    assert!(course("not").silent && !course("predictable").silent && !course("beautifully").silent);
}
