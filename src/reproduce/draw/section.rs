//! What every result looks like: question, verdict, answer, picture, why it differs, how it was made.

use super::html::{Element, Html, element};
use crate::reproduce::measure::Verdict;

/// One table or figure of the paper.
pub struct Section {
    /// For links.
    pub id: &'static str,
    /// As the paper calls it.
    pub name: &'static str,
    /// The question it answers.
    pub question: &'static str,
    pub verdict: Verdict,
    /// For the summary: what the paper has, and what was found.
    pub in_paper: String,
    pub here: String,
    /// The answer in a sentence or two.
    pub answer: Html,
    /// Tables and pictures.
    pub figures: Vec<Html>,
    /// What differs from the paper, and why.
    pub why: Html,
    /// When the verdict would be "reproduced".
    pub rule: &'static str,
    /// How it was made.
    pub settings: String,
}

impl Section {
    /// Draws it.
    pub fn draw(&self) -> Element {
        let name = element("span").class("kicker").with(self.name);
        let title = element("h2").with(name).with(" ").with(self.question).with(" ").with(chip(self.verdict));
        let why = element("p").with(element("b").with("What differs, and why. ")).with(self.why.clone());
        let rule = format!("Counted as reproduced if {}. {}", self.rule, self.settings);
        element("section")
            .set("id", self.id)
            .with(title)
            .with(element("p").class("sentence").with(self.answer.clone()))
            .all(self.figures.iter().cloned())
            .with(why)
            .with(element("p").class("quiet").with(rule))
    }
}

/// A verdict, shown by its mark and word.
pub fn chip(verdict: Verdict) -> Element {
    let (mark, word) = match verdict {
        Verdict::Reproduced => ("●", "reproduced"),
        Verdict::Partly => ("◐", "partly"),
        Verdict::Not => ("○", "not reproduced"),
    };
    let mark = element("span").set("aria-hidden", "true").with(mark);
    element("span").class("chip").with(mark).with(" ").with(word)
}

/// A table; the first cell of a row heads it. Too wide a table scrolls by itself.
pub fn table(caption: &str, heads: &[&str], rows: Vec<Vec<Html>>) -> Element {
    let head = element("tr").all(heads.iter().map(|&head| match head {
        "" => element("td"),
        head => element("th").set("scope", "col").with(head),
    }));
    let row = |cells: Vec<Html>| {
        let cell = |(at, cell): (usize, Html)| match at {
            0 => element("th").set("scope", "row").with(cell),
            _ => element("td").with(cell),
        };
        element("tr").all(cells.into_iter().enumerate().map(cell))
    };
    let table = element("table").with(element("caption").with(caption)).with(element("thead").with(head));
    let table = table.with(element("tbody").all(rows.into_iter().map(row)));
    element("div").set("role", "group").set("aria-label", caption).set("tabindex", 0).with(table)
}

/// Figures beside each other where there is room.
pub fn beside(figures: impl IntoIterator<Item = Element>) -> Html {
    element("div").class("beside").all(figures).into()
}

/// What opens on a click.
pub fn fold(summary: &str, open: bool, content: impl Into<Html>) -> Html {
    let details = element("details");
    let details = if open { details.set("open", "") } else { details };
    details.with(element("summary").with(summary)).with(content).into()
}
