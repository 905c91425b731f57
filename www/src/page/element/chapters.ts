/** The chapters: one is open, and only its views are drawn. On paper all of them are. */

import { type TemplateResult, html, nothing } from "lit";
import { isHidden, layoutOf, openChapter } from "../store/frame";
import type { State } from "../store/state";
import { type Chapter, meant } from "../views";
import { chapterName, drawRow } from "../views/chapters/row";
import type { Page } from "./bar";
import { later } from "./later";
import { drawViews } from "./sections";

export function drawChapters(
  state: State,
  read: State,
  page: Page,
  isPrinted: boolean,
): TemplateResult | typeof nothing {
  const { frame } = state;
  const { chapters } = layoutOf(frame);
  const open = openChapter(frame, state.chapter);
  if (open === null) return nothing;
  const draw = (chapter: Chapter) =>
    drawViews(
      meant(chapter).filter((view) => !isHidden(frame, view)),
      state,
      read,
      page,
    );
  if (isPrinted)
    return html`<div class="main">
      ${chapters.map(
        (chapter) =>
          html`<section class="views">
            <h2 class="part">${chapterName(chapter)}</h2>
            ${draw(chapter)}
          </section>`,
      )}
    </div>`;
  const isAlone = chapters.length === 1;
  const { answer } = later;
  const row = drawRow(chapters, open, page, answer === null ? null : (chapter) => answer(chapter, read));
  return html`<div class="main">
    ${isAlone ? nothing : row}
    <div
      id="chapter"
      class="views"
      role=${isAlone ? nothing : "tabpanel"}
      aria-labelledby=${isAlone ? nothing : `to-${open}`}>
      ${draw(open)}
    </div>
  </div>`;
}
