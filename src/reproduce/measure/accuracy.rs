//! Table 1: how often the network is right.

use anyhow::{Context, Result};
use serde::Serialize;

use super::Verdict;
use crate::{
    index::{IndexedReview, Split},
    model::favours,
    reproduce::paper,
    session::Session,
};

/// Shares of reviews judged right.
#[derive(Debug, Serialize)]
pub struct Accuracy {
    pub train: f64,
    /// Both halves of validation.
    pub validation: f64,
    pub choose: f64,
    pub assess: f64,
    /// Only if a test set was given.
    pub test: Option<f64>,
    pub counts: Counts,
    pub verdict: Verdict,
}

/// How many reviews each share is of.
#[derive(Debug, Serialize)]
pub struct Counts {
    pub train: usize,
    pub validation: usize,
}

/// Reads the accuracies off the index, which holds what the network says of every review.
pub fn measure(session: &Session, test: Option<f64>) -> Result<Accuracy> {
    let index = session.index.as_ref().context("expected an index")?;
    let share = |splits: &[Split]| {
        let reviews = || index.reviews().iter().filter(|review| splits.contains(&review.split));
        let right = |review: &&IndexedReview| favours(review.probability) == (review.label == 1);
        let count = reviews().count();
        (reviews().filter(right).count() as f64 / count.max(1) as f64, count)
    };
    let (train, validation) = (share(&[Split::Train]), share(&[Split::Choose, Split::Assess]));
    Ok(Accuracy {
        train: train.0,
        validation: validation.0,
        choose: share(&[Split::Choose]).0,
        assess: share(&[Split::Assess]).0,
        test,
        counts: Counts { train: train.1, validation: validation.1 },
        verdict: verdict([Some(train.0), Some(validation.0), test]),
    })
}

/// Reproduced where every accuracy that was measured reaches the paper's; partly where validation does.
fn verdict(measured: [Option<f64>; 3]) -> Verdict {
    let reaches: Vec<bool> =
        measured.iter().zip(paper::ACCURACY).map(|(ours, paper)| ours.is_none_or(|ours| ours >= paper)).collect();
    match (reaches.iter().all(|&reached| reached), reaches[1]) {
        (true, _) => Verdict::Reproduced,
        (false, true) => Verdict::Partly,
        (false, false) => Verdict::Not,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_test_set_is_not_held_against_the_network() {
        assert_eq!(verdict([Some(0.94), Some(0.9), None]), Verdict::Reproduced);
        assert_eq!(verdict([Some(0.94), Some(0.9), Some(0.8)]), Verdict::Partly);
        assert_eq!(verdict([Some(0.99), Some(0.8), None]), Verdict::Not);
    }
}
