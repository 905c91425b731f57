//! What lasts: against its definition one row at a time, on networks whose memory is known, and the average word it takes.

use crate::support::{models, reviews, toys::ToyText, trained::Trained};
use serde_json::json;
use unrolled::{
    explain::lasting::{Config as Settings, Lasting, Pushes, WordPush},
    index::Split,
    make::{
        average_word,
        build::{Options, build},
    },
    model::{CellKind, Config, DirectionWeights, Directions, Manifest, Model, State, Weights, gru, lstm},
    session::Session,
    text::Tokenizer,
};

const AVERAGE: [f32; 4] = [0.1, -0.3, 0.2, 0.05];

fn text_of(length: usize) -> ToyText {
    ToyText::new(&(0..length).map(|i| format!("w{}", i * i % 11)).collect::<Vec<_>>().join(" "))
}

fn job(model: &Model, average: &[f32], text: &ToyText, words_after: usize) -> Lasting {
    Lasting::start(Settings { words_after }, model.margin(), average, &text.tokenized, text.ids.clone()).unwrap()
}

fn pushes(model: &Model, average: &[f32], text: &ToyText, words_after: usize) -> Pushes {
    let mut job = job(model, average, text, words_after);
    assert!(job.advance(&mut || true).finished);
    job.snapshot()
}

/// The definition, one row in f32: the curves, and how far the average words alone moved each score.
fn defined(model: &Model, average: &[f32], ids: &[u32], after: &[usize]) -> (Vec<Vec<f64>>, Vec<f64>) {
    let model = model.margin();
    let score = |state: &State| f64::from(model.score_of_state(state).logit);
    let mut before = State::zero(model.config());
    let (mut curves, mut drifts) = (Vec::new(), Vec::new());
    for &id in ids {
        let [mut with, mut without] = [before.clone(), before.clone()];
        model.read_vector(&mut with, model.embedding_of(id));
        model.read_vector(&mut without, average);
        let (next, mut curve) = (with.clone(), Vec::new());
        for read in 0..=after[after.len() - 1] {
            if after.contains(&read) {
                curve.push(score(&with) - score(&without));
            }
            if read < after[after.len() - 1] {
                model.read_vector(&mut with, average);
                model.read_vector(&mut without, average);
            }
        }
        curves.push(curve);
        drifts.push((score(&without) - score(&before)).abs());
        before = next;
    }
    (curves, drifts)
}

#[test]
fn every_network_that_reads_one_way_gives_the_definition() {
    // In f32 the rows have the sums of the one row; in fixed point states are rounded where they are multiplied.
    let networks = |config: &Config| [(models::random(config, 5), 1e-5), (models::random_int8(config, 5), 2e-3)];
    let mut moved = 0;
    for config in models::all_shapes(13, 4, 6) {
        for (model, tolerance) in networks(&config) {
            let text = text_of(70);
            if config.directions == Directions::Bidirectional {
                let refused = Lasting::start(Settings::default(), model, &AVERAGE, &text.tokenized, text.ids.clone());
                assert!(refused.unwrap_err().to_string().contains("expected a unidirectional network"));
                continue;
            }
            let found = pushes(&model, &AVERAGE, &text, 60);
            assert_eq!(found.after, [0, 1, 2, 5, 10, 20, 50, 60]);
            let (curves, drifts) = defined(&model, &AVERAGE, &text.ids, &found.after);
            assert_eq!(found.words.len(), 70);
            for (word, curve) in found.words.iter().zip(&curves) {
                assert_eq!((word.push, word.left), (word.curve[0], word.curve[7]));
                assert_eq!(word.curve.len(), curve.len());
                for (&a, &b) in word.curve.iter().zip(curve) {
                    assert!((f64::from(a) - b).abs() <= tolerance, "{config:?}: {a} {b}");
                }
            }
            let sum = |of: fn(&[f64]) -> f64| curves.iter().map(|curve| of(curve).abs()).sum::<f64>();
            assert!((found.pushed - sum(|curve| curve[0])).abs() <= 70.0 * tolerance, "{config:?}");
            assert!((found.left - sum(|curve| curve[7])).abs() <= 70.0 * tolerance, "{config:?}");
            let drift = drifts.iter().sum::<f64>() / 70.0;
            assert!((found.fidelity.drift - drift).abs() <= tolerance, "{config:?}: {} {drift}", found.fidelity.drift);
            moved += usize::from(found.left > 0.01 && drift > 0.01);
        }
    }
    assert!(moved >= 12, "of only {moved} networks was anything left to compare");
}

#[test]
fn slices_add_up_to_the_same_bytes_and_the_words_done_are_listed() {
    for words_after in [1, 20, 130] {
        let (model, text) = (models::random_int8(&models::config(CellKind::Lstm, 13, 4, 6), 5), text_of(75));
        let whole = pushes(&model, &AVERAGE, &text, words_after);
        let mut job = job(&model, &AVERAGE, &text, words_after);
        assert_eq!((job.snapshot().words, job.progress().done), (vec![], 0));
        let (mut slices, mut done) = (0, 0);
        loop {
            let progress = job.advance(&mut || false);
            assert!(progress.done > done && progress.total == 75 * (words_after as u64 + 1));
            (slices, done) = (slices + 1, progress.done);
            let found = job.snapshot();
            assert_eq!(found.words[..], whole.words[..found.fidelity.done]);
            if progress.finished {
                break;
            }
        }
        assert!(slices >= 6 && done == 75 * (words_after as u64 + 1), "{slices} slices");
        assert_eq!(job.snapshot(), whole);
    }
}

#[test]
fn the_empty_text_has_nothing_to_follow() {
    let model = models::random(&models::config(CellKind::Gru, 13, 4, 6), 5);
    let mut job = job(&model, &AVERAGE, &text_of(0), 100);
    let progress = job.advance(&mut || true);
    assert_eq!((progress.done, progress.total, progress.finished), (0, 0, true));
    let found = job.snapshot();
    assert_eq!((found.words, found.pushed, found.left, found.fidelity.drift), (vec![], 0.0, 0.0, 0.0));
}

/// One unit that reads one number: `gates` are input weight and bias of each of PyTorch's blocks.
fn unit(cell: CellKind, gates: &[(f32, f32)], out: f32) -> Model {
    let config = models::config(cell, 5, 1, 1);
    let direction = DirectionWeights {
        input: gates.iter().map(|&(weight, _)| weight).collect(),
        recurrent: vec![0.0; gates.len()],
        input_bias: gates.iter().map(|&(_, bias)| bias).collect(),
        recurrent_bias: vec![0.0; gates.len()],
    };
    let embedding = vec![0.0, 0.0, 0.01, -0.02, 0.005];
    Model::new(config, Weights { embedding, layers: vec![vec![direction]], out: vec![out], out_bias: vec![0.0] })
        .unwrap()
}

/// σ of it is 1, and of its contrary 0.
const OPEN: f32 = 60.0;
/// The network's own σ comes within 2e-7 of 1 and no nearer, so that 100 words take away 2e-5.
const KEPT: f64 = 1e-4;

/// Whether as much is left of a push, however many words follow.
fn is_kept(word: &WordPush) -> bool {
    word.push != 0.0 && word.curve.iter().all(|push| (f64::from(push / word.push) - 1.0).abs() <= KEPT)
}

/// σ of it is .9.
const NINE_TENTHS: f32 = 2.197_224_6;

#[test]
fn an_integrator_keeps_every_push_and_a_leaky_one_loses_a_tenth_at_each_word() {
    assert_eq!((lstm::FORGET, gru::UPDATE), (1, 2));
    // In PyTorch's order: i, f, g, o, and r, z, n.
    let lstm = |forget: f32| unit(CellKind::Lstm, &[(0.0, OPEN), (0.0, forget), (1.0, 0.0), (0.0, OPEN)], 3.0);
    let leaky_gru = unit(CellKind::Gru, &[(0.0, 0.0), (0.0, NINE_TENTHS), (1.0, 0.0)], 3.0);
    let text = ToyText::new("a b c a");
    let found = pushes(&lstm(OPEN), &[0.0], &text, 100);
    // The score is 3 tanh of what was read: 3 · .01, 3 · −.02 and 3 · .005, but for the bend.
    for (word, expected) in found.words.iter().zip([0.03, -0.06, 0.015, 0.03]) {
        assert!((word.push - expected).abs() <= 1e-4, "{word:?}");
        assert!(is_kept(word), "{word:?}");
    }
    assert!((found.left / found.pushed - 1.0).abs() <= KEPT && found.fidelity.drift <= KEPT, "{found:?}");
    for model in [lstm(NINE_TENTHS), leaky_gru] {
        let found = pushes(&model, &[0.0], &text, 100);
        for word in &found.words {
            for (&after, &push) in found.after.iter().zip(&word.curve) {
                let (share, expected) = (f64::from(push / word.push), 0.9f64.powi(after as i32));
                assert!((share / expected - 1.0).abs() <= 2e-3, "{after} words: {share} {expected}");
            }
        }
        let half = 0.5f64.ln() / 0.9f64.ln();
        assert!((half - 6.6).abs() < 0.05 && found.words[0].curve[3] > 0.5 * found.words[0].push);
    }
}

#[test]
fn a_gru_that_writes_at_words_only_keeps_what_it_wrote() {
    // z is 1 at the average word and 0 at words of size 1.
    let mut weights = unit(CellKind::Gru, &[(0.0, 0.0), (-2.0 * OPEN, OPEN), (1.0, 0.0)], 2.0).weights().clone();
    weights.embedding = vec![0.0, 0.0, 1.0, 1.5, 2.0];
    let model = Model::new(models::config(CellKind::Gru, 5, 1, 1), weights).unwrap();
    let found = pushes(&model, &[0.0], &ToyText::new("a b c"), 100);
    assert!(found.words.iter().all(is_kept), "{found:?}");
    // Each takes the place of the one before.
    let written = [0.0f32, 1.0, 1.5, 2.0].map(|x| 2.0 * x.tanh());
    for (at, word) in found.words.iter().enumerate() {
        assert!((word.push - (written[at + 1] - written[at])).abs() <= 1e-5, "{word:?}");
    }
}

const VOCABULARY: usize = 20;

fn session(average: Option<Vec<f32>>) -> Session {
    let config = models::config(CellKind::Lstm, VOCABULARY, 4, 6);
    let mut head = json!({
        "format": 1, "name": "toy", "model_hash": "", "classes": ["no", "yes"], "tokenizer": "whitespace",
        "config": config, "files": {},
    });
    average.into_iter().for_each(|average| head["average_word"] = json!(average));
    let manifest = Manifest::parse(&head.to_string()).unwrap();
    let model = models::random(&config, 9);
    Session::of_parts(manifest, model, Tokenizer::Whitespace, reviews::vocabulary(VOCABULARY)).unwrap()
}

#[test]
fn a_bundle_without_an_average_word_is_refused_in_one_sentence() {
    let refused = |settings| session(None).start("lasting", "w2 w3", settings).err().unwrap();
    assert_eq!(
        refused(json!({})).to_string(),
        "lasting needs the average word of the training texts, and this bundle does not say it; build the bundle again \
         with `unrolled index`"
    );
    assert_eq!(refused(json!({})).kind(), "index");
    assert!(refused(json!({ "words_after": 0 })).to_string().contains("words_after between 1 and 2000"));
    assert!(session(Some(AVERAGE.to_vec())).start("lasting", "w2 w3", json!({})).is_ok());
}

#[test]
fn the_average_word_is_the_mean_of_what_was_read_and_a_manifest_keeps_its_bits() {
    let (mut session, vocabulary) = (session(None), reviews::vocabulary(VOCABULARY));
    let store = reviews::store(&reviews::random(80, &vocabulary, 12, 11), &vocabulary);
    let index = build(&session.model, &store, &Options::new(""), &mut |_, _| {});
    let average = average_word(&session.model, &index).unwrap();
    // Word by word, as the texts of the training have them.
    let mut sums = [0.0f64; 4];
    let read: Vec<u32> = store.train().flat_map(|slot| store.at(slot).ids.to_vec()).collect();
    for &id in &read {
        sums.iter_mut().zip(session.model.embedding_of(id)).for_each(|(sum, &value)| *sum += f64::from(value));
    }
    for (average, sum) in average.iter().zip(sums) {
        assert!((f64::from(*average) - sum / read.len() as f64).abs() <= 1e-7);
    }
    session.manifest.average_word = Some(average.clone());
    let again = Manifest::parse(&session.manifest.to_json().unwrap()).unwrap();
    assert_eq!(again.average_word, Some(average));
    for wrong in ["[0.5, 0.5, 0.5]", "[0, 0, 0, 1e39]"] {
        let written: serde_json::Value = wrong.parse().unwrap();
        let mut manifest = serde_json::to_value(&session.manifest).unwrap();
        manifest["average_word"] = written;
        let refused = Manifest::parse(&manifest.to_string()).unwrap_err().to_string();
        assert!(refused.contains("an average_word of") && refused.ends_with("build the bundle again"), "{refused}");
    }
}

/// The mean word vector of some training reviews of the corpus.
fn average_of(trained: &Trained) -> Option<Vec<f32>> {
    let store = trained.store(&[(Split::Train, 200)]);
    let ids: Vec<u32> = store.train().flat_map(|slot| store.at(slot).ids.to_vec()).collect();
    let mut sums = vec![0.0f64; trained.model.config().embedding];
    for &id in &ids {
        sums.iter_mut().zip(trained.model.embedding_of(id)).for_each(|(sum, &value)| *sum += f64::from(value));
    }
    (!ids.is_empty()).then(|| sums.iter().map(|sum| (sum / ids.len() as f64) as f32).collect())
}

#[test]
fn the_trained_network_keeps_what_was_praised_or_damned_and_lets_little_words_pass() {
    let trained = Trained::open();
    let Some(average) = average_of(&trained) else { return };
    let reviews = trained.reviews(10);
    // The mean push, and what is left of it, after the first words of some reviews.
    let mean = |word: &str| {
        let both = reviews.iter().map(|review| {
            let begun: Vec<&str> = review.tokenized.tokens.iter().take(30).map(|token| token.text.as_str()).collect();
            let text = trained.text(&format!("{} {word}", begun.join(" ")));
            let mut job =
                Lasting::start(Settings::default(), trained.model.clone(), &average, &text.tokenized, text.ids)
                    .unwrap();
            assert!(job.advance(&mut || true).finished);
            let words = job.snapshot().words;
            let last = words.last().unwrap();
            assert_eq!(last.token, word);
            [last.push, last.left]
        });
        both.fold([0.0; 2], |sum, one| [sum[0] + one[0] / 10.0, sum[1] + one[1] / 10.0])
    };
    for (word, sign) in [("awful", -1.0), ("worst", -1.0), ("excellent", 1.0)] {
        let [push, left] = mean(word);
        println!("{word} {push:+.2} {left:+.2}");
        assert!(sign * push > 1.0 && left / push > 0.6, "{word}: {push} and {left} left");
    }
    for word in ["the", "but"] {
        let [push, left] = mean(word);
        println!("{word} {push:+.2} {left:+.2}");
        assert!(push.abs() < 0.3 && left.abs() < 0.05, "{word}: {push} and {left} left");
    }
}
