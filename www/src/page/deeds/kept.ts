/** What the engine keeps of the training states after an exact search, so that the next answers are exact at once. */

import type { PatternMatches, Similarity } from "../../types";
import type { Ask, State } from "../state";
import { reviewBytes } from "./brings";

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
  return positions(state) * BYTES[keep()];
}

/** About how many bytes a pattern search will have kept: a bit for each unit of each layer, and for each side. */
export function patternBytes(state: State): number {
  const { config } = state.manifest ?? {};
  const words = Math.ceil(Number(config?.hidden ?? 0) / 64) * Number(config?.layers ?? 1);
  const sides = state.settings.pattern.sides === "both" ? 2 : 1;
  return keep() === "much" ? positions(state) * 8 * words * sides : 0;
}

/** About how many positions the training has. */
function positions(state: State): number {
  const { train = 0, ...others } = state.manifest?.counts ?? {};
  const all = train + Object.values(others).reduce((sum: number, many) => sum + (many ?? 0), 0);
  return all === 0 ? 0 : (reviewBytes(state) / PACKED_TOKEN) * (train / all);
}

/** Whether an answer came of a search after which every training state is kept. */
export function isKept(answer: unknown): boolean {
  const { method, exact, from, kept_bytes = 0 } = answer as Partial<Similarity>;
  return method === "activation-similarity" && exact === true && from === "text" && kept_bytes > 0;
}

type Rule = NonNullable<State["patternsKept"]>;

/** When a unit is on, as it is now chosen; a GRU has no cells to look at. */
export function ruleOf({ manifest, settings: { pattern } }: State): Rule {
  const { threshold, sides } = pattern;
  return { threshold, part: manifest?.config.cell === "gru" ? "hidden" : pattern.part, sides };
}

/** Whether bits that are kept by one rule serve a search by another. */
export function serves(kept: State["patternsKept"], rule: Rule): boolean {
  if (kept === null || kept.threshold !== rule.threshold || kept.part !== rule.part) return false;
  return kept.sides === "both" || kept.sides === rule.sides;
}

/** A search by another rule forgets the bits that are kept. */
export function afterBegin(kept: State["patternsKept"], ask: Ask): State["patternsKept"] {
  return serves(kept, ask.settings as unknown as Rule) ? kept : null;
}

/** What is kept after a pattern search has answered a question. */
export function afterSearch(
  kept: State["patternsKept"],
  ask: Ask,
  { exact, kept_bytes }: PatternMatches,
): State["patternsKept"] {
  const { threshold, part, sides, keep: keeps } = ask.settings as unknown as Rule & { keep: boolean };
  if (!exact || !keeps || kept_bytes === 0 || serves(kept, { threshold, part, sides })) return kept;
  return { threshold, part, sides };
}
