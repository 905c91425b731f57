//! Tables 2 and 3: where in training the network was in the same state as after some words.
//!
//! The paper lists bigrams, "the first two tokens of training set sentences". Three readings are measured:
//!
//! 1. *openings*: the state after the words, in their review, against that after the first two words of every training
//!    review. There the network has read nothing but the bigram, so this is also the state of the bigram from nothing.
//! 2. *bigrams*: the words alone against every distinct training bigram, each from the zero state.
//! 3. *in context*: the state after the words, in their review, against every position of every training review.
//!
//! One pass over the training texts gives 1 and 3 for both tables, one over the distinct bigrams gives 2; both are
//! exact.

use anyhow::{Context, Result};
use rayon::prelude::*;
use serde::Serialize;

use super::Verdict;
use crate::{
    index::{
        ActivationIndex, IndexedReview, NGram, NGrams,
        query::{Best, Metric, Near, nearest},
    },
    make::examples::Example,
    model::{Run, favours},
    session::Session,
};

/// Rows of a table.
const LISTED: usize = 3;
/// Rows whose verdicts are averaged, to see past three.
const MANY: usize = 100;
/// Tokens shown of a passage in context.
const SHOWN: usize = 3;
/// Reviews, or bigrams, that one thread runs at a time.
const CHUNK: usize = 128;
/// The paper's measure.
const METRIC: Metric = Metric::L2;

/// What was found for some words of a review.
#[derive(Debug, Serialize)]
pub struct Alike {
    pub words: Vec<String>,
    pub review: u32,
    /// What the network says of the whole review, and what it says right after the words.
    pub probability: f32,
    pub probability_there: f32,
    pub openings: Answer,
    pub bigrams: Answer,
    pub in_context: Answer,
    pub verdict: Verdict,
}

/// The nearest of one kind.
#[derive(Debug, Serialize)]
pub struct Answer {
    /// How many were compared.
    pub compared: usize,
    pub items: Vec<Passage>,
    /// The share judged positive among the reviews of the nearest hundred.
    pub judged_positive: f64,
}

/// A passage of a training review.
#[derive(Debug, Clone, Serialize)]
pub struct Passage {
    pub tokens: Vec<String>,
    pub review: u32,
    pub position: u32,
    pub distance: f32,
    /// What the network says there, and of the whole review.
    pub probability_there: f32,
    pub probability: f32,
    pub label: u8,
}

/// The state of some words, in their review and alone.
struct Query {
    in_review: Vec<f32>,
    alone: Vec<f32>,
    probability: f32,
}

/// Both tables.
pub fn measure(session: &Session, asked: [(Example<'_>, (usize, usize)); 2]) -> Result<[Alike; 2]> {
    let index = session.index.as_ref().context("expected an index")?;
    let state =
        |ids: &[u32]| session.model.state_after(ids).context("a bidirectional network has no state after a word");
    let mut queries = Vec::new();
    for (example, (from, to)) in asked {
        let (in_review, alone) = (state(&example.review.ids[..to])?, state(&example.review.ids[from..to])?);
        let probability = session.model.score_of_state(&in_review).probability;
        queries.push(Query { in_review: in_review.hidden().to_vec(), alone: alone.hidden().to_vec(), probability });
    }
    let passes = Passes { session, index, queries: &queries };
    let (reviews, bigrams) = (passes.reviews(), passes.bigrams());
    let positions = session.reviews.train().map(|slot| session.reviews.at(slot).ids.len()).sum();
    let [first, second] = [0, 1].map(|at| {
        let (example, (from, to)) = asked[at];
        let token = |&id: &u32| session.vocabulary.token(id).to_owned();
        let [openings, in_context] = &reviews[at];
        let alike = Alike {
            words: example.review.ids[from..to].iter().map(token).collect(),
            review: example.review.row,
            probability: example.probability,
            probability_there: queries[at].probability,
            openings: passes.answer(Kind::Opening, openings, openings.len()),
            bigrams: passes.answer(Kind::Bigram, &bigrams[at], bigrams[at].len()),
            in_context: passes.answer(Kind::Context, in_context, positions),
            verdict: Verdict::Not,
        };
        Alike { verdict: verdict(&alike), ..alike }
    });
    Ok([first, second])
}

/// What stands in an answer.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Opening,
    Bigram,
    Context,
}

struct Passes<'a> {
    session: &'a Session,
    index: &'a ActivationIndex,
    queries: &'a [Query],
}

impl Passes<'_> {
    /// For each query, the nearest openings and the nearest position of each review.
    fn reviews(&self) -> Vec<[Vec<Near>; 2]> {
        let (store, model) = (&self.session.reviews, &self.session.model);
        let queries = self.queries;
        let mut slots: Vec<usize> = store.train().collect();
        slots.sort_by_key(|&slot| store.at(slot).ids.len());
        let chunk = |slots: &[usize]| -> Vec<[Vec<Near>; 2]> {
            let runs: Vec<Run<'_>> = slots.iter().map(|&slot| Run::from(store.at(slot).ids)).collect();
            let mut best = vec![vec![[Best::default(); 2]; slots.len()]; queries.len()];
            model.run(&runs, &mut |run, step, states| {
                for (query, best) in queries.iter().zip(&mut best) {
                    let distance = METRIC.distance(states.hidden, &query.in_review);
                    if step == 1 {
                        best[run][0].offer(distance, 1);
                    }
                    best[run][1].offer(distance, step as u32);
                }
            });
            let near = |best: &[[Best; 2]], kind: usize| {
                slots.iter().zip(best).filter_map(|(&slot, best)| best[kind].near(store.at(slot).row)).collect()
            };
            best.iter().map(|best| [near(best, 0), near(best, 1)]).collect()
        };
        let parts: Vec<_> = slots.par_chunks(CHUNK).map(chunk).collect();
        let merged = |query: usize, kind: usize| parts.iter().flat_map(|part| part[query][kind].clone()).collect();
        (0..queries.len()).map(|query| [merged(query, 0), merged(query, 1)]).collect()
    }

    /// For each query, every distinct bigram of the training texts, where it stands first.
    fn bigrams(&self) -> Vec<Vec<Near>> {
        let (store, model, queries) = (&self.session.reviews, &self.session.model, self.queries);
        let mut bigrams = NGrams::new(2, store);
        while !bigrams.is_counted() {
            bigrams.count_on(store);
        }
        let chunk = |some: &[NGram]| -> Vec<Vec<Near>> {
            let runs: Vec<Run<'_>> = some.iter().map(|&bigram| Run::from(bigrams.ids(bigram, store))).collect();
            let mut found = vec![vec![0.0; some.len()]; queries.len()];
            model.run(&runs, &mut |run, step, states| {
                let ended = found.iter_mut().zip(queries).filter(|_| step == 1);
                ended.for_each(|(found, query)| found[run] = METRIC.distance(states.hidden, &query.alone));
            });
            let near = |(bigram, distance): (&NGram, f32)| Near {
                row: store.at(bigram.slot).row,
                position: bigram.position,
                distance,
            };
            found.into_iter().map(|distances| some.iter().zip(distances).map(near).collect()).collect()
        };
        let parts: Vec<_> = bigrams.list().par_chunks(CHUNK * CHUNK).map(chunk).collect();
        (0..queries.len()).map(|query| parts.iter().flat_map(|part| part[query].clone()).collect()).collect()
    }

    /// The nearest of `all`; of equal openings the first by row.
    fn answer(&self, kind: Kind, all: &[Near], compared: usize) -> Answer {
        let many = nearest(all.iter().copied(), MANY);
        let mut items: Vec<Passage> = Vec::new();
        for passage in many.iter().filter_map(|&near| self.passage(kind, near)) {
            let again = items.iter().any(|item| item.tokens == passage.tokens && item.distance == passage.distance);
            if !again && items.len() < LISTED {
                items.push(passage);
            }
        }
        let judged: Vec<f32> = many
            .iter()
            .filter_map(|near| self.index.find(near.row))
            .map(|at| self.index.reviews()[at].probability)
            .collect();
        let positive = judged.iter().filter(|&&probability| favours(probability)).count();
        Answer { compared, items, judged_positive: positive as f64 / judged.len().max(1) as f64 }
    }

    fn passage(&self, kind: Kind, near: Near) -> Option<Passage> {
        let Near { row, position, distance } = near;
        let Session { model, reviews: store, vocabulary, .. } = self.session;
        let IndexedReview { probability, label, .. } = self.index.reviews()[self.index.find(row)?];
        let (slot, end) = (store.slot(row)?, position as usize + 1);
        let shown = if kind == Kind::Context { SHOWN } else { 2 };
        let start = end.saturating_sub(shown);
        let read = &store.at(slot).ids[if kind == Kind::Bigram { start } else { 0 }..end];
        let probability_there = model.score_of_state(&model.state_after(read)?).probability;
        let tokens = store.tokens(slot, start..end, vocabulary);
        Some(Passage { tokens, review: row, position, distance, probability_there, probability, label })
    }
}

/// The paper: three bigrams that share no word with the question, from sentences that the network judges surely as it
/// judges the review. Reproduced where the openings are such; partly where the passages in context are.
fn verdict(found: &Alike) -> Verdict {
    let is_such = |answer: &Answer| {
        let side = |p: f32| if favours(found.probability) { p >= 0.9 } else { p <= 0.1 };
        let other = |passage: &Passage| !passage.tokens.iter().any(|token| found.words.contains(token));
        answer.items.iter().all(|passage| side(passage.probability) && other(passage))
    };
    match (is_such(&found.openings), is_such(&found.in_context)) {
        (true, _) => Verdict::Reproduced,
        (false, true) => Verdict::Partly,
        _ => Verdict::Not,
    }
}
