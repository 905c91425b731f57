/** Units as rows, words as columns, one number of each as a tint; the cell under the pointer or the cursor is read out. */

import { type PropertyValues, type TemplateResult, css, html, nothing, svg } from "lit";
import * as words from "../../../generated/words/units";
import type { Gate, Inside } from "../../../types";
import { define } from "../../ui/define";
import { tellPlain } from "../../writing/sentence";
import { isGate, stepsOf, valueOf } from "../cell/shape";
import { type Unit, fullOf } from "./shape";
import { base } from "../../ui/styles/base";
import { Chart } from "../../ui/chart";
import { placeIn } from "../../ui/pointing";

const ROW = 14;
const LABELS = 64;

const style = css`
  .plot {
    position: relative;
    width: fit-content;
    max-width: 100%;
    touch-action: pan-y;
    cursor: pointer;
    border-radius: 4px;
  }
  canvas {
    display: block;
    position: absolute;
    height: 100%;
    image-rendering: pixelated;
  }
  .up {
    color: var(--positive);
  }
  .down {
    color: var(--negative);
  }
  .ink {
    color: var(--ink);
  }
  .now {
    stroke: var(--ink);
    stroke-width: 1.25;
  }
  .own {
    fill: none;
    stroke: var(--ink);
    stroke-width: 1.5;
  }
  svg {
    position: relative;
  }
  text.name {
    font-size: 0.75rem;
  }
`;

/** What changes its colours. */
const COLOURED = ["(prefers-color-scheme: dark)", "(forced-colors: active)"];

/** The reader went to a unit, at a step. */
export class CellEvent extends Event {
  constructor(
    readonly unit: number,
    readonly step: number,
    readonly chosen: boolean,
  ) {
    super("cell");
  }
}

export class HeatmapChart extends Chart {
  static override styles = [base, style];
  static override properties = {
    ...Chart.properties,
    held: { attribute: false },
    gate: { attribute: false },
    units: { attribute: false },
    unit: { attribute: false },
    step: { attribute: false },
    reading: { attribute: false },
  };
  declare held: Inside;
  declare gate: Gate;
  /** In the order of the rows. */
  declare units: Unit[];
  declare unit: number;
  declare step: number;
  /** What is read out of the cell at the cursor. */
  declare reading: string;

  protected override draw(width: number): TemplateResult {
    const height = this.units.length * ROW;
    const row = this.units.findIndex((unit) => unit.index === this.unit);
    return html`<div
      class="plot"
      role="slider"
      tabindex="0"
      aria-label=${tellPlain(words.map)}
      aria-valuemin="1"
      aria-valuemax=${stepsOf(this.held)}
      aria-valuenow=${this.step + 1}
      aria-valuetext=${this.reading}
      @pointermove=${(event: PointerEvent) => event.pointerType !== "touch" && this.tell(event, false)}
      @pointerleave=${() => this.dispatchEvent(new CellEvent(-1, -1, false))}
      @click=${(event: MouseEvent) => this.tell(event, true)}
      @keydown=${this.keyed}>
      <span class="shade up" hidden></span><span class="shade down" hidden></span><span class="shade ink" hidden></span>
      <canvas .style=${`left:${(100 * LABELS) / width}%;width:${100 - (100 * LABELS) / width}%`}></canvas>
      <svg width=${width} height=${height} aria-hidden="true">
        ${this.units.map((unit, i) => this.drawName(unit, i))} ${row < 0 ? nothing : this.drawMarks(row, width, height)}
      </svg>
    </div>`;
  }

  private drawName(unit: Unit, row: number): TemplateResult {
    const kind = `name ${unit.index === this.unit ? "chosen" : ""}`;
    return svg`<text class=${kind} x=${LABELS - 8} y=${row * ROW + 11} text-anchor="end">${tellPlain(words.name, { unit: String(unit.index) })}</text>`;
  }

  private drawMarks(row: number, width: number, height: number): TemplateResult {
    const x = LABELS + ((this.step + 0.5) / stepsOf(this.held)) * (width - LABELS);
    return svg`<line class="now" x1=${x} x2=${x} y1="0" y2=${height}></line>
      <rect class="own" x=${LABELS} y=${row * ROW} width=${width - LABELS} height=${ROW}></rect>`;
  }

  override updated(changed: PropertyValues): void {
    super.updated();
    if (["held", "gate", "units", "width"].some((name) => changed.has(name))) this.paint();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    for (const media of COLOURED) matchMedia(media).addEventListener("change", this.repaint);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const media of COLOURED) matchMedia(media).removeEventListener("change", this.repaint);
  }

  private readonly repaint = (): void => this.paint();

  /** One pixel a cell; the browser stretches it. */
  private paint(): void {
    const canvas = this.renderRoot.querySelector("canvas");
    const context = canvas?.getContext("2d") ?? null;
    const steps = stepsOf(this.held);
    if (canvas === null || context === null || steps === 0) return;
    canvas.width = steps;
    canvas.height = this.units.length;
    const image = context.createImageData(steps, this.units.length);
    const colour = (name: string) => rgb(getComputedStyle(this.renderRoot.querySelector(`.${name}`) as Element).color);
    const [up, down] = isGate(this.gate) ? [colour("ink"), colour("ink")] : [colour("up"), colour("down")];
    const full = fullOf(this.held, this.gate);
    this.units.forEach((unit, row) => {
      for (let step = 0; step < steps; step++) {
        const value = valueOf(this.held, this.gate, step, unit.index) / full;
        image.data.set(
          [...(value < 0 ? down : up), Math.round(255 * tintOf(value, this.gate))],
          4 * (row * steps + step),
        );
      }
    });
    context.putImageData(image, 0, 0);
  }

  private tell(event: MouseEvent, chosen: boolean): void {
    const { x, y } = placeIn(event.currentTarget as HTMLElement, event);
    const steps = stepsOf(this.held);
    const step = Math.floor(((x - LABELS) / Math.max(1, this.width - LABELS)) * steps);
    const unit = this.units[Math.floor(y / ROW)];
    if (unit !== undefined)
      this.dispatchEvent(new CellEvent(unit.index, Math.max(0, Math.min(steps - 1, step)), chosen));
  }

  private keyed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const [row, steps] = [this.units.findIndex((unit) => unit.index === this.unit), stepsOf(this.held)];
    const moves: Record<string, [number, number]> = {
      ArrowDown: [1, 0],
      ArrowUp: [-1, 0],
      ArrowRight: [0, 1],
      ArrowLeft: [0, -1],
      PageDown: [0, 10],
      PageUp: [0, -10],
      Home: [0, -steps],
      End: [0, steps],
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const unit = this.units[Math.max(0, Math.min(this.units.length - 1, row + move[0]))];
    const step = Math.max(0, Math.min(steps - 1, this.step + move[1]));
    if (unit !== undefined) this.dispatchEvent(new CellEvent(unit.index, step, true));
  }
}

/** A gate as it is; what has a sign with the root of its size, so that small memories can be seen beside large ones. */
function tintOf(value: number, gate: Gate): number {
  const size = Math.min(1, Math.abs(value));
  return isGate(gate) ? size : Math.sqrt(size);
}

/** `rgb(r, g, b)` or `color(srgb r g b)`, as browsers write computed colours. */
function rgb(colour: string): [number, number, number] {
  const numbers = (colour.match(/[\d.]+/g) ?? []).map(Number);
  const scale = colour.startsWith("color(") ? 255 : 1;
  return [0, 1, 2].map((i) => Math.round((numbers[i] ?? 0) * scale)) as [number, number, number];
}

define("unrolled-heatmap", HeatmapChart);
