//! Texts whose scores may come from elsewhere, in any order: how a job is split among workers.
//!
//! A job cuts its texts into *units* and queues them. Whoever is free takes one; scores come back when they come back,
//! and are handed on in the order of the units. A text's score does not depend on what is run beside it, so that the
//! answer has the same bits however many took part.

use std::collections::VecDeque;

use crate::trace::Score;

/// Some texts to be scored, taken off a queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its number, under which the scores are handed back.
    pub number: u32,
    /// The texts, each a list of ids.
    pub texts: Vec<Vec<u32>>,
}

impl Unit {
    /// The ids of all texts, one after the other, and how many each has.
    pub fn flat(&self) -> (Vec<u32>, Vec<u32>) {
        (self.texts.concat(), self.texts.iter().map(|text| text.len() as u32).collect())
    }
}

#[derive(Debug, Clone)]
enum State {
    Free,
    Taken,
    Scored(Vec<Score>),
}

/// Units in order, from the first that is not handed on yet.
#[derive(Debug, Clone, Default)]
pub struct Shared {
    /// The number of the first unit in the queue.
    first: u32,
    units: VecDeque<(Vec<Vec<u32>>, State)>,
}

impl Shared {
    /// Queues a unit.
    pub fn push(&mut self, texts: Vec<Vec<u32>>) {
        self.units.push_back((texts, State::Free));
    }

    /// Takes the first unit that nobody has.
    pub fn take(&mut self) -> Option<Unit> {
        let at = self.units.iter().position(|(_, state)| matches!(state, State::Free))?;
        let (texts, state) = &mut self.units[at];
        *state = State::Taken;
        Some(Unit { number: self.first + at as u32, texts: texts.clone() })
    }

    /// Gives a unit back that will not be scored.
    pub fn give_back(&mut self, number: u32) {
        if let Some((_, state @ State::Taken)) = self.unit(number) {
            *state = State::Free;
        }
    }

    /// Takes the scores of a unit's texts; those of a unit that is scored already, or of another number of texts, are
    /// let go.
    pub fn answer(&mut self, number: u32, scores: Vec<Score>) {
        match self.unit(number) {
            Some((texts, state @ State::Taken)) if texts.len() == scores.len() => *state = State::Scored(scores),
            _ => self.give_back(number),
        }
    }

    /// The scores of the first unit, once they are there.
    pub fn pop(&mut self) -> Option<Vec<Score>> {
        let (_, State::Scored(_)) = self.units.front()? else { return None };
        let (_, state) = self.units.pop_front()?;
        self.first += 1;
        if let State::Scored(scores) = state { Some(scores) } else { None }
    }

    /// Whether units are still to be scored, all of which somebody has.
    pub fn is_waiting(&self) -> bool {
        !self.units.is_empty() && !self.units.iter().any(|(_, state)| matches!(state, State::Free))
    }

    fn unit(&mut self, number: u32) -> Option<&mut (Vec<Vec<u32>>, State)> {
        self.units.get_mut(number.checked_sub(self.first)? as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores(logits: &[f32]) -> Vec<Score> {
        logits.iter().map(|&logit| Score::of_logit(logit)).collect()
    }

    #[test]
    fn scores_are_handed_on_in_order_whoever_answers_first() {
        let mut shared = Shared::default();
        (0..3).for_each(|i| shared.push(vec![vec![i]]));
        let taken: Vec<Unit> = std::iter::from_fn(|| shared.take()).collect();
        assert_eq!(
            taken.iter().map(|unit| (unit.number, unit.texts[0][0])).collect::<Vec<_>>(),
            [(0, 0), (1, 1), (2, 2)]
        );
        assert!(shared.is_waiting());
        shared.answer(2, scores(&[2.0]));
        shared.give_back(1);
        shared.answer(9, scores(&[9.0]));
        assert!(shared.pop().is_none() && !shared.is_waiting());
        shared.answer(0, scores(&[0.0]));
        assert_eq!(shared.pop().unwrap()[0].logit, 0.0);
        assert!(shared.pop().is_none());
        assert_eq!(shared.take().unwrap().number, 1);
        shared.answer(1, scores(&[1.0, 7.0]));
        assert_eq!(shared.take().unwrap().number, 1, "the scores of two texts are not those of one");
        shared.answer(1, scores(&[1.0]));
        assert_eq!(shared.pop().unwrap()[0].logit, 1.0);
        assert_eq!(shared.pop().unwrap()[0].logit, 2.0);
        assert!(shared.pop().is_none() && !shared.is_waiting());
        shared.answer(1, scores(&[1.0]));
    }
}
