/** The views that come with the second script, each its question and the answer in a sentence until the reader wants more. */

import { type TemplateResult, html, nothing } from "lit";
import { send } from "./actions";
import { hasIndex } from "./deeds/brings";
import { later } from "./later";
import { type State, isUnfolded, readsForward } from "./state";

/** What is folded, for those who hear the buttons without what stands above them. */
const FOLDED: Record<string, string> = {
  chosen: "the chosen word",
  phrases: "words that work together",
  anchors: "what rule it follows here",
  credibility: "whether it has seen anything like this",
  agreement: "whether the methods agree",
  "what-if": "what if",
  inside: "inside the network",
  pattern: "where the same units switch on",
  rules: "rules whatever the text",
  model: "the model and its data",
};

/** A view that is its question and the answer in a sentence until the reader wants to see more. */
function fold(
  state: State,
  page: EventTarget,
  view: string,
  draw: (folded: boolean) => TemplateResult,
): TemplateResult {
  const open = isUnfolded(state, view);
  const says = open ? "Only the answer" : "Show how";
  const toggle = html`<div>
    <button
      class="plain"
      aria-expanded=${open}
      aria-controls=${view}
      aria-label=${`${says}: ${FOLDED[view] ?? view}`}
      @click=${() => send(page, { type: "unfold", view, on: !open })}>
      ${says}
    </button>
  </div>`;
  return html`<div class="foldable">
    ${draw(!open)}${state.frame.view?.includes(view) === true ? nothing : toggle}
  </div>`;
}

/** The views that are elements of their own and need a text that was read. */
function drawInside(view: string, state: State, page: EventTarget): TemplateResult | typeof nothing {
  const isForward = readsForward(state);
  const foldable = (draw: (folded: boolean) => TemplateResult) => fold(state, page, view, draw);
  switch (view) {
    case "phrases":
      return state.prediction?.kept === 1
        ? nothing
        : foldable(
            (folded) => html`<unrolled-phrases id="phrases" ?folded=${folded} .state=${state}></unrolled-phrases>`,
          );
    case "anchors":
      return foldable(
        (folded) => html`<unrolled-anchors id="anchors" ?folded=${folded} .state=${state}></unrolled-anchors>`,
      );
    case "credibility":
      return hasIndex(state)
        ? foldable(
            (folded) =>
              html`<unrolled-credibility id="credibility" ?folded=${folded} .state=${state}></unrolled-credibility>`,
          )
        : nothing;
    case "agreement":
      return foldable(
        (folded) => html`<unrolled-agreement id="agreement" ?folded=${folded} .state=${state}></unrolled-agreement>`,
      );
    case "what-if":
      return foldable(
        (folded) => html`<unrolled-whatif id="what-if" ?folded=${folded} .state=${state}></unrolled-whatif>`,
      );
    case "inside":
      return isForward
        ? foldable((folded) => html`<unrolled-motion id="inside" ?folded=${folded} .state=${state}></unrolled-motion>`)
        : nothing;
    case "pattern": {
      const holds = state.selection !== null && state.slots["pattern-units"].answered?.text === state.text;
      return isForward && holds
        ? foldable(
            (folded) => html`<unrolled-pattern id="pattern" ?folded=${folded} .state=${state}></unrolled-pattern>`,
          )
        : nothing;
    }
    case "rules":
      return isForward && hasIndex(state)
        ? foldable((folded) => html`<unrolled-rules id="rules" ?folded=${folded} .state=${state}></unrolled-rules>`)
        : nothing;
    default:
      return nothing;
  }
}

later.fold = fold;
later.drawInside = drawInside;
