//! What holds for every method, by its declaration.

use crate::support::{models, reviews};
use serde_json::{Value, json};
use unrolled::{
    explain::{
        ExplainError, Module,
        catalogue::{self, Entry},
        counterfactuals,
        method::{Method, Need},
        settings::Range,
    },
    index::{ReviewStore, Split},
    make::{
        build::{Options, build},
        phrase_mining::{self, mine},
    },
    model::{CellKind, Config, Directions, Manifest},
    session::{Session, SessionError},
    text::Tokenizer,
};

const TEXT: &str = "w2 w7 w9 nowhere w4 w12 w2 w29 w11";

fn session(config: &Config) -> Session {
    let head = json!({
        "format": 1, "name": "toy", "model_hash": "", "classes": &["no", "yes", "maybe"][..config.classes()],
        "tokenizer": "whitespace",
        "config": config, "files": {}, "average_word": vec![0.1; config.embedding],
    });
    let manifest = Manifest::parse(&head.to_string()).unwrap();
    Session::of_parts(manifest, models::random(config, 9), Tokenizer::Whitespace, reviews::vocabulary(30)).unwrap()
}

fn lstm() -> Config {
    models::config(CellKind::Lstm, 30, 4, 6)
}

fn toy() -> Session {
    session(&lstm())
}

/// With all that a method may need of the training.
fn trained(config: &Config) -> Session {
    let mut session = session(config);
    let (model, vocabulary) = (models::random(config, 9), reviews::vocabulary(30));
    session.reviews = reviews::store(&reviews::random(100, &vocabulary, 20, 11), &vocabulary);
    let mut index = build(&model, &session.reviews, &Options::new(""), &mut |_, _| {});
    let few = phrase_mining::Options { minimum: 2, most: 500, depth: 3 };
    index.set_phrases(mine(&model, &session.reviews, &index, &few, &mut |_, _| {}));
    session.index = Some(index);
    session
}

/// What lacks one thing, and a word of the refusal of it.
fn lacking(need: Need) -> (Session, &'static str) {
    let mut session = trained(&lstm());
    match need {
        Need::Index => {
            session.index = None;
            (session, "activation index")
        }
        Need::Texts | Need::Words => {
            session.reviews = ReviewStore::default();
            (session, "training texts")
        }
        Need::StateAfterEachWord => {
            (trained(&Config { directions: Directions::Bidirectional, ..lstm() }), "unidirectional network")
        }
        Need::TwoClasses => (trained(&Config { outputs: 3, ..lstm() }), "two classes, and this one has 3"),
        Need::AverageWord => {
            session.manifest.average_word = None;
            (session, "average word of the training texts")
        }
        Need::Gradients => unreachable!("the native build has them"),
    }
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
    assert!(checked >= 28, "only {checked} settings have a range");
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

const LACKS: [Need; 4] = [Need::Index, Need::Texts, Need::StateAfterEachWord, Need::TwoClasses];

#[test]
fn what_a_method_needs_is_what_it_refuses_without() {
    let full = trained(&lstm());
    let lacks = LACKS.map(|need| (need, lacking(need)));
    for entry in catalogue::entries() {
        let settings = if entry.has_setting("span") { json!({ "span": [0, 2] }) } else { json!({}) };
        assert_eq!(refusal(&full, &entry, settings.clone()), None, "{}", entry.name);
        for (need, (session, word)) in &lacks {
            let refused = refusal(session, &entry, settings.clone());
            // Without texts an index with posting lists would do, which this one has not.
            let needs = entry.needs.contains(need) || *need == Need::Texts && entry.needs.contains(&Need::Words);
            let as_declared = match &refused {
                Some(sentence) => needs && sentence.contains(entry.name) && sentence.contains(word),
                None => !needs,
            };
            assert!(as_declared, "{} without {need:?}, needing {:?}: {refused:?}", entry.name, entry.needs);
        }
    }
}

#[test]
fn gradients_are_needed_by_their_module_and_by_what_replaces_words() {
    for entry in catalogue::entries() {
        let expected = entry.module == Module::Gradients || entry.name == "counterfactuals";
        assert_eq!(entry.needs.contains(&Need::Gradients), expected, "{}", entry.name);
    }
    let leave_out = counterfactuals::Config { kind: counterfactuals::Kind::LeaveOut, ..Default::default() };
    assert!(counterfactuals::Counterfactuals::needs(&leave_out).is_empty());
}

#[test]
fn what_is_set_decides_what_is_needed() {
    let asked = |session: &Session, method: &str, settings: Value| {
        session.start(method, TEXT, settings).err().map(|error| error.to_string())
    };
    let [no_index, no_texts, both_ways, _] = LACKS.map(|need| lacking(need).0);
    let alone = toy();
    for (session, method, settings) in [
        (&alone, "counterfactuals", json!({ "kind": "leave-out" })),
        (&alone, "pattern-search", json!({ "search": false })),
        (&no_index, "activation-similarity", json!({ "exact": true })),
        (&both_ways, "corpus-search", json!({ "from": "zero" })),
        (&both_ways, "corpus-search", json!({ "from": "zero", "ngrams": 2, "minimum_count": 1 })),
        (&no_index, "corpus-search", json!({ "ngrams": 2, "minimum_count": 1 })),
        (&both_ways, "phrase-tree", json!({})),
    ] {
        assert_eq!(asked(session, method, settings.clone()), None, "{method} {settings}");
    }
    for (session, method, settings, word) in [
        (&no_texts, "activation-similarity", json!({ "exact": true }), "training texts"),
        (
            &no_texts,
            "activation-similarity",
            json!({ "exact": true, "from": "zero", "span": [0, 2] }),
            "training texts",
        ),
        (&no_index, "activation-similarity", json!({ "exact": true, "from": "zero", "span": [0, 2] }), "index"),
        (&no_index, "corpus-search", json!({ "from": "zero", "minimum_count": 1 }), "index"),
        (&no_index, "corpus-search", json!({ "minimum_count": 1 }), "index"),
        (&no_texts, "corpus-search", json!({ "from": "zero", "ngrams": 2 }), "training texts"),
        (&no_texts, "corpus-search", json!({ "ngrams": 2 }), "training texts"),
        (&both_ways, "phrase-tree", json!({ "score": "contextual-decomposition" }), "unidirectional"),
    ] {
        let refused = asked(session, method, settings.clone()).unwrap_or_default();
        assert!(refused.contains(method) && refused.contains(word), "{method} {settings}: {refused}");
    }
}

#[test]
fn what_a_method_uses_is_what_it_does_without() {
    for entry in catalogue::entries() {
        for need in entry.about.uses {
            assert!(!entry.needs.contains(need), "{} needs and uses {need:?}", entry.name);
        }
        let settings = if entry.has_setting("span") { json!({ "span": [0, 2] }) } else { json!({}) };
        let lacks = [Need::Index, Need::Texts].map(|need| (need, lacking(need).0));
        for (need, session) in lacks.iter().filter(|(need, _)| entry.about.uses.contains(need)) {
            assert_eq!(refusal(session, &entry, settings.clone()), None, "{} without {need:?}", entry.name);
        }
    }
}

#[test]
fn a_token_is_searched_for_where_only_validation_reviews_are_loaded() {
    let mut session = trained(&lstm());
    let vocabulary = reviews::vocabulary(30);
    let mut validation = reviews::random(100, &vocabulary, 20, 11);
    validation.retain(|review| review.split == Split::Choose);
    session.reviews = reviews::store(&validation, &vocabulary);
    assert!(session.reviews.train().next().is_none());
    assert!(session.start("token-search", TEXT, json!({ "span": [0, 1] })).is_ok());
    let refused = session.start("pattern-search", TEXT, json!({ "span": [0, 1], "threshold": 1e-6, "left": 0 }));
    assert!(refused.err().unwrap().to_string().contains("training texts"));
}

#[test]
fn the_refusal_of_an_unknown_setting_names_all_that_there_are() {
    let session = toy();
    for entry in catalogue::entries() {
        let sentence = refusal(&session, &entry, json!({ "no_such_setting": 1 })).unwrap();
        let names = entry.settings.iter().map(|setting| setting.name).chain(["class"]);
        let names = names.chain(entry.about.explains.has_rival().then_some("rival"));
        for name in names {
            assert!(sentence.contains(&format!("`{name}`")), "{}: {sentence} leaves {name} out", entry.name);
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
