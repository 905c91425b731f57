/** The selected units over the words around the selection, with the threshold that can be dragged. */

import { type TemplateResult, css, html, nothing, svg } from "lit";
import * as of from "../../../generated/words/pattern";
import type { PatternMatches, Prediction, TokenSpan } from "../../../types";
import { send } from "../../store/actions";
import { define } from "../../ui/define";
import { decimal, signed } from "../../writing/numbers";
import { tellPlain } from "../../writing/sentence";
import { line } from "../../ui/path";
import { shortWords } from "../../writing/pieces";
import { type TrackShape, trackShape } from "./shape";
import { base } from "../../ui/styles/base";
import { Chart } from "../../ui/chart";
import { placeIn } from "../../ui/pointing";

/** Steps of the threshold by keys: small, large. */
const STEP = 0.01;
const LEAP = 0.1;
/** Below this threshold its name would cover that of zero. */
const CROWDED = 0.17;
const [LEAST, MOST] = [0.01, 0.99];

const style = css`
  :host {
    position: relative;
  }
  .free {
    cursor: pointer;
  }
  .unit {
    fill: none;
    stroke: var(--muted);
    stroke-width: 1.25;
    stroke-linejoin: round;
    opacity: 0.75;
  }
  .unit.shown {
    stroke: var(--ink);
    stroke-width: 2.5;
    opacity: 1;
  }
  .zero {
    stroke: var(--hairline);
  }
  .threshold {
    stroke: var(--ink);
    stroke-dasharray: 5 4;
  }
  .brush {
    fill: color-mix(in srgb, var(--ink) 10%, transparent);
  }
  .off {
    fill: none;
    stroke: var(--edge);
    stroke-dasharray: 2 3;
  }
  .handle {
    position: absolute;
    right: 0;
    width: 28px;
    height: 28px;
    margin: -14px -6px 0 0;
    border-radius: 50%;
    cursor: ns-resize;
    touch-action: none;
    display: var(--settings, grid);
    place-items: center;
  }
  .handle::before {
    content: "";
    width: 14px;
    height: 14px;
    border-radius: 50%;
    background: var(--card);
    border: 2.5px solid var(--ink);
  }
  .handle:hover::before {
    background: var(--ink);
  }
  @media print {
    .handle {
      display: none;
    }
  }
`;

export class PatternLines extends Chart {
  static override styles = [base, style];
  static override properties = {
    ...Chart.properties,
    found: { attribute: false },
    threshold: { type: Number },
    unit: { type: Number },
    text: { attribute: false },
    prediction: { attribute: false },
    fixed: { attribute: false },
  };
  declare found: PatternMatches;
  /** As chosen: ahead of the one that was answered while it is dragged. */
  declare threshold: number;
  declare unit: number | null;
  declare text: string;
  declare prediction: Prediction;
  /** No other word can be chosen. */
  declare fixed: boolean;

  protected override draw(width: number): TemplateResult {
    const shape = trackShape(this.found, width);
    const side = this.found.sides === "negative" ? -1 : 1;
    return html`<div class=${this.fixed ? "" : "free"} @click=${(event: MouseEvent) => this.pick(event, shape)}>
        <svg width=${shape.width} height=${shape.height} aria-hidden="true">${this.drawPlot(shape)}</svg>
      </div>
      <div
        class="handle"
        role="slider"
        tabindex="0"
        aria-label=${tellPlain(of.handle)}
        title=${tellPlain(of.handle)}
        aria-orientation="vertical"
        aria-valuemin=${LEAST}
        aria-valuemax=${MOST}
        aria-valuenow=${this.threshold}
        .style=${`top: ${shape.y(side * this.threshold)}px`}
        @pointerdown=${this.grab}
        @pointermove=${(event: PointerEvent) => this.drag(event, shape, side)}
        @keydown=${this.keyed}></div>`;
  }

  private drawPlot(shape: TrackShape): TemplateResult {
    const { left, right, top, bottom, y, found } = { ...shape, found: this.found };
    const across = (
      value: number,
      name: string,
    ) => svg`<line class=${name} x1=${left} x2=${right} y1=${y(value)} y2=${y(value)}></line>
      ${value === 0 && this.threshold < CROWDED ? nothing : svg`<text x=${left - 6} y=${y(value) + 4} text-anchor="end">${value === 0 ? "0" : signed(value)}</text>`}`;
    const sides = found.sides === "both" ? [1, -1] : found.sides === "on" ? [1] : [-1];
    const shown = (i: number) => found.units[i]?.unit === this.unit;
    const order = shape.lines.map((_, i) => i).sort((a, b) => Number(shown(a)) - Number(shown(b)));
    return svg`
      <rect class="brush" x=${shape.brush.x} y=${top} width=${shape.brush.width} height=${bottom - top}></rect>
      ${shape.zeros.map(
        (
          zero,
        ) => svg`<rect class="off" x=${zero.x + 1} y=${top} width=${Math.max(0, zero.width - 2)} height=${bottom - top}></rect>
        ${zero.width < 22 ? nothing : svg`<text x=${zero.x + zero.width / 2} y=${top + 14} text-anchor="middle">${tellPlain(of.off)}</text>`}`,
      )}
      ${across(0, "zero")}
      ${sides.map((side) => across(side * this.threshold, "threshold"))}
      ${order.map((i) => svg`<path class=${shown(i) ? "unit shown" : "unit"} d=${line(shape.lines[i] ?? [])}></path>`)}
      ${shape.labels.map(
        ({
          token,
          x,
          chosen,
        }) => svg`<text class=${chosen ? "chosen" : ""} transform=${`translate(${x + 4} ${bottom + 14}) rotate(-50)`}
        text-anchor="end">${this.wordAt(token)}</text>`,
      )}`;
  }

  private wordAt(token: number): string {
    return shortWords(this.text, this.prediction, [token, token + 1], 12);
  }

  /** A click chooses the word; with Shift the selection grows to it. */
  private pick(event: MouseEvent, shape: TrackShape): void {
    if (this.fixed) return;
    const [from, to] = this.found.window;
    const { x } = placeIn(this, event);
    const token = Math.max(from, Math.min(to - 1, from + Math.floor((x - shape.left) / shape.step)));
    const [a, b] = this.found.span;
    const span: TokenSpan = event.shiftKey ? [Math.min(a, token), Math.max(b, token + 1)] : [token, token + 1];
    send(this, { type: "select", span });
  }

  private grab(event: PointerEvent): void {
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
  }

  private drag(event: PointerEvent, shape: TrackShape, side: number): void {
    if (!(event.currentTarget as HTMLElement).hasPointerCapture(event.pointerId)) return;
    const { y } = placeIn(this, event);
    this.choose(side * (1 - (2 * (y - shape.top)) / (shape.bottom - shape.top)));
  }

  private keyed(event: KeyboardEvent): void {
    const targets: Record<string, number> = {
      ArrowUp: this.threshold + STEP,
      ArrowRight: this.threshold + STEP,
      ArrowDown: this.threshold - STEP,
      ArrowLeft: this.threshold - STEP,
      PageUp: this.threshold + LEAP,
      PageDown: this.threshold - LEAP,
      Home: LEAST,
      End: MOST,
    };
    const target = targets[event.key];
    if (target === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.choose(target);
  }

  private choose(value: number): void {
    const threshold = Number(decimal(Math.max(LEAST, Math.min(MOST, value))));
    if (threshold !== this.threshold) this.dispatchEvent(new CustomEvent("threshold", { detail: threshold }));
  }
}

define("unrolled-pattern-lines", PatternLines);
