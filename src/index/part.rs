//! The part of a state that is looked at.

use serde::{Deserialize, Serialize};

use crate::{
    kernel::tanh,
    model::{CellKind, Config},
};

/// The part of a state that is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "StatePart"))]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// tanh c, of an LSTM.
    Cell,
    /// h.
    Hidden,
}

impl Part {
    /// The cell state where there is one.
    pub fn of(config: &Config) -> Self {
        if config.cell == CellKind::Lstm { Self::Cell } else { Self::Hidden }
    }

    /// The number that is compared with the threshold and shown.
    pub fn value(self, state: f32) -> f32 {
        if self == Self::Cell { tanh(state) } else { state }
    }
}
