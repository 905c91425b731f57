/**
 * A sentence as data: plain words, and pieces that carry emphasis. Sentences are generated from numbers by pure
 * functions in `sentences/`; drawing them is `parts/say.ts`. What a person typed only ever is a piece's text.
 */

export type Emphasis = "strong" | "word" | "positive" | "negative";
export type Piece = string | { text: string; as: Emphasis };
export type Sentence = Piece[];

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
/** The name of a verdict, in its colour. */
export const verdict = (positive: boolean): Piece => ({
  text: positive ? "positive" : "negative",
  as: positive ? "positive" : "negative",
});

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

/** Items as `a`, `a and b`, `a, b and c`. */
export function listed(items: Sentence[]): Sentence {
  return items.flatMap((item, i) => {
    const before = i === 0 ? [] : [i === items.length - 1 ? " and " : ", "];
    return [...before, ...item];
  });
}
