//! Texts from standard input, one a line.

use std::io::{self, BufRead};

use anyhow::{Context, Result};
use clap::Args;

use crate::{
    session::Session,
    text::{TokenizedText, Tokenizer},
};

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
}

impl Texts {
    /// Hands every line to `each` as soon as it has been read; an empty line is the empty text. Bytes that are no
    /// UTF-8, a lone surrogate among them, become replacement characters.
    pub fn for_each(&self, session: &mut Session, mut each: impl FnMut(&Session, Text) -> Result<()>) -> Result<()> {
        if self.pretokenized {
            session.tokenizer = Tokenizer::Whitespace;
        }
        let mut input = io::stdin().lock();
        let mut line = Vec::new();
        while input.read_until(b'\n', &mut line).context("standard input")? > 0 {
            let text = line.strip_suffix(b"\n").unwrap_or(&line);
            let text = text.strip_suffix(b"\r").unwrap_or(text);
            let raw = String::from_utf8_lossy(text).into_owned();
            let tokens = session.tokenizer.tokenize(&raw);
            if tokens.tokens.len() < tokens.found {
                let (kept, found) = (tokens.tokens.len(), tokens.found);
                eprintln!("unrolled: the text has {found} tokens; the first {kept} were read, the rest was cut off");
            }
            each(session, Text { raw, tokens })?;
            line.clear();
        }
        Ok(())
    }
}
