//! Figures 1 and 2: the words that LIME makes responsible for the verdicts on two reviews.

use anyhow::Result;
use rayon::prelude::*;
use serde::Serialize;

use super::{SEED, Verdict};
use crate::{
    explain::{
        ExplainError, Target,
        common::attribution::Attribution,
        lime::{Config, Fidelity, Lime},
    },
    make::examples::{Example, POETIC, TOY_STORY},
    model::{Classifier, favours},
    session::Session,
};

/// LIME on one review.
#[derive(Debug, Serialize)]
pub struct Weights {
    /// Row of the corpus, true class, length.
    pub review: u32,
    pub label: u8,
    pub tokens: usize,
    /// What the network says of it.
    pub probability: f32,
    /// As the paper ran it: on the probability.
    pub on_probability: Fit,
    /// On the logit, which still moves where the network is sure.
    pub on_logit: Fit,
    /// The words that the paper looks up in this review.
    pub sought: Sought,
    pub verdict: Verdict,
    /// The review with a weight for each token, where it may be shown.
    #[serde(skip)]
    pub text: Option<Weighed>,
}

/// A fitted linear model and its ten words.
#[derive(Debug, Serialize)]
pub struct Fit {
    /// Heaviest first.
    pub words: Vec<Word>,
    pub samples: usize,
    pub r2: Option<f64>,
    /// What it says of the whole review, and what the network says.
    pub local_prediction: f64,
    pub prediction: f64,
}

/// A word and its weight.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Word {
    pub word: String,
    pub weight: f64,
    pub standard_error: f64,
    /// How often the review holds it.
    pub occurrences: usize,
}

/// What the network says without some words.
#[derive(Debug, Serialize)]
pub struct Sought {
    pub words: Vec<&'static str>,
    /// How often they stand in the review together.
    pub occurrences: usize,
    /// The probability with all of those taken out.
    pub probability_without: f32,
}

/// A text with its words' weights.
#[derive(Debug)]
pub struct Weighed {
    pub text: String,
    /// From byte, to byte, weight.
    pub tokens: Vec<(usize, usize, f64)>,
}

/// Both reviews; four fits, side by side on the cores there are.
pub fn measure(session: &Session, reviews: [Example<'_>; 2], may_quote: bool) -> Result<[Weights; 2]> {
    let [first, second] = reviews;
    let asked: Vec<_> =
        [first, second].into_iter().flat_map(|e| [(e, Target::Probability), (e, Target::Logit)]).collect();
    let (model, tokenizer, vocabulary) = (&session.model, session.tokenizer, &session.vocabulary);
    let fitted = asked.par_iter().map(|(example, target)| {
        let text = tokenizer.tokenize(example.review.text);
        let config = Config { target: *target, seed: SEED, ..Config::default() };
        let mut lime = Lime::start(config, example.review.text, &text, vocabulary.ids(&text))?;
        lime.advance(model, &mut || true);
        Ok::<_, ExplainError>(lime.snapshot())
    });
    let fitted: Vec<Attribution<Fidelity>> = fitted.collect::<Result<_, _>>()?;
    let quote = |example: Example<'_>, lime| may_quote.then(|| weigh(session, example, lime));
    let [figure_1, figure_2] = [(first, POETIC, 0), (second, TOY_STORY, 2)].map(|(example, words, at)| Weights {
        review: example.review.row,
        label: example.review.label,
        tokens: example.review.ids.len(),
        probability: example.probability,
        on_probability: fit(&fitted[at]),
        on_logit: fit(&fitted[at + 1]),
        sought: without(session, example, words),
        verdict: Verdict::Not,
        text: quote(example, &fitted[at]),
    });
    let (right, wrong) = (right_review(&figure_1), wrong_review(&figure_2));
    Ok([Weights { verdict: right, ..figure_1 }, Weights { verdict: wrong, ..figure_2 }])
}

/// The words with a weight, heaviest first, each once.
fn fit(lime: &Attribution<Fidelity>) -> Fit {
    let mut words: Vec<Word> = Vec::new();
    let errors = lime.standard_errors.as_deref().unwrap_or_default();
    for (at, (token, &weight)) in lime.tokens.iter().zip(&lime.weights).enumerate().filter(|(_, (_, w))| **w != 0.0) {
        match words.iter_mut().find(|word| word.word == *token) {
            Some(word) => word.occurrences += 1,
            None => {
                let standard_error = errors.get(at).copied().unwrap_or(0.0);
                words.push(Word { word: token.clone(), weight, standard_error, occurrences: 1 });
            }
        }
    }
    words.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()).then_with(|| a.word.cmp(&b.word)));
    let Fidelity { r2, local_prediction, prediction, samples, .. } = lime.fidelity;
    Fit { words, samples, r2, local_prediction, prediction }
}

fn without(session: &Session, example: Example<'_>, words: &[&'static str]) -> Sought {
    let sought: Vec<u32> = words.iter().map(|word| session.vocabulary.id(word)).collect();
    let (mut kept, mut occurrences, mut rest) = (Vec::new(), 0, example.review.ids);
    while let [first, others @ ..] = rest {
        if let Some(after) = rest.strip_prefix(sought.as_slice()) {
            (occurrences, rest) = (occurrences + 1, after);
        } else {
            kept.push(*first);
            rest = others;
        }
    }
    let probability_without = session.model.scores(&[kept]).first().map_or(0.0, |score| score.probability);
    Sought { words: words.to_vec(), occurrences, probability_without }
}

fn weigh(session: &Session, example: Example<'_>, lime: &Attribution<Fidelity>) -> Weighed {
    let text = example.review.text.to_owned();
    let tokens = session.tokenizer.tokenize(&text).tokens;
    let weighed = |(token, &weight): (&crate::text::Token, _)| (token.bytes.start, token.bytes.end, weight);
    let tokens = tokens.iter().zip(&lime.weights).map(weighed).collect();
    Weighed { text, tokens }
}

/// The paper: judged right, "expected word importances", positive words in front. Reproduced where the network is right
/// and the three heaviest words all speak for it; partly where the heaviest does.
fn right_review(found: &Weights) -> Verdict {
    let pulls = |words: usize| found.on_probability.words.iter().take(words).all(|word| word.weight > 0.0);
    match (favours(found.probability) && found.label == 1, pulls(3), pulls(1)) {
        (true, true, _) => Verdict::Reproduced,
        (true, false, true) => Verdict::Partly,
        _ => Verdict::Not,
    }
}

/// The paper: judged wrong, and the film's title is the main reason. Reproduced where the review is wrongly called
/// negative and right again without the title; partly where the title's words are among LIME's ten, against the review.
fn wrong_review(found: &Weights) -> Verdict {
    let misjudged = found.label == 1 && !favours(found.probability);
    let blamed =
        found.on_probability.words.iter().any(|w| w.weight < 0.0 && found.sought.words.contains(&w.word.as_str()));
    match (misjudged, favours(found.sought.probability_without), blamed) {
        (true, true, _) => Verdict::Reproduced,
        (true, false, true) => Verdict::Partly,
        _ => Verdict::Not,
    }
}
