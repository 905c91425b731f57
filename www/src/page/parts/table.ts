/** The twin of every picture: the same numbers as a table, and the way to take both along. */

import { LitElement, type TemplateResult, css, html } from "lit";
import { define } from "../define";
import type { Table } from "../download";
import { loadInside } from "../inside";
import { count, decimal } from "../numbers";
import { base, controls, folds } from "../styles/base";

const style = css`
  /* A picture that changes does not have its table painted anew. */
  @supports (overflow-clip-margin: 1rem) {
    @media screen {
      :host {
        contain: content;
        overflow-clip-margin: 1rem;
      }
    }
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1rem;
    align-items: baseline;
  }
  details {
    min-width: 0;
    display: var(--table, block);
  }
  details.save {
    display: var(--download, block);
  }
  details[open] {
    flex-basis: 100%;
  }
  .scroll {
    max-height: 22rem;
    overflow: auto;
    border-top: 1px solid var(--hairline);
    border-bottom: 1px solid var(--hairline);
  }
  table {
    border-collapse: collapse;
    width: 100%;
    font-size: 0.875rem;
  }
  th,
  td {
    text-align: start;
    padding: 0.25rem 0.9rem 0.25rem 0;
    border-bottom: 1px solid var(--hairline);
    white-space: nowrap;
  }
  th {
    position: sticky;
    top: 0;
    background: var(--surface, var(--card));
    color: var(--muted);
    font-weight: 600;
  }
  @media print {
    .scroll {
      max-height: none;
      overflow: visible;
    }
    th,
    td {
      white-space: normal;
    }
  }
  .number {
    text-align: end;
  }
`;

/** Rows that are drawn at most; what is saved has all of them. */
const MOST_ROWS = 1000;

export class TableTwin extends LitElement {
  static override styles = [base, controls, folds, style];
  static override properties = {
    table: { attribute: false },
    source: { attribute: false },
    name: { type: String },
    open: { state: true },
    saving: { state: true },
  };
  /** Made only when it is looked at. */
  declare table: () => Table;
  /** The full answer behind the picture, for JSON. */
  declare source: unknown;
  declare name: string;
  declare private open: boolean;
  declare private saving: boolean;

  constructor() {
    super();
    this.open = false;
    this.saving = false;
    this.name = "unrolled";
  }

  override render(): TemplateResult {
    const toggled = (event: Event) => {
      this.open = (event.target as HTMLDetailsElement).open;
    };
    return html`<div class="bar">
      <details @toggle=${toggled}>
        <summary>Table</summary>
        ${this.open ? this.drawTable(this.table()) : ""}
      </details>
      <details class="save" @toggle=${this.toldToSave} @keydown=${this.keyed}>
        <summary>Save or cite</summary>
        ${this.saving ? html`<unrolled-export .table=${this.table} .source=${this.source} .name=${this.name} .twin=${this}></unrolled-export>` : ""}
      </details>
    </div>`;
  }

  private drawTable(table: Table): TemplateResult {
    const numeric = table.columns.map((_, i) => table.rows.some((row) => typeof row[i] === "number"));
    const style = (i: number) => (numeric[i] === true ? "number" : "");
    return html`<div
      class="scroll"
      tabindex="0"
      role="region"
      aria-label=${`Table of ${this.name.replaceAll("-", " ")}`}>
      <table>
        <thead>
          <tr>
            ${table.columns.map((name, i) => html`<th scope="col" class=${style(i)}>${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${table.rows.slice(0, MOST_ROWS).map(
            (row) =>
              html`<tr>
                ${row.map((value, i) => html`<td class=${style(i)}>${shown(value)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
      ${table.rows.length > MOST_ROWS ? html`<p class="quiet">The first ${count(MOST_ROWS)} of ${count(table.rows.length)} rows: a saved table has them all.</p>` : ""}
    </div>`;
  }

  /** The menu comes with the second script, which a compact element has not asked for yet. */
  private toldToSave(event: Event): void {
    this.saving = (event.target as HTMLDetailsElement).open;
    if (this.saving)
      loadInside().catch(() => {
        this.saving = false;
      });
  }

  private keyed(event: KeyboardEvent): void {
    const details = event.currentTarget as HTMLDetailsElement;
    if (event.key !== "Escape" || !details.open) return;
    event.stopPropagation();
    details.open = false;
    details.querySelector("summary")?.focus();
  }
}

function shown(value: string | number | null): string | TemplateResult {
  if (value === null) return "";
  if (typeof value === "string") return html`<bdi class="notranslate" translate="no">${value}</bdi>`;
  return Number.isInteger(value) ? count(value) : decimal(value, Math.abs(value) < 0.1 ? 4 : 3);
}

define("unrolled-table", TableTwin);
