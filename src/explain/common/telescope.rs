//! The last layer's memory as a sum of what each step wrote, read out after every step.
//!
//! An LSTM's cell is a sum: c_t = Σ_{k≤t} e_{k,t} with e_{k,t} = (Π_{m=k+1..t} f_m) ⊙ i_k ⊙ g_k, and the part up to step j
//! is Σ_{k≤j} e_{k,t} = (Π_{m>j} f_m) ⊙ c_j (Murdoch & Szlam 2017). Its read-out o_t ⊙ tanh(·) is cut into differences:
//! ```text
//! LSTM  part(j, t) = o_t ⊙ [tanh(Σ_{k≤j} e_{k,t}) − tanh(Σ_{k<j} e_{k,t})]
//! GRU   part(j, t) = (Π_{m=j+1..t} z_m) ⊙ (1 − z_j) ⊙ n_j
//! ```
//! Both telescope: Σ_j part(j, t) = h_t. A GRU's state is such a sum itself, so its parts need no tanh and do not depend
//! on the order of the words. A mean or maximum over time is linear in h for given positions, so parts pass through it.

use crate::{
    kernel::{tanh, tanh_of},
    model::{CellKind, Directions, GATE_BLOCKS, Model, ModelError, Readout, gru, lstm},
    trace::{DirectionTrace, Trace},
};

/// One text's last layer, ready to be read out step by step.
#[derive(Debug, Clone)]
pub struct Telescope {
    layer: DirectionTrace,
    kind: CellKind,
    readout: Readout,
    /// Units.
    n: usize,
    /// The row of the output layer that gives the margin \[hidden\].
    out: Vec<f32>,
    /// Its bias: the score before the first word.
    bias: f32,
    /// \[steps so far, hidden\]: LSTM: Σ_{k≤j} e_{k,t}, GRU: part(j, t).
    kept: Vec<f32>,
    /// Mean read-out: the sum of all contributions so far \[steps so far\].
    summed: Vec<f64>,
    /// Maximum read-out: part(j, s) at the step s where each unit was largest \[steps so far, hidden\], and those maxima.
    largest: (Vec<f32>, Vec<f32>),
}

impl Telescope {
    /// Prepares a text. What is decomposed is the margin of the model's class; a trace holds that if it is of
    /// [`Model::margin`]. Refuses a bidirectional network: its backward half has read the rest of the text first, so that
    /// no step stands for a word on the way.
    pub fn new(model: &Model, trace: &Trace) -> Result<Self, ModelError> {
        let config = model.config();
        if config.directions == Directions::Bidirectional {
            return Err(ModelError::Bidirectional { what: "a decomposition of its memory" });
        }
        let (out, bias) = model.head().margin_row();
        Ok(Self {
            layer: trace.top().cloned().unwrap_or_default(),
            kind: config.cell,
            readout: config.readout,
            n: config.hidden,
            out,
            bias,
            kept: Vec::new(),
            summed: Vec::new(),
            largest: (Vec::new(), vec![f32::NEG_INFINITY; config.hidden]),
        })
    }

    /// Steps of the text.
    pub fn steps(&self) -> usize {
        self.layer.hidden.len() / self.n
    }

    /// Steps read so far.
    pub fn done(&self) -> usize {
        self.kept.len() / self.n
    }

    /// What the contributions are added to: the output layer's bias.
    pub fn bias(&self) -> f32 {
        self.bias
    }

    /// W_u · feature_u of each unit after the whole text \[hidden\]: what it brings to the score. They add up to the
    /// score without the bias.
    pub fn units(&self) -> Vec<f64> {
        let feature = |u: usize| {
            let mut values = self.layer.hidden.iter().skip(u).step_by(self.n).map(|&h| f64::from(h));
            match self.readout {
                Readout::Last => values.next_back().unwrap_or_default(),
                Readout::Mean => values.sum::<f64>() / self.steps().max(1) as f64,
                Readout::Max => values.reduce(f64::max).unwrap_or_default(),
            }
        };
        (0..self.n).map(|u| f64::from(self.out[u]) * feature(u)).collect()
    }

    /// The gate that keeps the past: f of an LSTM, z of a GRU, \[hidden\].
    fn keeps(&self, step: usize) -> &[f32] {
        let block = match self.kind {
            CellKind::Lstm => lstm::FORGET,
            CellKind::Gru => gru::UPDATE,
        };
        self.gate(step, block)
    }

    fn gate(&self, step: usize, block: usize) -> &[f32] {
        &self.layer.gates[(step * GATE_BLOCKS + block) * self.n..][..self.n]
    }

    /// Goes one step on and gives what each word up to here is worth in the score as it would be read out now
    /// \[steps so far\]; they add up to that score without the bias. None after the last step. Cost: steps so far · hidden.
    pub fn next_column(&mut self) -> Option<Vec<f64>> {
        let step = self.done();
        if step == self.steps() {
            return None;
        }
        self.write(step);
        self.summed.push(0.0);
        let column: Vec<f64> = match self.readout {
            Readout::Max => self.column_of_largest(step),
            Readout::Last | Readout::Mean => self.column_of_last(step),
        };
        if self.readout != Readout::Mean {
            return Some(column);
        }
        let steps = (step + 1) as f64;
        Some(self.summed.iter_mut().zip(column).map(|(sum, c)| (*sum += c, *sum / steps).1).collect())
    }

    /// The column after the last step, from where this stands; empty for the empty text. A read-out of the last step
    /// needs only what fades towards it, so the cost there is one pass over the gates.
    pub fn last_column(&mut self) -> Vec<f64> {
        if self.readout != Readout::Last {
            let columns = std::iter::from_fn(|| self.next_column());
            return columns.last().unwrap_or_default();
        }
        let (n, steps) = (self.n, self.steps());
        self.kept = vec![0.0; steps * n];
        let mut keeps = vec![1.0; n];
        for step in (0..steps).rev() {
            for (u, value) in self.written(step).into_iter().enumerate() {
                self.kept[step * n + u] = keeps[u] * value;
                keeps[u] *= self.keeps(step)[u];
            }
        }
        if steps == 0 { Vec::new() } else { self.column_of_last(steps - 1) }
    }

    /// What was there fades, and the step writes its own.
    fn write(&mut self, step: usize) {
        let (n, keeps) = (self.n, self.keeps(step).to_vec());
        for row in self.kept.chunks_exact_mut(n) {
            row.iter_mut().zip(&keeps).for_each(|(value, keep)| *value *= keep);
        }
        let written = self.written(step);
        self.kept.extend(written);
    }

    /// What stands in memory just after a step \[hidden\]: of an LSTM all of the cell, of a GRU only what the step added.
    fn written(&self, step: usize) -> Vec<f32> {
        match self.kind {
            CellKind::Lstm => self.layer.cell[step * self.n..][..self.n].to_vec(),
            CellKind::Gru => {
                self.keeps(step).iter().zip(self.gate(step, gru::CANDIDATE)).map(|(z, n)| (1.0 - z) * n).collect()
            }
        }
    }

    /// Σ_u W_u part(j, t)_u for every j.
    fn column_of_last(&self, step: usize) -> Vec<f64> {
        let mut weights = self.out.clone();
        if self.kind == CellKind::Gru {
            return self.kept.chunks_exact(self.n).map(|part| dot(&weights, part.iter().copied())).collect();
        }
        weights.iter_mut().zip(self.gate(step, lstm::OUTPUT)).for_each(|(w, o)| *w *= o);
        // Three short loops rather than one: the first two become vector instructions, and they are where the time goes.
        let [mut below, mut risen] = [(); 2].map(|()| vec![0.0; self.n]);
        let rows = self.kept.chunks_exact(self.n);
        rows.map(|row| {
            tanh_of(row, &mut risen);
            risen.iter_mut().zip(&mut below).for_each(|(risen, below)| *risen = rise(below, *risen));
            dot(&weights, risen.iter().copied())
        })
        .collect()
    }

    /// The same where each unit is read at its own largest step.
    fn column_of_largest(&mut self, step: usize) -> Vec<f64> {
        let n = self.n;
        let hidden = &self.layer.hidden[step * n..][..n];
        let (parts, most) = (&mut self.largest.0, &mut self.largest.1);
        parts.resize((step + 1) * n, 0.0);
        for u in 0..n {
            if hidden[u] <= most[u] {
                continue;
            }
            most[u] = hidden[u];
            let output = self.layer.gates[(step * GATE_BLOCKS + lstm::OUTPUT) * n + u];
            let mut below = 0.0;
            for (part, row) in parts.chunks_exact_mut(n).zip(self.kept.chunks_exact(n)) {
                part[u] = match self.kind {
                    CellKind::Lstm => output * rise(&mut below, tanh(row[u])),
                    CellKind::Gru => row[u],
                };
            }
        }
        parts.chunks_exact(n).map(|part| dot(&self.out, part.iter().copied())).collect()
    }

    /// The β form: W(o ⊙ (tanh c_j − tanh c_{j−1})) with the output gate of the step that is read out, how far each step
    /// moved what is read, with no account of what is forgotten later. For a GRU, which shows all of its state, W(h_j − h_{j−1}).
    pub fn rises(&self) -> Vec<f64> {
        let n = self.n;
        let shown = self.shown();
        let mut below = vec![0.0; n];
        let values = match self.kind {
            CellKind::Lstm => &self.layer.cell,
            CellKind::Gru => &self.layer.hidden,
        };
        let squash = |value: f32| if self.kind == CellKind::Lstm { tanh(value) } else { value };
        let rows = values.chunks_exact(n).zip(shown.chunks_exact(n));
        rows.map(|(row, shown)| {
            let rises = row.iter().zip(&mut below).map(|(&value, below)| rise(below, squash(value)));
            dot(&self.out, rises.zip(shown).map(|(rise, &shown)| rise * shown))
        })
        .collect()
    }

    /// How much of a rise at each step is read out at the end \[steps, hidden\]: o of the step that is read, averaged
    /// over the later steps for a mean.
    fn shown(&self) -> Vec<f32> {
        let (n, steps) = (self.n, self.steps());
        let output = |step: usize, u: usize| match self.kind {
            CellKind::Lstm => self.gate(step, lstm::OUTPUT)[u],
            CellKind::Gru => 1.0,
        };
        let mut shown = vec![0.0; steps * n];
        for u in 0..n {
            let read_at = match self.readout {
                Readout::Last | Readout::Mean => steps.saturating_sub(1),
                Readout::Max => first_largest(self.layer.hidden.iter().skip(u).step_by(n)),
            };
            let mut later = 0.0;
            for step in (0..steps).rev() {
                later += output(step, u);
                shown[step * n + u] = match self.readout {
                    Readout::Mean => later / steps as f32,
                    _ if step <= read_at => output(read_at, u),
                    _ => 0.0,
                };
            }
        }
        shown
    }

    /// Words after which half of what a unit held is forgotten, by the mean of ln f (GRU: ln z) over the text \[hidden\];
    /// infinite for a unit that forgets nothing, and for the empty text.
    pub fn half_lives(&self) -> Vec<f64> {
        let steps = self.steps();
        let mean_log = |u: usize| (0..steps).map(|t| f64::from(self.keeps(t)[u]).ln()).sum::<f64>() / steps as f64;
        let life = |log: f64| if log < 0.0 { std::f64::consts::LN_2 / -log } else { f64::INFINITY };
        (0..self.n).map(|u| if steps == 0 { f64::INFINITY } else { life(mean_log(u)) }).collect()
    }
}

/// The step where a unit is largest, the first of equals.
fn first_largest<'a>(values: impl Iterator<Item = &'a f32>) -> usize {
    let larger = |best: (usize, f32), (step, &value): (usize, &f32)| if value > best.1 { (step, value) } else { best };
    values.enumerate().fold((0, f32::NEG_INFINITY), larger).0
}

/// How far a value rose above the one before, which it replaces.
fn rise(below: &mut f32, value: f32) -> f32 {
    let rise = value - *below;
    *below = value;
    rise
}

fn dot(weights: &[f32], values: impl Iterator<Item = f32>) -> f64 {
    weights.iter().zip(values).fold(0.0, |sum, (&w, value)| sum + f64::from(w) * f64::from(value))
}
