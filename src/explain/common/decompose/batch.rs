//! Part and rest of several spans, carried along one reading.

use super::{
    gru,
    lstm::{self, Parts},
    network::{BiasRule, Network, Whole},
    reading::Reading,
};
use crate::model::{CellKind, Readout};

/// What to decompose: a span FROM..TO of words, and how.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Task {
    /// The first word.
    pub from: usize,
    /// Behind the last.
    pub to: usize,
    /// Words read in all: the score after these is decomposed.
    pub end: usize,
    /// How much of the span's words counts as the part: 1, or less for a probe.
    pub share: f64,
    /// Where products of biases go.
    pub rule: BiasRule,
}

impl Task {
    /// How much of the words of step `t` is the part, and how much of the biases' product.
    fn shares(&self, t: usize) -> (f64, f64) {
        let last = if self.rule == BiasRule::Strict { self.to.saturating_sub(1) } else { self.to };
        let share = |to: usize| if (self.from..to).contains(&t) { self.share } else { 0.0 };
        (share(self.to), share(last))
    }
}

/// One layer's parts, \[spans, hidden\] each; no cells for a GRU.
#[derive(Debug, Clone)]
struct LayerParts {
    hidden: Vec<f64>,
    rest_hidden: Vec<f64>,
    cell: Vec<f64>,
    rest_cell: Vec<f64>,
}

/// How a span came out.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// What the part adds to the logit.
    pub score: f64,
    /// What the rest adds.
    pub rest: f64,
    /// Euclidean length of the part's read-out.
    pub length: f64,
}

/// Several spans on their way. Before its first word a span's part is nothing and its rest everything, so that a span
/// costs nothing until then.
#[derive(Debug, Clone)]
pub struct Batch {
    /// By first word.
    tasks: Vec<Task>,
    layers: Vec<LayerParts>,
    /// Of part and rest, what the output layer reads \[spans, hidden\].
    pooled: [Vec<f64>; 2],
    splits: Vec<Option<Split>>,
    next: usize,
    /// Pre-activations of the parts \[spans, 4 · hidden\].
    sums: Vec<f64>,
    /// Room for the activations of one span, \[8 · hidden\].
    scratch: Vec<f64>,
}

impl Batch {
    /// `tasks` in the order of their first words.
    pub fn new(network: &Network, tasks: Vec<Task>) -> Self {
        let (n, rows) = (network.hidden, tasks.len());
        let rows_of = || vec![0.0; rows * n];
        let cells = || if network.kind == CellKind::Lstm { rows_of() } else { Vec::new() };
        let layer = LayerParts { hidden: rows_of(), rest_hidden: rows_of(), cell: cells(), rest_cell: cells() };
        Self {
            layers: vec![layer; network.layers.len()],
            pooled: [rows_of(), rows_of()],
            splits: vec![None; rows],
            next: tasks.first().map_or(0, |task| task.from),
            sums: vec![0.0; rows * 4 * n],
            scratch: vec![0.0; 8 * n],
            tasks,
        }
    }

    /// Whether all spans have been read out.
    pub fn is_finished(&self) -> bool {
        self.splits.iter().all(Option::is_some)
    }

    /// The spans with how they came out.
    pub fn into_splits(self) -> impl Iterator<Item = (Task, Split)> {
        self.tasks.into_iter().zip(self.splits).filter_map(|(task, split)| Some((task, split?)))
    }

    /// One step of every span that has begun; says how many these are. `reading` must have come at least as far.
    pub fn step(&mut self, network: &Network, reading: &Reading) -> usize {
        let t = self.next;
        if t == 0 || self.tasks.iter().any(|task| task.end <= t) {
            self.read_out(network, reading, t);
        }
        let live = self.tasks.partition_point(|task| task.from <= t);
        if self.is_finished() || t >= reading.steps {
            return 1;
        }
        let begun = self.tasks.partition_point(|task| task.from < t);
        (begun..live).for_each(|row| self.begin(network, reading, row));
        (0..network.layers.len()).for_each(|layer| self.step_layer(network, reading, layer, live));
        (0..live).for_each(|row| self.pool(network, reading, row));
        self.next += 1;
        self.read_out(network, reading, t + 1);
        live.max(1)
    }

    /// A span's first word is next: so far all is rest.
    fn begin(&mut self, network: &Network, reading: &Reading, row: usize) {
        let (n, Some(before)) = (network.hidden, self.tasks[row].from.checked_sub(1)) else { return };
        let copy = |to: &mut [f64], from: &[f64]| to[row * n..][..n].copy_from_slice(&from[before * n..][..n]);
        for (parts, layer) in self.layers.iter_mut().zip(&reading.layers) {
            copy(&mut parts.rest_hidden, &layer.hidden);
            if network.kind == CellKind::Lstm {
                copy(&mut parts.rest_cell, &layer.cell);
            }
        }
        if network.readout != Readout::Last {
            copy(&mut self.pooled[1], &reading.pooled);
        }
    }

    fn step_layer(&mut self, network: &Network, reading: &Reading, index: usize, live: usize) {
        let (n, t, width) = (network.hidden, self.next, 4 * network.hidden);
        let (layer, whole) = (&network.layers[index], &reading.layers[index]);
        let sums = &mut self.sums[..live * width];
        let (below, at) = self.layers.split_at_mut(index);
        sums.fill(0.0);
        match below.last() {
            Some(below) => layer.part_input.add(&below.hidden[..live * n], sums, width, 0),
            None => {
                let input = &reading.inputs[t * width..][..3 * n];
                for (task, sums) in self.tasks.iter().zip(sums.chunks_exact_mut(width)) {
                    let (share, _) = task.shares(t);
                    if share > 0.0 {
                        sums.iter_mut().zip(input).for_each(|(sum, x)| *sum += share * x);
                    }
                }
            }
        }
        let (parts, scratch) = (&mut at[0], &mut self.scratch);
        layer.part_recurrent.add(&parts.hidden[..live * n], sums, width, layer.recurrent_offset);
        let whole = Whole {
            sums: &whole.sums[t * width..][..width],
            gates: &whole.gates[t * width..][..width],
            bias: &layer.bias,
            bias_gates: &layer.bias_gates,
        };
        for (row, (task, sums)) in self.tasks.iter().zip(sums.chunks_exact(width)).enumerate() {
            let (_, bias_share) = task.shares(t);
            let range = row * n..(row + 1) * n;
            let (hidden, rest_hidden) = (&mut parts.hidden[range.clone()], &mut parts.rest_hidden[range.clone()]);
            match network.kind {
                CellKind::Lstm => {
                    let (cell, rest_cell) = (&mut parts.cell[range.clone()], &mut parts.rest_cell[range]);
                    lstm::step(sums, whole, bias_share, Parts { hidden, rest_hidden, cell, rest_cell }, scratch);
                }
                CellKind::Gru => gru::step(sums, whole, bias_share, hidden, rest_hidden, scratch),
            }
        }
    }

    /// Counts the newest states into what the output layer reads; a maximum is taken where the whole has it.
    fn pool(&mut self, network: &Network, reading: &Reading, row: usize) {
        let (n, t) = (network.hidden, self.next);
        let (Some(top), Some(whole)) = (self.layers.last(), reading.layers.last()) else { return };
        let is_new = |j: usize| t == 0 || whole.hidden[t * n + j] > reading.pooled[(t - 1) * n + j];
        for (pooled, hidden) in self.pooled.iter_mut().zip([&top.hidden, &top.rest_hidden]) {
            let (pooled, hidden) = (&mut pooled[row * n..][..n], &hidden[row * n..][..n]);
            match network.readout {
                Readout::Last => pooled.copy_from_slice(hidden),
                Readout::Mean => pooled.iter_mut().zip(hidden).for_each(|(sum, h)| *sum += h),
                Readout::Max => (0..n).filter(|&j| is_new(j)).for_each(|j| pooled[j] = hidden[j]),
            }
        }
    }

    /// Notes how the spans came out whose last word has been read.
    fn read_out(&mut self, network: &Network, reading: &Reading, steps: usize) {
        let n = network.hidden;
        for (row, (task, split)) in self.tasks.iter().zip(&mut self.splits).enumerate() {
            if split.is_some() || task.end > steps {
                continue;
            }
            let [part, rest] = [0, 1].map(|which| &self.pooled[which][row * n..][..n]);
            let length = part.iter().fold(0.0, |sum, x| sum + x * x).sqrt();
            // An empty span at the end of its text has not begun: all is rest.
            let begun = task.from < steps;
            let rest = if begun { network.read_out(rest, steps) } else { reading.logit_after(network, steps) };
            *split = Some(Split { score: network.read_out(part, steps), rest, length });
        }
    }
}
