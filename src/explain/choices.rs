//! Which words a setting may be, read off the type that parses it.

use std::cell::Cell;

use serde::{
    de::{DeserializeOwned, DeserializeSeed, Deserializer, Error, MapAccess, Visitor, value::Error as Refused},
    forward_to_deserialize_any,
};

/// The words that the setting `name` of `T` may be; none where it is a number, a list, or written in several ways.
///
/// serde hands the names of an enum's variants to whoever it asks for one: this asks with a parser that has nothing to
/// give, and notes what it is asked for.
pub fn choices<T: DeserializeOwned>(name: &str) -> Option<&'static [&'static str]> {
    let found = Cell::new(None);
    // It always fails: there is nothing to read.
    let _ = T::deserialize(OneSetting { name, found: &found });
    found.get()
}

type Found<'a> = &'a Cell<Option<&'static [&'static str]>>;

/// Settings of which one is set.
struct OneSetting<'a> {
    name: &'a str,
    found: Found<'a>,
}

impl<'de> Deserializer<'de> for OneSetting<'_> {
    type Error = Refused;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_map(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de> MapAccess<'de> for OneSetting<'_> {
    type Error = Refused;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Refused> {
        seed.deserialize(serde::de::value::StrDeserializer::new(self.name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Refused> {
        seed.deserialize(Asked(self.found))
    }
}

/// A value that is not there.
struct Asked<'a>(Found<'a>);

impl<'de> Deserializer<'de> for Asked<'_> {
    type Error = Refused;

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Refused> {
        Err(Refused::custom("nothing to read"))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_some(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        _visitor: V,
    ) -> Result<V::Value, Refused> {
        self.0.set(Some(variants));
        Err(Refused::custom("nothing to read"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::choices;
    use crate::explain::lime::Config;

    #[test]
    fn words_are_those_of_the_type() {
        assert_eq!(choices::<Config>("units"), Some(&["bow", "position", "sentence"][..]));
        assert_eq!(choices::<Config>("samples"), None);
        assert_eq!(choices::<Config>("features"), None);
    }
}
