//! Files of every version of the formats: what earlier programs wrote opens, or is refused with what to do
//! (`reference/formats.py` made them).

use std::{fs, path::PathBuf};

use serde_json::{Value, json};
use unrolled::{bundle::Tensors, model::Manifest, session::Session};

fn file(name: &str) -> Vec<u8> {
    fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats").join(name)).unwrap()
}

fn text(name: &str) -> String {
    String::from_utf8(file(name)).unwrap()
}

fn open(bundle: &str) -> Session {
    let of = |name: &str| format!("{bundle}/{name}");
    Session::open(&text(&of("manifest.json")), &file(&of("weights.safetensors")), &text(&of("vocab.txt"))).unwrap()
}

/// The manifest of format 1 with some of it changed.
fn changed(change: impl FnOnce(&mut Value)) -> String {
    let mut manifest: Value = serde_json::from_str(&text("bundle-1/manifest.json")).unwrap();
    change(&mut manifest);
    manifest.to_string()
}

#[test]
fn a_bundle_of_format_1_opens_in_either_precision() {
    let (int8, f32) = (open("bundle-1"), open("bundle-1-f32"));
    let logit = |session: &Session| session.predict("A good film, not a bad plot").logit;
    let (stored, exact) = (logit(&int8), logit(&f32));
    assert!((stored - exact).abs() < 0.02 && stored != exact, "{stored} {exact}");
    // What the program that wrote it said of its own text.
    for (session, bundle) in [(&int8, "bundle-1"), (&f32, "bundle-1-f32")] {
        let presets: Value = serde_json::from_str(&text(&format!("{bundle}/presets.json"))).unwrap();
        let own = &presets["presets"][0];
        let again = session.predict(own["text"].as_str().unwrap()).logit;
        assert_eq!(json!(again), own["prediction"]["logit"], "{bundle}");
    }
}

#[test]
fn an_index_of_format_3_opens_and_is_written_again_byte_for_byte() {
    let mut session = open("bundle-1");
    let bytes = file("bundle-1/index.safetensors");
    session.add_index(&bytes).unwrap();
    let index = session.index.as_ref().unwrap();
    assert!(
        index.metadata().deep_knn.as_ref().is_some_and(|measured| measured.reviews > 0 && !measured.strange.is_empty())
    );
    assert!(index.metadata().recall.is_some() && index.training() > 0);
    assert!(index.to_tensors().to_bytes().unwrap() == bytes);
}

#[test]
fn an_index_of_an_earlier_format_is_refused_with_the_remedy() {
    for version in [1, 2] {
        let name = format!("index-{version}.safetensors");
        let tensors = Tensors::parse(&file(&name)).unwrap();
        let model = open("bundle-1");
        let refused =
            unrolled::index::ActivationIndex::from_tensors(&tensors, model.model.config(), &model.manifest.model_hash);
        let expected =
            format!("expected activation index format 3, found {version}; build it again with `unrolled index`");
        assert_eq!(refused.unwrap_err().to_string(), expected);
    }
}

#[test]
fn a_manifest_of_another_format_is_refused_and_one_with_more_keys_opens() {
    let refused = |format: u32| Manifest::parse(&changed(|m| m["format"] = json!(format))).unwrap_err().to_string();
    assert_eq!(refused(0), "expected bundle format 1, found format 0; build the bundle again");
    assert_eq!(refused(2), "expected bundle format 1, found format 2; update this program");
    let more = changed(|m| {
        m["from_the_future"] = json!({ "a": [1, null] });
        m["config"]["dropout"] = json!(0.5);
        m["metrics"]["mine"] = json!("as it is");
    });
    let manifest = Manifest::parse(&more).unwrap();
    assert_eq!((manifest.config.hidden, &manifest.metrics["mine"]), (4, &json!("as it is")));
}

#[test]
fn a_manifest_is_read_again_as_it_was_and_its_faults_say_where_they_are() {
    let manifest = Manifest::parse(&text("bundle-1/manifest.json")).unwrap();
    let written = manifest.to_json().unwrap();
    let [before, after] =
        [&text("bundle-1/manifest.json"), &written].map(|json| serde_json::from_str::<Value>(json).unwrap());
    assert_eq!(before, after);
    let fault = |json: String| Manifest::parse(&json).unwrap_err().to_string();
    let no_cell = fault(changed(|m| drop(m["config"].as_object_mut().unwrap().remove("cell"))));
    assert!(
        no_cell.contains("config: missing field `cell`") && no_cell.ends_with("build the bundle again"),
        "{no_cell}"
    );
    let no_rule = fault(changed(|m| m["tokenizer"] = json!("words")));
    assert!(no_rule.contains("tokenizer: unknown variant `words`"), "{no_rule}");
    let no_config = fault(changed(|m| drop(m.as_object_mut().unwrap().remove("config"))));
    assert!(no_config.contains("missing field `config`"), "{no_config}");
}
