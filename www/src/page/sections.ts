/** The sections of the page that need no element of their own. */

import { type TemplateResult, html, nothing } from "lit";
import { words } from "../generated/words/sections";
import type { TokenSpan } from "../types";
import { classesOf, explainedClass } from "./classes";
import { send } from "./actions";
import { hasIndex, modelBytes } from "./deeds/brings";
import { isFresh, lackOf } from "./deeds/asks";
import type { Table } from "./download";
import { type Panel, isHidden, isLocked } from "./frame";
import { NAMED, runningHow } from "./parts/running";
import { say } from "./parts/say";
import { how } from "./parts/words";
import { isMark, tellPlain } from "./sentence";
import { formedSentence } from "./sentences/running";
import { familiarFacts } from "./sentences/familiar";
import { facts, verdictSentence } from "./sentences/verdict";
import { type Namer, named } from "./shapes/named";
import { shortWords } from "./shapes/pieces";
import { turns } from "./shapes/turns";
import { type State, isUnfolded, readsForward } from "./state";

/** What the sections ask of the element they stand in. */
export interface Page extends EventTarget {
  /** Its state is kept in the address of the page. */
  readonly owns: boolean;
  /** The folder of the bundle; null where everything is inside the page. */
  readonly bundle: URL | null;
  toggle(panel: Panel): void;
  copyLink(): void;
  share(): void;
}

type Drawn = TemplateResult | typeof nothing;

export function drawHeader({ frame }: State, page: Page, open: Panel | null): Drawn {
  const shows = (control: string) => !isHidden(frame, control);
  const panel = (name: Panel, says: string) =>
    shows(name)
      ? html`<button class="plain" aria-expanded=${open === name} @click=${() => page.toggle(name)}>${says}</button>`
      : nothing;
  const buttons = [
    !frame.compact && shows("tour")
      ? html`<button
          class="plain"
          @click=${() => send(page, { type: "lesson", lesson: { name: "tour", step: 1, settled: false } })}>
          ${tellPlain(words.tour)}
        </button>`
      : nothing,
    panel("examples", tellPlain(words.examples)),
    panel("browse", tellPlain(words.browse)),
    page.owns && shows("copy")
      ? html`<button class="plain" @click=${() => page.copyLink()}>${tellPlain(words.copy_link)}</button>`
      : nothing,
    shows("share")
      ? html`<button class="plain" aria-haspopup="dialog" @click=${() => page.share()}>
          ${tellPlain(words.share)}
        </button>`
      : nothing,
  ].filter((button) => button !== nothing);
  const title =
    frame.compact || !shows("title")
      ? nothing
      : html`<h1>Unrolled</h1>
          <p>${tellPlain(words.promise)}</p>`;
  if (title === nothing && buttons.length === 0) return nothing;
  return html`<header part="header">
    ${title}${buttons.length === 0 ? nothing : html`<nav aria-label=${tellPlain(words.nav)}>${buttons}</nav>`}
  </header>`;
}

/** One view by the name it has in addresses; nothing while it does not apply. */
export function drawView(view: string, state: State, page: Page): Drawn {
  switch (view) {
    case "text":
      return html`<unrolled-sheet id="text" .state=${state}></unrolled-sheet>`;
    case "summary":
      return drawSummary(state);
    case "formed":
      return drawRunning(state);
    case "contribution":
      return drawContribution(state, page);
    case "chosen":
      return drawChosen(state, page);
    case "model":
      return drawModel(state, page);
    default:
      return isReadable(state) && state.views === "ready" ? drawInside(view, state, page) : nothing;
  }
}

export function drawVerdict(state: State): TemplateResult {
  const { prediction, origin, text, slots, opening, manifest } = state;
  if (opening !== null)
    return html`<div class="verdict">
      <h2>
        ${opening === "link" ? tellPlain(words.opening_link) : tellPlain(words.opening_review, { n: String(opening) })}
      </h2>
    </div>`;
  if (prediction === null || isWaiting(state)) {
    const waiting = text === "" && prediction === null ? tellPlain(words.opening_first) : tellPlain(words.waiting);
    return html`<div class="verdict"><h2>${waiting}</h2></div>`;
  }
  const known = isFresh(state, "deep-knn") ? slots["deep-knn"].result : null;
  const familiar = known === null ? [] : familiarFacts(known);
  return html`<div class="verdict" part="verdict">
    <h2 aria-live="polite" aria-atomic="true">${say(verdictSentence(prediction, known))}</h2>
    <ul class="facts" role="list">
      ${[...facts(prediction, origin, manifest, known), ...familiar].map((fact) => html`<li>${say(fact)}</li>`)}
    </ul>
  </div>`;
}

/** The text is another than the one that was read, and there is no model yet to read it. */
function isWaiting({ text, predicted, loading }: State): boolean {
  return text !== predicted && loading.model.phase !== "ready";
}

/** One quiet line: what loads, what went wrong. Read out when it changes. */
export function drawStatus(state: State, page: EventTarget): TemplateResult {
  const { model } = state.loading;
  const again = () => send(page, { type: "load", asset: "model" });
  const loading =
    model.total > 0
      ? tellPlain(words.loading_of, { loaded: model.loaded, total: model.total })
      : tellPlain(words.loading);
  return html`<div class="status">
    <p role="status" aria-live="polite">${state.message === "" ? model.message : state.message}</p>
    ${model.phase === "idle" && state.frame.loading === "click" ? drawLoad(state, again) : nothing}
    ${model.phase === "loading" ? html`<p>${loading}</p>` : nothing}
    ${model.phase === "failed" ? html`<button class="plain" @click=${again}>${tellPlain(words.load_again)}</button>` : nothing}
  </div>`;
}

/** For authors who have their readers ask before megabytes are fetched. */
function drawLoad(state: State, load: () => void): TemplateResult {
  return html`<p>${tellPlain(state.prediction === null ? words.needs_model : words.computed_before)}</p>
    <button @click=${load}>${tellPlain(words.load, { bytes: modelBytes(state) })}</button>`;
}

function drawRunning(state: State): Drawn {
  const { prediction, predicted, selection } = state;
  if (prediction === null || prediction.kept === 0 || isWaiting(state)) return nothing;
  const wordOf: Namer = (token, ...figures) => named(predicted, prediction, token, 24, ...figures);
  const sentence = formedSentence(prediction, turns(prediction, NAMED), wordOf);
  return html`<section class="view" id="formed">
    <h2>${tellPlain(words.formed)}</h2>
    <p class="sentence">${say(sentence)}</p>
    <unrolled-running
      .prediction=${prediction}
      .text=${predicted}
      .selection=${selection}
      .fixed=${isLocked(state.frame, "selection")}></unrolled-running>
    <unrolled-table name="running-score" .source=${prediction} .table=${() => runningTable(state)}></unrolled-table>
    ${how(runningHow())}
  </section>`;
}

function runningTable(state: State): Table {
  const { prediction, predicted } = state;
  if (prediction === null) return { columns: [], rows: [] };
  const of = { class: explainedClass(classesOf(prediction)) };
  const columns = [
    tellPlain(words.number),
    tellPlain(words.word),
    tellPlain(words.after, of),
    tellPlain(words.score_after),
    tellPlain(words.known),
  ];
  const rows = prediction.running_logit.map((logit, i) => [
    i + 1,
    shortWords(predicted, prediction, [i, i + 1]),
    prediction.running_probability[i] ?? null,
    logit,
    tellPlain(prediction.unknown[i] === true ? words.no : words.yes),
  ]);
  return {
    columns,
    rows: [[0, tellPlain(words.before_first), prediction.zero_probability, prediction.zero_logit, ""], ...rows],
  };
}

/** What each word was worth; in its place the way to get there, if the second script did not come. */
function drawContribution(state: State, page: EventTarget): Drawn {
  if (!isReadable(state)) return nothing;
  const again = () => send(page, { type: "views" });
  if (state.views === "failed") {
    return html`<section class="view" role="status">
      <p class="sentence">${tellPlain(words.views_failed)}</p>
      <div><button @click=${again}>${tellPlain(words.views_again)}</button></div>
    </section>`;
  }
  if (state.views !== "ready") return nothing;
  if (readsForward(state))
    return html`<unrolled-contribution id="contribution" .state=${state}></unrolled-contribution>`;
  return html`<section class="view" id="contribution">
    <h2>${tellPlain(words.worth)}</h2>
    <p class="sentence">${tellPlain(words.both_ways)}</p>
  </section>`;
}

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
function foldable(
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
function drawInside(view: string, state: State, page: EventTarget): Drawn {
  const isForward = readsForward(state);
  const fold = (draw: (folded: boolean) => TemplateResult) => foldable(state, page, view, draw);
  const foldIf = (answers: boolean, draw: (folded: boolean) => TemplateResult) => (answers ? fold(draw) : draw(false));
  switch (view) {
    case "phrases":
      return state.prediction?.kept === 1
        ? nothing
        : fold((folded) => html`<unrolled-phrases id="phrases" ?folded=${folded} .state=${state}></unrolled-phrases>`);
    case "anchors":
      return fold(
        (folded) => html`<unrolled-anchors id="anchors" ?folded=${folded} .state=${state}></unrolled-anchors>`,
      );
    // What the network or its bundle cannot answer says so itself, and has nothing to unfold.
    case "credibility":
      return foldIf(
        hasIndex(state),
        (folded) =>
          html`<unrolled-credibility id="credibility" ?folded=${folded} .state=${state}></unrolled-credibility>`,
      );
    case "agreement":
      return fold(
        (folded) => html`<unrolled-agreement id="agreement" ?folded=${folded} .state=${state}></unrolled-agreement>`,
      );
    case "what-if":
      return fold((folded) => html`<unrolled-whatif id="what-if" ?folded=${folded} .state=${state}></unrolled-whatif>`);
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

/** The verdict's reasons in one paragraph, once there is more to say than the verdict. */
function drawSummary(state: State): Drawn {
  return isReadable(state) && state.views === "ready"
    ? html`<unrolled-summary id="summary" .state=${state}></unrolled-summary>`
    : nothing;
}

/** The model and its data, and a second network to compare with. */
function drawModel(state: State, page: Page): Drawn {
  const { manifest, views, loading, frame } = state;
  if (manifest === null) return nothing;
  // The second stays while another text is read, because it holds the other network.
  const models = views === "ready" && loading.model.phase === "ready" && !isHidden(frame, "models");
  const card = (folded: boolean) =>
    html`<unrolled-model ?folded=${folded} .manifest=${manifest} .base=${page.bundle}></unrolled-model>
      ${folded || !models ? nothing : html`<unrolled-models .state=${state}></unrolled-models>`}`;
  return html`<footer id="model">
    ${foldable(state, page, "model", card)}
    ${hasDocs(page) ? html`<p class="quiet"><a href="docs/index.html">${tellPlain(words.docs)}</a></p>` : nothing}
  </footer>`;
}

/** They lie beside our own page; a copy in one file and somebody else's page have none. */
const hasDocs = ({ bundle }: Page) => bundle !== null && document.documentElement.dataset.unrolled === "page";

/** There is a text that was read, and it is the one on the sheet. */
function isReadable({ prediction, predicted, text }: State): boolean {
  return prediction !== null && prediction.kept > 0 && predicted === text;
}

/** The selected word or span and its cards; where there is little room the cards of a narrow page are their answers until the reader wants more. */
function drawChosen(state: State, page: EventTarget): Drawn {
  const { prediction, selection, predicted, text, frame } = state;
  if (prediction === null || selection === null || predicted !== text || prediction.kept === 0) return nothing;
  const several = selection[1] - selection[0] > 1;
  const chosen = shortWords(text, prediction, selection, 60);
  const draw = (folded: boolean) =>
    html`<section class="view" id="chosen">
      <div class="chosen-head">
        <h2>
          ${tellPlain(several ? words.the_words : isMark(chosen) ? words.the_mark : words.the_word)}
          <em><bdi>${chosen}</bdi></em>
        </h2>
        ${isLocked(frame, "selection") ? nothing : drawSteps(selection, prediction.kept, page)}
      </div>
      <div class="cards">
        ${isHidden(frame, "move") ? nothing : html`<unrolled-move ?brief=${folded} .state=${state}></unrolled-move>`}
        ${isHidden(frame, "memory") ? nothing : html`<unrolled-memory ?brief=${folded} .state=${state}></unrolled-memory>`}
        ${isHidden(frame, "looking") ? nothing : html`<unrolled-looking ?brief=${folded} .state=${state}></unrolled-looking>`}
      </div>
    </section>`;
  return frame.compact ? foldable(state, page, "chosen", draw) : draw(false);
}

/** The ways to move and widen the selection that need neither keyboard nor dragging. */
function drawSteps([from, to]: TokenSpan, count: number, page: EventTarget): TemplateResult {
  const step = (name: string, span: TokenSpan, possible: boolean) =>
    html`<button class="plain" ?disabled=${!possible} @click=${() => send(page, { type: "select", span })}>
      ${name}
    </button>`;
  return html`<div class="steps" role="group" aria-label=${tellPlain(words.change_selection)}>
    ${step(tellPlain(words.previous), [Math.max(0, from - 1), Math.max(1, from)], from > 0)}
    ${step(tellPlain(words.next), [to, to + 1], to < count)}
    ${step(tellPlain(words.add_before), [from - 1, to], from > 0)}
    ${step(tellPlain(words.add_after), [from, to + 1], to < count)}
    ${to - from > 1 ? step(tellPlain(words.only_last), [to - 1, to], true) : nothing}
  </div>`;
}
