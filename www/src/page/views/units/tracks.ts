/** One unit over the text: each of its numbers as a line, and under them the score, before and after something is held. */

import { type TemplateResult, css, html, nothing, svg } from "lit";
import * as words from "../../../generated/words/units";
import type { CellKind, Gate, Inside } from "../../../types";
import { type Classes, explainedClass } from "../../writing/classes";
import { define } from "../../ui/define";
import { decimal, percent } from "../../writing/numbers";
import { tell, tellPlain } from "../../writing/sentence";
import { partName } from "../cell/sentences";
import { isGate, stepsOf, valueOf } from "../cell/shape";
import { line } from "../../ui/path";
import { base } from "../../ui/styles/base";
import { Chart } from "../../ui/chart";

const TRACK = 38;
const NAMES = 118;
const VALUES = 52;

const style = css`
  path {
    fill: none;
    stroke: var(--ink);
    stroke-width: 1.5;
    stroke-linejoin: round;
  }
  path.other {
    stroke: var(--negative);
    stroke-dasharray: 5 3;
    stroke-width: 2;
  }
  .zero {
    stroke: var(--hairline);
  }
  .now {
    stroke: var(--edge);
  }
  text.value {
    fill: var(--ink);
  }
`;

interface Track {
  name: string;
  /** It is the verdict, which is a probability. */
  isScore?: true;
  values: number[];
  low: number;
  high: number;
  other?: number[];
}

export class TracksChart extends Chart {
  static override styles = [base, style];
  static override properties = {
    ...Chart.properties,
    held: { attribute: false },
    kind: { attribute: false },
    unit: { attribute: false },
    step: { attribute: false },
    running: { attribute: false },
    classes: { attribute: false },
    heldRunning: { attribute: false },
  };
  declare held: Inside;
  declare kind: CellKind;
  declare unit: number;
  declare step: number;
  declare classes: Classes;
  /** The probability after each word, */
  declare running: number[];
  /** and with something held, or null. */
  declare heldRunning: number[] | null;

  protected override draw(width: number): TemplateResult {
    const tracks = [...this.held.parts.map((part) => this.track(part)), this.score()];
    const numbers = tracks.map((track) => tell(words.number, { name: track.name, value: this.now(track) }));
    return html`<svg
      width=${width}
      height=${tracks.length * TRACK + 4}
      role="img"
      aria-label=${tellPlain(words.numbers, { numbers })}>
      ${tracks.map((track, i) => this.drawTrack(track, i * TRACK, width))}
    </svg>`;
  }

  private track(part: Gate): Track {
    const values = Array.from({ length: stepsOf(this.held) }, (_, step) => valueOf(this.held, part, step, this.unit));
    // On its own scale, or the small memory of one unit would be flat beside another's.
    const full = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0.05);
    return { name: partName(part, this.kind), values, low: isGate(part) ? 0 : -full, high: isGate(part) ? 1 : full };
  }

  private score(): Track {
    return {
      name: tellPlain(words.verdict, { class: explainedClass(this.classes) }),
      isScore: true,
      values: this.running,
      low: 0,
      high: 1,
      ...(this.heldRunning === null ? {} : { other: this.heldRunning }),
    };
  }

  /** What it is at the line, with something held where something is. */
  private now({ isScore, values, other }: Track): string {
    const value = (other ?? values)[this.step] ?? 0;
    return isScore ? percent(value) : decimal(value);
  }

  private drawTrack(track: Track, top: number, width: number): TemplateResult {
    const { name, values, low, high, other } = track;
    const x = (step: number) => NAMES + ((step + 0.5) / Math.max(1, values.length)) * (width - NAMES - VALUES);
    const y = (value: number) => top + 4 + (1 - (value - low) / (high - low)) * (TRACK - 10);
    const path = (of: number[]) => line(of.map((value, step): [number, number] => [x(step), y(value)]));
    const zero = low < 0 ? y(0) : y(low);
    return svg`
      <text x="0" y=${top + TRACK / 2 + 3}>${name}</text>
      <line class="zero" x1=${NAMES} x2=${width - VALUES} y1=${zero} y2=${zero}></line>
      <line class="now" x1=${x(this.step)} x2=${x(this.step)} y1=${top} y2=${top + TRACK}></line>
      <path d=${path(values)}></path>
      ${other === undefined ? nothing : svg`<path class="other" d=${path(other)}></path>`}
      <text class="value" x=${width} y=${top + TRACK / 2 + 3} text-anchor="end">${this.now(track)}</text>`;
  }
}

define("unrolled-tracks", TracksChart);
