/** Contributions over time → rows of runs of equal tint, and the course of the chosen words. */

import type { ContributionOverTime, TokenSpan } from "../../types";
import { LEVELS } from "./tint";

/** Neighbouring steps in which a word was worth about the same. */
export interface Run {
  from: number;
  to: number;
  /** −LEVELS … LEVELS. */
  level: number;
}

export interface CourseRow {
  /** Null for all other words together. */
  word: number | null;
  runs: Run[];
}

/** The tint is never full for less than this (logit units), lest noise look like a reason. */
const FULL_AT_LEAST = 0.3;

export interface ContributionShape {
  rows: CourseRow[];
  /** The contribution that gets the full tint. */
  full: number;
  /** The farthest that all other words together go beyond it; null if they do not. */
  beyond: number | null;
  /** Steps of the text. */
  steps: number;
}

/** The words that were worth most at some time, at most so many, and the chosen ones, in text order. */
export function contributionShape(
  found: ContributionOverTime,
  chosen: TokenSpan | null,
  most: number,
): ContributionShape {
  const isChosen = (word: number) => chosen !== null && word >= chosen[0] && word < chosen[1];
  const peak = (word: number) => Math.abs(found.words[word]?.peak ?? 0);
  const ranked = [...found.rows].sort((a, b) => peak(b.word) - peak(a.word));
  const picked = ranked.filter((row) => isChosen(row.word)).slice(0, most);
  for (const row of ranked) if (picked.length < most && !picked.includes(row)) picked.push(row);
  const full = found.words.reduce((largest, word) => Math.max(largest, Math.abs(word.peak)), FULL_AT_LEAST);
  const rows: CourseRow[] = picked
    .sort((a, b) => a.word - b.word)
    .map(({ word, values }) => ({ word, runs: runs(word, values, full) }));
  const rest = picked.length < found.tokens.length ? others(found, picked) : [];
  if (rest.length > 0) rows.push({ word: null, runs: runs(0, rest, full) });
  const beyond = rest.reduce<number | null>(
    (most, value) => (Math.abs(value) > Math.abs(most ?? full) ? value : most),
    null,
  );
  return { rows, full, beyond, steps: found.tokens.length };
}

/** What is left of the score after each step when some words' shares are taken from it. */
function others(found: ContributionOverTime, picked: ContributionOverTime["rows"]): number[] {
  const left = found.running_logit.slice(0, found.fidelity.done).map((score) => score - found.intercept);
  for (const { word, values } of picked)
    values.forEach((value, after) => {
      left[word + after] = (left[word + after] ?? 0) - value;
    });
  return left;
}

function runs(word: number, values: number[], full: number): Run[] {
  const found: Run[] = [];
  values.forEach((value, after) => {
    const level = Math.sign(value) * Math.round(LEVELS * Math.sqrt(Math.min(1, Math.abs(value) / full)));
    const last = found[found.length - 1];
    if (last?.level === level) last.to = word + after + 1;
    else found.push({ from: word + after, to: word + after + 1, level });
  });
  return found;
}

/** What words were worth together after each step from the first of them on; null for words that have no row. */
export function courseOf(found: ContributionOverTime, [from, to]: TokenSpan): number[] | null {
  const rows = found.rows.filter(({ word }) => word >= from && word < to);
  if (rows.length < to - from) return null;
  const sums = new Array<number>(found.fidelity.done - from).fill(0);
  for (const { word, values } of rows)
    values.forEach((value, after) => {
      sums[word - from + after] = (sums[word - from + after] ?? 0) + value;
    });
  return sums;
}

/** How a course ran, from the step at which its last word was read. */
export interface Course {
  read: number;
  last: number;
  /** Further words after the reading. */
  after: number;
  /** Words until half was left, or null. */
  half: number | null;
  /** Words until it had the other sign for good, or null. */
  turned: number | null;
}

export function courseFigures(course: number[], length: number): Course {
  const values = course.slice(length - 1);
  const read = values[0] ?? 0;
  const last = values[values.length - 1] ?? 0;
  const half = read === 0 ? -1 : values.findIndex((value) => value * Math.sign(read) <= Math.abs(read) / 2);
  let turned: number | null = null;
  for (let i = values.length - 1; i > 0 && (values[i] ?? 0) * read < 0; i--) turned = i;
  return { read, last, after: values.length - 1, half: half < 0 ? null : half, turned };
}
