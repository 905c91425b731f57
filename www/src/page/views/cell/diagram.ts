/** A cell as its own numbers flow through it: boxes hold numbers, lines are as wide as what goes along them is large. */

import { type TemplateResult, css, html, nothing, svg } from "lit";
import { Chart } from "../../ui/chart";
import { define } from "../../ui/define";
import { line } from "../../ui/path";
import { base } from "../../ui/styles/base";
import { LAYOUTS, type Layout } from "./layout";
import { labelOf } from "./sentences";
import { type Cell, type Name, isGate } from "./shape";

/** From this width on the cell lies; on less it stands upright. */
const LIES = 600;
const HALF = 22;
const RADIUS = 13;
const THINNEST = 0.75;
const WIDEST = 6;
const HEAD = 7;
/** What stands above a line stands above the circles at its ends, too, which may be near. */
const NAMED = 17;
const BESIDE = 9;
const UNDER = 4;

const style = css`
  .box {
    fill: var(--card);
    stroke: var(--hairline);
  }
  .operator {
    fill: var(--card);
    stroke: var(--ink);
  }
  .reads {
    fill: none;
    stroke: var(--edge);
  }
  .wire {
    stroke: var(--ink);
  }
  .head {
    fill: var(--ink);
  }
  .wire.up {
    stroke: var(--positive);
  }
  .wire.down {
    stroke: var(--negative);
  }
  .head.up,
  :is(text, tspan).up {
    fill: var(--positive);
  }
  .head.down,
  :is(text, tspan).down {
    fill: var(--negative);
  }
  text {
    font-size: 0.72rem;
  }
  text.number {
    font-size: 0.95rem;
    font-weight: 650;
  }
  text.number:not(.up, .down),
  text.sign {
    fill: var(--ink);
  }
  text.sign {
    font-size: 1rem;
  }
  text.word {
    fill: var(--ink);
    font: 700 0.95rem var(--serif);
  }
`;

type Point = readonly [number, number];

export class CellDiagram extends Chart {
  static override styles = [base, style];
  static override properties = { ...Chart.properties, cell: { attribute: false }, word: {}, label: {} };
  declare cell: Cell;
  declare word: string;
  /** The cell in words. */
  declare label: string;

  protected override draw(width: number): TemplateResult {
    const { boxes, operators, wires, height, word } = this.layout;
    const [x, y] = this.at(word);
    return html`<svg width=${width} height=${height} role="img" aria-label=${this.label}>
      <path class="reads" d=${this.bus()}></path>
      ${wires.map((wire) => this.drawWire(wire))}
      ${Object.keys(operators).map((name) => {
        const [cx, cy] = this.place(name);
        return svg`<circle class="operator" cx=${cx} cy=${cy} r=${RADIUS}></circle>
          <text class="sign" text-anchor="middle" x=${cx} y=${cy + 5}>${name === "next" ? "+" : "×"}</text>`;
      })}
      ${Object.keys(boxes).map((name) => this.drawBox(name as Name))}
      <text class="word notranslate" translate="no" text-anchor="middle" x=${x} y=${y}>${this.word}</text>
      <text text-anchor="middle" x=${x} y=${y + 15}>${labelOf("reads", this.cell.kind)}</text>
    </svg>`;
  }

  private get isLying(): boolean {
    return this.width >= LIES;
  }

  private get layout(): Layout {
    const { lying, upright } = LAYOUTS[this.cell.kind];
    return this.isLying ? lying : upright;
  }

  private at([x, y]: Point): Point {
    return [x * this.width, y];
  }

  /** The middle of a box or an operator. */
  private place(name: string): Point {
    const { boxes, operators } = this.layout;
    return this.at(({ ...boxes, ...operators } as Record<string, Point>)[name] ?? [0, 0]);
  }

  /** Half of a box's width; the row of memories has room for its longer names. */
  private half(name: string): number {
    if (!this.isLying) return Math.min(60, 0.2 * this.width);
    const isMemory = name === "before" || this.place(name)[1] === this.place("before")[1];
    return Math.min(56, Math.max(46, 0.0685 * this.width) + (isMemory ? 5 : 0));
  }

  private sign(name: Name): string {
    const value = this.cell.value(name);
    return isGate(name) || value === 0 ? "" : value < 0 ? "down" : "up";
  }

  private drawBox(name: Name): TemplateResult {
    const [x, y] = this.place(name);
    const half = this.half(name);
    return svg`<rect class="box" x=${x - half} y=${y - HALF} width=${2 * half} height=${2 * HALF} rx="6"></rect>
      <text text-anchor="middle" x=${x} y=${y - 6}>${labelOf(name, this.cell.kind)}</text>
      <text class=${`number ${this.sign(name)}`} text-anchor="middle" x=${x} y=${y + 14}>${this.cell.print(name)}</text>`;
  }

  private drawWire([from, to, of, named]: Layout["wires"][number]): TemplateResult {
    const [a, b] = [this.place(from), this.place(to)];
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    const [dx, dy] = [(b[0] - a[0]) / length, (b[1] - a[1]) / length];
    /** How far the edge of what stands at an end is from its middle, along the line. */
    const edge = (name: string) =>
      name in this.layout.operators ? RADIUS : Math.min(this.half(name) / Math.abs(dx), HALF / Math.abs(dy));
    // It begins under the box, whose corner it may meet; one too short for a head joins what stands side by side.
    const [start, end] = [edge(from) - UNDER, length - edge(to)];
    const head = end - start > 2 * HEAD + UNDER ? HEAD : 0;
    const along = (far: number, aside = 0): Point => [a[0] + dx * far - dy * aside, a[1] + dy * far + dx * aside];
    const size = Math.min(1, Math.abs(this.cell.value(of)) / (isGate(of) ? 1 : this.cell.full));
    const thick = THINNEST + (WIDEST - THINNEST) * size;
    const tip = [along(end), along(end - head, thick / 2 + 3), along(end - head, -thick / 2 - 3)];
    const kind = this.sign(of);
    return svg`<path class=${`wire ${kind}`} stroke-width=${thick} d=${line([along(start), along(end - head)])}></path>
      ${head === 0 ? nothing : svg`<path class=${`head ${kind}`} d=${`${line(tip)}Z`}></path>`}
      ${named === undefined ? nothing : this.drawName(of, named, along(start), along(end))}`;
  }

  /** What goes along a line, above it or at its side. */
  private drawName(of: Name, named: "middle" | "start", [ax, ay]: Point, [bx, by]: Point): TemplateResult {
    const isBeside = Math.abs(bx - ax) < Math.abs(by - ay);
    const x = isBeside ? ax + BESIDE : named === "middle" ? (ax + bx) / 2 : Math.min(ax, bx) - RADIUS + BESIDE;
    const y = isBeside ? (ay + by) / 2 + 4 : ay - NAMED;
    const value = of === "tanh" ? nothing : svg` <tspan class=${this.sign(of)}>${this.cell.print(of)}</tspan>`;
    return svg`<text text-anchor=${isBeside ? "start" : named} x=${x} y=${y}>${labelOf(of, this.cell.kind)}${value}</text>`;
  }

  /** From the word to all that it reaches: under the boxes, or beside them. */
  private bus(): string {
    const { reads, word } = this.layout;
    const [from, level] = [this.at(word), word[1] - 5];
    const ends = reads.map((name): Point => this.place(name));
    const side = this.width - 1;
    const paths: Point[][] = this.isLying
      ? [
          [
            [from[0] + this.half("before") + 4, level],
            [Math.max(...ends.map(([x]) => x)), level],
          ],
          ...ends.map(([x, y]): Point[] => [
            [x, level],
            [x, y + HALF],
          ]),
        ]
      : [
          [
            [side, word[1] + 22],
            [side, Math.max(...ends.map(([, y]) => y))],
          ],
          ...ends.map(([x, y], i): Point[] => [
            [side, y],
            [x + this.half(reads[i] ?? ""), y],
          ]),
        ];
    return paths.map(line).join("");
  }
}

define("unrolled-cell-diagram", CellDiagram);
