//! The same network in candle: embedding, read-out, loss and gradients around the one recurrence operation.
//!
//! Training and everything that needs a gradient goes through here; predictions and traces go through
//! [`Model`](crate::model::Model). Both agree within 1e-5.

use candle_core::{DType, Device, Result, Tensor, Var};

use super::{
    gates::{GATE_BLOCKS, RecordPart},
    recurrence::{CELL_BLOCK, HIDDEN_BLOCK, RECORD_BLOCKS, Recurrence},
};
use crate::model::{CellKind, Config, DirectionWeights, Readout, Weights, probability};

/// One direction of one layer, in PyTorch's layout.
#[derive(Debug, Clone)]
pub struct DirectionTensors {
    /// W_ih [blocks · hidden, inputs].
    pub input: Tensor,
    /// W_hh [blocks · hidden, hidden].
    pub recurrent: Tensor,
    /// b_ih [blocks · hidden].
    pub input_bias: Tensor,
    /// b_hh [blocks · hidden].
    pub recurrent_bias: Tensor,
}

/// The network as tensors. Copying one copies references, not numbers.
#[derive(Debug, Clone)]
pub struct Network {
    config: Config,
    /// [vocabulary, embedding].
    pub embedding: Tensor,
    /// Per layer, per direction.
    pub layers: Vec<Vec<DirectionTensors>>,
    /// [outputs, features].
    pub out: Tensor,
    /// \[outputs\].
    pub out_bias: Tensor,
    /// The weights are variables.
    trained: bool,
}

/// What is read off the outputs, of the last class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Head {
    /// The output before the sigmoid or softmax.
    Logit,
    /// What sigmoid or softmax makes of it.
    Probability,
}

/// What makes a tensor of a matrix: a constant, or a variable that is trained.
type Make<'a> = dyn FnMut(Vec<f32>, &[usize]) -> Result<Tensor> + 'a;

impl Network {
    /// Constants: gradients with respect to inputs only, which is what explanations need.
    pub fn constant(config: &Config, weights: &Weights) -> Result<Self> {
        Self::build(config, weights, false, &mut |values, shape| Tensor::from_vec(values, shape, &Device::Cpu))
    }

    /// Variables, listed in the order they were made.
    pub fn trainable(config: &Config, weights: &Weights) -> Result<(Self, Vec<Var>)> {
        let mut variables = Vec::new();
        let network = Self::build(config, weights, true, &mut |values, shape| {
            let variable = Var::from_vec(values, shape, &Device::Cpu)?;
            let tensor = variable.as_tensor().clone();
            variables.push(variable);
            Ok(tensor)
        })?;
        Ok((network, variables))
    }

    /// The shape of the network.
    pub fn config(&self) -> &Config {
        &self.config
    }

    fn build(config: &Config, weights: &Weights, trained: bool, make: &mut Make<'_>) -> Result<Self> {
        let rows = config.cell.blocks() * config.hidden;
        let embedding = make(weights.embedding.clone(), &[config.vocabulary, config.embedding])?;
        let mut layers = Vec::new();
        for (layer, directions) in weights.layers.iter().enumerate() {
            let mut tensors = Vec::new();
            for direction in directions {
                tensors.push(DirectionTensors {
                    input: make(direction.input.clone(), &[rows, config.layer_inputs(layer)])?,
                    recurrent: make(direction.recurrent.clone(), &[rows, config.hidden])?,
                    input_bias: make(direction.input_bias.clone(), &[rows])?,
                    recurrent_bias: make(direction.recurrent_bias.clone(), &[rows])?,
                });
            }
            layers.push(tensors);
        }
        let out = make(weights.out.clone(), &[config.outputs, config.features()])?;
        let out_bias = make(weights.out_bias.clone(), &[config.outputs])?;
        Ok(Self { config: config.clone(), embedding, layers, out, out_bias, trained })
    }

    /// The numbers, for storing.
    pub fn to_weights(&self) -> Result<Weights> {
        let values = |tensor: &Tensor| tensor.flatten_all()?.to_vec1::<f32>();
        let direction = |d: &DirectionTensors| {
            Ok(DirectionWeights {
                input: values(&d.input)?,
                recurrent: values(&d.recurrent)?,
                input_bias: values(&d.input_bias)?,
                recurrent_bias: values(&d.recurrent_bias)?,
            })
        };
        let layers = self.layers.iter().map(|directions| directions.iter().map(direction).collect());
        Ok(Weights {
            embedding: values(&self.embedding)?,
            layers: layers.collect::<Result<_>>()?,
            out: values(&self.out)?,
            out_bias: values(&self.out_bias)?,
        })
    }

    /// Word vectors of ids [steps, batch] → [steps, batch, embedding].
    pub fn embed(&self, ids: &Tensor) -> Result<Tensor> {
        let (steps, batch) = ids.dims2()?;
        self.embedding.index_select(&ids.flatten_all()?, 0)?.reshape((steps, batch, self.config.embedding))
    }

    /// The last layer's records for inputs [steps, batch, embedding], one per direction, each
    /// [steps, batch, 6 · hidden] in text order. `start` [2, batch, hidden] (h, c) applies to every layer of a
    /// unidirectional network; None is zero. Texts of a batch must be of one length if the network is bidirectional.
    pub fn records(&self, inputs: &Tensor, start: Option<&[Tensor]>) -> Result<Vec<Tensor>> {
        self.records_of(self.first_projections(inputs)?, start)
    }

    /// What the first layer's recurrence is given for inputs [steps, batch, embedding]: gate rows without the recurrent
    /// part, [steps, batch, 4 · hidden] per direction, in the order in which the direction reads. Linear in the inputs.
    pub fn first_projections(&self, inputs: &Tensor) -> Result<Vec<Tensor>> {
        self.projections(0, inputs)
    }

    fn projections(&self, layer: usize, inputs: &Tensor) -> Result<Vec<Tensor>> {
        let project = |(direction, tensors): (usize, &DirectionTensors)| {
            let text = if direction == 1 { inputs.flip(&[0])? } else { inputs.clone() };
            self.project(tensors, &text)
        };
        self.layers[layer].iter().enumerate().map(project).collect()
    }

    fn records_of(&self, mut projected: Vec<Tensor>, start: Option<&[Tensor]>) -> Result<Vec<Tensor>> {
        let n = self.config.hidden;
        let mut records: Vec<Tensor> = Vec::new();
        for (layer, directions) in self.layers.iter().enumerate() {
            if layer > 0 {
                projected = self.projections(layer, &self.hidden(&records)?)?;
            }
            records = Vec::new();
            for (direction, (tensors, rows)) in directions.iter().zip(&projected).enumerate() {
                let begin = match start.and_then(|layers| layers.get(layer)) {
                    Some(begin) => begin.contiguous()?,
                    None => Tensor::zeros((2, rows.dim(1)?, n), rows.dtype(), rows.device())?,
                };
                let op = Recurrence { kind: self.config.cell, trained: self.trained };
                let record = rows.apply_op3(&tensors.recurrent.contiguous()?, &begin, op)?;
                records.push(if direction == 1 { record.flip(&[0])? } else { record });
            }
        }
        Ok(records)
    }

    /// Gate rows without the recurrent part: [steps, batch, inputs] → [steps, batch, 4 · hidden].
    fn project(&self, tensors: &DirectionTensors, inputs: &Tensor) -> Result<Tensor> {
        let (steps, batch, width) = inputs.dims3()?;
        let n = self.config.hidden;
        let rows =
            inputs.reshape((steps * batch, width))?.matmul(&tensors.input.t()?)?.broadcast_add(&tensors.input_bias)?;
        let gates = match self.config.cell {
            CellKind::Lstm => rows.broadcast_add(&tensors.recurrent_bias)?,
            CellKind::Gru => {
                let gates = rows.narrow(1, 0, 2 * n)?.broadcast_add(&tensors.recurrent_bias.narrow(0, 0, 2 * n)?)?;
                let recurrent_part = tensors.recurrent_bias.narrow(0, 2 * n, n)?.broadcast_as((steps * batch, n))?;
                Tensor::cat(&[&rows.narrow(1, 2 * n, n)?, &gates, &recurrent_part.contiguous()?], 1)?
            }
        };
        gates.reshape((steps, batch, GATE_BLOCKS * n))?.contiguous()
    }

    /// The hidden states of records, directions side by side: [steps, batch, features].
    pub fn hidden(&self, records: &[Tensor]) -> Result<Tensor> {
        let parts = records.iter().map(|record| self.part(record, RecordPart::Hidden)).collect::<Result<Vec<_>>>()?;
        Tensor::cat(&parts, 2)
    }

    /// One part of a record: [steps, batch, hidden].
    pub fn part(&self, record: &Tensor, part: RecordPart) -> Result<Tensor> {
        let block = match part {
            RecordPart::Gate(block) => block,
            RecordPart::Cell => CELL_BLOCK,
            RecordPart::Hidden => HIDDEN_BLOCK,
        };
        debug_assert!(block < RECORD_BLOCKS);
        record.narrow(2, block * self.config.hidden, self.config.hidden)
    }

    /// The output layer: [rows, features] → [rows, outputs].
    pub fn logits(&self, features: &Tensor) -> Result<Tensor> {
        features.matmul(&self.out.t()?)?.broadcast_add(&self.out_bias)
    }

    /// What a head reads off logits [batch, outputs], and the slope of each along its logits, [batch, outputs]. The way back
    /// begins from Σ slope · logit, so that sigmoid and softmax need no operations in the graph.
    pub fn read(&self, logits: &Tensor, head: Head) -> Result<(Vec<f32>, Tensor)> {
        let outputs = self.config.outputs;
        let values: Vec<f32> = logits.flatten_all()?.to_vec1()?;
        let (mut read, mut slopes) = (Vec::new(), vec![0.0; values.len()]);
        for (row, slopes) in values.chunks_exact(outputs).zip(slopes.chunks_exact_mut(outputs)) {
            let last = probability(row);
            match head {
                Head::Logit => slopes[outputs - 1] = 1.0,
                Head::Probability if outputs == 1 => slopes[0] = last * (1.0 - last),
                Head::Probability => softmax_slopes(row, last, slopes),
            }
            read.push(if head == Head::Logit { row[outputs - 1] } else { last });
        }
        Ok((read, Tensor::from_vec(slopes, logits.shape(), &Device::Cpu)?))
    }

    /// The gradient of the last class's logit with respect to every word vector of a text, [tokens, embedding] in rows.
    /// Cost: one pass and one way back, at any length.
    pub fn input_gradient(&self, ids: &[u32]) -> Result<Vec<f32>> {
        Ok(self.input_gradient_of(ids, Head::Logit)?.1)
    }

    /// The value of a head, and its gradient with respect to every word vector, [tokens, embedding] in rows.
    pub fn input_gradient_of(&self, ids: &[u32], head: Head) -> Result<(f32, Vec<f32>)> {
        if ids.is_empty() {
            let nothing = Tensor::zeros((0, 1, self.config.embedding), DType::F32, &Device::Cpu)?;
            return Ok((self.read(&self.forward(&nothing)?, head)?.0[0], Vec::new()));
        }
        let inputs = Var::from_tensor(&self.embed(&Tensor::from_slice(ids, (ids.len(), 1), &Device::Cpu)?)?)?;
        let logits = self.forward(inputs.as_tensor())?;
        let (values, slopes) = self.read(&logits, head)?;
        let gradient = match (logits * slopes)?.sum_all()?.backward()?.get(&inputs) {
            Some(gradient) => gradient.flatten_all()?.to_vec1()?,
            None => vec![0.0; inputs.elem_count()],
        };
        Ok((values[0], gradient))
    }

    /// Logits [batch, outputs] of whole texts given as inputs [steps, batch, embedding] of one length.
    pub fn forward(&self, inputs: &Tensor) -> Result<Tensor> {
        let (steps, batch, _) = inputs.dims3()?;
        if steps == 0 {
            return self.logits(&Tensor::zeros((batch, self.config.features()), inputs.dtype(), inputs.device())?);
        }
        self.forward_projected(self.first_projections(inputs)?)
    }

    /// The same from what [`Network::first_projections`] gives for texts of at least one word.
    pub fn forward_projected(&self, projected: Vec<Tensor>) -> Result<Tensor> {
        let hidden = self.hidden(&self.records_of(projected, None)?)?;
        let steps = hidden.dim(0)?;
        let n = self.config.hidden;
        let features = match self.config.readout {
            Readout::Mean => hidden.mean(0)?,
            Readout::Max => hidden.max(0)?,
            Readout::Last if self.config.features() == n => hidden.get(steps - 1)?,
            Readout::Last => {
                Tensor::cat(&[hidden.get(steps - 1)?.narrow(1, 0, n)?, hidden.get(0)?.narrow(1, n, n)?], 1)?
            }
        };
        self.logits(&features)
    }
}

/// ∂p_last/∂logit_k = p_last (δ_k,last − p_k).
fn softmax_slopes(logits: &[f32], last: f32, slopes: &mut [f32]) {
    let end = logits.len() - 1;
    for (k, slope) in slopes.iter_mut().enumerate() {
        // p_k is p_last times the ratio of their exponentials; where that overflows, p_last has long been 0.
        let share = (last * libm::expf(logits[k] - logits[end])).min(1.0);
        *slope = if k == end { last * (1.0 - last) } else { -last * share };
    }
}
