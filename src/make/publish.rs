//! Makes what may be published of an index whose texts may not be.
//!
//! 1. Posting lists take the place of texts: which reviews hold a word, and neither where nor how often. Reviews of fewer
//!    than [`SHORTEST`] tokens are in none, and lose their states.
//! 2. Of the segments stay those after [`FIRST_KEPT`] tokens or more, thinned to [`SEGMENTS`]: the words behind a state
//!    after two or three tokens can be found by trying them all. They lose their positions, and within a review they are
//!    sorted by their values, so that nothing tells which came first.
//! 3. Contexts of units, which are positions, stay away.
//! 4. Phrase rules stay if each of more than [`FREE_WORDS`] different tokens is held by [`HOLDERS`] training reviews: then it
//!    is a turn of speech and nobody's sentence. They have at most five tokens.
//!
//! The rest holds no words or is a count: the states after the last token, the mean word vectors, the filter of common
//! word pairs, the scores.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};

use super::{
    build::COMPONENTS,
    report::{Report, of},
};
use crate::{
    index::{
        ActivationIndex, IndexedReview, ReviewStore,
        format::{
            endings::training_places,
            postings::{Postings, SHORTEST},
            segments::Segments,
        },
    },
    session::Session,
};

/// Tokens after which the first state is published.
pub const FIRST_KEPT: u16 = 16;
/// At most about so many numbers of segments, [`COMPONENTS`] each: the shipped index stays below 13 MB.
pub const SEGMENTS: usize = 200_000;
/// Phrases of so many different tokens are published, whoever holds them.
pub const FREE_WORDS: usize = 3;
/// Training reviews that hold a longer one.
pub const HOLDERS: u32 = 10;

/// Leaves of a session's index what may be published, and none of its reviews, whose ids must be there. A corpus of short
/// texts is refused.
pub fn published(session: &mut Session, report: Report<'_>) -> Result<()> {
    let training = || session.index.iter().flat_map(|index| index.reviews()).filter(|review| review.split.is_train());
    let (all, long) = (training().count(), training().filter(|review| review.tokens >= SHORTEST).count());
    ensure!(
        2 * long >= all,
        "expected most training reviews to have {SHORTEST} tokens or more, found {long} of {all}: states and lists of shorter ones give their words away; publish the network without a corpus, by `unrolled import`"
    );
    let reviews = std::mem::replace(&mut session.reviews, ReviewStore::new(session.tokenizer));
    let progress = &mut of(report, "listing the reviews that hold each word");
    let vocabulary = session.model.config().vocabulary;
    session.index = session.index.take().map(|index| without_order(&index, &reviews, vocabulary, progress));
    (session.manifest.texts, session.manifest.kept) = (Some("none".into()), None);
    Ok(())
}

/// The index with posting lists in place of everything that orders words.
pub fn without_order(
    index: &ActivationIndex,
    store: &ReviewStore,
    vocabulary: usize,
    progress: &mut dyn FnMut(u64, u64),
) -> ActivationIndex {
    let phrases = index.phrases().filter(|rules| {
        let different = |rank: usize| rules.phrase(rank).iter().collect::<BTreeSet<_>>().len();
        (0..rules.len()).all(|rank| rules.reviews[rank] >= HOLDERS || different(rank) <= FREE_WORDS)
    });
    let segments = unordered(&index.segments, index.reviews());
    let mut metadata = index.metadata().clone();
    metadata.segments = format!("{}; of these {}, of each review in no order", metadata.segments, segments.len());
    ActivationIndex {
        metadata,
        endings: index.endings.of(training_places(index.reviews(), SHORTEST)),
        segments,
        contexts: None,
        postings: Some(postings(index.reviews(), store, vocabulary, progress)),
        phrases: phrases.cloned(),
        ..index.clone()
    }
}

fn postings(
    reviews: &[IndexedReview],
    store: &ReviewStore,
    vocabulary: usize,
    progress: &mut dyn FnMut(u64, u64),
) -> Postings {
    let mut lists = vec![Vec::new(); vocabulary];
    for (place, review) in reviews.iter().enumerate().filter(|(_, review)| review.tokens >= SHORTEST) {
        progress(place as u64, reviews.len() as u64);
        for &id in store.get(review.row).map_or(&[][..], |view| view.ids) {
            let list: &mut Vec<u32> = &mut lists[id as usize];
            if list.last() != Some(&(place as u32)) {
                list.push(place as u32);
            }
        }
    }
    Postings::new(&lists, reviews.len())
}

/// Those of the segments that may be published, without positions and in the order of their values.
pub(super) fn unordered(segments: &Segments, reviews: &[IndexedReview]) -> Segments {
    thinned(segments, reviews, SEGMENTS * COMPONENTS / segments.scales.len().max(1))
}

fn thinned(segments: &Segments, reviews: &[IndexedReview], most: usize) -> Segments {
    let components = segments.scales.len();
    let late = |&at: &usize| segments.positions.as_ref().is_none_or(|positions| positions[at] >= FIRST_KEPT);
    let listed = (0..reviews.len()).filter(|&at| reviews[at].tokens >= SHORTEST);
    let found = listed.flat_map(|at| segments.range(at)).filter(late).count();
    let row = |at: usize| (&segments.values[at * components..][..components], segments.residuals[at]);
    let mut kept =
        Segments { offsets: vec![0], positions: None, values: Vec::new(), residuals: Vec::new(), ..segments.clone() };
    let mut seen = 0;
    for (at, review) in reviews.iter().enumerate() {
        let mut rows: Vec<_> = segments
            .range(at)
            .filter(|_| review.tokens >= SHORTEST)
            .filter(late)
            .filter(|_| {
                seen += 1;
                // Evenly thinned: of `found` in a row every one at which the whole part of seen · most / found rises.
                found <= most || seen * most / found > (seen - 1) * most / found
            })
            .map(row)
            .collect();
        rows.sort_unstable();
        for (values, residual) in rows {
            kept.values.extend_from_slice(values);
            kept.residuals.push(residual);
        }
        kept.offsets.push(kept.residuals.len() as u32);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::{Projection, Split};

    fn segments(per_review: usize, reviews: usize) -> Segments {
        let all = per_review * reviews;
        Segments {
            offsets: (0..=reviews).map(|at| (at * per_review) as u32).collect(),
            positions: Some((0..all).map(|at| (at % per_review) as u16 * 8).collect()),
            values: (0..all).map(|at| ((at * 37) % 101) as i8).collect(),
            scales: vec![1.0],
            residuals: vec![7; all],
            residual_scale: 1.0,
            projection: Projection::new(vec![1.0], 1),
        }
    }

    fn reviews(count: u32) -> Vec<IndexedReview> {
        (0..count)
            .map(|row| IndexedReview { row, split: Split::Train, label: 0, probability: 0.5, tokens: 90 })
            .collect()
    }

    #[test]
    fn early_states_stay_away_and_the_others_stand_in_no_order() {
        let kept = unordered(&segments(6, 2), &reviews(2));
        assert_eq!((kept.offsets.as_slice(), kept.positions.as_ref()), (&[0, 4, 8][..], None));
        // 0, 37, 74, 10, 47, 84 without the first two.
        assert_eq!(kept.values[..4], [10, 47, 74, 84]);
    }

    #[test]
    fn many_segments_are_thinned_evenly() {
        let kept = thinned(&segments(6, 100), &reviews(100), 150);
        assert_eq!(kept.len(), 150);
        let each: Vec<usize> = (0..100).map(|at| kept.range(at).len()).collect();
        assert!(each.iter().all(|count| (1..=2).contains(count)), "{each:?}");
        assert_eq!(thinned(&segments(6, 100), &reviews(100), 400).len(), 400);
    }
}
