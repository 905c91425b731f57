//! Agreement of methods: rank correlations and curves against brute force, planted truth, and the whole by name.

use crate::support::{
    models, reviews,
    toys::{LogitOf, ToyText},
};
use rand::Rng;
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};
use unrolled::{
    explain::{
        agreement::{
            Compared, Curves, Weighed,
            ranks::{descending, kendall, overlap},
        },
        catalogue::Explanation,
    },
    model::{CellKind, Classifier, Config, Manifest},
    session::Session,
    text::Tokenizer,
};

/// τ-b by its definition, pair by pair.
fn kendall_by_pairs(a: &[f64], b: &[f64]) -> Option<f64> {
    let (mut sum, mut untied_a, mut untied_b) = (0.0, 0.0, 0.0);
    for i in 0..a.len() {
        for j in 0..i {
            let order = |x: f64, y: f64| {
                if x > y {
                    1.0
                } else if x < y {
                    -1.0
                } else {
                    0.0
                }
            };
            let (of_a, of_b): (f64, f64) = (order(a[i], a[j]), order(b[i], b[j]));
            sum += of_a * of_b;
            untied_a += of_a.abs();
            untied_b += of_b.abs();
        }
    }
    (untied_a * untied_b > 0.0).then(|| sum / f64::sqrt(untied_a * untied_b))
}

#[test]
fn rank_correlation_is_its_definition_ties_and_all() {
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    for length in [0, 1, 2, 3, 10, 57] {
        for levels in [2, 5, 1000] {
            let mut draw = || (0..length).map(|_| f64::from(rng.random_range(-levels..levels))).collect::<Vec<_>>();
            let (a, b) = (draw(), draw());
            match (kendall(&a, &b), kendall_by_pairs(&a, &b)) {
                (Some(found), Some(expected)) => assert!((found - expected).abs() < 1e-12, "{found} {expected}"),
                (found, expected) => assert_eq!(found, expected, "{a:?} {b:?}"),
            }
        }
    }
    assert_eq!(kendall(&[1.0, 2.0, 3.0], &[10.0, 20.0, 30.0]), Some(1.0));
    assert_eq!(kendall(&[1.0, 2.0, 3.0], &[3.0, 2.0, 1.0]), Some(-1.0));
    assert_eq!(kendall(&[0.0, -0.0, 1.0], &[5.0, 3.0, 9.0]), kendall(&[0.0, 0.0, 1.0], &[5.0, 3.0, 9.0]));
}

#[test]
fn overlap_counts_the_largest_whatever_their_sign() {
    assert_eq!(overlap(&[5.0, -4.0, 1.0, 0.0], &[0.0, -4.0, 1.0, 5.0], 2), Some(0.5));
    // Where nothing is chosen, or nothing varies, to have all in common is no agreement.
    assert_eq!(overlap(&[1.0, 2.0], &[2.0, 1.0], 5), None);
    assert_eq!(overlap(&[1.0, 2.0, 3.0], &[0.5, -0.5, 0.5], 2), None);
    assert_eq!(overlap(&[], &[], 5), None);
    assert_eq!(descending(&[1.0, 3.0, 3.0]), [1, 2, 0]);
}

fn weighed(name: &str, weights: &[f64]) -> Weighed {
    Weighed { name: name.into(), weights: weights.to_vec(), note: None, shared: None, warning: false, runaway: None }
}

fn agreement(text: &ToyText, classifier: &impl Classifier, methods: Vec<Weighed>, verdict: f64) -> Compared {
    let weights: Vec<&[f64]> = methods.iter().map(|method| method.weights.as_slice()).collect();
    let mut curves = Curves::start(&text.ids, &weights, verdict, 20, 3);
    while !curves.advance(classifier, &mut || false).finished {}
    let tokens = text.tokenized.tokens.iter().map(|token| token.text.clone()).collect();
    Compared::of(tokens, methods, Vec::new(), Some(&curves), 3)
}

#[test]
fn curves_are_the_scores_of_texts_without_and_with_the_first_words() {
    let text = ToyText::of_words(7);
    let worth = [0.5, -2.0, 3.0, 0.25, 0.0, -1.0, 1.5];
    let sum = LogitOf(|ids: &[u32]| ids.iter().map(|&id| worth[id as usize - 2]).sum());
    let found = agreement(&text, &sum, vec![weighed("truth", &worth)], 1.0);
    // In order: 3, 1.5, .5, .25, 0, −1, −2.
    let deleted = [2.25, -0.75, -2.25, -2.75, -3.0, -3.0, -2.0, 0.0];
    let inserted = [0.0, 3.0, 4.5, 5.0, 5.25, 5.25, 4.25, 2.25];
    for (curve, expected) in [(&found.deletion[0], deleted), (&found.insertion[0], inserted)] {
        for (step, (point, score)) in curve.points.iter().zip(expected).enumerate() {
            assert!((point[0] - step as f64 / 7.0).abs() < 1e-12 && (point[1] - score).abs() < 1e-6, "{point:?}");
        }
    }
    let random = found.random.unwrap();
    let area: f64 = (1..7).map(|at| random.deletion.mean[at] - deleted[at]).sum::<f64>() / 6.0;
    assert!((found.deletion[0].aopc - area).abs() < 1e-9 && area > 0.0);
    assert_eq!((random.deletion.mean[0], random.orders), (2.25, 20));
    assert!(random.deletion.low[3] < random.deletion.mean[3] && random.deletion.mean[3] < random.deletion.high[3]);
}

#[test]
fn the_truth_beats_chance_its_opposite_loses_and_long_texts_have_forty_steps() {
    let text = ToyText::of_words(130);
    let worth: Vec<f64> = (0..130).map(|i| f64::from(i * i % 17) - 9.0).collect();
    let sum = LogitOf(|ids: &[u32]| ids.iter().map(|&id| worth[id as usize - 2]).sum());
    let opposite: Vec<f64> = worth.iter().map(|weight| -weight).collect();
    let methods = || vec![weighed("truth", &worth), weighed("opposite", &opposite), weighed("none", &[0.0; 130])];
    for verdict in [1.0, -1.0] {
        let found = agreement(&text, &sum, methods(), verdict);
        assert_eq!(found.kendall[0][0], Some(1.0));
        assert_eq!((found.kendall[0][1], found.kendall[0][2]), (Some(-1.0), None));
        assert_eq!(found.overlap["5"][0][1], Some(1.0));
        assert_eq!(found.deletion[0].points.len(), 41);
        for curves in [&found.deletion, &found.insertion] {
            assert!(curves[0].aopc > 10.0 && curves[1].aopc < -10.0, "{} {}", curves[0].aopc, curves[1].aopc);
        }
    }
}

#[test]
fn the_empty_text_and_a_single_word_have_no_curves_to_speak_of() {
    let sum = LogitOf(|ids: &[u32]| ids.len() as f64);
    let empty = agreement(&ToyText::new(""), &sum, vec![weighed("none", &[])], 1.0);
    assert!(empty.random.is_none() && empty.deletion.is_empty());
    let single = agreement(&ToyText::of_words(1), &sum, vec![weighed("one", &[1.0])], 1.0);
    assert_eq!((single.deletion[0].points.clone(), single.deletion[0].aopc), (vec![[0.0, 1.0], [1.0, 0.0]], 0.0));
}

fn manifest(config: &Config) -> Manifest {
    let head = serde_json::json!({
        "format": 1, "name": "toy", "model_hash": "", "tokenizer": "whitespace", "classes": ["negative", "positive"],
        "config": config, "files": {},
    });
    Manifest::parse(&head.to_string()).unwrap()
}

#[test]
fn by_name_every_method_answers_and_slices_give_the_same() {
    for mut config in models::all_shapes(30, 4, 6) {
        config.vocabulary = 30;
        let two_ways = config.directions == unrolled::model::Directions::Bidirectional;
        let model = models::random(&config, 9);
        let session =
            Session::of_parts(manifest(model.config()), model, Tokenizer::Whitespace, reviews::vocabulary(30)).unwrap();
        let text = "w2 w7 w9 nowhere w4 w12 w2 w29 w11";
        let settings = serde_json::json!({ "samples": 60, "nodes": 10, "seed": 1 });
        let run = |more: &mut dyn FnMut() -> bool| {
            let mut job = session.start("agreement", text, settings.clone()).unwrap();
            let mut last = 0;
            loop {
                let progress = job.advance(&session, more).unwrap();
                assert!(progress.done >= last && progress.done <= progress.total);
                last = progress.done;
                serde_json::to_value(job.snapshot(&session)).unwrap();
                if progress.finished {
                    assert!(two_ways || progress.done == progress.total, "{progress:?}");
                    return job.snapshot(&session);
                }
            }
        };
        let (whole, sliced) = (run(&mut || true), run(&mut || false));
        let json = |found: &Explanation| serde_json::to_value(found).unwrap();
        assert_eq!(json(&whole), json(&sliced));
        let found = json(&whole);
        let names: Vec<&str> =
            found["methods"].as_array().unwrap().iter().map(|method| method["name"].as_str().unwrap()).collect();
        assert!(names.len() + found["left_out"].as_array().unwrap().len() == 7, "{names:?}");
        assert_eq!(found["deletion"].as_array().unwrap().len(), names.len());
        assert_eq!(found["words"], 9);
        // Of a word that is said twice, each place has half of LIME's weight, as other methods weigh each place by itself.
        let lime = serde_json::json!({ "samples": 60, "seed": 1, "target": "logit", "features": "all" });
        let mut job = session.start("lime", text, lime).unwrap();
        while !job.advance(&session, &mut || true).unwrap().finished {}
        let alone = json(&job.snapshot(&session))["weights"].as_array().unwrap().clone();
        let compared = &found["methods"][1];
        assert_eq!((&compared["name"], &compared["shared"]), (&"lime".into(), &[2, 1, 1, 1, 1, 1, 2, 1, 1][..].into()));
        for at in 0..9 {
            let places = if [0, 6].contains(&at) { 2.0 } else { 1.0 };
            let parts = (compared["weights"][at].as_f64().unwrap(), alone[at].as_f64().unwrap() / places);
            assert!(parts.0 == parts.1 && parts.0 != 0.0, "{at}: {parts:?}");
        }
    }
    let model = models::random(&models::config(CellKind::Lstm, 30, 4, 6), 9);
    let session =
        Session::of_parts(manifest(model.config()), model, Tokenizer::Whitespace, reviews::vocabulary(30)).unwrap();
    for text in ["", "w3"] {
        let mut job = session.start("agreement", text, serde_json::json!({})).unwrap();
        while !job.advance(&session, &mut || true).unwrap().finished {}
        job.snapshot(&session);
    }
    assert!(session.start("agreement", "w3", serde_json::json!({ "random": 1 })).is_err());
}
