//! `unrolled evaluate`: how good a bundle's model is on labelled reviews.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::{Args, ValueEnum};
use rayon::prelude::*;
use serde::Serialize;

use super::{bundle_dir, files, import, output};
use crate::{
    make::check_two_classes,
    model::{Classifier, Model},
    session::Session,
    train::{
        corpus::{Review, SPLIT_SEED, Split, only_label, split},
        evaluate::{Comparison, Judged, Metrics, NoTemperature, at_temperature, compare, fit_temperature, measure},
    },
};

/// Measure accuracy, confusion, log-loss and calibration on labelled reviews
///
/// ece is the expected calibration error: 15 bins of equal width over 0 to 1, by the probability of the predicted
/// class. With --json, the key int8 holds the bundle's own weights, whatever their precision, and f32 those of
/// --reference; label_changes, mean_abs_dp and max_abs_dp compare the two. fixed_point compares the bundle's weights
/// run in 16-bit fixed point, as many texts at once are, with the same in f32; null where they are not. temperature is
/// null, with why_none in words, where none can be fitted; only_label is the class that all examples
/// have, if they have one.
#[derive(Debug, Args)]
pub struct Evaluate {
    /// A bundle or a model folder
    #[arg(long, value_name = "DIR")]
    bundle: PathBuf,
    /// A CSV with the columns text,label (0, 1 or the names of the classes), or, where these are
    /// negative and positive, a folder with neg/ and pos/
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
    /// The class, if all examples have one: accuracy then says nothing of the other. Null otherwise.
    only_label: Option<String>,
    f32: Option<Metrics>,
    int8: Metrics,
    // Null without a reference.
    label_changes: Option<usize>,
    mean_abs_dp: Option<f64>,
    max_abs_dp: Option<f64>,
    fixed_point: Option<Comparison>,
    temperature: Temperature,
}

/// The bundle's weights with one temperature; nothing but `fitted_on` and `why_none` where there is none.
#[derive(Debug, Default, Serialize)]
struct Temperature {
    value: Option<f64>,
    /// Which examples it was fitted on: choose, or the very examples it is measured on.
    fitted_on: &'static str,
    log_loss: Option<f64>,
    ece: Option<f64>,
    /// Why no temperature can be fitted.
    why_none: Option<String>,
}

impl Evaluate {
    pub fn run(self) -> Result<()> {
        let session = bundle_dir::open(&self.bundle)?;
        check_two_classes(session.model.config())?;
        let (reviews, choose) = self.read_reviews(&session.manifest.classes)?;
        ensure!(
            !reviews.is_empty(),
            "expected reviews in that part of the corpus, found none; give a larger corpus, or one whose texts are not all the same"
        );
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
        let classes = &session.manifest.classes;
        let report = Report::of(classes, &stored, reference.as_deref(), fixed_point, (fitted_on, temperature));
        if self.json { output::json(&report) } else { report.print(classes) }
    }

    /// The reviews to measure on, and others to fit the temperature on if there are such.
    fn read_reviews(&self, classes: &[String]) -> Result<(Vec<Review>, Option<Vec<Review>>)> {
        let Some(corpus) = &self.corpus else {
            let path = self.reviews.as_deref().context("expected --reviews or --corpus")?;
            return Ok((files::read_corpus(path, classes)?, None));
        };
        let reviews = files::read_corpus(corpus, classes)?;
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
    let config = session.model.config();
    let read = || -> Result<Model> {
        let weights = import::reference(path, config)?;
        check_words(&session.model.weights().embedding, &weights.embedding, config.embedding)?;
        Ok(Model::new(config.clone(), weights)?)
    };
    read().with_context(|| path.display().to_string())
}

/// How far a vector may be from the one it was rounded from, as a share of its largest number: twice what int8 leaves.
const ROUNDED: f32 = 1.0 / 127.0;

/// The word vectors must be those that the bundle's were rounded from: in another order, every text would be another.
fn check_words(stored: &[f32], reference: &[f32], width: usize) -> Result<()> {
    let is_near = |(a, b): (&[f32], &[f32])| {
        let most = b.iter().fold(0.0f32, |most, value| most.max(value.abs()));
        a.iter().zip(b).all(|(a, b)| (a - b).abs() <= most * ROUNDED)
    };
    let rows = stored.chunks_exact(width).zip(reference.chunks_exact(width));
    let off = rows.into_iter().position(|rows| !is_near(rows));
    ensure!(
        off.is_none(),
        "expected the word vectors that the bundle was made of, in the order of its vocab.txt, found another one in row {}; give the weights it was imported from, with <pad> and <unk> in rows 0 and 1",
        off.unwrap_or(0)
    );
    Ok(())
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

impl Temperature {
    /// What follows the log-loss, and the error of calibration.
    fn in_words(&self) -> (String, String) {
        match (self.value, self.log_loss, self.ece) {
            (Some(value), Some(log_loss), Some(ece)) => (
                format!("{log_loss:.4} at temperature {value:.3} (fitted on {})", self.fitted_on),
                format!(", {ece:.4} at that temperature"),
            ),
            _ => (format!("no temperature: {}", self.why_none.as_deref().unwrap_or_default()), String::new()),
        }
    }
}

impl Report {
    fn of(
        classes: &[String],
        stored: &[Judged],
        reference: Option<&[Judged]>,
        fixed_point: Option<Comparison>,
        (fitted_on, temperature): (&'static str, Result<f64, NoTemperature>),
    ) -> Self {
        let only = only_label(stored.iter().map(|judged| judged.positive));
        let difference = reference.map(|reference| compare(reference, stored));
        let temperature = match temperature {
            Ok(value) => {
                let Metrics { log_loss, ece, .. } = measure(&at_temperature(stored, value));
                let (value, log_loss, ece) = (Some(value), Some(log_loss), Some(ece));
                Temperature { value, fitted_on, log_loss, ece, why_none: None }
            }
            Err(why) => Temperature { fitted_on, why_none: Some(why.to_string()), ..Temperature::default() },
        };
        Self {
            examples: stored.len(),
            only_label: only.and_then(|last| classes.get(usize::from(last)).cloned()),
            f32: reference.map(measure),
            int8: measure(stored),
            label_changes: difference.map(|d| d.label_changes),
            mean_abs_dp: difference.map(|d| d.mean_abs_dp),
            max_abs_dp: difference.map(|d| d.max_abs_dp),
            fixed_point,
            temperature,
        }
    }

    fn print(&self, classes: &[String]) -> Result<()> {
        let [first, last] = [0, 1].map(|class| classes.get(class).map_or("?", String::as_str));
        let Metrics { accuracy, log_loss, ece, confusion, reliability } = &self.int8;
        output::line(format_args!("examples      {}", self.examples))?;
        if let Some(label) = &self.only_label {
            output::line(format_args!(
                "              all are {label}: nothing below says how the network does on others"
            ))?;
        }
        output::line(format_args!("accuracy      {:.2} %", 100.0 * accuracy))?;
        let (log_loss_after, ece_after) = self.temperature.in_words();
        output::line(format_args!("log-loss      {log_loss:.4}, {log_loss_after}"))?;
        output::line(format_args!("calibration   error {ece:.4}{ece_after}"))?;
        let width = first.chars().count().max(last.chars().count()).max(8) + 4;
        let row = |name: String, cells: [String; 2]| {
            output::line(format_args!("{name:<width$}  {:>15}  {:>15}", cells[0], cells[1]))
        };
        row("confusion".to_owned(), [first, last].map(|class| format!("judged {class}")))?;
        row(format!("  {first}"), [confusion.true_negative, confusion.false_positive].map(|count| count.to_string()))?;
        row(format!("  {last}"), [confusion.false_negative, confusion.true_positive].map(|count| count.to_string()))?;
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
