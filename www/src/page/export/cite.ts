/**
 * What a second person needs to get the same numbers: which answer this is, to which question, by which model, and the
 * command that asks again.
 */

import * as words from "../../generated/words/cite";
import type { Inside, Manifest, Prediction } from "../../types";
import { classesOf, explainedClass } from "../writing/classes";
import { tellPlain, yes } from "../writing/sentence";
import { sha256 } from "./sha256";
import { type Method, type State, methodOf } from "../store/state";

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
  /** The network is another than the site's own. */
  isOther: boolean;
}

/** Where the bundle of a checkout lies after ./build.sh. */
const BUNDLE = "pkg/site/bundle";
/** … and after ./build.sh publish that which names training texts by number. */
const PUBLIC = "pkg/public/bundle";
/** What stands for the folder of another one, which only its owner knows. */
const FOLDER = "BUNDLE";

/** Where the command line finds the bundle of the page. */
function folderOf(manifest: Manifest | null, isOther: boolean): string {
  if (isOther) return FOLDER;
  return manifest?.texts === "none" ? PUBLIC : BUNDLE;
}

/** The answers that the source is, is part of, or was made of; the verdict where it is none of them. */
export function explanations({ state, source, isOther }: Pick<Cited, "state" | "source" | "isOther">): Explanation[] {
  const bundle = folderOf(state.manifest, isOther);
  if (source !== null && source === state.manifest) return [];
  const within = parts(source, 2);
  const found = (Object.keys(state.slots) as Method[]).flatMap((name) => {
    const { result, answered, phase, stopped } = state.slots[name];
    if (result === null || answered === null) return [];
    if (!within.has(result) && !parts(result, 1).has(source)) return [];
    return [
      explanation(methodOf(name), answered.text, answered.settings, result, phase === "done" && !stopped, bundle),
    ];
  });
  // The reading holds the verdict's own numbers beside those of other answers.
  return found.length > 0 && !within.has(state.prediction) ? found : [verdict(state, source, bundle), ...found];
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
  bundle: string,
): Explanation {
  const { seed = null, fidelity = null } = result as { seed?: number | null; fidelity?: unknown };
  const settings = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== null && value !== undefined),
  );
  const set = Object.entries(settings).map(([key, value]) => `--set ${quoted(`${key}=${written(value)}`)}`);
  const seeded = seed === null ? [] : [`--seed ${seed}`];
  return {
    method,
    settings,
    seed,
    fidelity,
    finished,
    text,
    command: command(text, ["explain", method, ...seeded, ...set], bundle),
  };
}

function verdict({ text }: State, source: unknown, bundle: string): Explanation {
  const trace = (source as Inside | null)?.parts === undefined ? [] : ["--trace"];
  return {
    method: "predict",
    settings: {},
    seed: null,
    fidelity: null,
    finished: true,
    text,
    command: command(text, ["predict", ...trace], bundle),
  };
}

/** The command line reads one text a line; for the tokenizer a line break is a space. */
function command(text: string, args: string[], bundle: string): string {
  return `printf '%s\\n' ${quoted(text.replace(/[\r\n]+/g, " "), true)} | unrolled ${args.join(" ")} --bundle ${bundle} --json`;
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

/** What has to be so for the commands to give the same numbers. */
export function commandsNote({ state: { manifest }, isOther }: Cited): string {
  const model = { name: manifest?.name ?? "", hash: short(manifest?.model_hash ?? "") };
  const of = { ...model, folder: folderOf(manifest, isOther) };
  if (isOther) return tellPlain(words.note_other, of);
  return tellPlain(manifest?.texts === "none" ? words.note_public : words.note_own, of);
}

export function cite(cited: Cited): Citation {
  const found = explanations(cited);
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
  return { ...recordOf(cited, explanations(cited)), answer: cited.source };
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
    verdict: read === null ? null : judged(read),
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

/** The verdict, and the numbers of the class that they are of: two classes have the last one explained, whatever the verdict. */
const judged = ({ classes, verdict, class: explained, logit, probability }: Prediction) => ({
  verdict: classes[verdict] ?? verdict,
  class: classes[explained] ?? explained,
  logit,
  probability,
});

function sentenceOf({ state, link, version, day }: Cited, found: Explanation[]): string {
  const { manifest, text, prediction } = state;
  const of = { version, day, model: manifest?.name ?? "", hash: short(manifest?.model_hash ?? "") };
  const seen = tellPlain(words.seen, {
    ...of,
    link: link ?? "",
    linked: yes(link !== null),
    known: yes(manifest !== null),
  });
  if (found.length === 0) return seen;
  const methods = joined(found.map(named));
  const about = { methods: `${methods[0]?.toUpperCase()}${methods.slice(1)}`, sha: short(sha256(text)) };
  if (prediction === null) return `${tellPlain(words.unread, about)} ${seen}`;
  const { kept: n, probability: p } = prediction;
  return `${tellPlain(words.read, { ...about, n, p, class: explainedClass(classesOf(prediction)) })} ${seen}`;
}

const joined = (parts: string[]) => parts.join("; ");

/** A method with its settings and seed, as the command line knows them. */
function named({ method, settings, seed, finished }: Explanation): string {
  const set = Object.entries(settings).map(([key, value]) => tellPlain(words.setting, { key, value: written(value) }));
  const all = [...set, ...(seed === null ? [] : [tellPlain(words.setting, { key: "seed", value: String(seed) })])];
  const of = { method, verdict: method === "predict" ? "yes" : "other", stopped: yes(!finished) } as const;
  return all.length === 0 ? tellPlain(words.method, of) : tellPlain(words.method_set, { ...of, set: all.join(", ") });
}

function bibtexOf({ state, link, version, day }: Cited, found: Explanation[]): string {
  const { manifest, text } = state;
  const hash = sha256(text);
  const methods = joined(found.map(named));
  const fields = {
    author: `{${tellPlain(words.authors)}}`,
    title: tellPlain(words.title, { name: "{Unrolled}" }),
    version,
    year: day.slice(0, 4),
    urldate: day,
    ...(link === null ? {} : { url: link }),
    note: latex(
      tellPlain(words.note, {
        methods: methods === "" ? tellPlain(words.the_model) : methods,
        name: manifest?.name ?? "",
        hash: manifest?.model_hash ?? "",
        known: yes(manifest !== null),
        sha: hash,
      }),
    ),
  };
  const lines = Object.entries(fields).map(([name, value]) => `  ${name} = {${value}},`);
  return `@software{unrolled-${hash.slice(0, 8)},\n${lines.join("\n")}\n}`;
}

/** Letters that TeX would take for orders. */
const latex = (text: string) => text.replace(/[\\{}]/g, "").replace(/[&%$#_]/g, "\\$&");
