//! Settings by name, as the command line and the page give them.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::SessionError;

/// Reads the settings of a method; what cannot be read is named.
pub(super) fn settings<T: DeserializeOwned>(method: &str, value: Value) -> Result<T, SessionError> {
    let refuse = |reason: String| SessionError::Settings { method: method.into(), reason };
    // The parser does not name the setting it stumbles over; since all have defaults, each can be read alone.
    for (key, setting) in value.as_object().into_iter().flatten() {
        let alone = Value::from_iter([(key.clone(), setting.clone())]);
        serde_json::from_value::<T>(alone).map_err(|error| refuse(format!("{key}: {error}")))?;
    }
    let value = if value.is_null() { Value::Object(Default::default()) } else { value };
    serde_json::from_value(value).map_err(|error| refuse(error.to_string()))
}
