/** The original text cut into tokens and what stands between them, so that nothing of it is lost in drawing. */

import type { Prediction, TokenSpan } from "../../types";

export interface TextPiece {
  text: string;
  /** The token's position, or null for what stands between tokens. */
  token: number | null;
}

const LINE_BREAK_TAG = /<\s*br\s*\/?\s*>/gi;

/** All of the text in order. With `breaks`, `<br />` is shown as the line break it stands for. */
export function pieces(text: string, prediction: Prediction, breaks: boolean): TextPiece[] {
  const shown = (gap: string) => (breaks ? gap.replace(LINE_BREAK_TAG, "\n") : gap);
  const all: TextPiece[] = [];
  let at = 0;
  prediction.spans.forEach(([start, end], token) => {
    if (start > at) all.push({ text: shown(text.slice(at, start)), token: null });
    all.push({ text: text.slice(start, end), token });
    at = end;
  });
  if (at < text.length) all.push({ text: shown(text.slice(at)), token: null });
  return all;
}

/** A token, or a span of them, as it stands in the text. */
export function wordsOf(text: string, prediction: Prediction, span: TokenSpan): string {
  const first = prediction.spans[span[0]];
  const last = prediction.spans[span[1] - 1];
  if (first === undefined || last === undefined) return "";
  return text.slice(first[0], last[1]).replace(LINE_BREAK_TAG, " ").replace(/\s+/g, " ");
}

/** As `wordsOf`, cut in the middle when long. */
export function shortWords(text: string, prediction: Prediction, span: TokenSpan, most = 40): string {
  return shorten(wordsOf(text, prediction, span), most);
}

export function shorten(text: string, most: number): string {
  const characters = [...text];
  if (characters.length <= most) return text;
  const half = Math.floor((most - 1) / 2);
  return `${characters.slice(0, half).join("")}…${characters.slice(-half).join("")}`;
}

/** Tokens as a reader would write them: no space before a mark or the rest of a contraction. */
export function joined(tokens: string[]): string {
  return tokens
    .join(" ")
    .replace(/ (?=[.,;:!?)\]%]|n't\b|'\w)/g, "")
    .replace(/(?<=[([]) /g, "");
}
