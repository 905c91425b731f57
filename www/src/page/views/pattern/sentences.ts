/** "Where else do the same units switch on?", from pattern search. */

import * as of from "../../../generated/words/pattern";
import type { PatternMatches, SelectedUnit, UnitContexts } from "../../../types";
import { type Classes, ofClass } from "../../writing/classes";
import { type Sentence, paragraph, tell, word, yes } from "../../writing/sentence";

/** Fewer units than this are on together by chance in many places (a guess). */
const FEW = 3;
/** A share this close to that of all words is no tendency (a guess). */
const LIKE_THE_REST = 0.05;
/** Fewer places than this support none. */
const FEW_PLACES = 10;

/** `17 ▲`, `80 ▼`: a unit and the side on which it is on. */
export function unitName({ layer, unit, sign }: Omit<SelectedUnit, "values">, layers: number): string {
  return `${layers > 1 ? `${layer + 1}:` : ""}${unit} ${sign > 0 ? "▲" : "▼"}`;
}

/** Which units, and when they are on. */
export function unitsSentence(words: string, found: PatternMatches, all: number): Sentence {
  const { units, left, right, threshold } = found;
  const places = { words: word(words), part: found.part === "cell" ? "cell" : "other", threshold } as const;
  if (units.length === 0) {
    const off = left > 0 && right > 0 ? "both" : left > 0 ? "left" : right > 0 ? "right" : "other";
    return tell(of.none, { ...places, off });
  }
  return tell(of.units, { ...places, n: units.length, all, left: yes(left > 0), right: yes(right > 0) });
}

/** Where in training the same are on together; the doubt first. */
export function togetherSentence(found: PatternMatches, classes: Classes): Sentence {
  const { units, together, together_reviews: texts, items, exact } = found;
  const n = units.length;
  const searched = found.positions / Math.max(1, found.training_positions);
  const places = { part: yes(!exact), searched, n };
  const best = items[0]?.matched ?? 0;
  return paragraph(
    n < FEW ? tell(of.few, { n }) : [],
    together === 0 ? tell(of.nowhere, places) : tell(of.together, { ...places, places: together, texts }),
    together === 0 && best > 0 ? tell(of.nearest, { best }) : [],
    tendency(found, classes),
    ofTheBest(found, classes),
  );
}

/** Where too few places have all units to show a tendency, those of the list may. */
function ofTheBest({ together, items }: PatternMatches, classes: Classes): Sentence {
  if (together >= FEW_PLACES || items.length < FEW_PLACES) return [];
  const last = items.filter((item) => item.label === 1).length;
  const most = Math.max(last, items.length - last);
  return tell(of.of_best, { n: items.length, most, class: ofClass(classes, most === last ? 1 : 0) });
}

function tendency(
  { together, together_last_class: last, base_share: base }: PatternMatches,
  classes: Classes,
): Sentence {
  if (together < FEW_PLACES) return [];
  const share = last / together;
  const isLast = share >= 0.5;
  return tell(of.tendency, {
    p: isLast ? share : 1 - share,
    class: ofClass(classes, isLast ? 1 : 0),
    like: yes(Math.abs(share - base) < LIKE_THE_REST),
    base: isLast ? base : 1 - base,
  });
}

/** How much was searched, and how. */
export function searchedSentence(found: PatternMatches): Sentence {
  const { positions: n, training_positions: all, remembered, kept_bytes: bytes } = found;
  if (!found.exact) return tell(of.unfinished, { n, all });
  if (remembered > 0) return tell(of.exact_remembered, { n });
  return bytes > 0 ? tell(of.exact_kept, { n, bytes }) : tell(of.exact, { n });
}

/** What the list shows. */
export function rankedSentence({ candidates: runs, required, units, items, lengths }: PatternMatches): Sentence {
  if (items.length === 0) return [];
  const how = required < units.length ? "some" : units.length === 1 ? "one" : "other";
  return tell(of.ranked, { n: items.length, runs, how, required, units: units.length, length: median(lengths) });
}

/** The length that half of the runs do not exceed. */
function median(lengths: PatternMatches["lengths"]): number {
  const all = lengths.reduce((sum, [, runs]) => sum + runs, 0);
  let so = 0;
  return lengths.find(([, runs]) => (so += runs) * 2 >= all)?.[0] ?? 0;
}

export function contextsSentence(contexts: UnitContexts): Sentence {
  const highest = contexts.highest[0];
  const lowest = contexts.lowest[0];
  if (highest === undefined || lowest === undefined) return [];
  const end = (tokens: string[] | null) => word(tokens?.at(-1) ?? "…");
  return tell(of.extremes, {
    unit: String(contexts.unit),
    high: end(highest.tokens),
    highest: highest.value,
    low: end(lowest.tokens),
    lowest: lowest.value,
  });
}
