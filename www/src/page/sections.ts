/** The sections of the page that need no element of their own. */

import { type TemplateResult, html, nothing } from "lit";
import { words } from "../generated/words/status";
import type { TokenSpan } from "../types";
import { send } from "./actions";
import { hasIndex, isInside, modelBytes } from "./deeds/brings";
import { isFresh } from "./deeds/asks";
import type { Table } from "./download";
import { type Panel, isHidden, isLocked } from "./frame";
import { later } from "./later";
import { megabytes } from "./numbers";
import { runningHow } from "./parts/how";
import { NAMED } from "./parts/running";
import { say } from "./parts/say";
import { how, weighing } from "./parts/words";
import { isMark, tellPlain } from "./sentence";
import { formedSentence } from "./sentences/running";
import { familiarFact } from "./sentences/familiar";
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

export function drawHeader(state: State, page: Page, open: Panel | null): Drawn {
  const { frame, manifest } = state;
  const shows = (control: string) => !isHidden(frame, control);
  const panel = (name: Panel, says: string) =>
    shows(name)
      ? html`<button class="plain" aria-expanded=${open === name} @click=${() => page.toggle(name)}>${says}</button>`
      : nothing;
  const buttons = [
    !frame.compact && shows("tour") && hasLessons()
      ? html`<button
          class="plain"
          @click=${() => send(page, { type: "lesson", lesson: { name: "tour", step: 1, settled: false } })}>
          Take the tour
        </button>`
      : nothing,
    panel("examples", "Examples"),
    manifest === null || hasIndex(state) ? panel("browse", "Browse reviews") : nothing,
    page.owns && shows("copy")
      ? html`<button class="plain" @click=${() => page.copyLink()}>Copy link</button>`
      : nothing,
    shows("share")
      ? html`<button class="plain" aria-haspopup="dialog" @click=${() => page.share()}>Share</button>`
      : nothing,
  ].filter((button) => button !== nothing);
  const title =
    frame.compact || !shows("title")
      ? nothing
      : html`<h1>Unrolled</h1>
          <p>See how a recurrent network reads a text. Nothing you type leaves this page.</p>`;
  if (title === nothing && buttons.length === 0) return nothing;
  return html`<header part="header">
    ${title}${buttons.length === 0 ? nothing : html`<nav aria-label="Texts, tour and sharing">${buttons}</nav>`}
  </header>`;
}

/** They lie beside the page or in the offline file; a reading that was saved as one file has none. */
const hasLessons = () => !isInside() || document.getElementById("unrolled/lessons/tour.json") !== null;

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
      return isReadable(state) && state.views === "ready"
        ? (later.drawInside?.(view, state, page) ?? nothing)
        : nothing;
  }
}

export function drawVerdict(state: State): TemplateResult {
  const { prediction, origin, slots, opening } = state;
  if (opening !== null)
    return html`<div class="verdict loads">
      <h2>
        ${typeof opening === "number" ? `Review ${opening} comes when the reviews have loaded.` : tellPlain(words.opening)}
      </h2>
    </div>`;
  if (prediction === null || isWaiting(state))
    return html`<div class="verdict loads"><h2>The verdict comes when the model has loaded.</h2></div>`;
  const { result } = slots["deep-knn"];
  const familiar = result !== null && isFresh(state, "deep-knn") ? [familiarFact(result)] : [];
  return html`<div class="verdict" part="verdict">
    <h2 aria-live="polite" aria-atomic="true">${say(verdictSentence(prediction))}</h2>
    <ul class="facts" role="list">
      ${[...facts(prediction, origin), ...familiar].map((fact) => html`<li>${say(fact)}</li>`)}
    </ul>
  </div>`;
}

/** The text is another than the one that was read, and there is no model yet to read it. */
function isWaiting({ text, predicted, loading }: State): boolean {
  return text !== predicted && loading.model.phase !== "ready";
}

/** One quiet line: what loads, what went wrong. Read out when it changes. */
export function drawStatus(state: State, page: EventTarget, behind: boolean): TemplateResult {
  const { model } = state.loading;
  const again = () => send(page, { type: "load", asset: "model" });
  const of = model.total > 0 && !isInside() ? ` ${megabytes(model.loaded)} of ${megabytes(model.total)}` : "";
  return html`<div class="status">
    <p role="status" aria-live="polite">${state.message || model.message || (behind ? tellPlain(words.behind) : "")}</p>
    ${behind && state.message !== "" ? html`<button class="plain" @click=${again}>${tellPlain(words.reread)}</button>` : nothing}
    ${model.phase === "idle" && state.frame.loading === "click" ? drawLoad(state, again) : nothing}
    ${model.phase === "loading" ? html`<p>The model is loading${of}${state.prediction === null ? "." : "; what you see was computed before. You can read on."}</p>` : nothing}
    ${model.phase === "failed" ? html`<button class="plain" @click=${again}>Load the model again</button>` : nothing}
  </div>`;
}

/** For authors who have their readers ask before megabytes are fetched. */
function drawLoad(state: State, load: () => void): TemplateResult {
  return html`${state.prediction === null ? nothing : html`<p>What you see was computed before. To change it, the model must be here.</p>`}
    <button @click=${load}>Load${weighing(modelBytes(state))}</button>`;
}

function drawRunning(state: State): Drawn {
  const { prediction, predicted, selection } = state;
  if (prediction === null || prediction.kept === 0 || state.opening !== null || isWaiting(state)) return nothing;
  const wordOf: Namer = (token, ...figures) => named(predicted, prediction, token, 24, ...figures);
  const sentence = formedSentence(prediction, turns(prediction, NAMED), wordOf);
  return html`<section class="view" id="formed">
    <h2>How the verdict formed</h2>
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
  const columns = ["no.", "word", "probability after it", "score after it", "known"];
  if (prediction === null) return { columns, rows: [] };
  const rows = prediction.running_logit.map((logit, i) => [
    i + 1,
    shortWords(predicted, prediction, [i, i + 1]),
    prediction.running_probability[i] ?? null,
    logit,
    prediction.unknown[i] === true ? "no" : "yes",
  ]);
  return {
    columns,
    rows: [[0, "(before the first word)", prediction.zero_probability, prediction.zero_logit, ""], ...rows],
  };
}

/** What each word was worth; in its place the way to get there, if the second script did not come. */
function drawContribution(state: State, page: EventTarget): Drawn {
  if (!isReadable(state)) return nothing;
  const again = () => send(page, { type: "views" });
  if (state.views === "failed") {
    return html`<section class="view" role="status">
      <p class="sentence">
        The views that look inside the network could not be loaded: check the network, and that unrolled.inside.js lies
        beside unrolled.js.
      </p>
      <div><button @click=${again}>Load them again</button></div>
    </section>`;
  }
  if (state.views !== "ready") return nothing;
  if (readsForward(state))
    return html`<unrolled-contribution id="contribution" .state=${state}></unrolled-contribution>`;
  return html`<section class="view" id="contribution">
    <h2>What each word was worth, as time went on</h2>
    <p class="sentence">
      Not available: this network reads the text both ways, so that it has no memory that grows with the text. Its gates
      word by word and the search for patterns need one too.
    </p>
  </section>`;
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
    html`<unrolled-model
        ?folded=${folded}
        .manifest=${manifest}
        .base=${frame.base === null ? page.bundle : null}></unrolled-model>
      ${folded || !models ? nothing : html`<unrolled-models .state=${state}></unrolled-models>`}`;
  return html`<footer id="model">
    ${later.fold?.(state, page, "model", card)}
    ${hasDocs(page) ? html`<p class="quiet"><a href="docs/index.html">Documentation</a></p>` : nothing}
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
  // Without an index there is no training to ask.
  const recalls = !isHidden(frame, "memory") && (state.manifest === null || hasIndex(state));
  const draw = (folded: boolean) =>
    html`<section class="view" id="chosen">
      <div class="chosen-head">
        <h2>
          ${several ? "The words" : isMark(chosen) ? "The mark" : "The word"}
          <em class="notranslate" translate="no"><bdi>${chosen}</bdi></em>
        </h2>
        ${isLocked(frame, "selection") ? nothing : drawSteps(selection, prediction.kept, page)}
        ${isPicked(state) && !isLocked(frame, "selection") ? html`<span class="quiet">${tellPlain(words.picked)}</span>` : nothing}
      </div>
      <div class=${recalls ? "cards" : "cards without-memory"}>
        ${isHidden(frame, "move") ? nothing : html`<unrolled-move ?brief=${folded} .state=${state}></unrolled-move>`}
        ${!recalls ? nothing : html`<unrolled-memory ?brief=${folded} .state=${state}></unrolled-memory>`}
        ${isHidden(frame, "looking") ? nothing : html`<unrolled-looking ?brief=${folded} .state=${state}></unrolled-looking>`}
      </div>
    </section>`;
  if (!frame.compact) return draw(false);
  return later.fold?.(state, page, "chosen", draw) ?? draw(!isUnfolded(state, "chosen"));
}

/** The page chose the word itself, and it still weighs most. */
const isPicked = ({ picked, slots }: State) => picked && slots["leave-one-out"].phase === "done";

/** The ways to move and widen the selection that need neither keyboard nor dragging. */
function drawSteps([from, to]: TokenSpan, count: number, page: EventTarget): TemplateResult {
  const step = (name: string, span: TokenSpan, possible: boolean) =>
    html`<button class="plain" ?disabled=${!possible} @click=${() => send(page, { type: "select", span })}>
      ${name}
    </button>`;
  return html`<div class="steps" role="group" aria-label="Change the selection">
    ${step("previous", [Math.max(0, from - 1), Math.max(1, from)], from > 0)} ${step("next", [to, to + 1], to < count)}
    ${step("add the word before", [from - 1, to], from > 0)} ${step("add the word after", [from, to + 1], to < count)}
    ${to - from > 1 ? step("only the last", [to - 1, to], true) : nothing}
  </div>`;
}
