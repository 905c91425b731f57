/** A list of reviews; a click opens one as the current text. */

import { type TemplateResult, html, nothing } from "lit";
import type { Label } from "../../types";
import { send } from "../actions";
import { isLocked } from "../frame";
import { percent } from "../numbers";
import type { Excerpt } from "../shapes/excerpt";
import type { State } from "../state";

export interface ReviewItem {
  review: number;
  label: Label;
  probability: number;
  /** What of it is quoted, where its text is at hand. */
  excerpt: Excerpt | null;
  /** What stands at the row's end. */
  note: string;
}

/** `part` draws a state; where that fixes the text, nothing is opened. */
export function reviewList(part: EventTarget & { state: State }, items: ReviewItem[]): TemplateResult {
  return html`<ul class="reviews">
    ${items.map((item) => html`<li>${row(part, item)}</li>`)}
  </ul>`;
}

function row(part: EventTarget & { state: State }, item: ReviewItem): TemplateResult {
  const meant = item.label === 1 ? "positive" : "negative";
  const open = () => send(part, { type: "open-review", review: item.review });
  return html`<button
    title="Open this review as the text"
    ?disabled=${isLocked(part.state.frame, "text")}
    @click=${open}>
    <span class="passage">${item.excerpt === null ? `review ${item.review}` : quote(item.excerpt)}</span>
    <span class="says at-end">${item.note}</span>
    <span class="says">labelled <b class=${meant}>${meant}</b>, network ${percent(item.probability)} positive</span>
  </button>`;
}

function quote(excerpt: Excerpt): TemplateResult {
  return html`<bdi
    >${excerpt.before}${excerpt.match === "" ? nothing : html`<mark>${excerpt.match}</mark>`}${excerpt.after}</bdi
  >`;
}
