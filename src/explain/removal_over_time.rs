//! What would be missing without a word, as time goes on: leave-one-out, read out after every later word.
//!
//! D(j, t) = score after word t − score after word t without word j, for t ≥ j. The last column is leave-one-out of the
//! text, and column t leave-one-out of its beginning that ends at t, to the bit. Contribution over time follows what a
//! word *wrote*; this follows what it is *worth*: later words that repeat it, turn it around or build on it count.
//!
//! 1. Read the text once: the score before the first word and after each.
//! 2. For each word, read on from the state before it with the word after it, and take the score after each word.
//!
//! A word is *silent* if the score hardly moves when it is read (|D(j, j)| below 0.1) and it is strong later (|D(j, t)| of 0.4
//! or more): "not" acts on the word after it.
//!
//! Cost: half the square of the text's length in steps, as leave-one-out. A bidirectional network has no state to go on
//! from and reads the beginnings again, which grows with the cube: there texts of up to 250 words are worked out whole,
//! of longer ones only the span that is asked for. Memory grows with the square: at 2,500 words the job holds 12.5 MB, and
//! 500 rows of an answer up to 10 MB more, so that a long text gets rows of its strongest words only.
//!
//! Fidelity: exact, nothing is sampled or fitted. Columns are no shares of the score and do not add up to it: `column_gap`
//! says by how much the last one misses what the text moved it by.
//!
//! Do not believe it when a thing is said twice: taking away either of two words that say the same changes little. The
//! beginnings with a hole are also texts that nobody would write, and a share of a word's first effect says nothing where
//! that effect was tiny: `left` is then null.

use serde::Serialize;

use super::{
    ExplainError, More, Progress, Target, check_span,
    common::{rows::Rows, work::texts_per_unit},
    method::{About, Ask, Explains, Method, Question},
    settings::settings,
};
use crate::{
    model::{Classifier, Run, State},
    text::TokenizedText,
    trace::Score,
};

/// The method's name.
const METHOD: &str = "removal-over-time";

/// A word that moves the score by less when it is read is silent then (logit units).
pub const SILENT: f64 = 0.1;
/// A word that is worth this much at some time is strong (logit units).
pub const STRONG: f64 = 0.4;
/// Texts of at most so many words are read again word by word where there is no state to go on from.
pub const REREAD: usize = 250;
/// Rows of a text unless others are asked for: all those of most texts.
const ROWS: usize = 500;

settings! {
    /// Settings of removal over time.
    #[derive(PartialEq, Eq)]
    pub struct Config {
        /// Rows wanted, of the words that are worth most at some time, or all: those grow with the square of the length.
        pub rows: Rows = Rows::Strongest(ROWS);
        /// A range of tokens, FROM..TO without TO, that is left out as a whole too; each of its words gets a row.
        pub span: Option<(usize, usize)> = None;
        /// Whether each word of the text is taken away; else the span alone, in one pass.
        pub words: bool = true;
        /// Of several classes, whether the margin between the class and its rival is compared, as contribution over time
        /// has it, in place of the log-odds of the class.
        pub margin: bool = false;
    }
}

/// How a word's worth ran.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct RemovalCourse {
    /// When it was read.
    pub read: f64,
    /// The largest in size, with its sign.
    pub peak: f64,
    /// After how many further words.
    pub peak_after: usize,
    /// After the last word.
    pub last: f64,
    /// The last as a share of what it was worth when read; null if it was silent then.
    pub left: Option<f64>,
    /// Whether it was silent when read and strong later.
    pub silent: bool,
}

/// What would be missing without a word, or without a range of words.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "RemovalRow"))]
pub struct Row {
    /// Which word, or the first of them.
    pub word: usize,
    /// After itself, after the next word, … \[steps − word\]; of a range that is not read to its end, what is read of it.
    pub values: Vec<f64>,
}

/// How far the numbers may be trusted.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "RemovalFidelity"))]
pub struct Fidelity {
    /// Always: each number is a difference of two scores of the network.
    pub exact: bool,
    /// The score of the whole text.
    pub score: f64,
    /// The score before the first word.
    pub zero: f64,
    /// score − zero − Σ weights; null until every word is done.
    pub column_gap: Option<f64>,
    /// Words done so far; the others are shown with weight 0.
    pub done: usize,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "RemovalOverTime"))]
pub struct Removals {
    /// The method's name.
    pub method: &'static str,
    /// Always the logit.
    pub target: Target,
    /// The tokens in order.
    pub tokens: Vec<String>,
    /// The last column: leave-one-out.
    pub weights: Vec<f64>,
    /// How each word's worth ran, as far as they are done.
    pub words: Vec<RemovalCourse>,
    /// The matrix, by words, in text order.
    pub rows: Vec<Row>,
    /// The range that was asked for.
    pub span: Option<Row>,
    /// How its worth ran from its last word on.
    pub span_course: Option<RemovalCourse>,
    /// How far to trust it.
    pub fidelity: Fidelity,
}

/// A job that takes away one word after the other.
#[derive(Debug, Clone)]
pub struct RemovalOverTime {
    config: Config,
    tokens: Vec<String>,
    ids: Vec<u32>,
    /// Before every token and after the last; None where the network cannot read on.
    states: Option<Vec<State>>,
    /// The score before the first word and after each, as far as they are known.
    whole: Vec<f32>,
    /// The same without the span, if one was asked for, and without each word, from the word after it on: f32 as the network
    /// says them, which is half of what their differences would take. The last may be unfinished.
    without: Vec<Vec<f32>>,
}

impl RemovalOverTime {
    /// Prepares the job; `ids` are those of the text's tokens.
    pub fn start(
        config: Config,
        classifier: &impl Classifier,
        text: &TokenizedText,
        ids: Vec<u32>,
    ) -> Result<Self, ExplainError> {
        if let Some(span) = config.span {
            check_span(span, ids.len())?;
        }
        let states = classifier.states_along(&ids);
        if config.words && states.is_none() && ids.len() > REREAD && config.span.is_none() {
            let expected = "FROM..TO, because a network that reads both ways takes away each word of short texts only";
            return Err(ExplainError::Setting { name: "span", expected: expected.into(), found: "none".into() });
        }
        let tokens = text.tokens.iter().map(|token| token.text.clone()).collect();
        Ok(Self { config, tokens, ids, states, whole: Vec::new(), without: Vec::new() })
    }

    /// Takes words away until all are done or `more` says no. Progress counts words, and the span.
    pub fn advance(&mut self, classifier: &impl Classifier, more: More<'_>) -> Progress {
        while !self.progress().finished {
            if self.whole.len() <= self.ids.len() {
                self.read_whole(classifier);
            } else if self.states.is_some() {
                self.read_on(classifier);
            } else {
                self.read_again(classifier);
            }
            if !more() {
                break;
            }
        }
        self.progress()
    }

    /// How many words have their row.
    pub fn progress(&self) -> Progress {
        let (done, total) = (self.done(), self.wanted());
        let finished = self.whole.len() > self.ids.len() && done == total;
        Progress { done: done as u64, total: total as u64, finished }
    }

    /// The answer so far.
    pub fn snapshot(&self) -> Removals {
        let (spans, steps) = (self.spans(), self.ids.len());
        let mut weights = vec![0.0; steps];
        let mut words = Vec::new();
        for at in spans..self.done() {
            let course = self.course(at);
            weights[at - spans] = course.last;
            words.push(course);
        }
        let rows = self.config.rows.of(words.len(), self.config.span, &|word| words[word].peak);
        let span = (spans == 1 && self.done() > 0).then_some(0);
        let after = |words: usize| self.whole.get(words).copied().map_or(0.0, f64::from);
        let (zero, score, done) = (after(0), after(steps), words.len());
        let gap = score - zero - weights.iter().sum::<f64>();
        Removals {
            method: METHOD,
            target: Target::Logit,
            tokens: self.tokens.clone(),
            weights,
            words,
            rows: rows.into_iter().map(|word| self.row(spans + word)).collect(),
            span: span.map(|at| self.row(at)),
            span_course: span.map(|at| self.course(at)),
            fidelity: Fidelity { exact: true, score, zero, column_gap: (done == steps).then_some(gap), done },
        }
    }

    /// How many spans are taken away before the words.
    fn spans(&self) -> usize {
        usize::from(self.config.span.is_some())
    }

    /// How many rows there are to be.
    fn wanted(&self) -> usize {
        let by_word = self.config.words && (self.states.is_some() || self.ids.len() <= REREAD);
        self.spans() + if by_word { self.ids.len() } else { 0 }
    }

    /// How many rows are finished.
    fn done(&self) -> usize {
        let known = self.without.len();
        let is_open = known > 0 && self.removed(known - 1).1 + self.without[known - 1].len() < self.ids.len();
        known - usize::from(is_open)
    }

    /// What a row takes away, FROM..TO: the span, or a word.
    fn removed(&self, at: usize) -> (usize, usize) {
        match self.config.span {
            Some(span) if at == 0 => span,
            _ => (at - self.spans(), at + 1 - self.spans()),
        }
    }

    /// One unit of work: the scores of the text, or of its next few beginnings.
    fn read_whole(&mut self, classifier: &impl Classifier) {
        let (known, steps) = (self.whole.len(), self.ids.len());
        let scores = match &self.states {
            Some(states) => {
                let ends: Vec<Run<'_>> = states.iter().map(|state| Run { start: Some(state), ids: &[] }).collect();
                classifier.scores_from(&ends)
            }
            None => self.beginnings(classifier, (0, 0), known..(steps + 1).min(known + texts_per_unit(steps))),
        };
        self.whole.extend(scores.iter().map(|score| score.logit));
    }

    /// One unit of work where the network reads on: the next few rows.
    fn read_on(&mut self, classifier: &impl Classifier) {
        let Some(states) = &self.states else { return };
        let first = self.without.len();
        let some = first..self.wanted().min(first + texts_per_unit(self.ids.len() - self.removed(first).0));
        let run = |at: usize| {
            let (from, to) = self.removed(at);
            Run { start: Some(&states[from]), ids: &self.ids[to..] }
        };
        let runs: Vec<Run<'_>> = some.map(run).collect();
        for scores in classifier.running_from(&runs) {
            self.without.push(scores.iter().map(|score| score.logit).collect());
        }
    }

    /// One unit of work where it does not: some of the next row.
    fn read_again(&mut self, classifier: &impl Classifier) {
        let at = self.done();
        if self.without.len() == at {
            self.without.push(Vec::new());
        }
        let (from, to) = self.removed(at);
        let known = to + 1 + self.without[at].len();
        let ends = known..(self.ids.len() + 1).min(known + texts_per_unit(known));
        let scores = self.beginnings(classifier, (from, to), ends);
        self.without[at].extend(scores.iter().map(|score| score.logit));
    }

    /// The scores of the text's beginnings that end before these words, without the words `from..to`.
    fn beginnings(
        &self,
        classifier: &impl Classifier,
        (from, to): (usize, usize),
        ends: std::ops::Range<usize>,
    ) -> Vec<Score> {
        let beginning = |end: usize| [&self.ids[..from], &self.ids[to..end]].concat();
        classifier.scores(&ends.map(beginning).collect::<Vec<_>>())
    }

    /// A finished row.
    fn row(&self, at: usize) -> Row {
        let (from, to) = self.removed(at);
        // While nothing but what is taken away has been read, the rest is what stood before it.
        let without = |after: usize| if after <= to { self.whole[from] } else { self.without[at][after - to - 1] };
        let value = |after: usize| f64::from(self.whole[after]) - f64::from(without(after));
        Row { word: from, values: (from + 1..=self.ids.len()).map(value).collect() }
    }

    /// Its figures, from where all of what is taken away has been read.
    fn course(&self, at: usize) -> RemovalCourse {
        let (from, to) = self.removed(at);
        let values = self.row(at).values;
        let row = &values[to - from - 1..];
        let (read, mut peak_after) = (row[0], 0);
        for after in 0..row.len() {
            if row[after].abs() > row[peak_after].abs() {
                peak_after = after;
            }
        }
        let (peak, last, is_silent) = (row[peak_after], row[row.len() - 1], read.abs() < SILENT);
        let left = (!is_silent).then(|| last / read);
        RemovalCourse { read, peak, peak_after, last, left, silent: is_silent && peak.abs() >= STRONG }
    }
}

impl Method for RemovalOverTime {
    const NAME: &'static str = METHOD;
    const ABOUT: About = About::of(Question::Words).explaining(Explains::Both);
    type Config = Config;
    type Answer = Removals;

    fn start(config: Config, ask: &Ask<'_>) -> Result<Self, ExplainError> {
        let margin = ask.model.margin();
        let model = if config.margin { &margin } else { ask.model };
        Self::start(config, model, ask.text, ask.ids.to_vec())
    }

    fn advance(&mut self, ask: &Ask<'_>, more: More<'_>) -> Result<Progress, ExplainError> {
        let margin = ask.model.margin();
        let model = if self.config.margin { &margin } else { ask.model };
        Ok(self.advance(model, more))
    }

    fn snapshot(&self, _ask: &Ask<'_>) -> Removals {
        self.snapshot()
    }
}
