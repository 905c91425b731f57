/** What an author decides about the page rather than its reader: which views stand there, what is fixed, how it looks. */

/** The views, in the order of the page. */
export const VIEWS = [
  "text",
  "summary",
  "formed",
  "contribution",
  "chosen",
  "phrases",
  "anchors",
  "credibility",
  "agreement",
  "what-if",
  "inside",
  "pattern",
  "rules",
  "model",
];
/** What stands there where there is little room. */
const COMPACT = ["text", "formed", "chosen"];
/** The cards of the chosen word, and controls, which can be taken away like views. */
const PIECES = [
  "move",
  "memory",
  "looking",
  "models",
  "title",
  "verdict",
  "tour",
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
const OF_OTHER_TEXTS = ["tour", "examples", "browse", "edit", "what-if"];

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

/** The words of a list that mean something, and what is to be said of the others. */
export function listed(key: "view" | "hide" | "lock" | "unfold", value: string): [words: string[], wrong: string] {
  const known = { view: VIEWS, hide: [...VIEWS, ...PIECES, ...CONTROLS], lock: LOCKS, unfold: [...VIEWS, "all"] }[key];
  const words = [...new Set(value.split(/[\s,]+/))].filter((word) => word !== "");
  const strange = words.find((word) => !known.includes(word));
  return [words.filter((word) => known.includes(word)), strange === undefined ? "" : unknown(key, strange, known)];
}

export function isLocked({ lock }: Frame, what: Lock): boolean {
  return lock.includes(what) || lock.includes("all");
}

export function isHidden(frame: Frame, what: string): boolean {
  return (
    frame.hide.includes(what) ||
    (isLocked(frame, "text") && OF_OTHER_TEXTS.includes(what)) ||
    (isLocked(frame, "settings") && (what === "tint" || what === "settings"))
  );
}

/** The views to draw, in their order. */
export function shownViews(frame: Frame): string[] {
  return (frame.view ?? (frame.compact ? COMPACT : VIEWS)).filter((view) => !isHidden(frame, view));
}
