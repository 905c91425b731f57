/**
 * Everything that an address can say after its `#`, which is never sent to a server, and that the attributes of the element
 * can say by the same names. Each key is declared once: those that name the text and the frame here, those of the settings in
 * `keys.ts`, which adds them. All of it is somebody else's writing: what is not understood is left out, numbers are clamped,
 * and a damaged address opens the page as if without it.
 */

import * as addresses from "../../generated/words/addresses";
import * as words from "../../generated/words/trouble";
import type { TokenSpan } from "../../types";
import { lineEnds } from "../store/carried";
import { type Frame, NO_FRAME, layoutOf, listed, openChapter, unknown } from "../store/frame";
import { tellPlain } from "../writing/sentence";
import { DEFAULT_SETTINGS, type ReadingSettings, type Settings, type State } from "../store/state";
import { CHAPTERS, type Chapter } from "../views";

/** The one there is. A later one may mean other things by the same keys. */
const VERSION = 1;

/** What was asked for. */
export interface Place {
  preset: string | null;
  /** A review of the bundle, by its row. */
  review: number | null;
  text: string | null;
  /** The same, deflated; `packing.ts` inflates it. */
  packed: string | null;
  selection: TokenSpan | null;
  tint: State["tint"] | null;
  /** Settings other than those the text opens with. */
  settings: Partial<Settings>;
  /** Positions of the reader's own rule. */
  own: number[] | null;
  /** The chapter to open. */
  chapter: Chapter | null;
  /** A lesson and its step, counted from 1. */
  lesson: string | null;
  step: number | null;
  frame: Frame;
  /** Nothing of it is ours, as with an anchor of the page around. */
  isEmpty: boolean;
  /** The first thing that was wrong with it, as a sentence. */
  wrong: string;
}

type Found = Omit<Partial<Place>, "frame"> & { frame?: Partial<Frame>; reading?: Partial<ReadingSettings> };

export interface Key {
  name: string;
  /** What an address says of the state; nothing where there is nothing to say. `opened`: the settings the text opens with. */
  write?(state: State, opened: Settings): string | null | undefined;
  /** Null: not understood. `isLink`: an address says it, which anybody may have written, and not an attribute. */
  read(value: string, isLink: boolean): Found | null;
}

/** Longer texts are deflated: programs that pass addresses on cut long ones off. In bytes. */
const LONGEST_PLAIN = 1500;
const LONGEST_READ = 80_000;
const LONGEST_PACKED = 64_000;
export const LONGEST_NAME = 200;

/** What an attribute or a key that is only there or not says: yes, unless it says no. */
export const isYes = (value: string): boolean => !/^(0|no|false)$/i.test(value);

/** A choice between words. */
export const word = <T extends string>(value: string | undefined, known: readonly T[]): T | null =>
  known.find((one) => one === value) ?? null;

/** A whole number, clamped between two others; null if it is none. */
export const whole = (value: string | undefined, least: number, most: number): number | null =>
  value !== undefined && /^\d{1,9}$/.test(value) ? Math.min(most, Math.max(least, Number(value))) : null;

/** What is to be said where less was taken than was asked for; how a number is written is no matter. */
export function taken(name: string, asked: string, found: string): string {
  const [a, b] = [asked, found].map((value) =>
    /[_-]/.test(value)
      ? value.replace(/\d+(\.\d+)?/g, (digits) => String(Number(digits)))
      : value.replace(/\b0+(?=\d)/g, ""),
  );
  const spelled = (value: string) => `${name}=${value.slice(0, 60)}`;
  return a === b ? "" : tellPlain(addresses.taken, { asked: spelled(asked), taken: spelled(found) });
}

/** Null if one of its fields is. */
export const present = <T extends object>(fields: { [K in keyof T]: T[K] | null }): T | null =>
  Object.values(fields).includes(null) ? null : (fields as T);

const isPlain = (text: string) =>
  text.length <= LONGEST_PLAIN && new TextEncoder().encode(text).length <= LONGEST_PLAIN;
const isOwn = ({ origin, opening }: State) => origin.preset === null && origin.review === null && opening === null;
/** The text needs deflating before an address can hold it. */
export const needsPacking = (state: State) => isOwn(state) && !isPlain(state.text);

const text: Key["read"] = (value) => ({
  text: lineEnds(value.slice(0, LONGEST_READ)),
  wrong: value.length <= LONGEST_READ ? "" : tellPlain(addresses.cut, { found: value.length, taken: LONGEST_READ }),
});

/** A name, which is only whole or none. */
const named = (value: string, longest: number) => (value.length <= longest ? value : null);

/** The first of these that is there says which text is meant. */
const TEXTS: Key[] = [
  { name: "t", write: (state) => (isOwn(state) && isPlain(state.text) ? state.text : null), read: text },
  { name: "z", read: (value) => ({ packed: /^[\w-]*$/.test(value) && value.length <= LONGEST_PACKED ? value : "?" }) },
  // What links said before there were versions, and what the attribute is called.
  { name: "text", read: text },
  {
    name: "review",
    write: ({ origin, opening }) =>
      (typeof opening === "number" ? opening : origin.preset === null ? origin.review : null)?.toString(),
    read: (value) => present({ review: whole(value, 0, 1e9) }),
  },
  {
    name: "preset",
    write: ({ origin }) => origin.preset,
    read: (value) => present({ preset: named(value, LONGEST_NAME) }),
  },
];

/** A key of one of a few words; nothing is said of an empty one. */
function choice(name: string, known: readonly string[], write: Key["write"], found: (value: string) => Found): Key {
  return {
    name,
    write,
    read: (value) =>
      known.includes(value) ? found(value) : { wrong: value === "" ? "" : unknown(name, value, known) },
  };
}

const framed = (name: "theme" | "loading", known: readonly string[]) =>
  choice(
    name,
    known,
    ({ frame }) => frame[name],
    (value) => ({ frame: { [name]: value } }),
  );

function list(
  name: "view" | "hide" | "lock" | "unfold",
  write: (state: State) => string[] | null = ({ frame }) => frame[name],
): Key {
  const read: Key["read"] = (value) => {
    const [words, wrong] = listed(name, value);
    return { frame: { [name]: words.length === 0 ? NO_FRAME[name] : words }, wrong };
  };
  const written = (state: State) => {
    const words = write(state) ?? [];
    return words.length === 0 ? null : words.join(" ");
  };
  return { name, write: written, read };
}

/** A folder by its whole address, with the slash that makes it one; null for what is none. */
function folderOf(value: string): string | null {
  try {
    const { href, protocol } = new URL(value.replace(/\/?$/, "/"), document.baseURI);
    return value !== "" && /^(https?|file):/.test(protocol) ? href : null;
  } catch {
    return null;
  }
}

/** A link may not have a page show what lies anywhere: its reader trusts the site. */
const isOfThisSite = (folder: string) => new URL(folder).origin === location.origin;

/** Whether an address or a message may set an attribute of this name to this. */
export const isOpen = (name: string, value: string): boolean =>
  name !== "base" || KEYS.find((key) => key.name === name)?.read(value, true)?.wrong === undefined;

const FRAME: Key[] = [
  list("view"),
  list("hide"),
  list("lock"),
  list("unfold", ({ unfolded }) => unfolded),
  framed("theme", ["auto", "light", "dark"]),
  framed("loading", ["eager", "lazy", "click"]),
  {
    name: "lang",
    write: ({ frame }) => frame.lang,
    read: (value) => (/^[a-z]{2,3}(-\w{2,8})*$/.test(value) ? { frame: { lang: value } } : null),
  },
  {
    name: "compact",
    write: ({ frame }) => (frame.compact ? "1" : null),
    read: (value) => ({ frame: { compact: isYes(value) } }),
  },
  {
    name: "base",
    write: ({ frame }) => (frame.base !== null && isOfThisSite(frame.base) ? frame.base : null),
    read: (value, isLink) => {
      const base = folderOf(value);
      const part = { value: value.slice(0, 60) };
      if (base === null) return { wrong: value === "" ? "" : tellPlain(words.no_folder, part) };
      return isLink && !isOfThisSite(base) ? { wrong: tellPlain(words.elsewhere, part) } : { frame: { base } };
    },
  },
];

/** All of them, each also an attribute of the element. */
export const KEYS: Key[] = [
  ...TEXTS,
  {
    name: "select",
    write: ({ selection }) => (selection === null ? null : `${selection[0] + 1}-${selection[1]}`),
    read: (value) => present({ selection: readSpan(value) }),
  },
  choice(
    "tint",
    ["lime", "leave-one-out"],
    ({ tint }) => (tint === "lime" ? tint : null),
    (value) => ({ tint: value as State["tint"] }),
  ),
  choice(
    "chapter",
    CHAPTERS,
    ({ chapter, frame, settings }) => {
      const open = openChapter(frame, chapter);
      // A rule alone would open the chapter that it stands in.
      return open === layoutOf(frame).chapters[0] && settings.rule === null ? null : open;
    },
    (value) => ({ chapter: value as Chapter }),
  ),
  {
    name: "lesson",
    write: ({ lesson }) => lesson?.name,
    read: (value) => (value === "" ? {} : present({ lesson: named(value, 300) })),
  },
  {
    name: "step",
    write: ({ lesson }) => lesson?.step.toString(),
    read: (value) => {
      const step = whole(value, 1, 999);
      return step === null ? null : { step, wrong: taken("step", value, String(step)) };
    },
  },
  ...FRAME,
];

export const TEXT_NAMES = TEXTS.map((key) => key.name);
export const FRAME_NAMES = FRAME.map((key) => key.name);
/** Those that the element itself watches. */
export const NAMES = KEYS.map((key) => key.name);

/** `62-64`, or `62` alone: places in the text counted from 1, the last one included. */
export function readSpan(value: string): TokenSpan | null {
  const found = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(value);
  if (found === null) return null;
  const [from, to] = [Number(found[1]) - 1, Number(found[2] ?? found[1])];
  return from >= 0 && to > from ? [from, to] : null;
}

/**
 * The state as what follows `#`, `packed` being its text deflated. Without it, a text that needs it is left out. `opened`: the
 * settings with which the text opens.
 */
export function fragmentWith(state: State, packed: string | null = null, opened: Settings = DEFAULT_SETTINGS): string {
  const kept = new URLSearchParams({ v: String(VERSION) });
  for (const { name, write } of KEYS) {
    const value = name === "z" && needsPacking(state) ? packed : write?.(state, opened);
    if (value !== null && value !== undefined) kept.set(name, value);
  }
  return kept.toString();
}

/**
 * What a fragment asks for. What it leaves open `otherwise` may say, by the same names: the attributes of the element. A
 * fragment that names a text or a setting has the whole say on these.
 */
export function placeOf(fragment: string, otherwise: (name: string) => string | null = () => null): Place {
  const kept = new URLSearchParams(fragment.replace(/^#/, ""));
  const isFrame = (name: string) => FRAME_NAMES.includes(name);
  const isComplete = KEYS.some(({ name }) => kept.has(name) && !isFrame(name));
  const find = (name: string) => kept.get(name) ?? (isComplete && !isFrame(name) ? null : otherwise(name));
  const version = kept.get("v");
  const place: Place = {
    preset: null,
    review: null,
    text: null,
    packed: null,
    selection: null,
    tint: null,
    settings: {},
    own: null,
    chapter: null,
    lesson: null,
    step: null,
    frame: NO_FRAME,
    isEmpty: version === null && !KEYS.some(({ name }) => kept.has(name)),
    wrong:
      version === null || Number(version) === VERSION
        ? ""
        : `This link is of version ${version.slice(0, 20)}, which this page does not know: some of it may be missing.`,
  };
  const textName = TEXT_NAMES.find((name) => find(name) !== null);
  for (const { name, read } of KEYS) {
    const value = find(name);
    if (value === null || (TEXT_NAMES.includes(name) && name !== textName)) continue;
    const found: Found = read(value, kept.has(name)) ?? {
      wrong: value === "" ? "" : `${name}=${value.slice(0, 30)} could not be read and was left out.`,
    };
    const { settings, frame, wrong } = place;
    const { reading, ...others } = found;
    const ofReading = reading && { reading: { ...(settings.reading ?? DEFAULT_SETTINGS.reading), ...reading } };
    Object.assign(place, others, {
      settings: { ...settings, ...found.settings, ...ofReading },
      frame: { ...frame, ...found.frame },
      wrong: wrong || (found.wrong ?? ""),
    });
  }
  return place;
}
