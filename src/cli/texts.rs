//! Texts from standard input, one a line.

use std::io::{self, BufRead};

use anyhow::{Context, Result, bail, ensure};
use clap::Args;

use super::output;
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
    /// Hands every line to `each` as soon as it has been read; an empty line is the empty text. Lines end in LF or CRLF
    /// and are UTF-8, before which a byte-order mark may stand; anything else is refused at its line.
    pub fn for_each(&self, session: &mut Session, mut each: impl FnMut(&Session, Text) -> Result<()>) -> Result<()> {
        if self.pretokenized {
            session.tokenizer = Tokenizer::Whitespace;
        }
        let mut input = io::stdin().lock();
        let mut line = Vec::new();
        let mut number = 0;
        while input.read_until(b'\n', &mut line).context("standard input")? > 0 {
            number += 1;
            let raw = text_of(&line, number)?.to_owned();
            let tokens = session.tokenizer.tokenize(&raw);
            if tokens.tokens.len() < tokens.found {
                let (kept, found) = (tokens.tokens.len(), tokens.found);
                output::note(format_args!(
                    "the text has {found} tokens; the first {kept} were read, the rest was cut off"
                ));
            }
            each(session, Text { raw, tokens })?;
            line.clear();
        }
        Ok(())
    }
}

const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The text of a line, whose number counts from 1.
fn text_of(line: &[u8], number: usize) -> Result<&str> {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let is_first = number == 1;
    if is_first && (line.starts_with(b"\xFF\xFE") || line.starts_with(b"\xFE\xFF")) {
        bail!("expected texts in UTF-8, found the byte-order mark of UTF-16; save them as UTF-8");
    }
    // A stray zero byte separates words like any control character; UTF-16 has one beside each of our letters.
    let zeros = line.iter().filter(|&&byte| byte == 0).count();
    ensure!(
        2 * zeros < line.len() || line.is_empty(),
        "expected texts in UTF-8, found {zeros} zero bytes among the {} of line {number}, as in UTF-16; save them as UTF-8",
        line.len()
    );
    let line = line.strip_prefix(UTF8_MARK).filter(|_| is_first).unwrap_or(line);
    std::str::from_utf8(line).map_err(|error| {
        let at = error.valid_up_to();
        anyhow::anyhow!(
            "expected texts in UTF-8, found the byte 0x{:02X} in line {number} after {at} bytes, as in text of an older \
             encoding such as Windows-1252; save them as UTF-8",
            line[at]
        )
    })
}
