/** What would be missing without a word, over time → the strongest words as rows of runs of equal tint. */

import type { LeaveOneOut, RemovalCourse, RemovalOverTime, TokenSpan } from "../../../types";
import { type Ask, type State, countsLead } from "../../store/state";

/** What the engine answers of removal over time, as far as the reading draws it. */
export type Removal = Pick<RemovalOverTime, "words" | "rows"> & { fidelity: Pick<RemovalOverTime["fidelity"], "done"> };

/** An answer about this text, counted as the river is. */
const isOurs = (state: State, answered: Ask | null): boolean =>
  answered?.text === state.text && (answered.settings.margin === true) === countsLead(state);

/** The answer about this text, as far as there is one. */
export function removalOf(state: State): Removal | null {
  const { answered, result } = state.slots["removal-over-time"];
  return isOurs(state, answered) ? result : null;
}

/** The chosen words taken away together, or one of which no other answer tells. */
export function removedSpan(state: State): RemovalOverTime | null {
  const { answered, result } = state.slots["removed-span"];
  const isAbout = isOurs(state, answered) && String(answered?.settings.span) === String(state.selection);
  return isAbout && state.selection !== null ? result : null;
}

/** How what would be missing without the chosen words together ran; null as long as that is not known. */
export function courseOf(state: State): RemovalCourse | null {
  const { selection } = state;
  if (selection === null) return null;
  const word = selection[1] - selection[0] === 1 ? removalOf(state)?.words[selection[0]] : undefined;
  return word ?? removedSpan(state)?.span_course ?? null;
}

/** Leaving a word out, of which only the end is known; null unless that is counted as the river is. */
export function leftOut(state: State): LeaveOneOut | null {
  const { answered, result } = state.slots["leave-one-out"];
  return answered?.text === state.text && result?.target === "logit" && !countsLead(state) ? result : null;
}

export interface MissingRow {
  word: number;
  /** How many words are missing. */
  words: number;
  /** The step of the first value. */
  from: number;
  values: number[];
  /** What would be missing at the end. */
  last: number;
  rank: number;
}

/** The tint is never full for less than this (logit units), lest noise look like a reason. */
const FULL_AT_LEAST = 0.3;
/** What a word was at its strongest counts by this share beside what would be missing at the end. */
const PASSED = 0.5;

/** The words that would be missed most, at most so many, and the chosen ones, in text order; and the number with the full tint. */
export function missingRows(
  removal: Removal | null,
  left: LeaveOneOut | null,
  span: RemovalOverTime | null,
  steps: number,
  chosen: TokenSpan | null,
  before: number,
  most: number,
): { rows: MissingRow[]; full: number } {
  const isChosen = ({ word }: MissingRow) => chosen !== null && word >= chosen[0] && word < chosen[1];
  const phrase = phraseOf(span, chosen);
  const isTold = ({ word, words }: MissingRow) => word === phrase?.word && words === phrase.words;
  const others = rowsOf(removal, left, steps).filter((row) => row.word < before && !isTold(row));
  others.sort((a, b) => Number(isChosen(b)) - Number(isChosen(a)) || b.rank - a.rank);
  const rows = [...(phrase === null || phrase.word >= before ? [] : [phrase]), ...others].slice(0, most);
  const full = rows.reduce(
    (largest, { values }) => values.reduce((a, b) => Math.max(a, Math.abs(b)), largest),
    FULL_AT_LEAST,
  );
  return { rows: rows.sort((a, b) => a.word - b.word || b.words - a.words), full };
}

/** The chosen words as one, from where all of them have been read. */
function phraseOf(answer: RemovalOverTime | null, chosen: TokenSpan | null): MissingRow | null {
  const [row, course] = [answer?.span, answer?.span_course];
  if (row == null || course == null || chosen === null) return null;
  const words = chosen[1] - chosen[0];
  const values = row.values.slice(words - 1);
  return { word: row.word, words, from: chosen[1] - 1, values, last: course.last, rank: Number.POSITIVE_INFINITY };
}

function rowsOf(removal: Removal | null, left: LeaveOneOut | null, steps: number): MissingRow[] {
  if (removal !== null)
    return removal.rows.flatMap(({ word, values }) => {
      const course = removal.words[word];
      if (course === undefined) return [];
      const rank = Math.abs(course.last) + PASSED * Math.abs(course.peak);
      return [{ word, words: 1, from: word, values, last: course.last, rank }];
    });
  return (left?.weights ?? []).map((weight, word) => ({
    word,
    words: 1,
    from: steps - 1,
    values: [weight],
    last: weight,
    rank: Math.abs(weight),
  }));
}
