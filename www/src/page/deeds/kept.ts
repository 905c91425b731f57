/** What the engine keeps of the training states after an exact search, so that the next answers are exact at once. */

import type { Similarity } from "../../types";
import type { State } from "../state";
import { reviewBytes } from "./follow";

/** Bytes that are kept of each training position (src/index/states.rs). */
const BYTES = { much: 41, little: 17 };
/** A token of the reviews' files, in bytes: measured on the shipped corpus. */
const PACKED_TOKEN = 1.92;
/** A device that says it has no more than this many gigabytes keeps little. */
const SMALL_MEMORY = 4;

/** How much to keep: little on a phone. */
export function keep(): keyof typeof BYTES {
  const memory = (navigator as { deviceMemory?: number }).deviceMemory ?? Number.POSITIVE_INFINITY;
  const isPhone = matchMedia("(pointer: coarse) and (max-width: 50rem)").matches;
  return memory <= SMALL_MEMORY || isPhone ? "little" : "much";
}

/** About how many bytes an exact search will have kept. */
export function keptBytes(state: State): number {
  const { train = 0, ...others } = state.manifest?.counts ?? {};
  const all = train + Object.values(others).reduce((sum: number, many) => sum + (many ?? 0), 0);
  return all === 0 ? 0 : (reviewBytes(state) / PACKED_TOKEN) * (train / all) * BYTES[keep()];
}

/** Whether an answer came of a search after which every training state is kept. */
export function isKept(answer: unknown): boolean {
  const { method, exact, from, kept_bytes = 0 } = answer as Partial<Similarity>;
  return method === "activation-similarity" && exact === true && from === "text" && kept_bytes > 0;
}
