/** What the engine keeps of the training states after an exact search, so that the next answers are exact at once. */

import type { PatternMatches, Similarity } from "../../types";
import { COVERS } from "../../generated/covers";
import type { Ask, State } from "../store/state";

/** A device that says it has no more than this many gigabytes keeps little. */
const SMALL_MEMORY = 4;

/** How much to keep: little on a phone. Questions are also asked where there is no screen. */
export function keep(): "little" | "much" {
  const { navigator, matchMedia } = globalThis as Partial<Pick<typeof globalThis, "navigator" | "matchMedia">>;
  const memory = (navigator as { deviceMemory?: number } | undefined)?.deviceMemory ?? Number.POSITIVE_INFINITY;
  const isPhone = matchMedia?.("(pointer: coarse) and (max-width: 50rem)").matches === true;
  return memory <= SMALL_MEMORY || isPhone ? "little" : "much";
}

/** How many bytes an exact search will have kept; 0 if that is not known. */
export function keptBytes({ manifest }: State): number {
  return manifest?.kept?.[keep()] ?? 0;
}

/** How many a pattern search will have kept. */
export function patternBytes({ manifest, settings: { pattern } }: State): number {
  if (keep() === "little") return 0;
  return manifest?.kept?.[pattern.sides === "both" ? "both_sides" : "one_side"] ?? 0;
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
  return COVERS[kept.sides].includes(rule.sides);
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
