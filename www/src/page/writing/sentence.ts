/**
 * A sentence as data: plain words, and pieces that carry emphasis. Pure functions in `sentences/` choose a message of
 * www/words and give its places their values (`tell`); drawing it is `parts/say.ts`. What a person typed only ever is a
 * piece's text. Sentences that are still glued from fragments (`sentence`, `listed`) become messages as they are touched.
 */

import * as words from "../../generated/words/locale";

/** The language that the page speaks: its numbers and lists are written so. */
export const LOCALE = String(words.locale()[0]);

export type Emphasis = "strong" | "word" | "positive" | "negative";
export type Piece = string | { text: string; as: Emphasis };
export type Sentence = Piece[];
/** What may stand in the place of a message that formats nothing. */
export type Place = Piece | Sentence;

export const strong = (text: string): Piece => ({ text, as: "strong" });
/** A word of the text under study; a mark by itself, or at an end of a phrase, is quoted, lest it read as ours. */
export const word = (text: string): Piece => ({
  text: (isMark(text) || ENDS_IN_MARK.test(text)) && !text.startsWith("“") ? `“${text}”` : text,
  as: "word",
});
/** An apostrophe belongs to its word. */
const ENDS_IN_MARK = /^(?!['’])[\p{P}\p{S}]|(?!['’])[\p{P}\p{S}]$/u;
/** Punctuation, emoji: nothing one would call a word. */
export const isMark = (text: string): boolean => !/[\p{L}\p{N}]/u.test(text);

/** Words in the place of a message, lest what a person typed be taken for its markup. A choice reads them as a string. */
class Words {
  constructor(private readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

/** A message whose places have their values, as a sentence: `tell(words.decided, { now: 0.98, words: word("it") })`. */
export function tell(message: () => unknown[]): Sentence;
export function tell<Places extends object>(message: (places: Places) => unknown[], places: Places): Sentence;
export function tell(message: (places: never) => unknown[], places: object = {}): Sentence {
  const values = Object.entries(places).map(([name, value]) => [name, boxed(value)]);
  const pieces: Sentence = [];
  let isStrong = false;
  const add = (text: string) => {
    const last = pieces.at(-1);
    if (text === "") return;
    if (isStrong) pieces.push(strong(text));
    else if (typeof last === "string") pieces[pieces.length - 1] = last + text;
    else pieces.push(text);
  };
  for (const part of message(Object.fromEntries(values) as never).flat(Infinity)) {
    if (part instanceof Words) add(String(part));
    else if (typeof part !== "string") pieces.push(part as Piece);
    else
      for (const text of part.split(/(<\/?b>)/)) {
        if (text === "<b>" || text === "</b>") isStrong = text === "<b>";
        else add(text);
      }
  }
  return pieces;
}

const boxed = (value: unknown): unknown =>
  typeof value === "string" ? new Words(value) : Array.isArray(value) ? value.map(boxed) : value;

/** Whole sentences one after another; those that say nothing are passed over. */
export function paragraph(...sentences: Sentence[]): Sentence {
  return sentences.filter((one) => one.length > 0).flatMap((one, i) => (i === 0 ? one : [" ", ...one]));
}

/** What a message's choice reads: `{known, select, yes {…} other {…}}`. */
export const yes = (is: boolean): "yes" | "other" => (is ? "yes" : "other");

/** The same without emphasis, for labels and downloads. */
export function tellPlain(message: () => unknown[]): string;
export function tellPlain<Places extends object>(message: (places: Places) => unknown[], places: Places): string;
export function tellPlain(message: (places: never) => unknown[], places: object = {}): string {
  return plain(tell(message as (places: object) => unknown[], places));
}

/** British English, which sets no comma before "and". */
const LISTS = new Intl.ListFormat(LOCALE === "en" ? "en-GB" : LOCALE);

/** Items as the language lists them: `a`, `a and b`, `a, b and c`. For messages: `{items, list}`. */
export function list(items: readonly Place[]): Place[] {
  const parts = LISTS.formatToParts(items.map((_, i) => String(i)));
  return parts.map(({ type, value }) => (type === "element" ? (items[Number(value)] ?? "") : value));
}

type Part = Piece | Sentence | number | null;

/** Builds a sentence: sentence`Without ${word("it")} …`. */
export function sentence(strings: TemplateStringsArray, ...parts: Part[]): Sentence {
  const pieces: Sentence = [];
  strings.forEach((text, i) => {
    if (text !== "") pieces.push(text);
    const part = parts[i];
    if (part === undefined || part === null || part === "") return;
    if (Array.isArray(part)) pieces.push(...part);
    else pieces.push(typeof part === "number" ? String(part) : part);
  });
  return pieces;
}

/** The sentence without emphasis, for labels and downloads. */
export function plain(pieces: Sentence): string {
  return pieces.map((piece) => (typeof piece === "string" ? piece : piece.text)).join("");
}

/** The same as one sentence. */
export const listed = (items: Sentence[]): Sentence => list(items).flat();
