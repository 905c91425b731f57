//! Draws Figures 5 and 6.

use super::{
    charts,
    html::{Html, bold, element, prose},
    numbers::{count, percent},
    section::{Section, fold, table},
};
use crate::{explain::token_search::Histogram, reproduce::measure::holding::Holding};

const RULE: &str = "more of the training reviews are positive than negative, by label and by the network’s mean \
                    prediction; partly, if only by label";
const SETTINGS: &str = "Every training review that holds the words one after the other, each counted once; the \
                        network has seen all of them in training. Heights grow with the root of the count.";

/// Figure 5.
pub fn first(found: &Holding) -> Section {
    Section {
        id: "figure-5",
        name: "Figure 5",
        question: "What did training say of “poetic”?",
        in_paper: "more positive than negative reviews".into(),
        why: prose![
            "The predictions crowd at both ends, as in the paper: the network has seen these reviews. On the ",
            count(found.validation.reviews),
            format!(
                " validation reviews that hold the word, {} of them positive, which it has not seen, its mean \
                 prediction is {}.",
                found.validation.positive,
                mean(&found.validation)
            ),
            " A word keeps company: this does not show that the word is why.",
        ],
        ..section(found)
    }
}

/// Figure 6.
pub fn second(found: &Holding) -> Section {
    let each = found.each.iter().flat_map(|each| {
        let positive = percent(each.positive as f64 / each.reviews.max(1) as f64);
        [
            bold(each.word.as_str()).into(),
            Html::from(format!(" stands in {} training reviews, {positive} of them positive; ", count(each.reviews))),
        ]
    });
    Section {
        id: "figure-6",
        name: "Figure 6",
        question: "What did training say of “Toy Story”?",
        in_paper: "balanced, still more positive".into(),
        why: prose![
            "The network reads word by word: ",
            each.collect::<Vec<Html>>(),
            format!("together they stand in {}. ", count(found.train.reviews)),
            "The paper’s text calls the two labels balanced and its conclusion the positive ones significantly more; ",
            significance(&found.train),
        ],
        ..section(found)
    }
}

fn section(found: &Holding) -> Section {
    let words = found.words.join(" ");
    let Histogram { reviews, positive, negative, base_rate, .. } = found.train;
    Section {
        id: "",
        name: "",
        question: "",
        verdict: found.verdict,
        in_paper: String::new(),
        here: format!("{positive} positive, {negative} negative; mean prediction {}", mean(&found.train)),
        answer: prose![
            bold(count(reviews)),
            " training reviews hold ",
            element("q").with(words.as_str()),
            ": ",
            bold(count(positive)),
            " positive, ",
            bold(count(negative)),
            format!(
                " negative, where {} of all are positive. The network’s mean prediction over them is {}.",
                percent(base_rate),
                mean(&found.train)
            ),
        ],
        figures: vec![
            element("figure").with(charts::histogram(&found.train, &words)).into(),
            fold("the same as a table", false, bins(&found.train)),
        ],
        why: Html::default(),
        rule: RULE,
        settings: SETTINGS.into(),
    }
}

/// Whether a share of one half lies within two standard errors.
fn significance(found: &Histogram) -> String {
    let n = found.reviews.max(1) as f64;
    let share = found.positive as f64 / n;
    let error = (share * (1.0 - share) / n).sqrt();
    let told = match (share - 0.5).abs() < 2.0 * error {
        true => "too few reviews to tell",
        false => "enough to tell them apart",
    };
    format!("here {} ± {} are positive, {told}.", percent(share), percent(error))
}

fn mean(found: &Histogram) -> String {
    found.mean_probability.map_or_else(|| "unknown".into(), |mean| format!("{} positive", percent(mean)))
}

fn bins(found: &Histogram) -> Html {
    let edge = |bin: usize| format!("{:.2}", bin as f64 / found.bins as f64);
    let row = |(bin, (positive, negative)): (usize, (&u32, &u32))| {
        vec![Html::from(format!("{}–{}", edge(bin), edge(bin + 1))), count(*positive).into(), count(*negative).into()]
    };
    let rows = found.positive_bins.iter().zip(&found.negative_bins).enumerate().map(row).collect();
    table("Reviews by prediction", &["prediction", "labelled positive", "labelled negative"], rows)
        .class("scroll")
        .into()
}
