//! A score has a class: one output against two of half of it, planted reasons of four classes, and what follows from the
//! order of the classes.

use serde_json::{Value, json};

use crate::support::{models, reviews, trained::Trained};
use unrolled::{
    explain::{
        catalogue::{Entry, entries},
        method::{Explains, Need},
    },
    index::ReviewStore,
    make::{
        build::{self, build},
        phrase_mining::{self, mine},
    },
    model::{
        Activation, CellKind, Classifier, Config, DirectionWeights, Directions, Manifest, Model, Readout, Target,
        Weights, network::Network,
    },
    session::Session,
    text::Tokenizer,
};

const VOCABULARY: usize = 30;
const HASH: &str = "0123";
const TEXT: &str = "w2 w7 w9 nowhere w4 w12 w2 w29 w11";

fn manifest(config: &Config, classes: &[&str]) -> Manifest {
    let head = json!({
        "format": 1, "name": "toy", "model_hash": HASH, "tokenizer": "whitespace", "classes": classes, "config": config,
        "files": {}, "metrics": { "temperature": 1.3 }, "average_word": vec![0.1; config.embedding],
    });
    Manifest::parse(&head.to_string()).unwrap()
}

fn session(model: Model, classes: &[&str]) -> Session {
    Session::of_parts(manifest(model.config(), classes), model, Tokenizer::Whitespace, reviews::vocabulary(VOCABULARY))
        .unwrap()
}

/// The same with an index of made-up reviews.
fn with_index(model: Model, classes: &[&str]) -> Session {
    let mut session = session(model, classes);
    let shards = reviews::random(120, &session.vocabulary, 20, 11);
    let store: ReviewStore = reviews::store(&shards, &session.vocabulary);
    let mut index = build(&session.model, &store, &build::Options::new(HASH), &mut |_, _| {});
    let few = phrase_mining::Options { minimum: 2, most: 5000, depth: 3 };
    index.set_phrases(mine(&session.model, &store, &index, &few, &mut |_, _| {}));
    session.add_index(&index.to_tensors().to_bytes().unwrap()).unwrap();
    shards.into_iter().for_each(|review| session.reviews.add(review, &session.vocabulary));
    session
}

/// A network of one output, and the same with two of half of it.
fn split(model: &Model) -> Model {
    let half = |values: &[f32], sign: f32| values.iter().map(|value| sign * value / 2.0).collect::<Vec<f32>>();
    let mut weights = model.weights().clone();
    weights.out = [half(&weights.out, -1.0), half(&weights.out, 1.0)].concat();
    weights.out_bias = [half(&weights.out_bias, -1.0), half(&weights.out_bias, 1.0)].concat();
    Model::new(Config { outputs: 2, ..model.config().clone() }, weights).unwrap()
}

/// The settings that a method needs or that make it short.
fn settings_of(method: &Entry) -> Value {
    let short = [
        ("samples", json!(300)),
        ("fresh", json!(128)),
        ("nodes", json!(8)),
        ("iterations", json!(30)),
        ("restarts", json!(3)),
        ("random", json!(3)),
    ];
    let mut settings: serde_json::Map<String, Value> = short
        .into_iter()
        .filter(|(name, _)| method.has_setting(name))
        .map(|(name, value)| (name.into(), value))
        .collect();
    let needed = match method.name {
        "clamping" => json!({ "clamps": "hidden:1=0" }),
        "token-search" => json!({ "span": [0, 1] }),
        "unit-contexts" => json!({ "unit": 1 }),
        _ => json!({}),
    };
    settings.extend(needed.as_object().unwrap().clone());
    settings.into()
}

fn explain(session: &Session, method: &str, text: &str, settings: Value) -> Result<Value, String> {
    let mut job = session.start(method, text, settings).map_err(|error| error.to_string())?;
    while !job.advance(session, &mut || true).map_err(|error| error.to_string())?.finished {}
    Ok(serde_json::to_value(job.snapshot(session)).unwrap())
}

fn with(settings: &Value, more: Value) -> Value {
    let mut all = settings.as_object().unwrap().clone();
    all.extend(more.as_object().unwrap().clone());
    all.into()
}

#[test]
fn a_logit_split_in_two_says_the_very_same_in_every_method() {
    let lstm = models::config(CellKind::Lstm, VOCABULARY, 4, 6);
    let shapes = [
        lstm.clone(),
        Config { layers: 2, readout: Readout::Mean, ..lstm.clone() },
        Config { directions: Directions::Bidirectional, readout: Readout::Max, ..lstm },
        models::config(CellKind::Gru, VOCABULARY, 4, 6),
    ];
    let mut answered = 0;
    for config in shapes {
        for model in [models::random(&config, 9), models::random_int8(&config, 9)] {
            let names = ["negative", "positive"];
            let [one, two] = [model.clone(), split(&model)].map(|model| with_index(model, &names));
            let [own, mut folded] = [&one, &two].map(|session| session.index.as_ref().unwrap().to_tensors());
            // Only the format's number is another.
            assert!(folded.metadata == own.metadata.replacen("\"format\":3", "\"format\":4", 1), "{config:?}");
            folded.metadata.clone_from(&own.metadata);
            assert!(folded.to_bytes().unwrap() == own.to_bytes().unwrap(), "{config:?}");
            assert_eq!(one.predict(TEXT), two.predict(TEXT), "{config:?}");
            let ids = one.vocabulary.ids(&one.tokenizer.tokenize(TEXT));
            assert_eq!(one.model.trace(&ids), two.model.trace(&ids), "{config:?}");
            assert_eq!(one.gradient(TEXT).unwrap(), two.gradient(TEXT).unwrap(), "{config:?}");
            for method in entries() {
                for class in [json!(null), json!("negative"), json!(1)] {
                    let settings = with(&settings_of(&method), json!({ "class": class }));
                    let answers = [&one, &two].map(|session| explain(session, method.name, TEXT, settings.clone()));
                    assert_eq!(answers[0], answers[1], "{}, {class}, {config:?}", method.name);
                    answered += usize::from(answers[0].is_ok());
                }
            }
        }
    }
    // All methods but those that need a state after each word, in a bidirectional network, and those that recall
    // training, of the first class.
    let recalling = entries().iter().filter(|method| method.about.explains == Explains::Recalled).count();
    assert!(answered >= 2 * 3 * (3 * entries().len() + entries().len() / 2) - 8 * recalling, "{answered}");
}

#[test]
fn an_index_of_two_outputs_from_before_they_were_folded_is_refused() {
    let lstm = models::config(CellKind::Lstm, VOCABULARY, 4, 6);
    for directions in [Directions::Unidirectional, Directions::Bidirectional] {
        let one = models::random(&Config { directions, ..lstm.clone() }, 9);
        let names = ["negative", "positive"];
        // What a network with one output has kept stays in use.
        let format = |session: &Session| session.index.as_ref().unwrap().metadata().format;
        assert_eq!(format(&with_index(one.clone(), &names)), 3);
        let mut two = with_index(split(&one), &names);
        assert_eq!(format(&two), 4);
        let mut tensors = two.index.take().unwrap().to_tensors();
        tensors.metadata = tensors.metadata.replacen("\"format\":4", "\"format\":3", 1);
        let refused = two.add_index(&tensors.to_bytes().unwrap()).unwrap_err();
        let expected = "expected activation index format 4, found 3; build it again with `unrolled index`";
        assert_eq!((refused.to_string().as_str(), refused.kind()), (expected, "index"), "{directions:?}");
    }
}

#[test]
fn what_recalls_training_speaks_of_the_last_class_only() {
    let session = with_index(models::random(&models::config(CellKind::Lstm, VOCABULARY, 4, 6), 9), &["bad", "good"]);
    let recalling: Vec<Entry> =
        entries().into_iter().filter(|method| method.about.explains == Explains::Recalled).collect();
    assert_eq!(recalling.len(), 6);
    for method in recalling {
        let ask =
            |class: Value| explain(&session, method.name, TEXT, with(&settings_of(&method), json!({ "class": class })));
        assert_eq!(ask(json!("good")).unwrap(), ask(json!(null)).unwrap(), "{}", method.name);
        for first in [json!("bad"), json!(0)] {
            let refused = "expected class 1, the last, of which alone the index speaks, found 0; change the setting";
            assert_eq!(ask(first).unwrap_err(), refused, "{}", method.name);
        }
    }
}

#[test]
fn two_independent_answers_are_no_two_classes() {
    let config =
        Config { outputs: 2, activation: Activation::Sigmoid, ..models::config(CellKind::Lstm, VOCABULARY, 4, 6) };
    let session = with_index(models::random(&config, 9), &["funny", "long"]);
    assert!(session.index.as_ref().unwrap().phrases().is_none());
    let needy = entries().into_iter().filter(|method| method.needs.contains(&Need::TwoClasses));
    for method in needy {
        let refused = explain(&session, method.name, TEXT, settings_of(&method)).unwrap_err();
        assert!(refused.contains("decides between two classes, and this one says yes or no"), "{refused}");
    }
    assert_eq!(session.predict(TEXT).calibrated, None);
    assert!(explain(&session, "anchors", TEXT, json!({})).unwrap()["training"].is_null());
}

#[test]
fn the_shipped_network_split_in_two_says_the_very_same() {
    let trained = Trained::open();
    let two = split(&trained.model);
    let text = trained.text("the film is not bad , but what a waste of a good story");
    assert_eq!(trained.model.trace(&text.ids), two.trace(&text.ids));
    assert!(two.is_fixed_point());
    let texts = [text.ids.clone(), text.ids[3..].to_vec(), Vec::new()];
    assert_eq!(trained.model.scores(&texts), two.scores(&texts));
    let gradient = |model: &Model, target| Network::of(model).unwrap().input_gradient_of(&text.ids, target).unwrap();
    for target in [Target::Logit, Target::Probability] {
        assert_eq!(gradient(&trained.model, target), gradient(&two, target));
    }
    let methods = ["cell-decomposition", "contribution-over-time", "contextual-decomposition", "interactions"];
    let session_of = |model: &Model| {
        let vocabulary = trained.vocabulary.clone();
        Session::of_parts(
            manifest(model.config(), &["negative", "positive"]),
            model.clone(),
            Tokenizer::Whitespace,
            vocabulary,
        )
        .unwrap()
    };
    let [one, two] = [session_of(&trained.model), session_of(&two)];
    for method in methods {
        let answers = [&one, &two].map(|session| explain(session, method, "not bad , but what a waste", json!({})));
        assert_eq!(answers[0].as_ref().unwrap(), answers[1].as_ref().unwrap(), "{method}");
    }
}

#[test]
fn copies_that_read_another_class_share_the_weights() {
    let model = models::random(&Config { outputs: 4, ..models::config(CellKind::Lstm, VOCABULARY, 4, 6) }, 3);
    let other = model.towards(1).unwrap().against(2).unwrap();
    assert!(std::ptr::eq(model.weights(), other.weights()) && std::ptr::eq(model.weights(), other.margin().weights()));
}

const COLOURS: [&str; 4] = ["red", "green", "blue", "grey"];
/// Words of the class of each colour: w2 red, w3 green, w4 blue, w5 grey; all others belong to none.
const RED: usize = 2;

/// An LSTM that counts: each word of a class raises one unit, and each class reads its own.
fn counting() -> Model {
    let (classes, hidden, embedding) = (COLOURS.len(), COLOURS.len(), COLOURS.len());
    let config = Config { outputs: classes, ..models::config(CellKind::Lstm, VOCABULARY, embedding, hidden) };
    let mut words = vec![0.0; VOCABULARY * embedding];
    (0..classes).for_each(|class| words[(RED + class) * embedding + class] = 1.0);
    let (mut input, mut bias) = (vec![0.0; 4 * hidden * embedding], vec![0.0; 4 * hidden]);
    for unit in 0..hidden {
        // i and o open, f nearly, g follows the word of the unit's class.
        (bias[unit], bias[hidden + unit], bias[3 * hidden + unit]) = (4.0, 4.0, 4.0);
        input[(2 * hidden + unit) * embedding + unit] = 0.4;
    }
    let mut out = vec![0.0; classes * hidden];
    (0..classes).for_each(|class| out[class * hidden + class] = 3.0);
    let layer = DirectionWeights {
        input,
        recurrent: vec![0.0; 4 * hidden * hidden],
        input_bias: bias.clone(),
        recurrent_bias: vec![0.0; 4 * hidden],
    };
    Model::new(config, Weights { embedding: words, layers: vec![vec![layer]], out, out_bias: vec![0.0; classes] })
        .unwrap()
}

/// red, none, blue, red, green, none, grey, red.
const COLOURFUL: &str = "w2 w9 w4 w2 w3 w10 w5 w2";
const OF_CLASS: [Option<usize>; 8] = [Some(0), None, Some(2), Some(0), Some(1), None, Some(3), Some(0)];

#[test]
fn predict_names_the_most_probable_class_and_gives_its_probability() {
    let session = session(counting(), &COLOURS);
    for (text, expected) in [(COLOURFUL, 0), ("w3", 1), ("w4 w5 w4", 2), ("w2 w5 w5", 3), ("", 3)] {
        let found = session.predict(text);
        assert_eq!((found.class, found.verdict), (expected, expected), "{text}");
        assert_eq!(found.classes, COLOURS);
        assert_eq!(found.probability, found.probabilities[expected]);
        assert!(found.probabilities.iter().all(|&p| p <= found.probability));
        assert!((found.probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        let log_odds = (found.probability / (1.0 - found.probability)).ln();
        assert!((found.logit - log_odds).abs() < 1e-4, "{} {log_odds}", found.logit);
        // A temperature of the log-odds is none of the softmax.
        assert_eq!(found.calibrated, None);
        // Every prefix is of the same class, though each by itself may be judged to be of another.
        let ids = session.vocabulary.ids(&session.tokenizer.tokenize(text));
        let class = session.model.towards(expected).unwrap();
        assert_eq!(found.running_logit, class.trace(&ids).running.iter().map(|score| score.logit).collect::<Vec<_>>());
        assert_eq!(found.zero_logit, class.trace(&[]).zero.logit);
    }
    // The next text begins like the last and is of another class: what was kept is read anew.
    let [longer, again] = ["w3 w3 w2", "w3 w3 w2 w2 w2 w2"].map(|text| session.predict(text));
    assert_eq!((longer.verdict, again.verdict), (1, 0));
    let fresh = self::session(counting(), &COLOURS).predict("w3 w3 w2 w2 w2 w2");
    assert_eq!(again, fresh);
}

#[test]
fn methods_point_to_the_words_of_the_class_that_is_asked_for() {
    let session = session(counting(), &COLOURS);
    let methods = [
        ("leave-one-out", json!({})),
        ("leave-one-out", json!({ "target": "probability" })),
        ("removal-over-time", json!({})),
        ("removal-over-time", json!({ "margin": true })),
        ("lime", json!({ "samples": 800, "features": "all", "units": "position" })),
        ("integrated-gradients", json!({ "baseline": "zero" })),
        ("gradient-input", json!({})),
        ("cell-decomposition", json!({})),
        ("contextual-decomposition", json!({})),
        ("contribution-over-time", json!({})),
    ];
    for (method, settings) in methods {
        for (class, name) in COLOURS.into_iter().enumerate() {
            for asked in [json!(name), json!(class)] {
                let found = explain(&session, method, COLOURFUL, with(&settings, json!({ "class": asked }))).unwrap();
                let weights: Vec<f64> = serde_json::from_value(found["weights"].clone()).unwrap();
                let own = |at: &usize| OF_CLASS[*at] == Some(class);
                let least = (0..8).filter(own).map(|at| weights[at]).fold(f64::INFINITY, f64::min);
                let most = (0..8).filter(|at| !own(at)).map(|at| weights[at]).fold(f64::NEG_INFINITY, f64::max);
                assert!(least > 0.02 && least > most + 0.02, "{method} {settings} {name}: {weights:?}");
            }
        }
    }
}

#[test]
fn what_goes_without_saying_is_the_verdict_and_its_runner_up() {
    let session = session(counting(), &COLOURS);
    let text = "w2 w4 w2 w5 w2 w4";
    for method in ["lime", "leave-one-out", "removal-over-time", "integrated-gradients", "anchors"] {
        let asked = |settings: Value| explain(&session, method, text, settings).unwrap();
        assert_eq!(asked(json!({})), asked(json!({ "class": "red" })), "{method}");
        assert_ne!(asked(json!({})), asked(json!({ "class": "blue" })), "{method}");
    }
    for method in
        ["cell-decomposition", "contextual-decomposition", "contribution-over-time", "interactions", "phrase-tree"]
    {
        let asked = |settings: Value| explain(&session, method, text, settings).unwrap();
        assert_eq!(asked(json!({})), asked(json!({ "class": 0, "rival": "blue" })), "{method}");
        assert_eq!(asked(json!({ "class": "grey" })), asked(json!({ "class": 3, "rival": 0 })), "{method}");
    }
    // By leaving out, each to the bit.
    let asked = |method: &str, settings: Value| explain(&session, method, text, settings).unwrap()["weights"].clone();
    for class in [json!({}), json!({ "class": "grey" })] {
        let removed = asked("removal-over-time", class.clone());
        assert_eq!(removed, asked("leave-one-out", class.clone()));
        assert_ne!(removed, asked("removal-over-time", with(&class, json!({ "margin": true }))));
    }
    let margin = |class: &str, rival: &str| json!({ "class": class, "rival": rival, "margin": true });
    let ours = asked("removal-over-time", margin("blue", "grey"));
    let theirs = asked("removal-over-time", margin("grey", "blue"));
    for (a, b) in ours.as_array().unwrap().iter().zip(theirs.as_array().unwrap()) {
        assert!((a.as_f64().unwrap() + b.as_f64().unwrap()).abs() < 1e-5, "{a} {b}");
    }
    // The margin: the class's words for it, the rival's against it, the others' nothing.
    let found = explain(&session, "cell-decomposition", text, json!({ "class": "blue", "rival": "grey" })).unwrap();
    let weights: Vec<f64> = serde_json::from_value(found["weights"].clone()).unwrap();
    assert!(weights[1] > 0.2 && weights[5] > 0.2 && weights[3] < -0.2, "{weights:?}");
    assert!([0, 2, 4].iter().all(|&at: &usize| weights[at].abs() < 1e-6), "{weights:?}");
}

#[test]
fn an_answer_of_several_classes_says_which_it_is_of() {
    let colours = session(counting(), &COLOURS);
    let of_class = |session: &Session, method: &str, settings: Value| {
        let job = session.start(method, "w2 w4 w2 w5 w2 w4", settings).unwrap();
        serde_json::to_value(job.of_class(session)).unwrap()
    };
    assert_eq!(of_class(&colours, "lime", json!({})), json!({ "class": "red" }));
    assert_eq!(of_class(&colours, "lime", json!({ "class": 3 })), json!({ "class": "grey" }));
    let margin = |settings: Value| of_class(&colours, "cell-decomposition", settings);
    assert_eq!(margin(json!({})), json!({ "class": "red", "rival": "blue" }));
    assert_eq!(margin(json!({ "class": "blue", "rival": 3 })), json!({ "class": "blue", "rival": "grey" }));
    let two = session(models::random(&models::config(CellKind::Lstm, VOCABULARY, 4, 6), 9), &["bad", "good"]);
    assert_eq!(of_class(&two, "cell-decomposition", json!({ "class": 0 })), json!(null));
    assert!(two.predict(TEXT).calibrated.is_some());
}

#[test]
fn a_class_or_rival_that_cannot_be_is_refused() {
    let session = session(counting(), &COLOURS);
    let refused = |method: &str, settings: Value| explain(&session, method, COLOURFUL, settings).unwrap_err();
    let unknown = refused("lime", json!({ "class": "pink" }));
    assert_eq!(
        unknown,
        "expected class one of red, green, blue, grey, or a number below 4, found pink; change the setting"
    );
    assert!(refused("lime", json!({ "class": 4 })).contains("a number below 4, found 4"));
    assert_eq!(session.scores(&[2, 3], &[2], Some(4)).unwrap_err().kind(), "settings");
    assert!(refused("lime", json!({ "rival": "red" })).contains("rival"), "LIME compares with no class");
    assert!(refused("cell-decomposition", json!({ "class": "red", "rival": 0 })).contains("other than the class"));
    let independent = Config { activation: Activation::Sigmoid, ..counting().config().clone() };
    let independent = self::session(Model::new(independent, counting().weights().clone()).unwrap(), &COLOURS);
    let refused = explain(&independent, "cell-decomposition", COLOURFUL, json!({ "rival": "red" })).unwrap_err();
    assert!(refused.contains("yes or no to each class"), "{refused}");
}

#[test]
fn methods_that_read_the_labels_of_the_index_refuse_more_than_two_classes() {
    let session = with_index(counting(), &COLOURS);
    let mut refused = Vec::new();
    for method in entries() {
        match explain(&session, method.name, COLOURFUL, settings_of(&method)) {
            Ok(_) => {}
            Err(why) => {
                assert!(why.contains("needs a network of two classes, and this one has 4"), "{}: {why}", method.name);
                refused.push(method.name);
            }
        }
    }
    let expected =
        ["activation-similarity", "token-search", "pattern-search", "unit-contexts", "phrase-rules", "deep-knn"];
    assert_eq!(refused, expected);
    let anchors = explain(&session, "anchors", COLOURFUL, json!({})).unwrap();
    assert!(anchors["finished"].as_bool().unwrap() && anchors["training"].is_null());
}

#[test]
fn anchors_and_counterfactuals_go_by_the_largest_probability() {
    let session = session(counting(), &COLOURS);
    // Three reds of eight words: no class has one half.
    let text = "w2 w4 w5 w3 w2 w4 w5 w3";
    let whole = session.predict(text);
    assert!(whole.probability < 0.5, "{whole:?}");
    let verdict_of = |text: &str| session.predict(text).verdict;
    let class = whole.verdict;
    let found = explain(&session, "counterfactuals", text, json!({ "kind": "leave-out", "results": 50 })).unwrap();
    let items = found["items"].as_array().unwrap();
    assert!(!items.is_empty());
    for item in items {
        let gone: Vec<u64> =
            item["changes"].as_array().unwrap().iter().map(|change| change["position"].as_u64().unwrap()).collect();
        let kept = text.split(' ').enumerate().filter(|(at, _)| !gone.contains(&(*at as u64))).map(|(_, word)| word);
        assert_ne!(verdict_of(&kept.collect::<Vec<_>>().join(" ")), class, "{item}");
    }
    let replaced = explain(&session, "counterfactuals", text, json!({ "kind": "replace" })).unwrap();
    for item in replaced["items"].as_array().unwrap() {
        let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        for change in item["changes"].as_array().unwrap() {
            let at = change["position"].as_u64().unwrap() as usize;
            words[at] = change["replacement"].as_str().unwrap().to_owned();
        }
        assert_ne!(verdict_of(&words.join(" ")), class, "{item}");
    }
    // Towards a class that is not the verdict: what makes it one.
    let other = (class + 1) % 4;
    let found =
        explain(&session, "counterfactuals", text, json!({ "kind": "leave-out", "class": other, "results": 50 }))
            .unwrap();
    assert!(!found["items"].as_array().unwrap().is_empty());
    for item in found["items"].as_array().unwrap() {
        let gone: Vec<u64> =
            item["changes"].as_array().unwrap().iter().map(|change| change["position"].as_u64().unwrap()).collect();
        let kept = text.split(' ').enumerate().filter(|(at, _)| !gone.contains(&(*at as u64))).map(|(_, word)| word);
        assert_eq!(verdict_of(&kept.collect::<Vec<_>>().join(" ")), other, "{item}");
    }
    // With all of its words the verdict stands whatever becomes of the others, which are never more than they were.
    let rule: Vec<usize> = (0..8).filter(|at| text.split(' ').nth(*at) == Some(&format!("w{}", RED + class))).collect();
    let anchor = explain(&session, "anchors", text, json!({ "rule": rule, "perturbation": "unknown" })).unwrap();
    assert_eq!(anchor["precision"]["share"], 1.0, "{anchor}");
    assert!(anchor["successful"].as_bool().unwrap(), "{anchor}");
}

#[test]
fn decompositions_of_several_classes_add_up_to_the_margin() {
    for config in models::all_shapes(VOCABULARY, 4, 6) {
        if config.outputs == 1 || config.directions == Directions::Bidirectional {
            continue;
        }
        let session = session(models::random(&config, 5), &COLOURS[..3]);
        let ids = session.vocabulary.ids(&session.tokenizer.tokenize(TEXT));
        let trace = session.model.trace(&ids);
        let logits = trace.logits.rchunks_exact(3).next().unwrap();
        for (class, rival) in [(0, 1), (1, 0), (2, 0), (0, 2)] {
            let margin = f64::from(logits[class]) - f64::from(logits[rival]);
            let ask = |method: &str, more: Value| {
                let settings = with(&json!({ "class": class, "rival": rival }), more);
                explain(&session, method, TEXT, settings).unwrap()
            };
            for form in ["gamma", "beta"] {
                let found = ask("cell-decomposition", json!({ "form": form }));
                assert!((found["fidelity"]["score"].as_f64().unwrap() - margin).abs() < 1e-5, "{config:?}");
                assert!(found["fidelity"]["gap"].as_f64().unwrap() < 1e-4, "{config:?}");
            }
            let found = ask("contribution-over-time", json!({}));
            assert!(found["fidelity"]["gap"].as_f64().unwrap() < 1e-4, "{config:?}");
            let found = ask("contextual-decomposition", json!({ "span": [2, 5] }));
            assert!((found["logit"].as_f64().unwrap() - margin).abs() < 1e-5, "{config:?}");
            assert!(found["fidelity"]["residual"].as_f64().unwrap() < 1e-4, "{config:?}");
        }
    }
}

/// All numbers of an answer in the order in which they stand.
fn numbers(value: &Value, found: &mut Vec<f64>) {
    match value {
        Value::Number(number) => found.extend(number.as_f64()),
        Value::Array(all) => all.iter().for_each(|value| numbers(value, found)),
        Value::Object(all) => all.values().for_each(|value| numbers(value, found)),
        _ => {}
    }
}

#[test]
fn other_orders_of_the_classes_change_nothing_but_their_numbers() {
    const ORDER: [usize; 3] = [2, 0, 1];
    for config in models::all_shapes(VOCABULARY, 4, 6) {
        if config.outputs == 1 {
            continue;
        }
        for activation in [Activation::Softmax, Activation::Sigmoid] {
            let config = Config { activation, ..config.clone() };
            let weights = models::random_weights(&config, 5);
            let features = config.features();
            let row = |class: usize| weights.out[class * features..][..features].to_vec();
            let permuted = Weights {
                out: ORDER.iter().flat_map(|&class| row(class)).collect(),
                out_bias: ORDER.iter().map(|&class| weights.out_bias[class]).collect(),
                ..weights.clone()
            };
            let names = ORDER.map(|class| COLOURS[class]);
            let sessions = [
                session(Model::new(config.clone(), weights).unwrap(), &COLOURS[..3]),
                session(Model::new(config.clone(), permuted).unwrap(), &names),
            ];
            let [a, b] = sessions.each_ref().map(|session| session.predict(TEXT));
            assert_eq!(a.classes[a.verdict], b.classes[b.verdict]);
            let methods =
                ["leave-one-out", "lime", "integrated-gradients", "cell-decomposition", "contextual-decomposition"];
            for class in [None, Some("green")] {
                for method in methods {
                    let settings = json!({ "class": class });
                    let settings = if method == "lime" { with(&settings, json!({ "samples": 200 })) } else { settings };
                    let answers = sessions.each_ref().map(|session| explain(session, method, TEXT, settings.clone()));
                    let [a, b] = match answers {
                        [Err(a), Err(b)] => {
                            assert_eq!(a, b);
                            continue;
                        }
                        answers => answers.map(Result::unwrap),
                    };
                    let (mut left, mut right) = (Vec::new(), Vec::new());
                    numbers(&a, &mut left);
                    numbers(&b, &mut right);
                    assert_eq!(left.len(), right.len());
                    let off =
                        left.iter().zip(&right).map(|(a, b)| (a - b).abs() / a.abs().max(1.0)).fold(0.0, f64::max);
                    assert!(off < 1e-4, "{method} {class:?} {config:?}: {off}");
                }
            }
        }
    }
}

#[test]
fn of_two_classes_the_first_is_the_last_turned_around() {
    let config = models::config(CellKind::Lstm, VOCABULARY, 4, 6);
    let session = session(models::random(&config, 9), &["negative", "positive"]);
    for (method, settings) in [
        ("leave-one-out", json!({})),
        ("cell-decomposition", json!({ "form": "beta" })),
        ("contextual-decomposition", json!({})),
        ("contribution-over-time", json!({})),
        ("integrated-gradients", json!({})),
        ("gradient-input", json!({ "target": "probability" })),
    ] {
        let weights = |class: &str| -> Vec<f64> {
            let found = explain(&session, method, TEXT, with(&settings, json!({ "class": class }))).unwrap();
            serde_json::from_value(found["weights"].clone()).unwrap()
        };
        let turned: Vec<f64> = weights("negative").iter().map(|weight| -weight).collect();
        assert_eq!(weights("positive"), turned, "{method}");
    }
}

#[test]
fn independent_outputs_are_as_many_networks_of_one() {
    let several =
        Config { outputs: 3, activation: Activation::Sigmoid, ..models::config(CellKind::Gru, VOCABULARY, 4, 6) };
    let weights = models::random_weights(&several, 8);
    let all = session(Model::new(several.clone(), weights.clone()).unwrap(), &COLOURS[..3]);
    for (class, name) in COLOURS.into_iter().enumerate().take(3) {
        let own = Weights {
            out: weights.out[class * 6..][..6].to_vec(),
            out_bias: vec![weights.out_bias[class]],
            ..weights.clone()
        };
        let alone = Config { outputs: 1, activation: Activation::Softmax, ..several.clone() };
        let one = session(Model::new(alone, own).unwrap(), &["other", name]);
        assert_eq!(all.predict(TEXT).probabilities[class], one.predict(TEXT).probability);
        for method in
            ["leave-one-out", "lime", "integrated-gradients", "contextual-decomposition", "anchors", "interactions"]
        {
            let of_all = explain(&all, method, TEXT, json!({ "class": class })).unwrap();
            assert_eq!(of_all, explain(&one, method, TEXT, json!({})).unwrap(), "{method}");
        }
    }
}

#[test]
fn helpers_score_the_class_that_the_job_explains() {
    let (mine, helper) = (session(counting(), &COLOURS), session(counting(), &COLOURS));
    for (method, class) in [("lime", 2), ("anchors", 0)] {
        let settings = json!({ "class": class, "samples": 640 });
        let alone = explain(&mine, method, COLOURFUL, settings.clone()).unwrap();
        let mut job = mine.start(method, COLOURFUL, settings).unwrap();
        assert_eq!(job.class(), class);
        let mut helped = 0;
        loop {
            // Everything that can be given away is.
            while let Some(unit) = job.take() {
                let (ids, lengths) = unit.flat();
                let scores = helper.scores(&ids, &lengths, Some(job.class())).unwrap();
                let sent = unrolled::trace::Score::to_numbers(&scores);
                job.answer(unit.number, unrolled::trace::Score::from_numbers(&sent));
                helped += 1;
            }
            if job.advance(&mine, &mut || false).unwrap().finished {
                break;
            }
        }
        assert!(helped > 0);
        assert_eq!(serde_json::to_value(job.snapshot(&mine)).unwrap(), alone, "{method}");
    }
    let ids = [2, 3];
    assert!(helper.scores(&ids, &[2], Some(4)).unwrap_err().to_string().contains("below 4"));
    assert_ne!(helper.scores(&ids, &[2], Some(0)).unwrap(), helper.scores(&ids, &[2], None).unwrap());
}

#[test]
fn older_configurations_open_and_say_nothing_of_what_they_do_not_need() {
    let config = models::config(CellKind::Lstm, VOCABULARY, 4, 6);
    let stored = serde_json::to_value(&config).unwrap();
    assert!(stored.get("activation").is_none());
    assert_eq!(serde_json::from_value::<Config>(stored).unwrap(), config);
    let independent = Config { activation: Activation::Sigmoid, ..config };
    assert_eq!(serde_json::to_value(&independent).unwrap()["activation"], "sigmoid");
}
