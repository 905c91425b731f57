/** Signed amounts as bars on one scale, their names before and their numbers behind them. */

import { type TemplateResult, css, html, nothing, svg } from "lit";
import { define } from "./define";
import { marked } from "../writing/numbers";
import { type Bar, type BarRow, barsShape } from "./barshape";
import { measure } from "./labels";
import { shorten } from "../writing/pieces";
import { base } from "./styles/base";
import { CHART_FONT, Chart } from "./chart";

const style = css`
  .up {
    fill: var(--positive);
  }
  .down {
    fill: var(--negative);
  }
  .zero {
    stroke: var(--hairline);
  }
  .whisker {
    stroke: var(--ink);
    stroke-width: 1.5;
  }
  text.name {
    fill: var(--ink);
  }
  text.minor {
    fill: var(--muted);
  }
  text.value {
    fill: var(--ink);
  }
  .strong {
    font-weight: 700;
  }
`;

const GAP = 12;
const BAR_HEIGHT = 10;
/** From a name to the bar below it. */
const LINE = 17;
/** Names take at most this share of the width; where one is longer, all stand above their bars. */
const NAMES = 0.42;

export class BarsChart extends Chart {
  static override styles = [base, style];
  static override properties = { ...Chart.properties, rows: { attribute: false }, label: { attribute: false } };
  declare rows: BarRow[];
  /** What the picture shows, for those who do not see it. */
  declare label: string;

  protected override draw(width: number): TemplateResult {
    const widest = (texts: string[]) =>
      texts.reduce((most, text) => Math.max(most, measure(text, `bold ${CHART_FONT}`)), 0);
    const longest = widest(this.rows.map((row) => row.label)) + 4;
    const stacked = longest > width * NAMES;
    const values = widest(this.rows.map((row) => this.numberOf(row))) + 2;
    const shape = barsShape(this.rows, stacked ? 1 : longest + GAP, width - values - GAP, stacked);
    const height = shape.height + 2;
    return html`<svg width=${width} height=${height} role="img" aria-label=${this.label}>
      <line class="zero" x1=${shape.zero} x2=${shape.zero} y1="0" y2=${shape.height}></line>
      ${shape.bars.map((bar) => this.drawRow(bar, width, stacked, longest))}
    </svg>`;
  }

  private drawRow(bar: Bar, width: number, stacked: boolean, longest: number): TemplateResult {
    const middle = bar.y;
    const way = bar.value < 0 ? "down" : "up";
    const name = longest <= width ? bar.label : shorten(bar.label, Math.floor(width / 7.2));
    return svg`
      <text class=${`name ${bar.minor === true ? "minor" : ""} ${bar.strong === true ? "strong" : ""}`} x="0" y=${middle + 4.5 - (stacked ? LINE : 0)}>${name}</text>
      <rect class=${way} x=${bar.x} y=${middle - BAR_HEIGHT / 2} width=${bar.width} height=${BAR_HEIGHT} rx="1.5"></rect>
      ${bar.whisker === null ? nothing : svg`<line class="whisker" x1=${bar.whisker[0]} x2=${bar.whisker[1]} y1=${middle} y2=${middle}></line>`}
      <text class=${`value ${bar.strong === true ? "strong" : ""}`} x=${width} y=${middle + 4.5} text-anchor="end">${this.numberOf(bar)}</text>`;
  }

  private numberOf(row: BarRow): string {
    return marked(row.value, row.text);
  }
}

define("unrolled-bars", BarsChart);
