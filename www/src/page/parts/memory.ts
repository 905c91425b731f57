/** The card "Has it seen this in training?": the reviews that hold the words. */

import { type TemplateResult, css, html, nothing } from "lit";
import type { FoundReview, Histogram, TokenSearch } from "../../types";
import { type Action, send } from "../actions";
import { isFresh } from "../deeds/asks";
import { canLookUp, hasIndex, hasReviews, missingBytes, namesOnly } from "../deeds/brings";
import { define } from "../define";
import type { Table } from "../download";
import { count } from "../numbers";
import { words as told } from "../../generated/words/texts";
import { tell, word } from "../sentence";
import { TRAIN_CAVEAT, VALIDATION_CAVEAT, seenSentence, validationSentence } from "../sentences/training";
import { without } from "../sentences/move";
import { excerpt } from "../shapes/excerpt";
import { moves } from "../shapes/moves";
import { shortWords } from "../shapes/pieces";
import type { State } from "../state";
import { base, controls, folds } from "../styles/base";
import { cardStyle } from "../styles/card";
import { listStyle } from "../styles/lists";
import "./histogram";
import { memoryHow } from "./how";
import { type ReviewItem, reviewList, whyNumbers } from "./reviews";
import { say } from "./say";
import "./similar";
import "./table";
import { View } from "./view";
import { arriving, failure, how, running, weighing } from "./words";

/** Reviews listed at first. */
const FIRST = 4;
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

/** Where reviews are named by number: what the lists of the index can say. */
const listsHow = (): TemplateResult =>
  html`<p>${say(tell(told.search))}</p>
    <p>${say(tell(told.passages))}</p>`;

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
    if (manifest !== null && !hasIndex(this.state)) return html``;
    const slot = slots["token-search"];
    const fresh = slot.result !== null && isFresh(this.state, "token-search");
    const loads = loading.index.phase === "loading" || loading.reviews.phase === "loading";
    const shown = fresh || slot.phase === "running" ? slot.result : null;
    return html`<section class=${`card${fresh ? "" : " waiting"}`} aria-busy=${slot.phase === "running"}>
      <h3>Has it seen this in training?</h3>
      ${fresh && shown !== null ? html`<div class="answer"><p>${say(seenSentence(this.words(), shown, manifest))}</p></div>` : this.drawWaiting()}
      ${arriving(loading.index, "the index of the training reviews")}
      ${slot.phase === "running" ? arriving(loading.reviews, "the reviews’ texts") : nothing}
      ${shown === null ? nothing : this.drawFound(shown)}
      ${shown === null && !loads ? running(this, "token-search", slot, "Searching the reviews") : nothing}
      ${failure(this, "token-search", slot)}
      <unrolled-similar .state=${this.state}></unrolled-similar>
      ${how(namesOnly(this.state) ? listsHow() : memoryHow())}
    </section>`;
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
      return html`<p class="answer">This page carries no review texts, so it cannot be looked up here.</p>`;
    if (slots["token-search"].phase === "running") return html`<p class="answer">Looking it up …</p>`;
    if (loading.model.phase !== "ready") return html`<p class="answer">The answer comes when the model has loaded.</p>`;
    const wanted = namesOnly(this.state)
      ? html`<p class="answer">To look it up, the page loads its index of the reviews it was trained on.</p>`
      : html`<p class="answer">To look it up, the page loads the reviews it was trained on.</p>`;
    return html`${wanted}
      <div class="row">
        <button @click=${() => this.send({ type: "recall" })}>
          Load ${namesOnly(this.state) ? "it" : "them"}${weighing(missingBytes(this.state, ["index", "reviews"]))}
        </button>
      </div>`;
  }

  private drawFound(search: TokenSearch): TemplateResult {
    const words = this.words();
    if (search.train.reviews + search.validation.reviews === 0) return html``;
    return html`<div class="figure block">
        <div class="splits">
          ${search.train.reviews === 0 ? nothing : this.drawSplit("In training", search.train, search, html`${TRAIN_CAVEAT}`)}
          ${search.validation.reviews === 0 ? nothing : this.drawSplit("In validation", search.validation, search, html`${say(validationSentence(search))} ${VALIDATION_CAVEAT}`)}
        </div>
        <p class="quiet">
          Bars go up for reviews labelled positive, down for
          negative.${this.moved() === null ? nothing : html` The dotted line starts where your text would stand without ${say([word(words)])}.`}
        </p>
        ${namesOnly(this.state) ? html`<p class="quiet">${say(tell(told.lists))}</p>` : nothing}
        <unrolled-table name="token-search" .source=${search} .table=${() => table(search)}></unrolled-table>
      </div>
      ${search.reviews.length === 0 ? nothing : this.drawReviews(search.reviews, words)}`;
  }

  private drawSplit(name: string, histogram: Histogram, search: TokenSearch, note: TemplateResult): TemplateResult {
    const { prediction } = this.state;
    return html`<figure class="split">
      <h4>${name}</h4>
      <unrolled-histogram
        .histogram=${histogram}
        .own=${prediction?.probability ?? search.prediction}
        .without=${this.moved()}
        .name=${name}></unrolled-histogram>
      <p class="quiet">${note}</p>
    </figure>`;
  }

  private drawReviews(reviews: FoundReview[], words: string): TemplateResult {
    const { excerpts } = this.state;
    const shown = this.all ? reviews : reviews.slice(0, FIRST);
    const items = shown.map((found): ReviewItem => {
      const text = excerpts[found.review];
      const note = found.split === "train" ? "training" : "validation";
      return { ...found, note, excerpt: text === undefined ? null : excerpt(text, words) };
    });
    return html`<div class="block">
      <h4>Reviews that the network judges most like your text</h4>
      ${reviewList(this, items)} ${whyNumbers(this.state)}
      <div class="row">${this.drawMore(reviews.length)}${this.drawQuotes(shown)}</div>
      ${this.state.slots["token-search"].phase === "running" ? nothing : arriving(this.state.loading.reviews, "the reviews’ texts")}
    </div>`;
  }

  private drawMore(many: number): TemplateResult | typeof nothing {
    if (many <= FIRST) return nothing;
    return html`<button
      class="plain"
      @click=${() => {
        this.all = !this.all;
      }}>
      ${this.all ? "Fewer" : `All ${count(many)}`}
    </button>`;
  }

  private drawQuotes(shown: FoundReview[]): TemplateResult | typeof nothing {
    const { loading } = this.state;
    const missing = this.missing(shown);
    if (missing.length === 0 || loading.reviews.phase !== "idle" || !hasReviews(this.state)) return nothing;
    return html`<button class="plain" @click=${() => this.send({ type: "excerpts", reviews: missing })}>
      Show the passages${weighing(missingBytes(this.state, ["model", "reviews"]))}
    </button>`;
  }

  /** The text's probability without the words, where that is far enough away to be drawn. */
  private moved(): number | null {
    const { prediction, settings } = this.state;
    const found = moves(this.state);
    if (prediction === null || found === null) return null;
    const other = without(prediction, found.left, settings.target);
    return Math.abs(other - prediction.probability) < WORTH_DRAWING ? null : other;
  }

  private words(): string {
    const { text, prediction, selection } = this.state;
    return prediction === null || selection === null ? "" : shortWords(text, prediction, selection);
  }

  private send(action: Action): void {
    send(this, action);
  }
}

function table(search: TokenSearch): Table {
  const { train, validation } = search;
  const columns = [
    "from",
    "to",
    "training, positive",
    "training, negative",
    "validation, positive",
    "validation, negative",
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
