//! Figures 3 and 4, and what each costs: the word vector, and the words, that move the network most from nothing.

use anyhow::Result;
use serde::Serialize;
use serde_json::json;

use super::{SEED, Verdict, ask};
use crate::{
    explain::{
        activation_maximization::{Maximization, NearToken, RealToken, VocabularyNorm},
        catalogue::Explanation,
        corpus_search::RankedWord,
    },
    reproduce::paper,
    session::Session,
};

/// Words that the training texts hold less often crowd both lists: nothing has taught the network what they mean.
pub use crate::make::presets::MINIMUM_COUNT;
/// Tokens listed.
const LISTED: usize = 10;
/// Neighbours that are looked through for ten frequent ones: all of a usual vocabulary.
const NEIGHBOURS: usize = 20_000;

/// A vector found by gradient ascent.
#[derive(Debug, Serialize)]
pub struct Ascent {
    pub norm: &'static str,
    /// What the network makes of it.
    pub probability: f32,
    pub logit: f32,
    pub vector_norm: f32,
    pub vocabulary_norm: VocabularyNorm,
    /// The ten tokens nearest by cosine, and the ten among frequent ones.
    pub nearest: Vec<NearToken>,
    pub nearest_frequent: Vec<NearToken>,
    /// Ratings among either ten.
    pub ratings: usize,
    pub ratings_frequent: usize,
    /// Its nearest token, and the best token there is, as the network reads them.
    pub snapped: Option<RealToken>,
    pub searched: Option<RealToken>,
    pub restarts: usize,
    pub iterations: usize,
    pub passes: u64,
    pub seconds: Option<f64>,
    pub search_passes: u64,
    pub search_seconds: Option<f64>,
}

/// Figure 3.
#[derive(Debug, Serialize)]
pub struct Maximized {
    pub free: Ascent,
    pub bounded: Ascent,
    pub verdict: Verdict,
}

/// One corpus search.
#[derive(Debug, Serialize)]
pub struct Search {
    pub minimum_count: u32,
    pub words: usize,
    pub highest: Vec<RankedWord>,
    pub lowest: Vec<RankedWord>,
    /// Ratings among the ten highest.
    pub ratings: usize,
}

/// Figure 4.
#[derive(Debug, Serialize)]
pub struct Searched {
    pub unfiltered: Search,
    pub frequent: Search,
    /// The logit before any word.
    pub base: Option<f32>,
    pub verdict: Verdict,
}

/// What ascent and search cost, and what they found.
#[derive(Debug, Serialize)]
pub struct Cost {
    pub restarts: usize,
    pub ascent_passes: u64,
    pub ascent_seconds: Option<f64>,
    pub search_passes: u64,
    pub search_seconds: Option<f64>,
    /// Logits: of the free vector, of its nearest token, of the best token there is.
    pub soft: f32,
    pub snapped: Option<RealToken>,
    pub searched: Option<RealToken>,
    /// The token that the ascent ends at with the vocabulary's mean norm.
    pub snapped_bounded: Option<RealToken>,
    pub verdict: Verdict,
}

/// The rating out of ten that a token is, if it is one.
pub fn rating(token: &str) -> Option<f64> {
    let points: f64 = token.strip_suffix("/10")?.parse().ok()?;
    (0.0..=10.0).contains(&points).then_some(points)
}

fn ratings<'a>(tokens: impl Iterator<Item = &'a str>) -> usize {
    tokens.filter(|token| rating(token).is_some()).count()
}

/// Ascents from the zero state, free and on the sphere of the mean word vector.
pub fn ascents(session: &Session) -> Result<[Ascent; 2]> {
    Ok([ascent(session, "free")?, ascent(session, "vocabulary-mean")?])
}

fn ascent(session: &Session, norm: &'static str) -> Result<Ascent> {
    let settings = json!({ "from": "zero", "norm": norm, "top": NEIGHBOURS, "seed": SEED });
    let found: Maximization = ask(session, "activation-maximization", "", settings, |answer| match answer {
        Explanation::ActivationMaximization(found) => Some(*found),
        _ => None,
    })?;
    let is_frequent = |near: &&NearToken| near.count.is_some_and(|count| count >= MINIMUM_COUNT);
    let nearest: Vec<NearToken> = found.items.iter().take(LISTED).cloned().collect();
    let nearest_frequent: Vec<NearToken> = found.items.iter().filter(is_frequent).take(LISTED).cloned().collect();
    let count = |tokens: &[NearToken]| ratings(tokens.iter().map(|near| near.token.as_str()));
    Ok(Ascent {
        norm,
        probability: found.soft.probability,
        logit: found.soft.score,
        vector_norm: found.soft.norm,
        vocabulary_norm: found.vocabulary_norm,
        ratings: count(&nearest),
        ratings_frequent: count(&nearest_frequent),
        nearest,
        nearest_frequent,
        snapped: found.snapped,
        searched: found.searched,
        restarts: found.restarts,
        iterations: found.iterations,
        passes: found.passes,
        seconds: found.seconds,
        search_passes: found.search_passes,
        search_seconds: found.search_seconds,
    })
}

impl Maximized {
    /// The paper: 98 % from the vector, four ratings among the ten nearest tokens, a bad one among them. Reproduced
    /// where all of this is so, partly where some is.
    pub fn new(free: Ascent, bounded: Ascent) -> Self {
        let near = |of: &Ascent| of.nearest.iter().filter_map(|near| rating(&near.token)).collect::<Vec<f64>>();
        let points = [near(&free), near(&bounded)].concat();
        let sure = [&free, &bounded].iter().any(|ascent| f64::from(ascent.probability) >= paper::MAXIMIZED);
        let rated = free.ratings.max(bounded.ratings) >= paper::RATINGS_AMONG_TEN;
        let bad = points.iter().any(|&points| points < 5.0);
        let verdict = match [sure, rated, bad].iter().filter(|&&holds| holds).count() {
            3 => Verdict::Reproduced,
            0 => Verdict::Not,
            _ => Verdict::Partly,
        };
        Self { free, bounded, verdict }
    }
}

/// Corpus searches from the zero state, of all words and of frequent ones.
pub fn search(session: &Session) -> Result<Searched> {
    let run = |minimum_count: u32| {
        let settings = json!({ "from": "zero", "top": LISTED, "minimum_count": minimum_count });
        ask(session, "corpus-search", "", settings, |answer| match answer {
            Explanation::CorpusSearch(ranking) => Some(*ranking),
            _ => None,
        })
    };
    let (all, frequent) = (run(0)?, run(MINIMUM_COUNT)?);
    let base = all.base;
    let [unfiltered, frequent] = [(all, 0), (frequent, MINIMUM_COUNT)].map(|(ranking, minimum_count)| Search {
        minimum_count,
        words: ranking.words,
        ratings: ratings(ranking.items.iter().map(|word| word.token.as_str())),
        highest: ranking.items,
        lowest: ranking.lowest,
    });
    let verdict = search_verdict(&unfiltered, &frequent);
    Ok(Searched { unfiltered, frequent, base, verdict })
}

/// The paper: six of the eleven highest tokens are ratings. Reproduced where half of the unfiltered ten are; partly
/// where half of the frequent ten are, or the highest of all is.
fn search_verdict(unfiltered: &Search, frequent: &Search) -> Verdict {
    let first = unfiltered.highest.first().is_some_and(|word| rating(&word.token).is_some());
    match (2 * unfiltered.ratings >= LISTED, first || 2 * frequent.ratings >= LISTED) {
        (true, _) => Verdict::Reproduced,
        (false, true) => Verdict::Partly,
        _ => Verdict::Not,
    }
}

/// The paper: the same results, at significantly less computational complexity. Reproduced where the vector's nearest
/// token is the best token there is, or both are ratings, and the ascent takes fewer passes and less time; partly where
/// one of these holds.
pub fn cost(free: &Ascent, bounded: &Ascent) -> Cost {
    let is_rating = |token: &Option<RealToken>| token.as_ref().is_some_and(|token| rating(&token.token).is_some());
    let alike = free.snapped == free.searched || is_rating(&free.snapped) && is_rating(&free.searched);
    let cheaper = free.passes < free.search_passes && free.seconds < free.search_seconds;
    Cost {
        restarts: free.restarts,
        ascent_passes: free.passes,
        ascent_seconds: free.seconds,
        search_passes: free.search_passes,
        search_seconds: free.search_seconds,
        soft: free.logit,
        snapped: free.snapped.clone(),
        searched: free.searched.clone(),
        snapped_bounded: bounded.snapped.clone(),
        verdict: match (alike, cheaper) {
            (true, true) => Verdict::Reproduced,
            (false, false) => Verdict::Not,
            _ => Verdict::Partly,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratings_are_points_out_of_ten() {
        let cases = [("8/10", Some(8.0)), ("7.5/10", Some(7.5)), ("0/10", Some(0.0)), ("9/11", None), ("1/2", None)];
        for (token, expected) in
            cases.into_iter().chain([("11/10", None), ("/10", None), ("-1/10", None), ("nan/10", None)])
        {
            assert_eq!(rating(token), expected, "{token}");
        }
    }
}
