/** The examples, and the validation texts to browse; either becomes the text with one click. */

import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import * as of from "../../../generated/words/examples";
import * as texts from "../../../generated/words/texts";
import type { BrowseOrder, Label, Prediction } from "../../../types";
import { type Action, send } from "../../store/actions";
import { classesOf, explainedClass } from "../../writing/classes";
import { define } from "../../ui/define";
import { hasReviews, isInside, missingBytes } from "../../deeds/brings";
import { tellPlain, yes } from "../../writing/sentence";
import { opening } from "../../ui/excerpt";
import { isSplitKnown } from "../../ui/report";
import type { State } from "../../store/state";
import { base, controls, folds } from "../../ui/styles/base";
import { listStyle } from "../../ui/styles/lists";
import { reviewList, whyNumbers } from "../../ui/reviews";
import { arriving, segmented } from "../../ui/pieces";

const ORDERS: { value: BrowseOrder; name: string }[] = [
  { value: "wrong-and-sure", name: tellPlain(of.order, { order: "wrong" }) },
  { value: "least-sure", name: tellPlain(of.order, { order: "least" }) },
  { value: "surest", name: tellPlain(of.order, { order: "other" }) },
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

  /** With the texts at hand the list is there without being asked for. */
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
              <span class="says at-end">${says(preset.prediction)}</span>
              <span class="says">${opening(preset.text, 60).before}</span>
            </button>
          </li>`,
      )}
    </ul>`;
  }

  private drawBrowse(): TemplateResult {
    const { browse, loading, manifest } = this.state;
    const labels: { value: Label | null; name: string }[] = [
      { value: null, name: tellPlain(of.all) },
      ...(manifest?.classes ?? []).map((name, value) => ({ value, name })).reverse(),
    ];
    const bytes = isInside() ? 0 : missingBytes(this.state, ["model", "index", "reviews"]);
    const ask = (order: BrowseOrder, label: Label | null) => this.send({ type: "browse", order, label });
    return html` <p class="sentence">${tellPlain(isSplitKnown(manifest) ? of.unseen : of.perhaps_unseen)}</p>
      <div class="row">
        ${segmented(tellPlain(of.which), ORDERS, browse.phase === "idle" ? null : browse.order, (order) => ask(order as BrowseOrder, browse.label))}
        ${segmented(tellPlain(of.labelled), labels, browse.label, (label) => ask(browse.order, label))}
      </div>
      ${browse.phase === "idle" ? html`<p>${tellPlain(of.choose, { load: yes(bytes > 0), bytes })}</p>` : nothing}
      ${browse.phase === "loading" ? arriving(loading.index, tellPlain(texts.index_coming)) : nothing}
      ${hasReviews(this.state) ? arriving(loading.reviews, tellPlain(texts.coming)) : whyNumbers(this.state)}
      ${browse.rows.length === 0 ? nothing : html`<div class="results" tabindex="0" role="region" aria-label=${tellPlain(of.region)}>${this.drawRows()}</div>`}`;
  }

  private drawRows(): TemplateResult {
    const { browse, excerpts } = this.state;
    const items = browse.rows.map((row) => {
      const text = excerpts[row.review];
      return {
        ...row,
        note: tellPlain(of.length, { n: row.tokens }),
        excerpt: text === undefined ? null : opening(text, 110),
      };
    });
    return reviewList(this, items);
  }

  private send(action: Action): void {
    send(this, action);
  }
}

/** What the network said of it. */
const says = (prediction: Prediction): string =>
  tellPlain(of.says, { p: prediction.probability, class: explainedClass(classesOf(prediction)) });

define("unrolled-examples", ExamplesPart);
