//! The report: one page without scripts or anything from elsewhere, the paper's figures beside ours.

mod accuracy;
mod alike;
mod charts;
mod cost;
mod holding;
mod html;
mod maximized;
mod numbers;
mod searched;
mod section;
mod weights;

use super::measure::{Reproduction, Verdict};
use crate::{model::Directions, text::Tokenizer};
use html::{Element, Html, bold, element, prose};
use section::{Section, chip, table};

const STYLE: &str = include_str!("report.css");
const TITLE: &str = "The paper, repeated";

/// Draws the whole report.
pub fn report(found: &Reproduction) -> String {
    let sections = [
        accuracy::section(&found.table_1),
        weights::right(&found.figure_1),
        weights::wrong(&found.figure_2),
        maximized::section(&found.figure_3),
        searched::section(&found.figure_4),
        cost::section(&found.cost),
        alike::first(&found.table_2),
        alike::second(&found.table_3),
        holding::first(&found.figure_5),
        holding::second(&found.figure_6),
    ];
    let main = element("main").with(head(&sections)).with(summary(&sections)).with(throughout(found));
    let main = main.all(sections.iter().map(Section::draw)).with(foot(found));
    Html::document(&format!("{TITLE} · Unrolled"), STYLE, element("body").with(main))
}

fn head(sections: &[Section]) -> Element {
    let many = |verdict: Verdict| sections.iter().filter(|section| section.verdict == verdict).count().to_string();
    let lead = prose![
        "Gonçalo Lopes, ",
        element("cite").with("An Integrative Approach to Visualizing Recurrent Neural Networks"),
        ", explains by five methods how an LSTM judges film reviews. Here every table and figure of it is run again, \
         on this network, and set beside what the paper printed. Of ",
        sections.len().to_string(),
        " results ",
        bold(many(Verdict::Reproduced)),
        " are reproduced, ",
        bold(many(Verdict::Partly)),
        " partly, ",
        bold(many(Verdict::Not)),
        " not.",
    ];
    let name = element("p").class("name").with("Unrolled");
    element("header").with(name).with(element("h1").with(TITLE)).with(element("p").class("sentence").with(lead))
}

fn summary(sections: &[Section]) -> Element {
    let row = |section: &Section| {
        let link = element("a").set("href", format_args!("#{}", section.id)).with(section.name);
        vec![link.into(), section.in_paper.as_str().into(), section.here.as_str().into(), chip(section.verdict).into()]
    };
    let rows = sections.iter().map(row).collect();
    table("All results", &["", "in the paper", "here", ""], rows).class("summary")
}

/// The differences that bear on everything.
fn throughout(found: &Reproduction) -> Element {
    let config = &found.config;
    let direction = match config.directions {
        Directions::Unidirectional => "reads forward only",
        Directions::Bidirectional => "reads in both directions",
    };
    let ours = prose![
        bold("This network"),
        format!(
            " ({}) knows {} words, has {} layer{} of {} {} units and {direction}. ",
            found.model,
            numbers::count(config.vocabulary),
            config.layers,
            if config.layers == 1 { "" } else { "s" },
            config.hidden,
            config.cell.name().to_uppercase(),
        ),
        match found.tokenizer {
            Tokenizer::Unrolled => "It reads lower case; a line break is no word, and a rating such as 8/10 is one.",
            Tokenizer::Whitespace => "It reads whatever stands between spaces as one word.",
        },
    ];
    let theirs = prose![
        bold("The paper’s network"),
        " is not described beyond its name. The sizes of its split and its tokens (",
        element("code").with("/>10/10"),
        ", ",
        element("code").with("being.<br"),
        ") fit a well-known tutorial for torchtext: case kept, line breaks read as words, 25,000 words with GloVe \
         vectors, two layers of 256 units that read in both directions. That is an inference, and some explanations \
         below rest on it.",
    ];
    let section = element("section").with(element("h2").with("What differs throughout"));
    section.with(element("p").with(theirs)).with(element("p").with(ours))
}

fn foot(found: &Reproduction) -> Element {
    let line = prose![
        "Made by ",
        element("code").with("unrolled reproduce"),
        format!(" for the model {}, seed {}. ", &found.model_hash[..found.model_hash.len().min(12)], found.seed),
        "The same bundle gives the same page, but for the seconds. Reviews: Maas et al. 2011. Word vectors: GloVe, \
         Pennington et al. 2014.",
    ];
    element("footer").with(element("p").with(line))
}
