//! Every table and figure of the paper as numbers: one file each, with the rule by which its verdict is given.

pub mod accuracy;
pub mod alike;
pub mod holding;
pub mod looking;
pub mod weights;

use std::time::Instant;

use anyhow::{Context, Result};
use serde::Serialize;
use serde_json::Value;

use crate::{explain::catalogue::Explanation, make::examples, model::Config, session::Session, text::Tokenizer};

/// Whether what the paper reports is so here too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It is.
    Reproduced,
    /// Some of it is.
    Partly,
    /// It is not.
    Not,
}

/// Seed of LIME's samples and of the ascent's random starts.
pub const SEED: u64 = 0;

/// What was found.
#[derive(Debug, Serialize)]
pub struct Reproduction {
    /// The model's name and hash.
    pub model: String,
    pub model_hash: String,
    pub config: Config,
    pub tokenizer: Tokenizer,
    pub seed: u64,
    pub table_1: accuracy::Accuracy,
    pub figure_1: weights::Weights,
    pub figure_2: weights::Weights,
    pub figure_3: looking::Maximized,
    pub figure_4: looking::Searched,
    /// Activation maximization against corpus search: a claim of §5.3 without a figure.
    pub cost: looking::Cost,
    pub table_2: alike::Alike,
    pub table_3: alike::Alike,
    pub figure_5: holding::Holding,
    pub figure_6: holding::Holding,
}

/// Measures everything. `test` is the accuracy on the test reviews, where there are some; `may_quote` keeps the two
/// reviews' texts for drawing.
pub fn measure(session: &Session, test: Option<f64>, may_quote: bool) -> Result<Reproduction> {
    let none = |what: &str| format!("expected {what} among the validation reviews, found none; use a larger corpus");
    let first = examples::judged_right(session).with_context(|| none("a positive one judged positive"))?;
    let first_span = first.span.with_context(|| none("a positive one judged positive that holds `poetic`"))?;
    let second = examples::on_toy_story(session).with_context(|| none("one that holds `toy story`"))?;
    let second_span = second.span.with_context(|| none("one that holds `toy story`"))?;
    let table_1 = accuracy::measure(session, test)?;
    let [figure_1, figure_2] = weights::measure(session, [first, second], may_quote)?;
    let [free, bounded] = looking::ascents(session)?;
    let figure_4 = looking::search(session)?;
    let [table_2, table_3] = alike::measure(session, [(first, first_span), (second, second_span)])?;
    Ok(Reproduction {
        model: session.manifest.name.clone(),
        model_hash: session.manifest.model_hash.clone(),
        config: session.model.config().clone(),
        tokenizer: session.tokenizer,
        seed: SEED,
        table_1,
        figure_1,
        figure_2,
        cost: looking::cost(&free, &bounded),
        figure_3: looking::Maximized::new(free, bounded),
        figure_4,
        table_2,
        table_3,
        figure_5: holding::measure(session, first, first_span)?,
        figure_6: holding::measure(session, second, second_span)?,
    })
}

impl Reproduction {
    /// Leaves the two reviews' texts out; passages of up to three words stay.
    pub fn forget_texts(&mut self) {
        (self.figure_1.text, self.figure_2.text) = (None, None);
    }

    /// Every result by the paper's name for it.
    pub fn verdicts(&self) -> [(&'static str, Verdict); 10] {
        [
            ("Table 1", self.table_1.verdict),
            ("Figure 1", self.figure_1.verdict),
            ("Figure 2", self.figure_2.verdict),
            ("Figure 3", self.figure_3.verdict),
            ("Figure 4", self.figure_4.verdict),
            ("cost", self.cost.verdict),
            ("Table 2", self.table_2.verdict),
            ("Table 3", self.table_3.verdict),
            ("Figure 5", self.figure_5.verdict),
            ("Figure 6", self.figure_6.verdict),
        ]
    }
}

/// Runs a method to its end on a clock; `pick` takes its kind of answer.
fn ask<T>(
    session: &Session,
    method: &str,
    text: &str,
    settings: Value,
    pick: impl FnOnce(Explanation) -> Option<T>,
) -> Result<T> {
    let mut job = session.start(method, text, settings)?;
    loop {
        let begun = Instant::now();
        let progress = job.advance(session, &mut || true)?;
        job.spent(begun.elapsed().as_secs_f64());
        if progress.finished {
            return pick(job.snapshot(session)).with_context(|| format!("{method} gave another method's answer"));
        }
    }
}
