/** The card "The model and its data", from the manifest. */

import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import type { Manifest } from "../../types";
import { define } from "../define";
import { count } from "../numbers";
import { type Fact, fileFacts, metricFacts, modelSentence } from "../sentences/model";
import { base, controls, folds } from "../styles/base";
import { say } from "./say";
import "./table";

const style = css`
  .model { display: grid; gap: 0.8rem; }
  .columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); gap: 1.2rem 2.5rem; align-items: start; }
  dl { margin: 0; display: grid; grid-template-columns: 1fr auto; gap: 0.2rem 1rem; font-size: 0.875rem; }
  dt { color: var(--muted); }
  dd { margin: 0; text-align: end; }
  h3 { margin-bottom: 0.35rem; font-size: 1rem; }
  a { color: inherit; text-underline-offset: 0.2em; }
`;

export class ModelPart extends LitElement {
  static override styles = [base, controls, folds, style];
  static override properties = { manifest: { attribute: false }, base: { attribute: false } };
  declare manifest: Manifest;
  /** The bundle's folder, with the report beside it; null in the offline file, which has nothing beside it. */
  declare base: URL | null;

  override render(): TemplateResult {
    const { manifest } = this;
    const metrics = metricFacts(manifest, false);
    const terms = manifest.licences;
    return html`<section class="model">
      <h2>The model and its data</h2>
      <p class="sentence">${say(modelSentence(manifest))}</p>
      <div class="columns">
        ${metrics.length === 0 ? nothing : facts("How good it is", metrics)}
        ${facts("What the page loads", fileFacts(manifest))}
        <div>${facts("What it is", [...this.counts(), { name: "model", value: manifest.model_hash.slice(0, 12) }])}</div>
        ${terms.length === 0 ? nothing : html`<div><h3>Licences</h3><ul class="quiet">${terms.map((term) => html`<li>${term}</li>`)}</ul></div>`}
      </div>
      <unrolled-table name="model" .source=${manifest} .table=${() => this.table()}></unrolled-table>
      ${this.base === null ? nothing : html`<p class="quiet"><a href=${new URL("../reproduction.html", this.base).href}>The paper’s tables and figures, repeated on this model</a></p>`}
    </section>`;
  }

  private counts(): Fact[] {
    return Object.entries(this.manifest.counts ?? {}).map(([name, value]) => ({ name: `reviews, ${SPLITS[name] ?? name}`, value: count(value) }));
  }

  private table(): { columns: string[]; rows: string[][] } {
    const rows = [...metricFacts(this.manifest, true), ...this.counts(), ...fileFacts(this.manifest)].map((fact) => [fact.name, fact.value]);
    return { columns: ["what", "value"], rows };
  }
}

const SPLITS: Record<string, string> = {
  train: "trained on", choose: "used to choose when to stop", assess: "only used to assess", validation: "never trained on",
};

function facts(title: string, rows: Fact[]): TemplateResult {
  return html`<div><h3>${title}</h3><dl>${rows.map((fact) => html`<dt>${fact.name}</dt><dd>${fact.value}</dd>`)}</dl></div>`;
}

define("unrolled-model", ModelPart);
