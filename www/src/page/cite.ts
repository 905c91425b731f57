/**
 * What a second person needs to get the same numbers: which answer this is, to which question, by which model, and the
 * command that asks again.
 */

import type { Inside, Manifest, Prediction } from "../types";
import { counted, percent } from "./numbers";
import { sha256 } from "./sha256";
import { type Method, type State, methodOf } from "./state";

/** One answer, as the command line would be asked for it. */
export interface Explanation {
  method: string;
  settings: Record<string, unknown>;
  seed: number | null;
  fidelity: unknown;
  /** False where the reader stopped it: the command then gives more than was seen. */
  finished: boolean;
  text: string;
  command: string;
}

export interface Citation {
  sentence: string;
  bibtex: string;
  /** Everything but the numbers themselves. */
  record: Record<string, unknown>;
  commands: string[];
}

/** What is cited: the state, the numbers behind one view, and where both can be seen. */
export interface Cited {
  state: State;
  /** Null: the verdict alone. */
  source: unknown;
  link: string | null;
  version: string;
  /** The day, as in 2026-11-25. */
  day: string;
}

/** Where the bundle of a checkout lies after ./build.sh. */
const BUNDLE = "pkg/site/bundle";

/** The answers that the source is, is part of, or was made of; the verdict where it is none of them. */
export function explanations(state: State, source: unknown): Explanation[] {
  if (source !== null && source === state.manifest) return [];
  const within = parts(source, 2);
  const found = (Object.keys(state.slots) as Method[]).flatMap((name) => {
    const { result, answered, phase, stopped } = state.slots[name];
    if (result === null || answered === null) return [];
    if (!within.has(result) && !parts(result, 1).has(source)) return [];
    return [explanation(methodOf(name), answered.text, answered.settings, result, phase === "done" && !stopped)];
  });
  return found.length > 0 ? found : [verdict(state, source)];
}

/** A value and what it holds, so many levels down. */
function parts(value: unknown, depth: number): Set<unknown> {
  if (typeof value !== "object" || value === null) return new Set();
  const inner = depth === 0 ? [] : Object.values(value).flatMap((part) => [...parts(part, depth - 1)]);
  return new Set([value, ...inner]);
}

function explanation(
  method: string,
  text: string,
  given: Record<string, unknown>,
  result: object,
  finished: boolean,
): Explanation {
  const { seed = null, fidelity = null } = result as { seed?: number | null; fidelity?: unknown };
  const settings = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== null && value !== undefined),
  );
  const words = Object.entries(settings).map(([key, value]) => `--set ${quoted(`${key}=${written(value)}`)}`);
  const seeded = seed === null ? [] : [`--seed ${seed}`];
  return {
    method,
    settings,
    seed,
    fidelity,
    finished,
    text,
    command: command(text, ["explain", method, ...seeded, ...words]),
  };
}

function verdict({ text }: State, source: unknown): Explanation {
  const trace = (source as Inside | null)?.parts === undefined ? [] : ["--trace"];
  return {
    method: "predict",
    settings: {},
    seed: null,
    fidelity: null,
    finished: true,
    text,
    command: command(text, ["predict", ...trace]),
  };
}

/** The command line reads one text a line; for the tokenizer a line break is a space. */
function command(text: string, words: string[]): string {
  return `printf '%s\\n' ${quoted(text.replace(/[\r\n]+/g, " "), true)} | unrolled ${words.join(" ")} --bundle ${BUNDLE} --json`;
}

/** A setting's value as `--set` reads it; a unit is `cell:17`. */
function written(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  const { unit, index } = value as { unit?: string; index?: number };
  return unit !== undefined && index !== undefined ? `${unit}:${index}` : JSON.stringify(value);
}

/** For a POSIX shell. */
function quoted(word: string, always = false): string {
  return !always && /^[\w=.:-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

export function cite(cited: Cited): Citation {
  const { state, source } = cited;
  const found = explanations(state, source);
  const record = recordOf(cited, found);
  return {
    sentence: sentenceOf(cited, found),
    bibtex: bibtexOf(cited, found),
    record,
    commands: found.map((one) => one.command),
  };
}

/** The whole file: how the numbers came about, and the numbers. */
export function exported(cited: Cited): Record<string, unknown> {
  return { ...recordOf(cited, explanations(cited.state, cited.source)), answer: cited.source };
}

function recordOf({ state, link, version }: Cited, found: Explanation[]): Record<string, unknown> {
  const { manifest, text, prediction, predicted } = state;
  const read = predicted === text ? prediction : null;
  return {
    unrolled: version,
    bundle: manifest === null ? null : bundleOf(manifest),
    text,
    text_sha256: sha256(text),
    tokens: read?.kept ?? null,
    verdict: read === null ? null : { logit: read.logit, probability: read.probability },
    explanations: found,
    link,
  };
}

const bundleOf = ({ name, format, model_hash, tokenizer, licences }: Manifest) => ({
  name,
  format,
  model_hash,
  tokenizer,
  corpus: licences,
});

const SHORT = 12;
const short = (hash: string) => hash.slice(0, SHORT);

function sentenceOf({ state, link, version, day }: Cited, found: Explanation[]): string {
  const { manifest, text } = state;
  const methods = found.map((one) => `${named(one)}${one.finished ? "" : ", stopped before its end"}`).join("; ");
  const model = manifest === null ? "" : ` with the model “${manifest.name}”, ${short(manifest.model_hash)}`;
  const of =
    methods === ""
      ? ""
      : `${methods[0]?.toUpperCase()}${methods.slice(1)}, of a text ${length(state.prediction)}(SHA-256 ${short(sha256(text))}): ${judged(state.prediction)} `;
  return `${of}Unrolled ${version}${model}${link === null ? "" : `, ${link}`}, seen on ${day}.`;
}

function named({ method, settings, seed }: Explanation): string {
  const list = [
    ...Object.entries(settings).map(([key, value]) => `${key} ${written(value)}`),
    ...(seed === null ? [] : [`seed ${seed}`]),
  ];
  return `${method === "predict" ? "the verdict" : method}${list.length === 0 ? "" : ` (${list.join(", ")})`}`;
}

const length = (prediction: Prediction | null) =>
  prediction === null ? "" : `of ${counted(prediction.kept, "token")} `;
const judged = (prediction: Prediction | null) =>
  prediction === null ? "" : `${percent(prediction.probability)} positive.`;

function bibtexOf({ state, link, version, day }: Cited, found: Explanation[]): string {
  const { manifest, text } = state;
  const hash = sha256(text);
  const methods = found.map(named).join("; ");
  const fields = {
    author: "{The Unrolled authors}",
    title: "{Unrolled}: see how a recurrent network reads a text",
    version,
    year: day.slice(0, 4),
    urldate: day,
    ...(link === null ? {} : { url: link }),
    note: `${methods === "" ? "The model" : latex(methods)}. Model ${manifest?.model_hash ?? "unknown"}. Text SHA-256 ${hash}`,
  };
  const lines = Object.entries(fields).map(([name, value]) => `  ${name} = {${value}},`);
  return `@software{unrolled-${hash.slice(0, 8)},\n${lines.join("\n")}\n}`;
}

/** Letters that TeX would take for orders. */
const latex = (text: string) => text.replace(/[\\{}]/g, "").replace(/[&%$#_]/g, "\\$&");
