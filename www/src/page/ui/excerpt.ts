/** A few words around a place in a review. */

export interface Excerpt {
  before: string;
  match: string;
  after: string;
}

const AROUND = 48;
const LINE_BREAK_TAG = /<\s*br\s*\/?\s*>/gi;

/** Around the first place where the words stand; the beginning where they do not. */
export function excerpt(text: string, words: string): Excerpt {
  const flat = text.replace(LINE_BREAK_TAG, " ").replace(/\s+/g, " ").trim();
  const pattern = words.trim().split(/\s+/).map(escaped).join("\\s+");
  const place = pattern === "" ? -1 : flat.search(new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, "iu"));
  if (place < 0) return opening(flat);
  const length = flat.slice(place).match(new RegExp(pattern, "iu"))?.[0].length ?? 0;
  const start = Math.max(0, wordBefore(flat, place - AROUND));
  const end = wordAfter(flat, place + length + AROUND);
  return {
    before: (start > 0 ? "… " : "") + flat.slice(start, place),
    match: flat.slice(place, place + length),
    after: flat.slice(place + length, end) + (end < flat.length ? " …" : ""),
  };
}

export function opening(text: string, most = 2 * AROUND): Excerpt {
  const flat = text.replace(LINE_BREAK_TAG, " ").replace(/\s+/g, " ").trim();
  const end = wordAfter(flat, most);
  return { before: flat.slice(0, end) + (end < flat.length ? " …" : ""), match: "", after: "" };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}

function wordBefore(text: string, at: number): number {
  return at <= 0 ? 0 : text.lastIndexOf(" ", at) + 1;
}

function wordAfter(text: string, at: number): number {
  if (at >= text.length) return text.length;
  const space = text.indexOf(" ", at);
  return space < 0 ? text.length : space;
}
