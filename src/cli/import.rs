//! `unrolled import`: from anybody's weights and vocabulary to a bundle.

use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use serde_json::{Value, json};

use super::{
    build::{self, IndexOptions, with_bars},
    bundle_dir::{self, VOCABULARY, WEIGHTS},
    files,
    model_folder::Head,
    output, word,
};
use crate::{
    bundle::{BundleError, Tensors, sha256_hex},
    make,
    model::{Activation, CellKind, Config, Directions, Precision, Readout, Weights},
    text::{Tokenizer, Vocabulary},
};

/// Make a bundle of your own classifier's weights and vocabulary
///
/// The weights are a safetensors file with PyTorch's names and gate order: embedding.weight, lstm.weight_ih_l0,
/// lstm.weight_hh_l0, lstm.bias_ih_l0, lstm.bias_hh_l0 (gru.… for a GRU; _l1, _l2 … for further layers; …_reverse for
/// the second direction), out.weight and out.bias. Sizes, layers and directions are read off the shapes.
#[derive(Debug, Args)]
pub struct Import {
    /// The trained weights
    #[arg(long, value_name = "W.safetensors")]
    weights: PathBuf,
    /// One token per line, line n is id n; the first two are <pad> and <unk>
    #[arg(long, value_name = "V.txt")]
    vocab: PathBuf,
    /// The bundle's folder
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// What the model is called
    #[arg(long, default_value = "imported model")]
    name: String,
    /// lstm or gru; found out from the names when not given
    #[arg(long, value_parser = word::<CellKind>)]
    cell: Option<CellKind>,
    /// What the output layer reads: last, mean or max of the hidden states
    #[arg(long, value_parser = word::<Readout>, default_value = "last")]
    readout: Readout,
    /// How the bundle keeps the matrices: f32, or int8 with a scale per row
    #[arg(long, value_parser = word::<Precision>, default_value = "f32")]
    precision: Precision,
    /// Names of the classes in the order of the outputs; with a single output the second is its class
    #[arg(long, value_delimiter = ',', default_value = "negative,positive")]
    classes: Vec<String>,
    /// How texts were cut: unrolled (this program's rules) or whitespace
    #[arg(long, value_parser = word::<Tokenizer>, default_value = "unrolled")]
    tokenizer: Tokenizer,
    /// Renames a tensor, or all whose names begin with FROM and a point; repeatable
    #[arg(long, value_name = "FROM=TO", value_parser = renaming)]
    map: Vec<(String, String)>,
    /// Labelled texts the model was trained on and validated with: also build the index
    #[arg(long, value_name = "FILE|FOLDER")]
    corpus: Option<PathBuf>,
    #[command(flatten)]
    options: IndexOptions,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

impl Import {
    pub fn run(self) -> Result<()> {
        let (head, weights) = self.read_weights()?;
        let vocabulary = self.read_vocabulary()?;
        let tensors = weights.to_tensors(&head.config, self.precision);
        let (bytes, lines) = (tensors.to_bytes()?, vocabulary.to_text().into_bytes());
        let mut session = head.session(&tensors, sha256_hex(&bytes), vocabulary)?;
        bundle_dir::check_classes(&session)?;
        let summary =
            json!({ "out": self.out, "name": self.name, "config": session.manifest.config, "bytes": bytes.len() });
        let mut contents = vec![(WEIGHTS.to_owned(), bytes), (VOCABULARY.to_owned(), lines)];
        contents.extend(match &self.corpus {
            Some(corpus) => {
                let (reviews, options) = (files::read_corpus(corpus)?, self.options.settings());
                with_bars(|report| make::with_corpus(&mut session, &reviews, &options, report))?
            }
            None => with_bars(|report| make::without_corpus(&session, report))?,
        });
        build::write(&self.out, session.manifest, contents)?;
        if self.json {
            return output::json(&summary);
        }
        output::line(format_args!("{}: {}", self.out.display(), summary["config"]))
    }

    fn read_weights(&self) -> Result<(Head, Weights)> {
        let name = || self.weights.display().to_string();
        let mut tensors = Tensors::parse(&files::read(&self.weights)?).with_context(name)?;
        for (from, to) in &self.map {
            rename(&mut tensors, from, to).with_context(name)?;
        }
        let config = infer(&tensors, self.cell, self.readout).with_context(name)?;
        let weights = Weights::from_tensors(&config, &tensors).with_context(name)?;
        warn_of_unused(&tensors, &weights.to_tensors(&config, Precision::Int8));
        let (name, classes) = (self.name.clone(), self.classes.clone());
        let head = Head {
            name,
            tokenizer: self.tokenizer,
            classes,
            config,
            metrics: Value::Null,
            licences: Vec::new(),
            notes: Vec::new(),
        };
        Ok((head, weights))
    }

    fn read_vocabulary(&self) -> Result<Vocabulary> {
        let name = || self.vocab.display().to_string();
        let text = String::from_utf8(files::read(&self.vocab)?)
            .context("expected UTF-8 text; convert the file")
            .with_context(name)?;
        Vocabulary::parse(&text).with_context(name)
    }
}

/// `FROM=TO`.
fn renaming(text: &str) -> Result<(String, String)> {
    let (from, to) = text.split_once('=').context("expected FROM=TO, such as fc.weight=out.weight or rnn=lstm")?;
    Ok((from.to_owned(), to.to_owned()))
}

fn rename(tensors: &mut Tensors, from: &str, to: &str) -> Result<()> {
    if tensors.rename(from, to) {
        return Ok(());
    }
    let tails: Vec<String> = tensors.names().filter_map(|name| name.strip_prefix(from)).map(str::to_owned).collect();
    let tails: Vec<_> = tails.iter().filter(|tail| tail.starts_with('.')).collect();
    let present = || tensors.names().collect::<Vec<_>>().join(", ");
    ensure!(!tails.is_empty(), "expected a tensor {from} to rename by --map, found only {}", present());
    for tail in tails {
        tensors.rename(&format!("{from}{tail}"), &format!("{to}{tail}"));
    }
    Ok(())
}

/// Reads the network's shape off its tensors.
fn infer(tensors: &Tensors, cell: Option<CellKind>, readout: Readout) -> Result<Config> {
    let has = |cell: &CellKind| tensors.contains(&format!("{}.weight_hh_l0", cell.name()));
    let cell = cell.or([CellKind::Lstm, CellKind::Gru].into_iter().find(has)).unwrap_or(CellKind::Lstm);
    let part = |end: String| format!("{}.weight_{end}", cell.name());
    let [vocabulary, embedding] = matrix(tensors, "embedding.weight")?;
    let [_, hidden] = matrix(tensors, &part("hh_l0".into()))?;
    let [outputs, _] = matrix(tensors, "out.weight")?;
    let layers = (0..).take_while(|layer| tensors.contains(&part(format!("hh_l{layer}")))).count();
    let reverse = tensors.contains(&part("hh_l0_reverse".into()));
    let directions = if reverse { Directions::Bidirectional } else { Directions::Unidirectional };
    Ok(Config {
        cell,
        vocabulary,
        embedding,
        hidden,
        layers,
        directions,
        readout,
        outputs,
        activation: Activation::Softmax,
    })
}

fn matrix(tensors: &Tensors, name: &str) -> Result<[usize; 2]> {
    match tensors.shape(name) {
        Some(&[rows, columns]) => Ok([rows, columns]),
        Some(shape) => bail!("expected {name} with two axes, found the shape {shape:?}; export it as a matrix"),
        None => {
            let present = tensors.names().collect::<Vec<_>>().join(", ");
            bail!(BundleError::Missing { name: name.to_owned(), present })
        }
    }
}

/// A network with more parts than ours can have would give other scores here; say so.
fn warn_of_unused(given: &Tensors, used: &Tensors) {
    let unused: Vec<&str> = given.names().filter(|name| !used.contains(name)).collect();
    if !unused.is_empty() {
        eprintln!(
            "unrolled: these tensors are not used, so the network's own scores may differ: {}",
            unused.join(", ")
        );
    }
}
