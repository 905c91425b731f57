/** The chosen word by name, over the views that are about it, with the ways to move and widen the choice that need neither keyboard nor dragging. */

import { type TemplateResult, html, nothing } from "lit";
import * as words from "../../../generated/words/chapters";
import * as status from "../../../generated/words/status";
import type { TokenSpan } from "../../../types";
import { send } from "../../store/actions";
import { isLocked } from "../../store/frame";
import type { State } from "../../store/state";
import { say } from "../../ui/say";
import { shortWords } from "../../writing/pieces";
import { isMark, tell, tellPlain, word, yes } from "../../writing/sentence";

export function drawHead(state: State, page: EventTarget): TemplateResult | typeof nothing {
  const { prediction, selection, text, frame } = state;
  if (prediction === null || selection === null) return nothing;
  const chosen = shortWords(text, prediction, selection, 60);
  const several = yes(selection[1] - selection[0] > 1);
  const isFree = !isLocked(frame, "selection");
  return html`<div class="chosen-head">
    <h2>${say(tell(words.chosen, { several, mark: yes(isMark(chosen)), word: word(chosen) }))}</h2>
    ${isFree ? drawSteps(selection, prediction.kept, page) : nothing}
    ${isFree && isPicked(state) ? html`<span class="quiet">${tellPlain(status.picked)}</span>` : nothing}
  </div>`;
}

/** The page chose the word itself, and it still weighs most. */
const isPicked = ({ picked, slots }: State) => picked && slots["leave-one-out"].phase === "done";

function drawSteps([from, to]: TokenSpan, count: number, page: EventTarget): TemplateResult {
  const step = (sign: string, name: string, span: TokenSpan, possible: boolean) =>
    html`<button
      class="plain"
      aria-label=${name}
      title=${name}
      ?disabled=${!possible}
      @click=${() => send(page, { type: "select", span })}>
      ${sign}
    </button>`;
  return html`<div class="steps" role="group" aria-label=${tellPlain(words.change_selection)}>
    ${step("‹", tellPlain(words.previous), [Math.max(0, from - 1), Math.max(1, from)], from > 0)}
    ${step("›", tellPlain(words.next), [to, to + 1], to < count)}
    ${step("+‹", tellPlain(words.add_before), [from - 1, to], from > 0)}
    ${step("›+", tellPlain(words.add_after), [from, to + 1], to < count)}
    ${to - from > 1 ? step("×", tellPlain(words.only_last), [to - 1, to], true) : nothing}
  </div>`;
}
