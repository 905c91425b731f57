//! Other people's weights, vocabularies and corpora: read as they are, or refused for the true reason; never written over.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

use crate::{
    cli::{BAD_INPUT, FAILED, Run, run},
    support::models::{config, random},
};
use safetensors::{Dtype, SafeTensors, tensor::TensorView};
use serde_json::Value;
use tempfile::TempDir;
use unrolled::{
    bundle::Tensors,
    model::{CellKind, Config, Directions, Model, Precision, Readout},
};

const WORDS: [&str; 8] = ["<pad>", "<unk>", "good", "bad", "film", "the", "not", "8/10"];
const TEXT: &str = "the good film not nowhere 8/10\n";

/// A folder with w.safetensors, v.txt and c.csv as somebody else wrote them.
struct Place {
    folder: TempDir,
    model: Model,
}

impl Place {
    fn new(config: &Config) -> Self {
        let (model, folder) = (random(config, 7), TempDir::new().unwrap());
        let place = Self { folder, model };
        place.write("w.safetensors", &place.tensors().to_bytes().unwrap());
        place.write("v.txt", (WORDS.join("\n") + "\n").as_bytes());
        let row = |at: usize| format!("{} {} r{at},{}\n", WORDS[2 + at % 6], WORDS[2 + at / 2 % 5], at % 2);
        place.write("c.csv", format!("text,label\n{}", (0..40).map(row).collect::<String>()).as_bytes());
        place
    }

    fn small() -> Self {
        Self::new(&config(CellKind::Lstm, 8, 4, 3))
    }

    fn tensors(&self) -> Tensors {
        self.model.weights().to_tensors(self.model.config(), Precision::F32)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Runs with `@` before the names of files in the folder.
    fn run(&self, arguments: &[&str], input: &str) -> Run {
        let path = |name: &str| self.path(name).to_str().unwrap().to_owned();
        let named: Vec<String> =
            arguments.iter().map(|&word| word.strip_prefix('@').map_or_else(|| word.to_owned(), path)).collect();
        run(&named.iter().map(String::as_str).collect::<Vec<_>>(), input)
    }

    fn import(&self, more: &[&str]) -> Run {
        let own = ["import", "--weights", "@w.safetensors", "--vocab", "@v.txt", "--out", "@b"];
        self.run(&[&own[..], more].concat(), "")
    }

    /// What the imported network says of a text, all in full.
    fn said(&self, more: &[&str]) -> Value {
        let imported = self.import(more);
        assert_eq!(imported.code, 0, "{}", imported.err);
        let mut said = self.run(&["predict", "--bundle", "@b", "--json"], TEXT).json().remove(0);
        said.as_object_mut()
            .unwrap()
            .retain(|name, _| ["tokens", "unknown", "logit", "probabilities"].contains(&&**name));
        said
    }
}

/// A file of tensors of any types.
fn file(tensors: &Tensors, more: &[(&str, Dtype, &[usize], &[u8])], name: impl Fn(&str) -> String) -> Vec<u8> {
    let bytes = tensors.to_bytes().unwrap();
    let own = SafeTensors::deserialize(&bytes).unwrap();
    let mut views: HashMap<String, TensorView<'_>> = own.iter().map(|(own, view)| (name(own), view)).collect();
    for &(name, dtype, shape, bytes) in more {
        views.insert(name.to_owned(), TensorView::new(dtype, shape.to_vec(), bytes).unwrap());
    }
    safetensors::serialize(views, None).unwrap()
}

#[test]
fn tensors_that_nobody_needs_may_be_of_any_type() {
    let place = Place::small();
    let expected = place.said(&[]);
    let more: [(&str, Dtype, &[usize], &[u8]); 3] = [
        ("norm.num_batches_tracked", Dtype::I64, &[], &7i64.to_le_bytes()),
        ("mask", Dtype::BOOL, &[2], &[1, 0]),
        ("steps", Dtype::I16, &[1], &[1, 0]),
    ];
    place.write("w.safetensors", &file(&place.tensors(), &more, str::to_owned));
    assert_eq!(place.said(&[]), expected);
    // One that is needed is refused with all that is read.
    let wrong: [(&str, Dtype, &[usize], &[u8]); 1] = [("embedding.weight", Dtype::I64, &[8, 4], &[0; 256])];
    place.write("w.safetensors", &file(&place.tensors(), &wrong, str::to_owned));
    let refused = place.import(&[]).refusal();
    let types = "embedding.weight as f32, f16, bf16 or f64, or as i8 with an f32 scale for each row";
    assert!(refused.contains(types) && refused.contains("found i64"), "{refused}");
}

#[test]
fn a_prefix_before_all_names_is_found_by_itself_or_named_with_nothing_in_its_place() {
    let place = Place::small();
    let expected = place.said(&[]);
    for prefix in ["module.", "_orig_mod.", "_orig_mod.module.", "model.", "net.0."] {
        let more: [(&str, Dtype, &[usize], &[u8]); 1] = [("epoch", Dtype::I64, &[], &3i64.to_le_bytes())];
        place.write("w.safetensors", &file(&place.tensors(), &more, |name| format!("{prefix}{name}")));
        assert_eq!(place.said(&[]), expected, "{prefix}");
        let map = format!("{}=", prefix.trim_end_matches('.'));
        assert_eq!(place.said(&["--map", &map]), expected, "{prefix}");
        assert_eq!(place.said(&["--map", &format!("{prefix}=")]), expected, "{prefix}");
    }
}

#[test]
fn a_network_without_biases_has_zeros() {
    for cell in [CellKind::Lstm, CellKind::Gru] {
        let shape = Config { layers: 2, directions: Directions::Bidirectional, ..config(cell, 8, 4, 3) };
        let place = Place::new(&shape);
        let is_bias = |name: &str| name.contains("bias");
        let mut weights = place.model.weights().clone();
        for direction in weights.layers.iter_mut().flatten() {
            direction.input_bias.fill(0.0);
            direction.recurrent_bias.fill(0.0);
        }
        weights.out_bias.fill(0.0);
        let zero = Model::new(shape.clone(), weights).unwrap();
        let tensors = zero.weights().to_tensors(&shape, Precision::F32);
        place.write("w.safetensors", &tensors.to_bytes().unwrap());
        let expected = place.said(&[]);
        let bytes = tensors.to_bytes().unwrap();
        let all = SafeTensors::deserialize(&bytes).unwrap();
        let without = |keep: &dyn Fn(&str) -> bool| {
            let kept: Vec<_> = all.iter().filter(|(name, _)| keep(name)).collect();
            safetensors::serialize(kept, None).unwrap()
        };
        place.write("w.safetensors", &without(&|name| !is_bias(name)));
        assert_eq!(place.said(&[]), expected);
        assert!(place.import(&[]).err.contains("no recurrent bias"), "{}", place.import(&[]).err);
        // One that is called otherwise, or of which some are missing, is not taken for zero.
        place.write("w.safetensors", &without(&|name| name != "out.bias"));
        assert_eq!(place.import(&[]).code, 0);
        let more: [(&str, Dtype, &[usize], &[u8]); 1] = [("fc.bias", Dtype::F32, &[1], &[0; 4])];
        let renamed = Tensors::parse(&without(&|name| name != "out.bias")).unwrap();
        place.write("w.safetensors", &file(&renamed, &more, str::to_owned));
        assert!(place.import(&[]).refusal().contains("expected a tensor out.bias"));
        assert_eq!(place.said(&["--map", "fc=out"]), expected);
        let missing = format!("{}.bias_hh_l0", cell.name());
        place.write("w.safetensors", &without(&|name| name != missing));
        assert!(place.import(&[]).refusal().contains(&missing));
    }
}

/// The embedding with its rows in another order: row r is that of word `order[r]`.
fn permuted(place: &Place, order: &[usize]) -> Vec<u8> {
    let mut weights = place.model.weights().clone();
    let rows: Vec<f32> = order.iter().flat_map(|&word| weights.embedding[word * 4..][..4].to_vec()).collect();
    weights.embedding = rows;
    let shape = Config { vocabulary: order.len(), ..place.model.config().clone() };
    weights.to_tensors(&shape, Precision::F32).to_bytes().unwrap()
}

#[test]
fn special_tokens_may_stand_anywhere_and_no_number_changes() {
    let place = Place::small();
    let expected = place.said(&[]);
    let orders: [&[usize]; 4] =
        [&[1, 0, 2, 3, 4, 5, 6, 7], &[2, 3, 4, 5, 6, 7, 0, 1], &[2, 1, 3, 0, 4, 5, 6, 7], &[1, 2, 3, 4, 5, 6, 7]];
    for order in orders {
        place.write("w.safetensors", &permuted(&place, order));
        let names = |called: [&'static str; 2]| {
            let name = |&word: &usize| if word < 2 { called[word] } else { WORDS[word] };
            order.iter().map(name).collect::<Vec<_>>()
        };
        for called in [["<pad>", "<unk>"], ["[PAD]", "[UNK]"]] {
            place.write("v.txt", names(called).join("\n").as_bytes());
            assert_eq!(place.said(&[]), expected, "{order:?}");
        }
        place.write("v.txt", names(["-", "?"]).join("\n").as_bytes());
        assert_eq!(place.said(&["--unknown", "?"])["logit"], expected["logit"]);
        let refused = place.import(&[]).refusal();
        assert!(refused.contains("--unknown TOKEN") && !refused.contains("first"), "{refused}");
    }
    assert!(place.import(&["--unknown", "?"]).err.contains("each token keeps its row"));
}

#[test]
fn vocabularies_are_read_as_editors_and_json_leave_them() {
    let place = Place::small();
    let expected = place.said(&[]);
    let json = serde_json::to_string(&WORDS).unwrap();
    let ids: HashMap<&str, usize> = WORDS.iter().enumerate().map(|(id, &word)| (word, id)).collect();
    let texts = [
        format!("\u{feff}{}", WORDS.join("\n")),
        WORDS.join("\r\n") + "\r\n",
        format!("\u{feff}{}\r\n\r\n", WORDS.join("\r\n")),
        json,
        serde_json::to_string_pretty(&ids).unwrap(),
    ];
    for text in texts {
        place.write("v.txt", text.as_bytes());
        assert_eq!(place.said(&[]), expected, "{text:?}");
    }
    // A token that is a line feed: two lines of a file, but one of a JSON list.
    let mut words = WORDS.to_vec();
    words[4] = "\n";
    place.write("v.txt", (words.join("\n") + "\n").as_bytes());
    let refused = place.import(&[]).refusal();
    assert!(refused.contains("if a token is a line feed, write the vocabulary as JSON"), "{refused}");
    place.write("v.txt", serde_json::to_string(&words).unwrap().as_bytes());
    let said = place.said(&[]);
    assert_eq!(said["unknown"], serde_json::json!([false, false, true, false, true, false]));
    words[4] = " ";
    place.write("v.txt", words.join("\n").as_bytes());
    assert_eq!(place.said(&[]), said);
    assert_eq!(run(&["verify", place.path("b").to_str().unwrap()], "").code, 0);
}

#[test]
fn of_two_directions_it_is_said_which_state_is_read() {
    for readout in [Readout::Last, Readout::Mean] {
        let both = Config { directions: Directions::Bidirectional, readout, ..config(CellKind::Lstm, 8, 4, 3) };
        let place = Place::new(&both);
        let word = serde_json::to_value(readout).unwrap();
        let imported = place.import(&["--readout", word.as_str().unwrap()]);
        let manifest: Value = serde_json::from_slice(&fs::read(place.path("b/manifest.json")).unwrap()).unwrap();
        let told = [&imported.err, &manifest["notes"].to_string()].map(|said| said.contains("h_n"));
        assert_eq!(told, [readout == Readout::Last; 2], "{}", imported.err);
        assert_eq!(imported.err.contains("output[:, -1]"), readout == Readout::Last);
    }
    assert_eq!(Place::small().import(&[]).err, "");
}

#[test]
fn an_input_is_never_written_over() {
    type Arrange<'a> = &'a dyn Fn(&Place);
    let link = |from: PathBuf, to: PathBuf| std::os::unix::fs::symlink(from, to).unwrap();
    // What is arranged, what is given, and where the bundle goes.
    let cases: [(Arrange<'_>, [&str; 3], &str); 8] = [
        (&|_| (), ["d/weights.safetensors", "v.txt", "c.csv"], "d"),
        (&|_| (), ["w.safetensors", "d/vocab.txt", "c.csv"], "d"),
        (&|_| (), ["w.safetensors", "v.txt", "d/reviews-00.json.gz"], "d"),
        (&|_| (), ["w.safetensors", "v.txt", "d/index.safetensors"], "d"),
        (&|_| (), ["w.safetensors", "v.txt.part", "d/vocab.txt.part"], "d"),
        (&|p| link(p.path("d/weights.safetensors"), p.path("l")), ["l", "v.txt", "c.csv"], "d"),
        (&|p| link(p.path("d"), p.path("e")), ["d/weights.safetensors", "v.txt", "c.csv"], "e"),
        (&|p| fs::hard_link(p.path("d/weights.safetensors"), p.path("h")).unwrap(), ["h", "v.txt", "c.csv"], "d"),
    ];
    for (arrange, [weights, vocabulary, corpus], out) in cases {
        let place = Place::small();
        let copy = |from: &str, to: &str| place.write(to, &fs::read(place.path(from)).unwrap());
        fs::create_dir(place.path("d")).unwrap();
        for (own, to) in [("w.safetensors", weights), ("v.txt", vocabulary), ("c.csv", corpus)] {
            if to.len() > 1 && own != to {
                copy(own, to);
            }
        }
        if !place.path("d/weights.safetensors").exists() && weights.len() == 1 {
            copy("w.safetensors", "d/weights.safetensors");
        }
        arrange(&place);
        let before: Vec<Vec<u8>> = [weights, vocabulary, corpus].map(|name| fs::read(place.path(name)).unwrap()).into();
        let [w, v, c, o] = [weights, vocabulary, corpus, out].map(|name| format!("@{name}"));
        let arguments = ["import", "--weights", &w, "--vocab", &v, "--out", &o, "--corpus", &c, "--precision", "int8"];
        let refused = place.run(&arguments, "").refusal();
        assert!(refused.contains("give --out another name"), "{refused}");
        let after: Vec<Vec<u8>> = [weights, vocabulary, corpus].map(|name| fs::read(place.path(name)).unwrap()).into();
        assert!(before == after, "{weights} {vocabulary} {corpus} {out}");
    }
}

#[test]
fn what_looks_like_a_bundles_file_but_is_none_stays_in_its_folder() {
    let place = Place::small();
    place.write("b/reviews-of-mine.csv", &fs::read(place.path("c.csv")).unwrap());
    place.write("b/reviews-07.json.gz", b"of an earlier build");
    assert_eq!(place.import(&["--corpus", "@b/reviews-of-mine.csv", "--recall", "0", "--strange", "0"]).code, 0);
    assert!(place.path("b/reviews-of-mine.csv").exists());
    assert!(place.path("b/reviews-00.json.gz").exists() && !place.path("b/reviews-07.json.gz").exists());
}

#[test]
fn no_verb_writes_over_what_it_reads() {
    let place = Place::small();
    assert_eq!(place.import(&["--corpus", "@c.csv", "--recall", "0"]).code, 0);
    place.write("i/presets.json", &fs::read(place.path("c.csv")).unwrap());
    place.write("acl/neg/1.txt", b"bad");
    place.write("acl/pos/1.txt", b"good");
    place.write("work/log.jsonl", &fs::read(place.path("c.csv")).unwrap());
    let cases: [&[&str]; 6] = [
        &["index", "--model", "@b", "--corpus", "@i/presets.json", "--out", "@i"],
        &["index", "--model", "@b", "--corpus", "@acl", "--out", "@acl/neg"],
        &["train", "--corpus", "@work/log.jsonl", "--vectors", "@v.txt", "--out", "@m", "--work", "@work"],
        &["reproduce", "--bundle", "@b", "--corpus", "@c.csv", "--out", "@c.csv"],
        &["reproduce", "--bundle", "@b", "--corpus", "@c.csv", "--out", "@b/weights.safetensors"],
        &["reproduce", "--bundle", "@b", "--corpus", "@c.csv", "--test", "@acl", "--out", "@acl/pos/report.txt"],
    ];
    let all = |place: &Place| {
        let mut all = Vec::new();
        gather(place.folder.path(), &mut all);
        all.sort();
        all
    };
    let before = all(&place);
    for arguments in cases {
        let refused = place.run(arguments, "").refusal();
        assert!(refused.contains("give --out another name"), "{refused}");
        assert!(all(&place) == before, "{arguments:?}");
    }
    // A bundle may be its own model.
    let own = ["index", "--model", "@b", "--corpus", "@c.csv", "--out", "@b", "--recall", "0", "--strange", "0"];
    assert_eq!(place.run(&own, "").code, 0);
    assert_eq!(place.run(&["verify", "@b"], "").code, 0);
}

fn gather(folder: &Path, all: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, all);
        } else {
            all.push((path.clone(), fs::read(&path).unwrap()));
        }
    }
}

#[test]
fn a_corpus_of_one_label_or_one_text_is_refused_or_told() {
    let place = Place::small();
    assert_eq!(place.import(&[]).code, 0);
    let corpus = |text: &dyn Fn(usize) -> String, label: &dyn Fn(usize) -> usize| {
        let row = |at: usize| format!("{},{}\n", text(at), label(at));
        place.write("one.csv", format!("text,label\n{}", (0..40).map(row).collect::<String>()).as_bytes());
    };
    let index = ["index", "--model", "@b", "--corpus", "@one.csv", "--out", "@i"];
    let evaluate = |more: &[&str]| place.run(&[&["evaluate", "--bundle", "@b", "--json"], more].concat(), "");
    corpus(&|at| format!("good r{at}"), &|_| 1);
    assert!(place.run(&index, "").refusal().contains("each of the two labels, found 40 that are all positive"));
    assert!(place.import(&["--corpus", "@one.csv"]).refusal().contains("all positive"));
    let report = evaluate(&["--reviews", "@one.csv"]).json().remove(0);
    assert_eq!(report["only_label"], "positive");
    assert!(report["temperature"]["value"].is_null() && report["temperature"]["why_none"].is_string(), "{report}");
    let told = place.run(&["evaluate", "--bundle", "@b", "--reviews", "@one.csv"], "").out;
    assert!(told.contains("all are positive") && told.contains("no temperature"), "{told}");
    for text in ["", "the same"] {
        corpus(&|_| text.to_owned(), &|at| at % 2);
        assert!(place.run(&index, "").refusal().contains("the same in all 40 reviews"));
        let report = evaluate(&["--reviews", "@one.csv"]).json().remove(0);
        assert!(report["temperature"]["value"].is_null() && report["only_label"].is_null(), "{report}");
        // All copies are trained on: none is left to measure by.
        assert!(evaluate(&["--corpus", "@one.csv"]).refusal().contains("expected reviews in that part"));
    }
}

#[test]
fn a_network_that_is_right_on_all_is_given_no_temperature() {
    let place = Place::small();
    let words = |at: usize| [2 + at % 4, 2 + at / 4 % 4, 2 + at / 16];
    let logit = |at: usize| place.model.trace(&words(at).map(|word| word as u32)).score().logit;
    let mut logits: Vec<f32> = (0..64).map(logit).collect();
    logits.sort_by(f32::total_cmp);
    // Half of the texts are judged one way, half the other.
    let mut weights = place.model.weights().clone();
    weights.out_bias[0] -= (logits[31] + logits[32]) / 2.0;
    place.write("w.safetensors", &weights.to_tensors(place.model.config(), Precision::F32).to_bytes().unwrap());
    assert_eq!(place.import(&[]).code, 0);
    // Labels that are the network's own verdicts.
    let texts: Vec<String> = (0..64).map(|at| words(at).map(|word| WORDS[word]).join(" ")).collect();
    let said = place.run(&["predict", "--bundle", "@b", "--json"], &(texts.join("\n") + "\n")).json();
    let rows = texts.iter().zip(&said).map(|(text, said)| format!("{text},{}\n", said["verdict"]));
    place.write("own.csv", format!("text,label\n{}", rows.collect::<String>()).as_bytes());
    let report = place.run(&["evaluate", "--bundle", "@b", "--reviews", "@own.csv", "--json"], "").json().remove(0);
    assert_eq!((report["int8"]["accuracy"].as_f64(), report["only_label"].is_null()), (Some(1.0), true));
    assert!(report["temperature"]["value"].is_null(), "{report}");
    let imported = place.import(&["--corpus", "@own.csv", "--recall", "0", "--strange", "0"]);
    assert_eq!(imported.code, 0, "{}", imported.err);
    assert_eq!(place.run(&["verify", "@b"], "").code, 0);
    let predicted = place.run(&["predict", "--bundle", "@b", "--json"], TEXT).json().remove(0);
    assert!(predicted["calibrated"].is_null());
}

#[test]
fn more_than_two_classes_are_neither_indexed_nor_measured_by_two_labels() {
    for (outputs, activation) in [(4, "softmax"), (2, "sigmoid"), (3, "sigmoid")] {
        let place = Place::new(&Config { outputs, ..config(CellKind::Lstm, 8, 4, 3) });
        let classes = &["a,b", "a,b,c", "a,b,c,d"][outputs - 2];
        let shape = ["--classes", classes, "--activation", activation];
        assert_eq!(place.import(&shape).code, 0);
        let expected = format!("to go with a corpus, found one of {outputs} outputs");
        let refusals = [
            place.import(&[&shape[..], &["--corpus", "@c.csv"]].concat()),
            place.run(&["index", "--model", "@b", "--corpus", "@c.csv", "--out", "@i"], ""),
            place.run(&["evaluate", "--bundle", "@b", "--reviews", "@c.csv"], ""),
            place.run(&["reproduce", "--bundle", "@b", "--corpus", "@c.csv", "--out", "@r.html"], ""),
        ];
        for refused in refusals {
            let refused = refused.refusal();
            assert!(refused.contains(&expected), "{refused}");
            assert_eq!(refused.contains("each a yes or no by itself"), activation == "sigmoid", "{refused}");
        }
        assert!(!place.path("i").exists());
        // Every class is named with its own chance.
        let json = place.run(&["predict", "--bundle", "@b", "--json"], TEXT).json().remove(0);
        let line = place.run(&["predict", "--bundle", "@b"], TEXT).out;
        for (name, chance) in classes.split(',').zip(json["probabilities"].as_array().unwrap()) {
            assert!(
                line.contains(&format!("{name} {:.4}", chance.as_f64().unwrap()))
                    || line.contains(&format!("{name}  {:.4}", chance.as_f64().unwrap())),
                "{line} {json}"
            );
        }
        assert_eq!(line.contains("each by itself"), activation == "sigmoid", "{line}");
    }
}

#[test]
fn classes_and_labels_go_by_their_own_names() {
    let place = Place::small();
    let rows = (0..40).map(|at| format!("{} r{at};{}\n", WORDS[2 + at % 6], ["ham", "Spam"][at % 2]));
    place.write("ham.csv", format!("\u{feff}text;label\r\n{}", rows.collect::<String>()).as_bytes());
    let classes = ["--classes", "ham,spam", "--corpus", "@ham.csv", "--recall", "0", "--strange", "0"];
    assert_eq!(place.import(&classes).code, 0);
    let evaluate = ["evaluate", "--bundle", "@b", "--reviews", "@ham.csv"];
    let told = place.run(&evaluate, "").out;
    assert!(told.contains("judged ham") && told.contains("judged spam"), "{told}");
    assert!(!told.contains("positive") && !told.contains("negative"), "{told}");
    let confusion = place.run(&[&evaluate[..], &["--json"]].concat(), "").json()[0]["int8"]["confusion"].clone();
    let count = |name: &str| confusion[name].as_u64().unwrap();
    assert_eq!(count("true_positive") + count("false_negative"), 20);
    assert!(place.import(&["--classes", "a,b", "--corpus", "@ham.csv"]).refusal().contains("a label a, b, 0 or 1"));
    let line = place.run(&["predict", "--bundle", "@b"], TEXT).out;
    assert!(line.starts_with("ham") || line.starts_with("spam"), "{line}");
}

#[test]
fn a_corpus_of_negative_and_positive_is_for_a_network_of_such() {
    let place = Place::small();
    let rows = |labels: [&str; 2]| -> String {
        (0..40).map(|at| format!("{} r{at},{}\n", WORDS[2 + at % 6], labels[at % 2])).collect()
    };
    for at in 0..8 {
        place.write(&format!("acl/{}/{at}.txt", ["neg", "pos"][at % 2]), format!("good r{at}").as_bytes());
    }
    place.write("feelings.csv", format!("text,label\n{}", rows(["negative", "positive"])).as_bytes());
    place.write("short.csv", format!("text,label\n{}", rows(["neg", "POS"])).as_bytes());
    place.write("ham.csv", format!("text,label\n{}", rows(["ham", "Ham"])).as_bytes());
    let evaluate = |corpus: &str| place.run(&["evaluate", "--bundle", "@b", "--reviews", corpus, "--json"], "");
    let index = |corpus: &str| place.run(&["index", "--model", "@b", "--corpus", corpus, "--out", "@i"], "");
    assert_eq!(place.import(&["--classes", "ham,spam"]).code, 0);
    for refused in [evaluate("@feelings.csv"), index("@short.csv"), index("@feelings.csv")] {
        let refused = refused.refusal();
        assert!(refused.contains("line 2: expected a label ham, spam, 0 or 1, found \"neg"), "{refused}");
    }
    for refused in [evaluate("@acl"), index("@acl"), place.import(&["--classes", "ham,spam", "--corpus", "@acl"])] {
        let refused = refused.refusal();
        assert!(refused.contains("the labels ham, spam, 0 or 1") && refused.contains("found a folder"), "{refused}");
    }
    // Of one label it is said by the network's own name.
    assert!(index("@ham.csv").refusal().contains("found 40 that are all ham"));
    assert_eq!(evaluate("@ham.csv").json()[0]["only_label"], "ham");
    for classes in ["negative,positive", "Neg,Pos"] {
        assert_eq!(place.import(&["--classes", classes]).code, 0);
        for corpus in ["@feelings.csv", "@short.csv", "@acl", "@c.csv"] {
            assert!(evaluate(corpus).json()[0]["only_label"].is_null(), "{classes} {corpus}");
        }
    }
    // Without a network all of them are read.
    for corpus in ["@feelings.csv", "@short.csv", "@acl"] {
        assert_eq!(place.run(&["corpus", "--corpus", corpus], "").code, 0, "{corpus}");
    }
}

#[test]
fn a_vocabulary_with_capitals_is_told_what_the_rule_never_reads() {
    let place = Place::small();
    place.write("v.txt", b"<pad>\n<unk>\ngood\nGood\nfilm\nThe\n's\n8/10\n");
    let imported = place.import(&[]);
    assert_eq!(imported.code, 0, "{}", imported.err);
    assert!(imported.err.contains("2 of the 8 tokens are never read"), "{}", imported.err);
    assert!(imported.err.contains("--tokenizer whitespace, which can read 2 of them"), "{}", imported.err);
    let imported = place.import(&["--tokenizer", "whitespace"]);
    assert_eq!((imported.code, imported.err.as_str()), (0, ""));
}

#[test]
fn reference_weights_are_those_of_the_same_words() {
    let place = Place::small();
    assert_eq!(place.import(&["--precision", "int8"]).code, 0);
    let evaluate =
        || place.run(&["evaluate", "--bundle", "@b", "--reviews", "@c.csv", "--reference", "@r.safetensors"], "");
    place.write("r.safetensors", &file(&place.tensors(), &[], |name| format!("module.{name}")));
    assert_eq!(evaluate().code, 0);
    place.write("r.safetensors", &permuted(&place, &[1, 0, 2, 3, 4, 5, 6, 7]));
    assert!(evaluate().refusal().contains("in the order of its vocab.txt"));
}

#[test]
fn a_full_disk_is_a_failure_and_no_wrong_input() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    let place = Place::small();
    assert_eq!(place.import(&[]).code, 0);
    let bundle = place.path("b");
    let shell = |line: &str| {
        let command = format!("printf 'the good film\n' | \"$0\" {line}");
        let output = std::process::Command::new("sh")
            .args(["-c", &command, env!("CARGO_BIN_EXE_unrolled"), bundle.to_str().unwrap()])
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let verbs = [
        "predict --bundle \"$1\"",
        "predict --bundle \"$1\" --json",
        "explain leave-one-out --bundle \"$1\"",
        "explain lime --bundle \"$1\" --json",
        "verify \"$1\"",
        "methods",
        "methods --json",
        "--help",
        "--version",
    ];
    for verb in verbs {
        let (code, err) = shell(&format!("{verb} > /dev/full"));
        assert_eq!(code, Some(FAILED), "{verb}: {err}");
        assert!(err.contains("could not be written") && err.lines().count() == 1, "{verb}: {err}");
        // A reader that leaves early is no failure, nor is a standard error that takes nothing.
        assert_eq!(shell(&format!("{verb} 2> /dev/full > /dev/null")).0, Some(0), "{verb}");
    }
    assert_eq!(shell("predict --bundle /nowhere 2> /dev/full").0, Some(BAD_INPUT));
    assert_eq!(shell("nonsense 2> /dev/full").0, Some(FAILED));
}
