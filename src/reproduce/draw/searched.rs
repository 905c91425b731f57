//! Draws Figure 4.

use super::{
    html::{Element, Html, bold, element, prose},
    numbers::{count, percent, signed},
    section::{Section, beside, fold, table},
};
use crate::{
    explain::corpus_search::RankedWord,
    reproduce::{
        measure::looking::{MINIMUM_COUNT, Search, Searched, rating},
        paper,
    },
};

/// The section.
pub fn section(found: &Searched) -> Section {
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
            format!(
                " of the ten highest are ratings. Of the {} words seen at least {MINIMUM_COUNT} times ",
                count(frequent.words)
            ),
            bold(frequent.ratings.to_string()),
            " are; the four highest: ",
            bold(top.join(", ")),
            ".",
        ],
        figures: figures(found),
        why: prose![
            "The paper’s tokens keep what touches them, so that one rating stands in its list as 9/10 and as ",
            element("code").with("/>9/10"),
            "; here a rating is one word whatever stands next to it. Rare names crowd both lists for the same \
             reason: a few reviews taught the network all it knows of them. The filter, which the paper does not \
             have, leaves them out.",
        ],
        rule: "five of the ten highest of all words are ratings; partly, if five of the frequent ones are or the \
               very highest is",
        settings: format!(
            "From the zero state, one step a word; the logit is {} before any word. Exact.",
            base.map_or_else(|| "unknown".into(), |base| signed(base, 2))
        ),
    }
}

fn figures(found: &Searched) -> Vec<Html> {
    let Searched { unfiltered, frequent, .. } = found;
    vec![
        element("p").class("quiet").with(printed()).into(),
        beside([
            ranked("All words", unfiltered),
            ranked(&format!("Words seen {MINIMUM_COUNT} times or more"), frequent),
        ]),
        fold(
            "the lowest words",
            false,
            beside([lowest("All words, lowest", unfiltered), lowest("Frequent words, lowest", frequent)]),
        ),
    ]
}

fn printed() -> Html {
    let tokens = paper::SEARCHED.iter().flat_map(|token| [element("code").with(*token).into(), Html::from(" ")]);
    prose![
        "In the paper: ",
        tokens.collect::<Vec<Html>>(),
        "(one list stands between the captions of Figures 3 and 4; it has six ratings and no 3/10, which the text \
         says Figure 3 has, so it is taken for Figure 4’s)",
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

/// A word that is a rating stands out.
pub fn word(token: &str) -> Html {
    if rating(token).is_some() { bold(token).into() } else { token.into() }
}
