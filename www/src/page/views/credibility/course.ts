/** Credibility after every word: p of both labels, the higher of them shaded. */

import { type TemplateResult, css, html, nothing, svg } from "lit";
import * as words from "../../../generated/words/course";
import type { NeighbourJudgement, TokenSpan } from "../../../types";
import { send } from "../../store/actions";
import type { Classes } from "../../writing/classes";
import { define } from "../../ui/define";
import { plain, tellPlain } from "../../writing/sentence";
import { prefixSentence } from "./sentences";
import { type CredibilityShape, type Point, credibilityShape, nearestPrefix } from "./shape";
import { area, line } from "../../ui/path";
import { base } from "../../ui/styles/base";
import { Chart, placeByKey } from "../../ui/chart";
import { placeIn } from "../../ui/pointing";
import { say } from "../../ui/say";

const style = css`
  .plot {
    cursor: crosshair;
    touch-action: pan-y;
    border-radius: 4px;
  }
  .best {
    fill: color-mix(in srgb, var(--ink) 9%, transparent);
  }
  .up,
  .down {
    fill: none;
    stroke-width: 1.75;
    stroke-linejoin: round;
  }
  .up {
    stroke: var(--positive);
  }
  .down {
    stroke: var(--negative);
    stroke-dasharray: 5 2.5;
  }
  .axis {
    stroke: var(--hairline);
  }
  .read {
    stroke: var(--ink);
  }
  .dot {
    fill: var(--card);
    stroke: var(--ink);
    stroke-width: 2;
  }
  .reading {
    min-height: 1.6em;
    color: var(--muted);
    font-size: 0.875rem;
  }
`;

export class CourseChart extends Chart {
  static override styles = [base, style];
  static override properties = {
    ...Chart.properties,
    prefixes: { attribute: false },
    classes: { attribute: false },
    selection: { attribute: false },
    fixed: { attribute: false },
    nameOf: { attribute: false },
    hovered: { state: true },
  };
  declare prefixes: NeighbourJudgement[];
  declare classes: Classes;
  declare selection: TokenSpan | null;
  /** No other word can be chosen, only read out. */
  declare fixed: boolean;
  /** The word that a beginning of so many tokens ends with. */
  declare nameOf: (tokens: number) => string;
  declare private hovered: number | null;

  constructor() {
    super();
    this.hovered = null;
  }

  protected override draw(width: number): TemplateResult {
    const shape = credibilityShape(this.prefixes, width);
    const chosen = this.selection === null ? null : nearestPrefix(this.prefixes, this.selection[1]);
    const at = this.hovered ?? chosen;
    const judged = at === null ? undefined : this.prefixes[at];
    const reading = judged === undefined ? [] : prefixSentence(judged, this.nameOf(judged.tokens), this.classes);
    const pick = (i: number) => this.choose(i);
    return html`<div
        class="plot"
        role="slider"
        tabindex="0"
        aria-label=${tellPlain(words.chart)}
        aria-valuemin="1"
        aria-valuemax=${Math.max(1, this.prefixes.length)}
        aria-valuenow=${(at ?? 0) + 1}
        aria-valuetext=${plain(reading) || tellPlain(words.none_chosen)}
        @pointermove=${(event: PointerEvent) => {
          if (event.pointerType !== "touch") this.hovered = this.at(event, shape);
        }}
        @pointerleave=${() => {
          this.hovered = null;
        }}
        @click=${(event: MouseEvent) => pick(this.at(event, shape))}
        @keydown=${(event: KeyboardEvent) => this.keyed(event, chosen)}>
        <svg width=${shape.width} height=${shape.height} aria-hidden="true">${drawPlot(shape, at)}</svg>
      </div>
      <p class="reading">${say(reading)}</p>`;
  }

  private at(event: MouseEvent, shape: CredibilityShape): number {
    const { x } = placeIn(this, event);
    const all = this.prefixes[this.prefixes.length - 1]?.tokens ?? 1;
    return nearestPrefix(this.prefixes, 1 + ((x - shape.left) / (shape.right - shape.left)) * (all - 1));
  }

  private keyed(event: KeyboardEvent, chosen: number | null): void {
    const now = (this.fixed ? this.hovered : null) ?? chosen ?? -1;
    const prefix = placeByKey(event, now, this.prefixes.length);
    if (prefix !== null) this.choose(prefix);
  }

  private choose(prefix: number): void {
    this.hovered = this.fixed ? prefix : null;
    const tokens = this.prefixes[prefix]?.tokens;
    if (tokens !== undefined && !this.fixed) send(this, { type: "select", span: [tokens - 1, tokens] });
  }
}

function drawPlot(shape: CredibilityShape, at: number | null): TemplateResult {
  const pairs = (points: Point[]) => points.map(({ x, y }): [number, number] => [x, y]);
  const read = at === null ? undefined : shape.credibility[at];
  return svg`
    <path class="best" d=${area(pairs(shape.credibility), shape.bottom)}></path>
    ${shape.marks.map(
      (mark) => svg`<line class="axis" x1=${shape.left} x2=${shape.right} y1=${mark.y} y2=${mark.y}></line>
      <text x=${shape.left - 8} y=${mark.y + 4} text-anchor="end">${mark.text}</text>`,
    )}
    <path class="down" d=${line(pairs(shape.negative))}></path>
    <path class="up" d=${line(pairs(shape.positive))}></path>
    <text x=${shape.left} y=${shape.height - 4}>${tellPlain(words.first)}</text>
    <text x=${shape.right} y=${shape.height - 4} text-anchor="end">${tellPlain(words.whole)}</text>
    ${
      read === undefined
        ? nothing
        : svg`<line class="read" x1=${read.x} x2=${read.x} y1="4" y2=${shape.bottom}></line>
      <circle class="dot" cx=${read.x} cy=${read.y} r="4"></circle>`
    }`;
}

define("unrolled-course", CourseChart);
