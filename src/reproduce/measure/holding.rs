//! Figures 5 and 6: what the network says of the training reviews that hold some words.

use anyhow::Result;
use serde::Serialize;
use serde_json::json;

use super::{Verdict, ask};
use crate::{
    explain::{
        catalogue::Explanation,
        token_search::{Histogram, TokenSearchResult},
    },
    make::examples::Example,
    model::favours,
    session::Session,
};

/// The histogram of some words.
#[derive(Debug, Serialize)]
pub struct Holding {
    pub words: Vec<String>,
    /// The review that the words were taken from, and what the network says of it.
    pub review: u32,
    pub probability: f32,
    pub train: Histogram,
    pub validation: Histogram,
    /// Of a run of words: the training reviews that hold each.
    pub each: Vec<Each>,
    pub verdict: Verdict,
}

/// How many training reviews hold a word.
#[derive(Debug, Serialize)]
pub struct Each {
    pub word: String,
    pub reviews: usize,
    pub positive: usize,
}

/// Looks up the tokens FROM..TO of a review.
pub fn measure(session: &Session, example: Example<'_>, span: (usize, usize)) -> Result<Holding> {
    let search = |span: (usize, usize)| -> Result<TokenSearchResult> {
        ask(session, "token-search", example.review.text, json!({ "span": span, "top": 0 }), |answer| match answer {
            Explanation::TokenSearch(found) => Some(*found),
            _ => None,
        })
    };
    let found = search(span)?;
    let mut each = Vec::new();
    for at in (span.0..span.1).filter(|_| span.1 - span.0 > 1) {
        let TokenSearchResult { tokens, train, .. } = search((at, at + 1))?;
        each.push(Each { word: tokens.concat(), reviews: train.reviews, positive: train.positive });
    }
    let verdict = verdict(&found.train);
    let (review, probability) = (example.review.row, found.prediction);
    Ok(Holding {
        words: found.tokens,
        review,
        probability,
        train: found.train,
        validation: found.validation,
        each,
        verdict,
    })
}

/// The paper: more of them positive than negative, by label; its text says so of both figures. Reproduced where that is
/// so by label and by the network's predictions; partly where it is by label.
fn verdict(found: &Histogram) -> Verdict {
    let predicted = found.mean_probability.is_some_and(favours);
    match (found.positive > found.negative, predicted) {
        (true, true) => Verdict::Reproduced,
        (true, false) => Verdict::Partly,
        _ => Verdict::Not,
    }
}
