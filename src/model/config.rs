//! What kind of network a bundle holds.

use serde::{Deserialize, Serialize};

use super::ModelError;

/// The recurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum CellKind {
    /// Long short-term memory: gates i, f, g, o and a cell state.
    Lstm,
    /// Gated recurrent unit: gates r, z and candidate n.
    Gru,
}

impl CellKind {
    /// Blocks of rows in PyTorch's weight matrices: 4 for LSTM, 3 for GRU.
    pub fn blocks(self) -> usize {
        match self {
            Self::Lstm => 4,
            Self::Gru => 3,
        }
    }

    /// The prefix of the tensors' names.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lstm => "lstm",
            Self::Gru => "gru",
        }
    }
}

/// Whether the text is read forwards only, or also backwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Directions {
    /// Forwards only, so that a score exists after every word.
    Unidirectional,
    /// Both ways; the two hidden states stand side by side.
    Bidirectional,
}

impl Directions {
    /// 1 or 2.
    pub fn count(self) -> usize {
        match self {
            Self::Unidirectional => 1,
            Self::Bidirectional => 2,
        }
    }
}

/// How the hidden states of the last layer become the features of the output layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Readout {
    /// The final state of each direction.
    Last,
    /// The mean over all steps.
    Mean,
    /// The largest value over all steps, unit by unit.
    Max,
}

/// What several outputs are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Activation {
    /// One class each, of which one is right. A single output is a sigmoid either way.
    #[default]
    Softmax,
    /// A yes or no for each class, whatever the others say.
    Sigmoid,
}

impl Activation {
    /// What a configuration need not say.
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// The shape of a network. [`Config::validate`] is called wherever one enters the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "NetworkConfig"))]
pub struct Config {
    /// The recurrence.
    pub cell: CellKind,
    /// Tokens in the vocabulary, `<pad>` and `<unk>` included.
    pub vocabulary: usize,
    /// Length of a word vector.
    pub embedding: usize,
    /// Units of one direction of one layer.
    pub hidden: usize,
    /// Recurrent layers.
    pub layers: usize,
    /// One or both reading directions.
    pub directions: Directions,
    /// What the output layer reads.
    pub readout: Readout,
    /// 1 for a single logit, else the number of classes.
    pub outputs: usize,
    /// What several outputs are; softmax where it is not said.
    #[serde(default, skip_serializing_if = "Activation::is_default")]
    #[cfg_attr(feature = "types", ts(as = "Option<Activation>", optional))]
    pub activation: Activation,
}

/// Larger sizes than these are taken for a damaged file rather than for a network.
const MAX_UNITS: usize = 1 << 16;
const MAX_LAYERS: usize = 64;
const MAX_VOCABULARY: usize = 1 << 24;

impl Config {
    /// Checks every size against what a network can have.
    pub fn validate(&self) -> Result<(), ModelError> {
        let sizes = [
            ("vocabulary", self.vocabulary, 2, MAX_VOCABULARY),
            ("embedding", self.embedding, 1, MAX_UNITS),
            ("hidden", self.hidden, 1, MAX_UNITS),
            ("layers", self.layers, 1, MAX_LAYERS),
            ("outputs", self.outputs, 1, MAX_UNITS),
        ];
        for (name, found, least, most) in sizes {
            if !(least..=most).contains(&found) {
                return Err(ModelError::Size { name, found, least, most });
            }
        }
        Ok(())
    }

    /// How many classes there are: two of a single output.
    pub fn classes(&self) -> usize {
        self.outputs.max(2)
    }

    /// How many numbers are read off the output layer: of two outputs under softmax only their difference says
    /// something.
    pub fn logits(&self) -> usize {
        if self.is_folded() { 1 } else { self.outputs }
    }

    /// Whether the output layer's two rows are read as one, their difference.
    pub fn is_folded(&self) -> bool {
        self.outputs == 2 && self.activation == Activation::Softmax
    }

    /// Length of the feature row the output layer reads.
    pub fn features(&self) -> usize {
        self.hidden * self.directions.count()
    }

    /// Length of the rows that layer `layer` reads.
    pub fn layer_inputs(&self, layer: usize) -> usize {
        if layer == 0 { self.embedding } else { self.features() }
    }
}
