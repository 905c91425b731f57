/** What the network says about the texts that hold a word: bars up for those of the last class, down for the others. */

import { type TemplateResult, css, html, nothing, svg } from "lit";
import * as of from "../../generated/words/training";
import type { Histogram } from "../../types";
import { type Classes, lastClass, ofClass } from "../writing/classes";
import { define } from "./define";
import { count } from "../writing/numbers";
import { tellPlain } from "../writing/sentence";
import { type HistogramShape, histogramShape, labelled } from "./histogramshape";
import { measure } from "./labels";
import { base } from "./styles/base";
import { CHART_FONT, Chart } from "./chart";

const style = css`
  .up {
    fill: var(--positive);
  }
  .down {
    fill: var(--negative);
  }
  .middle {
    stroke: var(--edge);
  }
  .mark {
    stroke: var(--ink);
    stroke-width: 1.5;
  }
  .mark-dot {
    fill: var(--ink);
  }
  .moved {
    stroke: var(--ink);
    stroke-width: 1.5;
    stroke-dasharray: 2 2;
  }
  svg .side {
    font-size: 0.75rem;
    stroke: var(--card);
    stroke-width: 5px;
    paint-order: stroke;
    stroke-linejoin: round;
  }
`;

const HEIGHT = 128;
const HEAD = 22;
const FOOT = 22;

export class HistogramChart extends Chart {
  static override styles = [base, style];
  static override properties = {
    ...Chart.properties,
    histogram: { attribute: false },
    own: { attribute: false },
    without: { attribute: false },
    name: { attribute: false },
    classes: { attribute: false },
  };
  declare histogram: Histogram;
  /** The reader's text: the network's probability, and what it would be without the word. */
  declare own: number;
  declare without: number | null;
  declare name: string;
  declare classes: Classes;

  protected override draw(width: number): TemplateResult {
    const shape = histogramShape(this.histogram, width, HEIGHT);
    const { reviews, positive, negative } = this.histogram;
    const [last, first] = [lastClass(this.classes), ofClass(this.classes, 0)];
    const places = { side: this.name, n: reviews, up: positive, class: last, down: negative, rival: first };
    const label = tellPlain(of.histogram, places);
    return html`<svg width=${width} height=${HEAD + HEIGHT + FOOT} role="img" aria-label=${label}>
      ${this.drawOwn(width)}
      <g transform=${`translate(0 ${HEAD})`}>
        ${shape.bars.map(
          (bar) => svg`
          <rect class="up" x=${bar.x} y=${bar.up.y} width=${bar.width} height=${bar.up.height}></rect>
          <rect class="down" x=${bar.x} y=${bar.down.y} width=${bar.width} height=${bar.down.height}></rect>`,
        )}
        <line class="middle" x1="0" x2=${width} y1=${shape.middle} y2=${shape.middle}></line>
        ${this.drawCounts(shape, width)}
      </g>
      <text x="0" y=${HEAD + HEIGHT + 16}>${tellPlain(of.judged_as, { class: first })}</text>
      <text x=${width} y=${HEAD + HEIGHT + 16} text-anchor="end">${tellPlain(of.judged_as, { class: last })}</text>
    </svg>`;
  }

  private drawCounts(shape: HistogramShape, width: number): TemplateResult[] {
    return labelled(shape).map(({ x, y, count: many }) => {
      const half = measure(count(many), CHART_FONT) / 2;
      const inside = Math.max(half, Math.min(width - half, x));
      return svg`<text class="side" x=${inside} y=${y} text-anchor="middle">${count(many)}</text>`;
    });
  }

  /** The reader's own text above the bars, with an arrow from where it would stand without the word. */
  private drawOwn(width: number): TemplateResult {
    const x = this.own * width;
    const text = tellPlain(of.yours, { p: this.own });
    const half = measure(text, `bold ${CHART_FONT}`) / 2 + 2;
    const at = Math.max(half, Math.min(width - half, x));
    const from = this.without === null ? x : this.without * width;
    return svg`
      <text class="chosen" x=${at} y="12" text-anchor="middle">${text}</text>
      <line class="mark" x1=${x} x2=${x} y1="17" y2=${HEAD + HEIGHT}></line>
      ${this.without === null ? nothing : svg`<line class="moved" x1=${from} x2=${x} y1="20" y2="20"></line>`}
      <circle class="mark-dot" cx=${x} cy="20" r="3"></circle>`;
  }
}

define("unrolled-histogram", HistogramChart);
