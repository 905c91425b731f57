//! What a search or an ascent looks at after one step of the network, and where that step begins.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::explain::ExplainError;
use crate::model::{CellKind, Config, Directions, LayersBelow, Model, RecordPart, State, StepStates, gru, lstm};

/// Where the network comes from before the step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum From {
    /// From nothing: the state before the first word.
    Zero,
    /// From the reader's own text.
    #[default]
    Text,
}

/// A kind of number that the last layer holds after a step, one for each hidden unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Gate"))]
#[serde(rename_all = "lowercase")]
pub enum UnitKind {
    /// h.
    Hidden,
    /// c, of an LSTM.
    Cell,
    /// The gate i, of an LSTM: how much of the candidate is written.
    Input,
    /// The gate f, of an LSTM: how much of the cell is kept.
    Forget,
    /// g of an LSTM, n of a GRU: what would be written.
    Candidate,
    /// The gate o, of an LSTM: how much of the cell is shown.
    Output,
    /// The gate r, of a GRU: how much of the past the candidate sees.
    Reset,
    /// The gate z, of a GRU: how much of the past is kept.
    Update,
}

impl UnitKind {
    /// Its name in settings and answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hidden => "hidden",
            Self::Cell => "cell",
            Self::Input => "input",
            Self::Forget => "forget",
            Self::Candidate => "candidate",
            Self::Output => "output",
            Self::Reset => "reset",
            Self::Update => "update",
        }
    }
}

/// The number that is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "InnerTarget", rename_all = "lowercase"))]
#[serde(try_from = "Value", into = "Written")]
pub enum UnitTarget {
    /// The logit of the class. Written "logit".
    #[default]
    Logit,
    /// One number of the last layer. Written {"unit":"hidden","index":17}, or "hidden:17" on the command line.
    #[cfg_attr(feature = "types", ts(untagged))]
    Unit {
        /// Which kind.
        unit: UnitKind,
        /// Of which hidden unit, counted from 0.
        index: usize,
    },
}

/// The two ways in which a target is written.
#[derive(Serialize)]
#[serde(untagged)]
enum Written {
    Word(String),
    Unit(Named),
}

#[derive(Serialize, Deserialize)]
struct Named {
    unit: UnitKind,
    index: usize,
}

impl TryFrom<Value> for UnitTarget {
    type Error = ExplainError;

    fn try_from(written: Value) -> Result<Self, ExplainError> {
        if let Value::String(word) = written {
            return word.parse();
        }
        let found = written.to_string();
        let named = serde_json::from_value(written).map(|Named { unit, index }| Self::Unit { unit, index });
        named.map_err(|_| refusal(EXPECTED.into(), found))
    }
}

/// How a target may be written.
const EXPECTED: &str = "logit, or a unit such as hidden:17";

impl std::convert::From<UnitTarget> for Written {
    fn from(target: UnitTarget) -> Self {
        match target {
            UnitTarget::Logit => Self::Word("logit".into()),
            UnitTarget::Unit { unit, index } => Self::Unit(Named { unit, index }),
        }
    }
}

impl FromStr for UnitTarget {
    type Err = ExplainError;

    /// Reads "logit", or a kind and a number such as "forget:17".
    fn from_str(text: &str) -> Result<Self, ExplainError> {
        let unit = |text: &str| {
            let (kind, index) = text.split_once(':')?;
            let unit = serde_json::from_value(kind.into()).ok()?;
            Some(Self::Unit { unit, index: index.parse().ok()? })
        };
        let target = if text == "logit" { Some(Self::Logit) } else { unit(text) };
        target.ok_or_else(|| refusal(EXPECTED.into(), text.into()))
    }
}

fn refusal(expected: String, found: String) -> ExplainError {
    ExplainError::Setting { name: "target", expected, found }
}

impl UnitTarget {
    /// Checks that a network of this shape has such a number.
    pub fn check(self, config: &Config) -> Result<(), ExplainError> {
        let Self::Unit { unit, index } = self else { return Ok(()) };
        let is_gate = !matches!(unit, UnitKind::Hidden | UnitKind::Cell);
        let two_ways = config.directions == Directions::Bidirectional;
        if self.part(config).is_none() || (is_gate && two_ways) {
            let kinds = match config.cell {
                _ if two_ways => "logit or hidden, for a bidirectional network",
                CellKind::Lstm => "logit, hidden, cell, input, forget, candidate or output, for an LSTM",
                CellKind::Gru => "logit, hidden, reset, update or candidate, for a GRU",
            };
            return Err(refusal(kinds.into(), format!("{unit:?}").to_lowercase()));
        }
        let units = config.features();
        if index >= units {
            return Err(ExplainError::TargetUnit { units, found: index });
        }
        Ok(())
    }

    /// Which part of a record holds the number, and where in it; None for the logit, and for a gate that a network of
    /// this shape does not have.
    pub fn part(self, config: &Config) -> Option<(RecordPart, usize)> {
        let Self::Unit { unit, index } = self else { return None };
        let part = match (config.cell, unit) {
            (_, UnitKind::Hidden) => RecordPart::Hidden,
            (CellKind::Lstm, UnitKind::Cell) => RecordPart::Cell,
            (CellKind::Lstm, UnitKind::Input) => RecordPart::Gate(lstm::INPUT),
            (CellKind::Lstm, UnitKind::Forget) => RecordPart::Gate(lstm::FORGET),
            (CellKind::Lstm, UnitKind::Candidate) => RecordPart::Gate(lstm::CANDIDATE),
            (CellKind::Lstm, UnitKind::Output) => RecordPart::Gate(lstm::OUTPUT),
            (CellKind::Gru, UnitKind::Candidate) => RecordPart::Gate(gru::CANDIDATE),
            (CellKind::Gru, UnitKind::Reset) => RecordPart::Gate(gru::RESET),
            (CellKind::Gru, UnitKind::Update) => RecordPart::Gate(gru::UPDATE),
            _ => return None,
        };
        Some((part, index))
    }

    /// Whether it is part of the state, and so has a value before the first step: zero.
    pub fn is_state(self) -> bool {
        matches!(self, Self::Unit { unit: UnitKind::Hidden | UnitKind::Cell, .. })
    }

    /// The number in a state and the last layer's gate row of the step that led there.
    pub fn value(self, model: &Model, state: &State, gates: &[f32]) -> f32 {
        let below = LayersBelow::default();
        let states = StepStates { hidden: state.hidden(), cell: state.cell(), gates, below };
        self.of_step(model.config(), states).unwrap_or_else(|| model.score_of_state(state).logit)
    }

    /// The number after a step of a run; None for the logit, which is in the run's score.
    pub fn of_step(self, config: &Config, states: StepStates<'_>) -> Option<f32> {
        let (part, index) = self.part(config)?;
        Some(match part {
            RecordPart::Hidden => states.hidden[index],
            RecordPart::Cell => states.cell[index],
            RecordPart::Gate(block) => states.gates[block * config.hidden + index],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_are_read_and_the_fixed_one_is_written() {
        let unit = UnitTarget::Unit { unit: UnitKind::Forget, index: 17 };
        for (json, target) in
            [(r#""logit""#, UnitTarget::Logit), (r#"{"unit":"forget","index":17}"#, unit), (r#""forget:17""#, unit)]
        {
            assert_eq!(serde_json::from_str::<UnitTarget>(json).unwrap(), target);
        }
        assert_eq!(serde_json::to_string(&unit).unwrap(), r#"{"unit":"forget","index":17}"#);
        assert_eq!(serde_json::to_string(&UnitTarget::Logit).unwrap(), r#""logit""#);
        for wrong in ["", "logits", "hidden", "hidden:", "hidden:-1", "gate:3", "Hidden:3"] {
            assert!(wrong.parse::<UnitTarget>().unwrap_err().to_string().contains("such as hidden:17"), "{wrong}");
        }
    }
}
