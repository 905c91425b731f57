/** The picture of the reading: its tracks one under another on one axis, and the line that is dragged and stepped over them. */

import { type PropertyValues, type TemplateResult, html, nothing, svg } from "lit";
import * as words from "../../../generated/words/reading";
import type { Prediction, TokenSpan } from "../../../types";
import { isLocked } from "../../store/frame";
import { type State, type Track, countsLead, lineOf, readsForward } from "../../store/state";
import { CHART_FONT, Chart } from "../../ui/chart";
import { define } from "../../ui/define";
import { measure } from "../../ui/labels";
import { base } from "../../ui/styles/base";
import { classesOf, explainedClass, ofClass } from "../../writing/classes";
import { signed } from "../../writing/numbers";
import { shortWords } from "../../writing/pieces";
import { isMark, tellPlain } from "../../writing/sentence";
import { type Cells, cellsOf, levelOf } from "./cellshape";
import { type Axis, around, axisOf, edge, middle, windowOf } from "./axisshape";
import { type StrandLabel, strandLabels } from "./labelshape";
import { look } from "./look";
import { othersOf } from "./ghostshape";
import { type MissingRow, leftOut, missingRows, removalOf, removedSpan } from "./missingshape";
import { type Drawn, type Place, drawCells, further } from "./more";
import { type RiverShape, type Source, band, riverShape } from "./rivershape";
import { marks } from "./scaleshape";
import { tracksOf } from "./trackshape";
import { decidedAt } from "./turns";

const NARROW = 560;
/** Titles are shorter still. */
const SHORT = 400;
const SERIF = '14px "Iowan Old Style", "Palatino Linotype", Palatino, Georgia, "DejaVu Serif", serif';
/** Names of tracks, the line's own name, and the room for names above and below the river. */
const TITLE = 18;
const LINE = 20;
const NAMES = 20;
const GAP = 14;
/** So many rows of what would be missing unless all are wanted, and then so many. */
const ROWS = 8;
const ROWS_NARROW = 5;
const ALL_ROWS = 200;
/** What tracks take that are drawn later. */
const RESERVED: Partial<Record<Track, number>> = { kept: 24, familiar: 42 };
/** Segments of curves that are drawn without delay, and strands at most and at least. */
const SEGMENTS = 14_000;
const STRANDS: [least: number, most: number] = [16, 64];

interface PlacedRow extends MissingRow {
  cells: Cells[];
  /** Where its word's column begins. */
  x: number;
  top: number;
  height: number;
  name: string;
  /** There is room for the name before it. */
  isBefore: boolean;
}

export class StavesChart extends Chart {
  static override styles = [base, look];
  static override properties = {
    ...Chart.properties,
    state: { attribute: false },
    all: { attribute: false },
    playing: { attribute: false },
    over: { state: true },
  };
  declare state: State;
  /** Every word has its row of what would be missing. */
  declare all: boolean;
  declare playing: boolean;
  /** What is under the pointer. */
  declare over: { source: Source | null; x: number; y: number } | null;
  axis: Axis = axisOf([0, 1], 0, 1);
  private readonly kept = new Map<string, { by: unknown[]; value: unknown }>();
  private isHeld = false;

  constructor() {
    super();
    [this.over, this.all, this.playing] = [null, false, false];
  }

  override willUpdate(changed: PropertyValues): void {
    if ((changed.get("state") as State | undefined)?.text !== this.state.text) this.over = null;
  }

  protected override draw(width: number): TemplateResult {
    const { prediction, selection } = this.state;
    if (prediction === null) return html``;
    const line = lineOf(this.state);
    const isNarrow = width < NARROW;
    const seen = windowOf(prediction.kept, this.state.settings.reading.zoom);
    this.axis = this.once("axis", [...seen, width], () =>
      axisOf(seen, isNarrow ? 42 : 50, width - (isNarrow ? 46 : 52)),
    );
    let y = 0;
    const shown = tracksOf(this.state).map((track) => {
      const drawn = this.drawTrack(track, y, width);
      y += drawn.height;
      return drawn;
    });
    const clip = this.playing && line !== null ? edge(this.axis, line + 1) : width;
    return html`<div
      class=${this.isFixed ? "plot fixed" : "plot"}
      role="slider"
      tabindex="0"
      aria-label=${tellPlain(words.chart)}
      aria-valuemin="1"
      aria-valuemax=${Math.max(1, prediction.kept)}
      aria-valuenow=${(line ?? 0) + 1}
      aria-valuetext=${line === null ? tellPlain(words.line_none) : this.heard(prediction, line)}>
      <svg width=${width} height=${y} aria-hidden="true">
        <clipPath id="grown"><rect width=${clip} height=${y}></rect></clipPath>
        ${this.drawSpan(selection, y)} ${shown.map(({ shape }) => shape)}
        ${line === null || line < seen[0] || line >= seen[1] ? nothing : this.drawLine(prediction, line, width, y)}
        ${shown.map(({ above }) => above ?? nothing)} ${this.over === null ? nothing : further.over?.(this)}
      </svg>
    </div>`;
  }

  get isFixed(): boolean {
    return isLocked(this.state.frame, "selection");
  }

  /** What was worked out from these values is not worked out again while they stay. */
  private once<T>(name: string, by: unknown[], make: () => T): T {
    const known = this.kept.get(name);
    if (known !== undefined && known.by.length === by.length && known.by.every((value, i) => value === by[i]))
      return known.value as T;
    const value = make();
    this.kept.set(name, { by, value });
    return value;
  }

  private drawTrack(track: Track, y: number, width: number): Drawn {
    if (track === "river") return this.drawRiver(y, width);
    if (track === "missing") return this.drawMissing(y);
    return further.draw?.(track, this.place(y, width)) ?? { height: RESERVED[track] ?? 0, shape: nothing };
  }

  private place(y: number, width: number): Place {
    const { state, axis } = this;
    return { state, axis, y, width, once: (name, by, make) => this.once(name, by, make) };
  }

  private made(y: number, width: number): RiverShape {
    const { state, axis } = this;
    const { prediction, slots, text } = state;
    const slot = slots["contribution-over-time"];
    const found = slot.answered?.text === text && (slot.result?.fidelity.done ?? 0) > 0 ? slot.result : null;
    const columns = axis.to - axis.from;
    const isNarrow = width < NARROW;
    const most = Math.max(STRANDS[0], Math.min(STRANDS[1], Math.floor(SEGMENTS / columns)));
    const others = othersOf(state);
    const scores = this.once("others", Object.values(others), () =>
      Object.values(others).flatMap((other) =>
        other === null ? [] : [other.prediction.zero_logit, ...other.prediction.running_logit],
      ),
    );
    return this.once("river", [found, prediction, axis, y, scores], () =>
      riverShape({
        others: scores,
        found: readsForward(state) ? found : null,
        zero: prediction?.zero_logit ?? 0,
        running: prediction?.running_logit ?? [],
        axis,
        top: y + TITLE + LINE + NAMES,
        height: isNarrow ? 190 : 200,
        most: isNarrow ? Math.min(most, 28) : most,
        least: isNarrow ? 1.6 : 0.8,
      }),
    );
  }

  private drawRiver(y: number, width: number): Drawn {
    const { prediction, selection } = this.state as State & { prediction: Prediction };
    const river = this.made(y, width);
    const [top, bottom] = [y + TITLE + LINE, y + TITLE + LINE + 2 * NAMES + (width < NARROW ? 190 : 200)];
    const chosen = selection === null || selection[1] - selection[0] > 1 ? null : selection[0];
    const decided = decidedAt(prediction);
    const labels = this.once("labels", [river, chosen], () =>
      strandLabels({
        river,
        top,
        bottom,
        font: SERIF,
        most: width < NARROW ? 6 : 12,
        chosen,
        decided,
        wordOf: this.wordOf,
      }),
    );
    const classes = classesOf(prediction);
    const isTwo = classes.names.length === 2;
    const isMargin = river.strands.length > 0 && countsLead(this.state);
    const down = isTwo ? ofClass(classes, 1 - classes.explained) : tellPlain(words.not_class);
    const side = (piece: typeof down) => (typeof piece === "string" ? piece : piece.text);
    const at = (logit: number) => river.zero - logit * river.unit;
    // The line's name stands at its end, where that is seen.
    const scoreEnd = river.strands.length > 0 && river.axis.to === prediction.kept ? river.scores.at(-1) : undefined;
    const scale = this.once("scale", [river], () =>
      marks(at, (river.zero - bottom + NAMES) / river.unit, (river.zero - top - NAMES) / river.unit, isMargin ? 0 : 3),
    );
    const own = river.strands.filter(({ source }) => typeof source === "number" && isIn(source, selection));
    const over = river.strands.filter(({ source }) => this.over !== null && source === this.over.source);
    const shape = svg`
      <text class="title" x="0" y=${y + 12}>${tellPlain(river.strands.length === 0 ? words.score : width < SHORT ? words.river_short : words.river)}</text>
      ${isMargin ? svg`<text x=${width} y=${y + (width < NARROW ? 30 : 12)} text-anchor="end">${tellPlain(words.margin, { class: side(explainedClass(classes)) })}</text>` : nothing}
      ${scale.map(
        (
          mark,
        ) => svg`<line class=${mark.y === river.zero ? "mark zero" : "mark"} x1=${river.axis.left} x2=${river.axis.right} y1=${mark.y} y2=${mark.y}></line>
        <text x=${river.axis.left - 6} y=${mark.y + 4} text-anchor="end">${mark.text}</text>`,
      )}
      <g clip-path="url(#grown)">
        ${
          river.strands.length === 0
            ? svg`<clipPath id="above-zero"><rect width=${width} height=${river.zero}></rect></clipPath>
                <clipPath id="below-zero"><rect y=${river.zero} width=${width} height=${bottom}></rect></clipPath>
                <path class="up1" clip-path="url(#above-zero)" d=${river.area}></path>
                <path class="down1" clip-path="url(#below-zero)" d=${river.area}></path>`
            : river.strands.map(
                ({ source, isUp, level, path }) =>
                  svg`<path class=${`strand ${isUp ? "up" : "down"}${level} ${typeof source === "number" ? "" : "rest"}`} data-source=${source} d=${path}></path>`,
              )
        }
        ${over.map((strand) => svg`<path class="over" d=${band(river, strand)}></path>`)}
        <path class="halo" d=${river.line}></path>
        ${own.map((strand) => svg`<path class="own" d=${band(river, strand)}></path>`)}
        ${further.ghosts?.(this.place(y, width), river) ?? nothing}
        <path class="score" d=${river.line}></path>
      </g>
    `;
    const above = svg`
      <text class="positive up halved" x=${river.axis.left} y=${top + 12}>${tellPlain(words.up, { class: side(explainedClass(classes)) })}</text>
      <text class="negative down halved" x=${river.axis.left} y=${bottom - 4}>${tellPlain(words.down, { class: side(down) })}</text>
      ${scoreEnd === undefined ? nothing : svg`<text class="halved" x=${river.axis.right + 6} y=${at(scoreEnd) + 4}>${tellPlain(words.score_line)}</text>`}
      <g clip-path="url(#grown)">${labels.map(drawLabel)}</g>`;
    return { height: bottom - y + GAP, shape, above };
  }

  private drawMissing(y: number): Drawn {
    const { axis, state } = this;
    const { prediction, selection } = state as State & { prediction: Prediction };
    const [removal, left, span] = [removalOf(state), leftOut(state), removedSpan(state)];
    const isNarrow = this.width < NARROW;
    const most = this.all ? ALL_ROWS : isNarrow ? ROWS_NARROW : ROWS;
    const height = isNarrow ? 20 : 18;
    const found = this.once("rows", [removal, left, span, axis, selection, most], () =>
      missingRows(removal, left, span, prediction.kept, selection, axis.to, most),
    );
    const rows = this.once("missing", [found, y], () =>
      found.rows.map((row, i): PlacedRow => {
        const top = y + TITLE + 2 + i * height;
        const level = (value: number) => levelOf(value, found.full);
        const cells = cellsOf(axis, row.from, row.values, [top + 1, height - 2], level);
        const x = edge(axis, Math.max(row.word, axis.from));
        const name = this.nameOf([row.word, row.word + row.words], 26);
        return { ...row, cells, x, top, height, name, isBefore: x - measure(name, `bold ${SERIF}`) - 6 > 0 };
      }),
    );
    const places = this.all ? rows.length : Math.max(rows.length, Math.min(most, prediction.kept));
    return {
      height: TITLE + 2 + places * height + GAP,
      shape: svg`<g clip-path="url(#grown)">${rows.map((row) => this.drawRow(row))}</g>`,
      above: svg`<text class="title halved" x="0" y=${y + 12}>${tellPlain(this.width < SHORT ? words.missing_short : words.missing)}</text>
        ${isNarrow || rows.length === 0 ? nothing : svg`<text class="halved" x=${this.width} y=${y + 12} text-anchor="end">${tellPlain(words.at_the_end)}</text>`}
        <g clip-path="url(#grown)">${rows.map((row) => this.drawRowName(row))}</g>`,
    };
  }

  /** A press on the row of several words means none of them. */
  private drawRow({ word, words: many, cells, x, top, height }: PlacedRow): TemplateResult {
    const isChosen = isIn(word, this.state.selection);
    return svg`<g class=${many > 1 ? "" : "row"} data-source=${many > 1 ? nothing : word}>
      <rect x="0" y=${top} width=${this.width} height=${height} fill="transparent"></rect>
      ${drawCells(cells)}
      ${isChosen ? svg`<rect class="own" x=${x} y=${top + 1} width=${this.axis.right - x} height=${height - 2}></rect>` : nothing}
    </g>`;
  }

  private drawRowName({ word, words: many, last, x, top, height, name, isBefore }: PlacedRow): TemplateResult {
    const y = top + height / 2 + 4.5;
    const kind = `name halved ${isIn(word, this.state.selection) ? "chosen" : ""}`;
    return svg`<g data-source=${many > 1 ? nothing : word}>
      <text class=${kind} x=${isBefore ? x - 6 : x + 4} y=${y} text-anchor=${isBefore ? "end" : "start"}>${name}</text>
      <text class=${last < 0 ? "down" : "up"} x=${this.axis.right + 6} y=${y}>${signed(last)}</text>
    </g>`;
  }

  /** Several chosen words as a band over all tracks. */
  private drawSpan(selection: TokenSpan | null, height: number): TemplateResult | typeof nothing {
    if (selection === null || selection[1] - selection[0] < 2) return nothing;
    const [from, to] = selection.map((step) =>
      Math.max(this.axis.left, Math.min(this.axis.right, edge(this.axis, step))),
    );
    return svg`<rect class="span" x=${from ?? 0} y=${TITLE + LINE} width=${(to ?? 0) - (from ?? 0)} height=${height - TITLE - LINE}></rect>`;
  }

  private drawLine(prediction: Prediction, line: number, width: number, height: number): TemplateResult {
    const x = middle(this.axis, line);
    const text = tellPlain(words.line, { n: line + 1, word: this.wordOf(line), ...around(prediction, line) });
    const long = measure(text, `bold ${CHART_FONT}`);
    const left = Math.max(0, long + 8 < x ? x - 7 - long : Math.min(x + 7, width - long));
    const { river } = this;
    const score = river?.scores[line - river.axis.from + 1];
    return svg`
      <line class="now" x1=${x} x2=${x} y1=${TITLE + 2} y2=${height - 4}></line>
      <text class="at halved" x=${left} y=${TITLE + 13}>${text}</text>
      ${river === undefined || score === undefined ? nothing : svg`<circle class="dot" cx=${x} cy=${river.zero - score * river.unit} r="4.5"></circle>`}`;
  }

  private heard(prediction: Prediction, line: number): string {
    const of = {
      n: line + 1,
      all: prediction.kept,
      word: this.wordOf(line),
      class: explainedClass(classesOf(prediction)),
    };
    return tellPlain(words.line_heard, { ...of, ...around(prediction, line) });
  }

  readonly wordOf = (token: number): string => this.nameOf([token, token + 1]);

  private nameOf(span: TokenSpan, most = 18): string {
    const { predicted, prediction } = this.state;
    const name = prediction === null ? "" : shortWords(predicted, prediction, span, most);
    return isMark(name) ? `“${name}”` : name;
  }

  /** What was drawn last of a track; nothing while that is not shown. */
  private shown<T>(track: Track, name: string): T | undefined {
    return tracksOf(this.state).includes(track) ? (this.kept.get(name)?.value as T | undefined) : undefined;
  }

  get river(): RiverShape | undefined {
    return this.shown("river", "river");
  }

  /** The words that have a row, in text order. */
  get rows(): readonly MissingRow[] {
    return this.shown<PlacedRow[]>("missing", "missing") ?? [];
  }

  /** Hands come with the second script. */
  override updated(): void {
    super.updated();
    this.toggleAttribute("drawn", this.renderRoot.querySelector("svg") !== null);
    if (!this.isHeld && further.hold !== null) {
      this.isHeld = true;
      further.hold(this);
    }
  }
}

const isIn = (word: number, span: TokenSpan | null): boolean => span !== null && word >= span[0] && word < span[1];

function drawLabel({ word, text, left, x, y, edge: to, isChosen }: StrandLabel): TemplateResult {
  const from = y < to ? y + 4 : y - 13;
  return svg`<line class="lead" x1=${x} x2=${x} y1=${from} y2=${to}></line>
    <text class=${`name halved ${isChosen ? "chosen" : ""}`} data-source=${word} x=${left} y=${y}>${text}</text>`;
}

define("unrolled-staves", StavesChart);
