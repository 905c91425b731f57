/** Hands and keys on the picture of the reading: the line is dragged and stepped, strands and rows are pressed, and what is under the pointer is named. */

import { type TemplateResult, svg } from "lit";
import * as words from "../../../generated/words/reading";
import { send } from "../../store/actions";
import { lineOf } from "../../store/state";
import { placeIn } from "../../ui/pointing";
import { tellPlain } from "../../writing/sentence";
import { around, stepAt } from "./axisshape";
import { type Staves, further } from "./more";
import type { Source } from "./rivershape";

/** A hand that moves less than this means what it touches (pixels). */
const STILL = 4;

function hold(chart: Staves): void {
  let pressed: { x: number; moved: boolean } | null = null;
  const toLine = (step: number) => {
    if (step !== lineOf(chart.state)) send(chart, { type: "line", step });
  };
  /** Where no other word can be chosen the line stays where it is put. */
  const choose = (step: number) => {
    if (chart.isFixed) toLine(step);
    else send(chart, { type: "select", span: [step, step + 1] });
  };
  const letGo = () => {
    if (pressed?.moved === true) send(chart, { type: "line", step: null });
    pressed = null;
  };
  const on = <E extends Event>(name: string, deed: (event: E) => void) =>
    chart.renderRoot.addEventListener(name, (event) => deed(event as E));
  on("pointerdown", (event: PointerEvent) => {
    if (event.button !== 0) return;
    pressed = { x: placeIn(chart, event).x, moved: false };
    chart.over = null;
    chart.dispatchEvent(new Event("held"));
  });
  on("pointermove", (event: PointerEvent) => {
    const { x, y } = placeIn(chart, event);
    // It was let go somewhere else.
    if ((event.buttons & 1) === 0) letGo();
    if (pressed === null) {
      if (event.pointerType !== "touch") chart.over = { source: sourceOf(event), x, y };
      return;
    }
    if (!pressed.moved && Math.abs(x - pressed.x) < STILL) return;
    if (!pressed.moved) chart.renderRoot.querySelector(".plot")?.setPointerCapture(event.pointerId);
    pressed.moved = true;
    toLine(stepAt(chart.axis, x));
  });
  on("pointerup", (event: PointerEvent) => {
    if (pressed === null) return;
    const source = pressed.moved ? null : sourceOf(event);
    pressed = null;
    choose(typeof source === "number" ? source : stepAt(chart.axis, placeIn(chart, event).x));
  });
  on("pointercancel", letGo);
  chart.addEventListener("pointerleave", () => {
    chart.over = null;
  });
  on("keydown", (event: KeyboardEvent) => {
    const step = stepByKey(chart, event);
    if (step === null) return;
    event.preventDefault();
    chart.dispatchEvent(new Event("held"));
    // A key that is held down moves the line, and the rest of the page follows when it is let go.
    if (event.repeat) toLine(step);
    else if (step !== lineOf(chart.state)) choose(step);
  });
  on("keyup", () => {
    if (chart.state.line !== null && !chart.playing) choose(chart.state.line);
  });
}

/** Left and right lead to the next word, up and down to the next that has a row. */
function stepByKey({ state, rows }: Staves, event: KeyboardEvent): number | null {
  if (event.ctrlKey || event.metaKey || event.altKey || state.prediction === null) return null;
  const last = state.prediction.kept - 1;
  const line = lineOf(state) ?? -1;
  const places: Record<string, number | undefined> = {
    ArrowRight: line + 1,
    ArrowLeft: line - 1,
    PageUp: line + 10,
    PageDown: line - 10,
    Home: 0,
    End: last,
    ArrowDown: rows.find(({ word }) => word > line)?.word ?? line,
    ArrowUp: rows.findLast(({ word }) => word < line)?.word ?? line,
  };
  const place = places[event.key];
  return place === undefined ? null : Math.max(0, Math.min(last, place));
}

function sourceOf(event: Event): Source | null {
  const source = (event.target as Element).closest<SVGElement>("[data-source]")?.dataset.source;
  return source === undefined ? null : source === "start" || source === "others" ? source : Number(source);
}

/** What is under the pointer: the strand's name, and what of it shows there. */
function drawOver(chart: Staves): TemplateResult {
  const { over, axis, river, state } = chart;
  const { source, x, y } = over ?? { source: null, x: 0, y: 0 };
  const step = stepAt(axis, x);
  const strands = river?.strands.filter((one) => one.source === source) ?? [];
  const at = step - axis.from + 1;
  const worth = strands.reduce(
    (sum, { isUp, outer, inner }) => sum + (isUp ? 1 : -1) * ((outer.at[at] ?? 0) - (inner.at[at] ?? 0)),
    0,
  );
  const says = (): string => {
    if (source === "start") return tellPlain(words.shows_start, { worth });
    if (source === "others") return tellPlain(words.shows_others, { worth });
    if (source !== null && strands.length > 0) return tellPlain(words.shows, { word: chart.wordOf(source), worth });
    const { prediction } = state;
    return prediction === null
      ? ""
      : tellPlain(words.line, { n: step + 1, word: chart.wordOf(step), ...around(prediction, step) });
  };
  const isRight = x > (axis.left + axis.right) / 2;
  return svg`<text class="at halved" pointer-events="none" x=${isRight ? x - 10 : x + 12} y=${y - 8} text-anchor=${isRight ? "end" : "start"}>${says()}</text>`;
}

further.hold = hold;
further.over = drawOver;
