//! `unrolled explain METHOD`: why the network judges each line of standard input so.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use clap::{Args, builder::PossibleValuesParser};
use serde::Serialize;
use serde_json::{Map, Value};

use super::{
    bundle_dir, output, table,
    texts::{Text, Texts},
};
use crate::{
    explain::catalogue::{self, Explanation},
    session::{OfClass, Session},
    text::MAX_TOKENS,
};

/// Explain the judgement of texts, one a line on standard input
///
/// Attributions (leave-one-out, lime, integrated-gradients …) give each token a weight; the others list items with a score. Settings are those
/// of the method's documentation; a wrong name is answered with the right ones.
#[derive(Debug, Args)]
pub struct Explain {
    /// How to explain
    #[arg(value_parser = PossibleValuesParser::new(catalogue::entries().into_iter().map(|entry| entry.name)))]
    method: String,
    /// A bundle or a model folder
    #[arg(long, value_name = "DIR")]
    bundle: PathBuf,
    #[command(flatten)]
    texts: Texts,
    /// Seed of methods that draw random numbers; the others ignore it
    #[arg(long)]
    seed: Option<u64>,
    /// A setting, such as samples=1000, target=logit, span=3..5, features=all; repeatable
    #[arg(long, value_name = "KEY=VALUE", value_parser = setting)]
    set: Vec<(String, Value)>,
    /// Print one JSON object for each text
    #[arg(long)]
    json: bool,
}

/// What is printed: the answer, and the class that it is of where there are more than two.
#[derive(Serialize)]
struct Answer {
    #[serde(flatten)]
    explanation: Explanation,
    #[serde(flatten)]
    of_class: Option<OfClass>,
}

/// How often progress is shown.
const REPORT: Duration = Duration::from_millis(100);

impl Explain {
    pub fn run(self) -> Result<()> {
        let mut session = bundle_dir::open(&self.bundle)?;
        if self.entry().is_some_and(|entry| entry.recalls_training()) {
            bundle_dir::load_memory(&self.bundle, &mut session)?;
        }
        let settings = self.settings();
        self.texts.for_each(&mut session, |session, text| {
            let explanation = self.explain(session, &text, &settings)?;
            if self.json {
                output::json(&explanation)
            } else {
                output::line(table::of(&serde_json::to_value(explanation)?))
            }
        })
    }

    fn entry(&self) -> Option<catalogue::Entry> {
        catalogue::entries().into_iter().find(|entry| entry.name == self.method)
    }

    fn settings(&self) -> Value {
        let mut settings: Map<String, Value> = self.set.iter().cloned().collect();
        if let Some(seed) = self.seed.filter(|_| self.entry().is_some_and(|entry| entry.has_setting("seed"))) {
            settings.insert("seed".into(), seed.into());
        }
        settings.into()
    }

    fn explain(&self, session: &Session, text: &Text, settings: &Value) -> Result<Answer> {
        let mut job = session.start(&self.method, &text.raw, settings.clone())?;
        let bar = output::progress(0, &self.method);
        loop {
            let begun = Instant::now();
            let progress = job.advance(session, &mut || begun.elapsed() < REPORT)?;
            job.spent(begun.elapsed().as_secs_f64());
            bar.set_length(progress.total);
            bar.set_position(progress.done);
            if progress.finished {
                bar.finish_and_clear();
                return Ok(Answer { explanation: job.snapshot(session), of_class: job.of_class(session) });
            }
        }
    }
}

/// `KEY=VALUE`, where a value is a number, a range FROM..TO, a list such as \[3,7\], true, false or a word. Dashes in a key
/// are underscores. A range of the tokens of a rule means each of them.
fn setting(text: &str) -> Result<(String, Value)> {
    let (key, value) = text.split_once('=').context("expected KEY=VALUE, such as samples=1000")?;
    let number =
        |text: &str| serde_json::from_str::<Value>(text).ok().filter(|value| value.is_number() || value.is_boolean());
    let whole = |text: &str| text.parse::<u64>().ok();
    let range = || value.split_once("..").and_then(|(from, to)| Some(Value::from(vec![number(from)?, number(to)?])));
    let list = || serde_json::from_str::<Value>(value).ok().filter(Value::is_array);
    if let ("rule", Some((Some(from), Some(to)))) = (key, value.split_once("..").map(|(a, b)| (whole(a), whole(b)))) {
        return Ok((key.into(), (from..to.min(from.saturating_add(MAX_TOKENS as u64))).collect::<Vec<u64>>().into()));
    }
    Ok((key.replace('-', "_"), number(value).or_else(range).or_else(list).unwrap_or_else(|| value.into())))
}
