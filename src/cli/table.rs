//! Explanations as tables for a terminal, whatever their method.

use serde_json::{Map, Value};

/// An answer in lines: lists of objects as tables, weights beside their tokens, and every single number on a line of its
/// own. Each line ends with a line feed.
pub fn of(explanation: &Value) -> String {
    let Some(parts) = explanation.as_object() else { return String::new() };
    let weights = parts.get("tokens").zip(parts.get("weights"));
    let mut lines = weights.map_or(Vec::new(), |(tokens, weights)| attribution(tokens, weights, parts));
    for (name, part) in parts {
        match part {
            Value::Array(rows) if rows.iter().all(Value::is_object) && !rows.is_empty() => {
                lines.push(format!("{name}:"));
                let token = tokens_of(name, rows, parts);
                let line = |(at, row)| format!("  {}{}", token(at), cells(row));
                lines.extend(rows.iter().filter_map(Value::as_object).enumerate().map(line));
            }
            Value::Array(_) | Value::Null => {}
            Value::Object(part) => lines.push(format!("{name}: {}", cells(part))),
            single => lines.push(format!("{name}: {}", word(single))),
        }
    }
    lines.into_iter().map(|line| line + "\n").collect()
}

/// A weight that several places share is followed by how many they are: it counts once.
fn attribution(tokens: &Value, weights: &Value, parts: &Map<String, Value>) -> Vec<String> {
    let (Some(tokens), Some(weights)) = (tokens.as_array(), weights.as_array()) else { return Vec::new() };
    let at_place = |name: &str, at: usize| parts.get(name).and_then(|all| all.get(at));
    let line = |(at, (token, weight)): (usize, (&Value, &Value))| {
        let error = at_place("standard_errors", at).and_then(Value::as_f64);
        let error = error.map_or(String::new(), |error| format!(" ± {error:.4}"));
        let places = at_place("shared", at).and_then(Value::as_u64).filter(|&places| places > 1);
        let places = places.map_or(String::new(), |places| format!("  (all {places} places)"));
        let weight = weight.as_f64().map_or_else(|| word(weight), |weight| format!("{weight:+.4}"));
        format!("{weight:>9}{error}  {}{places}", word(token))
    };
    tokens.iter().zip(weights).enumerate().map(line).collect()
}

/// What stands before each row: its token, of rows that are words, one for each.
fn tokens_of(name: &str, rows: &[Value], parts: &Map<String, Value>) -> impl Fn(usize) -> String {
    let is_each = |tokens: &&Vec<Value>| name == "words" && tokens.len() == rows.len();
    let tokens = parts.get("tokens").and_then(Value::as_array).filter(is_each);
    move |at| tokens.and_then(|tokens| tokens.get(at)).map_or(String::new(), |token| format!("{}  ", word(token)))
}

fn cells(row: &Map<String, Value>) -> String {
    row.iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| format!("{name} {}", word(value)))
        .collect::<Vec<_>>()
        .join("  ")
}

fn word(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) if number.is_f64() => format!("{:.4}", number.as_f64().unwrap_or(0.0)),
        Value::Array(items) => items.iter().map(word).collect::<Vec<_>>().join(" "),
        Value::Object(parts) => cells(parts),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_words_begin_with_the_word() {
        let answer = serde_json::json!({
            "tokens": ["toy", "fine"], "words": [{ "read": 0.5 }, { "read": -1.0 }], "rows": [{ "word": 1 }, { "word": 0 }],
        });
        let expected = "rows:\n  word 1\n  word 0\nwords:\n  toy  read 0.5000\n  fine  read -1.0000\n";
        assert_eq!(of(&answer), expected);
    }

    #[test]
    fn a_weight_that_places_share_says_so() {
        let answer = serde_json::json!({
            "tokens": ["toy", "fine", "toy"], "weights": [-1.5, 0.25, -1.5], "shared": [2, 1, 2],
            "standard_errors": [0.5, 0.125, 0.5], "intercept": 1,
        });
        let expected = "  -1.5000 ± 0.5000  toy  (all 2 places)\n  +0.2500 ± 0.1250  fine\n  \
                        -1.5000 ± 0.5000  toy  (all 2 places)\nintercept: 1\n";
        assert_eq!(of(&answer), expected);
    }
}
