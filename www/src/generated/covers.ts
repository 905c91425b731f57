/**
 * Made from the Rust types, which say what is meant: not to be edited.
 * `UPDATE=1 cargo test --release --test suite types` makes it anew.
 */

import type { Sides } from "./answers";

/** Bits that pattern search keeps of the one serve a search on any of the others. */
export const COVERS: Record<Sides, readonly Sides[]> = {
  on: ["on"],
  negative: ["negative"],
  both: ["on", "negative", "both"],
};
