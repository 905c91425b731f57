/** How often rules hold, as bars from never to always, each with its interval, and the mark that a rule should reach. */

import { type TemplateResult, css, html, svg } from "lit";
import * as of from "../../../generated/words/anchors";
import { define } from "../../ui/define";
import { percent } from "../../writing/numbers";
import { tellPlain } from "../../writing/sentence";
import type { PrecisionRow } from "./shape";
import { measure } from "../../ui/labels";
import { shorten } from "../../writing/pieces";
import { base } from "../../ui/styles/base";
import { CHART_FONT, Chart } from "../../ui/chart";

const style = css`
  .bar {
    fill: color-mix(in srgb, var(--ink) 22%, transparent);
  }
  .bar.main {
    fill: color-mix(in srgb, var(--ink) 62%, transparent);
  }
  .ground {
    fill: color-mix(in srgb, var(--ink) 6%, transparent);
  }
  .whisker {
    stroke: var(--ink);
    stroke-width: 1.5;
  }
  .wanted {
    stroke: var(--ink);
    stroke-dasharray: 3 3;
  }
  text.main {
    fill: var(--ink);
    font-weight: 700;
  }
`;

const ROW = 26;
const BAR = 10;
const GAP = 12;
/** Names take at most this share of the width. */
const NAMES = 0.36;
/** Room for the name of the mark. */
const HEAD = 18;

export class PrecisionChart extends Chart {
  static override styles = [base, style];
  static override properties = { ...Chart.properties, rows: { attribute: false }, wanted: { attribute: false } };
  declare rows: PrecisionRow[];
  /** The precision that a rule should surely have. */
  declare wanted: number;

  protected override draw(width: number): TemplateResult {
    const widest = (texts: string[]) =>
      texts.reduce((most, text) => Math.max(most, measure(text, `bold ${CHART_FONT}`)), 0);
    const names = Math.min(width * NAMES, widest(this.rows.map((row) => row.label)) + 4);
    const end = width - widest(this.rows.map((row) => percent(row.found.share))) - GAP;
    const from = names + GAP;
    const x = (share: number) => from + share * (end - from);
    const height = HEAD + this.rows.length * ROW;
    const said = this.rows.map((row) => `${row.label} ${percent(row.found.share)}`).join("; ");
    const mark = x(this.wanted);
    return html`<svg
      width=${width}
      height=${height}
      role="img"
      aria-label=${tellPlain(of.chart, { rows: said, wanted: this.wanted })}>
      ${this.rows.map((row, i) => {
        const middle = HEAD + i * ROW + ROW / 2;
        const main = row.main ? "main" : "";
        return svg`<text class=${main} x="0" y=${middle + 4.5}>${shorten(row.label, Math.max(6, Math.floor(names / 7.2)))}</text>
          <rect class="ground" x=${from} y=${middle - BAR / 2} width=${Math.max(0, end - from)} height=${BAR}></rect>
          <rect class=${`bar ${main}`} x=${from} y=${middle - BAR / 2} width=${Math.max(0, x(row.found.share) - from)} height=${BAR}></rect>
          <line class="whisker" x1=${x(row.found.low)} x2=${x(row.found.high)} y1=${middle} y2=${middle}></line>
          <text class=${main} x=${width} y=${middle + 4.5} text-anchor="end">${percent(row.found.share)}</text>`;
      })}
      <line class="wanted" x1=${mark} x2=${mark} y1=${HEAD - 3} y2=${height}></line>
      <text x=${mark} y=${HEAD - 7} text-anchor="end">${tellPlain(of.required, { wanted: this.wanted })}</text>
    </svg>`;
  }
}

define("unrolled-precision", PrecisionChart);
