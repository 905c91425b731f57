//! Settings, declared once: a field with its meaning, its default and its range.

use std::fmt;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{ExplainError, typed::Typed};
use crate::said::{self, Place, Values};

/// The settings of a method.
pub trait Settings: Default + Serialize + DeserializeOwned + Typed + 'static {
    /// What there is to set, in order.
    const SETTINGS: &'static [Setting];
    /// Their names once more: a build that only reads settings then holds none of their meanings.
    const NAMES: &'static [&'static str];

    /// Sets one; None if there is none of that name. Set one by one, settings need a parser for each of their types, not
    /// for each method.
    fn set(&mut self, name: &str, value: Value) -> Option<serde_json::Result<()>>;

    /// Refuses a number that is out of its range. What depends on the text is the method's to check.
    fn check(&self) -> Result<(), ExplainError>;
}

/// One setting.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Its name.
    pub name: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// The numbers it may be; none where its type says what it may be.
    pub range: Option<Range>,
}

/// The numbers that a setting may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    low: Option<Bound>,
    high: Option<Bound>,
    /// A word that may stand in place of a number.
    word: Option<&'static str>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Bound {
    number: f64,
    included: bool,
}

const fn included(number: f64) -> Option<Bound> {
    Some(Bound { number, included: true })
}

const fn excluded(number: f64) -> Option<Bound> {
    Some(Bound { number, included: false })
}

impl Range {
    /// Both ends included.
    pub const fn between(low: f64, high: f64) -> Self {
        Self { low: included(low), high: included(high), word: None }
    }

    /// Both ends excluded.
    pub const fn inside(low: f64, high: f64) -> Self {
        Self { low: excluded(low), high: excluded(high), word: None }
    }

    /// Above `low` and at most `high`.
    pub const fn above_to(low: f64, high: f64) -> Self {
        Self { low: excluded(low), high: included(high), word: None }
    }

    /// This or more.
    pub const fn at_least(low: f64) -> Self {
        Self { low: included(low), high: None, word: None }
    }

    /// This or less.
    pub const fn at_most(high: f64) -> Self {
        Self { low: None, high: included(high), word: None }
    }

    /// More than this.
    pub const fn above(low: f64) -> Self {
        Self { low: excluded(low), high: None, word: None }
    }

    /// Or one of these words.
    pub const fn or(self, word: &'static str) -> Self {
        Self { word: Some(word), ..self }
    }

    /// Refuses a setting that is out of the range.
    pub fn check(self, name: &'static str, value: &impl Ranged) -> Result<(), ExplainError> {
        match value.number() {
            Some(number) if !self.holds(number) => {
                Err(ExplainError::OutOfRange { name, range: self, found: number.to_string() })
            }
            _ => Ok(()),
        }
    }

    fn holds(self, number: f64) -> bool {
        let above = |low: Bound| number > low.number || (low.included && number == low.number);
        let below = |high: Bound| number < high.number || (high.included && number == high.number);
        number.is_finite() && self.low.is_none_or(above) && self.high.is_none_or(below)
    }
}

impl Place for Range {
    const WRITTEN: &'static str = "{$, select, between {between {low} and {high}} inside {above {low} and below {high}} \
        above_to {above {low} and at most {high}} at_least {at least {low}} at_least_or {at least {low}, or {word}} above \
        {above {low}} above_or {above {low}, or {word}} other {at most {high}}}";

    fn fill(&self, name: &'static str, values: &mut Values) {
        let form = match (self.low, self.high, self.word) {
            (Some(low), Some(_), _) if low.included => "between",
            (Some(_), Some(high), _) => {
                if high.included {
                    "above_to"
                } else {
                    "inside"
                }
            }
            (Some(low), None, Some(_)) => {
                if low.included {
                    "at_least_or"
                } else {
                    "above_or"
                }
            }
            (Some(low), None, None) => {
                if low.included {
                    "at_least"
                } else {
                    "above"
                }
            }
            (None, ..) => "other",
        };
        values.push((name, said::Value::Text(form.into())));
        let number = |bound: Option<Bound>| bound.map(|bound| bound.number.to_string());
        let parts = [("low", number(self.low)), ("high", number(self.high)), ("word", self.word.map(str::to_owned))];
        values.extend(parts.into_iter().filter_map(|(name, part)| Some((name, said::Value::Text(part?)))));
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let from = |low: Bound| if low.included { "at least" } else { "above" };
        let to = |high: Bound| if high.included { "at most" } else { "below" };
        match (self.low, self.high) {
            (Some(low), Some(high)) if low.included && high.included => {
                write!(f, "between {} and {}", low.number, high.number)?;
            }
            (Some(low), Some(high)) => {
                write!(f, "{} {} and {} {}", from(low), low.number, to(high), high.number)?;
            }
            (Some(low), None) => write!(f, "{} {}", from(low), low.number)?,
            (None, Some(high)) => write!(f, "{} {}", to(high), high.number)?,
            (None, None) => write!(f, "any number")?,
        }
        self.word.map_or(Ok(()), |word| write!(f, ", or {word}"))
    }
}

/// A setting that may be a number.
pub trait Ranged {
    /// The number; none where it is a word or left out.
    fn number(&self) -> Option<f64>;
}

macro_rules! ranged {
    ($($type:ty),*) => {
        $(impl Ranged for $type {
            fn number(&self) -> Option<f64> {
                Some(*self as f64)
            }
        })*
    };
}
ranged!(u32, u64, usize, f64);

impl Ranged for f32 {
    /// With the digits it was written with: 0.3 in f32 is not 0.30000001.
    fn number(&self) -> Option<f64> {
        self.to_string().parse().ok()
    }
}

impl<T: Ranged> Ranged for Option<T> {
    fn number(&self) -> Option<f64> {
        self.as_ref().and_then(T::number)
    }
}

/// Reads settings as the command line and the page give them; what cannot be read is named. Dashes in names are
/// underscores. `also` are the names of what else could have been set, for the refusal of what could not.
pub(super) fn read<T: Settings>(method: &str, settings: Value, also: &[&str]) -> Result<T, ExplainError> {
    let mut config = T::default();
    set_all(method, settings, &[T::NAMES, also], &mut |name, value| config.set(name, value))?;
    Ok(config)
}

/// Sets one setting after the other; it knows no types, so that it is compiled once and not for every method.
fn set_all(
    method: &str,
    settings: Value,
    names: &[&[&str]],
    set: &mut dyn FnMut(&str, Value) -> Option<serde_json::Result<()>>,
) -> Result<(), ExplainError> {
    let refuse = |reason: String| ExplainError::Settings { method: method.into(), reason };
    let settings = match settings {
        Value::Null => return Ok(()),
        Value::Object(settings) => settings,
        other => return Err(refuse(format!("expected an object with settings by their names, found {other}"))),
    };
    for (name, value) in settings {
        let name = name.replace('-', "_");
        match set(&name, value) {
            Some(read) => read.map_err(|error| refuse(format!("{name}: {error}")))?,
            None => {
                let names: Vec<String> = names.iter().copied().flatten().map(|name| format!("`{name}`")).collect();
                let (method, known) = (method.into(), names.join(", "));
                return Err(ExplainError::UnknownSetting { method, name, known });
            }
        }
    }
    Ok(())
}

/// Declares the settings of a method: `name: type = default, range;`, each under what it means.
macro_rules! settings {
    ($(#[$meta:meta])* $vis:vis struct $name:ident {
        $($(#[doc = $doc:literal])+ $field_vis:vis $field:ident: $type:ty = $default:expr $(, $range:expr)?;)*
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "types", derive(ts_rs::TS))]
        #[serde(default, deny_unknown_fields)]
        $vis struct $name {
            $($(#[doc = $doc])+ $field_vis $field: $type,)*
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }

        impl $crate::explain::settings::Settings for $name {
            const SETTINGS: &'static [$crate::explain::settings::Setting] = &[
                $($crate::explain::settings::Setting {
                    name: stringify!($field),
                    meaning: concat!($($doc),+),
                    range: $crate::explain::settings::settings!(@range $($range)?),
                },)*
            ];

            const NAMES: &'static [&'static str] = &[$(stringify!($field)),*];

            fn set(&mut self, name: &str, value: serde_json::Value) -> Option<serde_json::Result<()>> {
                match name {
                    $(stringify!($field) => Some(serde_json::from_value(value).map(|value| self.$field = value)),)*
                    _ => None,
                }
            }

            fn check(&self) -> Result<(), $crate::explain::ExplainError> {
                $($($range.check(stringify!($field), &self.$field)?;)?)*
                Ok(())
            }
        }
    };
    (@range) => { None };
    (@range $range:expr) => { Some($range) };
}
pub(crate) use settings;
