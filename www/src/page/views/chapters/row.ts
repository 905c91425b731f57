/** The row of chapters: each a question, with its answer for the text under it. The arrow keys move along it; Enter or a press opens. */

import { type TemplateResult, html, nothing } from "lit";
import * as words from "../../../generated/words/chapters";
import type { Chapter } from "..";
import { send } from "../../store/actions";
import { say } from "../../ui/say";
import { type Sentence, tellPlain } from "../../writing/sentence";

const NAMES: Record<Chapter, () => string> = {
  reading: () => tellPlain(words.name_reading),
  words: () => tellPlain(words.name_words),
  looking: () => tellPlain(words.name_looking),
  training: () => tellPlain(words.name_training),
  trust: () => tellPlain(words.name_trust),
  network: () => tellPlain(words.name_network),
};

export const chapterName = (chapter: Chapter): string => NAMES[chapter]();

/** Its place is there from the first on, so that nothing moves when an answer comes. */
export function drawRow(
  chapters: readonly Chapter[],
  open: Chapter,
  page: EventTarget,
  answer: ((chapter: Chapter) => Sentence) | null,
): TemplateResult {
  const tab = (chapter: Chapter) => {
    const isOpen = chapter === open;
    return html`<button
      role="tab"
      id=${`to-${chapter}`}
      aria-selected=${isOpen}
      aria-controls=${isOpen ? "chapter" : nothing}
      tabindex=${isOpen ? 0 : -1}
      @click=${() => send(page, { type: "chapter", chapter })}>
      <b>${chapterName(chapter)}</b>
      <span>${say(answer?.(chapter) ?? [])}</span>
    </button>`;
  };
  return html`<div class="chapters" role="tablist" aria-label=${tellPlain(words.chapters)} @keydown=${moved}>
    ${chapters.map(tab)}
  </div>`;
}

/** Not opened on the way: a chapter may fetch megabytes. */
function moved(event: KeyboardEvent): void {
  const row = event.currentTarget as HTMLElement;
  const tabs = [...row.querySelectorAll<HTMLElement>("[role=tab]")];
  const at = tabs.indexOf((event.target as HTMLElement).closest("[role=tab]") as HTMLElement);
  const isRtl = getComputedStyle(row).direction === "rtl";
  const way = { ArrowLeft: isRtl ? 1 : -1, ArrowRight: isRtl ? -1 : 1 }[event.key];
  const ends: Record<string, number> = { Home: 0, End: tabs.length - 1 };
  const to = way === undefined ? ends[event.key] : (at + way + tabs.length) % tabs.length;
  if (to === undefined || at < 0) return;
  event.preventDefault();
  tabs[to]?.focus();
}
