/** The sections of the page that need no element of their own. */

import { type TemplateResult, html, nothing } from "lit";
import type { TokenSpan } from "../types";
import { send } from "./actions";
import { hasIndex } from "./deeds/follow";
import { isFresh } from "./deeds/asks";
import type { Table } from "./download";
import { megabytes } from "./numbers";
import { runningHow } from "./parts/how";
import { NAMED } from "./parts/running";
import { say } from "./parts/say";
import { how } from "./parts/words";
import { isMark } from "./sentence";
import { formedSentence } from "./sentences/running";
import { familiarFact } from "./sentences/familiar";
import { facts, verdictSentence } from "./sentences/verdict";
import { shortWords } from "./shapes/pieces";
import { turns } from "./shapes/turns";
import { type State, readsForward } from "./state";

type Panel = "examples" | "browse";

export function drawHeader(compact: boolean, open: Panel | null, toggle: (panel: Panel) => void, copy: (() => void) | null): TemplateResult {
  const button = (panel: Panel, name: string) => html`<button class="plain" aria-expanded=${open === panel} @click=${() => toggle(panel)}>${name}</button>`;
  const title = html`<h1>Unrolled</h1><p>See how a recurrent network reads a text. Nothing you type leaves this page.</p>`;
  return html`<header>${compact ? nothing : title}
    <nav aria-label="Texts to read">${compact ? nothing : html`<button class="plain" @click=${startTour}>Take the tour</button>`}${button("examples", "Examples")}${button("browse", "Browse reviews")}
      ${copy === null ? nothing : html`<button class="plain" @click=${copy}>Copy link</button>`}</nav></header>`;
}

function startTour(event: Event): void {
  send(event.currentTarget as EventTarget, { type: "lesson", lesson: { name: "tour", step: 1, settled: false } });
}

export function drawVerdict(state: State): TemplateResult {
  const { prediction, origin, text, slots } = state;
  if (prediction === null || isWaiting(state)) {
    const waiting = text === "" && prediction === null ? "Opening the first example …" : "The verdict comes when the model has loaded.";
    return html`<div class="verdict"><h2>${waiting}</h2></div>`;
  }
  const { result } = slots["deep-knn"];
  const familiar = result !== null && isFresh(state, "deep-knn") ? [familiarFact(result)] : [];
  return html`<div class="verdict"><h2 aria-live="polite" aria-atomic="true">${say(verdictSentence(prediction))}</h2>
    <div class="facts">${[...facts(prediction, origin), ...familiar].map((fact) => html`<span>${say(fact)}</span>`)}</div></div>`;
}

/** The text is another than the one that was read, and there is no model yet to read it. */
function isWaiting({ text, predicted, loading }: State): boolean {
  return text !== predicted && loading.model.phase !== "ready";
}

/** One quiet line: what loads, what went wrong. Read out when it changes. */
export function drawStatus(state: State, page: EventTarget): TemplateResult {
  const { model } = state.loading;
  const again = () => send(page, { type: "load", asset: "model" });
  const of = model.total > 0 ? ` ${megabytes(model.loaded)} of ${megabytes(model.total)}` : "";
  return html`<div class="status">
    <p role="status" aria-live="polite">${state.message === "" ? model.message : state.message}</p>
    ${model.phase === "loading" ? html`<p>The model is loading${of}; what you see was computed before. You can read on.</p>` : nothing}
    ${model.phase === "failed" ? html`<button class="plain" @click=${again}>Load the model again</button>` : nothing}
  </div>`;
}

export function drawRunning(state: State): TemplateResult | typeof nothing {
  const { prediction, predicted, selection } = state;
  if (prediction === null || prediction.kept === 0 || isWaiting(state)) return nothing;
  const wordOf = (token: number) => shortWords(predicted, prediction, [token, token + 1], 24);
  const sentence = formedSentence(prediction, turns(prediction, NAMED), wordOf);
  return html`<section class="view" id="formed">
    <h2>How the verdict formed</h2>
    <p class="sentence">${say(sentence)}</p>
    <unrolled-running .prediction=${prediction} .text=${predicted} .selection=${selection}></unrolled-running>
    <unrolled-table name="running-score" .source=${prediction} .table=${() => runningTable(state)}></unrolled-table>
    ${how(runningHow())}
  </section>`;
}

function runningTable(state: State): Table {
  const { prediction, predicted } = state;
  const columns = ["no.", "word", "probability after it", "score after it", "known"];
  if (prediction === null) return { columns, rows: [] };
  const rows = prediction.running_logit.map((logit, i) => [
    i + 1, shortWords(predicted, prediction, [i, i + 1]), prediction.running_probability[i] ?? null, logit,
    prediction.unknown[i] === true ? "no" : "yes",
  ]);
  return { columns, rows: [[0, "(before the first word)", prediction.zero_probability, prediction.zero_logit, ""], ...rows] };
}

const isUnfolded = ({ unfolded }: State, view: string): boolean => unfolded.includes(view) || unfolded.includes("all");

/** A view that is its question and the answer in a sentence until the reader wants to see more. */
function foldable(state: State, page: EventTarget, view: string, draw: (folded: boolean) => TemplateResult): TemplateResult {
  const open = isUnfolded(state, view);
  return html`<div class="foldable">${draw(!open)}
    <div><button class="plain" aria-expanded=${open} aria-controls=${view} @click=${() => send(page, { type: "unfold", view, on: !open })}>${open ? "Only the answer" : "Show how"}</button></div></div>`;
}

/** Pairs and phrases, of which texts of one word have none, and the rule. */
export function drawPhrases(state: State, page: EventTarget): TemplateResult | typeof nothing {
  if (!isReadable(state) || state.views !== "ready") return nothing;
  const phrases = (folded: boolean) => html`<unrolled-phrases id="phrases" ?folded=${folded} .state=${state}></unrolled-phrases>`;
  return html`${state.prediction?.kept === 1 ? nothing : foldable(state, page, "phrases", phrases)}
    ${foldable(state, page, "anchors", (folded) => html`<unrolled-anchors id="anchors" ?folded=${folded} .state=${state}></unrolled-anchors>`)}`;
}

/** What each word was worth; in its place the way to get there, if the second script did not come. */
export function drawContribution(state: State, page: EventTarget): TemplateResult | typeof nothing {
  if (!isReadable(state)) return nothing;
  const again = () => send(page, { type: "views" });
  if (state.views === "failed") {
    return html`<section class="view" role="status"><p class="sentence">The views that look inside the network could not be loaded: check the network,
      and that unrolled.inside.js lies beside unrolled.js.</p><div><button @click=${again}>Load them again</button></div></section>`;
  }
  if (state.views !== "ready") return nothing;
  if (readsForward(state)) return html`<unrolled-contribution .state=${state}></unrolled-contribution>`;
  return html`<section class="view"><h2>What each word was worth, as time went on</h2>
    <p class="sentence">Not to be had: this network reads the text both ways, so that it has no memory that grows with the text. Its gates word by word
      and the search for patterns need one too.</p></section>`;
}

/** The views that look inside the network, each on its own. */
export function drawInside(state: State, page: EventTarget): TemplateResult | typeof nothing {
  if (!isReadable(state) || state.views !== "ready") return nothing;
  const view = (name: string, draw: (folded: boolean) => TemplateResult) => foldable(state, page, name, draw);
  const forward = readsForward(state);
  const holds = forward && state.selection !== null && state.slots["pattern-units"].answered?.text === state.text;
  const remembers = hasIndex(state);
  return html`
    ${remembers ? view("credibility", (folded) => html`<unrolled-credibility id="credibility" ?folded=${folded} .state=${state}></unrolled-credibility>`) : nothing}
    ${view("agreement", (folded) => html`<unrolled-agreement id="agreement" ?folded=${folded} .state=${state}></unrolled-agreement>`)}
    ${view("what-if", (folded) => html`<unrolled-whatif id="what-if" ?folded=${folded} .state=${state}></unrolled-whatif>`)}
    ${forward ? view("inside", (folded) => html`<unrolled-motion id="inside" ?folded=${folded} .state=${state}></unrolled-motion>`) : nothing}
    ${holds ? view("pattern", (folded) => html`<unrolled-pattern id="pattern" ?folded=${folded} .state=${state}></unrolled-pattern>`) : nothing}
    ${forward && remembers ? view("rules", (folded) => html`<unrolled-rules id="rules" ?folded=${folded} .state=${state}></unrolled-rules>`) : nothing}`;
}

/** The verdict's reasons in one paragraph, once there is more to say than the verdict. */
export function drawSummary(state: State): TemplateResult | typeof nothing {
  return isReadable(state) && state.views === "ready" ? html`<unrolled-summary .state=${state}></unrolled-summary>` : nothing;
}

/** What the network is, and what it was trained on. */
export function drawModel(state: State, base: URL | null, page: EventTarget): TemplateResult | typeof nothing {
  const { manifest } = state;
  if (manifest === null) return nothing;
  const card = (folded: boolean) => html`<unrolled-model ?folded=${folded} .manifest=${manifest} .base=${base}></unrolled-model>${folded ? nothing : drawModels(state)}`;
  return html`<footer id="model">${foldable(state, page, "model", card)}</footer>`;
}

/** A second network to compare with. */
function drawModels(state: State): TemplateResult | typeof nothing {
  // It stays while another text is read, because it holds the other network.
  return state.views === "ready" && state.loading.model.phase === "ready" ? html`<unrolled-models .state=${state}></unrolled-models>` : nothing;
}

/** There is a text that was read, and it is the one on the sheet. */
function isReadable({ prediction, predicted, text }: State): boolean {
  return prediction !== null && prediction.kept > 0 && predicted === text;
}

/** The selected word or span and its cards. */
export function drawChosen(state: State, page: EventTarget): TemplateResult | typeof nothing {
  const { prediction, selection, predicted, text } = state;
  if (prediction === null || selection === null || predicted !== text || prediction.kept === 0) return nothing;
  const several = selection[1] - selection[0] > 1;
  const words = shortWords(text, prediction, selection, 60);
  return html`<section class="view" id="chosen">
    <div class="chosen-head"><h2>${several ? "The words" : isMark(words) ? "The mark" : "The word"} <em><bdi>${words}</bdi></em></h2>${drawSteps(selection, prediction.kept, page)}</div>
    <div class="cards">
      <unrolled-move .state=${state}></unrolled-move>
      <unrolled-memory .state=${state}></unrolled-memory>
      <unrolled-looking .state=${state}></unrolled-looking>
    </div>
  </section>`;
}

/** The ways to move and widen the selection that need neither keyboard nor dragging. */
function drawSteps([from, to]: TokenSpan, count: number, page: EventTarget): TemplateResult {
  const step = (name: string, span: TokenSpan, possible: boolean) =>
    html`<button class="plain" ?disabled=${!possible} @click=${() => send(page, { type: "select", span })}>${name}</button>`;
  return html`<div class="steps" role="group" aria-label="Change the selection">
    ${step("previous", [Math.max(0, from - 1), Math.max(1, from)], from > 0)}
    ${step("next", [to, to + 1], to < count)}
    ${step("add the word before", [from - 1, to], from > 0)}
    ${step("add the word after", [from, to + 1], to < count)}
    ${to - from > 1 ? step("only the last", [to - 1, to], true) : nothing}
  </div>`;
}
