/** A list of reviews; a click opens one as the current text. */

import { type TemplateResult, html, nothing } from "lit";
import { words as of } from "../../generated/words/texts";
import type { Label } from "../../types";
import { send } from "../actions";
import { classesIn, lastClass, ofClass } from "../classes";
import { isLocked } from "../frame";
import { tell, tellPlain } from "../sentence";
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

function row(part: EventTarget & { state: State }, item: ReviewItem): TemplateResult {
  const classes = classesIn(part.state);
  const open = () => send(part, { type: "open-review", review: item.review });
  return html`<button title=${tellPlain(of.open)} ?disabled=${isLocked(part.state.frame, "text")} @click=${open}>
    <span class="passage"
      >${item.excerpt === null ? tellPlain(of.number, { n: String(item.review) }) : quote(item.excerpt)}</span
    >
    <span class="says at-end">${item.note}</span>
    <span class="says"
      >${say(tell(of.row, { class: ofClass(classes, item.label), p: item.probability, last: lastClass(classes) }))}</span
    >
  </button>`;
}

function quote(excerpt: Excerpt): TemplateResult {
  return html`<bdi
    >${excerpt.before}${excerpt.match === "" ? nothing : html`<mark>${excerpt.match}</mark>`}${excerpt.after}</bdi
  >`;
}
