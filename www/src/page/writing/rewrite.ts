/** Words of a text changed in place. */

import type { Prediction, TokenSpan, WordChange } from "../../types";

export type Change = Pick<WordChange, "position" | "replacement">;

/** Marks and what nobody sees may stand between a letter and the end. */
const ENDS_IN_LETTER = /[\p{L}\p{N}][\p{M}\p{Default_Ignorable_Code_Point}]*$/u;
const BEGINS_WITH_LETTER = /^\p{Default_Ignorable_Code_Point}*[\p{L}\p{N}]/u;

/** The text with some tokens replaced or left out; what stands between the others stays as it is. */
export function rewritten(text: string, prediction: Prediction, changes: Change[]): string {
  const last = [...changes].sort((a, b) => b.position - a.position);
  return last.reduce((result, { position, replacement }) => {
    const span = prediction.spans[position];
    if (span === undefined) return result;
    const [before, old, after] = [result.slice(0, span[0]), result.slice(span[0], span[1]), result.slice(span[1])];
    if (replacement === null || replacement === "") return closed(before, after);
    return apart(apart(before, cased(replacement, old)), after);
  }, text);
}

/** All words of a span changed into others, or left out. */
export function spanRewritten(text: string, prediction: Prediction, span: TokenSpan, words: string | null): string {
  const indices = Array.from({ length: span[1] - span[0] }, (_, i) => span[0] + i);
  return rewritten(
    text,
    prediction,
    indices.map((position, i) => ({ position, replacement: i === 0 ? words : null })),
  );
}

/** One of two spaces goes where a word went. */
function closed(before: string, after: string): string {
  if (/\s$/.test(before) && /^[\s.,;:!?)]/.test(after)) return before.replace(/\s$/, "") + after;
  return before === "" ? after.replace(/^\s/, "") : apart(before, after);
}

/** Two words stay two. */
function apart(before: string, after: string): string {
  return ENDS_IN_LETTER.test(before) && BEGINS_WITH_LETTER.test(after) ? `${before} ${after}` : before + after;
}

/** A capital stays a capital. */
function cased(word: string, old: string): string {
  const [first] = old;
  if (first === undefined || first === first.toLowerCase()) return word;
  return old.length > 1 && old === old.toUpperCase()
    ? word.toUpperCase()
    : word.charAt(0).toUpperCase() + word.slice(1);
}

/** What is chosen once the words of a span are gone: the word that stands there now. */
export function near([from, to]: TokenSpan, { kept }: Prediction): TokenSpan | null {
  const left = kept - (to - from);
  if (left <= 0) return null;
  const at = Math.min(from, left - 1);
  return [at, at + 1];
}

/** Two neighbouring words change places; null where there is no such neighbour. */
export function swapped(text: string, prediction: Prediction, position: number, by: -1 | 1): string | null {
  const [first, second] = by < 0 ? [position - 1, position] : [position, position + 1];
  const [a, b] = [prediction.spans[first], prediction.spans[second]];
  if (a === undefined || b === undefined || second >= prediction.kept) return null;
  const [one, other] = [text.slice(...a), text.slice(...b)];
  const begins = /(^|[.!?…]["”’)]*\s*)$/u.test(text.slice(0, a[0]).trimEnd());
  const [left, right] = begins ? [raised(other), lowered(one)] : [other, one];
  return text.slice(0, a[0]) + left + text.slice(a[1], b[0]) + right + text.slice(b[1]);
}

const raised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
/** A sentence's first word loses its capital; a word of one letter or of capitals has it by nature. */
const lowered = (word: string) => (/^\p{Lu}\p{Ll}/u.test(word) ? word.charAt(0).toLowerCase() + word.slice(1) : word);
