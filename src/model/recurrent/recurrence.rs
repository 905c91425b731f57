//! The whole recurrence of one layer as a single candle operation with its own backward pass.
//!
//! A graph of per-step nodes overflows the browser's stack beyond some 600 steps and costs a megabyte a step; as one
//! node the graph stays a handful of nodes at any length (backpropagation through time, Werbos 1990). The output is
//! the *record* of the run, [steps, batch, 6 · hidden]: the gate row (see [`super::cell`]), c and h of every step, so
//! that the backward pass needs nothing recomputed and a gradient can start at any gate, cell or hidden unit.

use candle_core::{CpuStorage, CustomOp3, DType, Layout, Result, Shape, Tensor, bail};

use super::gates::{GATE_BLOCKS, gru, lstm};
use crate::{
    kernel::{Packed, accumulate, gru_update, lstm_update},
    model::CellKind,
};

/// Blocks of a record row: the gate row, then c, then h.
pub(super) const RECORD_BLOCKS: usize = GATE_BLOCKS + 2;
/// Where c and h begin in a record row, in blocks.
pub(super) const CELL_BLOCK: usize = GATE_BLOCKS;
pub(super) const HIDDEN_BLOCK: usize = GATE_BLOCKS + 1;

/// The operation: (projected gate rows [steps, batch, 4 · hidden], W_hh [blocks · hidden, hidden],
/// start [2, batch, hidden] = h and c) → record [steps, batch, 6 · hidden].
pub(super) struct Recurrence {
    pub(super) kind: CellKind,
    /// W_hh is trained and wants a gradient; without it the way back costs a third less.
    pub(super) trained: bool,
}

struct Sizes {
    steps: usize,
    batch: usize,
    hidden: usize,
}

impl Recurrence {
    fn sizes(&self, projected: &Shape, recurrent: &Shape, start: &Shape) -> Result<Sizes> {
        let (steps, batch, width) = projected.dims3()?;
        let hidden = width / GATE_BLOCKS;
        let fits = recurrent.dims() == [self.kind.blocks() * hidden, hidden] && start.dims() == [2, batch, hidden];
        if !fits || width != GATE_BLOCKS * hidden {
            bail!("recurrence: projected {projected:?}, W_hh {recurrent:?} and start {start:?} do not fit together");
        }
        Ok(Sizes { steps, batch, hidden })
    }

    fn recurrent_offset(&self, hidden: usize) -> usize {
        (GATE_BLOCKS - self.kind.blocks()) * hidden
    }

    fn forward(&self, projected: &[f32], recurrent: &[f32], start: &[f32], sizes: &Sizes) -> Vec<f32> {
        let Sizes { steps, batch, hidden: n } = *sizes;
        let weights = Packed::new(recurrent, self.kind.blocks() * n, n);
        let (width, row_length) = (GATE_BLOCKS * n, RECORD_BLOCKS * n);
        let (mut h, mut c) = (start[..batch * n].to_vec(), start[batch * n..].to_vec());
        let mut gates = vec![0.0; batch * width];
        let mut record = vec![0.0; steps * batch * row_length];
        for step in 0..steps {
            gates.copy_from_slice(&projected[step * batch * width..][..batch * width]);
            accumulate(&h, &weights, &mut gates, width, self.recurrent_offset(n));
            let rows = record[step * batch * row_length..][..batch * row_length].chunks_exact_mut(row_length);
            for (row, record) in rows.enumerate() {
                let (gates, h) = (&mut gates[row * width..][..width], &mut h[row * n..][..n]);
                let c = &mut c[row * n..][..n];
                match self.kind {
                    CellKind::Lstm => lstm_update(gates, c, h),
                    CellKind::Gru => gru_update(gates, h),
                }
                record[..width].copy_from_slice(gates);
                record[CELL_BLOCK * n..][..n].copy_from_slice(c);
                record[HIDDEN_BLOCK * n..].copy_from_slice(h);
            }
        }
        record
    }
}

fn slice<'a>(storage: &'a CpuStorage, layout: &Layout) -> Result<&'a [f32]> {
    match (storage, layout.contiguous_offsets()) {
        (CpuStorage::F32(values), Some((from, to))) => Ok(&values[from..to]),
        _ => bail!("recurrence: expected contiguous f32"),
    }
}

impl CustomOp3 for Recurrence {
    fn name(&self) -> &'static str {
        "recurrence"
    }

    fn cpu_fwd(
        &self,
        s1: &CpuStorage,
        l1: &Layout,
        s2: &CpuStorage,
        l2: &Layout,
        s3: &CpuStorage,
        l3: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        let sizes = self.sizes(l1.shape(), l2.shape(), l3.shape())?;
        let record = self.forward(slice(s1, l1)?, slice(s2, l2)?, slice(s3, l3)?, &sizes);
        Ok((CpuStorage::F32(record), Shape::from((sizes.steps, sizes.batch, RECORD_BLOCKS * sizes.hidden))))
    }

    fn bwd(
        &self,
        projected: &Tensor,
        recurrent: &Tensor,
        start: &Tensor,
        record: &Tensor,
        grad: &Tensor,
    ) -> Result<(Option<Tensor>, Option<Tensor>, Option<Tensor>)> {
        let sizes = self.sizes(projected.shape(), recurrent.shape(), start.shape())?;
        let Sizes { steps, batch, hidden: n } = sizes;
        let device = projected.device();
        let transposed: Vec<f32> = recurrent.t()?.contiguous()?.flatten_all()?.to_vec1()?;
        let start_values: Vec<f32> = start.flatten_all()?.to_vec1()?;
        let (record_values, grad) = (record.contiguous()?, grad.to_dtype(DType::F32)?.contiguous()?);
        let mut back = Backward {
            kind: self.kind,
            n,
            batch,
            transposed: Packed::new(&transposed, n, self.kind.blocks() * n),
            dh: vec![0.0; batch * n],
            dc: vec![0.0; batch * n],
        };
        let mut d_projected = vec![0.0; steps * batch * GATE_BLOCKS * n];
        {
            let (record_storage, record_layout) = record_values.storage_and_layout();
            let (grad_storage, grad_layout) = grad.storage_and_layout();
            let (candle_core::Storage::Cpu(record), candle_core::Storage::Cpu(grad)) =
                (&*record_storage, &*grad_storage)
            else {
                bail!("recurrence: expected tensors of the CPU")
            };
            let (record, grad) = (slice(record, record_layout)?, slice(grad, grad_layout)?);
            back.run(record, grad, &start_values, &mut d_projected);
        }
        let d_projected = Tensor::from_vec(d_projected, (steps, batch, GATE_BLOCKS * n), device)?;
        let d_recurrent =
            if self.trained { Some(self.recurrent_gradient(&d_projected, start, record, &sizes)?) } else { None };
        let mut d_start = back.dh;
        d_start.extend_from_slice(&back.dc);
        Ok((Some(d_projected), d_recurrent, Some(Tensor::from_vec(d_start, (2, batch, n), device)?)))
    }
}

impl Recurrence {
    /// Of W_hh: the gradients of what it feeds, times the hidden states that it was multiplied with.
    fn recurrent_gradient(
        &self,
        d_projected: &Tensor,
        start: &Tensor,
        record: &Tensor,
        &Sizes { steps, batch, hidden: n }: &Sizes,
    ) -> Result<Tensor> {
        let (offset, width) = (self.recurrent_offset(n), self.kind.blocks() * n);
        let through = d_projected.narrow(2, offset, width)?.reshape((steps * batch, width))?;
        let first = start.narrow(0, 0, 1)?;
        let later = record.narrow(0, 0, steps - 1)?.narrow(2, HIDDEN_BLOCK * n, n)?;
        let before = Tensor::cat(&[&first, &later], 0)?.reshape((steps * batch, n))?;
        through.t()?.contiguous()?.matmul(&before)
    }
}

/// The sweep from the last step to the first.
struct Backward {
    kind: CellKind,
    n: usize,
    batch: usize,
    /// W_hhᵀ: gradients of the recurrent pre-activations → gradients of h.
    transposed: Packed,
    /// Gradients flowing into h and c of the step before, [batch, hidden].
    dh: Vec<f32>,
    dc: Vec<f32>,
}

impl Backward {
    fn run(&mut self, record: &[f32], grad: &[f32], start: &[f32], d_projected: &mut [f32]) {
        let (n, batch) = (self.n, self.batch);
        let (width, row_length, blocks) = (GATE_BLOCKS * n, RECORD_BLOCKS * n, self.kind.blocks() * n);
        let steps = record.len() / (batch * row_length);
        let mut through = vec![0.0; batch * blocks];
        for step in (0..steps).rev() {
            for row in 0..batch {
                let at = (step * batch + row) * row_length;
                let before = if step == 0 {
                    (&start[row * n..][..n], &start[(batch + row) * n..][..n])
                } else {
                    let earlier = &record[at - batch * row_length..][..row_length];
                    (&earlier[HIDDEN_BLOCK * n..], &earlier[CELL_BLOCK * n..][..n])
                };
                let d_gates = &mut d_projected[(step * batch + row) * width..][..width];
                let (dh, dc) = (&mut self.dh[row * n..][..n], &mut self.dc[row * n..][..n]);
                let (record, grad) = (&record[at..][..row_length], &grad[at..][..row_length]);
                match self.kind {
                    CellKind::Lstm => lstm_backward(n, record, grad, before.1, dh, dc, d_gates),
                    CellKind::Gru => gru_backward(n, record, grad, before.0, dh, d_gates),
                }
                through[row * blocks..][..blocks].copy_from_slice(&d_gates[width - blocks..]);
            }
            accumulate(&through, &self.transposed, &mut self.dh, n, 0);
        }
    }
}

/// One LSTM step back. `dh`, `dc` come in as the gradients from later steps and leave as those of c before and of
/// the part of h before that does not pass W_hh (none).
fn lstm_backward(
    n: usize,
    record: &[f32],
    grad: &[f32],
    c_before: &[f32],
    dh: &mut [f32],
    dc: &mut [f32],
    d: &mut [f32],
) {
    for j in 0..n {
        let [i, f, g, o, c] = std::array::from_fn(|block| record[block * n + j]);
        let [gi, gf, gg, go, gc, gh] = std::array::from_fn(|block| grad[block * n + j]);
        let tanh_c = crate::kernel::tanh(c);
        let total_h = dh[j] + gh;
        let total_c = dc[j] + gc + total_h * o * (1.0 - tanh_c * tanh_c);
        d[lstm::INPUT * n + j] = (total_c * g + gi) * i * (1.0 - i);
        d[lstm::FORGET * n + j] = (total_c * c_before[j] + gf) * f * (1.0 - f);
        d[lstm::CANDIDATE * n + j] = (total_c * i + gg) * (1.0 - g * g);
        d[lstm::OUTPUT * n + j] = (total_h * tanh_c + go) * o * (1.0 - o);
        dc[j] = total_c * f;
        dh[j] = 0.0;
    }
}

/// One GRU step back; `dh` leaves as the part that passes by the update gate.
fn gru_backward(n: usize, record: &[f32], grad: &[f32], h_before: &[f32], dh: &mut [f32], d: &mut [f32]) {
    for j in 0..n {
        let [candidate, r, z, m] = std::array::from_fn(|block| record[block * n + j]);
        let [gn, gr, gz, gm, _, gh] = std::array::from_fn(|block| grad[block * n + j]);
        let total = dh[j] + gh;
        let d_candidate = (total * (1.0 - z) + gn) * (1.0 - candidate * candidate);
        d[gru::CANDIDATE * n + j] = d_candidate;
        d[gru::RESET * n + j] = (d_candidate * m + gr) * r * (1.0 - r);
        d[gru::UPDATE * n + j] = (total * (h_before[j] - candidate) + gz) * z * (1.0 - z);
        d[gru::RECURRENT * n + j] = d_candidate * r + gm;
        dh[j] = total * z;
    }
}
