//! Draws Tables 2 and 3.

use super::{
    html::{Element, Html, bold, element, listed, prose},
    numbers::{count, percent},
    section::{Section, beside, table},
};
use crate::reproduce::{
    measure::alike::{Alike, Answer, Passage},
    paper,
};

/// Table 2.
pub fn first(found: &Alike) -> Section {
    let section = Section { id: "table-2", name: "Table 2", ..section(found, &paper::LIKE_POETIC) };
    Section { question: "Where in training was the network as after “poetic”?", ..section }
}

/// Table 3.
pub fn second(found: &Alike) -> Section {
    let section = Section { id: "table-3", name: "Table 3", ..section(found, &paper::LIKE_TOY_STORY) };
    Section { question: "Where in training was the network as after “Toy Story”?", ..section }
}

fn section(found: &Alike, printed: &[(&str, f64); 3]) -> Section {
    let words = found.words.join(" ");
    Section {
        id: "",
        name: "",
        question: "",
        verdict: found.verdict,
        in_paper: printed.map(|(bigram, score)| format!("{bigram} {}", percent(score))).join(" · "),
        here: format!("{}; in context {}", scored(&found.openings), scored(&found.in_context)),
        answer: answer(found),
        figures: vec![
            beside([in_paper(printed), passages("First two words of training reviews", &found.openings)]),
            beside([
                passages("Any two words, from nothing", &found.bigrams),
                passages("In context, any position", &found.in_context),
            ]),
        ],
        why: why(found),
        rule: "the three nearest first pairs share no word with the question and stand in reviews judged as surely \
               as in the paper (over 90\u{202f}%, or under 10\u{202f}%); partly, if that is so in context",
        settings: format!(
            "The state after {words} in row {} of the corpus; Euclidean distance, exact; of equal distances the \
             earlier row. “There” and “review” are what the network says, right there and of the whole review, \
             positive.",
            found.review
        ),
    }
}

fn answer(found: &Alike) -> Html {
    let shown =
        |answer: &Answer| listed(answer.items.iter().map(|item| bold(element("q").with(item.tokens.join(" ")))));
    prose![
        "Right after ",
        element("q").with(found.words.join(" ")),
        format!(
            " the network says {} positive. Among the first two words of training reviews, which the paper lists, \
             the nearest are ",
            percent(found.probability_there)
        ),
        shown(&found.openings),
        "; among all places in them, those that end in ",
        shown(&found.in_context),
        ".",
    ]
}

fn why(found: &Alike) -> Html {
    prose![
        "The paper finds first words of reviews that are judged as its own is, and concludes that word similarity is \
         ignored. ",
        side(found),
        " A network that reads forward cannot know at its second word how a review will end: near are openings that \
         have already moved it as far by themselves. The paper’s ",
        element("q").with("In 1988"),
        " or ",
        element("q").with("Dog Days"),
        " say little, but a network that also reads backward has read the whole review by then, which would explain \
         them (an inference). ",
        kinship(found),
    ]
}

/// The verdicts on the reviews of the three.
fn scored(answer: &Answer) -> String {
    let scores: Vec<String> = answer.items.iter().map(|item| percent(item.probability)).collect();
    format!("{} positive", scores.join(", "))
}

/// On which side the nearest are.
fn side(found: &Alike) -> Html {
    let share = |answer: &Answer| percent(answer.judged_positive);
    prose![
        "Here, of the hundred nearest reviews by their first words the network judges ",
        bold(share(&found.openings)),
        " positive, of those in context ",
        bold(share(&found.in_context)),
        ".",
    ]
}

/// Whether the nearest also share the word.
fn kinship(found: &Alike) -> String {
    let sharing = |answer: &Answer| {
        let shares = |item: &&Passage| item.tokens.last().is_some_and(|last| found.words.contains(last));
        answer.items.iter().filter(shares).count()
    };
    let (alone, there) = (sharing(&found.bigrams), sharing(&found.in_context));
    let end =
        if alone + there == 0 { "the word itself is forgotten." } else { "the word itself is not forgotten either." };
    format!("Of the three nearest from nothing {alone} end in the same word, of those in context {there}: {end}")
}

fn in_paper(printed: &[(&str, f64); 3]) -> Element {
    let rows = printed.iter().map(|&(bigram, score)| vec![bigram.into(), percent(score).into()]).collect();
    table("In the paper", &["bigram", "its sentence, positive"], rows).class("scroll")
}

fn passages(caption: &str, answer: &Answer) -> Element {
    let row = |item: &Passage| {
        let label = if item.label == 1 { "positive" } else { "negative" };
        let row = element("span").class("quiet").with(item.review.to_string());
        vec![
            item.tokens.join(" ").into(),
            percent(item.probability_there).into(),
            percent(item.probability).into(),
            label.into(),
            format!("{:.2}", item.distance).into(),
            row.into(),
        ]
    };
    let caption = format!("{caption} ({} compared)", count(answer.compared));
    table(&caption, &["words", "there", "review", "label", "distance", "row"], answer.items.iter().map(row).collect())
        .class("scroll")
}
