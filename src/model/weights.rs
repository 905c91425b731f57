//! The trained numbers, under PyTorch's names and in PyTorch's gate order.

use super::{
    Config, ModelError,
    quantization::{self, Precision},
};
use crate::bundle::Tensors;

/// The weights of one direction of one layer.
#[derive(Debug, Clone, PartialEq)]
pub struct DirectionWeights {
    /// W_ih \[blocks · hidden, inputs\].
    pub input: Vec<f32>,
    /// W_hh \[blocks · hidden, hidden\].
    pub recurrent: Vec<f32>,
    /// b_ih \[blocks · hidden\].
    pub input_bias: Vec<f32>,
    /// b_hh \[blocks · hidden\].
    pub recurrent_bias: Vec<f32>,
}

/// All weights of a network, in f32.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// \[vocabulary, embedding\].
    pub embedding: Vec<f32>,
    /// Per layer, per direction.
    pub layers: Vec<Vec<DirectionWeights>>,
    /// \[outputs, features\].
    pub out: Vec<f32>,
    /// \[outputs\].
    pub out_bias: Vec<f32>,
}

/// The output layer's bias.
const OUT_BIAS: &str = "out.bias";

/// The four tensors of a direction: (suffix, is a matrix).
fn direction_names(config: &Config, layer: usize, direction: usize) -> [String; 4] {
    let cell = config.cell.name();
    let end = if direction == 1 { format!("l{layer}_reverse") } else { format!("l{layer}") };
    ["weight_ih", "weight_hh", "bias_ih", "bias_hh"].map(|part| format!("{cell}.{part}_{end}"))
}

impl Weights {
    /// Takes the weights out of a tensor file, int8 matrices dequantized; every name, shape and value is checked.
    pub fn from_tensors(config: &Config, tensors: &Tensors) -> Result<Self, ModelError> {
        config.validate()?;
        let rows = config.cell.blocks() * config.hidden;
        let mut layers = Vec::with_capacity(config.layers);
        for layer in 0..config.layers {
            let inputs = config.layer_inputs(layer);
            let mut directions = Vec::new();
            for direction in 0..config.directions.count() {
                let [ih, hh, bias_ih, bias_hh] = direction_names(config, layer, direction);
                directions.push(DirectionWeights {
                    input: quantization::matrix(tensors, &ih, rows, inputs)?,
                    recurrent: quantization::matrix(tensors, &hh, rows, config.hidden)?,
                    input_bias: tensors.f32(&bias_ih, &[rows])?.to_vec(),
                    recurrent_bias: tensors.f32(&bias_hh, &[rows])?.to_vec(),
                });
            }
            layers.push(directions);
        }
        let weights = Self {
            embedding: quantization::matrix(tensors, "embedding.weight", config.vocabulary, config.embedding)?,
            layers,
            out: quantization::matrix(tensors, "out.weight", config.outputs, config.features())?,
            out_bias: tensors.f32(OUT_BIAS, &[config.outputs])?.to_vec(),
        };
        weights.check_finite()?;
        Ok(weights)
    }

    /// The names and lengths of the biases: those of the layers, and that of the output.
    pub fn biases(config: &Config) -> (Vec<(String, usize)>, (String, usize)) {
        let rows = config.cell.blocks() * config.hidden;
        let directions = move |layer: usize| (0..config.directions.count()).map(move |direction| (layer, direction));
        let names = (0..config.layers).flat_map(directions).flat_map(|(layer, direction)| {
            let [.., ih, hh] = direction_names(config, layer, direction);
            [(ih, rows), (hh, rows)]
        });
        (names.collect(), (OUT_BIAS.to_owned(), config.outputs))
    }

    /// Writes the weights into a tensor file.
    pub fn to_tensors(&self, config: &Config, precision: Precision) -> Tensors {
        let mut tensors = Tensors::default();
        let rows = config.cell.blocks() * config.hidden;
        let mut matrix = |name: &str, values: &[f32], rows: usize, stored: Precision| {
            quantization::put_matrix(&mut tensors, name, values, rows, stored);
        };
        matrix("embedding.weight", &self.embedding, config.vocabulary, precision);
        matrix("out.weight", &self.out, config.outputs, Precision::F32);
        for (layer, directions) in self.layers.iter().enumerate() {
            for (direction, weights) in directions.iter().enumerate() {
                let [ih, hh, ..] = direction_names(config, layer, direction);
                matrix(&ih, &weights.input, rows, precision);
                matrix(&hh, &weights.recurrent, rows, precision);
            }
        }
        tensors.put_f32(OUT_BIAS, &[config.outputs], self.out_bias.clone());
        for (layer, directions) in self.layers.iter().enumerate() {
            for (direction, weights) in directions.iter().enumerate() {
                let [.., bias_ih, bias_hh] = direction_names(config, layer, direction);
                tensors.put_f32(&bias_ih, &[rows], weights.input_bias.clone());
                tensors.put_f32(&bias_hh, &[rows], weights.recurrent_bias.clone());
            }
        }
        tensors
    }

    /// The word vector of an id; that of `<unk>` for an id outside the vocabulary.
    pub fn embedding_of(&self, id: u32, embedding: usize) -> &[f32] {
        let at = id as usize * embedding;
        let unknown = crate::text::UNKNOWN as usize * embedding;
        self.embedding.get(at..at + embedding).unwrap_or(&self.embedding[unknown..unknown + embedding])
    }

    fn check_finite(&self) -> Result<(), ModelError> {
        let directions = self.layers.iter().flatten();
        let parts = directions.flat_map(|d| [&d.input, &d.recurrent, &d.input_bias, &d.recurrent_bias]);
        let mut all = parts.chain([&self.embedding, &self.out, &self.out_bias]).flatten();
        match all.find(|value| !value.is_finite()) {
            Some(&value) => Err(ModelError::NotFinite { value }),
            None => Ok(()),
        }
    }
}
