//! What holds for every method, by its declaration.

use crate::support::{models, reviews};
use serde_json::{Value, json};
use unrolled::{
    explain::{
        ExplainError,
        catalogue::{self, Entry},
        method::Need,
        settings::Range,
    },
    model::{CellKind, Config, Directions, Manifest},
    session::{Session, SessionError},
    text::Tokenizer,
};

const TEXT: &str = "w2 w7 w9 nowhere w4 w12 w2 w29 w11";

fn session(config: &Config) -> Session {
    let head = json!({
        "format": 1, "name": "toy", "model_hash": "", "classes": ["no", "yes"], "tokenizer": "whitespace",
        "config": config, "files": {},
    });
    let manifest = Manifest::parse(&head.to_string()).unwrap();
    Session::of_parts(manifest, models::random(config, 9), Tokenizer::Whitespace, reviews::vocabulary(30)).unwrap()
}

fn toy() -> Session {
    session(&models::config(CellKind::Lstm, 30, 4, 6))
}

fn refusal(session: &Session, entry: &Entry, settings: Value) -> Option<String> {
    session.start(entry.name, TEXT, settings).err().map(|error| error.to_string())
}

#[test]
fn every_default_is_what_the_parser_makes_of_nothing_and_lies_in_its_range() {
    let session = toy();
    for entry in catalogue::entries() {
        let defaults = (entry.defaults)();
        let names: Vec<&str> = entry.settings.iter().map(|setting| setting.name).collect();
        let written: Vec<&String> = defaults.as_object().unwrap().keys().collect();
        assert_eq!(names.len(), written.len(), "{}", entry.name);
        // What is refused with all defaults written out is refused with none.
        assert_eq!(refusal(&session, &entry, defaults), refusal(&session, &entry, json!({})), "{}", entry.name);
        for setting in entry.settings {
            assert!(!setting.meaning.trim().is_empty(), "{} {}", entry.name, setting.name);
        }
    }
}

#[test]
fn a_number_out_of_its_range_is_refused_by_the_name_of_the_setting() {
    let session = toy();
    let mut checked = 0;
    for entry in catalogue::entries() {
        for setting in entry.settings.iter().filter(|setting| setting.range.is_some()) {
            let too_large = session.start(entry.name, TEXT, json!({ setting.name: 4_000_000_000u32 }));
            let too_small = session.start(entry.name, TEXT, json!({ setting.name: 0 }));
            let below = session.start(entry.name, TEXT, json!({ setting.name: -3 }));
            let refusals = [too_large, too_small, below].into_iter().filter_map(Result::err);
            let sentences: Vec<String> = refusals.map(|error| error.to_string()).collect();
            let range = setting.range.unwrap().to_string();
            assert!(
                sentences.iter().any(|sentence| sentence.contains(setting.name) && sentence.contains(&range)),
                "{} {}: {sentences:?} do not speak of {range}",
                entry.name,
                setting.name
            );
            checked += 1;
        }
    }
    assert!(checked >= 20, "only {checked} settings have a range");
}

#[test]
fn words_of_a_setting_are_those_the_parser_takes() {
    let session = toy();
    for entry in catalogue::entries() {
        for setting in entry.settings {
            let Some(words) = (entry.choices)(setting.name) else { continue };
            for word in words {
                let refused = session.start(entry.name, TEXT, json!({ setting.name: word })).err();
                let unreadable = matches!(refused, Some(SessionError::Explain(ExplainError::Settings { .. })));
                assert!(!unreadable, "{} {}={word}", entry.name, setting.name);
            }
            let wrong = session.start(entry.name, TEXT, json!({ setting.name: "no such word" })).err().unwrap();
            assert!(wrong.to_string().contains(setting.name), "{} {}: {wrong}", entry.name, setting.name);
        }
    }
}

#[test]
fn what_a_method_needs_is_what_it_refuses_without() {
    let one_way = toy();
    let two_ways =
        session(&Config { directions: Directions::Bidirectional, ..models::config(CellKind::Lstm, 30, 4, 6) });
    for entry in catalogue::entries() {
        let needs = |need: Need| entry.about.needs.contains(&need);
        let settings = || json!({ "span": [0, 2] });
        let settings = if entry.has_setting("span") { settings() } else { json!({}) };
        if needs(Need::StateAfterEachWord) && !entry.recalls_training() {
            // What uses index or texts may have to have one of the two.
            let refused = refusal(&one_way, &entry, settings.clone());
            let is_for_index = |sentence: String| entry.about.uses.contains(&Need::Index) && sentence.contains("index");
            assert!(refused.is_none_or(is_for_index), "{}", entry.name);
            let sentence = refusal(&two_ways, &entry, settings).unwrap();
            assert!(sentence.contains(entry.name), "{}: {sentence}", entry.name);
        } else if needs(Need::Index) {
            let sentence = refusal(&one_way, &entry, settings).unwrap();
            assert!(sentence.contains(entry.name) && sentence.contains("index"), "{}: {sentence}", entry.name);
        }
    }
}

#[test]
fn a_dash_in_a_settings_name_is_an_underscore() {
    let session = toy();
    assert!(session.start("corpus-search", TEXT, json!({ "minimum-count": 0 })).is_ok());
    let refused = session.start("corpus-search", TEXT, json!({ "minimum-count": 1 })).err().unwrap();
    assert!(refused.to_string().contains("activation index"), "{refused}");
}

#[test]
fn an_unknown_method_is_answered_with_the_known_ones() {
    let error = toy().start("tea-leaves", TEXT, json!({})).err().unwrap();
    assert_eq!(error.kind(), "settings");
    for entry in catalogue::entries() {
        assert!(error.to_string().contains(entry.name), "{error}");
    }
}

#[test]
fn ranges_say_what_they_hold() {
    for (range, sentence) in [
        (Range::between(1.0, 16.0), "between 1 and 16"),
        (Range::inside(0.0, 1.0), "above 0 and below 1"),
        (Range::above_to(0.0, 1.0), "above 0 and at most 1"),
        (Range::at_least(1.0).or("all"), "at least 1, or all"),
        (Range::at_most(1e6), "at most 1000000"),
        (Range::above(0.0), "above 0"),
    ] {
        assert_eq!(range.to_string(), sentence);
    }
    let is_in = |range: Range, number: f64| range.check("x", &number).is_ok();
    assert!(is_in(Range::between(1.0, 2.0), 1.0) && is_in(Range::between(1.0, 2.0), 2.0));
    assert!(!is_in(Range::inside(1.0, 2.0), 1.0) && !is_in(Range::inside(1.0, 2.0), 2.0));
    assert!(!is_in(Range::above_to(0.0, 1.0), 0.0) && is_in(Range::above_to(0.0, 1.0), 1.0));
    assert!(!is_in(Range::at_least(0.0), f64::NAN) && !is_in(Range::above(0.0), f64::INFINITY));
}
