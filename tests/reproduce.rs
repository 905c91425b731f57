//! The reproduction of the paper on a small random network and a made-up corpus: the same figures twice, no more text
//! than the bundle may show, nothing that a page without scripts could not hold, and tables that agree with `explain`.

// Not every test file needs every shape.

use std::{
    fs,
    io::Write,
    path::PathBuf,
    process::{Command, Output, Stdio},
};

use crate::support::models::{config, random};
use rand::Rng;
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};
use serde_json::{Value, json};
use tempfile::TempDir;
use unrolled::model::{CellKind, Precision};

const WORDS: [&str; 14] =
    ["poetic", "toy", "story", "dull", "fine", "film", "the", "8/10", "2/10", ".", "a", "hero", "<spoiler>", "&"];
/// Stands in every review, so that a page that quotes one is found out.
const QUOTED: &str = "zebra crossing";

/// A folder with a corpus and the model to explain it.
struct Workplace {
    folder: TempDir,
}

impl Workplace {
    fn new() -> Self {
        let workplace = Self { folder: TempDir::new().unwrap() };
        let vocabulary = format!("<pad>\n<unk>\n{}\n", WORDS.join("\n"));
        let config = config(CellKind::Lstm, WORDS.len() + 2, 6, 5);
        let weights = random(&config, 3).weights().to_tensors(&config, Precision::F32);
        fs::write(workplace.path("w.safetensors"), weights.to_bytes().unwrap()).unwrap();
        fs::write(workplace.path("v.txt"), vocabulary).unwrap();
        fs::write(workplace.path("corpus.csv"), corpus()).unwrap();
        let arguments = ["import", "--weights", "w.safetensors", "--vocab", "v.txt", "--out", "model"];
        assert!(workplace.run(&arguments, "").status.success());
        workplace
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, arguments: &[&str], input: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_unrolled"));
        command.args(arguments).current_dir(self.folder.path());
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        child.wait_with_output().unwrap()
    }

    fn json(&self, arguments: &[&str], input: &str) -> Value {
        let output = self.run(&[arguments, &["--json"]].concat(), input);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    fn bundle(&self, texts: &str) -> &'static str {
        let index = ["index", "--model", "model", "--corpus", "corpus.csv", "--out", "bundle", "--recall", "0"];
        assert!(self.run(&[&index[..], &["--texts", texts]].concat(), "").status.success());
        "bundle"
    }

    fn reproduce(&self, bundle: &str, more: &[&str]) -> (Value, String) {
        let arguments = [&["reproduce", "--bundle", bundle, "--out", "report.html"], more].concat();
        (self.json(&arguments, ""), fs::read_to_string(self.path("report.html")).unwrap())
    }
}

/// Reviews of random words; every third holds `poetic`, every fourth `toy story`.
fn corpus() -> String {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut csv = String::from("text,label\n");
    for row in 0..200 {
        let mut words: Vec<&str> = (0..12).map(|_| WORDS[rng.random_range(0..WORDS.len())]).collect();
        if row % 3 == 0 {
            words.insert(5, "poetic");
        }
        if row % 4 < 2 {
            words.splice(7..7, ["toy", "story"]);
        }
        csv += &format!("{} {QUOTED} {row},{}\n", words.join(" "), row % 2);
    }
    csv
}

/// What a reader sees, without tags and marks.
fn plain(html: &str) -> String {
    let outside = html.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text);
    outside.collect::<String>().replace(['▲', '▼'], "")
}

/// Without what a clock says.
fn without_seconds(value: &Value) -> Value {
    match value {
        Value::Object(parts) => {
            let kept = parts.iter().filter(|(name, _)| !name.contains("seconds"));
            kept.map(|(name, part)| (name.clone(), without_seconds(part))).collect()
        }
        Value::Array(items) => items.iter().map(without_seconds).collect(),
        other => other.clone(),
    }
}

#[test]
fn every_table_and_figure_is_there_twice_the_same() {
    let workplace = Workplace::new();
    let bundle = workplace.bundle("full");
    let (found, report) = workplace.reproduce(bundle, &["--test", "corpus.csv"]);
    for name in [
        "table_1", "figure_1", "figure_2", "figure_3", "figure_4", "cost", "table_2", "table_3", "figure_5", "figure_6",
    ] {
        let verdict = found[name]["verdict"].as_str().unwrap();
        assert!(["reproduced", "partly", "not"].contains(&verdict), "{name}: {verdict}");
        assert!(report.contains(&format!("id=\"{}\"", name.replace('_', "-"))), "{name}");
    }
    let (again, _) = workplace.reproduce(bundle, &["--test", "corpus.csv"]);
    // The cost's verdict depends on the clock.
    let timeless = |mut found: Value| {
        found["cost"]["verdict"] = Value::Null;
        without_seconds(&found)
    };
    assert_eq!(timeless(found.clone()), timeless(again));
    let evaluated = workplace.json(&["evaluate", "--bundle", bundle, "--reviews", "corpus.csv"], "");
    assert_eq!(found["table_1"]["test"], evaluated["int8"]["accuracy"]);
    let parts = [(&found["table_1"]["train"], 140.0), (&found["table_1"]["validation"], 60.0)];
    let right: f64 = parts.iter().map(|(share, reviews)| share.as_f64().unwrap() * reviews).sum();
    assert!((right / 200.0 - evaluated["int8"]["accuracy"].as_f64().unwrap()).abs() < 1e-12);
}

#[test]
fn the_report_is_one_page_without_scripts_or_foreign_parts_and_quotes_what_it_may() {
    let workplace = Workplace::new();
    for (texts, quotes) in [("full", 2), ("excerpts", 0)] {
        let bundle = workplace.bundle(texts);
        if texts != "full" {
            let refused = workplace.run(&["reproduce", "--bundle", bundle, "--out", "no.html"], "");
            let message = String::from_utf8(refused.stderr).unwrap();
            assert_eq!((refused.status.code(), message.lines().count()), (Some(2), 1), "{message}");
            assert!(message.contains("add --corpus"), "{message}");
        }
        let (_, report) = workplace.reproduce(bundle, &["--corpus", "corpus.csv", "--unquoted", "unquoted.html"]);
        assert_eq!(plain(&report).matches(QUOTED).count(), quotes, "{texts}");
        let unquoted = fs::read_to_string(workplace.path("unquoted.html")).unwrap();
        assert_eq!(plain(&unquoted).matches(QUOTED).count(), 0, "{texts}");
        for foreign in ["<script", "http", "src=", "style=", "url(", "@import", "<spoiler>", "<link", "& "] {
            assert!(!report.contains(foreign), "{texts}: {foreign}");
        }
    }
}

#[test]
fn a_bundle_for_publication_is_measured_with_its_corpus_and_quotes_nothing() {
    let workplace = Workplace::new();
    // Only texts of 40 tokens and more may be published in this way.
    let long = |row: &str| {
        let (text, label) = row.rsplit_once(',').unwrap();
        format!("{}{text},{label}\n", format!("{text} ").repeat(3))
    };
    let corpus = corpus();
    let rows: String = corpus.lines().skip(1).map(long).collect();
    fs::write(workplace.path("corpus.csv"), format!("text,label\n{rows}")).unwrap();
    let bundle = workplace.bundle("none");
    let refused = workplace.run(&["reproduce", "--bundle", bundle, "--out", "no.html"], "");
    assert!(String::from_utf8(refused.stderr).unwrap().contains("add --corpus"));
    let (_, report) = workplace.reproduce(bundle, &["--corpus", "corpus.csv"]);
    assert_eq!(plain(&report).matches(QUOTED).count(), 0);
}

#[test]
fn the_similar_places_are_those_that_explain_finds() {
    let workplace = Workplace::new();
    let bundle = workplace.bundle("full");
    let (found, _) = workplace.reproduce(bundle, &[]);
    let table = &found["table_3"];
    let row = table["review"].as_u64().unwrap() as usize;
    let corpus = corpus();
    let text = corpus.lines().nth(row + 1).unwrap().rsplit_once(',').unwrap().0;
    let tokens = workplace.json(&["predict", "--bundle", bundle], text)["tokens"].as_array().unwrap().clone();
    let at = tokens.windows(2).position(|two| two == [json!("toy"), json!("story")]).unwrap();
    let span = format!("span={at}..{}", at + 2);
    let exact = ["explain", "activation-similarity", "--bundle", bundle, "--set", "exact=true", "--set", &span];
    let places = |answer: &Value| -> Vec<(Value, Value, Value)> {
        let items = answer["items"].as_array().unwrap().iter().take(3);
        let distance = |item: &Value| item.get("distance").unwrap_or(&item["score"]).clone();
        items.map(|item| (item["review"].clone(), item["position"].clone(), distance(item))).collect()
    };
    assert_eq!(places(&table["in_context"]), places(&workplace.json(&exact, text)));
    let from_zero = [&exact[..], &["--set", "from=zero"]].concat();
    assert_eq!(places(&table["bigrams"]), places(&workplace.json(&from_zero, text)));
}

#[test]
fn a_corpus_without_the_words_is_refused_in_one_sentence() {
    let workplace = Workplace::new();
    let other = corpus().replace("poetic", "prosaic");
    fs::write(workplace.path("corpus.csv"), other).unwrap();
    let bundle = workplace.bundle("full");
    let refused = workplace.run(&["reproduce", "--bundle", bundle, "--out", "no.html"], "");
    let message = String::from_utf8(refused.stderr).unwrap();
    assert!(message.contains("`poetic`") && message.lines().count() == 1, "{message}");
    let refused = workplace.run(&["reproduce", "--bundle", "model", "--out", "no.html"], "");
    assert!(String::from_utf8(refused.stderr).unwrap().contains("`unrolled index`"));
    assert!(!workplace.path("no.html").exists());
}
