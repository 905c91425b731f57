//! `unrolled evaluate`: how good a bundle's model is on labelled reviews.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::{Args, ValueEnum};
use rayon::prelude::*;
use serde::Serialize;

use super::{bundle_dir, files, output};
use crate::{
    bundle::Tensors,
    model::{Classifier, Model},
    session::Session,
    train::{
        corpus::{Review, SPLIT_SEED, Split, split},
        evaluate::{Comparison, Judged, Metrics, at_temperature, compare, fit_temperature, measure},
    },
};

/// Measure accuracy, confusion, log-loss and calibration on labelled reviews
///
/// ece is the expected calibration error: 15 bins of equal width over 0 to 1, by the probability of the predicted
/// class. With --json, the key int8 holds the bundle's own weights, whatever their precision, and f32 those of
/// --reference; label_changes, mean_abs_dp and max_abs_dp compare the two. fixed_point compares the bundle's weights
/// run in 16-bit fixed point, as many texts at once are, with the same in f32; null where they are not.
#[derive(Debug, Args)]
pub struct Evaluate {
    /// A bundle or a model folder
    #[arg(long, value_name = "DIR")]
    bundle: PathBuf,
    /// A CSV with the columns text,label (0/1 or neg/pos), or a folder with neg/ and pos/
    #[arg(long, value_name = "FILE.csv|FOLDER", required_unless_present = "corpus")]
    reviews: Option<PathBuf>,
    /// The training corpus instead: measure on a part that was not trained on
    #[arg(long, value_name = "FILE|FOLDER", conflicts_with = "reviews")]
    corpus: Option<PathBuf>,
    /// The part of the corpus
    #[arg(long, value_name = "PART", default_value = "validation", requires = "corpus")]
    split: Part,
    /// Weights in f32 of the same model, to compare the bundle's with
    #[arg(long, value_name = "W.safetensors")]
    reference: Option<PathBuf>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, ValueEnum)]
enum Part {
    /// The half for early stopping and calibration
    Choose,
    /// The half for every published figure
    Assess,
    /// Both
    Validation,
}

/// What is printed.
#[derive(Debug, Serialize)]
struct Report {
    examples: usize,
    f32: Option<Metrics>,
    int8: Metrics,
    // Null without a reference.
    label_changes: Option<usize>,
    mean_abs_dp: Option<f64>,
    max_abs_dp: Option<f64>,
    fixed_point: Option<Comparison>,
    temperature: Temperature,
}

/// The bundle's weights with one temperature.
#[derive(Debug, Serialize)]
struct Temperature {
    value: f64,
    /// Which examples it was fitted on: choose, or the very examples it is measured on.
    fitted_on: &'static str,
    log_loss: f64,
    ece: f64,
}

impl Evaluate {
    pub fn run(self) -> Result<()> {
        let session = bundle_dir::open(&self.bundle)?;
        let config = session.model.config();
        ensure!(
            config.logits() == 1,
            "expected a model that decides between two classes, found one of {} outputs; only those can be measured",
            config.outputs
        );
        let (reviews, choose) = self.read_reviews()?;
        let reference = self.reference.as_deref().map(|path| read_reference(path, &session)).transpose()?;
        let stored = judge(&session, &session.model, &reviews);
        let reference = reference.map(|model| judge(&session, &model, &reviews));
        let (fitted_on, temperature) = match choose {
            Some(choose) => ("choose", fit_temperature(&judge(&session, &session.model, &choose))),
            None => ("these examples", fit_temperature(&stored)),
        };
        let fixed_point = session.model.is_fixed_point().then(|| {
            let float = session.model.clone().without_fixed_point();
            compare(&judge(&session, &float, &reviews), &stored)
        });
        let report = Report::of(&stored, reference.as_deref(), fixed_point, fitted_on, temperature);
        if self.json { output::json(&report) } else { report.print() }
    }

    /// The reviews to measure on, and others to fit the temperature on if there are such.
    fn read_reviews(&self) -> Result<(Vec<Review>, Option<Vec<Review>>)> {
        let Some(corpus) = &self.corpus else {
            let path = self.reviews.as_deref().context("expected --reviews or --corpus")?;
            return Ok((files::read_corpus(path)?, None));
        };
        let reviews = files::read_corpus(corpus)?;
        let splits = split(&reviews, SPLIT_SEED);
        let part = |wanted: &[Split]| -> Vec<Review> {
            let pairs = reviews.iter().zip(&splits);
            pairs
                .filter(|(_, split)| split.is_some_and(|split| wanted.contains(&split)))
                .map(|(review, _)| review.clone())
                .collect()
        };
        Ok(match self.split {
            Part::Choose => (part(&[Split::Choose]), None),
            Part::Assess => (part(&[Split::Assess]), Some(part(&[Split::Choose]))),
            Part::Validation => (part(&[Split::Choose, Split::Assess]), Some(part(&[Split::Choose]))),
        })
    }
}

fn read_reference(path: &Path, session: &Session) -> Result<Model> {
    let name = || path.display().to_string();
    let tensors = Tensors::parse(&files::read(path)?).with_context(name)?;
    Model::from_tensors(session.model.config().clone(), &tensors).with_context(name)
}

/// Reviews that one thread runs at a time.
const CHUNK: usize = 256;

/// What a model says of labelled reviews.
pub fn judge(session: &Session, model: &Model, reviews: &[Review]) -> Vec<Judged> {
    let (tokenizer, vocabulary) = (session.tokenizer, &session.vocabulary);
    let bar = output::progress(reviews.len() as u64, "reviews");
    let judge_chunk = |chunk: &[Review]| -> Vec<Judged> {
        let tokenized = chunk.iter().map(|review| tokenizer.tokenize(&review.text));
        let texts: Vec<Vec<u32>> = tokenized.map(|text| vocabulary.ids(&text)).collect();
        bar.inc(chunk.len() as u64);
        let judged = chunk.iter().zip(model.scores(&texts));
        judged.map(|(review, score)| Judged::new(score, review.positive)).collect()
    };
    let judged = reviews.par_chunks(CHUNK).flat_map_iter(judge_chunk).collect();
    bar.finish_and_clear();
    judged
}

impl Report {
    fn of(
        stored: &[Judged],
        reference: Option<&[Judged]>,
        fixed_point: Option<Comparison>,
        fitted_on: &'static str,
        temperature: f64,
    ) -> Self {
        let difference = reference.map(|reference| compare(reference, stored));
        let calibrated = measure(&at_temperature(stored, temperature));
        Self {
            examples: stored.len(),
            f32: reference.map(measure),
            int8: measure(stored),
            label_changes: difference.map(|d| d.label_changes),
            mean_abs_dp: difference.map(|d| d.mean_abs_dp),
            max_abs_dp: difference.map(|d| d.max_abs_dp),
            fixed_point,
            temperature: Temperature {
                value: temperature,
                fitted_on,
                log_loss: calibrated.log_loss,
                ece: calibrated.ece,
            },
        }
    }

    fn print(&self) -> Result<()> {
        let Metrics { accuracy, log_loss, ece, confusion, reliability } = &self.int8;
        let Temperature { value, fitted_on, log_loss: log_loss_after, ece: ece_after } = &self.temperature;
        output::line(format_args!("examples      {}", self.examples))?;
        output::line(format_args!("accuracy      {:.2} %", 100.0 * accuracy))?;
        output::line(format_args!(
            "log-loss      {log_loss:.4}, {log_loss_after:.4} at temperature {value:.3} (fitted on {fitted_on})"
        ))?;
        output::line(format_args!("calibration   error {ece:.4}, {ece_after:.4} at that temperature"))?;
        output::line("confusion     judged negative  judged positive")?;
        output::line(format_args!("  negative    {:>15}  {:>15}", confusion.true_negative, confusion.false_positive))?;
        output::line(format_args!("  positive    {:>15}  {:>15}", confusion.false_negative, confusion.true_positive))?;
        output::line("reliability   says   is right  examples")?;
        for bin in reliability {
            output::line(format_args!(
                "              {:.3}  {:.3}     {}",
                bin.confidence, bin.accuracy, bin.examples
            ))?;
        }
        if let (Some(reference), Some(changes), Some(mean), Some(max)) =
            (&self.f32, self.label_changes, self.mean_abs_dp, self.max_abs_dp)
        {
            output::line(format_args!(
                "reference     {:.2} %; {changes} labels change, |Δp| {mean:.6} on average, {max:.4} at most",
                100.0 * reference.accuracy
            ))?;
        }
        if let Some(Comparison { label_changes, mean_abs_dp, max_abs_dp }) = self.fixed_point {
            output::line(format_args!(
                "fixed point   {label_changes} labels change against f32, |Δp| {mean_abs_dp:.2e} on average, {max_abs_dp:.2e} at most"
            ))?;
        }
        Ok(())
    }
}
