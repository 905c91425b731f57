//! Writes results to standard output.

use std::io::{self, Write};

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use super::Failed;

/// Prints one line. A reader that has gone away is an error like any other, which [`super::main`] keeps quiet about.
pub fn line(text: impl std::fmt::Display) -> Result<()> {
    writeln!(io::stdout().lock(), "{text}").context(Failed("the output could not be written"))
}

/// Prints one JSON object on a line.
pub fn json(value: &impl Serialize) -> Result<()> {
    line(serde_json::to_string(value)?)
}

/// Tells whoever watches what is not a result. A standard error that is closed or full is no reason to end, as it would be
/// for `eprintln!`.
pub fn note(text: impl std::fmt::Display) {
    let _ = writeln!(io::stderr().lock(), "unrolled: {text}");
}

/// A progress bar on standard error; invisible unless that is a terminal.
pub fn progress(total: u64, what: &str) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len}, {eta} left");
    let bar = ProgressBar::new(total).with_message(what.to_owned());
    style.map_or(bar.clone(), |style| bar.with_style(style))
}
