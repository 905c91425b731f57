//! `unrolled import`: from anybody's weights and vocabulary to a bundle.

mod names;
mod vocabulary;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
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
use vocabulary::Placed;

/// Make a bundle of your own classifier's weights and vocabulary
///
/// The weights are a safetensors file with PyTorch's names and gate order: embedding.weight, lstm.weight_ih_l0,
/// lstm.weight_hh_l0, lstm.bias_ih_l0, lstm.bias_hh_l0 (gru.… for a GRU; _l1, _l2 … for further layers; …_reverse for
/// the second direction), out.weight and out.bias. Sizes, layers and directions are read off the shapes. A prefix before
/// all of them, such as module. or _orig_mod., is found by itself; biases that are not there (bias=False) are zeros.
/// f32, f16, bf16, f64 and int8 with a scale per row are read; tensors that nobody needs may be of any type.
#[derive(Debug, Args)]
pub struct Import {
    /// The trained weights
    #[arg(long, value_name = "W.safetensors")]
    weights: PathBuf,
    /// One token per line, line n is id n, or JSON; <pad> and <unk> may stand anywhere and keep their rows
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
    /// What the output layer reads: last, mean or max of the hidden states. Of two directions last is h_n, the final
    /// state of each; not output[:, -1], where the backward half has read one token alone
    #[arg(long, value_parser = word::<Readout>, default_value = "last")]
    readout: Readout,
    /// How the bundle keeps the matrices: f32, or int8 with a scale per row
    #[arg(long, value_parser = word::<Precision>, default_value = "f32")]
    precision: Precision,
    /// Names of the classes in the order of the outputs; with a single output the second is its class
    #[arg(long, value_delimiter = ',', default_value = "negative,positive")]
    classes: Vec<String>,
    /// What several outputs are: softmax, of which one is right, or sigmoid, a yes or no for each
    #[arg(long, value_parser = word::<Activation>, default_value = "softmax")]
    activation: Activation,
    /// The token that is read in place of unknown words, where it is not called <unk>, [UNK], <oov> or the like
    #[arg(long, value_name = "TOKEN")]
    unknown: Option<String>,
    /// How texts were cut: unrolled (this program's rules) or whitespace
    #[arg(long, value_parser = word::<Tokenizer>, default_value = "unrolled")]
    tokenizer: Tokenizer,
    /// Renames a tensor, or all whose names begin with FROM and a point; with nothing after the sign that beginning goes;
    /// repeatable
    #[arg(long, value_name = "FROM=TO", value_parser = renaming)]
    map: Vec<(String, String)>,
    /// Labelled texts the model was trained on and validated with: also build the index. A label is the name of a class,
    /// or 0 or 1
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
        let given =
            [("--weights", Some(&self.weights)), ("--vocab", Some(&self.vocab)), ("--corpus", self.corpus.as_ref())];
        let given = given.iter().filter_map(|&(argument, path)| Some((argument, path?.as_path())));
        build::keep_inputs(&given.collect::<Vec<_>>(), &self.out)?;
        let (head, weights, vocabulary) = self.read()?;
        let tensors = weights.to_tensors(&head.config, self.precision);
        let (bytes, lines) = (tensors.to_bytes()?, vocabulary.to_text().into_bytes());
        let mut session = head.session(&tensors, sha256_hex(&bytes), vocabulary)?;
        bundle_dir::check_classes(&session)?;
        let summary =
            json!({ "out": self.out, "name": self.name, "config": session.manifest.config, "bytes": bytes.len() });
        let mut contents = vec![(WEIGHTS.to_owned(), bytes), (VOCABULARY.to_owned(), lines)];
        contents.extend(match &self.corpus {
            Some(corpus) => {
                make::check_two_classes(session.model.config())?;
                let (reviews, options) = (files::read_corpus(corpus, &self.classes)?, self.options.settings());
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

    /// Weights and vocabulary in a bundle's order.
    fn read(&self) -> Result<(Head, Weights, Vocabulary)> {
        let (mut config, mut weights) = self.read_weights().with_context(|| self.weights.display().to_string())?;
        let placed = self.read_vocabulary(config.vocabulary).with_context(|| self.vocab.display().to_string())?;
        if placed.is_moved() {
            output::note(
                "<pad> and <unk> were put first, as in every bundle; each token keeps its row of the embedding",
            );
        }
        placed.move_rows(&mut weights, config.embedding);
        config.vocabulary = placed.vocabulary.len();
        let notes: Vec<String> = both_ends(&config).into_iter().collect();
        notes.iter().for_each(output::note);
        vocabulary::unreachable(&placed.vocabulary, self.tokenizer).iter().for_each(output::note);
        let (name, classes) = (self.name.clone(), self.classes.clone());
        let (metrics, licences) = (Value::Null, Vec::new());
        let head = Head { name, tokenizer: self.tokenizer, classes, config, metrics, licences, notes };
        Ok((head, weights, placed.vocabulary))
    }

    fn read_weights(&self) -> Result<(Config, Weights)> {
        let mut tensors = Tensors::parse(&files::read_here(&self.weights)?)?;
        names::settle(&mut tensors, &self.map)?;
        let config = Config { activation: self.activation, ..infer(&tensors, self.cell, self.readout)? };
        for what in names::fill_biases(&mut tensors, &config) {
            output::note(format_args!("the file has no {what} bias, as of a layer with bias=False; it is zero"));
        }
        let weights = Weights::from_tensors(&config, &tensors)?;
        warn_of_unused(&tensors, &weights.to_tensors(&config, Precision::Int8));
        Ok((config, weights))
    }

    fn read_vocabulary(&self, rows: usize) -> Result<Placed> {
        let is_json = self.vocab.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        Placed::new(vocabulary::read(files::read_here(&self.vocab)?, is_json)?, rows, self.unknown.as_deref())
    }
}

/// What has to be known of a network that reads both ways: two habits give two different networks.
fn both_ends(config: &Config) -> Option<String> {
    let last = config.directions == Directions::Bidirectional && config.readout == Readout::Last;
    last.then(|| {
        "It reads both ways, and its output layer is taken to read the final state of each direction (h_n of PyTorch), of which the backward one has read from the last word to the first. A network that was trained on output[:, -1] reads another backward state, after the last word alone: of such a one, what is said here is not its own.".to_owned()
    })
}

/// The weights of the same network in another file, such as those in f32 that a bundle's were rounded from.
pub fn reference(path: &Path, config: &Config) -> Result<Weights> {
    let mut tensors = Tensors::parse(&files::read_here(path)?)?;
    names::settle(&mut tensors, &[])?;
    names::fill_biases(&mut tensors, config);
    Ok(Weights::from_tensors(config, &tensors)?)
}

/// `FROM=TO`, where TO may be empty.
fn renaming(text: &str) -> Result<(String, String)> {
    let (from, to) = text.split_once('=').context("expected FROM=TO, such as fc.weight=out.weight or rnn=lstm")?;
    anyhow::ensure!(
        !from.trim_matches('.').is_empty(),
        "expected a name before the sign, found {text:?}; write FROM=TO"
    );
    Ok((from.to_owned(), to.to_owned()))
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
        output::note(format_args!(
            "these tensors are not used, so the network's own scores may differ: {}",
            unused.join(", ")
        ));
    }
}
