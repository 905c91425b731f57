/** The views of the page: the one list, in the order of the page. Whatever names views reads it. */

/** Each is a question, with its answer for the text written under its name. */
export const CHAPTERS = ["reading", "words", "looking", "training", "trust", "network"] as const;
export type Chapter = (typeof CHAPTERS)[number];

/** `chapter`: where it stands; null: beside the chapters, always in sight. `folds`: it is but a sentence until somebody wants more. */
interface View {
  name: string;
  chapter: Chapter | null;
  folds: boolean;
}

export const VIEWS = [
  { name: "text", chapter: null, folds: false },
  { name: "summary", chapter: null, folds: false },
  { name: "reading", chapter: "reading", folds: false },
  { name: "cell", chapter: "reading", folds: false },
  { name: "units", chapter: "reading", folds: true },
  { name: "move", chapter: "words", folds: false },
  { name: "phrases", chapter: "words", folds: true },
  { name: "agreement", chapter: "words", folds: true },
  { name: "what-if", chapter: "words", folds: true },
  { name: "looking", chapter: "looking", folds: false },
  { name: "pattern", chapter: "looking", folds: true },
  { name: "memory", chapter: "training", folds: false },
  { name: "anchors", chapter: "trust", folds: true },
  { name: "credibility", chapter: "trust", folds: true },
  { name: "model", chapter: "network", folds: false },
  { name: "models", chapter: "network", folds: false },
  { name: "rules", chapter: "network", folds: true },
] as const satisfies readonly View[];
export type ViewName = (typeof VIEWS)[number]["name"];

/** What stands there where there is little room. */
export const COMPACT: readonly ViewName[] = ["text", "reading"];
/** Views about the chosen word, which is named above them. */
export const OF_THE_WORD: readonly string[] = ["move", "looking", "memory"];

/** What views were called before, in links, attributes and lessons, and where that stands now. */
export const OLD_NAMES: Readonly<Record<string, readonly ViewName[]>> = {
  formed: ["reading"],
  contribution: ["reading"],
  inside: ["cell", "units"],
  chosen: ["move", "looking", "memory"],
  similar: ["memory"],
};

export const isChapter = (name: string): name is Chapter => CHAPTERS.some((chapter) => chapter === name);

const entry = (name: string): View | undefined => VIEWS.find((view) => view.name === name);

/** A name of today or of before as the views that it stands for; of a chapter, all of its views. */
export function meant(name: string): readonly string[] {
  if (isChapter(name)) return VIEWS.filter(({ chapter }) => chapter === name).map((view) => view.name);
  return OLD_NAMES[name] ?? (entry(name) === undefined ? [] : [name]);
}

/** The view that a name leads to: of a chapter that no view is called, its first. */
export const viewOf = (name: string): string => entry(name)?.name ?? meant(name)[0] ?? name;

/** The chapter to open for a name; null for what is always in sight. */
export const chapterOf = (name: string): Chapter | null =>
  isChapter(name) ? name : (entry(viewOf(name))?.chapter ?? null);

export const folds = (name: string): boolean => entry(name)?.folds === true;

/** It comes with the script of the chapters; what stands beside them and the reading come before. */
export const isOfChapters = (name: string): boolean => ![null, "reading"].includes(chapterOf(name));
