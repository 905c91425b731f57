//! The same network in candle: embedding, read-out, loss and gradients around the one recurrence operation.
//!
//! Training and everything that needs a gradient goes through here; predictions and traces go through
//! [`Model`](crate::model::Model). Both agree within 1e-5.

use candle_core::{DType, Device, Result, Tensor, Var, bail};

use super::{
    gates::{GATE_BLOCKS, RecordPart},
    recurrence::{CELL_BLOCK, HIDDEN_BLOCK, RECORD_BLOCKS, Recurrence},
};
use crate::model::{CellKind, Config, DirectionWeights, Head, Model, Readout, Target, Weights};

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
    /// [numbers, features], folded as the head reads them; of a network that is trained, [outputs, features].
    pub out: Tensor,
    /// \[numbers\], or \[outputs\].
    pub out_bias: Tensor,
    /// The class that is read.
    head: Head,
    /// The weights are variables.
    trained: bool,
}

/// What makes a tensor of a matrix: a constant, or a variable that is trained.
type Make<'a> = dyn FnMut(Vec<f32>, &[usize]) -> Result<Tensor> + 'a;

impl Network {
    /// Constants: gradients with respect to inputs only, which is what explanations need. The class is read that the
    /// model is read for.
    pub fn of(model: &Model) -> Result<Self> {
        let (head, config, weights) = (model.head().clone(), model.config(), model.weights());
        let make = &mut |values, shape: &[usize]| Tensor::from_vec(values, shape, &Device::Cpu);
        let (rows, bias) = head.rows();
        let out = make(rows.to_vec(), &[bias.len(), config.features()])?;
        let out_bias = make(bias.to_vec(), &[bias.len()])?;
        let (embedding, layers) = Self::body(config, weights, make)?;
        Ok(Self { config: config.clone(), embedding, layers, out, out_bias, head, trained: false })
    }

    /// Variables, listed in the order they were made.
    pub fn trainable(config: &Config, weights: &Weights) -> Result<(Self, Vec<Var>)> {
        let mut variables = Vec::new();
        let make = &mut |values, shape: &[usize]| {
            let variable = Var::from_vec(values, shape, &Device::Cpu)?;
            let tensor = variable.as_tensor().clone();
            variables.push(variable);
            Ok(tensor)
        };
        let (embedding, layers) = Self::body(config, weights, make)?;
        let out = make(weights.out.clone(), &[config.outputs, config.features()])?;
        let out_bias = make(weights.out_bias.clone(), &[config.outputs])?;
        let head = Head::new(config, weights);
        Ok((Self { config: config.clone(), embedding, layers, out, out_bias, head, trained: true }, variables))
    }

    /// The shape of the network.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Embedding and layers.
    fn body(config: &Config, weights: &Weights, make: &mut Make<'_>) -> Result<(Tensor, Vec<Vec<DirectionTensors>>)> {
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
        Ok((embedding, layers))
    }

    /// The numbers of a network that is trained, for storing.
    pub fn to_weights(&self) -> Result<Weights> {
        if !self.trained {
            bail!(
                "expected a network that is trained, found one that explains: of its output layer it has what is read"
            );
        }
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

    /// What a target reads off logits [batch, numbers], and its slope along each of them, [batch, numbers]. The way back
    /// begins from Σ slope · logit, so that sigmoid and softmax need no operations in the graph. Not of a network that is
    /// trained.
    pub fn read(&self, logits: &Tensor, target: Target) -> Result<(Vec<f32>, Tensor)> {
        if self.trained {
            bail!("expected a network that explains, found one that is trained: its outputs are not yet what is read");
        }
        let numbers = self.head.numbers();
        let values: Vec<f32> = logits.flatten_all()?.to_vec1()?;
        let mut slopes = vec![0.0; values.len()];
        let rows = values.chunks_exact(numbers).zip(slopes.chunks_exact_mut(numbers));
        let read = rows.map(|(row, slopes)| self.head.slopes(row, target, slopes)).collect();
        Ok((read, Tensor::from_vec(slopes, logits.shape(), &Device::Cpu)?))
    }

    /// The gradient of the class's logit with respect to every word vector of a text, [tokens, embedding] in rows.
    /// Cost: one pass and one way back, at any length.
    pub fn input_gradient(&self, ids: &[u32]) -> Result<Vec<f32>> {
        Ok(self.input_gradient_of(ids, Target::Logit)?.1)
    }

    /// The value of a target, and its gradient with respect to every word vector, [tokens, embedding] in rows.
    pub fn input_gradient_of(&self, ids: &[u32], target: Target) -> Result<(f32, Vec<f32>)> {
        if ids.is_empty() {
            let nothing = Tensor::zeros((0, 1, self.config.embedding), DType::F32, &Device::Cpu)?;
            return Ok((self.read(&self.forward(&nothing)?, target)?.0[0], Vec::new()));
        }
        let inputs = Var::from_tensor(&self.embed(&Tensor::from_slice(ids, (ids.len(), 1), &Device::Cpu)?)?)?;
        let logits = self.forward(inputs.as_tensor())?;
        let (values, slopes) = self.read(&logits, target)?;
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
