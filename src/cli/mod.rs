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
pub mod table;
mod texts;
mod train;
mod verify;

use std::{
    io::{self, ErrorKind, Write},
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
    let verb = match Arguments::try_parse() {
        Ok(arguments) => arguments.verb,
        Err(told) => return answer(&told),
    };
    let result = match verb {
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

/// Prints what was asked for instead of a verb, such as the help, or what is wrong with the arguments.
fn answer(told: &clap::Error) -> ExitCode {
    let wanted = if told.use_stderr() { BAD_INPUT } else { 0 };
    match told.print().and_then(|()| io::stdout().flush()) {
        Err(error) => exit_code(&anyhow::Error::new(error).context(Failed("the output could not be written"))),
        Ok(()) => ExitCode::from(wanted),
    }
}

/// Says what went wrong, once, with its causes.
fn exit_code(error: &anyhow::Error) -> ExitCode {
    // Whoever reads the output may stop early, as `head` does.
    let reader_left = error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == ErrorKind::BrokenPipe);
    if reader_left {
        return ExitCode::SUCCESS;
    }
    output::note(format_args!("{error:#}"));
    ExitCode::from(if is_failure(error) { FAILED } else { BAD_INPUT })
}

/// Whether the machine is to blame rather than the arguments and files given: a full disk, a broken one.
fn is_failure(error: &anyhow::Error) -> bool {
    let of_machine = |error: &io::Error| error.raw_os_error().is_some() && !blames_input(error.kind());
    let causes = error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>());
    error.is::<Failed>() || causes.into_iter().any(of_machine)
}

/// What the system says of a path that was given wrongly.
fn blames_input(kind: ErrorKind) -> bool {
    use ErrorKind as Kind;
    matches!(
        kind,
        Kind::NotFound
            | Kind::PermissionDenied
            | Kind::IsADirectory
            | Kind::NotADirectory
            | Kind::InvalidInput
            | Kind::InvalidFilename
    )
}

/// Reads a word such as `lstm` as serde knows it; the error names the words there are.
fn word<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_value(text.into()).map_err(|error| error.to_string())
}
