/**
 * The state in the address: everything after `#`, which is never sent to a server. Each kept field is declared once, in
 * FIELDS; unknown keys are ignored and a damaged address opens the page as if without it.
 */

import type { TokenSpan } from "../types";
import { DEFAULT_SETTINGS, type PatternSettings, type State } from "./state";

/** What an address can hold. */
export interface Place {
  preset: string | null;
  text: string | null;
  selection: TokenSpan | null;
  tint: State["tint"] | null;
  pattern: PatternSettings | null;
  lesson: string | null;
  /** Of the lesson. */
  step: number | null;
}

interface Field<K extends keyof Place> {
  key: string;
  write(state: State): string | null;
  read(value: string): Place[K];
}

/** Longer texts make addresses that mail programs and chats cut off. */
const LONGEST_TEXT = 8000;

const FIELDS: { [K in keyof Place]: Field<K> } = {
  preset: { key: "preset", write: (state) => state.origin.preset, read: (value) => value },
  text: {
    key: "text",
    write: (state) => (state.origin.preset === null && state.text.length <= LONGEST_TEXT ? state.text : null),
    read: (value) => value.slice(0, 10 * LONGEST_TEXT),
  },
  selection: { key: "select", write: (state) => writeSpan(state.selection), read: readSpan },
  tint: { key: "tint", write: (state) => (state.tint === "lime" ? "lime" : null), read: (value) => (value === "lime" ? "lime" : null) },
  pattern: { key: "pattern", write: ({ settings }) => (settings.pattern === DEFAULT_SETTINGS.pattern ? null : writePattern(settings.pattern)), read: readPattern },
  lesson: { key: "lesson", write: ({ lesson }) => lesson?.name ?? null, read: (value) => value.slice(0, 300) || null },
  step: { key: "step", write: ({ lesson }) => (lesson === null ? null : String(lesson.step)), read: (value) => (/^[1-9]\d{0,2}$/.test(value) ? Number(value) : null) },
};

/** `62-64`: places in the text counted from 1, the last one included. */
function writeSpan(span: TokenSpan | null): string | null {
  return span === null ? null : `${span[0] + 1}-${span[1]}`;
}

function readSpan(value: string): TokenSpan | null {
  const found = /^(\d{1,5})-(\d{1,5})$/.exec(value);
  if (found === null) return null;
  const [from, to] = [Number(found[1]) - 1, Number(found[2])];
  return from >= 0 && to > from ? [from, to] : null;
}

/** `0.3-1-0-cell-both-any-7`: threshold, steps off before and after, part, sides, length, unit looked at. */
function writePattern({ threshold, left, right, part, sides, same_length, unit }: PatternSettings): string {
  return [threshold, left, right, part, sides, same_length ? "same" : "any", unit ?? ""].join("-");
}

function readPattern(value: string): PatternSettings | null {
  const found = /^(0\.\d{1,4})-(\d{1,2})-(\d{1,2})-(cell|hidden)-(on|negative|both)-(any|same)-(\d{0,5})$/.exec(value);
  if (found === null || Number(found[1]) === 0) return null;
  const [, threshold, left, right, part, sides, length, unit] = found as unknown as string[];
  return {
    threshold: Number(threshold), left: Number(left), right: Number(right), part: part as PatternSettings["part"], sides: sides as PatternSettings["sides"],
    same_length: length === "same", unit: unit === "" ? null : Number(unit),
  };
}

export function fragmentOf(state: State): string {
  const kept = new URLSearchParams();
  for (const field of Object.values(FIELDS)) {
    const value = field.write(state);
    if (value !== null) kept.set(field.key, value);
  }
  return kept.toString();
}

export function placeOf(fragment: string): Place {
  const kept = new URLSearchParams(fragment.replace(/^#/, ""));
  const read = <K extends keyof Place>(field: Field<K>): Place[K] | null => {
    const value = kept.get(field.key);
    return value === null ? null : field.read(value);
  };
  return { preset: read(FIELDS.preset), text: read(FIELDS.text), selection: read(FIELDS.selection), tint: read(FIELDS.tint), pattern: read(FIELDS.pattern), lesson: read(FIELDS.lesson), step: read(FIELDS.step) };
}
