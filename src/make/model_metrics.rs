//! What model.json or a manifest says of a model: accuracy and calibration on both halves of validation, and what int8
//! changed.

use anyhow::Result;
use rayon::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    index::{ActivationIndex, LAST_OF_TWO, Split},
    model::{Classifier, Model, favours},
    text::UNKNOWN,
    train::{
        evaluate::{Comparison, Judged, Metrics, at_temperature, compare, fit_temperature, measure},
        fit::Example,
    },
};

/// The halves of validation, and both together, of one model.
#[derive(Serialize)]
struct Halves {
    choose: Metrics,
    assess: Metrics,
    validation: Metrics,
}

#[derive(Serialize)]
struct Report {
    int8: Halves,
    f32: Halves,
    /// int8 against f32 over validation.
    quantization: Comparison,
    /// Fitted on choose; null where none is best.
    temperature: Option<f64>,
    /// int8 on assess with that temperature; null without one.
    assess_at_temperature: Option<Metrics>,
    /// `train` takes a loss after every word, so that what the network says early on means something: the page says so.
    trained_at_every_step: bool,
    /// What the texts of assess are like; none without any.
    assess_texts: Option<Texts>,
}

/// The texts that figures were measured on: of others nobody knows how often the network is right.
#[derive(Debug, PartialEq, Serialize)]
struct Texts {
    /// Between these lengths 98 of 100 lie, in tokens.
    tokens: [usize; 2],
    /// 99 of 100 have no larger share of unknown tokens; left out where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    unknown: Option<f64>,
}

impl Texts {
    fn of(examples: &[Example]) -> Option<Self> {
        let share = |example: &Example| {
            let unknown = example.ids.iter().filter(|&&id| id == UNKNOWN).count();
            unknown as f64 / example.ids.len().max(1) as f64
        };
        let mut shares: Vec<f64> = examples.iter().map(share).collect();
        shares.sort_by(f64::total_cmp);
        let texts = Self::of_lengths(examples.iter().map(|example| example.ids.len()))?;
        Some(Self { unknown: Some(percentile(&shares, 99)), ..texts })
    }

    fn of_lengths(lengths: impl Iterator<Item = usize>) -> Option<Self> {
        let mut lengths: Vec<usize> = lengths.collect();
        lengths.sort_unstable();
        let is_any = !lengths.is_empty();
        is_any.then(|| Self { tokens: [1, 99].map(|of_100| percentile(&lengths, of_100)), unknown: None })
    }
}

/// Of sorted values, at least one, that which so many of 100 are smaller than, or as large as.
fn percentile<T: Copy>(sorted: &[T], of_100: usize) -> T {
    sorted[(sorted.len() * of_100 / 100).min(sorted.len() - 1)]
}

/// Scores labelled texts on all cores.
pub fn judge(model: &(impl Classifier + Sync), examples: &[Example]) -> Vec<Judged> {
    let judge = |chunk: &[Example]| -> Vec<Judged> {
        let texts: Vec<Vec<u32>> = chunk.iter().map(|example| example.ids.clone()).collect();
        let pairs = model.scores(&texts).into_iter().zip(chunk);
        pairs.map(|(score, example)| Judged::new(score, example.positive)).collect()
    };
    examples.par_chunks(256).flat_map_iter(judge).collect()
}

/// The report of a model that came without one, from what its index says of the reviews that it was not trained on;
/// null without such. Of two classes. The split is this program's own: whether the model was trained on these reviews is not known here,
/// which `split: assumed` says.
pub fn of_index(index: &ActivationIndex) -> Value {
    let judged = |split: Split| -> Vec<Judged> {
        let reviews = index.reviews().iter().filter(|review| review.split == split);
        let judged = reviews.map(|review| {
            let probability = f64::from(review.probability).clamp(f64::from(f32::MIN_POSITIVE), 1.0 - f64::EPSILON);
            let log_odds = f64::from((probability / (1.0 - probability)).ln() as f32);
            Judged { log_odds, favoured: favours(review.probability), positive: review.label == LAST_OF_TWO }
        });
        judged.collect()
    };
    let (choose, assess) = (judged(Split::Choose), judged(Split::Assess));
    if choose.is_empty() || assess.is_empty() {
        return Value::Null;
    }
    let temperature = fit_temperature(&choose).ok();
    let reviews = index.reviews().iter().filter(|review| review.split == Split::Assess);
    let lengths = reviews.map(|review| review.tokens as usize);
    json!({
        "split": "assumed",
        "int8": { "choose": measure(&choose), "assess": measure(&assess) },
        "temperature": temperature,
        "assess_at_temperature": temperature.map(|temperature| measure(&at_temperature(&assess, temperature))),
        "assess_texts": Texts::of_lengths(lengths),
    })
}

/// Measures the stored model and the one it was rounded from.
pub fn measure_both(stored: &Model, reference: &Model, choose: &[Example], assess: &[Example]) -> Result<Value> {
    let [stored, reference] = [stored, reference].map(|model| {
        let judge = |examples: &[Example]| judge(model, examples);
        (judge(choose), judge(assess))
    });
    let together = |(choose, assess): &(Vec<Judged>, Vec<Judged>)| [&choose[..], &assess[..]].concat();
    let halves = |judged: &(Vec<Judged>, Vec<Judged>)| Halves {
        choose: measure(&judged.0),
        assess: measure(&judged.1),
        validation: measure(&together(judged)),
    };
    let temperature = fit_temperature(&stored.0).ok();
    Ok(serde_json::to_value(Report {
        int8: halves(&stored),
        f32: halves(&reference),
        quantization: compare(&together(&reference), &together(&stored)),
        temperature,
        assess_at_temperature: temperature.map(|temperature| measure(&at_temperature(&stored.1, temperature))),
        trained_at_every_step: true,
        assess_texts: Texts::of(assess),
    })?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundredth_at_either_end_is_left_out() {
        let example = |length: usize, unknown: usize| Example {
            ids: (0..length).map(|i| if i < unknown { UNKNOWN } else { 7 }).collect(),
            positive: true,
        };
        // Lengths 1 to 200; one in fifty has half of its words unknown.
        let examples: Vec<Example> =
            (1..=200).rev().map(|length| example(length, if length % 50 == 0 { length / 2 } else { 0 })).collect();
        assert_eq!(Texts::of(&examples), Some(Texts { tokens: [3, 199], unknown: Some(0.5) }));
        assert_eq!(Texts::of(&examples[..1]), Some(Texts { tokens: [200, 200], unknown: Some(0.5) }));
        assert_eq!(Texts::of(&[]), None);
    }
}
