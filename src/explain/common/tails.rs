//! Scores of variants of one text: what begins like the text is not read again.

use crate::{
    explain::Target,
    model::{Classifier, Run, State},
};

/// A variant: the text's first `keep` words, then others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tail {
    /// How many of the text's words it begins with.
    pub keep: usize,
    /// The ids that follow.
    pub then: Vec<u32>,
}

impl Tail {
    /// The text without some ranges of words, which are in order and do not touch.
    pub fn without(ids: &[u32], holes: &[(usize, usize)]) -> Self {
        let Some(&(keep, mut at)) = holes.first() else { return Self { keep: ids.len(), then: Vec::new() } };
        let mut then = Vec::with_capacity(ids.len() - keep);
        for &(from, to) in &holes[1..] {
            then.extend_from_slice(&ids[at..from]);
            at = to;
        }
        then.extend_from_slice(&ids[at..]);
        Self { keep, then }
    }
}

/// A text whose variants are wanted.
#[derive(Debug, Clone)]
pub struct Variants {
    ids: Vec<u32>,
    target: Target,
    /// Before every word and after the last; none for what reads whole texts only, as a bidirectional network does.
    states: Option<Vec<State>>,
    /// The score of the text itself.
    pub score: f64,
}

impl Variants {
    /// Reads the text.
    pub fn new(classifier: &impl Classifier, ids: &[u32], target: Target) -> Self {
        let score = classifier.scores(&[ids.to_vec()]).first().map_or(0.0, |&score| target.of(score));
        Self { ids: ids.to_vec(), target, states: classifier.states_along(ids), score }
    }

    /// The variants' scores.
    pub fn scores(&self, classifier: &impl Classifier, tails: &[Tail]) -> Vec<f64> {
        let scores = match &self.states {
            Some(states) => {
                let runs: Vec<Run<'_>> =
                    tails.iter().map(|tail| Run { start: states.get(tail.keep), ids: &tail.then }).collect();
                classifier.scores_from(&runs)
            }
            None => {
                let whole = |tail: &Tail| [&self.ids[..tail.keep], &tail.then].concat();
                classifier.scores(&tails.iter().map(whole).collect::<Vec<_>>())
            }
        };
        scores.into_iter().map(|score| self.target.of(score)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_leave_what_is_between_them() {
        let ids = [10, 11, 12, 13, 14];
        let case = |holes: &[(usize, usize)]| Tail::without(&ids, holes);
        assert_eq!(case(&[]), Tail { keep: 5, then: vec![] });
        assert_eq!(case(&[(1, 2)]), Tail { keep: 1, then: vec![12, 13, 14] });
        assert_eq!(case(&[(0, 1), (3, 5)]), Tail { keep: 0, then: vec![11, 12] });
    }
}
