//! What lasts: how far each word pushed the score from where this text had brought it, and what is left of that push many
//! words later.
//!
//! push(t) = score(words up to t) − score(the same, with the *average word* in the place of word t). What is left of it after
//! k words is the same difference with k average words read after either. The average word is the mean word vector of the
//! training texts, of each word as often as they hold it: reading it brings no news, so that only what the network keeps by
//! itself stays. After Maheswaranathan, Williams, Golub, Ganguli & Sussillo 2019, "Reverse engineering recurrent networks for
//! sentiment classification reveals line attractor dynamics", who compare with the average word; that the push is taken from
//! the text's own states, and followed, is ours.
//!
//! 1. One pass over the text keeps the state before every word.
//! 2. From each of them two rows read on, one with the word, one with the average word; 32 words go side by side.
//! 3. Both rows read average words, and at 0, 1, 2, 5, 10, 20, 50 … of them the difference of their scores is taken.
//!
//! Words thus are *kept* (as much is left as was pushed), *fading* or *passing* (nothing is left).
//!
//! Cost: one pass, and for each word two steps, and two more for each average word after it: 202 steps a word with 100 of
//! them. Of the shipped network 40 ms for 95 words, 90 for 305 and 210 for 828, on one core of a server; as WebAssembly 60,
//! 200 and 530.
//!
//! Fidelity: exact, every number is a difference of two scores of the network. `drift` says how far the average words alone
//! moved the score: 0 if the network stood still on them.
//!
//! Do not believe that what is left after 100 words is left for ever. A network keeps along a line on which it creeps, not at
//! points where it stands: average words alone move the shipped network's score by about .4 in 100 words and by 2.3 in 1,000,
//! whatever it has read, and where the line is bent, a difference grows or shrinks on the way. The average word is no word; a
//! real text goes on with words that strengthen what was said or take it back, so that what this text would lack without the
//! word only its removal shows. The pushes are no shares of the score and do not add up to it.

use serde::Serialize;

use super::{
    ExplainError, More, Progress, Target,
    method::{About, Ask, Explains, Method, Need, Question},
    settings::{Range, Settings as _, settings},
};
use crate::{
    model::{Model, ModelError, Projections, Run, State},
    text::TokenizedText,
};

/// The method's name.
const METHOD: &str = "lasting";
/// Words that are followed side by side: with two rows each they fill a batch of the network's.
const WORDS: usize = 32;
/// Average words that they read between two questions whether the job may go on: some 10 ms.
const AT_ONCE: usize = 50;
/// So many average words lie between two readings of the score, in each power of ten.
const READ_AT: [usize; 3] = [1, 2, 5];

settings! {
    /// Settings of what lasts.
    #[derive(PartialEq, Eq)]
    pub struct Config {
        /// Average words that are read after each word before what is left of its push is taken.
        pub words_after: usize = 100, Range::between(1.0, 2000.0);
    }
}

/// One word.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct WordPush {
    /// The token.
    pub token: String,
    /// How much higher the score is after it than after the average word in its place.
    pub push: f32,
    /// How much higher it still is once the average words have been read after either.
    pub left: f32,
    /// The same after as many average words as `after` says, from `push` to `left`.
    pub curve: Vec<f32>,
}

/// How far the numbers may be trusted.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "LastingFidelity"))]
pub struct Fidelity {
    /// Always: each number is a difference of two scores of the network.
    pub exact: bool,
    /// Words that have been followed so far; the others are not listed yet.
    pub done: usize,
    /// How far the average words alone moved the score, up or down: the mean over these words.
    pub drift: f64,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Lasting"))]
pub struct Pushes {
    /// The method's name.
    pub method: &'static str,
    /// Always the logit; of several classes the margin between the class and its rival.
    pub target: Target,
    /// Average words that were read after each word.
    pub words_after: usize,
    /// After how many of them the difference was taken: 0, 1, 2, 5, 10 … `words_after`.
    pub after: Vec<usize>,
    /// The words in text order, as far as they have been followed.
    pub words: Vec<WordPush>,
    /// The sizes of their pushes, added up.
    pub pushed: f64,
    /// The sizes of what is left of them, added up.
    pub left: f64,
    /// How far to trust it.
    pub fidelity: Fidelity,
}

/// A job that follows some words at a time.
#[derive(Debug, Clone)]
pub struct Lasting {
    /// Read for the margin.
    model: Model,
    tokens: Vec<String>,
    ids: Vec<u32>,
    /// Before every word and after the last.
    states: Vec<State>,
    projections: Projections,
    /// As many average words as are ever read at once.
    average: Vec<u32>,
    /// After how many average words scores are read.
    after: Vec<usize>,
    /// Of the words that have been followed: the differences, and how far the average words alone moved the score.
    done: Vec<(Vec<f32>, f64)>,
    followed: Followed,
}

/// The words that are being followed.
#[derive(Debug, Clone, Default)]
struct Followed {
    /// For each word two: after it, and after the average word in its place.
    rows: Vec<State>,
    /// Average words that either has read since.
    read: usize,
    /// The differences so far.
    curves: Vec<Vec<f32>>,
}

impl Lasting {
    /// Prepares the job: reads the text once. The model is read for what is explained, as by [`Model::margin`], `average` is
    /// the average word \[embedding\], and `ids` are those of the text's tokens.
    pub fn start(
        config: Config,
        model: Model,
        average: &[f32],
        text: &TokenizedText,
        ids: Vec<u32>,
    ) -> Result<Self, ExplainError> {
        config.check()?;
        let states = model.states_along(&ids).ok_or(ModelError::Bidirectional { what: METHOD })?;
        let (projections, average) = Projections::with_vector(&model, average);
        let (average, after) = (vec![average; AT_ONCE], readings(config.words_after));
        let tokens = text.tokens.iter().map(|token| token.text.clone()).collect();
        let (done, followed) = (Vec::new(), Followed::default());
        Ok(Self { model, tokens, ids, states, projections, average, after, done, followed })
    }

    /// Follows words until all are done or `more` says no. Progress counts the steps of a row after each word.
    pub fn advance(&mut self, more: More<'_>) -> Progress {
        while !self.progress().finished {
            if self.followed.rows.is_empty() {
                self.begin_some()
            } else {
                self.read_on()
            }
            self.take_difference();
            if !more() {
                break;
            }
        }
        self.progress()
    }

    /// How many steps have been made.
    pub fn progress(&self) -> Progress {
        let (followed, steps) = (&self.followed, self.words_after() + 1);
        let under_way = followed.curves.len() * (followed.read + 1);
        let (done, total) = (self.done.len() * steps + under_way, self.ids.len() * steps);
        Progress { done: done as u64, total: total as u64, finished: self.done.len() == self.ids.len() }
    }

    /// The words that have been followed so far.
    pub fn snapshot(&self) -> Pushes {
        let word = |(token, (curve, _)): (&String, &(Vec<f32>, f64))| {
            let (push, left) = (first(curve), last(curve));
            WordPush { token: token.clone(), push, left, curve: curve.clone() }
        };
        let words: Vec<WordPush> = self.tokens.iter().zip(&self.done).map(word).collect();
        let sizes = |of: fn(&WordPush) -> f32| words.iter().map(|word| f64::from(of(word).abs())).sum();
        let drifts: f64 = self.done.iter().map(|(_, drift)| drift.abs()).sum();
        Pushes {
            method: METHOD,
            target: Target::Logit,
            words_after: self.words_after(),
            after: self.after.clone(),
            pushed: sizes(|word| word.push),
            left: sizes(|word| word.left),
            fidelity: Fidelity { exact: true, done: words.len(), drift: drifts / words.len().max(1) as f64 },
            words,
        }
    }

    fn words_after(&self) -> usize {
        self.after.last().copied().unwrap_or(0)
    }

    /// The next words, and the average word in the place of each.
    fn begin_some(&mut self) {
        let from = self.done.len();
        let some = from..self.ids.len().min(from + WORDS);
        let pair = |at: usize| {
            let start = Some(&self.states[at]);
            [Run { start, ids: &self.ids[at..=at] }, Run { start, ids: &self.average[..1] }]
        };
        let runs: Vec<Run<'_>> = some.clone().flat_map(pair).collect();
        let rows = ends(&self.model, &mut self.projections, &runs);
        self.followed = Followed { rows, read: 0, curves: vec![Vec::new(); some.len()] };
    }

    /// Average words, as far as the next reading or as many as are read at once.
    fn read_on(&mut self) {
        let Followed { rows, read, .. } = &mut self.followed;
        let next = self.after.iter().find(|&&after| after > *read).map_or(0, |after| after - *read);
        let words = &self.average[..next.min(AT_ONCE)];
        let runs: Vec<Run<'_>> = rows.iter().map(|row| Run { start: Some(row), ids: words }).collect();
        *rows = ends(&self.model, &mut self.projections, &runs);
        *read += words.len();
    }

    /// Where a reading is due, the difference of each pair's scores; after the last one these words are done.
    fn take_difference(&mut self) {
        let Followed { rows, read, curves } = &mut self.followed;
        if !self.after.contains(read) {
            return;
        }
        let score = |state: &State| f64::from(self.model.score_of_state(state).logit);
        for (curve, pair) in curves.iter_mut().zip(rows.chunks_exact(2)) {
            curve.push((score(&pair[0]) - score(&pair[1])) as f32);
        }
        if self.after.last() == Some(read) {
            let from = self.done.len();
            let Followed { rows, curves, .. } = std::mem::take(&mut self.followed);
            let drift = |(at, pair): (usize, &[State])| score(&pair[1]) - score(&self.states[from + at]);
            self.done.extend(curves.into_iter().zip(rows.chunks_exact(2).enumerate().map(drift)));
        }
    }
}

impl Method for Lasting {
    const NAME: &'static str = METHOD;
    const ABOUT: About = About::of(Question::Words).explaining(Explains::Margin);
    type Config = Config;
    type Answer = Pushes;

    fn needs(_config: &Config) -> &'static [Need] {
        &[Need::StateAfterEachWord, Need::AverageWord]
    }

    fn start(config: Config, ask: &Ask<'_>) -> Result<Self, ExplainError> {
        let average = ask.average_word.ok_or(ExplainError::NoAverageWord { method: METHOD })?;
        Self::start(config, ask.model.margin(), average, ask.text, ask.ids.to_vec())
    }

    fn advance(&mut self, _ask: &Ask<'_>, more: More<'_>) -> Result<Progress, ExplainError> {
        Ok(self.advance(more))
    }

    fn snapshot(&self, _ask: &Ask<'_>) -> Pushes {
        self.snapshot()
    }
}

/// Where runs end; a network that has no states was refused.
fn ends(model: &Model, projections: &mut Projections, runs: &[Run<'_>]) -> Vec<State> {
    model.run_on(projections, runs, &mut |_, _, _| {}).unwrap_or_default()
}

/// 0, 1, 2, 5, 10, 20, 50 … as far as `last`, and that.
fn readings(last: usize) -> Vec<usize> {
    let tens = std::iter::successors(Some(1), |ten| Some(ten * 10));
    let round = tens.take_while(|&ten| ten < last).flat_map(|ten| READ_AT.map(|at| at * ten));
    std::iter::once(0).chain(round.filter(|&at| at < last)).chain([last]).collect()
}

fn first(curve: &[f32]) -> f32 {
    curve.first().copied().unwrap_or(0.0)
}

fn last(curve: &[f32]) -> f32 {
    curve.last().copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_read_at_round_numbers_and_at_the_last_word() {
        assert_eq!(readings(100), [0, 1, 2, 5, 10, 20, 50, 100]);
        assert_eq!(readings(1), [0, 1]);
        assert_eq!(readings(7), [0, 1, 2, 5, 7]);
        assert_eq!(readings(10), [0, 1, 2, 5, 10]);
        assert_eq!(readings(1000).last_chunk(), Some(&[500, 1000]));
    }
}
