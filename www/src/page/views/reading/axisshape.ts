/** The one axis of the reading: a column for each word, which every track shares. */

import type { Prediction, TokenSpan } from "../../../types";
import { type State, lineOf } from "../../store/state";

export interface Axis {
  /** Where the first column begins and the last one ends. */
  left: number;
  right: number;
  /** The words that are looked at: all, or a part of a long text. */
  from: number;
  to: number;
  /** How wide a column is. */
  column: number;
}

export function axisOf([from, to]: TokenSpan, left: number, right: number): Axis {
  return { left, right, from, to, column: (right - left) / Math.max(1, to - from) };
}

/** From so many words on there is a window to look through. */
export const LONG = 150;
/** Words that are looked at, at least. */
export const LEAST = 10;

/** The part of so many words that is looked at: as much of what was chosen as this text has, and of a short text all. */
export function windowOf(words: number, zoom: TokenSpan | null): TokenSpan {
  if (zoom === null || words < LONG || zoom[0] >= words) return [0, words];
  const length = Math.max(LEAST, Math.min(words, zoom[1]) - zoom[0]);
  const from = Math.min(words - length, zoom[0]);
  return [from, from + length];
}

/** The window moved to where it shows this word; as it is if it does. */
export function windowAt(words: number, [from, to]: TokenSpan, step: number): TokenSpan {
  if (step >= from && step < to) return [from, to];
  const length = to - from;
  const moved = Math.max(0, Math.min(words - length, step - Math.floor(length / 2)));
  return [moved, moved + length];
}

/** The word that the window goes to: where the line moves, or another one that was chosen; null if it stays. */
export function followed(before: State, now: State): number | null {
  if (now.line !== null) return now.line === before.line ? null : lineOf(now);
  const isSame = before.prediction === now.prediction && !now.picked;
  // Who sets both at once means both.
  const isSet = String(before.settings.reading.zoom) !== String(now.settings.reading.zoom);
  return isSame && !isSet && String(before.selection) !== String(now.selection) ? lineOf(now) : null;
}

/** Where a word's column begins. */
export const edge = ({ left, from, column }: Axis, step: number): number => left + (step - from) * column;

export const middle = (axis: Axis, step: number): number => edge(axis, step + 0.5);

/** The word whose column this is. */
export function stepAt({ left, from, to, column }: Axis, x: number): number {
  return Math.max(from, Math.min(to - 1, from + Math.floor((x - left) / column)));
}

/** The probability before a word and after it. */
export function around({ zero_probability: zero, running_probability: p, probability }: Prediction, step: number) {
  return { before: step === 0 ? zero : (p[step - 1] ?? zero), after: p[step] ?? probability };
}
