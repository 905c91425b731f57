/** The views that come with the second script, each its question and the answer in a sentence until the reader wants more. */

import { type TemplateResult, html, nothing } from "lit";
import { send } from "./actions";
import * as words from "../generated/words/folds";
import { lackOf } from "./deeds/asks";
import { hasIndex } from "./deeds/brings";
import { later } from "./later";
import { tellPlain } from "./sentence";
import { type State, isUnfolded, readsForward } from "./state";

/** What is folded, for those who hear the buttons without what stands above them. */
const FOLDED: Record<string, () => string> = {
  chosen: () => tellPlain(words.folded_chosen),
  phrases: () => tellPlain(words.folded_phrases),
  anchors: () => tellPlain(words.folded_anchors),
  credibility: () => tellPlain(words.folded_credibility),
  agreement: () => tellPlain(words.folded_agreement),
  "what-if": () => tellPlain(words.folded_what_if),
  inside: () => tellPlain(words.folded_inside),
  pattern: () => tellPlain(words.folded_pattern),
  rules: () => tellPlain(words.folded_rules),
  model: () => tellPlain(words.folded_model),
};

/** A view that is its question and the answer in a sentence until the reader wants to see more. */
function fold(
  state: State,
  page: EventTarget,
  view: string,
  draw: (folded: boolean) => TemplateResult,
): TemplateResult {
  const open = isUnfolded(state, view);
  const says = tellPlain(open ? words.fold : words.unfold);
  const toggle = html`<div>
    <button
      class="plain"
      aria-expanded=${open}
      aria-controls=${view}
      aria-label=${tellPlain(words.unfold_what, { says, view: FOLDED[view]?.() ?? view })}
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
  // What the network or the page cannot answer says so itself, and has nothing to unfold.
  const foldIf = (answers: boolean, draw: (folded: boolean) => TemplateResult) =>
    answers ? foldable(draw) : draw(false);
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
      return foldIf(
        hasIndex(state),
        (folded) =>
          html`<unrolled-credibility id="credibility" ?folded=${folded} .state=${state}></unrolled-credibility>`,
      );
    case "agreement":
      return foldable(
        (folded) => html`<unrolled-agreement id="agreement" ?folded=${folded} .state=${state}></unrolled-agreement>`,
      );
    case "what-if":
      return foldable(
        (folded) => html`<unrolled-whatif id="what-if" ?folded=${folded} .state=${state}></unrolled-whatif>`,
      );
    case "inside":
      return foldIf(
        isForward,
        (folded) => html`<unrolled-motion id="inside" ?folded=${folded} .state=${state}></unrolled-motion>`,
      );
    case "pattern": {
      const holds = state.selection !== null && state.slots["pattern-units"].answered?.text === state.text;
      const answers = lackOf(state, "pattern-units") === null;
      return holds || !answers
        ? foldIf(
            answers,
            (folded) => html`<unrolled-pattern id="pattern" ?folded=${folded} .state=${state}></unrolled-pattern>`,
          )
        : nothing;
    }
    case "rules":
      return foldIf(
        isForward && hasIndex(state),
        (folded) => html`<unrolled-rules id="rules" ?folded=${folded} .state=${state}></unrolled-rules>`,
      );
    default:
      return nothing;
  }
}

later.fold = fold;
later.drawInside = drawInside;
