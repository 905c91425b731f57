//! Charts without a script: SVG whose places across are percentages, so that it fills any width and its type stays as
//! large as the page's. Each stands beside or above its numbers.

use super::{
    html::{Element, Html, element},
    numbers::{count, signed},
};
use crate::explain::token_search::Histogram;

/// A weight and its error as a bar from the middle, `full` reaching the edge.
pub fn bar(weight: f64, error: f64, full: f64) -> Element {
    let full = full.max(f64::MIN_POSITIVE);
    let place = |value: f64| (50.0 + 46.0 * (value / full)).clamp(0.0, 100.0);
    let (from, to) = (place(weight.min(0.0)), place(weight.max(0.0)));
    let side = if weight < 0.0 { "negative" } else { "positive" };
    let line = |class: &str, from: f64, to: f64, y: (u32, u32)| {
        let line = element("line").class(class).set("x1", at(from)).set("x2", at(to));
        line.set("y1", y.0).set("y2", y.1)
    };
    let rect = element("rect").class(side).set("x", at(from)).set("y", 3).set("width", at(to - from)).set("height", 10);
    let spread = line("error", place(weight - 2.0 * error), place(weight + 2.0 * error), (8, 8));
    let svg = element("svg").class("bar").set("width", "100%").set("height", 16).set("aria-hidden", "true");
    svg.with(rect).with(line("zero", 50.0, 50.0, (0, 16))).with(spread)
}

/// Height of the bars of a histogram on both sides together, and the room for counts above and below them.
const HEIGHT: f64 = 132.0;
const HEADROOM: f64 = 16.0;

/// Reviews by the network's prediction: those labelled positive above the line, negative below. Heights grow with the
/// root of the count, as on the page, because the end bins are tall.
pub fn histogram(found: &Histogram, name: &str) -> Html {
    let (up, down) = (&found.positive_bins, &found.negative_bins);
    let root = |count: u32| f64::from(count).sqrt();
    let tallest = |bins: &[u32]| bins.iter().copied().max().map_or(0.0, root);
    let unit = HEIGHT / (tallest(up) + tallest(down)).max(1.0);
    let middle = HEADROOM + unit * tallest(up);
    let step = 100.0 / found.bins.max(1) as f64;
    let label = format!(
        "The network’s verdicts on {} training reviews that hold {name}: {} labelled positive, {} negative",
        count(found.reviews),
        count(found.positive),
        count(found.negative)
    );
    let svg = element("svg").class("histogram").set("width", "100%").set("height", HEIGHT + 2.0 * HEADROOM);
    let mut svg = svg.set("role", "img").set("aria-label", label);
    for (bin, (&up, &down)) in up.iter().zip(down).enumerate() {
        let bar = |class: &str, y: f64, height: f64| {
            let rect = element("rect").class(class).set("x", at(bin as f64 * step + 0.3)).set("y", px(y));
            rect.set("width", at(step - 0.6)).set("height", px(height))
        };
        let centre = (bin as f64 + 0.5) * step;
        if up > 0 {
            let tall = (unit * root(up)).max(1.5);
            svg = svg.with(bar("positive", middle - tall, tall)).with(number(up, centre, middle - tall - 4.0));
        }
        if down > 0 {
            let tall = (unit * root(down)).max(1.5);
            svg = svg.with(bar("negative", middle, tall)).with(number(down, centre, middle + tall + 12.0));
        }
    }
    let line =
        element("line").class("zero").set("x1", "0%").set("x2", "100%").set("y1", px(middle)).set("y2", px(middle));
    let ends = element("div")
        .class("ends")
        .with(element("span").with("judged negative"))
        .with(element("span").with("judged positive"));
    vec![Html::from(svg.with(line)), Html::from(ends)].into()
}

fn number(many: u32, x: f64, y: f64) -> Element {
    element("text").set("x", at(x)).set("y", px(y)).set("text-anchor", "middle").with(count(many))
}

/// A place across, in percent.
fn at(percent: f64) -> String {
    format!("{percent:.2}%")
}

fn px(value: f64) -> String {
    format!("{value:.1}")
}

/// A weight in words: the mark, the number and its error.
pub fn weight(weight: f64, error: f64, digits: usize) -> Html {
    let mark = if weight < 0.0 { "▼" } else { "▲" };
    let side = if weight < 0.0 { "negative" } else { "positive" };
    let mark = element("span").class(side).set("aria-hidden", "true").with(mark);
    vec![mark.into(), format!(" {}\u{202f}±\u{202f}{error:.digits$}", signed(weight, digits)).into()].into()
}
