//! Explanations as tables for a terminal, whatever their method.

use anyhow::Result;
use serde_json::{Map, Value};

use super::output::line;

/// Prints lists of objects as tables, weights beside their tokens, and every single number on a line of its own.
pub fn print(explanation: &Value) -> Result<()> {
    let Some(parts) = explanation.as_object() else { return Ok(()) };
    if let (Some(tokens), Some(weights)) = (parts.get("tokens"), parts.get("weights")) {
        attribution(tokens, weights, &parts["standard_errors"])?;
    }
    for (name, part) in parts {
        match part {
            Value::Array(rows) if rows.iter().all(Value::is_object) && !rows.is_empty() => {
                line(format_args!("{name}:"))?;
                rows.iter().filter_map(Value::as_object).try_for_each(row)?;
            }
            Value::Array(_) | Value::Null => {}
            Value::Object(part) => row_named(name, part)?,
            single => line(format_args!("{name}: {}", word(single)))?,
        }
    }
    line("")
}

fn attribution(tokens: &Value, weights: &Value, errors: &Value) -> Result<()> {
    let (Some(tokens), Some(weights)) = (tokens.as_array(), weights.as_array()) else { return Ok(()) };
    for (at, (token, weight)) in tokens.iter().zip(weights).enumerate() {
        let error = errors[at].as_f64().map_or(String::new(), |error| format!(" ± {error:.4}"));
        line(format_args!("{:+9.4}{error}  {}", weight.as_f64().unwrap_or(0.0), word(token)))?;
    }
    Ok(())
}

fn row(row: &Map<String, Value>) -> Result<()> {
    line(format_args!("  {}", cells(row)))
}

fn row_named(name: &str, row: &Map<String, Value>) -> Result<()> {
    line(format_args!("{name}: {}", cells(row)))
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
