import { crash, saidOf } from "../engine/errors";
import type { Failure } from "./protocol";

/** Beyond this much wasm memory a trap is taken for a failed allocation: Rust cannot say which it was. A guess. */
const CROWDED_BYTES = 2 ** 30;

/** Turns whatever was thrown into something that can travel. `memoryBytes` is what the engine held at that moment. */
export function toFailure(error: unknown, memoryBytes: number): Failure {
  const crashed = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
  if (!crashed)
    return { kind: kindOf(error), message: error instanceof Error ? error.message : String(error), ...saidOf(error) };
  const outOfMemory = /memory|allocation|array length/i.test(error.message) || memoryBytes > CROWDED_BYTES;
  return outOfMemory
    ? { kind: "memory", message: "The browser ran out of memory.", fatal: true }
    : { ...crash(error.message), fatal: true };
}

function kindOf(error: unknown): string {
  const kind = (error as { kind?: unknown } | null)?.kind;
  return typeof kind === "string" ? kind : "internal";
}
