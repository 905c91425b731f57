/** The sections of the page that need no element of their own. */

import { type TemplateResult, html, nothing } from "lit";
import * as words from "../generated/words/sections";
import * as status from "../generated/words/status";
import type { TokenSpan } from "../types";
import { classesOf, explainedClass } from "./classes";
import { send } from "./actions";
import { hasIndex, isInside, modelBytes } from "./deeds/brings";
import { isFresh } from "./deeds/asks";
import type { Table } from "./download";
import { type Panel, isHidden, isLocked } from "./frame";
import { later } from "./later";
import { NAMED, runningHow } from "./parts/running";
import { say } from "./parts/say";
import { how, weighing } from "./parts/words";
import { isMark, tellPlain, yes } from "./sentence";
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

export function drawHeader(state: State, page: Page, open: Panel | null): Drawn {
  const { frame, manifest } = state;
  const shows = (control: string) => !isHidden(frame, control);
  const panel = (name: Panel, says: string) =>
    shows(name)
      ? html`<button class="plain" aria-expanded=${open === name} @click=${() => page.toggle(name)}>${says}</button>`
      : nothing;
  const share = tellPlain(words.share);
  const buttons = [
    !frame.compact && shows("tour") && hasLessons()
      ? html`<button
          class="plain"
          @click=${() => send(page, { type: "lesson", lesson: { name: "tour", step: 1, settled: false } })}>
          ${tellPlain(words.tour)}
        </button>`
      : nothing,
    panel("examples", tellPlain(words.examples)),
    manifest === null || hasIndex(state) ? panel("browse", tellPlain(words.browse)) : nothing,
    page.owns && shows("copy")
      ? html`<button class="plain" @click=${() => page.copyLink()}>${tellPlain(words.copy_link)}</button>`
      : nothing,
    shows("share")
      ? html`<button class="plain" aria-haspopup="dialog" @click=${() => page.share()}>${share}</button>`
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
  const { prediction, predicted, text, origin, slots, opening, manifest } = state;
  if (opening !== null)
    return html`<div class="verdict loads">
      <h2>
        ${typeof opening === "number" ? tellPlain(words.opening_review, { n: String(opening) }) : tellPlain(status.opening)}
      </h2>
    </div>`;
  if (prediction === null || isWaiting(state))
    return html`<div class="verdict loads"><h2>${tellPlain(words.waiting)}</h2></div>`;
  const known = isFresh(state, "deep-knn") ? slots["deep-knn"].result : null;
  const familiar = known === null ? [] : familiarFacts(known);
  return html`<div class="verdict" part="verdict">
    <h2 aria-live="polite" aria-atomic="true">${say(verdictSentence(prediction, known))}</h2>
    <ul class="facts" role="list">
      ${[...facts(prediction, origin, manifest, known, predicted ?? text), ...familiar].map((fact) => html`<li>${say(fact)}</li>`)}
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
  const shown = yes(state.prediction !== null);
  const loading =
    model.total > 0 && !isInside()
      ? tellPlain(words.loading_of, { loaded: model.loaded, total: model.total, shown })
      : tellPlain(words.loading, { shown });
  return html`<div class="status">
    <p role="status" aria-live="polite">
      ${state.message || model.message || (behind ? tellPlain(status.behind) : "")}
    </p>
    ${behind && state.message !== "" ? html`<button class="plain" @click=${again}>${tellPlain(status.reread)}</button>` : nothing}
    ${model.phase === "idle" && state.frame.loading === "click" ? drawLoad(state, again) : nothing}
    ${model.phase === "loading" ? html`<p>${loading}</p>` : nothing}
    ${model.phase === "failed" ? html`<button class="plain" @click=${again}>${tellPlain(words.load_again)}</button>` : nothing}
  </div>`;
}

/** For authors who have their readers ask before megabytes are fetched. */
function drawLoad(state: State, load: () => void): TemplateResult {
  return html`${state.prediction === null ? nothing : html`<p>${tellPlain(words.computed_before)}</p>`}
    <button @click=${load}>${tellPlain(words.load)}${weighing(modelBytes(state))}</button>`;
}

function drawRunning(state: State): Drawn {
  const { prediction, predicted, selection } = state;
  if (prediction === null || prediction.kept === 0 || state.opening !== null || isWaiting(state)) return nothing;
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
function drawChosen(state: State, page: Page): Drawn {
  const { prediction, selection, predicted, text, frame } = state;
  if (prediction === null || selection === null || predicted !== text || prediction.kept === 0) return nothing;
  const several = selection[1] - selection[0] > 1;
  const chosen = shortWords(text, prediction, selection, 60);
  // What a file does not hold is not offered; elsewhere the card says why it has nothing to recall.
  const recalls = !isHidden(frame, "memory") && (state.manifest === null || hasIndex(state) || page.bundle !== null);
  const draw = (folded: boolean) =>
    html`<section class="view" id="chosen">
      <div class="chosen-head">
        <h2>
          ${tellPlain(several ? words.the_words : isMark(chosen) ? words.the_mark : words.the_word)}
          <em class="notranslate" translate="no"><bdi>${chosen}</bdi></em>
        </h2>
        ${isLocked(frame, "selection") ? nothing : drawSteps(selection, prediction.kept, page)}
        ${isPicked(state) && !isLocked(frame, "selection") ? html`<span class="quiet">${tellPlain(status.picked)}</span>` : nothing}
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
  return html`<div class="steps" role="group" aria-label=${tellPlain(words.change_selection)}>
    ${step(tellPlain(words.previous), [Math.max(0, from - 1), Math.max(1, from)], from > 0)}
    ${step(tellPlain(words.next), [to, to + 1], to < count)}
    ${step(tellPlain(words.add_before), [from - 1, to], from > 0)}
    ${step(tellPlain(words.add_after), [from, to + 1], to < count)}
    ${to - from > 1 ? step(tellPlain(words.only_last), [to - 1, to], true) : nothing}
  </div>`;
}
