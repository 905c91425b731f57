//! The command line: one file per verb, and the only room that opens files.
//!
//! Every verb is a struct of arguments with a `run`. Results go to standard output, everything else to standard error;
//! with `--json` a result is one object a line. [`main`] prints an error once, with its causes.

mod corpus;
mod files;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The arguments or the files given are not what the verb needs.
const BAD_INPUT: u8 = 2;

/// See how a recurrent network reads a text.
#[derive(Debug, Parser)]
#[command(name = "unrolled", version, after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

const EXIT_CODES: &str = "Exit codes: 0 done; 1 failed, or `verify` found faults; 2 wrong arguments or unusable input.";

#[derive(Debug, Subcommand)]
enum Verb {
    Corpus(corpus::Corpus),
}

/// Runs the program on its arguments.
pub fn main() -> ExitCode {
    let result = match Arguments::parse().verb {
        Verb::Corpus(verb) => verb.run(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("unrolled: {error:#}");
            ExitCode::from(BAD_INPUT)
        }
    }
}
