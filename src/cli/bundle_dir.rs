//! Opens and writes bundle directories.
//!
//! What `--bundle` names is a bundle, with manifest.json, or a model folder as training leaves it, with model.json. A
//! file is checked against the manifest before a byte of it is used, and the manifest is written last, so that an
//! interrupted run leaves a bundle that is refused rather than one that is wrong.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::{files, model_folder::Head};
use crate::{
    bundle::{FORMAT, Manifest, Tensors, sha256_hex},
    model::Model,
    text::{Tokenizer, Vocabulary},
};

/// The bundle's head.
pub const MANIFEST: &str = "manifest.json";
/// The trained numbers.
pub const WEIGHTS: &str = "weights.safetensors";
/// One token per line.
pub const VOCABULARY: &str = "vocab.txt";
/// The activation index, in bundles that have one.
pub const INDEX: &str = "index.safetensors";
/// The page's first views, in bundles that have some.
pub const PRESETS: &str = "presets.json";

/// A bundle that was checked and can be run.
#[derive(Debug)]
pub struct Bundle {
    /// Name, tokenizer, classes, shape, metrics, licences.
    pub head: Head,
    /// SHA-256 of the weights' file, by which an index names its model.
    pub model_hash: String,
    /// The network.
    pub model: Model,
    /// Its tokens.
    pub vocabulary: Vocabulary,
    /// None for a model folder.
    pub manifest: Option<Manifest>,
    folder: PathBuf,
}

impl Bundle {
    /// Opens a bundle or a model folder.
    pub fn open(folder: &Path) -> Result<Self> {
        let manifest = if folder.join(MANIFEST).exists() { Some(read_manifest(folder)?) } else { None };
        let head = match &manifest {
            Some(manifest) => head_of(manifest)?,
            None => model_head(folder)?,
        };
        let checked = |name: &str| checked_bytes(folder, manifest.as_ref(), name);
        let (weights, vocabulary) = (checked(WEIGHTS)?, checked(VOCABULARY)?);
        let model_hash = sha256_hex(&weights);
        if let Some(manifest) = &manifest {
            ensure!(
                manifest.model_hash == model_hash,
                "{MANIFEST}: expected the model hash {model_hash} of {WEIGHTS}, found {}; build the bundle again",
                manifest.model_hash
            );
        }
        let vocabulary = std::str::from_utf8(&vocabulary).context(VOCABULARY)?;
        let vocabulary = Vocabulary::parse(vocabulary).context(VOCABULARY)?;
        head.check_vocabulary(&vocabulary)?;
        let tensors = Tensors::parse(&weights).context(WEIGHTS)?;
        let model = Model::from_tensors(head.config.clone(), &tensors).context(WEIGHTS)?;
        Ok(Self { head, model_hash, model, vocabulary, manifest, folder: folder.to_owned() })
    }

    /// The rule that cuts texts for this model, unless they are cut already.
    pub fn tokenizer(&self, pretokenized: bool) -> Tokenizer {
        if pretokenized { Tokenizer::Whitespace } else { self.head.tokenizer }
    }

    /// The bytes of a file that the manifest lists, checked; None if it lists no such file.
    pub fn optional(&self, name: &str) -> Result<Option<Vec<u8>>> {
        let listed = self.manifest.as_ref().is_some_and(|manifest| manifest.files.contains_key(name));
        if listed { checked_bytes(&self.folder, self.manifest.as_ref(), name).map(Some) } else { Ok(None) }
    }

    /// Names of the files of review texts, in order.
    pub fn review_files(&self) -> impl Iterator<Item = &str> {
        let names = self.manifest.iter().flat_map(|manifest| manifest.files.keys());
        names.map(String::as_str).filter(|name| name.starts_with("reviews-"))
    }
}

impl Head {
    /// The vocabulary must have a line for every row of the embedding, and the classes a name for every output.
    pub fn check_vocabulary(&self, vocabulary: &Vocabulary) -> Result<()> {
        let (rows, lines) = (self.config.vocabulary, vocabulary.len());
        ensure!(
            rows == lines,
            "expected {rows} vocabulary lines, one for each row of embedding.weight, found {lines}; take the vocabulary that the model was trained with"
        );
        let (outputs, classes) = (self.config.outputs, self.classes.len());
        ensure!(
            classes == outputs.max(2),
            "expected {} class names for a model with {outputs} outputs, found {classes}; name them with --classes A,B,…",
            outputs.max(2)
        );
        Ok(())
    }

    /// The manifest of a bundle that holds this model and, so far, no file.
    pub fn into_manifest(self, model_hash: String) -> Result<Manifest> {
        Ok(Manifest {
            format: FORMAT,
            name: self.name,
            model_hash,
            tokenizer: serde_json::to_value(self.tokenizer)?,
            classes: self.classes,
            config: serde_json::to_value(self.config)?,
            files: BTreeMap::new(),
            metrics: self.metrics,
            texts: None,
            licences: self.licences,
            counts: None,
        })
    }
}

/// Writes the files and then a manifest that lists them besides those it already lists.
pub fn write(folder: &Path, mut manifest: Manifest, contents: &[(&str, Vec<u8>)]) -> Result<()> {
    files::create_folder(folder)?;
    for (name, bytes) in contents {
        manifest.add(name, bytes);
        files::write_atomically(&folder.join(name), bytes)?;
    }
    files::write_atomically(&folder.join(MANIFEST), manifest.to_json()?.as_bytes())
}

/// Reads manifest.json and checks its format.
pub fn read_manifest(folder: &Path) -> Result<Manifest> {
    let path = folder.join(MANIFEST);
    let text = files::read(&path)?;
    Manifest::parse(&String::from_utf8_lossy(&text)).with_context(|| path.display().to_string())
}

/// The parts of a manifest that describe the model.
fn head_of(manifest: &Manifest) -> Result<Head> {
    let part = |key: &str, value: &Value| format!("{MANIFEST}: {key} {value}; build the bundle again");
    Ok(Head {
        name: manifest.name.clone(),
        tokenizer: serde_json::from_value(manifest.tokenizer.clone())
            .with_context(|| part("expected tokenizer unrolled or whitespace, found", &manifest.tokenizer))?,
        classes: manifest.classes.clone(),
        config: serde_json::from_value(manifest.config.clone())
            .with_context(|| part("expected a network's shape under config, found", &manifest.config))?,
        metrics: manifest.metrics.clone(),
        licences: manifest.licences.clone(),
    })
}

fn model_head(folder: &Path) -> Result<Head> {
    let path = folder.join("model.json");
    let found = if folder.is_dir() { "neither" } else { "no such folder" };
    let json = fs::read(&path).with_context(|| {
        format!(
            "{}: expected a bundle with {MANIFEST} or a model folder with model.json, found {found}; `unrolled import` and `unrolled index` make bundles",
            folder.display()
        )
    })?;
    serde_json::from_slice(&json).with_context(|| format!("{}: train the model again", path.display()))
}

fn checked_bytes(folder: &Path, manifest: Option<&Manifest>, name: &str) -> Result<Vec<u8>> {
    let bytes = files::read(&folder.join(name))?;
    manifest.map_or(Ok(()), |manifest| manifest.check(name, &bytes))?;
    Ok(bytes)
}
