//! `unrolled predict`: what the network says of each line of standard input.

use std::{collections::BTreeMap, path::PathBuf};

use anyhow::Result;
use clap::Args;
use serde::Serialize;

use super::{
    bundle_dir, output,
    texts::{Text, Texts},
};
use crate::{
    explain::prediction::Prediction,
    model::{Activation, CellKind, Config, GATE_BLOCKS, gru, lstm},
    session::Session,
    trace::{DirectionTrace, Trace},
};

/// Judge texts, one a line on standard input
///
/// With --json each line is one object: tokens, spans (UTF-16), unknown, logit, probability, and running_logit and
/// running_probability after each token, all of `class`, which of two classes is the last, of more the one that the
/// network decides for (`verdict`); and the names and probabilities of all classes, which do not add up to 1 where each
/// output is a yes or no by itself. An empty line is the empty text.
#[derive(Debug, Args)]
pub struct Predict {
    /// A bundle or a model folder
    #[arg(long, value_name = "DIR")]
    bundle: PathBuf,
    #[command(flatten)]
    texts: Texts,
    /// Add the last layer's hidden states, cell states and gates at every step (with --json); both directions of a
    /// bidirectional network stand side by side
    #[arg(long, requires = "json")]
    trace: bool,
    /// Print one JSON object for each text
    #[arg(long)]
    json: bool,
}

/// A prediction, and with --trace what it was made of.
#[derive(Serialize)]
struct Line {
    #[serde(flatten)]
    prediction: Prediction,
    #[serde(flatten)]
    states: Option<States>,
}

/// The last layer at every step, each \[steps\]\[features\].
#[derive(Serialize)]
struct States {
    hidden: Vec<Vec<f32>>,
    /// Null for a GRU.
    cell: Option<Vec<Vec<f32>>>,
    /// i, f, g, o of an LSTM; r, z, n of a GRU.
    gates: BTreeMap<&'static str, Vec<Vec<f32>>>,
}

impl Predict {
    pub fn run(self) -> Result<()> {
        let mut session = bundle_dir::open(&self.bundle)?;
        self.texts.for_each(&mut session, |session, text| self.one(session, &text))
    }

    fn one(&self, session: &Session, text: &Text) -> Result<()> {
        let trace = session.model.trace(&session.vocabulary.ids(&text.tokens));
        let prediction = session.prediction_of(&trace, &text.tokens);
        if self.json {
            let states = self.trace.then(|| States::of(&trace, session.model.config().cell));
            return output::json(&Line { prediction, states });
        }
        output::line(in_words(&prediction, session.model.config()))
    }
}

/// The verdict by its name, what it rests on, and of more than two classes the chances of the others.
fn in_words(prediction: &Prediction, config: &Config) -> String {
    let Prediction { class, verdict, classes, probabilities, logit, kept, .. } = prediction;
    let name = |class: usize| classes.get(class).map_or("?", String::as_str);
    let of = if class == verdict { String::new() } else { format!("of {}: ", name(*class)) };
    let calibrated = prediction.calibrated.map_or(String::new(), |calibrated| format!("calibrated {calibrated:.4}, "));
    let words = prediction.tokens.iter().zip(&prediction.unknown);
    let unknown: Vec<&str> = words.filter(|(_, unknown)| **unknown).map(|(token, _)| token.as_str()).collect();
    let unknown = if unknown.is_empty() { String::new() } else { format!("; unknown: {}", unknown.join(" ")) };
    let others = probabilities.iter().enumerate().filter(|(class, _)| class != verdict && config.logits() > 1);
    let others: Vec<String> = others.map(|(class, chance)| format!("{} {chance:.4}", name(class))).collect();
    let others = match config.activation {
        _ if others.is_empty() => String::new(),
        Activation::Softmax => format!("; {}", others.join(", ")),
        Activation::Sigmoid => format!("; each by itself: {}", others.join(", ")),
    };
    let chance = probabilities.get(*verdict).copied().unwrap_or(0.0);
    format!("{}  {chance:.4} ({of}{calibrated}logit {logit:.3}){others}, {kept} tokens{unknown}", name(*verdict))
}

impl States {
    fn of(trace: &Trace, cell: CellKind) -> Self {
        let directions: &[DirectionTrace] = trace.layers.last().map_or(&[], |layer| &layer.directions);
        let (steps, n) = (trace.ids.len(), trace.hidden);
        // Columns from..from + n of a row, both directions side by side.
        let rows = |part: fn(&DirectionTrace) -> &Vec<f32>, width: usize, from: usize| -> Vec<Vec<f32>> {
            let row =
                |step: usize| directions.iter().flat_map(|d| &part(d)[step * width + from..][..n]).copied().collect();
            (0..steps).map(row).collect()
        };
        let names: &[&str] = match cell {
            CellKind::Lstm => &lstm::NAMES,
            CellKind::Gru => &gru::NAMES,
        };
        let gate = |(block, name): (usize, &&'static str)| (*name, rows(|d| &d.gates, GATE_BLOCKS * n, block * n));
        Self {
            hidden: rows(|d| &d.hidden, n, 0),
            cell: (cell == CellKind::Lstm).then(|| rows(|d| &d.cell, n, 0)),
            gates: names.iter().enumerate().map(gate).collect(),
        }
    }
}
