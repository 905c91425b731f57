//! Validation reviews that stand for the two of the paper, found by rule, so that another model or corpus finds its own.

use std::{cmp::Ordering, ops::RangeInclusive};

use crate::{
    index::{IndexedReview, ReviewView},
    model::{favours, sureness},
    session::Session,
    text::UNKNOWN,
};

/// The word that the paper looks up in its first review.
pub const POETIC: &[&str] = &["poetic"];
/// The words that the paper looks up in its second.
pub const TOY_STORY: &[&str] = &["toy", "story"];
/// What the paper's network said of its first review, rightly.
const RIGHT_IN_THE_PAPER: f32 = 0.98;
/// What it said of its second, wrongly: 84 % negative.
const WRONG_IN_THE_PAPER: f32 = 0.16;
/// Reviews of so many tokens are preferred: a page to read, and a network that has had time to change its mind.
const READABLE: RangeInclusive<u32> = 80..=300;

/// A review and the words it was found by.
#[derive(Debug, Clone, Copy)]
pub struct Example<'a> {
    /// The review.
    pub review: ReviewView<'a>,
    /// What the network says of the last class.
    pub probability: f32,
    /// The tokens FROM..TO where the words stand first; none if it was not found by words.
    pub span: Option<(usize, usize)>,
}

/// How well a review fits: the first number counts before the second, the smallest first; none does not fit at all.
type Fit = Option<(u8, f32)>;

/// A positive review judged positive about as surely as the paper's first, if possible one that holds `poetic`.
pub fn judged_right(session: &Session) -> Option<Example<'_>> {
    let fit = |review: &IndexedReview| {
        let right = review.label == 1 && favours(review.probability);
        right.then(|| (0, (review.probability - RIGHT_IN_THE_PAPER).abs()))
    };
    find(session, POETIC, fit).or_else(|| find(session, &[], fit))
}

/// The positive review judged negative most surely.
pub fn judged_wrong(session: &Session) -> Option<Example<'_>> {
    find(session, &[], |review| (review.label == 1 && !favours(review.probability)).then_some((0, review.probability)))
}

/// A review that holds `toy story`: a positive one judged negative about as surely as the paper's second, else another
/// misjudged one, else the one nearest to an even chance.
pub fn on_toy_story(session: &Session) -> Option<Example<'_>> {
    find(session, TOY_STORY, |review| {
        let sure = (review.probability - WRONG_IN_THE_PAPER).abs();
        Some(match (review.label == 1, favours(review.probability)) {
            (true, false) => (0, sure),
            (false, true) => (1, -review.probability),
            _ => (2, sureness(review.probability)),
        })
    })
}

/// The validation review that fits best among those that hold the words, readable ones before others, then by row.
fn find<'a>(session: &'a Session, words: &[&str], fit: impl Fn(&IndexedReview) -> Fit) -> Option<Example<'a>> {
    let wanted: Vec<u32> = words.iter().map(|word| session.vocabulary.id(word)).collect();
    let validation = session.index.iter().flat_map(|index| index.reviews()).filter(|review| !review.split.is_train());
    let mut fitting: Vec<_> = validation.filter_map(|review| Some((fit(review)?, review))).collect();
    let unreadable = |review: &IndexedReview| !READABLE.contains(&review.tokens);
    fitting.sort_by(|((a_class, a_cost), a), ((b_class, b_cost), b)| -> Ordering {
        let class = a_class.cmp(b_class).then(unreadable(a).cmp(&unreadable(b)));
        class.then(a_cost.total_cmp(b_cost)).then(a.row.cmp(&b.row))
    });
    fitting.into_iter().find_map(|(_, indexed)| {
        let review = session.reviews.get(indexed.row)?;
        let span = if words.is_empty() { None } else { Some(position(review.ids, &wanted)?) };
        Some(Example { review, probability: indexed.probability, span })
    })
}

/// Where some words that the vocabulary knows stand first.
pub fn position(ids: &[u32], words: &[u32]) -> Option<(usize, usize)> {
    if words.is_empty() || words.contains(&UNKNOWN) {
        return None;
    }
    let at = ids.windows(words.len()).position(|window| window == words)?;
    Some((at, at + words.len()))
}
