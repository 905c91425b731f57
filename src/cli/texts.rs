//! Texts from standard input, one a line.

use std::io::{self, BufRead};

use anyhow::{Context, Result};
use clap::Args;

use super::bundle_dir::Bundle;
use crate::text::TokenizedText;

/// How the lines of standard input are read.
#[derive(Debug, Args)]
pub struct Texts {
    /// The lines are tokens with single spaces between them: split there and change nothing else
    #[arg(long)]
    pretokenized: bool,
}

/// One line of standard input.
#[derive(Debug)]
pub struct Text {
    /// As it was given.
    pub raw: String,
    /// Its tokens.
    pub tokens: TokenizedText,
    /// Their ids.
    pub ids: Vec<u32>,
}

impl Texts {
    /// Hands every line to `each` as soon as it has been read; an empty line is the empty text. Bytes that are no
    /// UTF-8, a lone surrogate among them, become replacement characters.
    pub fn for_each(&self, bundle: &Bundle, mut each: impl FnMut(Text) -> Result<()>) -> Result<()> {
        let tokenizer = bundle.tokenizer(self.pretokenized);
        let mut input = io::stdin().lock();
        let mut line = Vec::new();
        while input.read_until(b'\n', &mut line).context("standard input")? > 0 {
            let text = line.strip_suffix(b"\n").unwrap_or(&line);
            let text = text.strip_suffix(b"\r").unwrap_or(text);
            let raw = String::from_utf8_lossy(text).into_owned();
            let tokens = tokenizer.tokenize(&raw);
            let ids = bundle.vocabulary.ids(&tokens);
            each(Text { raw, tokens, ids })?;
            line.clear();
        }
        Ok(())
    }
}
