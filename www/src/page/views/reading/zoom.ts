/** The whole of a long text as a strip, and the window of it that the reading shows: dragged, or moved by keys. */

import { type TemplateResult, css, html, svg } from "lit";
import * as words from "../../../generated/words/reading";
import type { Prediction, TokenSpan } from "../../../types";
import { Chart } from "../../ui/chart";
import { define } from "../../ui/define";
import { line } from "../../ui/path";
import { placeIn } from "../../ui/pointing";
import { base } from "../../ui/styles/base";
import { tellPlain } from "../../writing/sentence";
import { LEAST } from "./axisshape";

const HEIGHT = 30;
/** A hand this close to an end of the window takes the end (pixels). */
const GRIP = 10;

const style = css`
  .strip {
    cursor: grab;
    touch-action: pan-y;
    border-radius: 4px;
  }
  .line {
    fill: none;
    stroke: var(--muted);
    stroke-width: 1;
  }
  .window {
    fill: color-mix(in srgb, var(--ink) 9%, transparent);
    stroke: var(--ink);
  }
  .grip {
    fill: var(--ink);
    cursor: ew-resize;
  }
  .ground {
    fill: none;
    stroke: var(--hairline);
  }
`;

export class ZoomEvent extends Event {
  constructor(readonly span: TokenSpan | null) {
    super("zoomed");
  }
}

type Grip = "start" | "end" | "all";

export class ZoomStrip extends Chart {
  static override styles = [base, style];
  static override properties = { ...Chart.properties, prediction: { attribute: false }, span: { attribute: false } };
  declare prediction: Prediction;
  declare span: TokenSpan;
  private held: { grip: Grip; at: number; span: TokenSpan } | null = null;
  private drawn: { of: Prediction; width: number; path: string } | null = null;

  protected override draw(width: number): TemplateResult {
    const [from, to] = this.span;
    const all = this.prediction.kept;
    const x = (step: number) => (step / all) * width;
    return html`<div
      class="strip"
      role="slider"
      tabindex="0"
      aria-label=${tellPlain(words.zoom)}
      aria-valuemin="1"
      aria-valuemax=${all}
      aria-valuenow=${from + 1}
      aria-valuetext=${tellPlain(words.zoom_heard, { from: from + 1, to, all })}
      @pointerdown=${this.press}
      @pointermove=${this.move}
      @pointerup=${() => {
        this.held = null;
      }}
      @pointercancel=${() => {
        this.held = null;
      }}
      @dblclick=${() => this.go([0, all])}
      @keydown=${this.keyed}>
      <svg width=${width} height=${HEIGHT} aria-hidden="true">
        <rect class="ground" x="0.5" y="0.5" width=${width - 1} height=${HEIGHT - 1} rx="3"></rect>
        <path class="line" d=${this.path(width)}></path>
        ${[from, to].map((end) => svg`<rect class="grip" x=${Math.max(0, Math.min(width - 5, x(end) - 2.5))} y="8" width="5" height=${HEIGHT - 16} rx="2.5"></rect>`)}
        ${svg`<rect class="window" x=${x(from) + 0.5} y="0.5" width=${Math.max(2, x(to) - x(from) - 1)} height=${HEIGHT - 1} rx="3"></rect>`}
      </svg>
    </div>`;
  }

  /** The score, a point for each pixel at most. */
  private path(width: number): string {
    if (this.drawn?.of === this.prediction && this.drawn.width === width) return this.drawn.path;
    const { running_logit: scores } = this.prediction;
    const [low, high] = [scores.reduce((a, b) => Math.min(a, b), 0), scores.reduce((a, b) => Math.max(a, b), 0)];
    const every = Math.max(1, Math.floor(scores.length / width));
    const points = scores.flatMap((score, i): [number, number][] =>
      i % every === 0
        ? [[((i + 0.5) / scores.length) * width, 3 + ((high - score) / (high - low || 1)) * (HEIGHT - 6)]]
        : [],
    );
    this.drawn = { of: this.prediction, width, path: line(points) };
    return this.drawn.path;
  }

  private stepAt(event: PointerEvent): number {
    return (placeIn(this, event).x / this.width) * this.prediction.kept;
  }

  private press(event: PointerEvent): void {
    if (event.button !== 0) return;
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    const at = this.stepAt(event);
    const [from, to] = this.span;
    const near = (GRIP / this.width) * this.prediction.kept;
    const grip = Math.abs(at - from) < near ? "start" : Math.abs(at - to) < near ? "end" : "all";
    const isIn = at >= from && at < to;
    const half = (to - from) / 2;
    // A press beside the window brings it there.
    const span: TokenSpan = grip === "all" && !isIn ? [at - half, at + half] : this.span;
    this.held = { grip, at, span };
    if (!isIn) this.go(span);
  }

  private move(event: PointerEvent): void {
    if (this.held === null) return;
    const by = this.stepAt(event) - this.held.at;
    const [from, to] = this.held.span;
    if (this.held.grip === "start") this.go([Math.min(from + by, to - LEAST), to]);
    else if (this.held.grip === "end") this.go([from, Math.max(to + by, from + LEAST)]);
    else this.go([from + by, to + by]);
  }

  private keyed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const [from, to] = this.span;
    const by = Math.max(1, Math.round((to - from) / 4));
    const all = this.prediction.kept;
    const spans: Record<string, TokenSpan> = {
      ArrowRight: [from + by, to + by],
      ArrowLeft: [from - by, to - by],
      ArrowUp: [from + by / 2, to - by / 2],
      ArrowDown: [from - by, to + by],
      "+": [from + by / 2, to - by / 2],
      "-": [from - by, to + by],
      Home: [0, to - from],
      End: [all - (to - from), all],
    };
    const span = spans[event.key];
    if (span === undefined) return;
    event.preventDefault();
    this.go(span);
  }

  /** Whole words, within the text; the whole text is no window. */
  private go([from, to]: TokenSpan): void {
    const all = this.prediction.kept;
    const length = Math.max(Math.min(LEAST, all), Math.min(all, Math.round(to - from)));
    const start = Math.max(0, Math.min(all - length, Math.round(from)));
    this.dispatchEvent(new ZoomEvent(length === all ? null : [start, start + length]));
  }
}

define("unrolled-zoom", ZoomStrip);
