//! Every verb and every method of the catalogue, in both output forms, on small random networks of every kind: nothing
//! panics, and the exit status is what the help says.

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

use crate::support::{models, reviews};
use rayon::prelude::*;
use serde_json::{Value, json};
use tempfile::TempDir;
use unrolled::{
    bundle::sha256_hex,
    cli::table,
    explain::{catalogue, method::Need},
    make::{
        build::{Options, build},
        phrase_mining::{self, mine},
    },
    model::{Activation, Config, DirectionWeights, FORMAT, Manifest, Model, Precision, Weights},
    session::Session,
    text::Tokenizer,
};

/// No word, one, unknown ones only, and some of each with a word said twice.
const TEXTS: [&str; 4] = ["", "w2", "nowhere nobody", "w2 w7 w9 nowhere w4 w12 w2 w11"];
const VOCABULARY: usize = 14;

/// Two classes of one output and of two, four of which one is right, three that stand by themselves.
const HEADS: [(usize, Activation); 4] =
    [(1, Activation::Softmax), (2, Activation::Softmax), (4, Activation::Softmax), (3, Activation::Sigmoid)];

/// Every cell, number of layers, direction, read-out and head.
fn networks() -> Vec<Config> {
    let shapes = models::all_shapes(VOCABULARY, 3, 3).into_iter().filter(|shape| shape.outputs == 1);
    shapes
        .flat_map(|shape| HEADS.map(|(outputs, activation)| Config { outputs, activation, ..shape.clone() }))
        .collect()
}

fn names(config: &Config) -> &'static [&'static str] {
    &["no", "yes", "maybe", "other"][..config.classes()]
}

fn session(config: &Config, model: Model) -> Session {
    let head = json!({
        "format": FORMAT, "name": "toy", "model_hash": "", "classes": names(config), "tokenizer": "whitespace",
        "config": config, "files": {}, "average_word": vec![0.1; config.embedding],
    });
    let manifest = Manifest::parse(&head.to_string()).unwrap();
    Session::of_parts(manifest, model, Tokenizer::Whitespace, reviews::vocabulary(VOCABULARY)).unwrap()
}

/// With an index and texts, where the network can have such.
fn trained(config: &Config, model: Model) -> Session {
    let mut session = session(config, model);
    if config.logits() > 1 {
        return session;
    }
    let vocabulary = reviews::vocabulary(VOCABULARY);
    session.reviews = reviews::store(&reviews::random(40, &vocabulary, 9, 11), &vocabulary);
    let mut index = build(&session.model, &session.reviews, &Options::new(""), &mut |_, _| {});
    let few = phrase_mining::Options { minimum: 2, most: 50, depth: 2 };
    index.set_phrases(mine(&session.model, &session.reviews, &index, &few, &mut |_, _| {}));
    session.index = Some(index);
    session
}

/// Less work than by default, and a span where one may be named.
fn settings(entry: &catalogue::Entry, tokens: usize) -> Value {
    let mut settings = json!({});
    for (name, value) in
        [("samples", 128), ("fresh", 64), ("iterations", 3), ("nodes", 4), ("random", 2), ("restarts", 1)]
    {
        if entry.has_setting(name) {
            settings[name] = value.into();
        }
    }
    if entry.has_setting("span") && tokens > 0 {
        settings["span"] = json!([0, tokens.min(2)]);
    }
    settings
}

/// A method's answer, or its refusal.
fn ask(session: &Session, entry: &catalogue::Entry, text: &str, settings: Value) -> Result<Value, String> {
    let told = |error: unrolled::session::SessionError| error.to_string();
    let mut job = session.start(entry.name, text, settings).map_err(told)?;
    while !job.advance(session, &mut || true).map_err(told)?.finished {}
    Ok(serde_json::to_value(job.snapshot(session)).unwrap())
}

#[test]
fn every_method_answers_or_refuses_in_both_forms_on_every_network() {
    let answered: usize = networks()
        .par_iter()
        .map(|config| {
            let session = trained(config, models::random(config, 9));
            let mut answered = 0;
            for entry in catalogue::entries() {
                for text in TEXTS {
                    let tokens = session.tokenizer.tokenize(text).tokens.len();
                    match ask(&session, &entry, text, settings(&entry, tokens)) {
                        Ok(answer) => {
                            let (lines, name) = (table::of(&answer), format!("method: {}\n", entry.name));
                            assert!(lines.contains(&name), "{config:?} {text:?}: {lines}");
                            answered += 1;
                        }
                        Err(why) => assert!(why.contains(' ') && !why.contains("panic"), "{}: {why}", entry.name),
                    }
                }
            }
            answered
        })
        .sum();
    assert!(answered > 4500, "only {answered} answers");
}

/// Weights that are all zero but for the bias of the output: the same is said of every text.
fn constant(config: &Config) -> Model {
    let zero = |values: &mut Vec<f32>| values.fill(0.0);
    let mut weights: Weights = models::random_weights(config, 9);
    for direction in weights.layers.iter_mut().flatten() {
        let DirectionWeights { input, recurrent, input_bias, recurrent_bias } = direction;
        [input, recurrent, input_bias, recurrent_bias].into_iter().for_each(zero);
    }
    zero(&mut weights.out);
    Model::new(config.clone(), weights).unwrap()
}

/// Where an answer has null: the path without numbers of places.
fn nulls(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Null => found.push(path.to_owned()),
        Value::Array(all) => all.iter().for_each(|value| nulls(value, path, found)),
        Value::Object(all) => all.iter().for_each(|(name, value)| nulls(value, &format!("{path}.{name}"), found)),
        _ => {}
    }
}

/// What may be null where nothing varies, as the types of the answers document; a number that is none (0/0) would be null
/// as well, and is not among them.
const MAY_BE_NULL: [&str; 16] = [
    "lime.fidelity.r2",
    "agreement.kendall",
    "agreement.overlap.5",
    "agreement.overlap.10",
    "anchors.precision",
    "anchors.searched",
    "anchors.minimal",
    "anchors.training",
    "deep-knn.whole",
    "deep-knn.measured",
    "counterfactuals.nearest",
    "activation-maximization.snapped",
    "removal-over-time.words.left",
    "removal-over-time.span_course.left",
    "phrase-rules.other_fidelity",
    "phrase-rules.tree_fidelity",
];

#[test]
fn where_nothing_varies_nothing_is_praised() {
    for config in networks().into_iter().filter(|config| config.layers == 1) {
        let (session, varied) = (trained(&config, constant(&config)), trained(&config, models::random(&config, 9)));
        for entry in catalogue::entries() {
            for text in &TEXTS[1..] {
                let tokens = session.tokenizer.tokenize(text).tokens.len();
                let asked = |session: &Session| ask(session, &entry, text, settings(&entry, tokens)).ok();
                let (Some(answer), Some(other)) = (asked(&session), asked(&varied)) else { continue };
                let [mut here, mut there] = [Vec::new(), Vec::new()];
                nulls(&answer, entry.name, &mut here);
                nulls(&other, entry.name, &mut there);
                here.retain(|path| !there.contains(path) && !MAY_BE_NULL.contains(&path.as_str()));
                assert!(here.is_empty(), "{config:?} {text}: {here:?}\n{answer}");
                check_modest(entry.name, &answer);
            }
        }
    }
}

/// No perfect figure of what cannot be measured.
fn check_modest(method: &str, answer: &Value) {
    match method {
        "lime" => assert!(answer["fidelity"]["r2"].is_null(), "{answer}"),
        "agreement" => {
            let numbers = |matrix: &Value| matrix.to_string().contains(|c: char| c.is_ascii_digit());
            assert!(!numbers(&answer["kendall"]), "{answer}");
            assert!(!numbers(&answer["overlap"]["5"]) && !numbers(&answer["overlap"]["10"]), "{answer}");
        }
        "anchors" => {
            assert!(answer["precision"].is_null() && answer["successful"] == false, "{answer}");
            assert!(answer["vacuous"] == true || answer["rule"] == json!([]), "{answer}");
        }
        "deep-knn" => {
            assert!(answer["varies"] == false && answer["whole"].is_null(), "{answer}");
            assert!(answer["prefixes"] == json!([]) && answer["nearest"] == json!([]), "{answer}");
        }
        "phrase-rules" => {
            assert!(answer["tree_fidelity"].is_null() && answer["other_fidelity"].is_null(), "{answer}");
            assert_eq!(answer["curve"], json!([]), "{answer}");
        }
        _ => {}
    }
}

/// A bundle of a network, and a corpus, in a folder.
struct Place(TempDir);

impl Place {
    fn new(config: &Config) -> Self {
        let place = Self(TempDir::new().unwrap());
        let tensors = models::random(config, 9).weights().to_tensors(config, Precision::Int8);
        let (weights, vocabulary) = (tensors.to_bytes().unwrap(), reviews::vocabulary(VOCABULARY).to_text());
        fs::write(place.0.path().join("w.safetensors"), &weights).unwrap();
        fs::write(place.0.path().join("v.txt"), vocabulary).unwrap();
        let row = |at: usize| format!("w{} w{} w{} r{at},{}\n", 2 + at % 5, 3 + at % 7, 4 + at % 9, at % 2);
        fs::write(place.0.path().join("c.csv"), format!("text,label\n{}", (0..30).map(row).collect::<String>()))
            .unwrap();
        assert_eq!(sha256_hex(&weights).len(), 64);
        place
    }

    fn run(&self, arguments: &[&str], input: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_unrolled"));
        command.args(arguments).current_dir(self.0.path());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        child.wait_with_output().unwrap()
    }

    /// Runs to an exit status that the help knows, without a panic.
    fn ends(&self, expected: &[i32], arguments: &[&str], input: &str) -> String {
        let Output { status, stdout, stderr } = self.run(arguments, input);
        let (out, err) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
        let is_right = status.code().is_some_and(|code| expected.contains(&code));
        assert!(is_right && !err.contains("panicked"), "{arguments:?}: {status} {out} {err}");
        out.into_owned()
    }
}

#[test]
fn every_verb_ends_as_the_help_says_on_every_kind_of_network() {
    let kinds: Vec<Config> = networks().into_iter().step_by(7).collect();
    let seen = |of: &dyn Fn(&Config) -> bool| kinds.iter().any(of) && !kinds.iter().all(of);
    assert!(HEADS.iter().all(|&(outputs, _)| seen(&|config| config.outputs == outputs)));
    let texts = TEXTS.join("\n") + "\n";
    kinds.par_iter().for_each(|config| {
        let place = Place::new(config);
        let (classes, readout) = (names(config).join(","), serde_json::to_value(config.readout).unwrap());
        let activation = serde_json::to_value(config.activation).unwrap();
        let own = ["--weights", "w.safetensors", "--vocab", "v.txt", "--out", "b", "--classes", &classes];
        let shape = ["--readout", readout.as_str().unwrap(), "--activation", activation.as_str().unwrap()];
        let import = [&["import"], &own[..], &shape, &["--tokenizer", "whitespace"]].concat();
        place.ends(&[0], &import, "");
        place.ends(&[0], &["verify", "b"], "");
        // With two labels only a network of two classes can be measured or remembered.
        let two: &[i32] = if config.logits() == 1 { &[0] } else { &[2] };
        for json in [&["--json"][..], &[]] {
            let ends = |expected: &[i32], arguments: &[&str]| place.ends(expected, &[arguments, json].concat(), &texts);
            let said = ends(&[0], &["predict", "--bundle", "b"]);
            assert_eq!(said.lines().count(), TEXTS.len());
            ends(two, &["evaluate", "--bundle", "b", "--reviews", "c.csv"]);
            ends(two, &["evaluate", "--bundle", "b", "--corpus", "c.csv"]);
            ends(two, &["index", "--model", "b", "--corpus", "c.csv", "--out", "i", "--recall", "2", "--strange", "2"]);
            ends(&[0], &["corpus", "--corpus", "c.csv"]);
            let bundle = if Path::exists(&place.0.path().join("i")) { "i" } else { "b" };
            ends(&[0], &["verify", bundle]);
            if bundle == "i" {
                // Short reviews give their words away, and so small a corpus is refused.
                ends(&[2], &["publish", "--bundle", "i", "--out", "p"]);
            }
            for entry in catalogue::entries() {
                let less = settings(&entry, 0);
                let less: Vec<String> = less.as_object().unwrap().iter().map(|(k, v)| format!("{k}={v}")).collect();
                let less: Vec<&str> = less.iter().flat_map(|set| ["--set", set]).collect();
                let asks = [&["explain", entry.name, "--bundle", bundle], &less[..]].concat();
                let needy = !entry.needs.is_empty() || entry.has_setting("span");
                ends(if needy { &[0, 2] } else { &[0] }, &asks);
            }
        }
    });
    let place = Place::new(&networks()[0]);
    place.ends(&[0], &["methods"], "");
    place.ends(&[0], &["methods", "--json"], "");
    place.ends(&[0], &["--version"], "");
    place.ends(&[2], &["explain", "nonsense", "--bundle", "b"], "");
}

#[test]
fn methods_that_need_nothing_answer_every_text() {
    for config in networks().iter().step_by(5) {
        let session = session(config, models::random(config, 9));
        for entry in catalogue::entries() {
            let one_way = entry.needs.contains(&Need::StateAfterEachWord);
            let here = |need: &Need| matches!(need, Need::StateAfterEachWord | Need::AverageWord | Need::Gradients);
            let others = !entry.needs.iter().all(here);
            let both_ways = config.directions == unrolled::model::Directions::Bidirectional;
            if others || (one_way && both_ways) {
                continue;
            }
            for text in TEXTS {
                let tokens = session.tokenizer.tokenize(text).tokens.len();
                let answer = ask(&session, &entry, text, settings(&entry, tokens));
                assert!(answer.is_ok(), "{} {config:?} {text:?}: {answer:?}", entry.name);
            }
        }
    }
}
