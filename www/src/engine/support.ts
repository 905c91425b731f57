/** Whether this browser, on this page, can run the engine at all; each refusal is one sentence. */
import { EngineError } from "./errors";

/** The smallest module that uses SIMD: (func (result v128) (i8x16.popcnt (i8x16.splat (i32.const 0)))). */
const SIMD_MODULE = Uint8Array.of(
  0,
  97,
  115,
  109,
  1,
  0,
  0,
  0, // magic, version
  1,
  5,
  1,
  96,
  0,
  1,
  123, // one type: () -> v128
  3,
  2,
  1,
  0, // one function of that type
  10,
  10,
  1,
  8,
  0,
  65,
  0,
  253,
  15,
  253,
  98,
  11, // its body
);

/** Throws a sentence when the browser is too old; CSP shows only when compiling. */
export function requireSupport(): void {
  if (typeof WebAssembly !== "object") {
    throw new EngineError(
      "unsupported",
      "This browser has WebAssembly switched off: switch it on or use another browser.",
    );
  }
  if (typeof DecompressionStream !== "function" || !WebAssembly.validate(SIMD_MODULE)) {
    throw new EngineError(
      "unsupported",
      "This browser is too old for the live model, which needs WebAssembly SIMD: use Chrome 91, Firefox 113, Safari 16.4 or newer. The examples stay readable.",
    );
  }
}

/** Compiles off the main thread. Where a page's Content-Security-Policy forbids it, the error names the word that is missing. */
export async function compile(wasm: Uint8Array): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(wasm as BufferSource);
  } catch (error) {
    if (/content.security|unsafe-eval|\bCSP\b/i.test(String(error))) {
      throw new EngineError(
        "unsupported",
        "This page's Content-Security-Policy forbids WebAssembly: add 'wasm-unsafe-eval' to its script-src, or open the page by itself.",
      );
    }
    if (error instanceof RangeError) {
      throw new EngineError(
        "memory",
        "There is not enough memory to start the engine: close other tabs and try again.",
      );
    }
    throw new EngineError(
      "bundle",
      `The engine's wasm could not be compiled (${String(error)}): upload the whole folder again.`,
    );
  }
}
