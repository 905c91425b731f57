//! The command line: see `unrolled --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    unrolled::cli::main()
}
