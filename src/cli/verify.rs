//! `unrolled verify`: checks a whole bundle and says what is wrong and how to mend it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Args;
use serde::Serialize;
use serde_json::Value;

use super::{
    Failed,
    bundle_dir::{self, MANIFEST, PRESETS},
    files, output,
};
use crate::{
    index::{
        Split,
        phrases::{POINTS, SIDES},
    },
    make::{
        average_word,
        calibrate::{nonconformity, side},
        check_two_classes, model_metrics,
        phrase_mining::{Judged, counted, judge, score},
    },
    model::Manifest,
    session::Session,
};

/// Phrases whose score is computed again.
const SCORED: usize = 5;
/// A score computed again may differ by so much: other texts share its batches, but not its sums.
const MAX_ERROR: f64 = 1e-4;

/// Check a bundle: every file's size and hash, the model, the index, the reviews, the presets
#[derive(Debug, Args)]
pub struct Verify {
    /// The bundle
    #[arg(value_name = "DIR")]
    bundle: PathBuf,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// What was found.
#[derive(Debug, Default, Serialize)]
struct Report {
    sound: bool,
    /// What was looked at, in words.
    checked: Vec<String>,
    /// What is wrong, each with what to do.
    faults: Vec<String>,
}

impl Verify {
    pub fn run(self) -> Result<()> {
        let mut report = Report::default();
        report.look_at(&self.bundle);
        report.sound = report.faults.is_empty();
        if self.json {
            output::json(&report)?;
        } else {
            report.checked.iter().try_for_each(|what| output::line(format_args!("ok     {what}")))?;
            report.faults.iter().try_for_each(|fault| output::line(format_args!("fault  {fault}")))?;
        }
        ensure!(report.sound, Failed("the bundle is not sound"));
        Ok(())
    }
}

impl Report {
    fn look_at(&mut self, folder: &Path) {
        if folder.join(MANIFEST).exists() {
            self.look_at_files(folder);
        }
        // Without a manifest this says what is missing. What depends on a broken file would only repeat the fault.
        if !self.faults.is_empty() {
            return;
        }
        let in_words = |session: &Session| {
            format!("the model: {} tokens, {:?}", session.vocabulary.len(), session.model.config().cell)
        };
        let Some(mut session) = self.keep(bundle_dir::open(folder), in_words) else { return };
        let loaded = bundle_dir::load_memory(folder, &mut session);
        let index = session
            .index
            .as_ref()
            .map_or("no index".to_owned(), |index| format!("the index of {} reviews", index.reviews().len()));
        self.keep(loaded, |()| format!("{index}, the texts of {}", session.reviews.len()));
        self.keep(check_calibration(&session), |found| found.clone());
        self.keep(check_average_word(&session), |said| (*said).to_owned());
        self.keep(check_rules(&session), |said| said.clone());
        self.keep(check_nonconformity(&session), |reviews| {
            format!("α and rare pairs of {reviews} calibration reviews")
        });
        self.keep(check_presets(folder, &session), |presets| format!("{presets} presets, as the model judges them"));
    }

    fn look_at_files(&mut self, folder: &Path) {
        let Some(manifest) = self.keep(read_manifest(folder), |manifest| format!("{MANIFEST}: {}", manifest.name))
        else {
            return;
        };
        for name in manifest.files.keys() {
            let checked = files::read(&folder.join(name))
                .and_then(|bytes| Ok(manifest.check(name, &bytes).map(|()| bytes.len())?));
            self.keep(checked, |bytes| format!("{name}: {bytes} bytes"));
        }
    }

    /// Writes down what came of a check, and gives back what it found.
    fn keep<T>(&mut self, result: Result<T>, in_words: impl FnOnce(&T) -> String) -> Option<T> {
        match result {
            Ok(found) => {
                self.checked.push(in_words(&found));
                Some(found)
            }
            Err(error) => {
                self.faults.push(format!("{error:#}"));
                None
            }
        }
    }
}

fn read_manifest(folder: &Path) -> Result<Manifest> {
    Ok(Manifest::parse(&String::from_utf8_lossy(&files::read(&folder.join(MANIFEST))?))?)
}

/// Accuracy and temperature of the manifest must be those of the reviews that the index holds, if it holds as many.
fn check_calibration(session: &Session) -> Result<String> {
    let metrics = &session.manifest.metrics;
    if session.index.is_some() {
        check_two_classes(session.model.config())?;
    }
    let found = session.index.as_ref().map(model_metrics::of_index);
    let Some(found) = found.filter(|found| is_of_as_many(found, metrics)) else {
        return Ok("calibration: nothing to compare it with".into());
    };
    for (path, tolerance) in CALIBRATION {
        let [stated, measured] = [metrics, &found].map(|metrics| metrics.pointer(path).and_then(Value::as_f64));
        // Where no temperature is best there is none on either side.
        let is_close = match (stated, measured) {
            (Some(stated), Some(measured)) => (stated - measured).abs() <= tolerance,
            (stated, measured) => stated == measured,
        };
        ensure!(
            is_close,
            "{MANIFEST}: expected {measured:?} in metrics{path}, as the index has it, found {stated:?}; build the bundle again"
        );
    }
    Ok(format!("calibration: temperature {}, as the index has it", metrics["temperature"]))
}

/// The average word must be that of the word counts in the index.
fn check_average_word(session: &Session) -> Result<&'static str> {
    let stored = &session.manifest.average_word;
    if stored.is_none() {
        return Ok("no average word, which the method lasting needs; `unrolled index` and `unrolled publish` write it");
    }
    let Some(index) = &session.index else { return Ok("the average word: nothing to compare it with") };
    ensure!(
        average_word(&session.model, index) == *stored,
        "{MANIFEST}: expected the average_word that the word counts of the index give, found another; build the bundle again"
    );
    Ok("the average word, as the word counts of the index give it")
}

/// What is compared, and how far the fixed point of the index may differ from the network's own pass.
const CALIBRATION: [(&str, f64); 3] =
    [("/temperature", 0.01), ("/int8/assess/accuracy", 0.001), ("/int8/assess/ece", 0.002)];

fn is_of_as_many(found: &Value, metrics: &Value) -> bool {
    let reviews = |metrics: &Value| -> Option<u64> {
        let confusion = metrics.pointer("/int8/assess/confusion")?.as_object()?;
        Some(confusion.values().filter_map(Value::as_u64).sum())
    };
    reviews(found).is_some() && reviews(found) == reviews(metrics)
}

/// Phrase rules must occur as often, score as much and agree with the network as often as the index says.
fn check_rules(session: &Session) -> Result<String> {
    let Some((index, rules)) = session.index.as_ref().and_then(|index| Some((index, index.phrases()?))) else {
        return Ok("no phrase rules".into());
    };
    if session.reviews.len() < index.reviews().len() {
        return Ok(format!("{} phrase rules, not counted again: the texts are not all there", rules.len()));
    }
    let again = |holds: bool, what: &str| -> Result<()> {
        ensure!(
            holds,
            "phrase rules: expected {what} as the index has it, found another; build it again with `unrolled index`"
        );
        Ok(())
    };
    let counts = counted(rules, &session.reviews);
    let stored = rules.occurrences.iter().copied().zip(rules.reviews.iter().copied());
    again(counts.into_iter().eq(stored), "the number of occurrences")?;
    let (list, vote, tree) = judge(rules, &session.reviews, &Judged::all(&session.reviews, index));
    let (points, own) = (POINTS * SIDES.len(), usize::from(rules.is_beta));
    again(rules.figures[own * points..].starts_with(&list), "the list's fidelity")?;
    again(rules.figures[2 * points..] == vote, "the vote's fidelity")?;
    again(rules.tree_figures == tree, "the tree's fidelity")?;
    let scored = rules.len().min(SCORED);
    for rank in 0..scored {
        let found = score(&session.model, &session.reviews, rules, rank).context("this model has no phrase rules")?;
        again((found - f64::from(rules.scores[rank])).abs() <= MAX_ERROR, "a phrase's score")?;
    }
    Ok(format!("{} phrase rules: counts and fidelity, the scores of the first {scored}", rules.len()))
}

/// Calibration reviews that are judged again.
const SPOT_CHECKS: usize = 64;

/// α and rare pairs of some calibration reviews must be those of the index; gives their number, 0 without texts.
fn check_nonconformity(session: &Session) -> Result<usize> {
    let Some(index) = &session.index else { return Ok(0) };
    let texts = side(&session.reviews, Split::Choose);
    let scores = index.calibration().scores();
    let labels = index.reviews().iter().filter(|review| review.split == Split::Choose).map(|review| review.label);
    // Only a store that holds every such review has them in the order of the index.
    if texts.len() != scores.len() || texts.is_empty() {
        return Ok(0);
    }
    let step = texts.len().div_ceil(SPOT_CHECKS);
    let checked: Vec<(usize, u8)> = labels.enumerate().step_by(step).collect();
    let asked: Vec<&[u32]> = checked.iter().map(|&(at, _)| texts[at]).collect();
    for (&(at, label), alpha) in checked.iter().zip(nonconformity(&session.model, index, &asked)) {
        let (alpha, rare) = (alpha[usize::from(label)], index.pairs().rare(texts[at]).len());
        let expected = (u32::from(scores[at]), usize::from(index.pairs().rare_in_calibration()[at]));
        ensure!(
            (alpha, rare) == expected,
            "index.safetensors: expected α and rare pairs {:?} of calibration review {at}, found {expected:?}; build the bundle again",
            (alpha, rare),
        );
    }
    Ok(checked.len())
}

/// Every preset's precomputed prediction must be this model's; gives their number.
fn check_presets(folder: &Path, session: &Session) -> Result<usize> {
    if !session.manifest.files.contains_key(PRESETS) {
        return Ok(0);
    }
    let json: Value = serde_json::from_slice(&files::read(&folder.join(PRESETS))?).context(PRESETS)?;
    let presets = json["presets"].as_array();
    let presets = presets.with_context(|| format!("{PRESETS}: expected the key presets; build the bundle again"))?;
    for preset in presets {
        let logit = session.predict(preset["text"].as_str().unwrap_or_default()).logit;
        let stored = &preset["prediction"]["logit"];
        ensure!(
            stored.as_f64().map(|stored| stored as f32) == Some(logit),
            "{PRESETS}: expected logit {logit} for preset {}, found {stored}; build the bundle again",
            preset["id"],
        );
    }
    Ok(presets.len())
}
