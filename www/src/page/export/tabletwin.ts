/** The numbers behind a picture as a table. */

import { type TemplateResult, css, html, nothing } from "lit";
import * as words from "../../generated/words/heading";
import { count, decimal } from "../writing/numbers";
import { tellPlain } from "../writing/sentence";
import type { Table } from "./download";

/** Rows that are drawn at most; what is saved has all of them. */
const MOST_ROWS = 1000;

export const tableStyle = css`
  .scroll {
    max-height: 22rem;
    overflow: auto;
    border-top: 1px solid var(--hairline);
    border-bottom: 1px solid var(--hairline);
  }
  table {
    border-collapse: collapse;
    width: 100%;
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
  .number {
    text-align: end;
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
`;

export function drawTable({ columns, rows }: Table, view: string): TemplateResult {
  const numeric = columns.map((_, i) => rows.some((row) => typeof row[i] === "number"));
  const style = (i: number) => (numeric[i] === true ? "number" : "");
  const rest = { shown: MOST_ROWS, all: rows.length };
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${tellPlain(words.table_of, { view })}>
      <table>
        <thead>
          <tr>
            ${columns.map((name, i) => html`<th scope="col" class=${style(i)}>${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.slice(0, MOST_ROWS).map(
            (row) =>
              html`<tr>
                ${row.map((value, i) => html`<td class=${style(i)}>${shown(value)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${rest.all > rest.shown ? html`<p class="quiet">${tellPlain(words.first_rows, rest)}</p>` : nothing}`;
}

function shown(value: string | number | null): string | TemplateResult {
  if (value === null) return "";
  if (typeof value === "string") return html`<bdi class="notranslate" translate="no">${value}</bdi>`;
  return Number.isInteger(value) ? count(value) : decimal(value, Math.abs(value) < 0.1 ? 4 : 3);
}
