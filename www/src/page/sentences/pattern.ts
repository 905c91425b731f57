/** "Where else do the same units switch on?", from pattern search. */

import type { PatternMatches, SelectedUnit, UnitContexts } from "../../types";
import { count, counted, decimal, megabytes, percent } from "../numbers";
import { type Sentence, sentence, strong, word } from "../sentence";

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
  const { units, left, right } = found;
  const rule = `${found.part === "cell" ? "memory cell" : "hidden value"} beyond ±${decimal(found.threshold)}`;
  const off =
    left > 0 && right > 0
      ? ", and off just before and after"
      : left > 0
        ? ", and off just before"
        : right > 0
          ? ", and off just after"
          : "";
  if (units.length === 0) {
    return sentence`${strong("No unit")} is on at ${word(words)}${off} (${rule}). Lower the threshold, or ask for fewer steps off.`;
  }
  const [are, switchOn] = units.length === 1 ? ["is", "switches on"] : ["are", "switch on"];
  const does = left > 0 ? `${switchOn} at` : `${are} on at`;
  const end = right > 0 ? " and off after it" : "";
  return sentence`${strong(`${count(units.length)} of ${count(all)} units`)} ${does} ${word(words)}${end} (${rule}).`;
}

/** Where in training the same are on together; the doubt first. */
export function togetherSentence(found: PatternMatches): Sentence {
  const { units, together, together_reviews: reviews, items, exact } = found;
  const n = units.length;
  const so = exact
    ? ""
    : `So far, in ${percent(found.positions / Math.max(1, found.training_positions))} of training: `;
  const doubt =
    n < FEW ? sentence`${n === 1 ? "One unit alone is" : "Two units are"} on in many places for many reasons. ` : [];
  const same =
    n === 1 ? "the same unit is on" : n === 2 ? "both are on together" : `the same ${count(n)} are on together`;
  if (together === 0) {
    const best = items[0]?.matched ?? 0;
    const nearest = best === 0 ? "" : ` The nearest places share ${count(best)} of them.`;
    const nowhere =
      n === 1
        ? "it is on nowhere in this way"
        : n === 2
          ? "the two are nowhere on together in this way"
          : `all ${count(n)} are nowhere on together in this way`;
    return sentence`${so}${doubt}In training ${nowhere}.${nearest}${ofTheBest(found)}`;
  }
  return sentence`${so}${doubt}In training ${same} at ${strong(counted(together, "place"))} in ${counted(reviews, "review")}${tendency(found)}.${ofTheBest(found)}`;
}

/** Where too few places have all units to show a tendency, those of the list may. */
function ofTheBest({ together, items }: PatternMatches): Sentence {
  if (together >= FEW_PLACES || items.length < FEW_PLACES) return [];
  const positive = items.filter((item) => item.label === 1).length;
  const [most, name] = 2 * positive >= items.length ? [positive, "positive"] : [items.length - positive, "negative"];
  return sentence` Of the best ${count(items.length)} places ${strong(count(most))} are in ${name} reviews.`;
}

function tendency({ together, together_last_class: positive, base_share: base }: PatternMatches): Sentence {
  if (together < FEW_PLACES) return [];
  const share = positive / together;
  const most =
    share >= 0.5
      ? sentence`${strong(percent(share))} of these places are in positive reviews`
      : sentence`${strong(percent(1 - share))} of these places are in negative reviews`;
  const like =
    Math.abs(share - base) < LIKE_THE_REST
      ? ", about as all words are"
      : ` (of all words, ${percent(share >= 0.5 ? base : 1 - base)})`;
  return sentence`; ${most}${like}`;
}

/** How much was searched, and how. */
export function searchedSentence(found: PatternMatches): Sentence {
  const { positions, training_positions: all, remembered, kept_bytes: kept } = found;
  const memory =
    remembered > 0
      ? ", from memory"
      : kept > 0
        ? `. What was on where is kept in ${megabytes(kept)} of memory, so that the next searches with this threshold take a second`
        : "";
  if (found.exact)
    return sentence`${strong("Exact")}: searched all ${count(positions)} positions in training${memory}.`;
  return sentence`${strong("Not finished")}: ${count(positions)} of ${count(all)} positions in training have been searched.`;
}

/** What the list shows. */
export function rankedSentence({ candidates, required, units, items, lengths }: PatternMatches): Sentence {
  if (items.length === 0) return [];
  const enough =
    required < units.length
      ? `at least ${count(required)} of the ${count(units.length)}`
      : units.length === 1
        ? "it"
        : `all ${count(units.length)}`;
  return sentence`The best ${count(items.length)} of ${counted(candidates, "run")} of words with ${enough} on (half of them are at most ${counted(median(lengths), "word")} long): most shared units first, then fewest others, then the longest.`;
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
  return sentence`Of all training positions unit ${strong(String(contexts.unit))} is highest after ${end(highest.tokens)} (${decimal(highest.value)}) and lowest after ${end(lowest.tokens)} (${decimal(lowest.value)}).`;
}
