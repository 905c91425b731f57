/** What an author decides about the page rather than its reader: which views stand there, what is fixed, how it looks. */

import { type Chapter, CHAPTERS, COMPACT, OLD_NAMES, VIEWS, chapterOf, isChapter, meant } from "../views";

const NAMES = [...new Set([...VIEWS.map(({ name }) => name as string), ...CHAPTERS])];
/** Controls, which can be taken away like views. */
const PIECES = [
  "title",
  "verdict",
  "tour",
  "compare",
  "examples",
  "browse",
  "copy",
  "share",
  "undo",
  "edit",
  "tint",
  "weights",
];
/** Controls that stand in many parts: styles take them away (`styles/page.ts`). */
export const CONTROLS = ["settings", "search", "table", "download", "how"];
const LOCKS = ["text", "selection", "settings", "all"];
/** What asks for more than one text has to offer, of no use when the text is fixed. */
const OF_OTHER_TEXTS = ["tour", "compare", "examples", "browse", "edit", "what-if"];

export type Panel = "examples" | "browse";
export type Lock = "text" | "selection" | "settings";

export interface Frame {
  /** In this order; null for all. */
  view: string[] | null;
  hide: string[];
  /** What is more than a question and a sentence from the beginning; null where nothing is said of it. */
  unfold: string[] | null;
  lock: string[];
  theme: "auto" | "light" | "dark" | null;
  compact: boolean;
  lang: string | null;
  loading: "eager" | "lazy" | "click" | null;
  /** The folder of another bundle than the page's own, by its whole address. */
  base: string | null;
}

export const NO_FRAME: Frame = {
  view: null,
  hide: [],
  unfold: null,
  lock: [],
  theme: null,
  compact: false,
  lang: null,
  loading: null,
  base: null,
};

/** What is said of a word that a key does not know. */
export function unknown(key: string, value: string, known: readonly string[]): string {
  return `${key}=${value.slice(0, 30)} is unknown here and was left out: known are ${known.join(", ")}.`;
}

/** The words of a list that mean something, and what is to be said of the others. Views go by their old names too. */
export function listed(key: "view" | "hide" | "lock" | "unfold", value: string): [words: string[], wrong: string] {
  const known = { view: NAMES, hide: [...NAMES, ...PIECES, ...CONTROLS], lock: LOCKS, unfold: [...NAMES, "all"] }[key];
  const isKnown = (word: string) => known.includes(word) || (key !== "lock" && Object.hasOwn(OLD_NAMES, word));
  const words = [...new Set(value.split(/[\s,]+/))].filter((word) => word !== "");
  const strange = words.find((word) => !isKnown(word));
  return [words.filter(isKnown), strange === undefined ? "" : unknown(key, strange, known)];
}

export function isLocked({ lock }: Frame, what: Lock): boolean {
  return lock.includes(what) || lock.includes("all");
}

export function isHidden(frame: Frame, what: string): boolean {
  return (
    frame.hide.includes(what) ||
    frame.hide.some((name) => isChapter(name) && meant(name).includes(what)) ||
    isHiddenAsBefore(frame, what) ||
    (isLocked(frame, "text") && OF_OTHER_TEXTS.includes(what)) ||
    (isLocked(frame, "settings") && (what === "tint" || what === "settings"))
  );
}

/** The reading stands for two views of before: whoever hid one of them left the other. */
function isHiddenAsBefore({ hide }: Frame, what: string): boolean {
  const before = Object.keys(OLD_NAMES).filter((name) => OLD_NAMES[name]?.some((view) => view === what));
  const hidden = before.filter((name) => hide.includes(name));
  return what === "reading" ? hidden.length === before.length : hidden.length > 0;
}

/** Which views stand where. */
export interface Layout {
  /** Always in sight. */
  beside: string[];
  /** To choose from. */
  chapters: Chapter[];
  /** All there is, one under the other; null where there are chapters. */
  stacked: string[] | null;
}

/** Chapters, unless an author named views, or there is little room. */
export function layoutOf(frame: Frame): Layout {
  const { view, compact } = frame;
  const shows = (name: string) => !isHidden(frame, name);
  const isBeside = (name: string) => meant(name).length > 0 && chapterOf(name) === null;
  const asked: readonly string[] = view ?? (compact ? [] : NAMES.filter((name) => isBeside(name) || isChapter(name)));
  const chapters = CHAPTERS.filter((chapter) => asked.includes(chapter) && meant(chapter).some(shows));
  const isPlain = asked.every((name) => isBeside(name) || isChapter(name));
  const beside = asked.filter(isBeside).filter(shows);
  // A chapter with nothing beside it needs no column for that.
  if (chapters.length > 1 || (chapters.length === 1 && beside.length > 0)) {
    if (isPlain) return { beside, chapters, stacked: null };
  }
  const named = view === null ? COMPACT : view.flatMap(meant);
  return { beside: [], chapters: [], stacked: [...new Set(named)].filter(shows) };
}

/** The views that a reader can get to see, in their order. */
export function shownViews(frame: Frame): string[] {
  const { beside, chapters, stacked } = layoutOf(frame);
  return stacked ?? [...beside, ...chapters.flatMap(meant).filter((view) => !isHidden(frame, view))];
}

/** The chapter that is open: the one that was asked for, if it is there to be opened. */
export function openChapter(frame: Frame, asked: Chapter): Chapter | null {
  const { chapters } = layoutOf(frame);
  return chapters.includes(asked) ? asked : (chapters[0] ?? null);
}

/** The views that are drawn while this chapter is asked for. */
export function drawnViews(frame: Frame, asked: Chapter): string[] {
  const { beside, stacked } = layoutOf(frame);
  const open = openChapter(frame, asked);
  return stacked ?? [...beside, ...(open === null ? [] : meant(open).filter((view) => !isHidden(frame, view)))];
}
