//! Finds the phrase rules of a model (Murdoch & Szlam 2017, "Automatic rule extraction from long short-term memory
//! networks") and the tree beside them. Native only: part of building an index.
//!
//! 1. Every training review once more through the network; the cell decomposition gives each word's part x of the
//!    log-odds in both forms (γ and β). The classes share it: λ₁ = exp(x/2), λ₀ = exp(−x/2), so that λ₁/λ₀ = eˣ is what the
//!    word multiplies the odds with.
//! 2. Candidates: runs of up to five consecutive known words, each of which multiplies the odds of one class by more than
//!    1.1 ([`RATIO`](crate::index::phrases::RATIO)), somewhere in training; kept if training holds the run often enough.
//! 3. S = mean over *all* occurrences of Π λ₁ divided by the mean of Π λ₀; below 1 it is inverted and speaks for class 0.
//! 4. The form whose list gives the network's verdict more often on `choose` is stored; both are measured.
//! 5. A tree is grown on the presence of the phrases, with the network's verdicts as its truth.
//!
//! The same reviews, model and options give the same bytes on any number of cores: whatever is summed is summed by one
//! thread, in the order of the reviews.
//!
//! Cost: one pass with gates over the training reviews (for a mean or maximum over time also half the square of each
//! length), then a few looks at every position. Memory: two f32 a training position.

mod contributions;
mod judge;
mod log_sum;
mod phrases;
mod tree;

pub use contributions::score;
pub use judge::{Judged, counted, judge};
pub use tree::{cut, grow};

use contributions::contributions;

use crate::{
    index::{
        ActivationIndex, ReviewStore,
        phrases::{CURVES, MAX_PHRASES, PhraseRules},
    },
    model::{Directions, Model},
};

/// What rules are made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Phrases that training holds less often are left out.
    pub minimum: u32,
    /// The longest list.
    pub most: usize,
    /// The deepest tree that is tried.
    pub depth: usize,
}

impl Options {
    /// Those of the shipped index, with fewer occurrences asked of a smaller corpus.
    pub fn of(store: &ReviewStore) -> Self {
        let minimum = (store.train().count() / REVIEWS_TO_ONE) as u32;
        Self { minimum: minimum.clamp(2, MINIMUM), most: MAX_PHRASES, depth: DEPTH }
    }
}

/// Fewest occurrences of a phrase. Measured on the shipped model, by the share of `choose` to which lists of 100, 1,000 and
/// 5,000 phrases give the network's verdict: 10 occurrences .543, .766, .842; 30 .599, .822, .831; 50 .673, .827, .827;
/// 100 .755, .821, .820; 300 .791, .795, .795. With few, the best-scored phrases are too rare to fire; with many, those that
/// say most are missing.
const MINIMUM: u32 = 50;
/// One occurrence is asked for so many training reviews, up to [`MINIMUM`].
const REVIEWS_TO_ONE: usize = 350;
/// Questions to a leaf at most; more agree little more (8: .719 of `assess` instead of .705) and cannot be read.
const DEPTH: usize = 6;

/// The rules of a model; None where there cannot be any: a network that reads both ways, or of more than two classes.
/// `progress` hears how many of how many training positions have been read.
pub fn mine(
    model: &Model,
    store: &ReviewStore,
    index: &ActivationIndex,
    options: &Options,
    progress: &mut dyn FnMut(u64, u64),
) -> Option<PhraseRules> {
    let config = model.config();
    if config.classes() > 2 || config.directions == Directions::Bidirectional {
        return None;
    }
    let words = contributions(model, store, progress)?;
    let cases = Judged::all(store, index);
    let fallback = judge::majority(&cases);
    let list = |is_beta: bool| phrases::list(store, &words, is_beta, fallback, options);
    let lists = [list(false), list(true)];
    let firing = lists.each_ref().map(|rules| judge::firing(rules, store, &cases));
    let curves = [0, 1].map(|form| judge::curve(&lists[form], &cases, &firing[form], false));
    let faithful = [0, 1].map(|form: usize| judge::last_on_choose(&curves[form]).agree);
    let form = usize::from(faithful[1] > faithful[0]);
    let ([gamma, beta], [fires_gamma, fires_beta]) = (lists, firing);
    let (mut rules, fires) = if form == 1 { (beta, fires_beta) } else { (gamma, fires_gamma) };
    let votes = judge::curve(&rules, &cases, &fires, true);
    let curves: [Vec<_>; CURVES] = [curves[0].clone(), curves[1].clone(), votes];
    rules.figures = curves.concat();
    judge::choose_tree(&mut rules, &cases, &fires, options.depth);
    Some(rules)
}
