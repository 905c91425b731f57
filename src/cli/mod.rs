//! The command line: one file per verb, and the only room that opens files.
//!
//! Every verb is a struct of arguments with a `run`. Results go to standard output, everything else to standard error;
//! with `--json` a result is one object a line. [`main`] prints an error once, with its causes.

mod build;
mod bundle_dir;
mod corpus;
mod evaluate;
mod explain;
mod files;
mod import;
mod index;
mod methods;
mod model_folder;
mod output;
mod predict;
mod publish;
mod reproduce;
mod table;
mod texts;
mod train;
mod verify;

use std::{
    io::{self, ErrorKind},
    process::ExitCode,
};

use clap::{Parser, Subcommand};
use serde::de::DeserializeOwned;

/// The verb could not do its work, or `verify` found faults.
const FAILED: u8 = 1;
/// The arguments or the files given are not what the verb needs.
const BAD_INPUT: u8 = 2;

/// Marks an error for which the arguments and files given are not to blame.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Failed(&'static str);

/// See how a recurrent network reads a text
#[derive(Debug, Parser)]
#[command(name = "unrolled", version, after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

const EXIT_CODES: &str = "Exit codes: 0 done; 1 failed, or verify found faults; 2 wrong arguments or unusable input.";

#[derive(Debug, Subcommand)]
enum Verb {
    Corpus(corpus::Corpus),
    Train(train::Train),
    Evaluate(evaluate::Evaluate),
    Import(import::Import),
    Index(index::Index),
    Publish(publish::Publish),
    Verify(verify::Verify),
    Predict(predict::Predict),
    Explain(explain::Explain),
    Methods(methods::Methods),
    Reproduce(reproduce::Reproduce),
}

/// Runs the program on its arguments.
pub fn main() -> ExitCode {
    let result = match Arguments::parse().verb {
        Verb::Corpus(verb) => verb.run(),
        Verb::Train(verb) => verb.run(),
        Verb::Evaluate(verb) => verb.run(),
        Verb::Import(verb) => verb.run(),
        Verb::Index(verb) => verb.run(),
        Verb::Publish(verb) => verb.run(),
        Verb::Verify(verb) => verb.run(),
        Verb::Predict(verb) => verb.run(),
        Verb::Explain(verb) => verb.run(),
        Verb::Methods(verb) => verb.run(),
        Verb::Reproduce(verb) => verb.run(),
    };
    result.map_or_else(|error| exit_code(&error), |()| ExitCode::SUCCESS)
}

/// Says what went wrong, once, with its causes.
fn exit_code(error: &anyhow::Error) -> ExitCode {
    // Whoever reads the output may stop early, as `head` does.
    let reader_left = error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == ErrorKind::BrokenPipe);
    if reader_left {
        return ExitCode::SUCCESS;
    }
    eprintln!("unrolled: {error:#}");
    ExitCode::from(if error.is::<Failed>() { FAILED } else { BAD_INPUT })
}

/// Reads a word such as `lstm` as serde knows it; the error names the words there are.
fn word<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_value(text.into()).map_err(|error| error.to_string())
}
