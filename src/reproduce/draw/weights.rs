//! Draws Figures 1 and 2.

use super::{
    charts,
    html::{Element, Html, bold, element, listed, prose},
    numbers::{count, percent},
    section::{Section, beside, fold, table},
};
use crate::{
    model::favours,
    reproduce::{
        measure::weights::{Fit, Weighed, Weights, Word},
        paper,
    },
};

/// Below this R² the sentence says first that the fit is poor.
const POOR_FIT: f64 = 0.5;
/// Longer reviews are folded away at first.
const SHORT: usize = 200;
const SETTINGS: &str = "LIME with the package’s defaults: 5,000 samples, the ten words of highest weight, bag of \
                        words, cosine kernel 25, ridge 1; seed 0. ± is a standard error, lines are two of them to \
                        either side.";

/// Figure 1.
pub fn right(found: &Weights) -> Section {
    Section {
        id: "figure-1",
        name: "Figure 1",
        question: "Why is a review rightly called positive?",
        verdict: found.verdict,
        in_paper: format!("{} positive; positive words in front", percent(paper::FIRST_REVIEW)),
        here: format!("{} positive; in front: {}", percent(found.probability), front(&found.on_probability)),
        answer: answer(found, &format!("called positive with {}", percent(found.probability)), paper::FIRST_REVIEW),
        figures: figures(found),
        why: prose![
            "The paper took its review from rottentomatoes.com and does not print it as text. Ours is a validation \
             review found by rule: positive, judged so about as surely as the paper’s, holding ",
            element("q").with("poetic"),
            ", of 80 to 300 words if there is one. The package splits texts at every character that is no letter or \
             digit, so that 10/10 becomes the word 10; here the network’s own words are left out, ratings and \
             punctuation among them. Where the network is this sure the probability hardly moves, and the weights \
             are small; on the logit they are not.",
        ],
        rule: "the review is rightly called positive and LIME’s three heaviest words all pull it up",
        settings: SETTINGS.into(),
    }
}

/// Figure 2.
pub fn wrong(found: &Weights) -> Section {
    let verdict = match !favours(found.probability) {
        true => format!("called negative with {}", percent(1.0 - found.probability)),
        false => format!("called positive with {}", percent(found.probability)),
    };
    let after = percent(found.sought.probability_without);
    Section {
        id: "figure-2",
        name: "Figure 2",
        question: "Why is a positive review called negative?",
        verdict: found.verdict,
        in_paper: format!("{} negative; the title Toy Story is to blame", percent(paper::SECOND_REVIEW)),
        here: format!("{verdict}; without the title {after} positive"),
        answer: answer(found, &verdict, paper::SECOND_REVIEW),
        figures: figures(found),
        why: prose![
            "The paper holds the film’s title responsible, on the strength of LIME’s weights. The test of that is to \
             take the title out: every ",
            element("q").with("toy story"),
            " removed, this network says ",
            bold(after),
            format!(" positive instead of {} with it. ", percent(found.probability)),
            match favours(found.sought.probability_without) {
                true => "So the title is the reason here too.",
                false => "So here the title is not the reason: other words are.",
            },
            " Bag of words gives one weight to every ",
            element("q").with("story"),
            " of the review, also where it is no title. Ours is again a validation review found by rule; the paper’s \
             is not printed.",
        ],
        rule: "a positive review is called negative, and no longer without the title",
        settings: SETTINGS.into(),
    }
}

/// The three heaviest words.
fn front(fit: &Fit) -> String {
    fit.words.iter().take(3).map(|word| word.word.as_str()).collect::<Vec<_>>().join(", ")
}

fn answer(found: &Weights, verdict: &str, in_paper: f64) -> Html {
    let Fit { words, r2, .. } = &found.on_probability;
    let names =
        |up: bool| words.iter().filter(move |word| (word.weight > 0.0) == up).map(|word| bold(word.word.as_str()));
    let label = if found.label == 1 { "positive" } else { "negative" };
    let doubt = r2.filter(|&r2| r2 < POOR_FIT).map_or(String::new(), |r2| {
        format!(
            "Read the weights with care: they explain only {} of what the network does when words are left out. ",
            percent(r2)
        )
    });
    prose![
        doubt,
        format!(
            "Row {} of the corpus is {label}, and {verdict}; the paper’s with {}. ",
            found.review,
            percent(in_paper)
        ),
        "Of LIME’s ten words ",
        listed(names(true)),
        " pull it up, ",
        listed(names(false)),
        " down. ",
        match r2 {
            Some(r2) => format!("They explain {} of the probability’s variance over the samples.", percent(*r2)),
            None => "The probability is the same in all samples, so there is nothing to explain.".to_owned(),
        },
    ]
}

fn figures(found: &Weights) -> Vec<Html> {
    let fit = |fit: &Fit| fit.r2.map_or("nothing varies".to_owned(), |r2| format!("R² {r2:.2}"));
    let on_logit = format!("On the logit ({})", fit(&found.on_logit));
    let on_probability = format!("On the probability, as in the paper ({})", fit(&found.on_probability));
    let fits = [fitted(&on_probability, &found.on_probability, 3), fitted(&on_logit, &found.on_logit, 2)];
    let text = found.text.as_ref().map(|text| {
        let summary = format!("The review, {} words, with LIME’s ten marked", count(found.tokens));
        fold(&summary, found.tokens <= SHORT, marked(text))
    });
    [beside(fits)].into_iter().chain(text).collect()
}

fn fitted(caption: &str, fit: &Fit, digits: usize) -> Element {
    let full = fit.words.iter().map(|word| word.weight.abs()).fold(0.0, f64::max);
    let row = |word: &Word| {
        let times = if word.occurrences > 1 { format!(" ×{}", word.occurrences) } else { String::new() };
        vec![
            prose![word.word.as_str(), element("span").class("quiet").with(times)],
            charts::bar(word.weight, word.standard_error, full).into(),
            charts::weight(word.weight, word.standard_error, digits),
        ]
    };
    table(caption, &["word", "", "weight"], fit.words.iter().map(row).collect()).class("scroll bars")
}

/// Tints of either sign.
const LEVELS: f64 = 4.0;

/// A text whose ten words are tinted; its line breaks are breaks.
fn marked(text: &Weighed) -> Html {
    let full = text.tokens.iter().map(|token| token.2.abs()).fold(f64::MIN_POSITIVE, f64::max);
    let (mut pieces, mut at): (Vec<Html>, usize) = (Vec::new(), 0);
    for &(from, to, weight) in text.tokens.iter().filter(|token| token.2 != 0.0) {
        pieces.extend(broken(&text.text[at..from]));
        let (side, mark) = if weight < 0.0 { ("n", "▼") } else { ("p", "▲") };
        let level = (LEVELS * weight.abs() / full).ceil();
        let mark = element("span").class("mark").set("aria-hidden", "true").with(mark);
        pieces.push(element("span").class(format_args!("{side}{level}")).with(&text.text[from..to]).with(mark).into());
        at = to;
    }
    pieces.extend(broken(&text.text[at..]));
    element("p").class("text").with(pieces).into()
}

/// Plain text, with `<br />` as what it means.
fn broken(text: &str) -> Vec<Html> {
    let lines = text.split("<br />").enumerate();
    lines.flat_map(|(at, line)| (at > 0).then(|| element("br").into()).into_iter().chain([Html::from(line)])).collect()
}
