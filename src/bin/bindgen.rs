//! The build's own wasm-bindgen: `bindgen IN.wasm OUT_DIR`.
//!
//! It links the generator as a library, so Cargo.lock keeps it at the version of the `wasm-bindgen` crate and a
//! fresh machine needs no second tool. On the way it leaves out what candle carries and the page can never reach:
//! candle dispatches every operation over every number type at run time, so no linker can see that the engine
//! computes in f32 with u32 and u8 beside it. That is half of the module.

use std::{env, fs, path::Path, process::ExitCode};

use anyhow::Context as _;
use walrus::{FunctionBuilder, FunctionId, FunctionKind, Module};

/// Number types of tensors that the engine never makes. Not i32 and u8, but for arithmetic: what only moves them is one
/// function with what moves f32 and bool, and may bear either name.
const FOREIGN_TYPES: [&str; 8] = ["i16", "i64", "f64", "f16", "bf16", "F8E4M3", "gemm_f16", "gemm_f64"];
const FOREIGN_OPERANDS: [&str; 3] = ["i32", "u8", "u32"];
/// Operations on images, and others that activation maximization, the page's one user of candle, does without.
const FOREIGN_OPERATIONS: [&str; 2] = [
    "conv1d conv2d convtranspose avgpool maxpool upsample im2col col2im scatter gather wcond reduceindex",
    "indexadd indexselect cmp to_dtype maximum minimum erf gelu silu",
];

/// Whether the page can never reach the function of this (demangled) name.
fn is_out_of_reach(name: &str) -> bool {
    const ARITHMETIC: &str = "candle_core::cpu_backend::utils::binary_map";
    let kernels = ["candle_core::cpu_backend::", "<candle_core::cpu_backend::", "gemm_f16::", "gemm_f64::"];
    let is_kernel = kernels.iter().any(|kernel| name.starts_with(kernel));
    let mut words = name.split(|c: char| !c.is_alphanumeric() && c != '_');
    words.any(|word| {
        is_kernel && FOREIGN_TYPES.contains(&word)
            || name.starts_with(ARITHMETIC) && FOREIGN_OPERANDS.contains(&word)
            || name.contains("candle_core::cpu_backend::") && is_foreign_operation(&word.to_lowercase())
            || word == "rustc_demangle" // names of stack frames, which wasm has none of
    })
}

fn is_foreign_operation(word: &str) -> bool {
    FOREIGN_OPERATIONS.iter().flat_map(|line| line.split(' ')).any(|operation| word.starts_with(operation))
}

/// Replaces the bodies of functions out of reach by a trap; wasm-bindgen then collects what only they called.
fn lighten(module: &mut Module) {
    let unreachable: Vec<FunctionId> = module
        .funcs
        .iter_local()
        .map(|(id, _)| id)
        .filter(|id| {
            let name = module.funcs.get(*id).name.as_deref().unwrap_or_default();
            is_out_of_reach(&format!("{:#}", rustc_demangle::demangle(name)))
        })
        .collect();
    for id in unreachable {
        let (parameters, results) = module.types.params_results(module.funcs.get(id).ty());
        let (parameters, results) = (parameters.to_vec(), results.to_vec());
        let mut body = FunctionBuilder::new(&mut module.types, &parameters, &results);
        body.func_body().unreachable();
        let arguments = parameters.iter().map(|kind| module.locals.add(*kind)).collect();
        module.funcs.get_mut(id).kind = FunctionKind::Local(body.local_func(arguments));
    }
}

fn generate(input: &Path, out: &Path) -> anyhow::Result<()> {
    let bytes = fs::read(input).with_context(|| format!("reading {}", input.display()))?;
    let mut module = walrus::ModuleConfig::new()
        .strict_validate(false)
        .generate_name_section(false)
        .generate_producers_section(false)
        .parse(&bytes)?;
    lighten(&mut module);
    let name = input.file_stem().context("the input has no name")?.to_string_lossy();
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen.input_module(&name, module).web(true)?.omit_default_module_path(true).typescript(true).generate(out)
}

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args_os().skip(1).collect();
    let [input, out] = arguments.as_slice() else {
        eprintln!("expected two arguments: bindgen IN.wasm OUT_DIR");
        return ExitCode::from(2);
    };
    match generate(Path::new(input), Path::new(out)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("wasm-bindgen failed: {error:#}");
            ExitCode::FAILURE
        }
    }
}
