//! What each word wrote, and what of that is left, as time goes on: its contribution to the score as read out after every
//! later word.
//!
//! The matrix \[steps, words\] of W · part(j, t) of [`common::telescope`](super::common::telescope). It is not what would
//! be missing without the word, which removal over time follows: later words may repeat or undo what it wrote. Every column adds up to the score after that word (Murdoch &
//! Szlam 2017, "Automatic rule extraction from long short-term memory networks", their γ, read out at every step
//! instead of the last alone).
//!
//! 1. One pass over the text leaves its trace.
//! 2. After each step, what was kept fades by the forget gate, the step writes its own, and all is read out.
//!
//! Cost: one pass, and half the square of the length times the units.
//!
//! Fidelity: `gap` is the largest distance between a column's sum and the network's own running score; exact but for
//! rounding (below 1e-4).
//!
//! Do not believe it as a cause: a word's share counts what was written *at* the word, and the gates that wrote it also
//! depend on the words before ("not" shows up in what the next word writes). The tanh is cut in reading order, so that
//! where it is saturated later words get less. With several layers the shares are those of what the last layer wrote at
//! the word, which draws on the words before it.

use serde::Serialize;

use super::{
    ExplainError, More, Progress, Target,
    common::{rows::Rows, telescope::Telescope},
    method::{About, Ask, Explains, Method, Need, Question},
    settings::settings,
};
use crate::{model::Model, text::TokenizedText, trace::Trace};

/// The method's name.
const METHOD: &str = "contribution-over-time";

settings! {
    /// Settings of contributions over time.
    #[derive(PartialEq, Eq)]
    pub struct Config {
        /// Rows wanted: all of them grow with the square of the length.
        pub rows: Rows = Rows::default();
        /// Words FROM..TO without TO that get a row in any case.
        pub span: Option<(usize, usize)> = None;
    }
}

/// How a word's worth ran.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct WordCourse {
    /// When it was read.
    pub read: f64,
    /// The largest in size, with its sign.
    pub peak: f64,
    /// After how many further words.
    pub peak_after: usize,
    /// After the last word.
    pub last: f64,
    /// Words until at most half of what it was worth when read was left, or it had turned around; null if it never fell
    /// so far.
    pub half_life: Option<usize>,
}

/// One row of the matrix.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "CourseRow"))]
pub struct Row {
    /// Which word.
    pub word: usize,
    /// Its contribution after itself, after the next word, … \[steps − word\].
    pub values: Vec<f32>,
}

/// One unit of the last layer over this text.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct UnitCourse {
    /// What it brings to the score in the end; all of them add up to the score without the bias.
    pub contribution: f64,
    /// Words until it has forgotten half, by its mean forget gate (update gate of a GRU); null if it forgets nothing.
    pub half_life: Option<f64>,
}

/// How far the numbers may be trusted.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "ContributionFidelity"))]
pub struct Fidelity {
    /// The largest |sum of a column + intercept − running score| (logit units).
    pub gap: f64,
    /// Columns there are so far.
    pub done: usize,
    /// Layers of the network: with more than one, a row is what the last layer wrote at the word.
    pub layers: usize,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "ContributionOverTime"))]
pub struct Contributions {
    /// The method's name.
    pub method: &'static str,
    /// Always the logit; of several classes the margin between the class and its rival.
    pub target: Target,
    /// The tokens in order.
    pub tokens: Vec<String>,
    /// The last column: what is left of each word in the end.
    pub weights: Vec<f64>,
    /// How each word's worth ran.
    pub words: Vec<WordCourse>,
    /// The matrix, by words, in text order.
    pub rows: Vec<Row>,
    /// The units of the last layer.
    pub units: Vec<UnitCourse>,
    /// What every column is added to: the score before the first word.
    pub intercept: f64,
    /// The network's score after each word.
    pub running_logit: Vec<f32>,
    /// How far to trust it.
    pub fidelity: Fidelity,
}

/// A job that reads out one step after the other.
#[derive(Debug, Clone)]
pub struct ContributionOverTime {
    config: Config,
    tokens: Vec<String>,
    /// The network's score after each word.
    running: Vec<f32>,
    telescope: Telescope,
    layers: usize,
    /// By words: \[word\]\[steps − word\].
    matrix: Vec<Vec<f32>>,
    gap: f64,
}

impl ContributionOverTime {
    /// Prepares the job; the trace is that of the text's tokens, by [`Model::margin`].
    pub fn start(config: Config, model: &Model, text: &TokenizedText, trace: &Trace) -> Result<Self, ExplainError> {
        if let Some(span) = config.span {
            super::check_span(span, text.tokens.len())?;
        }
        let telescope = Telescope::new(model, trace)?;
        let tokens = text.tokens.iter().map(|token| token.text.clone()).collect();
        let layers = model.config().layers;
        let running = trace.running.iter().map(|score| score.logit).collect();
        Ok(Self { config, tokens, running, telescope, layers, matrix: Vec::new(), gap: 0.0 })
    }

    /// Reads out steps until all are done or `more` says no. Progress counts cells of the matrix.
    pub fn advance(&mut self, more: More<'_>) -> Progress {
        while let Some(column) = self.telescope.next_column() {
            self.take(&column);
            if !more() {
                break;
            }
        }
        self.progress()
    }

    /// How many cells are filled.
    pub fn progress(&self) -> Progress {
        let cells = |steps: usize| (steps * (steps + 1) / 2) as u64;
        let (done, total) = (self.matrix.len(), self.telescope.steps());
        Progress { done: cells(done), total: cells(total), finished: done == total }
    }

    fn take(&mut self, column: &[f64]) {
        let sum: f64 = column.iter().sum::<f64>() + f64::from(self.telescope.bias());
        let score = self.running[self.matrix.len()];
        self.gap = self.gap.max((sum - f64::from(score)).abs());
        self.matrix.push(Vec::with_capacity(self.telescope.steps() - self.matrix.len()));
        self.matrix.iter_mut().zip(column).for_each(|(row, &value)| row.push(value as f32));
    }

    /// The matrix so far.
    pub fn snapshot(&self) -> Contributions {
        let life = |life: f64| Some(life).filter(|life| life.is_finite());
        let units = self.telescope.units().into_iter().zip(self.telescope.half_lives());
        Contributions {
            method: METHOD,
            target: Target::Logit,
            tokens: self.tokens.clone(),
            weights: self
                .matrix
                .iter()
                .map(|row| last(row))
                .chain(std::iter::repeat(0.0))
                .take(self.tokens.len())
                .collect(),
            words: self.matrix.iter().map(|row| course(row)).collect(),
            rows: self.rows(),
            units: units.map(|(contribution, l)| UnitCourse { contribution, half_life: life(l) }).collect(),
            intercept: f64::from(self.telescope.bias()),
            running_logit: self.running.clone(),
            fidelity: Fidelity { gap: self.gap, done: self.matrix.len(), layers: self.layers },
        }
    }

    fn rows(&self) -> Vec<Row> {
        let most = |word: usize| self.matrix[word].iter().fold(0.0f32, |most, value| most.max(value.abs())).into();
        let wanted = self.config.rows.of(self.matrix.len(), self.config.span, &most);
        wanted.into_iter().map(|word| Row { word, values: self.matrix[word].clone() }).collect()
    }
}

impl Method for ContributionOverTime {
    const NAME: &'static str = METHOD;
    const ABOUT: About = About::of(Question::Words).explaining(Explains::Margin);
    type Config = Config;
    type Answer = Contributions;

    fn needs(_config: &Config) -> &'static [Need] {
        &[Need::StateAfterEachWord]
    }

    fn start(config: Config, ask: &Ask<'_>) -> Result<Self, ExplainError> {
        let model = ask.model.margin();
        Self::start(config, &model, ask.text, &model.trace(ask.ids))
    }

    fn advance(&mut self, _ask: &Ask<'_>, more: More<'_>) -> Result<Progress, ExplainError> {
        Ok(self.advance(more))
    }

    fn snapshot(&self, _ask: &Ask<'_>) -> Contributions {
        self.snapshot()
    }
}

fn last(row: &[f32]) -> f64 {
    row.last().map_or(0.0, |&value| f64::from(value))
}

fn course(row: &[f32]) -> WordCourse {
    let read = row.first().map_or(0.0, |&value| f64::from(value));
    let larger = |best: usize, at: usize| if row[at].abs() > row[best].abs() { at } else { best };
    let peak_after = (0..row.len()).reduce(larger).unwrap_or(0);
    let fallen = |&value: &f32| f64::from(value) * read.signum() <= 0.5 * read.abs();
    let half_life = if read == 0.0 { None } else { row.iter().position(fallen) };
    let peak = row.get(peak_after).map_or(0.0, |&value| f64::from(value));
    WordCourse { read, peak, peak_after, last: last(row), half_life }
}
