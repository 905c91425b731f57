/** The card "Has it seen this in training?": the texts that hold the words. */

import { type TemplateResult, css, html, nothing } from "lit";
import * as texts from "../../../generated/words/texts";
import * as of from "../../../generated/words/training";
import type { FoundReview, Histogram, TokenSearch } from "../../../types";
import { type Action, send } from "../../store/actions";
import { type Classes, classesIn, lastClass, ofClass } from "../../writing/classes";
import { canLookUp, hasIndex, hasReviews, missingBytes, namesOnly } from "../../deeds/brings";
import { define } from "../../ui/define";
import type { Table } from "../../export/download";
import { paragraph, tell, tellPlain } from "../../writing/sentence";
import { seenSentence, trainCaveat, validationCaveat, validationSentence } from "./sentences";
import { excerpt } from "../../ui/excerpt";
import { shortWords } from "../../writing/pieces";
import { type State, answerOf } from "../../store/state";
import { base, controls, folds } from "../../ui/styles/base";
import { cardStyle } from "../../ui/styles/card";
import { listStyle } from "../../ui/styles/lists";
import "../../ui/histogram";
import { type ReviewItem, reviewList, whyNumbers } from "../../ui/reviews";
import { heading } from "../../ui/heading";
import { say } from "../../ui/say";
import "./similar";
import { View } from "../../ui/view";
import { arriving, explained, failure, running, tail, weighing } from "../../ui/pieces";

/** Texts listed at first. */
const FIRST = 3;
/** Closer to the text's own probability than this, where it would stand without the word cannot be seen. */
const WORTH_DRAWING = 0.02;

const style = css`
  .splits {
    display: grid;
    gap: 1rem 1.6rem;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 14rem), 1fr));
  }
  .split {
    display: grid;
    gap: 0.3rem;
    align-content: start;
    grid-template-columns: minmax(0, 1fr);
  }
`;

export class MemoryCard extends View {
  static override styles = [base, controls, folds, cardStyle, listStyle, style];
  static override properties = { state: { attribute: false }, all: { state: true } };
  declare state: State;
  declare private all: boolean;
  /** The quotes asked for last. */
  private wanted = "";

  constructor() {
    super();
    this.all = false;
  }

  override render(): TemplateResult {
    const { selection, prediction, slots, loading, manifest } = this.state;
    if (prediction === null || selection === null) return html``;
    if (manifest !== null && !hasIndex(this.state)) return this.drawLack();
    const slot = slots["token-search"];
    const fresh = slot.result !== null && slot.current;
    const loads = loading.index.phase === "loading" || loading.reviews.phase === "loading";
    const shown = fresh || slot.phase === "running" ? slot.result : null;
    return html`<section
      class=${`card${fresh ? "" : " waiting"}`}
      aria-busy=${slot.phase === "running" || (shown !== null && !fresh)}>
      ${this.drawHeading(shown)}
      ${fresh && shown !== null ? html`<div class="answer"><p>${say(seenSentence(this.words(), shown, manifest, this.classes()))}</p></div>` : this.drawWaiting()}
      ${arriving(loading.index, tellPlain(texts.index_coming))}
      ${slot.phase === "running" ? arriving(loading.reviews, tellPlain(texts.coming)) : nothing}
      ${shown === null ? nothing : this.drawFound(shown)}
      ${shown === null && !loads ? running(this, "token-search", slot, tellPlain(texts.searching)) : nothing}
      ${failure(this, "token-search", slot)}
      <unrolled-similar .state=${this.state}></unrolled-similar>
    </section>`;
  }

  private drawHeading(search: TokenSearch | null): TemplateResult {
    const { manifest } = this.state;
    const classes = this.classes();
    const { train, validation } = search ?? { train: null, validation: null };
    const how = explained(
      ...(namesOnly(this.state)
        ? [tell(texts.search), tell(texts.lists)]
        : [tell(of.search_how, { up: lastClass(classes), down: ofClass(classes, 0) })]),
      (train?.reviews ?? 0) === 0 ? [] : trainCaveat(manifest),
      search === null || validation?.reviews === 0
        ? []
        : paragraph(validationSentence(search, classes), validationCaveat(manifest)),
    );
    const table =
      search === null ? {} : { name: "token-search", source: search, table: () => tableOf(search, classes) };
    return heading(tellPlain(of.question), { how, level: 3, ...table });
  }

  /** The card stays, and says why it is empty. */
  private drawLack(): TemplateResult {
    return html`<section class="card">
      ${heading(tellPlain(of.question), { level: 3 })}
      <p class="answer">${tellPlain(of.no_index)}</p>
    </section>`;
  }

  private classes(): Classes {
    return classesIn(this.state);
  }

  /** With the texts at hand the lists quote them without being asked. */
  override updated(): void {
    const found = this.state.slots["token-search"].result;
    if (this.state.loading.reviews.phase !== "ready" || found === null) return;
    const missing = this.missing(this.all ? found.reviews : found.reviews.slice(0, FIRST));
    if (missing.length > 0 && missing.join() !== this.wanted) {
      this.wanted = missing.join();
      this.send({ type: "excerpts", reviews: missing });
    }
  }

  private missing(shown: FoundReview[]): number[] {
    return shown.filter((found) => this.state.excerpts[found.review] === undefined).map((found) => found.review);
  }

  private drawWaiting(): TemplateResult {
    const { loading, slots } = this.state;
    if (this.state.manifest !== null && !canLookUp(this.state))
      return html`<p class="answer">${tellPlain(of.no_texts)}</p>`;
    if (slots["token-search"].phase === "running") return html`<p class="answer loads">${tellPlain(of.looking_up)}</p>`;
    if (loading.model.phase !== "ready") return html`<p class="answer loads">${tellPlain(of.waiting)}</p>`;
    return html`<p class="answer loads">${tellPlain(namesOnly(this.state) ? of.to_load_index : of.to_load)}</p>
      <div class="row">
        <button @click=${() => this.send({ type: "recall" })}>
          ${tellPlain(of.load, { what: namesOnly(this.state) ? "index" : "other" })}${weighing(missingBytes(this.state, ["index", "reviews"]))}
        </button>
      </div>`;
  }

  private drawFound(search: TokenSearch): TemplateResult {
    if (search.train.reviews + search.validation.reviews === 0) return html``;
    return html`<div class="figure block">
        <div class="splits">
          ${search.train.reviews === 0 ? nothing : this.drawSplit(tellPlain(of.in_training), search.train, search)}
          ${search.validation.reviews === 0 ? nothing : this.drawSplit(tellPlain(of.in_validation), search.validation, search)}
        </div>
      </div>
      ${search.reviews.length === 0 ? nothing : this.drawReviews(search.reviews, this.words())}`;
  }

  private drawSplit(name: string, histogram: Histogram, search: TokenSearch): TemplateResult {
    const { prediction } = this.state;
    return html`<figure class="split">
      <h4>${name}</h4>
      <unrolled-histogram
        .histogram=${histogram}
        .own=${prediction?.probability ?? search.prediction}
        .without=${this.moved()}
        .name=${name}
        .classes=${this.classes()}></unrolled-histogram>
    </figure>`;
  }

  private drawReviews(reviews: FoundReview[], words: string): TemplateResult {
    const { excerpts } = this.state;
    const shown = this.all ? reviews : reviews.slice(0, FIRST);
    const items = shown.map((found): ReviewItem => {
      const text = excerpts[found.review];
      const note = tellPlain(found.split === "train" ? texts.of_training : texts.of_validation);
      return { ...found, note, excerpt: text === undefined ? null : excerpt(text, words) };
    });
    return html`<div class="block">
      <h4>${tellPlain(of.most_like)}</h4>
      ${reviewList(this, items)} ${whyNumbers(this.state)}
      <div class="row">
        ${tail(reviews.length, FIRST, this.all, () => {
          this.all = !this.all;
        })}${this.drawQuotes(shown)}
      </div>
      ${this.state.slots["token-search"].phase === "running" ? nothing : arriving(this.state.loading.reviews, tellPlain(texts.coming))}
    </div>`;
  }

  private drawQuotes(shown: FoundReview[]): TemplateResult | typeof nothing {
    const { loading } = this.state;
    const missing = this.missing(shown);
    if (missing.length === 0 || loading.reviews.phase !== "idle" || !hasReviews(this.state)) return nothing;
    return html`<button class="plain" @click=${() => this.send({ type: "excerpts", reviews: missing })}>
      ${tellPlain(of.show)}${weighing(missingBytes(this.state, ["model", "reviews"]))}
    </button>`;
  }

  /** The text's probability without the words, where that is far enough away to be drawn. */
  private moved(): number | null {
    const { prediction, selection } = this.state;
    if (prediction === null || selection === null) return null;
    const method = selection[1] - selection[0] === 1 ? "leave-one-out" : "span";
    const left = answerOf(this.state, method)?.without;
    const other = method === "span" ? left?.span?.probability : left?.probabilities[selection[0]];
    return other === undefined || Math.abs(other - prediction.probability) < WORTH_DRAWING ? null : other;
  }

  private words(): string {
    const { text, prediction, selection } = this.state;
    return prediction === null || selection === null ? "" : shortWords(text, prediction, selection);
  }

  private send(action: Action): void {
    send(this, action);
  }
}

function tableOf(search: TokenSearch, classes: Classes): Table {
  const { train, validation } = search;
  const column = (side: () => string[], at: number) =>
    tellPlain(of.column, { side: tellPlain(side), class: ofClass(classes, at) });
  const columns = [
    tellPlain(of.col_from),
    tellPlain(of.col_to),
    ...[texts.of_training, texts.of_validation].flatMap((side) => [column(side, 1), column(side, 0)]),
  ];
  const rows = Array.from({ length: train.bins }, (_, i) => [
    i / train.bins,
    (i + 1) / train.bins,
    train.positive_bins[i] ?? 0,
    train.negative_bins[i] ?? 0,
    validation.positive_bins[i] ?? 0,
    validation.negative_bins[i] ?? 0,
  ]);
  return { columns, rows };
}

define("unrolled-memory", MemoryCard);
