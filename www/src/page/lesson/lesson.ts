/**
 * A lesson: steps through the page, written by hand as JSON by whoever teaches with it (`www/lessons/lesson.schema.json`
 * describes the format). It comes from outside, so everything is checked here; each fault is one sentence.
 */

import * as words from "../../generated/words/lessons";
import { type Frame, isHidden, shownViews } from "../store/frame";
import { CHAPTERS, OLD_NAMES, VIEWS, viewOf } from "../views";
import "../address/keys";
import { tellPlain } from "../writing/sentence";
import { KEYS } from "../address/url";

/** What a step can be about: views and chapters, and views by the names they had before. */
export const TARGETS: readonly string[] = [
  ...new Set(["verdict", ...VIEWS.map(({ name }) => name), ...CHAPTERS, ...Object.keys(OLD_NAMES)]),
];

/** Where a target is on the page. */
export const selectorOf = (target: string): string => (target === "verdict" ? ".verdict" : `#${viewOf(target)}`);

/** What an author decided leaves no place for it. */
export function isAway(target: string, frame: Frame): boolean {
  const view = viewOf(target);
  return isHidden(frame, target) || isHidden(frame, view) || (view !== "verdict" && !shownViews(frame).includes(view));
}

export interface Step {
  target: string;
  /** What the reader reads; plain text. */
  text: string;
  /** What is true of any network: read where the page has another than the lesson was written for. Null: nothing is. */
  otherwise: string | null;
  /** What the page shows: the part of an address after `#`. */
  state: string;
}

export interface Lesson {
  title: string;
  summary: string;
  /** Of its words, as in HTML's `lang`. */
  language: string;
  /** The network that the words are true of: how its hash begins, as the model's card has it. Null: they are of any. */
  model: string | null;
  steps: Step[];
  /** Where to go on after the last step; only on pages that have the example of this id, if it names one. */
  next: { lesson: string; title: string; preset: string | null } | null;
}

/** A lesson that cannot be used; the message is a sentence for its author. */
export class LessonError extends Error {}

const MOST_STEPS = 200;
const LONGEST = {
  title: 120,
  summary: 600,
  language: 35,
  text: 1200,
  otherwise: 1200,
  model: 64,
  state: 12_000,
  lesson: 300,
  preset: 200,
};

type Fields = Record<string, unknown>;

export function parseLesson(json: string): Lesson {
  let given: unknown;
  try {
    given = JSON.parse(json);
  } catch (error) {
    throw new LessonError(`it is not JSON (${error instanceof Error ? error.message : String(error)}).`);
  }
  const fields = fieldsOf(given, "it", ["title", "summary", "language", "steps"], ["$schema", "model", "next"]);
  const language = textOf(fields, "language", "it");
  if (!/^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i.test(language))
    throw new LessonError(`its “language” is ${shown(language)}: give a code such as "en".`);
  return {
    title: textOf(fields, "title", "it"),
    summary: textOf(fields, "summary", "it"),
    language,
    model: fields["model"] === undefined ? null : modelOf(fields),
    steps: stepsOf(fields["steps"]),
    next: fields["next"] === undefined ? null : nextOf(fields["next"]),
  };
}

function modelOf(fields: Fields): string {
  const model = textOf(fields, "model", "it");
  if (/^[0-9a-f]{12,64}$/.test(model)) return model;
  throw new LessonError(`its “model” is ${shown(model)}: give the 12 digits that the card of the model shows.`);
}

function stepsOf(given: unknown): Step[] {
  if (!Array.isArray(given)) throw new LessonError(`its “steps” are ${kindOf(given)}: give a list of steps.`);
  if (given.length === 0) throw new LessonError("it has no steps: give at least one.");
  if (given.length > MOST_STEPS) throw new LessonError(`it has ${given.length} steps: ${MOST_STEPS} are the most.`);
  return given.map((step: unknown, i) => stepOf(step, `step ${i + 1}`));
}

function stepOf(given: unknown, where: string): Step {
  const fields = fieldsOf(given, where, ["target", "text"], ["state", "otherwise"]);
  const target = textOf(fields, "target", where);
  if (!TARGETS.includes(target)) {
    throw new LessonError(
      `${where} has the target ${shown(target)}, which no view is called: give one of ${TARGETS.join(", ")}.`,
    );
  }
  const otherwise = fields["otherwise"] === undefined ? null : textOf(fields, "otherwise", where);
  return { target, text: textOf(fields, "text", where), otherwise, state: stateOf(fields, where) };
}

/** What may stand before a `=` in a step's state. */
export const stateKeys = (): string[] => ["v", ...KEYS.map(({ name }) => name)];

function stateOf(fields: Fields, where: string): string {
  if (fields["state"] === undefined || fields["state"] === "") return "";
  const state = textOf(fields, "state", where).replace(/^#/, "");
  const known = stateKeys();
  const strange = [...new URLSearchParams(state).keys()].find((key) => !known.includes(key));
  if (strange !== undefined)
    throw new LessonError(tellPlain(words.strange_key, { where, key: strange.slice(0, 40), known }));
  return state;
}

/** What is wrong with what a step shows. */
export function inStep(step: number, wrong: string): string {
  return tellPlain(words.in_step, { step, wrong });
}

function nextOf(given: unknown): Lesson["next"] {
  const where = "its “next”";
  const fields = fieldsOf(given, where, ["lesson", "title"], ["preset"]);
  const preset = fields["preset"] === undefined ? null : textOf(fields, "preset", where);
  return { lesson: textOf(fields, "lesson", where), title: textOf(fields, "title", where), preset };
}

/** An object with these keys and no others. */
function fieldsOf(given: unknown, where: string, needed: string[], possible: string[]): Fields {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw new LessonError(`${where} is ${kindOf(given)}: give an object with ${needed.join(", ")}.`);
  const fields = given as Fields;
  const missing = needed.find((key) => fields[key] === undefined);
  if (missing !== undefined) throw new LessonError(`${where} has no “${missing}”: give ${needed.join(", ")}.`);
  const strange = Object.keys(fields).find((key) => !needed.includes(key) && !possible.includes(key));
  if (strange !== undefined)
    throw new LessonError(
      `${where} has ${shown(strange)}, which means nothing here: known are ${[...needed, ...possible].join(", ")}.`,
    );
  return fields;
}

function textOf(fields: Fields, key: keyof typeof LONGEST | "target", where: string): string {
  const value = fields[key];
  const longest = key === "target" ? 40 : LONGEST[key];
  if (typeof value !== "string") throw new LessonError(`${where} has ${kindOf(value)} as “${key}”: give a text.`);
  if (value.trim() === "") throw new LessonError(`${where} has an empty “${key}”: write something.`);
  if (value.length > longest)
    throw new LessonError(`${where} has a “${key}” of ${value.length} characters: ${longest} are the most.`);
  return value;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value)
    ? "a list"
    : typeof value === "object"
      ? "an object"
      : typeof value === "string"
        ? "a text"
        : `a ${typeof value}`;
}

function shown(value: string): string {
  return `“${value.length > 40 ? `${value.slice(0, 40)}…` : value}”`;
}
