/** How the verdict formed: the score after every word, its turning points named. */

import { type PropertyValues, type TemplateResult, css, html, nothing, svg } from "lit";
import * as words from "../../generated/words/running";
import type { Prediction, TokenSpan } from "../../types";
import { send } from "../actions";
import { define } from "../define";
import { isMark, plain, tellPlain } from "../sentence";
import { readingSentence } from "../sentences/running";
import { area, line } from "../shapes/path";
import { shortWords } from "../shapes/pieces";
import { type Point, type RunningShape, runningShape } from "../shapes/running";
import { turns } from "../shapes/turns";
import { base } from "../styles/base";
import { CHART_FONT, Chart, placeByKey } from "./chart";
import { placeIn } from "./pointing";
import { say } from "./say";

/** Turning points named: fewer where there is less room. */
export const NAMED = 6;
const NAMED_NARROW = 4;
const NARROW = 560;

const style = css`
  .plot {
    cursor: crosshair;
    touch-action: pan-y;
    border-radius: 4px;
  }
  .line {
    fill: none;
    stroke: var(--ink);
    stroke-width: 1.75;
    stroke-linejoin: round;
  }
  .above {
    fill: color-mix(in srgb, var(--positive) 20%, transparent);
  }
  .below {
    fill: color-mix(in srgb, var(--negative) 20%, transparent);
  }
  .zero {
    stroke: var(--hairline);
  }
  .lead {
    stroke: var(--edge);
    stroke-dasharray: 2 3;
  }
  .chosen-lead {
    stroke: var(--ink);
    stroke-width: 1.25;
  }
  .chosen-band {
    fill: color-mix(in srgb, var(--ink) 10%, transparent);
  }
  .dot {
    fill: var(--card);
    stroke: var(--ink);
    stroke-width: 2;
  }
  .hover {
    stroke: var(--muted);
  }
  /* A line to a name on the lower row may pass behind one on the upper. */
  .named {
    stroke: var(--paper);
    stroke-width: 5px;
    paint-order: stroke;
    stroke-linejoin: round;
  }
  .reading {
    min-height: 1.6em;
    color: var(--muted);
    font-size: 0.875rem;
  }
`;

export class RunningChart extends Chart {
  static override styles = [base, style];
  static override properties = {
    ...Chart.properties,
    prediction: { attribute: false },
    text: { attribute: false },
    selection: { attribute: false },
    fixed: { attribute: false },
    hovered: { state: true },
  };
  declare prediction: Prediction;
  declare text: string;
  declare selection: TokenSpan | null;
  /** No other word can be chosen, only read out. */
  declare fixed: boolean;
  declare private hovered: number | null;
  private shape: RunningShape | null = null;

  constructor() {
    super();
    this.hovered = null;
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has("prediction")) this.hovered = null;
    if (this.width < 40) return;
    const { prediction, width, selection } = this;
    this.shape = runningShape({
      prediction,
      width,
      selected: selection,
      turns: turns(prediction, width < NARROW ? NAMED_NARROW : NAMED),
      wordOf: (token) => this.wordOf(token),
      selectedWords: selection === null ? "" : this.wordsOf(selection),
      font: CHART_FONT,
    });
  }

  protected override draw(): TemplateResult {
    const shape = this.shape as RunningShape;
    const read: TokenSpan | null = this.hovered === null ? this.selection : [this.hovered, this.hovered + 1];
    const reading = read === null ? [] : readingSentence(this.prediction, read, this.wordsOf(read));
    return html`<div
        class="plot"
        role="slider"
        tabindex="0"
        aria-label=${tellPlain(words.chart)}
        aria-valuemin="1"
        aria-valuemax=${Math.max(1, this.prediction.kept)}
        aria-valuenow=${read?.[1] ?? 1}
        aria-valuetext=${plain(reading) || tellPlain(words.none_chosen)}
        @pointermove=${this.hover}
        @pointerleave=${this.leave}
        @click=${this.pick}
        @keydown=${this.keyed}>
        <svg width=${shape.width} height=${shape.height} aria-hidden="true">${this.drawPlot(shape)}</svg>
      </div>
      <p class="reading">${say(reading)}</p>`;
  }

  private drawPlot(shape: RunningShape): TemplateResult {
    const { points, zero, left, right, isBorder } = shape;
    const pairs = (some: Point[]) => some.map(({ x, y }): [number, number] => [x, y]);
    const path = line(pairs(points));
    const floor = isBorder ? zero : shape.bottom;
    return svg`
      ${shape.areas.map((one) => svg`<path class=${one.isFor ? "above" : "below"} d=${area(pairs(one.points), floor)}></path>`)}
      ${isBorder ? svg`<line class="zero" x1=${left} x2=${right} y1=${zero} y2=${zero}></line>` : nothing}
      ${shape.marks.map((mark) => svg`<text x=${left - 8} y=${mark.y + 4} text-anchor="end">${mark.text}</text>`)}
      ${this.drawChosen(shape)}
      ${shape.labels.map((placed) => this.drawLead(shape, placed))}
      ${shape.labels.map((placed) => drawLabel(shape, placed))}
      <path class="line" d=${path}></path>
      ${this.drawDots(shape)}`;
  }

  private drawLead(shape: RunningShape, { label, row }: RunningShape["labels"][number]): TemplateResult {
    const point = shape.points[label.token + 1] as Point;
    return svg`<line class=${label.selected ? "chosen-lead" : "lead"} x1=${label.x} x2=${label.x} y1=${point.y} y2=${labelBase(shape, row) - 13}></line>`;
  }

  /** A chosen span as a band over all of its words. */
  private drawChosen(shape: RunningShape): TemplateResult | typeof nothing {
    if (this.selection === null || this.selection[1] - this.selection[0] < 2) return nothing;
    const [from, to] = this.selection.map((i) => shape.points[i]?.x ?? 0) as TokenSpan;
    return svg`<rect class="chosen-band" x=${from} y="4" width=${Math.max(1, to - from)} height=${shape.bottom - 4}></rect>`;
  }

  private drawDots(shape: RunningShape): TemplateResult {
    const chosen = this.selection === null ? undefined : shape.points[this.selection[1]];
    const hovered = this.hovered === null ? undefined : shape.points[this.hovered + 1];
    return svg`
      ${chosen === undefined ? nothing : svg`<circle class="dot" cx=${chosen.x} cy=${chosen.y} r="4.5"></circle>`}
      ${
        hovered === undefined
          ? nothing
          : svg`<line class="hover" x1=${hovered.x} x2=${hovered.x} y1="4" y2=${shape.bottom}></line>
        <circle class="dot" cx=${hovered.x} cy=${hovered.y} r="3.5"></circle>`
      }`;
  }

  private wordOf(token: number): string {
    return this.wordsOf([token, token + 1]);
  }

  private wordsOf(span: TokenSpan): string {
    const name = shortWords(this.text, this.prediction, span, 24);
    return isMark(name) ? `“${name}”` : name;
  }

  private at(event: MouseEvent): number {
    const shape = this.shape as RunningShape;
    const { x } = placeIn(this, event);
    const share = (x - shape.left) / (shape.right - shape.left);
    return Math.max(0, Math.min(this.prediction.kept - 1, Math.round(share * this.prediction.kept) - 1));
  }

  private hover(event: PointerEvent): void {
    if (event.pointerType !== "touch") this.hovered = this.at(event);
  }

  private leave(): void {
    this.hovered = null;
  }

  private pick(event: MouseEvent): void {
    this.choose(this.at(event));
  }

  private keyed(event: KeyboardEvent): void {
    const now =
      this.fixed && this.hovered !== null ? this.hovered : this.selection === null ? -1 : this.selection[1] - 1;
    const token = placeByKey(event, now, this.prediction.kept);
    if (token !== null) this.choose(token);
  }

  private choose(token: number): void {
    this.hovered = this.fixed ? token : null;
    if (!this.fixed && this.prediction.kept > 0) send(this, { type: "select", span: [token, token + 1] });
  }
}

function labelBase(shape: RunningShape, row: number): number {
  return shape.bottom + 16 + row * 18;
}

function drawLabel(shape: RunningShape, { label, left, row }: RunningShape["labels"][number]): TemplateResult {
  return svg`<text class=${`named ${label.selected ? "chosen" : ""}`} x=${left} y=${labelBase(shape, row)}>${label.text}</text>`;
}

/** How the chart comes about. */
export const runningHow = (): TemplateResult =>
  html`<p>${tellPlain(words.how_scale)}</p>
    <p>${tellPlain(words.how_step)}</p>`;

define("unrolled-running", RunningChart);
