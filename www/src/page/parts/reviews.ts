/** A list of reviews; a click opens one as the current text, where the texts are to be had. */

import { type TemplateResult, html, nothing } from "lit";
import type { Label } from "../../types";
import { words } from "../../generated/words/texts";
import { send } from "../actions";
import { hasReviews, namesOnly } from "../deeds/brings";
import { isLocked } from "../frame";
import { percent } from "../numbers";
import { tell } from "../sentence";
import type { Excerpt } from "../shapes/excerpt";
import type { State } from "../state";
import { say } from "./say";

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

/** Why the lists only name reviews, said where a reader looks for their words. */
export function whyNumbers(state: State): TemplateResult | typeof nothing {
  return namesOnly(state) ? html`<p class="quiet">${say(tell(words.names_only))}</p>` : nothing;
}

function row(part: EventTarget & { state: State }, item: ReviewItem): TemplateResult {
  const open = () => send(part, { type: "open-review", review: item.review });
  if (!hasReviews(part.state)) return html`<div class="numbered">${told(item)}</div>`;
  return html`<button
    title="Open this review as the text"
    ?disabled=${isLocked(part.state.frame, "text")}
    @click=${open}>
    ${told(item)}
  </button>`;
}

function told(item: ReviewItem): TemplateResult {
  const meant = item.label === 1 ? "positive" : "negative";
  return html`<span class="passage">${item.excerpt === null ? `review ${item.review}` : quote(item.excerpt)}</span>
    <span class="says at-end">${item.note}</span>
    <span class="says">labelled <b class=${meant}>${meant}</b>, network ${percent(item.probability)} positive</span>`;
}

function quote(excerpt: Excerpt): TemplateResult {
  return html`<bdi
    >${excerpt.before}${excerpt.match === "" ? nothing : html`<mark>${excerpt.match}</mark>`}${excerpt.after}</bdi
  >`;
}
