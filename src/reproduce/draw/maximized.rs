//! Draws Figure 3.

use super::{
    html::{Element, Html, bold, element, prose},
    numbers::{count, percent, signed},
    searched::word,
    section::{Section, beside, fold, table},
};
use crate::{
    explain::activation_maximization::{NearToken, RealToken},
    reproduce::{
        measure::looking::{Ascent, MINIMUM_COUNT, Maximized, rating},
        paper,
    },
};

/// The section.
pub fn section(found: &Maximized) -> Section {
    let Maximized { free, bounded, verdict } = found;
    Section {
        id: "figure-3",
        name: "Figure 3",
        question: "Which word vector would move it most?",
        verdict: *verdict,
        in_paper: format!(
            "{} positive; {} ratings among the ten nearest words, a bad one too",
            percent(paper::MAXIMIZED),
            paper::RATINGS_AMONG_TEN
        ),
        here: format!(
            "{} positive; {} ratings, {} at the usual length",
            percent(free.probability),
            free.ratings,
            bounded.ratings
        ),
        answer: answer(found),
        figures: vec![
            ascents(found),
            beside([near("nearest to the free vector", free), near("nearest at the usual length", bounded)]),
        ],
        why: why(found),
        rule: "a vector reaches 98\u{202f}%, four of the ten nearest words are ratings, and a bad one is among them; \
               partly, if some of this is so",
        settings: format!(
            "From the zero state; Adam, learning rate 0.05, {} iterations, {} random starts, seed 0; nearest by \
             cosine.",
            free.iterations, free.restarts
        ),
    }
}

fn answer(found: &Maximized) -> Html {
    let Maximized { free, bounded, .. } = found;
    let times = free.vector_norm / free.vocabulary_norm.mean;
    prose![
        "From nothing, a free vector takes it to ",
        bold(percent(free.probability)),
        format!(" (logit {}), but it is ", signed(free.logit, 1)),
        bold(format!("{times:.1} times as long")),
        " as a word vector is on average. Held to that average length it reaches ",
        bold(percent(bounded.probability)),
        format!(" (logit {}). Of the ten words nearest to it ", signed(bounded.logit, 1)),
        bold(bounded.ratings.to_string()),
        format!(" are ratings; of those nearest to the free one {}.", free.ratings),
    ]
}

fn why(found: &Maximized) -> Html {
    let Maximized { free, bounded, .. } = found;
    prose![
        "The paper does not say how long its vector may be. A free one leaves the region where words are: what it \
         reaches no text can reach, and its neighbours by angle are often names that were seen a few times. Why a \
         bad rating was near in the paper it does not say; ",
        match near_bad(found) {
            true => "here one is near too.",
            false => "here none is.",
        },
        format!(
            " Among words seen at least {MINIMUM_COUNT} times, {} and {} of the ten nearest are ratings.",
            free.ratings_frequent, bounded.ratings_frequent
        ),
    ]
}

fn near_bad(found: &Maximized) -> bool {
    let near = found.free.nearest.iter().chain(&found.bounded.nearest);
    near.filter_map(|near| rating(&near.token)).any(|points| points < 5.0)
}

fn ascents(found: &Maximized) -> Html {
    let [free, bounded] = [&found.free, &found.bounded];
    let row = |name: &str, paper: &str, of: &dyn Fn(&Ascent) -> String| {
        vec![name.into(), paper.into(), of(free).into(), of(bounded).into()]
    };
    let token = |token: &Option<RealToken>| {
        token.as_ref().map_or_else(String::new, |token| format!("{} ({})", token.token, signed(token.score, 2)))
    };
    let rows = vec![
        row("probability of positive", &percent(paper::MAXIMIZED), &|ascent| percent(ascent.probability)),
        row("logit", "", &|ascent| signed(ascent.logit, 2)),
        row("length of the vector", "", &|ascent| format!("{:.2}", ascent.vector_norm)),
        row("ratings among the ten nearest", &paper::RATINGS_AMONG_TEN.to_string(), &|ascent| {
            ascent.ratings.to_string()
        }),
        row("… seen 50 times or more", "", &|ascent| ascent.ratings_frequent.to_string()),
        row("its nearest word (logit)", "", &|ascent| token(&ascent.snapped)),
        row("the best word there is (logit)", "", &|ascent| token(&ascent.searched)),
    ];
    let norm = found.free.vocabulary_norm;
    let caption = format!("Two vectors; words are {:.2} long on average, 99 of 100 below {:.2}", norm.mean, norm.p99);
    table(&caption, &["", "paper", "free", "usual length"], rows).class("scroll").into()
}

fn near(title: &str, ascent: &Ascent) -> Element {
    let list = |caption: &str, near: &[NearToken]| {
        let row = |near: &NearToken| {
            vec![
                word(&near.token),
                format!("{:.2}", near.score).into(),
                near.count.map_or_else(String::new, count).into(),
            ]
        };
        table(caption, &["word", "cosine", "seen"], near.iter().map(row).collect()).class("scroll")
    };
    let frequent = list(&format!("{title}, seen {MINIMUM_COUNT} times or more"), &ascent.nearest_frequent);
    element("div").with(list(&format!("Ten words {title}"), &ascent.nearest)).with(fold(
        "only frequent words",
        false,
        frequent,
    ))
}
