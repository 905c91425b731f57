/** The picture of contributions over time: the chosen words' course as a line, under it words as rows of tints. */

import { type PropertyValues, type TemplateResult, css, html, nothing, svg } from "lit";
import * as words from "../../generated/words/courses";
import type { ContributionOverTime, TokenSpan } from "../../types";
import { send } from "../actions";
import { type Classes, sideOf } from "../classes";
import { define } from "../define";
import { signed } from "../numbers";
import { type Sentence, plain, tell, tellPlain, word, yes } from "../sentence";
import { type ContributionShape, type CourseRow, contributionShape, courseOf } from "../shapes/contribution";
import { measure } from "../shapes/labels";
import { line } from "../shapes/path";
import { LEVELS } from "../shapes/tint";
import { base } from "../styles/base";
import { CHART_FONT, Chart } from "./chart";
import { placeIn } from "./pointing";
import { say } from "./say";

const ROW = 22;
const CELL = 18;
const COURSE = 84;
const NARROW = 560;
const ROWS = 14;
const ROWS_NARROW = 9;
/** Names take at most this share of the width. */
const NAMES = 0.28;

const style = css`
  .plot {
    touch-action: pan-y;
    border-radius: 4px;
    cursor: pointer;
  }
  .fixed {
    cursor: crosshair;
  }
  .up {
    fill: var(--positive);
  }
  .down {
    fill: var(--negative);
  }
  .row text.name {
    fill: var(--ink);
  }
  .plot:not(.fixed) .row:hover text.name {
    text-decoration: underline;
  }
  .zero {
    stroke: var(--hairline);
  }
  .course {
    fill: none;
    stroke: var(--ink);
    stroke-width: 1.75;
    stroke-linejoin: round;
  }
  .now {
    stroke: var(--edge);
  }
  text.end {
    paint-order: stroke;
    stroke: var(--paper);
    stroke-width: 4px;
    stroke-linejoin: round;
  }
  .row text.rest {
    fill: var(--muted);
  }
  .own {
    fill: none;
    stroke: var(--ink);
    stroke-width: 1;
  }
  .reading {
    min-height: 3.1em;
    color: var(--muted);
    font-size: 0.875rem;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.2rem 1rem;
    align-items: center;
    color: var(--muted);
    font-size: 0.875rem;
  }
  .ramp {
    display: inline-block;
    width: 7rem;
    height: 0.8em;
    border-radius: 2px;
    vertical-align: -0.05em;
    background: linear-gradient(
      90deg,
      var(--negative),
      color-mix(in srgb, var(--negative) 25%, transparent) 45%,
      transparent 50%,
      color-mix(in srgb, var(--positive) 25%, transparent) 55%,
      var(--positive)
    );
  }
`;

export class CoursesChart extends Chart {
  static override styles = [base, style];
  static override properties = {
    ...Chart.properties,
    found: { attribute: false },
    selection: { attribute: false },
    wordOf: { attribute: false },
    classes: { attribute: false },
    fixed: { attribute: false },
    at: { state: true },
  };
  declare found: ContributionOverTime;
  declare selection: TokenSpan | null;
  declare wordOf: (token: number) => string;
  declare classes: Classes;
  /** No other word can be chosen, only read out. */
  declare fixed: boolean;
  /** The step that is read out: the last one until the reader moves it. */
  declare private at: number | null;
  private shape: ContributionShape | null = null;
  private names = 0;

  constructor() {
    super();
    this.at = null;
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has("found")) this.at = null;
    if (this.width < 40) return;
    this.shape = contributionShape(this.found, this.selection, this.width < NARROW ? ROWS_NARROW : ROWS);
    const widest = this.shape.rows.reduce(
      (most, row) => Math.max(most, measure(this.nameOf(row), `bold ${CHART_FONT}`)),
      0,
    );
    this.names = Math.min(NAMES * this.width, widest + 6);
  }

  protected override draw(width: number): TemplateResult {
    const shape = this.shape as ContributionShape;
    const course = this.selection === null ? null : courseOf(this.found, this.selection);
    // Of the last word there is no course: it is only just read.
    const top = course === null || course.length < 2 ? 0 : COURSE + 14;
    const height = top + shape.rows.length * ROW + 24;
    const reading = this.reading(course);
    return html`<div
        class=${this.fixed ? "plot fixed" : "plot"}
        role="slider"
        tabindex="0"
        aria-label=${tellPlain(this.fixed ? words.chart_fixed : words.chart)}
        aria-valuemin="1"
        aria-valuemax=${Math.max(1, shape.steps)}
        aria-valuenow=${this.step() + 1}
        aria-valuetext=${plain(reading)}
        @pointermove=${this.hover}
        @pointerleave=${() => {
          this.at = null;
        }}
        @click=${this.pick}
        @keydown=${this.keyed}>
        <svg width=${width} height=${height} aria-hidden="true">
          ${course === null || top === 0 ? nothing : this.drawCourse(course)}
          <g transform=${`translate(0 ${top})`}>${shape.rows.map((row, i) => this.drawRow(row, i * ROW))}</g>
          ${this.at === null ? nothing : svg`<line class="now" x1=${this.x(this.at + 0.5)} x2=${this.x(this.at + 0.5)} y1="0" y2=${height - 22}></line>`}
          <text x=${this.x(0)} y=${height - 6}>1: ${this.wordOf(0)}</text>
          <text x=${width} y=${height - 6} text-anchor="end">${shape.steps}: ${this.wordOf(shape.steps - 1)}</text>
        </svg>
      </div>
      <p class="reading">${say(reading)}</p>
      <p class="legend">
        <span
          >${say(tell(words.down, sideOf(this.classes, false)))} ${signed(-shape.full)}
          <span class="ramp" aria-hidden="true"></span> ${say(tell(words.up, sideOf(this.classes, true)))}
          ${signed(shape.full)}</span
        >
        ${shape.beyond === null ? nothing : html`<span>${say(tell(words.beyond, { worth: shape.beyond }))}</span>`}
        <span>${tellPlain(words.scale)}</span>
      </p>`;
  }

  private x(step: number): number {
    const left = this.names + 10;
    return left + (step / Math.max(1, this.shape?.steps ?? 1)) * (this.width - left);
  }

  /** The course of the chosen words, over the same time axis. */
  private drawCourse(course: number[]): TemplateResult {
    const from = this.selection?.[0] ?? 0;
    const most = course.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0.1);
    const [high, low] = [Math.max(...course, 0) > 0.05 * most, Math.min(...course, 0) < -0.05 * most];
    const zero = high && low ? COURSE / 2 : high ? COURSE - 4 : 8;
    const scale = (high && low ? COURSE / 2 - 6 : COURSE - 12) / most;
    const y = (value: number) => zero - value * scale;
    const points = course.map((value, i): [number, number] => [this.x(from + i + 0.5), y(value)]);
    const last = course[course.length - 1] ?? 0;
    const text = signed(last);
    // Above what it stands by, or else below: not on the line.
    const left = this.width - measure(text, `bold ${CHART_FONT}`) - 8;
    // The last one even where the reading has not come so far yet.
    const near = points.filter(([x], i) => x > left || i === points.length - 1).map(([, height]) => height);
    const above = Math.min(...near) - 7;
    return svg`
      <text x="0" y=${zero + 4}>${tellPlain(words.zero)}</text>
      <line class="zero" x1=${this.x(0)} x2=${this.width} y1=${zero} y2=${zero}></line>
      <path class="course" d=${line(points)}></path>
      ${this.at === null ? svg`<text class="chosen end" x=${this.width} y=${above < 10 ? Math.max(...near) + 17 : above} text-anchor="end">${text}</text>` : nothing}`;
  }

  private nameOf({ word: at }: CourseRow): string {
    return at === null ? tellPlain(words.others) : this.wordOf(at);
  }

  private drawRow(row: CourseRow, y: number): TemplateResult {
    const { word: at, runs } = row;
    const chosen = this.isChosen(at);
    const name = this.nameOf(row);
    const most = Math.max(3, Math.floor(this.names / 7.4));
    return svg`<g class="row" data-word=${at ?? nothing}>
      <rect x="0" y=${y} width=${this.width} height=${ROW} fill="transparent"></rect>
      <text class=${`name ${chosen ? "chosen" : ""} ${at === null ? "rest" : ""}`} x=${this.names} y=${y + 14} text-anchor="end">${name.length > most ? `${name.slice(0, most - 1)}…` : name}</text>
      ${runs.map((run) =>
        run.level === 0
          ? nothing
          : svg`<rect class=${run.level < 0 ? "down" : "up"} fill-opacity=${Math.abs(run.level) / LEVELS}
        x=${this.x(run.from)} y=${y + (ROW - CELL) / 2} width=${Math.max(0.6, this.x(run.to) - this.x(run.from) + 0.2)} height=${CELL}></rect>`,
      )}
      ${chosen && at !== null ? svg`<rect class="own" x=${this.x(at)} y=${y + 1} width=${this.width - this.x(at)} height=${ROW - 2}></rect>` : nothing}
    </g>`;
  }

  private isChosen(at: number | null): boolean {
    return at !== null && this.selection !== null && at >= this.selection[0] && at < this.selection[1];
  }

  private step(): number {
    return this.at ?? Math.max(0, this.found.fidelity.done - 1);
  }

  /** One line for the step that is read out. */
  private reading(course: number[] | null): Sentence {
    const step = this.step();
    const score = this.found.running_logit[step] ?? 0;
    const at = { at: word(this.wordOf(step)), n: step + 1, all: this.found.tokens.length, score };
    const from = this.selection?.[0] ?? 0;
    if (this.selection === null || course === null) return tell(words.reading, at);
    const several = this.selection[1] - this.selection[0] > 1;
    const chosen = { ...at, several: yes(several), word: word(this.wordOf(from)) };
    const value = course[step - from];
    return value === undefined ? tell(words.not_read, chosen) : tell(words.worth, { ...chosen, worth: value });
  }

  private place(event: MouseEvent): number {
    const { x } = placeIn(this, event);
    const share = (x - this.x(0)) / Math.max(1, this.width - this.x(0));
    return Math.max(0, Math.min(this.found.fidelity.done - 1, Math.floor(share * this.found.tokens.length)));
  }

  private hover(event: PointerEvent): void {
    if (event.pointerType !== "touch") this.at = this.place(event);
  }

  private pick(event: MouseEvent): void {
    const row = (event.target as Element).closest<SVGElement>("[data-word]");
    this.at = this.place(event);
    if (row !== null && !this.fixed) this.choose(Number(row.dataset.word));
  }

  private keyed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = this.shape?.rows ?? [];
    const now = rows.findIndex((row) => this.isChosen(row.word));
    const last = this.found.fidelity.done - 1;
    const times: Record<string, number> = {
      ArrowRight: this.step() + 1,
      ArrowLeft: this.step() - 1,
      PageUp: this.step() - 10,
      PageDown: this.step() + 10,
      Home: 0,
      End: last,
    };
    const lines: Record<string, number> = this.fixed ? {} : { ArrowDown: now + 1, ArrowUp: now - 1 };
    const [time, row] = [times[event.key], lines[event.key]];
    if (time === undefined && row === undefined) return;
    event.preventDefault();
    if (time !== undefined) this.at = Math.max(0, Math.min(last, time));
    const target = row === undefined ? undefined : rows[Math.max(0, Math.min(rows.length - 1, row))];
    if (target !== undefined && target.word !== null) this.choose(target.word);
  }

  private choose(token: number): void {
    send(this, { type: "select", span: [token, token + 1] });
  }
}

define("unrolled-courses", CoursesChart);
