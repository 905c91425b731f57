/** The views that come with the second script, each its question and the answer in a sentence until the reader wants more. */

import { type TemplateResult, html, nothing } from "lit";
import { send } from "../store/actions";
import * as words from "../../generated/words/folds";
import { lackOf } from "../deeds/needs";
import { hasIndex } from "../deeds/brings";
import type { Page } from "./bar";
import { later } from "./later";
import { drawHead } from "../views/chapters/head";
import { chapterAnswer } from "../views/chapters/sentences";
import { tellPlain } from "../writing/sentence";
import { type State, isUnfolded, readsForward } from "../store/state";

/** What is folded, for those who hear the buttons without what stands above them. */
const FOLDED: Partial<Record<string, () => string>> = {
  phrases: () => tellPlain(words.folded_phrases),
  anchors: () => tellPlain(words.folded_anchors),
  credibility: () => tellPlain(words.folded_credibility),
  agreement: () => tellPlain(words.folded_agreement),
  "what-if": () => tellPlain(words.folded_what_if),
  units: () => tellPlain(words.folded_units),
  pattern: () => tellPlain(words.folded_pattern),
  rules: () => tellPlain(words.folded_rules),
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
  return html`<div class="foldable">${draw(!open)}${isNamed(state, view) ? nothing : toggle}</div>`;
}

/** An author named it: it is there to be seen. */
const isNamed = ({ frame }: State, view: string) => isUnfolded({ frame, unfolded: [] }, view);

/** The views that are elements of their own. */
function drawInside(view: string, state: State, page: Page): TemplateResult | typeof nothing {
  const isForward = readsForward(state);
  const foldable = (draw: (folded: boolean) => TemplateResult) => fold(state, page, view, draw);
  // What the network or the page cannot answer says so itself, and has nothing to unfold.
  const foldIf = (answers: boolean, draw: (folded: boolean) => TemplateResult) =>
    answers ? foldable(draw) : draw(false);
  switch (view) {
    case "summary":
      return html`<unrolled-summary id="summary" .state=${state}></unrolled-summary>`;
    case "move":
      return state.selection === null ? nothing : html`<unrolled-move id="move" .state=${state}></unrolled-move>`;
    case "looking":
      return state.selection === null
        ? nothing
        : html`<unrolled-looking id="looking" .state=${state}></unrolled-looking>`;
    case "memory":
      return state.selection === null || !recalls(state, page)
        ? nothing
        : html`<unrolled-memory id="memory" .state=${state}></unrolled-memory>`;
    case "model":
      return drawModel(state, page);
    case "models":
      // It stays while another text is read, because it holds the other network.
      return state.loading.model.phase === "ready"
        ? html`<unrolled-models id="models" .state=${state}></unrolled-models>`
        : nothing;
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
    case "cell":
      return html`<unrolled-cell id="cell" .state=${state}></unrolled-cell>`;
    case "units":
      return foldIf(
        isForward,
        (folded) => html`<unrolled-units id="units" ?folded=${folded} .state=${state}></unrolled-units>`,
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

/** What a file does not hold is not offered; elsewhere the view says why it has nothing to recall. */
const recalls = (state: State, { bundle }: Page) => state.manifest === null || hasIndex(state) || bundle !== null;

function drawModel({ manifest, frame }: State, page: Page): TemplateResult | typeof nothing {
  if (manifest === null) return nothing;
  const base = frame.base === null ? page.bundle : null;
  return html`<unrolled-model id="model" .manifest=${manifest} .base=${base}></unrolled-model>`;
}

later.head = drawHead;
later.answer = chapterAnswer;
later.drawInside = drawInside;
