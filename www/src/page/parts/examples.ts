/** The examples, and the validation reviews to browse; either becomes the text with one click. */

import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import type { BrowseOrder, Label } from "../../types";
import { type Action, send } from "../actions";
import { define } from "../define";
import { hasReviews, isInside, missingBytes } from "../deeds/brings";
import { count, megabytes, percent } from "../numbers";
import { opening } from "../shapes/excerpt";
import type { State } from "../state";
import { base, controls, folds } from "../styles/base";
import { listStyle } from "../styles/lists";
import { reviewList, whyNumbers } from "./reviews";
import { arriving, segmented } from "./words";

const ORDERS: { value: BrowseOrder; name: string }[] = [
  { value: "wrong-and-sure", name: "wrong and sure of it" },
  { value: "least-sure", name: "least sure" },
  { value: "surest", name: "surest" },
];
const LABELS: { value: Label | null; name: string }[] = [
  { value: null, name: "all" },
  { value: 1, name: "positive" },
  { value: 0, name: "negative" },
];

const style = css`
  .segmented {
    display: inline-flex;
  }
  .panel {
    display: grid;
    gap: 0.9rem;
    padding: 1rem 1.2rem;
    background: var(--card);
    border: 1px solid var(--hairline);
    border-radius: 12px;
  }
  .list {
    columns: 2 22rem;
    column-gap: 2rem;
  }
  .list li,
  .reviews li {
    break-inside: avoid;
  }
  .chosen .passage {
    font-weight: 700;
  }
  .results {
    max-height: 24rem;
    overflow: auto;
  }
`;

export class ExamplesPart extends LitElement {
  static override styles = [base, controls, folds, listStyle, style];
  static override properties = { state: { attribute: false }, view: { attribute: false } };
  declare state: State;
  declare view: "examples" | "browse";

  override render(): TemplateResult {
    return html`<div class="panel">${this.view === "examples" ? this.drawExamples() : this.drawBrowse()}</div>`;
  }

  /** With the reviews at hand the list is there without being asked for. */
  override updated(): void {
    const {
      browse: { phase, order, label },
      loading,
    } = this.state;
    if (
      this.view === "browse" &&
      phase === "idle" &&
      loading.index.phase === "ready" &&
      (loading.reviews.phase === "ready" || !hasReviews(this.state))
    )
      this.send({ type: "browse", order, label });
  }

  private drawExamples(): TemplateResult {
    const { presets, origin } = this.state;
    return html`<ul class="reviews list">
      ${presets.map(
        (preset) =>
          html`<li class=${preset.id === origin.preset ? "chosen" : ""}>
            <button @click=${() => this.send({ type: "preset", id: preset.id })}>
              <span class="passage">${preset.title}</span>
              <span class="says at-end">${percent(preset.prediction.probability)} positive</span>
              <span class="says">${opening(preset.text, 60).before}</span>
            </button>
          </li>`,
      )}
    </ul>`;
  }

  private drawBrowse(): TemplateResult {
    const { browse, loading } = this.state;
    const bytes = isInside() ? 0 : missingBytes(this.state, ["model", "index", "reviews"]);
    const ask = (order: BrowseOrder, label: Label | null) => this.send({ type: "browse", order, label });
    return html` <p class="sentence">
        Validation reviews: the network has never trained on them, so its mistakes here are its own.
      </p>
      <div class="row">
        ${segmented("Which the network is", ORDERS, browse.phase === "idle" ? null : browse.order, (order) => ask(order as BrowseOrder, browse.label))}
        ${segmented("Labelled", LABELS, browse.label, (label) => ask(browse.order, label))}
      </div>
      ${browse.phase === "idle" ? html`<p>Choose which to list${bytes === 0 ? "" : ` (${megabytes(bytes)} are loaded then)`}.</p>` : nothing}
      ${browse.phase === "loading" ? arriving(loading.index, "the index of the reviews") : nothing}
      ${hasReviews(this.state) ? arriving(loading.reviews, "the reviews’ texts") : whyNumbers(this.state)}
      ${browse.rows.length === 0 ? nothing : html`<div class="results" tabindex="0" role="region" aria-label="Reviews">${this.drawRows()}</div>`}`;
  }

  private drawRows(): TemplateResult {
    const { browse, excerpts } = this.state;
    const items = browse.rows.map((row) => {
      const text = excerpts[row.review];
      return {
        ...row,
        note: `${count(row.tokens)} words and marks`,
        excerpt: text === undefined ? null : opening(text, 110),
      };
    });
    return reviewList(this, items);
  }

  private send(action: Action): void {
    send(this, action);
  }
}

define("unrolled-examples", ExamplesPart);
