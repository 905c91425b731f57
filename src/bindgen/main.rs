//! The build's own wasm-bindgen: `bindgen IN.wasm OUT_DIR`.
//!
//! It links the generator as a library, so Cargo.lock keeps it at the version of the `wasm-bindgen` crate and a
//! fresh machine needs no second tool.

use std::{env, path::PathBuf, process::ExitCode};

fn main() -> ExitCode {
    let [input, out] = match env::args_os().skip(1).map(PathBuf::from).collect::<Vec<_>>().try_into() {
        Ok(paths) => paths,
        Err(_) => {
            eprintln!("expected two arguments: bindgen IN.wasm OUT_DIR");
            return ExitCode::from(2);
        }
    };
    let generated = wasm_bindgen_cli_support::Bindgen::new()
        .input_path(input)
        .web(true)
        .and_then(|b| b.omit_default_module_path(true).typescript(true).remove_producers_section(true).generate(out));
    match generated {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("wasm-bindgen failed: {error:#}");
            ExitCode::FAILURE
        }
    }
}
