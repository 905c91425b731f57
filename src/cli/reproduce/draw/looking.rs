//! Draws Figures 3 and 4 and the cost of both.

use super::{
    html::{Element, Html, bold, element, prose},
    numbers::{count, percent, seconds, signed},
    section::{Section, beside, fold, table},
};
use crate::{
    cli::reproduce::{
        measure::looking::{Ascent, Cost, MINIMUM_COUNT, Maximized, Search, Searched, rating},
        paper,
    },
    explain::{
        activation_maximization::{NearToken, RealToken},
        corpus_search::RankedWord,
    },
};

/// Figure 3.
pub fn maximized(found: &Maximized) -> Section {
    let Maximized { free, bounded, verdict } = found;
    let times = free.vector_norm / free.vocabulary_norm.mean;
    Section {
        id: "figure-3",
        name: "Figure 3",
        question: "Which word vector would move it most?",
        verdict: *verdict,
        in_paper: format!("{} positive; {} ratings among the ten nearest words, a bad one too", percent(paper::MAXIMIZED), paper::RATINGS_AMONG_TEN),
        here: format!("{} positive; {} ratings, {} at the usual length", percent(free.probability), free.ratings, bounded.ratings),
        answer: prose![
            "From nothing, a free vector takes it to ",
            bold(percent(free.probability)),
            format!(" (logit {}), but it is ", signed(free.logit, 1)),
            bold(format!("{times:.1} times as long")),
            " as a word vector is on average. Held to that average length it reaches ",
            bold(percent(bounded.probability)),
            format!(" (logit {}). Of the ten words nearest to it ", signed(bounded.logit, 1)),
            bold(bounded.ratings.to_string()),
            format!(" are ratings; of those nearest to the free one {}.", free.ratings),
        ],
        figures: vec![ascents(found), beside([near("nearest to the free vector", free), near("nearest at the usual length", bounded)])],
        why: prose![
            "The paper does not say how long its vector may be. A free one leaves the region where words are: what it reaches no text can reach, and its neighbours \
             by angle are often names that were seen a few times. Why a bad rating was near in the paper it does not say; ",
            match near_bad(found) {
                true => "here one is near too.",
                false => "here none is.",
            },
            format!(" Among words seen at least {MINIMUM_COUNT} times, {} and {} of the ten nearest are ratings.", free.ratings_frequent, bounded.ratings_frequent),
        ],
        rule: "a vector reaches 98\u{202f}%, four of the ten nearest words are ratings, and a bad one is among them; partly, if some of this is so",
        settings: format!("From the zero state; Adam, learning rate 0.05, {} iterations, {} random starts, seed 0; nearest by cosine.", free.iterations, free.restarts),
    }
}

fn near_bad(found: &Maximized) -> bool {
    let near = found.free.nearest.iter().chain(&found.bounded.nearest);
    near.filter_map(|near| rating(&near.token)).any(|points| points < 5.0)
}

fn ascents(found: &Maximized) -> Html {
    let [free, bounded] = [&found.free, &found.bounded];
    let row = |name: &str, paper: &str, of: &dyn Fn(&Ascent) -> String| vec![name.into(), paper.into(), of(free).into(), of(bounded).into()];
    let token = |token: &Option<RealToken>| token.as_ref().map_or_else(String::new, |token| format!("{} ({})", token.token, signed(token.score, 2)));
    let rows = vec![
        row("probability of positive", &percent(paper::MAXIMIZED), &|ascent| percent(ascent.probability)),
        row("logit", "", &|ascent| signed(ascent.logit, 2)),
        row("length of the vector", "", &|ascent| format!("{:.2}", ascent.vector_norm)),
        row("ratings among the ten nearest", &paper::RATINGS_AMONG_TEN.to_string(), &|ascent| ascent.ratings.to_string()),
        row("… seen 50 times or more", "", &|ascent| ascent.ratings_frequent.to_string()),
        row("its nearest word (logit)", "", &|ascent| token(&ascent.snapped)),
        row("the best word there is (logit)", "", &|ascent| token(&ascent.searched)),
    ];
    let norm = found.free.vocabulary_norm;
    let caption = format!("Two vectors; words are {:.2} long on average, 99 of 100 below {:.2}", norm.mean, norm.p99);
    table(&caption, &["", "paper", "free", "usual length"], rows).class("scroll").into()
}

/// A word that is a rating stands out.
fn word(token: &str) -> Html {
    if rating(token).is_some() { bold(token).into() } else { token.into() }
}

fn near(title: &str, ascent: &Ascent) -> Element {
    let list = |caption: &str, near: &[NearToken]| {
        let row = |near: &NearToken| vec![word(&near.token), format!("{:.2}", near.score).into(), near.count.map_or_else(String::new, count).into()];
        table(caption, &["word", "cosine", "seen"], near.iter().map(row).collect()).class("scroll")
    };
    let frequent = list(&format!("{title}, seen {MINIMUM_COUNT} times or more"), &ascent.nearest_frequent);
    element("div").with(list(&format!("Ten words {title}"), &ascent.nearest)).with(fold("only frequent words", false, frequent))
}

/// Figure 4.
pub fn searched(found: &Searched) -> Section {
    let Searched { unfiltered, frequent, base, verdict } = found;
    let top: Vec<&str> = frequent.highest.iter().take(4).map(|word| word.token.as_str()).collect();
    Section {
        id: "figure-4",
        name: "Figure 4",
        question: "Which words move it most?",
        verdict: *verdict,
        in_paper: "6 ratings among 11 words, some rare names".into(),
        here: format!("{} ratings among 10 words; {} among frequent ones", unfiltered.ratings, frequent.ratings),
        answer: prose![
            format!("Of all {} words, read one by one from nothing, ", count(unfiltered.words)),
            bold(unfiltered.ratings.to_string()),
            format!(" of the ten highest are ratings. Of the {} words seen at least {MINIMUM_COUNT} times ", count(frequent.words)),
            bold(frequent.ratings.to_string()),
            " are; the four highest: ",
            bold(top.join(", ")),
            ".",
        ],
        figures: vec![
            element("p").class("quiet").with(printed()).into(),
            beside([ranked("All words", unfiltered), ranked(&format!("Words seen {MINIMUM_COUNT} times or more"), frequent)]),
            fold("the lowest words", false, beside([lowest("All words, lowest", unfiltered), lowest("Frequent words, lowest", frequent)])),
        ],
        why: prose![
            "The paper’s tokens keep what touches them, so that one rating stands in its list as 9/10 and as ",
            element("code").with("/>9/10"),
            "; here a rating is one word whatever stands next to it. Rare names crowd both lists for the same reason: a few reviews taught the network all it knows of them. \
             The filter, which the paper does not have, leaves them out.",
        ],
        rule: "five of the ten highest of all words are ratings; partly, if five of the frequent ones are or the very highest is",
        settings: format!("From the zero state, one step a word; the logit is {} before any word. Exact.", base.map_or_else(|| "unknown".into(), |base| signed(base, 2))),
    }
}

fn printed() -> Html {
    let tokens = paper::SEARCHED.iter().flat_map(|token| [element("code").with(*token).into(), Html::from(" ")]);
    prose![
        "In the paper: ",
        tokens.collect::<Vec<Html>>(),
        "(one list stands between the captions of Figures 3 and 4; it has six ratings and no 3/10, which the text says Figure 3 has, so it is taken for Figure 4’s)",
    ]
}

fn ranked(caption: &str, search: &Search) -> Element {
    words(&format!("{caption}, highest"), &search.highest)
}

fn lowest(caption: &str, search: &Search) -> Element {
    words(caption, &search.lowest)
}

fn words(caption: &str, words: &[RankedWord]) -> Element {
    let row = |ranked: &RankedWord| {
        let seen = ranked.count.map_or_else(String::new, count);
        vec![word(&ranked.token), signed(ranked.score, 2).into(), percent(ranked.probability).into(), seen.into()]
    };
    table(caption, &["word", "logit", "positive", "seen"], words.iter().map(row).collect()).class("scroll")
}

/// What both cost.
pub fn cost(found: &Cost) -> Section {
    let token = |token: &Option<RealToken>| token.as_ref().map_or_else(|| "nothing".into(), |token| token.token.clone());
    let (snapped, searched) = (token(&found.snapped), token(&found.searched));
    let ratio = found.ascent_seconds.zip(found.search_seconds).map(|(ascent, search)| ascent / search);
    let in_passes = match found.search_passes as f64 / found.ascent_passes.max(1) as f64 {
        fewer if fewer >= 1.0 => format!("{fewer:.0} times fewer passes"),
        fewer => format!("{:.0} times more passes", 1.0 / fewer),
    };
    let in_time = match ratio {
        Some(ratio) if ratio >= 1.0 => format!("takes {ratio:.1} times as long"),
        Some(ratio) => format!("takes a {:.1}th of the time", 1.0 / ratio),
        None => "was not timed".into(),
    };
    Section {
        id: "cost",
        name: "§5.3",
        question: "Is the ascent cheaper than trying every word?",
        verdict: found.verdict,
        in_paper: "the same results at significantly less complexity".into(),
        here: format!("{in_passes}; it {in_time}; it ends at {snapped}, the search at {searched}"),
        answer: prose![
            "The ascent takes ",
            bold(count(found.ascent_passes)),
            " passes forward and back, the search ",
            bold(count(found.search_passes)),
            " forward only. In time the ascent ",
            bold(in_time),
            format!(" ({} against {}). It reaches {}, but in no word: its nearest one is ", seconds(found.ascent_seconds), seconds(found.search_seconds), signed(found.soft, 1)),
            bold(labelled(&found.snapped)),
            ", and the best there is ",
            bold(labelled(&found.searched)),
            ".",
        ],
        figures: vec![costs(found)],
        why: prose![
            "The paper counts no passes. A pass of the ascent goes one step forward and back through a graph and moves a vector; one of the search goes one step \
             forward, with hundreds of others in one matrix product, so passes and time tell different stories. The search is exact and shows both ends; the ascent would \
             win where there is too much to try, as with runs of several words. At the usual length it ends at ",
            bold(labelled(&found.snapped_bounded)),
            ".",
        ],
        rule: "the ascent ends at the best word there is, or both are ratings, and it takes fewer passes and less time",
        settings: format!("Free norm, {} random starts together. Seconds are those of the machine that made this page.", found.restarts),
    }
}

fn labelled(token: &Option<RealToken>) -> String {
    token.as_ref().map_or_else(|| "none".into(), |token| format!("{} at {}", token.token, signed(token.score, 2)))
}

fn costs(found: &Cost) -> Html {
    let row = |name: &str, passes: u64, back: &str, time: Option<f64>, reached: String| {
        vec![name.into(), count(passes).into(), back.into(), seconds(time).into(), reached.into()]
    };
    let rows = vec![
        row("activation maximization", found.ascent_passes, "yes", found.ascent_seconds, labelled(&found.snapped)),
        row("corpus search", found.search_passes, "no", found.search_seconds, labelled(&found.searched)),
    ];
    table("Cost", &["", "passes", "and back", "time", "word found (logit)"], rows).class("scroll").into()
}
