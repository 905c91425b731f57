//! The page's first views, computed when a bundle is built: presets.json.
//!
//! The first text is our own. The others are chosen by rule: validation reviews like those of the paper (a positive one
//! judged right about as surely as the paper's, a positive one judged wrong most surely, a misjudged one on Toy Story)
//! and Rotten Tomatoes sentences. Only a bundle that may carry whole texts has the others.

use anyhow::Result;
use rayon::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    explain::prediction::Prediction,
    index::{IndexedReview, ReviewView},
    session::{Session, SessionError},
    text::UNKNOWN,
    train::corpus::Review,
};

/// Written for this project, free to use.
const OWN_TEXT: &str = "I expected very little from this sequel, and for the first hour it gave me exactly that: tired jokes, a plot I had forgotten before it was over, and not one character worth caring about. Then the last act turned everything around. It is funny, tender and beautifully drawn, and the ending is anything but predictable. Not perfect, but I left smiling. 8/10";
/// The reviews shown have so many tokens: a page to read, and a network that has had time to change its mind.
const REVIEW_TOKENS: std::ops::RangeInclusive<u32> = 60..=250;
/// Sentences of so many tokens are taken.
const SENTENCE_TOKENS: std::ops::RangeInclusive<usize> = 15..=60;
/// What the paper's network said of its first example.
const PAPERS_PROBABILITY: f32 = 0.98;
/// Words seen less often in training are left out of corpus search; the page's own default.
const MINIMUM_COUNT: u32 = 50;
/// Words that the paper's examples turn on.
const POETIC: &[&str] = &["poetic"];
const TOY_STORY: &[&str] = &["toy", "story"];
const ANY: &[&str] = &[];

/// One entry of presets.json.
#[derive(Serialize)]
struct Preset {
    id: &'static str,
    title: &'static str,
    text: String,
    /// The row in the corpus.
    review: Option<u32>,
    source: &'static str,
    label: Option<u8>,
    prediction: Prediction,
    /// The tokens selected at first, FROM..TO without TO.
    selected: [usize; 2],
    leave_one_out: Value,
    lime: Value,
    token_search: Value,
    activation_similarity: Value,
    corpus_search: Value,
    activation_maximization: Value,
}

/// A text to be shown, and the words that are selected in it at first; the weightiest word without such.
struct Choice {
    id: &'static str,
    title: &'static str,
    text: String,
    review: Option<u32>,
    source: &'static str,
    label: Option<u8>,
    select: &'static [&'static str],
}

/// presets.json for a model and what it remembers; texts of others only if they may be quoted.
pub fn make(session: &Session, sentences: &[&Review], may_quote: bool) -> Result<Vec<u8>> {
    let (id, title) = ("sequel", "A sequel that turns around");
    let text = OWN_TEXT.to_owned();
    let mut choices =
        vec![Choice { id, title, text, review: None, source: "own", label: None, select: &["predictable"] }];
    if may_quote {
        choices.extend(validation_reviews(session));
        choices.extend(rotten_tomatoes(session, sentences));
    }
    let mut presets = Vec::new();
    for choice in choices {
        presets.push(preset(session, choice, may_quote)?);
    }
    Ok(serde_json::to_vec(&json!({ "presets": presets }))?)
}

fn validation_reviews(session: &Session) -> Vec<Choice> {
    let indexed = session.index.iter().flat_map(|index| index.reviews());
    let validation: Vec<_> = indexed.filter(|review| !review.split.is_train()).collect();
    let find = |words: &[&str], wanted: &dyn Fn(&IndexedReview) -> bool, cost: &dyn Fn(f32) -> f32| {
        let holds = |row: u32| session.reviews.get(row).filter(|view| position(session, view.ids, words).is_some());
        let mut fitting: Vec<&IndexedReview> = validation.iter().copied().filter(|review| wanted(review)).collect();
        fitting.sort_by(|a, b| cost(a.probability).total_cmp(&cost(b.probability)).then(a.row.cmp(&b.row)));
        fitting.into_iter().find_map(|review| holds(review.row))
    };
    let right = |r: &IndexedReview| REVIEW_TOKENS.contains(&r.tokens) && r.label == 1 && r.probability >= 0.5;
    let wrong = |r: &IndexedReview| REVIEW_TOKENS.contains(&r.tokens) && r.label == 1 && r.probability < 0.5;
    let misjudged = |r: &IndexedReview| (r.probability >= 0.5) != (r.label == 1);
    let from_paper = |p: f32| (p - PAPERS_PROBABILITY).abs();
    let poetic = find(POETIC, &right, &from_paper).map(|view| (view, POETIC));
    let judged_right = poetic.or_else(|| find(&[], &right, &from_paper).map(|view| (view, ANY)));
    let judged_wrong = find(ANY, &wrong, &|p| p);
    let on_toy_story = find(TOY_STORY, &misjudged, &|p| 0.5 - (p - 0.5).abs());
    let choices = [
        judged_right.map(|(view, select)| of_review("right", "Positive, and judged so", view, select)),
        judged_wrong.map(|view| of_review("wrong", "Positive, and judged negative", view, ANY)),
        on_toy_story.map(|view| of_review("toy-story", "Misjudged, with “Toy Story” in it", view, TOY_STORY)),
    ];
    choices.into_iter().flatten().collect()
}

fn of_review(id: &'static str, title: &'static str, view: ReviewView<'_>, select: &'static [&'static str]) -> Choice {
    let (text, review, label) = (view.text.to_owned(), Some(view.row), Some(view.label));
    Choice { id, title, text, review, source: "imdb", label, select }
}

/// The sentences judged right and wrong most surely.
fn rotten_tomatoes(session: &Session, sentences: &[&Review]) -> Vec<Choice> {
    let (tokenizer, vocabulary) = (session.tokenizer, &session.vocabulary);
    let ids = |review: &&Review| vocabulary.ids(&tokenizer.tokenize(&review.text));
    let read: Vec<(&Review, Vec<u32>)> = sentences.iter().map(|review| (*review, ids(review))).collect();
    let fitting: Vec<_> = read.into_iter().filter(|(_, ids)| SENTENCE_TOKENS.contains(&ids.len())).collect();
    let model = &session.model;
    let logits: Vec<f32> = fitting.par_iter().map(|(_, ids)| model.trace(ids).score().logit).collect();
    let surest = |id, title, positive: bool, judged: bool| {
        let candidates = fitting
            .iter()
            .zip(&logits)
            .filter(|((review, _), logit)| review.positive == positive && (**logit >= 0.0) == judged);
        let ((review, _), _) = candidates.max_by(|(_, a), (_, b)| a.abs().total_cmp(&b.abs()))?;
        let (text, row, label) = (review.text.clone(), Some(review.row), Some(u8::from(positive)));
        Some(Choice { id, title, text, review: row, source: "rotten_tomatoes", label, select: &[] })
    };
    let choices = [
        surest("sentence-right", "One sentence, negative, and judged so", false, false),
        surest("sentence-praise", "One sentence, positive, judged negative", true, false),
        surest("sentence-mockery", "One sentence, negative, judged positive", false, true),
    ];
    choices.into_iter().flatten().collect()
}

fn preset(session: &Session, choice: Choice, may_quote: bool) -> Result<Preset> {
    let Choice { id, title, text, review, source, label, select } = choice;
    let leave_one_out = run(session, "leave-one-out", &text, json!({ "target": "logit" }))?;
    let selected = selected(session, &text, select, &leave_one_out);
    let tokens = session.tokenizer.tokenize(&text).tokens;
    // What the network looks for is asked after the selected words.
    let prefix = selected[1].checked_sub(1).and_then(|last| tokens.get(last)).map_or(0, |token| token.bytes.end);
    let ask = |method: &str, text: &str, settings: Value| run(session, method, text, settings);
    let mut similarity = ask("activation-similarity", &text, json!({ "span": selected }))?;
    if let Some(items) = similarity["items"].as_array_mut().filter(|_| !may_quote) {
        items.iter_mut().for_each(|item| item["tokens"] = Value::Null);
    }
    Ok(Preset {
        activation_maximization: ask("activation-maximization", &text[..prefix], json!({}))?,
        corpus_search: ask("corpus-search", &text[..prefix], json!({ "minimum_count": MINIMUM_COUNT }))?,
        lime: ask("lime", &text, json!({ "target": "logit", "features": "all" }))?,
        token_search: ask("token-search", &text, json!({ "span": selected }))?,
        activation_similarity: similarity,
        prediction: session.predict(&text),
        id,
        title,
        text,
        review,
        source,
        label,
        selected,
        leave_one_out,
    })
}

/// Runs a method to its end; null where this model or bundle does not allow it.
fn run(session: &Session, method: &str, text: &str, settings: Value) -> Result<Value> {
    let mut job = match session.start(method, text, settings) {
        Ok(job) => job,
        Err(SessionError::Explain(_)) => return Ok(Value::Null),
        Err(error) => return Err(error.into()),
    };
    while !job.advance(session, &mut || true)?.finished {}
    Ok(serde_json::to_value(job.snapshot(session)?)?)
}

/// The words to select, else the word (no punctuation) whose absence would change most; a text without words has none.
fn selected(session: &Session, text: &str, words: &[&str], leave_one_out: &Value) -> [usize; 2] {
    let ids = session.vocabulary.ids(&session.tokenizer.tokenize(text));
    if let Some(at) = position(session, &ids, words).filter(|_| !words.is_empty()) {
        return [at, at + words.len()];
    }
    let part = |name: &str| leave_one_out[name].as_array().into_iter().flatten();
    let is_word = |token: &Value| token.as_str().is_some_and(|token| token.contains(char::is_alphanumeric));
    let words = part("tokens").zip(part("weights")).enumerate().filter(|(_, (token, _))| is_word(token));
    let sizes = words.map(|(at, (_, weight))| (at, weight.as_f64().unwrap_or(0.0).abs()));
    sizes.max_by(|(_, a), (_, b)| a.total_cmp(b)).map_or([0, 0], |(at, _)| [at, at + 1])
}

/// Where some words that the vocabulary knows stand in a text.
fn position(session: &Session, ids: &[u32], words: &[&str]) -> Option<usize> {
    let wanted: Vec<u32> = words.iter().map(|word| session.vocabulary.id(word)).collect();
    if wanted.is_empty() {
        return Some(0);
    }
    ids.windows(wanted.len()).position(|window| window == wanted && !wanted.contains(&UNKNOWN))
}
