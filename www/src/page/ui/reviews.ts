/** A list of reviews; a click opens one as the current text, where the texts are to be had. */

import { type TemplateResult, html, nothing } from "lit";
import * as of from "../../generated/words/texts";
import type { Label } from "../../types";
import { send } from "../store/actions";
import { type Classes, classesIn, lastClass, ofClass } from "../writing/classes";
import { hasReviews, namesOnly } from "../deeds/brings";
import { isLocked } from "../store/frame";
import { tell, tellPlain } from "../writing/sentence";
import type { Excerpt } from "./excerpt";
import type { State } from "../store/state";
import { say } from "../ui/say";

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
  return namesOnly(state) ? html`<p class="quiet">${say(tell(of.names_only))}</p>` : nothing;
}

function row(part: EventTarget & { state: State }, item: ReviewItem): TemplateResult {
  const open = () => send(part, { type: "open-review", review: item.review });
  const shown = told(item, classesIn(part.state));
  if (!hasReviews(part.state)) return html`<div class="numbered">${shown}</div>`;
  return html`<button title=${tellPlain(of.open)} ?disabled=${isLocked(part.state.frame, "text")} @click=${open}>
    ${shown}
  </button>`;
}

function told(item: ReviewItem, classes: Classes): TemplateResult {
  const { excerpt, review, label, probability: p } = item;
  return html`<span class="passage"
      >${excerpt === null ? tellPlain(of.number, { n: String(review) }) : quote(excerpt)}</span
    >
    <span class="says at-end">${item.note}</span>
    <span class="says">${say(tell(of.row, { class: ofClass(classes, label), p, last: lastClass(classes) }))}</span>`;
}

function quote(excerpt: Excerpt): TemplateResult {
  return html`<bdi
    >${excerpt.before}${excerpt.match === "" ? nothing : html`<mark>${excerpt.match}</mark>`}${excerpt.after}</bdi
  >`;
}
