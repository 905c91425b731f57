//! The house rules of ARCHITECTURE.md, read off the source.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use unrolled::explain::catalogue;

/// A room and the rooms it may import from, in flow order.
const MAY_IMPORT: [(&str, &[&str]); 14] = [
    ("said", &[]),
    ("bundle", &["said"]),
    ("kernel", &[]),
    ("text", &["said"]),
    ("trace", &[]),
    ("model", &["trace", "text", "kernel", "bundle", "said"]),
    ("index", &["model", "trace", "text", "kernel", "bundle", "said"]),
    ("explain", &["index", "model", "trace", "text", "kernel", "said"]),
    ("session", &["explain", "index", "model", "trace", "text", "bundle", "said"]),
    ("train", &["explain", "index", "model", "trace", "text", "bundle"]),
    ("make", &["train", "session", "explain", "index", "model", "trace", "text", "kernel", "bundle"]),
    ("reproduce", &["make", "train", "session", "explain", "index", "model", "trace", "text"]),
    ("cli", &["reproduce", "make", "train", "session", "explain", "index", "model", "trace", "text", "bundle"]),
    ("wasm", &["session", "explain", "index", "model", "trace", "text", "bundle", "said"]),
];

/// Lines of code a file may have, tests, comments and blank lines left out. A tripwire, not a goal.
const MAX_LINES: usize = 320;

pub struct Source {
    pub path: PathBuf,
    pub room: String,
    /// The file up to its test module.
    pub code: String,
}

pub fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    let source = |path: PathBuf| {
        let relative = path.strip_prefix(&root).unwrap().to_path_buf();
        let first = relative.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("\n#[cfg(test)]\nmod ").next().unwrap().to_owned();
        Source { room: first.trim_end_matches(".rs").to_owned(), path: relative, code }
    };
    files.into_iter().map(source).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn is_code(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with("//")
}

/// Names that follow `crate::` in a file, also inside braces.
fn imported_rooms(code: &str) -> BTreeSet<String> {
    let mut rooms = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(inside) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut word = String::new();
            for c in inside.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    c if depth == 0 && (c.is_alphanumeric() || c == '_') => word.push(c),
                    _ if depth == 0 && !word.is_empty() => {
                        rooms.insert(std::mem::take(&mut word));
                    }
                    _ => {}
                }
            }
            rooms.insert(word);
        } else {
            rooms.insert(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    rooms
}

#[test]
fn imports_point_down_the_flow_only() {
    let may_import: BTreeMap<&str, &[&str]> = MAY_IMPORT.into_iter().collect();
    let mut wrong = Vec::new();
    for source in sources() {
        let Some(allowed) = may_import.get(source.room.as_str()) else { continue };
        for room in imported_rooms(&source.code) {
            if may_import.contains_key(room.as_str()) && room != source.room && !allowed.contains(&room.as_str()) {
                wrong.push(format!("{} imports {room}", source.path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_room_is_in_the_table() {
    let known: BTreeSet<&str> = MAY_IMPORT.iter().map(|(room, _)| *room).chain(["lib", "main", "bindgen"]).collect();
    for source in sources() {
        assert!(known.contains(source.room.as_str()), "{} belongs to no room", source.path.display());
    }
}

/// Files of `src/explain` that belong to no explainer.
const OF_ALL_EXPLAINERS: [&str; 10] =
    ["mod", "catalogue", "choices", "common", "explained", "inside", "method", "prediction", "settings", "typed"];
/// Explainers that compare methods, and so use others.
const COMPARISONS: [&str; 2] = ["agreement", "activation_maximization"];

/// Which explainer a file belongs to: the name of the file, or of the folder under `src/explain`.
fn explainer_of(source: &Source) -> Option<String> {
    let within = source.path.strip_prefix("explain").ok()?;
    let name = within.components().next()?.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned();
    (!OF_ALL_EXPLAINERS.contains(&name.as_str())).then_some(name)
}

#[test]
fn no_explainer_imports_another_but_a_comparison() {
    let sources = sources();
    let names: BTreeSet<String> = sources.iter().filter_map(explainer_of).collect();
    assert!(names.len() >= 21 && COMPARISONS.iter().all(|name| names.contains(*name)), "{names:?}");
    for source in &sources {
        let Some(own) = explainer_of(source).filter(|own| !COMPARISONS.contains(&own.as_str())) else { continue };
        let code: String = source.code.lines().filter(|line| is_code(line)).collect::<Vec<_>>().join("\n");
        for other in names.iter().filter(|name| **name != own) {
            let is_named = code
                .match_indices(&format!("{other}::"))
                .any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'));
            assert!(!is_named, "{} imports {other}", source.path.display());
        }
    }
}

#[test]
fn every_explainer_is_in_the_catalogue_once() {
    let names: BTreeSet<String> = sources().iter().filter_map(explainer_of).collect();
    let listed: Vec<String> = catalogue::entries().iter().map(|entry| entry.name.replace('-', "_")).collect();
    assert_eq!(names, listed.iter().cloned().collect());
    assert_eq!(names.len(), listed.len());
}

#[test]
fn wasm_bindgen_files_and_unsafe_stay_in_their_rooms() {
    for source in sources() {
        let code: String = source.code.lines().filter(|line| is_code(line)).collect::<Vec<_>>().join("\n");
        let path = source.path.display();
        if source.room != "wasm" && source.room != "bindgen" {
            assert!(!code.contains("wasm_bindgen") && !code.contains("js_sys"), "{path} knows the browser");
        }
        if source.room != "cli" && source.room != "bindgen" {
            assert!(!code.contains("std::fs") && !code.contains("fs::"), "{path} touches files");
        }
        if source.room != "kernel" {
            assert!(!code.contains("unsafe "), "{path} is unsafe");
        }
    }
}

#[test]
fn nothing_unwraps_outside_tests() {
    for source in sources() {
        let lines = source.code.lines().enumerate().filter(|(_, line)| is_code(line) && line.contains(".unwrap()"));
        let found: Vec<_> = lines.map(|(number, _)| number + 1).collect();
        assert!(found.is_empty(), "{} unwraps on lines {found:?}", source.path.display());
    }
}

/// What a verdict is read off, by the names it goes under: a chance against one half, log-odds against nothing.
const CHANCES: [&str; 6] = ["probab", "chance", "sigmoid", "softmax", "score", "confidence"];
const LOG_ODDS: [&str; 3] = ["logit", "log_odds", "margin"];

/// Whether a line compares something of such a name with a number.
fn compares(line: &str, names: &[&str], number: &str) -> bool {
    let is_compared = |at: usize| {
        // Half of something else is a product; digits that go on are another number.
        let rest = line[at + number.len()..].trim_start_matches("f32").trim_start_matches("f64");
        if rest.starts_with(" *") || rest.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
            return false;
        }
        let before = line[..at].trim_end();
        let operand = before.trim_end_matches(['<', '>', '=', '!']);
        let operator = before[operand.len()..].trim();
        let last = operand.trim_end().rsplit(|c: char| !(c.is_alphanumeric() || "_.()[]".contains(c))).next();
        ["<", ">", "<=", ">=", "==", "!="].contains(&operator)
            && last.is_some_and(|operand| names.iter().any(|name| operand.contains(name)))
    };
    line.match_indices(number).any(|(at, _)| is_compared(at))
}

#[test]
fn only_score_decides_by_a_probability_or_by_log_odds() {
    for wrong in ["if score.probability >= 0.5 {", "probability(x) < 0.5f32", "self.chances[at] > 0.5)"] {
        assert!(compares(wrong, &CHANCES, "0.5"), "{wrong}");
    }
    for wrong in ["self.log_odds >= 0.0", "(score.logit > 0.0) == positive", "logits[0] < 0.0", "margin() <= 0.0"] {
        assert!(compares(wrong, &LOG_ODDS, "0.0"), "{wrong}");
    }
    for right in ["if part >= 0.5 {", "probability > 0.55", "probability <= 0.5 * most", "let score = 0.5;"] {
        assert!(!compares(right, &CHANCES, "0.5"), "{right}");
    }
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| source.path != Path::new("model/score.rs")) {
        for (number, line) in source.code.lines().enumerate().filter(|(_, line)| is_code(line)) {
            let decides = compares(line, &CHANCES, "0.5") || compares(line, &LOG_ODDS, "0.0");
            if decides || (line.contains("probability") && line.contains("- 0.5)")) {
                wrong.push(format!("{}:{}: {}", source.path.display(), number + 1, line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "ask model::favours, Score::favoured or model::sureness: {wrong:#?}");
}

#[test]
fn files_are_short_enough_to_read() {
    for source in sources() {
        let lines = source.code.lines().filter(|line| is_code(line)).count();
        assert!(lines <= MAX_LINES, "{} has {lines} lines of code: split it by idea", source.path.display());
    }
}

#[test]
fn the_top_level_is_what_the_design_fixes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in [
        "Cargo.toml",
        "Cargo.lock",
        "src",
        "www",
        "pkg",
        "tests",
        "benches",
        "build.sh",
        "README.md",
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "CITATION.cff",
        "LICENSE-MIT",
        "LICENSE-APACHE",
    ] {
        assert!(root.join(name).exists(), "{name} is missing");
    }
    let architecture = fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap();
    assert!(architecture.lines().count() <= 150, "ARCHITECTURE.md has more than 150 lines");
}
