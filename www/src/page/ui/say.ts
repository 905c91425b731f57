/** Draws a sentence. Words of the text are isolated, so that a right-to-left word does not turn the sentence around. */

import { type TemplateResult, html } from "lit";
import type { Piece, Sentence } from "../writing/sentence";

export function say(sentence: Sentence): TemplateResult {
  return html`${sentence.map(drawn)}`;
}

function drawn(piece: Piece): string | TemplateResult {
  if (typeof piece === "string") return piece;
  if (piece.as === "word") return html`<b class="word notranslate" translate="no"><bdi>${piece.text}</bdi></b>`;
  if (piece.as === "strong") return html`<b>${piece.text}</b>`;
  return html`<b class=${piece.as}>${piece.text}</b>`;
}
