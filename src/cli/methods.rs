//! `unrolled methods`: what can be asked, as the methods declare it.

use anyhow::Result;
use clap::Args;
use serde::Serialize;
use serde_json::Value;

use super::output;
use crate::explain::{
    Module,
    catalogue::{Entry, entries},
    explained::Explained,
    method::{About, Explains, Need, Question},
    settings::Setting,
};

/// List the methods: what each answers, what it needs, and its settings
#[derive(Debug, Args)]
pub struct Methods {
    /// Print one JSON object for each method
    #[arg(long)]
    json: bool,
}

/// A method as scripts see it.
#[derive(Debug, Serialize)]
struct Described {
    name: &'static str,
    /// The question it answers: words, looking, training or trust.
    question: Question,
    /// What of a class's score it explains: score, margin, both, or recalled, which is nothing.
    explains: Explains,
    /// The module of the page's engine that it lives in.
    module: Module,
    /// Without these it refuses as long as nothing is set.
    needs: Vec<Need>,
    /// With these it says more.
    uses: &'static [Need],
    /// Its answer depends on the setting `seed`.
    seed: bool,
    /// Engines can share its work.
    shares: bool,
    settings: Vec<DescribedSetting>,
}

#[derive(Debug, Serialize)]
struct DescribedSetting {
    name: &'static str,
    default: Value,
    /// The numbers it may be; null where a number has no range, or is none.
    range: Option<String>,
    /// The words it may be; null where it is not one of some words.
    choices: Option<&'static [&'static str]>,
    meaning: String,
}

impl Methods {
    pub fn run(self) -> Result<()> {
        for entry in entries() {
            if self.json { output::json(&described(&entry))? } else { print(&described(&entry))? }
        }
        Ok(())
    }
}

fn described(entry: &Entry) -> Described {
    let defaults = (entry.defaults)();
    let setting = |setting: &Setting| DescribedSetting {
        name: setting.name,
        default: defaults[setting.name].clone(),
        range: setting.range.map(|range| range.to_string()),
        choices: (entry.choices)(setting.name),
        meaning: setting.meaning.trim().to_owned(),
    };
    let common = Explained::settings(entry.about.explains).iter().map(|setting| DescribedSetting {
        name: setting.name,
        default: Value::Null,
        range: None,
        choices: None,
        meaning: setting.meaning.trim().to_owned(),
    });
    let About { question, explains, uses, shares } = entry.about;
    Described {
        name: entry.name,
        question,
        explains,
        module: entry.module,
        needs: entry.needs.clone(),
        uses,
        seed: entry.has_setting("seed"),
        shares,
        settings: entry.settings.iter().map(setting).chain(common).collect(),
    }
}

fn print(method: &Described) -> Result<()> {
    output::line(method.name)?;
    for setting in &method.settings {
        let words = setting.choices.map(|words| words.join(" | "));
        let may_be = setting.range.clone().or(words).map_or(String::new(), |may_be| format!(" ({may_be})"));
        let default = setting.default.as_str().map_or_else(|| setting.default.to_string(), str::to_owned);
        output::line(format_args!("    {} [{default}]{may_be}: {}", setting.name, setting.meaning))?;
    }
    output::line("")
}
