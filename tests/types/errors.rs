//! What the engine's errors say, as a catalogue for the page: their English sentences in ICU MessageFormat, by key.

use unrolled::{
    bundle::BundleError,
    explain::ExplainError,
    index::IndexError,
    model::ModelError,
    said::{Said, Sentence},
    session::SessionError,
    text::TextError,
};

fn sentences() -> Vec<Sentence> {
    let all = [
        BundleError::SENTENCES,
        TextError::SENTENCES,
        ModelError::SENTENCES,
        IndexError::SENTENCES,
        ExplainError::SENTENCES,
        SessionError::SENTENCES,
    ];
    all.into_iter().flatten().copied().flatten().collect()
}

/// `{found:?}` becomes “{found}”, and `{found}` of a number `{found, count}`.
fn in_icu(sentence: &Sentence) -> String {
    let message = sentence.places.iter().fold(sentence.english.to_owned(), |message, (name, written, quoted)| {
        let place = |how: &str| how.replace('$', name);
        message.replace(&format!("{{{name}:?}}"), &place(quoted)).replace(&format!("{{{name}}}"), &place(written))
    });
    message.replace('\'', "’")
}

/// The file's contents.
pub fn catalogue() -> String {
    let line = |sentence: &Sentence| format!("  \"{}\": {}", sentence.key, serde_json::json!(in_icu(sentence)));
    format!("{{\n{}\n}}\n", sentences().iter().map(line).collect::<Vec<_>>().join(",\n"))
}

#[test]
fn an_error_fills_every_place_of_its_sentence() {
    let errors: [SessionError; 4] = [
        BundleError::Shape { name: "out.weight".into(), expected: vec![1, 5], found: vec![2] }.into(),
        TextError::Repeated { token: "fine".into(), first: 3, second: 1200 }.into(),
        IndexError::NotLoaded.into(),
        ExplainError::Below { name: "layer", limit: 2, found: 7 }.into(),
    ];
    for error in errors {
        let sentence = sentences().into_iter().find(|sentence| sentence.key == error.key()).unwrap();
        let values = error.values();
        let names: Vec<&str> = values.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, sentence.places.iter().map(|(name, ..)| *name).collect::<Vec<_>>());
        let filled = values.iter().fold(sentence.english.to_owned(), |message, (name, value)| {
            let text = match value {
                unrolled::said::Value::Count(number) => number.to_string(),
                unrolled::said::Value::Text(text) => text.clone(),
            };
            message.replace(&format!("{{{name}}}"), &text).replace(&format!("{{{name}:?}}"), &text)
        });
        assert_eq!(filled, error.to_string().replace('"', ""));
    }
}

#[test]
fn keys_are_those_of_one_sentence_each() {
    let mut keys: Vec<&str> = sentences().iter().map(|sentence| sentence.key).collect();
    let all = keys.len();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!((keys.len(), all > 40), (all, true));
    for sentence in sentences() {
        let icu = in_icu(&sentence);
        for (name, ..) in sentence.places {
            assert!(icu.contains(&format!("{{{name}")), "{}: {name} stands nowhere in {icu}", sentence.key);
        }
    }
}
