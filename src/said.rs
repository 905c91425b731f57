//! Errors that can be said in any language: a key for the sentence, and values by name for its places.
//!
//! `errors!` takes an enum of errors as thiserror has it, where each variant stands with its English
//! sentence, and adds the rest from it: the keys, the values, and the list from which a test writes
//! `www/words/en/errors.json`, where translations begin.

use std::borrow::Cow;

/// What stands in one place of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A whole number, which every language writes in its own way.
    Count(f64),
    /// A name, or something that was found.
    Text(String),
}

/// The values of a sentence by the names of its places.
pub type Values = Vec<(&'static str, Value)>;

/// An error with a key and values.
pub trait Said {
    /// Every sentence that it can be; None for what passes another error on.
    const SENTENCES: &'static [Option<Sentence>];

    /// The key of its sentence.
    fn key(&self) -> &'static str;

    /// What stands in the sentence's places.
    fn values(&self) -> Values;
}

/// A sentence with its places, for a catalogue.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sentence {
    /// Its key.
    pub key: &'static str,
    /// The English of it, with places as `format!` has them.
    pub english: &'static str,
    /// Its places: the name of each, how it is written, and how where `format!` quotes it. `$` stands for the name.
    pub places: &'static [(&'static str, &'static str, &'static str)],
}

/// What can stand in a place.
pub trait Place {
    /// How ICU MessageFormat writes it; `$` stands for the name of the place.
    const WRITTEN: &'static str = "{$}";
    /// The same in quotes, where the sentence has them.
    const QUOTED: &'static str = Self::WRITTEN;

    /// Adds what fills the place.
    fn fill(&self, name: &'static str, values: &mut Values);
}

macro_rules! places {
    ($written:literal, $quoted:literal, $self:ident => $value:expr; $($type:ty),+) => {
        $(impl Place for $type {
            const WRITTEN: &'static str = $written;
            const QUOTED: &'static str = $quoted;

            fn fill(&self, name: &'static str, values: &mut Values) {
                let $self = self;
                values.push((name, $value));
            }
        })+
    };
}
places!("{$, count}", "{$, count}", number => Value::Count(*number as f64); u32, u64, usize);
places!("{$}", "“{$}”", text => Value::Text(text.to_string()); String, &'static str, Cow<'static, str>);
places!("{$}", "{$}", number => Value::Text(number.to_string()); f32);
places!("{$}", "{$}", shape => Value::Text(format!("{shape:?}")); Vec<usize>);

/// Declares an enum of errors, each with `#[error("its English sentence")]`, or `#[error(transparent)]` and `#[from]` another
/// such error; the first word begins all keys. The enum is not indented, to be read as the enum that it is.
macro_rules! errors {
    ($room:literal
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $(
                $(#[doc = $doc:literal])+
                #[error($($error:tt)+)]
                $variant:ident
                    $({ $($(#[doc = $field_doc:literal])+ $field:ident: $type:ty,)+ })?
                    $((#[from] $inner:ty))?,
            )+
        }
    ) => {
        $(#[$meta])*
        $vis enum $name {
            $(
                $(#[doc = $doc])+
                #[error($($error)+)]
                $variant $({ $($(#[doc = $field_doc])+ $field: $type,)+ })? $((#[from] $inner))?,
            )+
        }

        impl $crate::said::Said for $name {
            const SENTENCES: &'static [Option<$crate::said::Sentence>] = &[
                $($crate::said::errors!(@sentence concat!($room, "_", stringify!($variant)), [$($($field: $type,)+)?] $($error)+),)+
            ];

            #[allow(unreachable_patterns)]
            fn key(&self) -> &'static str {
                match self {
                    $($(Self::$variant(inner) => <$inner as $crate::said::Said>::key(inner),)?)+
                    $(Self::$variant { .. } => concat!($room, "_", stringify!($variant)),)+
                }
            }

            #[allow(unreachable_patterns, unused_mut)]
            fn values(&self) -> $crate::said::Values {
                let mut values = $crate::said::Values::new();
                match self {
                    $($(Self::$variant(inner) => return <$inner as $crate::said::Said>::values(inner),)?)+
                    $(Self::$variant { $($($field,)+)? .. } => {
                        $($($crate::said::Place::fill($field, stringify!($field), &mut values);)+)?
                    })+
                }
                values
            }
        }
    };
    (@sentence $key:expr, [] transparent) => { None };
    (@sentence $key:expr, [$($field:ident: $type:ty,)*] $english:literal) => {
        Some($crate::said::Sentence {
            key: $key,
            english: $english,
            places: &[$((
                stringify!($field),
                <$type as $crate::said::Place>::WRITTEN,
                <$type as $crate::said::Place>::QUOTED,
            )),*],
        })
    };
}
pub(crate) use errors;
