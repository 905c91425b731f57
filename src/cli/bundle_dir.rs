//! Opens and writes bundle directories.
//!
//! What `--bundle` names is a bundle, with manifest.json, or a model folder as training leaves it, with model.json. A
//! file is checked against the manifest before a byte of it is used, and the manifest is written last, so that an
//! interrupted run leaves a bundle that is refused rather than one that is wrong.

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail, ensure};
use flate2::read::GzDecoder;

use super::{files, model_folder::Head};
pub use crate::bundle::{INDEX, MANIFEST, PRESETS, VOCABULARY, WEIGHTS};
use crate::{
    bundle::{Tensors, sha256_hex},
    model::{Manifest, Model, class_fault},
    session::Session,
    text::Vocabulary,
};

/// Opens a bundle or a model folder, without its index and reviews.
pub fn open(folder: &Path) -> Result<Session> {
    let weights = || files::read(&folder.join(WEIGHTS));
    let vocabulary =
        || -> Result<String> { String::from_utf8(files::read(&folder.join(VOCABULARY))?).context(VOCABULARY) };
    let session = if folder.join(MANIFEST).exists() {
        let manifest = files::read(&folder.join(MANIFEST))?;
        Session::open(&String::from_utf8_lossy(&manifest), &weights()?, &vocabulary()?)?
    } else {
        let (head, weights) = (model_head(folder)?, weights()?);
        let tensors = Tensors::parse(&weights).context(WEIGHTS)?;
        let vocabulary = Vocabulary::parse(&vocabulary()?).context(VOCABULARY)?;
        head.session(&tensors, sha256_hex(&weights), vocabulary)?
    };
    check_classes(&session)?;
    Ok(session)
}

impl Head {
    /// A model without index and reviews.
    pub fn session(self, tensors: &Tensors, model_hash: String, vocabulary: Vocabulary) -> Result<Session> {
        let (model, tokenizer) = (Model::from_tensors(self.config.clone(), tensors)?, self.tokenizer);
        Ok(Session::of_parts(self.into_manifest(model_hash), model, tokenizer, vocabulary)?)
    }
}

/// The classes must have a name for every output, each its own; a single logit decides between two.
pub fn check_classes(session: &Session) -> Result<()> {
    if let Some(fault) = class_fault(&session.manifest.classes) {
        bail!(
            "expected class names that differ in more than case, none of them empty or with a control character, found {fault}; name each class by a word of its own, at import with --classes A,B,…"
        );
    }
    let (outputs, found) = (session.model.config().outputs, session.manifest.classes.len());
    let expected = session.model.config().classes();
    ensure!(
        found == expected,
        "expected {expected} class names for a model of {outputs} outputs, found {found}; name them with --classes A,B,…"
    );
    Ok(())
}

/// Reads the index and all reviews that a bundle has; it may have neither.
pub fn load_memory(folder: &Path, session: &mut Session) -> Result<()> {
    if session.manifest.files.contains_key(INDEX) {
        session.add_index(&files::read(&folder.join(INDEX))?).context(INDEX)?;
    }
    let names: Vec<String> =
        session.manifest.files.keys().filter(|name| name.starts_with("reviews-")).cloned().collect();
    for name in names {
        let bytes = files::read(&folder.join(&name))?;
        session.manifest.check(&name, &bytes)?;
        let json = String::from_utf8(inflated(&name, &bytes)?).with_context(|| name.clone())?;
        session.add_reviews(&json).with_context(|| name.clone())?;
    }
    Ok(session.index.as_ref().map_or(Ok(()), |index| session.reviews.places(index).map(drop))?)
}

/// Writes the files and then a manifest that lists them besides those it already lists.
pub fn write(folder: &Path, mut manifest: Manifest, contents: &[(String, Vec<u8>)]) -> Result<()> {
    files::create_folder(folder)?;
    for (name, bytes) in contents {
        manifest.add(name, bytes);
        if name.ends_with(".gz") {
            manifest.add_inflated(name, &inflated(name, bytes)?);
        }
        files::write_atomically(&folder.join(name), bytes)?;
    }
    files::write_atomically(&folder.join(MANIFEST), manifest.to_json()?.as_bytes())
}

/// Whether a file is one that a bundle or a model folder has, by its name.
fn is_of_bundle(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    [MANIFEST, WEIGHTS, VOCABULARY, PRESETS, INDEX, "model.json"].contains(&name.as_str()) || is_shard(&name)
}

/// Whether a bundle's review texts are called so: reviews-00.json.gz.
fn is_shard(name: &str) -> bool {
    let number = name.strip_prefix("reviews-").and_then(|rest| rest.strip_suffix(".json.gz"));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The paths of such files in a folder.
pub fn files_of_bundle(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| is_of_bundle(path)).collect()
}

/// What is inside a gzip file.
fn inflated(name: &str, bytes: &[u8]) -> Result<Vec<u8>> {
    let mut inside = Vec::new();
    let read = GzDecoder::new(bytes).read_to_end(&mut inside);
    read.with_context(|| format!("{name}: expected a gzip file; build the bundle again"))?;
    Ok(inside)
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
