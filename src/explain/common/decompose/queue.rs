//! Spans waiting to be decomposed, worked through in units of a few milliseconds.

use std::collections::VecDeque;

use super::{
    batch::{Batch, Split, Task},
    network::{BiasRule, Network},
    reading::Reading,
};
use crate::model::{Model, ModelError};

/// Spans that go along the text together, so that products are of matrices.
const TOGETHER: usize = 16;
/// Multiplications in one unit of work: about 5 ms natively, 10 in a browser (untuned beyond that).
const UNIT: usize = 8_000_000;
/// Half of the words that keeps more than this share of the part's length: the part does not come from the words.
const MOST_OF_HALF: f64 = 0.8;
/// A part whose score is smaller than this (logit) has faded, whatever feeds it.
const FADED: f64 = 0.05;

/// A span's share of the logit.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The span.
    pub span: (usize, usize),
    /// What the span adds to the logit.
    pub score: f64,
    /// What everything else adds, the output bias apart.
    pub rest: f64,
    /// |score + rest + bias − logit|, the logit that of the network's own pass.
    pub residual: f64,
    /// The part has come to feed itself: its size is not that of its words.
    pub runaway: bool,
    /// How much of the part's length is left when only half of its words' input counts as theirs: ½ where it is
    /// proportional, 1 where it depends on them no more; none where the part has faded.
    pub kept_by_half: Option<f64>,
}

/// Decomposes spans of one text, one unit of work after the other.
#[derive(Debug, Clone)]
pub struct Decomposing {
    network: Network,
    ids: Vec<u32>,
    rule: BiasRule,
    window: Option<usize>,
    reading: Reading,
    waiting: VecDeque<(usize, usize)>,
    current: Option<Batch>,
    /// Spans that have not faded: (span, score, rest, length), to be run again with half of their words.
    probed: Vec<(Task, Split)>,
    finished: Vec<Part>,
}

impl Decomposing {
    /// Prepares a text; a bidirectional network is refused. With a `window` the score is taken so many words after
    /// each span's end.
    pub fn new(
        model: &Model,
        method: &'static str,
        ids: Vec<u32>,
        rule: BiasRule,
        window: Option<usize>,
    ) -> Result<Self, ModelError> {
        let network = Network::new(model, method)?;
        let reading = Reading::new(&network);
        let (waiting, probed, finished) = (VecDeque::new(), Vec::new(), Vec::new());
        Ok(Self { network, ids, rule, window, reading, waiting, current: None, probed, finished })
    }

    /// Queues a span. Spans that begin near each other are best queued together, in order.
    pub fn push(&mut self, span: (usize, usize)) {
        self.waiting.push_back(span);
    }

    /// The output bias.
    pub fn bias(&self) -> f64 {
        self.network.bias
    }

    /// Words read so far by the network's own pass.
    pub fn words_read(&self) -> usize {
        self.reading.steps
    }

    /// The logit by this arithmetic; none before the text has been read.
    pub fn logit(&self) -> Option<f64> {
        let read = self.reading.steps == self.ids.len();
        read.then(|| self.network.bias + self.reading.logit_after(&self.network, self.ids.len()))
    }

    /// Whether nothing is left to do.
    pub fn is_idle(&self) -> bool {
        self.reading.steps == self.ids.len() && self.waiting.is_empty() && self.current.is_none()
    }

    /// Spans finished since they were last taken, in the order they were queued in within each batch.
    pub fn take(&mut self) -> Vec<Part> {
        std::mem::take(&mut self.finished)
    }

    /// One unit of work.
    pub fn work(&mut self, model: &Model) {
        let n = self.network.hidden;
        let mut left = UNIT / (4 * n * n * self.network.layers.len()).max(1);
        loop {
            let done = if self.reading.steps < self.ids.len() { self.read(model) } else { self.decompose() };
            left = left.saturating_sub(done);
            if left == 0 || self.is_idle() {
                return;
            }
        }
    }

    fn read(&mut self, model: &Model) -> usize {
        self.reading.read(&self.network, model.embedding_of(self.ids[self.reading.steps]));
        // Alone, a row costs as much as two in company.
        2
    }

    fn decompose(&mut self) -> usize {
        let mut batch = match self.current.take() {
            Some(batch) => batch,
            None => self.next_batch(),
        };
        let done = batch.step(&self.network, &self.reading);
        if !batch.is_finished() {
            self.current = Some(batch);
            return done;
        }
        let splits: Vec<(Task, Split)> = batch.into_splits().collect();
        if self.probed.is_empty() {
            self.probe(splits)
        } else {
            self.judge(splits)
        }
        done
    }

    fn next_batch(&mut self) -> Batch {
        // Those that stand in the order of their first words.
        let in_order = self.waiting.iter().zip(self.waiting.iter().skip(1)).take_while(|(a, b)| a.0 <= b.0).count();
        let together = self.waiting.len().min(TOGETHER).min(in_order + 1);
        let tasks: Vec<Task> = self.waiting.range(..together).map(|&span| self.task(span)).collect();
        self.waiting.drain(..together);
        Batch::new(&self.network, tasks)
    }

    fn task(&self, (from, to): (usize, usize)) -> Task {
        let end = self.window.map_or(self.ids.len(), |window| self.ids.len().min(to.saturating_add(window)));
        Task { from, to, end, share: 1.0, rule: self.rule }
    }

    /// Spans that have faded are done; the others are run again with half of their words.
    fn probe(&mut self, splits: Vec<(Task, Split)>) {
        let (standing, faded): (Vec<_>, Vec<_>) = splits.into_iter().partition(|(_, split)| split.score.abs() > FADED);
        let faded: Vec<Part> = faded.into_iter().map(|(task, split)| self.part(task, &split, None)).collect();
        self.finished.extend(faded);
        if !standing.is_empty() {
            let halves = standing.iter().map(|&(task, _)| Task { share: 0.5, ..task }).collect();
            self.current = Some(Batch::new(&self.network, halves));
            self.probed = standing;
        }
    }

    fn judge(&mut self, halves: Vec<(Task, Split)>) {
        let probed = std::mem::take(&mut self.probed);
        let parts = probed.into_iter().zip(halves).map(|((task, split), (_, half))| {
            let kept = if split.length > 0.0 { half.length / split.length } else { 0.0 };
            self.part(task, &split, Some(kept))
        });
        let parts: Vec<Part> = parts.collect();
        self.finished.extend(parts);
    }

    fn part(&self, task: Task, split: &Split, kept_by_half: Option<f64>) -> Part {
        let whole = self.reading.logit_after(&self.network, task.end);
        Part {
            span: (task.from, task.to),
            score: split.score,
            rest: split.rest,
            residual: (split.score + split.rest - whole).abs(),
            runaway: kept_by_half.is_some_and(|kept| kept > MOST_OF_HALF),
            kept_by_half,
        }
    }
}
