//! The class that an explanation is of: what every method is asked besides its own settings.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    ExplainError,
    settings::{Setting, Settings, read, settings},
};
use crate::model::Model;

/// What of a class's score a method explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Explains {
    /// Its log-odds or its probability.
    Score,
    /// The margin between the class and a rival: what is linear in the read-out can explain that exactly.
    Margin,
    /// The score, and with it shares of the margin.
    Both,
    /// Nothing: it recalls, and whatever it says of a class is said of the last, as in the index.
    Recalled,
}

impl Explains {
    /// Whether the class is compared with another.
    pub fn has_rival(self) -> bool {
        matches!(self, Self::Margin | Self::Both)
    }
}

/// A class as it is asked for. A name goes before a number: classes may be called 1 to 5, or -1 and true, which the
/// command line takes for JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(untagged)]
#[serde(from = "Value")]
pub enum Class {
    /// By its number from 0.
    Number(usize),
    /// By its name.
    Name(String),
}

settings! {
    /// The settings of every method.
    #[derive(PartialEq, Eq)]
    pub struct Explained {
        /// The class that is explained, by its name or its number from 0; null is the last of two, and of more the one that
        /// the network decides for. What recalls training takes the last only: of that the index speaks.
        pub class: Option<Class> = None;
        /// The class that it is compared with where a margin is explained, by its name or its number from 0; null is the
        /// most probable other one.
        pub rival: Option<Class> = None;
    }
}

impl Explained {
    /// Those of the settings that a method takes which explains this.
    pub fn settings(explains: Explains) -> &'static [Setting] {
        if explains.has_rival() { Self::SETTINGS } else { &Self::SETTINGS[..1] }
    }

    /// Their names.
    pub fn names(explains: Explains) -> &'static [&'static str] {
        if explains.has_rival() { Self::NAMES } else { &Self::NAMES[..1] }
    }

    /// Takes these settings out of those of a method.
    pub fn take(method: &str, explains: Explains, settings: &mut Value) -> Result<Self, ExplainError> {
        let mut taken = Map::new();
        if let Some(all) = settings.as_object_mut() {
            taken.extend(Self::names(explains).iter().filter_map(|&name| all.remove_entry(name)));
        }
        read(method, taken.into(), &[])
    }

    /// The network, read for the class that is asked for, or for the default one: it reads the text once
    /// if it has to know the verdict or the runner-up.
    pub fn model(
        &self,
        model: &Model,
        explains: Explains,
        names: &[String],
        ids: &[u32],
    ) -> Result<Model, ExplainError> {
        let head = model.head();
        let find = |name: &'static str, class: &Option<Class>| {
            class.as_ref().map(|class| class.find(name, names, head.classes())).transpose()
        };
        let (class, rival) = (find("class", &self.class)?, find("rival", &self.rival)?);
        if explains == Explains::Recalled {
            let last = head.classes() - 1;
            return match class.filter(|&class| class != last) {
                Some(found) => Err(ExplainError::OtherClass { last, found }),
                None => Ok(model.clone()),
            };
        }
        let is_known = class.is_some() && (rival.is_some() || !explains.has_rival());
        let logits = if head.classes() == 2 || is_known { Vec::new() } else { model.logits_after(ids) };
        let class = class.unwrap_or_else(|| head.explained(&logits));
        let model = model.towards(class)?;
        match rival {
            Some(rival) => Ok(model.against(rival)?),
            None if explains.has_rival() && head.has_rivals() => Ok(model.against(head.best_but(class, &logits))?),
            None => Ok(model),
        }
    }
}

/// Whatever is no string is called what it is written as: only `Class::find` knows whether there is such a class.
impl From<Value> for Class {
    fn from(written: Value) -> Self {
        match written {
            Value::String(name) => Self::Name(name),
            other => match other.as_u64().and_then(|number| number.try_into().ok()) {
                Some(number) => Self::Number(number),
                None => Self::Name(other.to_string()),
            },
        }
    }
}

impl Class {
    fn find(&self, setting: &'static str, names: &[String], classes: usize) -> Result<usize, ExplainError> {
        let found = match self {
            Self::Number(number) => number.to_string(),
            Self::Name(name) => name.clone(),
        };
        let number = || found.parse().ok().filter(|&number: &usize| number < classes);
        names.iter().position(|name| *name == found).or_else(number).ok_or_else(|| ExplainError::UnknownClass {
            name: setting,
            known: names.join(", "),
            classes,
            found,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_goes_before_a_number() {
        let stars: Vec<String> = ["1", "2", "3"].map(String::from).to_vec();
        let find = |class: Value| serde_json::from_value::<Class>(class).unwrap().find("class", &stars, 3);
        assert_eq!(find(1.into()).unwrap(), 0);
        assert_eq!(find("3".into()).unwrap(), 2);
        assert_eq!(find(0.into()).unwrap(), 0);
        let refused = find("good".into()).unwrap_err().to_string();
        assert_eq!(refused, "expected class one of 1, 2, 3, or a number below 3, found good; change the setting");
    }

    #[test]
    fn a_class_may_be_called_what_json_takes_for_something_else() {
        let names: Vec<String> = ["true", "-1", "4.5"].map(String::from).to_vec();
        let find = |class: &str| {
            let mut settings = serde_json::json!({ "class": class.parse::<Value>().unwrap() });
            let taken = Explained::take("lime", Explains::Score, &mut settings).unwrap();
            taken.class.unwrap().find("class", &names, 3).map_err(|error| error.to_string())
        };
        assert_eq!([find("true"), find("-1"), find("4.5"), find("2")], [Ok(0), Ok(1), Ok(2), Ok(2)]);
        for unknown in ["false", "-2", "1.5", "[1,2]", "3"] {
            let refused = find(unknown).unwrap_err();
            assert!(refused.contains("one of true, -1, 4.5") && refused.contains(unknown), "{refused}");
        }
    }

    #[test]
    fn only_what_has_a_rival_takes_one() {
        let mut settings = serde_json::json!({ "class": 1, "rival": "x", "samples": 9 });
        let taken = Explained::take("lime", Explains::Score, &mut settings).unwrap();
        assert_eq!(taken, Explained { class: Some(Class::Number(1)), rival: None });
        assert_eq!(settings, serde_json::json!({ "rival": "x", "samples": 9 }));
        let taken = Explained::take("interactions", Explains::Both, &mut settings).unwrap();
        assert_eq!(taken, Explained { class: None, rival: Some(Class::Name("x".into())) });
    }
}
