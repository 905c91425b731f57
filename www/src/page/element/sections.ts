/** The sections of the page that need no element of their own. */

import { type TemplateResult, html, nothing } from "lit";
import * as words from "../../generated/words/sections";
import * as status from "../../generated/words/status";
import { send } from "../store/actions";
import { isInside, modelBytes } from "../deeds/brings";
import { later } from "./later";
import { say } from "../ui/say";
import { weighing } from "../ui/pieces";
import { tellPlain } from "../writing/sentence";
import { familiarFacts } from "../views/verdict/familiar";
import { facts, suchVerdicts, verdictSentence } from "../views/verdict/sentences";
import { type State, answerOf } from "../store/state";
import { OF_THE_WORD, isOfChapters } from "../views";
import type { Page } from "./bar";

type Drawn = TemplateResult | typeof nothing;

/** Views by the names they have in addresses; the chosen word is named above the first of those that are about it. */
export function drawViews(views: readonly string[], state: State, read: State, page: Page): Drawn[] {
  const missing = state.chapters === "failed" ? views.filter(isOfChapters) : [];
  const first = views.find((view) => OF_THE_WORD.includes(view));
  const head = first !== undefined && isReadable(read) ? (later.head?.(read, page) ?? nothing) : nothing;
  return views.map((view) => {
    if (missing.includes(view)) return view === missing[0] ? drawMissing(page) : nothing;
    const drawn = drawView(view, view === "text" ? state : read, page);
    return view === first ? html`${head}${drawn}` : drawn;
  });
}

/** One of them; nothing while it does not apply. */
export function drawView(view: string, state: State, page: Page): Drawn {
  if (view === "text") return html`<unrolled-sheet id="text" .state=${state}></unrolled-sheet>`;
  if (view === "reading") return drawReading(state, page);
  if (view === "summary")
    return html`<div class="sums">
      ${isReadable(state) && state.views === "ready" ? later.drawInside?.(view, state, page) : nothing}
    </div>`;
  // These are not about the text.
  const isAlone = view === "model" || view === "models";
  return state.views === "ready" && (isAlone || isReadable(state))
    ? (later.drawInside?.(view, state, page) ?? nothing)
    : nothing;
}

export function drawVerdict(state: State): TemplateResult {
  const { prediction, predicted, text, origin, opening, manifest } = state;
  if (opening !== null)
    return html`<div class="verdict loads">
      <h2>
        ${typeof opening === "number" ? tellPlain(words.opening_review, { n: String(opening) }) : tellPlain(status.opening)}
      </h2>
    </div>`;
  if (prediction === null || isWaiting(state))
    return html`<div class="verdict loads"><h2>${tellPlain(words.waiting)}</h2></div>`;
  const known = answerOf(state, "deep-knn");
  const familiar = known === null ? [] : familiarFacts(known);
  return html`<div class="verdict" part="verdict">
    <h2 aria-live="polite" aria-atomic="true">
      ${say(verdictSentence(prediction, known, suchVerdicts(prediction, manifest) !== null))}
    </h2>
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
  const loading =
    model.total > 0 && !isInside()
      ? tellPlain(words.loading_of, { loaded: model.loaded, total: model.total })
      : tellPlain(words.loading);
  return html`<div class="status">
    <p role="status" aria-live="polite">
      ${state.message || model.message || (behind ? tellPlain(status.behind) : "")}
    </p>
    ${behind && state.message !== "" ? html`<button class="plain" @click=${again}>${tellPlain(status.reread)}</button>` : nothing}
    ${model.phase === "idle" && state.frame.loading === "click" ? drawLoad(state, again) : nothing}
    ${model.phase === "loading" ? html`<p class="loading">${loading}</p>` : nothing}
    ${model.phase === "failed" ? html`<button class="plain" @click=${again}>${tellPlain(words.load_again)}</button>` : nothing}
  </div>`;
}

/** For authors who have their readers ask before megabytes are fetched. */
function drawLoad(state: State, load: () => void): TemplateResult {
  return html`${state.prediction === null ? nothing : html`<p>${tellPlain(words.computed_before)}</p>`}
    <button @click=${load}>${tellPlain(words.load)}${weighing(modelBytes(state))}</button>`;
}

/** How the verdict formed; the picture stands without the second script, whose parts can be asked for once more. */
function drawReading(state: State, page: Page): Drawn {
  const { prediction, opening, views } = state;
  if (prediction === null || prediction.kept === 0 || opening !== null || isWaiting(state)) return nothing;
  return html`<unrolled-reading id="reading" .state=${state}></unrolled-reading>
    ${views === "failed" && isReadable(state) ? drawMissing(page) : nothing}`;
}

/** In place of views whose script did not come. */
export function drawMissing(page: EventTarget): TemplateResult {
  return html`<section class="view" role="status">
    <p class="sentence">${tellPlain(words.views_failed)}</p>
    <div><button @click=${() => send(page, { type: "views" })}>${tellPlain(words.views_again)}</button></div>
  </section>`;
}

/** There is a text that was read, and it is the one on the sheet. */
export function isReadable({ prediction, predicted, text }: State): boolean {
  return prediction !== null && prediction.kept > 0 && predicted === text;
}
