//! The page's first views, computed when a bundle is built: presets.json.
//!
//! The first text is our own. In a bundle that may carry whole texts the others are chosen by rule: validation reviews like
//! those of the paper (a positive one judged right about as surely as the paper's, a positive one judged wrong most surely,
//! one on Toy Story, misjudged if there is such) and Rotten Tomatoes sentences. Elsewhere they are our own too.

use anyhow::Result;
use rayon::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};

use super::{
    examples::{self, Example},
    report::Report,
};
#[cfg(feature = "types")]
use crate::explain::{
    activation_maximization::Maximization, activation_similarity::Similarity, common::attribution::Attribution,
    contribution_over_time::Contributions, corpus_search::Ranking, leave_one_out, lime, removal_over_time::Removals,
    token_search::TokenSearchResult,
};
use crate::{
    explain::{lime::Sampler, prediction::Prediction},
    session::{Session, SessionError},
    train::corpus::{Review, Source},
};

/// Written for this project, free to use.
const OWN_TEXT: &str = "I expected very little from this sequel, and for the first hour it gave me exactly that: tired jokes, a plot I had forgotten before it was over, and not one character worth caring about. Then the last act turned everything around. It is funny, tender and beautifully drawn, and the ending is anything but predictable. Not perfect, but I left smiling. 8/10";
/// Further texts of our own: what addresses call them, what readers see, the text. Chosen with the shipped network, which
/// says .97, .01, .96 (it takes the joke for praise), .005 (it takes no heed of how it ends) and .81.
const OWN_TEXTS: [(&str, &str, &str); 5] = [
    (
        "ferryman",
        "A ferryman and his daughter",
        "A quiet film about a ferryman and his daughter that trusts its audience completely. Nothing is explained twice, the two leads are wonderful together, and when the boat comes in at last I had tears in my eyes. One of the best things I have seen all year.",
    ),
    (
        "lounge",
        "Two hours in an airport lounge",
        "Two hours in an airport lounge would have been better spent. The dialogue is wooden, the heroine has nothing to do but scream, and the twist can be seen from the opening credits. I wanted to leave after twenty minutes and should have.",
    ),
    (
        "trailer",
        "A joke at the film’s expense",
        "I loved every minute of the trailer. What a pity that somebody made a film of it as well.",
    ),
    (
        "warned",
        "Everybody had warned me",
        "Everybody warned me: terrible reviews, an awful poster, the worst title of the year. I went anyway, and I have rarely been so moved in a cinema.",
    ),
    ("short", "One short sentence", "Short, silly and surprisingly sweet."),
];
/// Sentences of so many tokens are taken.
const SENTENCE_TOKENS: std::ops::RangeInclusive<usize> = 15..=40;
/// Words seen less often in training are left out of corpus search; the page's own default.
pub const MINIMUM_COUNT: u32 = 50;
/// How LIME draws in the page, and how often: the sampler that is soonest as exact as the package's 5,000 samples
/// (decision 005).
pub const LIME_SAMPLER: Sampler = Sampler::ModelAssisted;
/// See [`LIME_SAMPLER`].
pub const LIME_SAMPLES: usize = 2500;
/// The word that is selected in our own text: it misleads the network, and the training reviews tell why.
const OWN_SELECTION: &str = "predictable";

/// One entry of presets.json.
#[derive(Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Preset {
    /// What addresses call it.
    id: &'static str,
    /// What readers see.
    title: String,
    /// The text.
    text: String,
    /// The row in the corpus.
    review: Option<u32>,
    /// Whose it is: own, imdb, rotten_tomatoes, or corpus for any other.
    source: &'static str,
    /// Its true class, if it has one.
    label: Option<u8>,
    /// The verdict.
    prediction: Prediction,
    /// The tokens selected at first, FROM..TO without TO.
    selected: (usize, usize),
    /// The weight of each word.
    #[cfg_attr(feature = "types", ts(as = "Attribution<leave_one_out::Fidelity>"))]
    leave_one_out: Value,
    /// The same by LIME; null where it refuses, as in the fields below.
    #[cfg_attr(feature = "types", ts(as = "Option<Attribution<lime::Fidelity>>"))]
    lime: Value,
    /// What each word wrote and what of that is left, after every word; of the first preset only, as the next field: these
    /// are seen before the engine is there, and of a text of 74 words they are 58 kB.
    #[cfg_attr(feature = "types", ts(as = "Option<Contributions>"))]
    contribution_over_time: Value,
    /// What would be missing without each word, after every word.
    #[cfg_attr(feature = "types", ts(as = "Option<Removals>"))]
    removal_over_time: Value,
    /// The selected words in training.
    #[cfg_attr(feature = "types", ts(as = "Option<TokenSearchResult>"))]
    token_search: Value,
    /// Training states like that after the selected words.
    #[cfg_attr(feature = "types", ts(as = "Option<Similarity>"))]
    activation_similarity: Value,
    /// The words that would move the verdict most in their place.
    #[cfg_attr(feature = "types", ts(as = "Option<Ranking>"))]
    corpus_search: Value,
    /// The word vector that would.
    #[cfg_attr(feature = "types", ts(as = "Option<Maximization>"))]
    activation_maximization: Value,
}

/// A text to be shown, and the tokens that are selected in it at first; by the rule of [`selected`] without such.
struct Choice {
    id: &'static str,
    title: String,
    text: String,
    review: Option<u32>,
    source: &'static str,
    label: Option<u8>,
    select: Option<(usize, usize)>,
}

/// presets.json for a model and what it remembers; texts of others only if they may be quoted.
pub fn make(session: &Session, reviews: &[Review], may_quote: bool, report: Report<'_>) -> Result<Vec<u8>> {
    let mut choices = vec![own_text(session)];
    if may_quote {
        choices.extend(validation_reviews(session, reviews));
        choices.extend(rotten_tomatoes(session, reviews));
    } else {
        choices.extend(OWN_TEXTS.map(|(id, title, text)| own(id, title, text, None)));
    }
    let total = choices.len() as u64;
    let mut presets = Vec::new();
    for choice in choices {
        report("first views", presets.len() as u64, total);
        let preset = preset(session, choice, may_quote, presets.is_empty())?;
        presets.push(shortened(serde_json::to_value(preset)?));
    }
    Ok(serde_json::to_vec(&json!({ "presets": presets }))?)
}

/// A preset with numbers as short as they may be, because it is on its way before anything is seen: the prediction's are
/// the same in f32, and of what else is shown until the engine is there five digits are more than a reader sees, or of a
/// matrix that is drawn the thousandth of the score.
fn shortened(mut preset: Value) -> Value {
    for (part, value) in preset.as_object_mut().into_iter().flatten() {
        let short = match part.as_str() {
            "prediction" => in_f32,
            "contribution_over_time" | "removal_over_time" => in_thousandths,
            _ => of_five_digits,
        };
        shorten(value, short);
    }
    preset
}

fn in_f32(exact: f64) -> String {
    (exact as f32).to_string()
}

fn of_five_digits(exact: f64) -> String {
    format!("{exact:.4e}")
}

fn in_thousandths(exact: f64) -> String {
    // Whatever its sign, nothing is 0.
    let rounded = (1000.0 * exact).round() / 1000.0 + 0.0;
    rounded.to_string()
}

fn shorten(value: &mut Value, short: fn(f64) -> String) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| shorten(item, short)),
        // How far a picture may be believed is told in full: an error of less than a thousandth is not none.
        Value::Object(entries) => entries
            .iter_mut()
            .for_each(|(name, value)| shorten(value, if name == "fidelity" { of_five_digits } else { short })),
        Value::Number(number) if number.is_f64() => {
            let short = number.as_f64().and_then(|exact| short(exact).parse().ok());
            if let Some(short) = short.and_then(serde_json::Number::from_f64) {
                *number = short;
            }
        }
        _ => {}
    }
}

fn own_text(session: &Session) -> Choice {
    let (id, title) = ("sequel", "A sequel that turns around");
    let (ids, word) =
        (session.vocabulary.ids(&session.tokenizer.tokenize(OWN_TEXT)), session.vocabulary.id(OWN_SELECTION));
    own(id, title, OWN_TEXT, examples::position(&ids, &[word]))
}

fn own(id: &'static str, title: &'static str, text: &str, select: Option<(usize, usize)>) -> Choice {
    Choice { id, title: title.to_owned(), text: text.to_owned(), review: None, source: "own", label: None, select }
}

fn validation_reviews(session: &Session, reviews: &[Review]) -> Vec<Choice> {
    let of_review = |id, title: String, example| of_review(id, title, example, reviews);
    let [first, last] = names(session);
    let (right, wrong) =
        (format!("{}, and judged so", capital(last)), format!("{}, and judged {first}", capital(last)));
    let film = "With “Toy Story” in it".to_owned();
    let choices = [
        examples::judged_right(session).map(|example| of_review("right", right, example)),
        examples::judged_wrong(session).map(|example| of_review("wrong", wrong, example)),
        examples::on_toy_story(session).map(|example| of_review("toy-story", film, example)),
    ];
    choices.into_iter().flatten().collect()
}

/// What the two classes are called.
fn names(session: &Session) -> [&str; 2] {
    let name = |class: usize| session.manifest.classes.get(class).map_or("?", String::as_str);
    [name(0), name(1)]
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn of_review(id: &'static str, title: String, example: Example<'_>, reviews: &[Review]) -> Choice {
    let Example { review: view, span, .. } = example;
    let (text, review, label) = (view.text.to_owned(), Some(view.row), Some(view.label));
    let is_imdb = reviews.iter().any(|review| review.row == view.row && review.source == Source::Imdb);
    let source = if is_imdb { "imdb" } else { "corpus" };
    Choice { id, title, text, review, source, label, select: span }
}

/// The sentences judged rightly and most surely, one of each class, and the one the network can hardly decide on.
fn rotten_tomatoes(session: &Session, reviews: &[Review]) -> Vec<Choice> {
    let (tokenizer, vocabulary) = (session.tokenizer, &session.vocabulary);
    let sentences = reviews.iter().filter(|review| review.source == Source::RottenTomatoes);
    let read = sentences.map(|review| (review, vocabulary.ids(&tokenizer.tokenize(&review.text))));
    let fitting: Vec<_> = read.filter(|(_, ids)| SENTENCE_TOKENS.contains(&ids.len())).collect();
    let model = &session.model;
    let logits: Vec<f32> = fitting.par_iter().map(|(_, ids)| model.trace(ids).score().logit).collect();
    let [first, last] = names(session);
    let least = |id, title: String, cost: &dyn Fn(&Review, f32) -> f32| {
        let costs = fitting.iter().zip(&logits).map(|((review, _), &logit)| (review, cost(review, logit)));
        let (review, _) = costs.filter(|(_, cost)| cost.is_finite()).min_by(|(_, a), (_, b)| a.total_cmp(b))?;
        let (text, row, label) = (review.text.clone(), Some(review.row), Some(u8::from(review.positive)));
        Some(Choice { id, title, text, review: row, source: "rotten_tomatoes", label, select: None })
    };
    let choices = [
        least("sentence-positive", format!("One sentence, surely {last}"), &|review, logit| match review.positive {
            true => -logit,
            false => f32::INFINITY,
        }),
        least("sentence-negative", format!("One sentence, surely {first}"), &|review, logit| match review.positive {
            true => f32::INFINITY,
            false => logit,
        }),
        least("sentence-doubt", "One sentence, hardly decided".to_owned(), &|_, logit| logit.abs()),
    ];
    choices.into_iter().flatten().collect()
}

fn preset(session: &Session, choice: Choice, may_quote: bool, is_first: bool) -> Result<Preset> {
    let Choice { id, title, text, review, source, label, select } = choice;
    let prediction = session.predict(&text);
    let leave_one_out = run(session, "leave-one-out", &text, json!({ "target": "logit" }))?;
    let selected = select.unwrap_or_else(|| selected(&leave_one_out, prediction.verdict == prediction.class));
    let tokens = session.tokenizer.tokenize(&text).tokens;
    // What the network looks for is asked after the selected words.
    let prefix = selected.1.checked_sub(1).and_then(|last| tokens.get(last)).map_or(0, |token| token.bytes.end);
    let ask = |method: &str, text: &str, settings: Value| run(session, method, text, settings);
    let over_time =
        |method: &str| if is_first { ask(method, &text, json!({ "rows": "all" })) } else { Ok(Value::Null) };
    let mut similarity = ask("activation-similarity", &text, json!({ "span": selected }))?;
    if let Some(items) = similarity["items"].as_array_mut().filter(|_| !may_quote) {
        items.iter_mut().for_each(|item| item["tokens"] = Value::Null);
    }
    Ok(Preset {
        activation_maximization: ask("activation-maximization", &text[..prefix], json!({}))?,
        corpus_search: ask("corpus-search", &text[..prefix], json!({ "minimum_count": MINIMUM_COUNT }))?,
        lime: ask(
            "lime",
            &text,
            json!({ "target": "logit", "features": "all", "sampler": LIME_SAMPLER, "samples": LIME_SAMPLES }),
        )?,
        contribution_over_time: over_time("contribution-over-time")?,
        removal_over_time: over_time("removal-over-time")?,
        token_search: ask("token-search", &text, json!({ "span": selected }))?,
        activation_similarity: similarity,
        prediction,
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
    Ok(serde_json::to_value(job.snapshot(session))?)
}

/// The word (no punctuation) that moved most against the verdict, if it moved at least half as much as the weightiest;
/// else the weightiest. Nothing in a text without words. `favoured`: the verdict is for the class that is explained.
fn selected(leave_one_out: &Value, favoured: bool) -> (usize, usize) {
    let part = |name: &str| leave_one_out[name].as_array().into_iter().flatten();
    let is_word = |token: &Value| token.as_str().is_some_and(|token| token.contains(char::is_alphanumeric));
    let words = part("tokens").zip(part("weights")).enumerate().filter(|(_, (token, _))| is_word(token));
    let weights: Vec<(usize, f64)> = words.map(|(at, (_, weight))| (at, weight.as_f64().unwrap_or(0.0))).collect();
    // Of equal ones the first.
    let weightiest = |weights: &mut dyn Iterator<Item = (usize, f64)>| {
        weights.reduce(|best, next| if next.1.abs() > best.1.abs() { next } else { best })
    };
    let most = weightiest(&mut weights.iter().copied());
    let against = weightiest(
        &mut weights.iter().copied().filter(|&(_, weight)| if favoured { weight < 0.0 } else { weight > 0.0 }),
    );
    let telling = against.filter(|(_, weight)| most.is_some_and(|(_, most)| 2.0 * weight.abs() >= most.abs()));
    telling.or(most).map_or((0, 0), |(at, _)| (at, at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shortened_and_stay_the_same_in_f32() {
        let exact = [0.1f32, -3.25, 1e-20, 16_777_216.0, 0.048_740_853, f32::MIN_POSITIVE];
        let third = 1.0 / 3.0;
        let preset =
            json!({ "prediction": { "all": exact.map(f64::from), "third": third, "kept": 3 }, "lime": [third, 2.0] });
        let found = shortened(preset);
        let read = found["prediction"]["all"].as_array().unwrap().iter().map(|x| x.as_f64().unwrap() as f32);
        assert_eq!(read.collect::<Vec<f32>>(), exact);
        assert_eq!(found["prediction"]["third"].to_string(), "0.33333334");
        assert_eq!(found["prediction"]["kept"], json!(3));
        assert_eq!(found["lime"].to_string(), "[0.33333,2.0]");
        let drawn = shortened(json!({ "removal_over_time": { "values": [third, -0.0004, -1.2345], "word": 3 } }));
        assert_eq!(drawn["removal_over_time"].to_string(), r#"{"values":[0.333,0.0,-1.235],"word":3}"#);
        let drawn = shortened(json!({ "contribution_over_time": { "fidelity": { "gap": 3.674_457_9e-7 } } }));
        assert_eq!(drawn["contribution_over_time"]["fidelity"]["gap"], json!(3.6745e-7));
    }

    #[test]
    fn the_word_that_moved_against_the_verdict_is_selected_if_it_moved_enough() {
        let cases = [
            (json!(["dull", ".", "fine", "good"]), json!([-0.6, -9.0, 0.2, 1.0]), true, (0, 1)),
            (json!(["dull", ".", "fine", "good"]), json!([-0.4, -9.0, 1.0, 1.0]), true, (2, 3)),
            (json!(["dull", "good"]), json!([-0.4, 0.3]), false, (1, 2)),
            (json!(["…"]), json!([1.0]), true, (0, 0)),
            (json!([]), json!([]), true, (0, 0)),
        ];
        for (tokens, weights, favoured, expected) in cases {
            let weighed = json!({ "tokens": tokens, "weights": weights });
            assert_eq!(selected(&weighed, favoured), expected, "{weighed}");
        }
    }
}
