/** The card "The model and its data", from the manifest. */

import { type TemplateResult, css, html, nothing } from "lit";
import { beside, model } from "unrolled:build";
import type { Manifest } from "../../../types";
import { isInside } from "../../deeds/brings";
import { define } from "../../ui/define";
import * as of from "../../../generated/words/model";
import { count } from "../../writing/numbers";
import { tell, tellPlain, yes } from "../../writing/sentence";
import {
  type Fact,
  calibrationSentence,
  countFacts,
  fileFacts,
  metricFacts,
  modelSentence,
  partName,
  percentExact,
  quantizationSentence,
  shapeSentence,
  temperatureSentence,
} from "./sentences";
import { type Measured, type Report, reportOf } from "../../ui/report";
import { base, controls, folds } from "../../ui/styles/base";
import "./reliability";
import { heading } from "../../ui/heading";
import { explained } from "../../ui/pieces";
import { say } from "../../ui/say";
import { View } from "../../ui/view";

const style = css`
  .model {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.8rem;
  }
  .columns > *,
  .pair > * {
    min-width: 0;
  }
  .columns {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr));
    gap: 1.2rem 2.5rem;
    align-items: start;
  }
  dl {
    margin: 0;
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 0.2rem 1rem;
    font-size: 0.875rem;
  }
  dt {
    color: var(--muted);
  }
  dd {
    margin: 0;
    text-align: end;
  }
  h3 {
    margin-bottom: 0.35rem;
    font-size: 1rem;
  }
  .pair {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr));
    gap: 1.2rem 2.5rem;
  }
  table {
    border-collapse: collapse;
    font-size: 0.875rem;
    overflow-wrap: normal;
    max-width: 100%;
  }
  @container (max-width: 24rem) {
    table {
      font-size: 0.75rem;
      hyphens: auto;
    }
    th,
    td {
      padding-inline-start: 0.3rem;
    }
  }
  td {
    white-space: nowrap;
  }
  th,
  td {
    padding: 0.2rem 0 0.2rem 0.5rem;
    text-align: end;
    font-weight: 400;
    vertical-align: bottom;
    border-bottom: 1px solid var(--hairline);
  }
  th {
    color: var(--muted);
  }
  th:first-child {
    padding-left: 0;
    text-align: start;
  }
  @media print {
    .columns,
    .pair {
      display: block;
    }
    .columns > * {
      margin-bottom: 1rem;
    }
  }
  .terms {
    grid-column: 1 / -1;
  }
  .terms li {
    max-width: 60em;
    margin-bottom: 0.3rem;
  }
  a {
    color: inherit;
    text-underline-offset: 0.2em;
  }
`;

export class ModelPart extends View {
  static override styles = [base, controls, folds, style];
  static override properties = { manifest: { attribute: false }, base: { attribute: false } };
  declare manifest: Manifest;
  /** The folder of the site's own bundle, with the report beside it; null for any other, and in the offline file. */
  declare base: URL | null;

  override render(): TemplateResult {
    const { manifest } = this;
    const { licences: terms, notes = [] } = manifest;
    const report = reportOf(manifest);
    const how = html`${explained(
      shapeSentence(manifest),
      report === null ? [] : temperatureSentence(report),
      report === null ? [] : quantizationSentence(report),
      report === null ? [] : tell(of.discs_how, { calibrated: yes(report.calibrated !== null) }),
    )}${notes.length === 0 ? nothing : list(tellPlain(of.before_believing), notes)}`;
    const menu = { name: "model", source: manifest, table: () => this.table() };
    return html`<section class="model">
      ${heading(tellPlain(of.title), { how, ...menu })}
      <p class="sentence">${say(modelSentence(manifest))}</p>
      ${this.drawQuality(report)}
      <details>
        <summary>${tellPlain(of.figures)}</summary>
        <div class="columns">
          ${report === null ? nothing : drawMeasured(report)}
          ${facts(tellPlain(isInside() ? of.what_file : of.what_page), fileFacts(manifest))}
          ${facts(tellPlain(of.what_is), [...countFacts(manifest), { name: tellPlain(of.model_hash), value: manifest.model_hash.slice(0, 12) }])}
          ${terms.length === 0 ? nothing : list(tellPlain(of.licences), terms)}
        </div>
      </details>
      ${isOurs(this.base, manifest) ? html`<p class="quiet"><a href=${new URL("../reproduction.html", this.base).href}>${tellPlain(of.paper)}</a></p>` : nothing}
    </section>`;
  }

  /** What was measured on texts the network had not seen: how far its probabilities can be taken at their word. */
  private drawQuality(report: Report | null): TemplateResult | typeof nothing {
    if (report === null) {
      const metrics = metricFacts(this.manifest, false);
      return metrics.length === 0 ? nothing : facts(tellPlain(of.heading_short), metrics);
    }
    return html`<div class="pair">
      <p class="sentence">${say(calibrationSentence(report))}</p>
      <unrolled-reliability
        .bins=${report.reliability}
        .calibrated=${report.calibrated?.reliability ?? []}></unrolled-reliability>
    </div>`;
  }

  private table(): { columns: string[]; rows: string[][] } {
    const rows = [...metricFacts(this.manifest, true), ...countFacts(this.manifest), ...fileFacts(this.manifest)].map(
      (fact) => [fact.name, fact.value],
    );
    return { columns: [tellPlain(of.col_what), tellPlain(of.col_value)], rows };
  }
}

/** The report lies beside our own page, and is about the model that it was built with. */
function isOurs(base: URL | null, { model_hash: hash }: Manifest): base is URL {
  const isPage = document.documentElement.dataset["unrolled"] === "page";
  return base !== null && isPage && hash === model && base.href === beside?.("bundle/")?.href;
}

function drawMeasured(report: Report): TemplateResult {
  const { test, measured, assumed } = report;
  const published = test === null ? [] : [{ ...test, part: "published" as const, log_loss: null }];
  const row = (measured: Measured | (typeof published)[number]) =>
    html`<tr>
      <th scope="row">${partName(measured.part, !assumed)}</th>
      <td>${measured.reviews === null ? "" : count(measured.reviews)}</td>
      <td>${percentExact(measured.accuracy)}</td>
      <td>${measured.log_loss?.toFixed(3) ?? ""}</td>
      <td>${measured.ece.toFixed(3)}</td>
    </tr>`;
  return html`<div>
    <h3>${tellPlain(of.heading, { assumed: yes(assumed) })}</h3>
    <table>
      <thead>
        <tr>
          <th scope="col">${tellPlain(of.texts_column)}</th>
          <th scope="col">${tellPlain(of.col_number)}</th>
          <th scope="col">${tellPlain(of.col_right)}</th>
          <th scope="col">${tellPlain(of.col_log_loss)}</th>
          <th scope="col">${tellPlain(of.col_gap)}</th>
        </tr>
      </thead>
      <tbody>
        ${[...published, ...measured].map(row)}
      </tbody>
    </table>
  </div>`;
}

function list(title: string, items: string[]): TemplateResult {
  return html`<div class="terms">
    <h3>${title}</h3>
    <ul class="quiet">
      ${items.map((item) => html`<li>${item}</li>`)}
    </ul>
  </div>`;
}

function facts(title: string, rows: Fact[]): TemplateResult {
  return html`<div>
    <h3>${title}</h3>
    <dl>
      ${rows.map(
        (fact) =>
          html`<dt>${fact.name}</dt>
            <dd>${fact.value}</dd>`,
      )}
    </dl>
  </div>`;
}

define("unrolled-model", ModelPart);
