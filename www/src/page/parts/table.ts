/** The twin of every picture: the same numbers as a table, and as a file. */

import { LitElement, type TemplateResult, css, html } from "lit";
import { define } from "../define";
import { type Table, csv, save } from "../download";
import { decimal } from "../numbers";
import { base, controls, folds } from "../styles/base";

const style = css`
  .bar { display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: baseline; }
  details { min-width: 0; display: var(--table, block); }
  details[open] { flex-basis: 100%; }
  .files { display: var(--download, flex); gap: 0.2rem; font-size: 0.875rem; color: var(--muted); }
  .scroll { max-height: 22rem; overflow: auto; border-top: 1px solid var(--hairline); border-bottom: 1px solid var(--hairline); }
  table { border-collapse: collapse; width: 100%; font-size: 0.875rem; }
  th, td { text-align: start; padding: 0.25rem 0.9rem 0.25rem 0; border-bottom: 1px solid var(--hairline); white-space: nowrap; }
  th { position: sticky; top: 0; background: var(--surface, var(--card)); color: var(--muted); font-weight: 600; }
  .number { text-align: end; }
`;

export class TableTwin extends LitElement {
  static override styles = [base, controls, folds, style];
  static override properties = {
    table: { attribute: false }, source: { attribute: false }, name: { type: String }, open: { state: true },
  };
  /** Made only when it is looked at. */
  declare table: () => Table;
  /** The full answer behind the picture, for JSON. */
  declare source: unknown;
  declare name: string;
  private declare open: boolean;

  constructor() {
    super();
    this.open = false;
    this.name = "unrolled";
  }

  override render(): TemplateResult {
    const toggled = (event: Event) => { this.open = (event.target as HTMLDetailsElement).open; };
    return html`<div class="bar">
      <details @toggle=${toggled}>
        <summary>Table</summary>
        ${this.open ? this.drawTable(this.table()) : ""}
      </details>
      <div class="files">
        <button class="plain" aria-label="Download the table as CSV" @click=${this.saveCsv}>CSV</button>
        <button class="plain" aria-label="Download the full answer as JSON" @click=${this.saveJson}>JSON</button>
      </div>
    </div>`;
  }

  private drawTable(table: Table): TemplateResult {
    const numeric = table.columns.map((_, i) => table.rows.some((row) => typeof row[i] === "number"));
    const style = (i: number) => (numeric[i] === true ? "number" : "");
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${`Table of ${this.name.replaceAll("-", " ")}`}>
      <table>
        <thead><tr>${table.columns.map((name, i) => html`<th scope="col" class=${style(i)}>${name}</th>`)}</tr></thead>
        <tbody>${table.rows.map((row) => html`<tr>${row.map((value, i) => html`<td class=${style(i)}>${shown(value)}</td>`)}</tr>`)}</tbody>
      </table>
    </div>`;
  }

  private saveCsv(): void {
    save(`${this.name}.csv`, "text/csv;charset=utf-8", csv(this.table()));
  }

  private saveJson(): void {
    save(`${this.name}.json`, "application/json", JSON.stringify(this.source, null, 1));
  }
}

function shown(value: string | number | null): string | TemplateResult {
  if (value === null) return "";
  if (typeof value === "string") return html`<bdi>${value}</bdi>`;
  return Number.isInteger(value) ? value.toLocaleString("en-US") : decimal(value, Math.abs(value) < 0.1 ? 4 : 3);
}

define("unrolled-table", TableTwin);
