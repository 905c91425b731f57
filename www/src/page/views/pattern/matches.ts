/** The matches, aligned by the first word of their runs: what the network says after each word, and how many units are on. */

import { type TemplateResult, css, html, nothing } from "lit";
import * as of from "../../../generated/words/pattern";
import type { PatternMatches } from "../../../types";
import { send } from "../../store/actions";
import { type Classes, ofClass } from "../../writing/classes";
import { define } from "../../ui/define";
import { percent } from "../../writing/numbers";
import { tellPlain } from "../../writing/sentence";
import { type Columns, type MatchCell, type MatchRow, matchRows } from "./shape";
import { base, controls } from "../../ui/styles/base";
import { heat } from "../../ui/styles/heat";
import { Chart } from "../../ui/chart";
import { tail } from "../../ui/pieces";

/** Rows drawn at first. */
const FIRST = 12;
const COLUMNS: Columns = { before: 4, from: 14 };
/** Narrow screens begin near the run; what follows is scrolled to. */
const NARROW = 560;
const FEW_COLUMNS: Columns = { before: 1, from: 14 };

const style = css`
  .scroll {
    overflow-x: auto;
  }
  table {
    border-collapse: separate;
    border-spacing: 1px 2px;
    font-size: 0.875rem;
  }
  th {
    font-weight: 400;
    color: var(--muted);
    text-align: start;
    padding: 0.1rem 0.4rem;
    white-space: nowrap;
  }
  th.says {
    position: sticky;
    left: 0;
    background: var(--paper);
    z-index: 1;
    padding-left: 0;
  }
  th.says button {
    min-height: 1.9rem;
    padding: 0 0.35rem;
    border-color: transparent;
    background: none;
    width: 100%;
    text-align: start;
    font-size: 0.8125rem;
  }
  td {
    padding: 0.12rem 0.35rem 0;
    white-space: nowrap;
    font-family: var(--serif);
    border-radius: 3px 3px 0 0;
  }
  td.inside {
    font-weight: 700;
  }
  td i {
    display: block;
    height: 4px;
    margin: 0.1rem -0.35rem 0;
    background: color-mix(in srgb, var(--ink) 8%, transparent);
  }
  td i b {
    display: block;
    height: 100%;
    background: var(--ink);
  }
  tr:hover td {
    text-decoration: underline;
    text-decoration-color: var(--edge);
    text-underline-offset: 0.2em;
  }
  tbody tr {
    cursor: pointer;
  }
  .positive,
  .negative {
    font-weight: 650;
  }
`;

export class MatchesPart extends Chart {
  static override styles = [base, controls, heat, style];
  static override properties = {
    ...Chart.properties,
    found: { attribute: false },
    fixed: { attribute: false },
    classes: { attribute: false },
    all: { state: true },
  };
  declare found: PatternMatches;
  declare classes: Classes;
  /** No other text may be opened. */
  declare fixed: boolean;
  declare private all: boolean;

  constructor() {
    super();
    this.all = false;
  }

  protected override draw(width: number): TemplateResult {
    const { items, units } = this.found;
    const columns = width < NARROW ? FEW_COLUMNS : COLUMNS;
    const rows = matchRows(this.all ? items : items.slice(0, FIRST), units.length, columns);
    const more = tail(items.length, FIRST, this.all, () => {
      this.all = !this.all;
    });
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${tellPlain(of.matches)}>
        <table>
          <thead>
            <tr>
              <th scope="col" class="says">${tellPlain(of.says)}</th>
              <th colspan=${columns.before}>${tellPlain(of.before)}</th>
              <th colspan=${columns.from}>${tellPlain(of.from_first)}</th>
            </tr>
          </thead>
          <tbody>
            ${rows.map((row) => this.drawRow(row))}
          </tbody>
        </table>
      </div>
      ${more}`;
  }

  private drawRow({ match, cells }: MatchRow): TemplateResult {
    const open = (event: Event) => {
      event.stopPropagation();
      send(this, { type: "open-review", review: match.review });
    };
    const says = match.probability === null ? "" : percent(match.probability);
    const meant = ofClass(this.classes, match.label);
    const { matched, union, length: words } = match;
    const title = tellPlain(of.open, { text: String(match.review), class: meant, matched, union, words });
    return html`<tr @click=${open} title=${title}>
      <th scope="row" class="says">
        <button aria-label=${title} ?disabled=${this.fixed} @click=${open}>
          <span class=${match.label === 1 ? "positive" : "negative"}>${match.label === 1 ? "▲" : "▼"}</span> ${says}
        </button>
      </th>
      ${cells.map((cell) => (cell === null ? html`<td></td>` : drawCell(cell)))}
    </tr>`;
  }
}

function drawCell(cell: MatchCell): TemplateResult {
  const side = cell.tint > 0 ? `p${cell.tint}` : cell.tint < 0 ? `n${-cell.tint}` : "";
  return html`<td class=${`${side}${cell.inside ? " inside" : ""}`}>
    <bdi>${cell.word}</bdi>
    ${cell.active === null ? nothing : html`<i class="shade"><b class=${`shade on${cell.on}`}></b></i>`}
  </td>`;
}

define("unrolled-matches", MatchesPart);
