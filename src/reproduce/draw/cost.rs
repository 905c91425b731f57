//! Draws what activation maximization and corpus search cost.

use super::{
    html::{Html, bold, prose},
    numbers::{count, percent, seconds, signed},
    section::{Section, table},
};
use crate::{explain::activation_maximization::RealToken, reproduce::measure::looking::Cost};

/// The section.
pub fn section(found: &Cost) -> Section {
    Section {
        id: "cost",
        name: "§5.3",
        question: "Is the ascent cheaper than trying every word?",
        verdict: found.verdict,
        in_paper: "the same results at significantly less complexity".into(),
        here: format!(
            "{}; it {}; it ends at {}, the search at {}",
            in_passes(found),
            in_time(found),
            name(&found.snapped),
            name(&found.searched)
        ),
        answer: answer(found),
        figures: vec![costs(found)],
        why: prose![
            "The paper counts no passes. A pass of the ascent goes one step forward and back through a graph and \
             moves a vector; one of the search goes one step forward, with hundreds of others in one matrix product, \
             so passes and time tell different stories. The search is exact and shows both ends; the ascent would \
             win where there is too much to try, as with runs of several words. At the usual length it ends at ",
            bold(labelled(&found.snapped_bounded)),
            ".",
        ],
        rule: "the ascent ends at the best word there is, or both are ratings, and it takes fewer passes and less \
               time",
        settings: format!(
            "Free norm, {} random starts together. Seconds are those of the machine that made this page.",
            found.restarts
        ),
    }
}

fn answer(found: &Cost) -> Html {
    prose![
        "The ascent takes ",
        bold(count(found.ascent_passes)),
        " passes forward and back, the search ",
        bold(count(found.search_passes)),
        " forward only. In time the ascent ",
        bold(in_time(found)),
        format!(
            " ({} against {}). It reaches {}, but in no word: its nearest one is ",
            seconds(found.ascent_seconds),
            seconds(found.search_seconds),
            signed(found.soft, 1)
        ),
        bold(labelled(&found.snapped)),
        ", and the best there is ",
        bold(labelled(&found.searched)),
        ".",
    ]
}

fn in_passes(found: &Cost) -> String {
    match found.search_passes as f64 / found.ascent_passes.max(1) as f64 {
        fewer if fewer >= 1.0 => format!("{fewer:.0} times fewer passes"),
        fewer => format!("{:.0} times more passes", 1.0 / fewer),
    }
}

fn in_time(found: &Cost) -> String {
    match found.ascent_seconds.zip(found.search_seconds).map(|(ascent, search)| ascent / search) {
        Some(ratio) if ratio >= 1.0 => format!("takes {ratio:.1} times as long"),
        Some(ratio) => format!("takes {} of the time", percent(ratio)),
        None => "was not timed".into(),
    }
}

fn name(token: &Option<RealToken>) -> String {
    token.as_ref().map_or_else(|| "nothing".into(), |token| token.token.clone())
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
