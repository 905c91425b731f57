/** A row of shades along the axis: what it says is a size and has no sign. */

import { nothing, svg } from "lit";
import { lineOf } from "../../store/state";
import { percentOf } from "../../writing/numbers";
import { cellsOf, levelOf } from "./cellshape";
import { type Drawn, type Place, drawCells } from "./more";

export const TITLE = 18;
export const ROW = 16;
export const GAP = 8;
/** The least of a text is still this dark, and what hardly differs is not made to look as if it did. */
const FAINTEST = 0.12;
const NARROWEST = 0.1;

/** A row of shades from the least to the most of this text, with its name before it and how much it is at the line behind it. */
export function shades(place: Place, name: string, values: number[] | null): Drawn {
  const low = values?.reduce((a, b) => Math.min(a, b), 1) ?? 0;
  const high = values?.reduce((a, b) => Math.max(a, b), 0) ?? 1;
  return shadesFrom(place, name, values, [low, Math.max(low + NARROWEST, high)], (at) => percentOf(at, 0));
}

/** The same between bounds, blank where it is not a number. */
export function shadesFrom(
  { axis, y, state, once }: Place,
  name: string,
  values: number[] | null,
  [low, high]: [low: number, high: number],
  said: (value: number) => string,
): Drawn {
  const cells = once(`${name} cells`, [values, axis, y], () => {
    const share = (value: number) => Math.min(1, FAINTEST + ((1 - FAINTEST) * (value - low)) / (high - low));
    const shade = (value: number) => (Number.isNaN(value) ? 0 : levelOf(share(value), 1, true));
    return values === null ? [] : cellsOf(axis, 0, values, [y + 1, ROW - 3], shade);
  });
  const at = values?.[lineOf(state) ?? -1] ?? Number.NaN;
  const shape = svg`<text class="small" x=${axis.left - 6} y=${y + 12} text-anchor="end">${name}</text>
    <g class="shades" clip-path="url(#grown)">${drawCells(cells, true)}</g>
    ${Number.isNaN(at) ? nothing : svg`<text x=${axis.right + 6} y=${y + 12}>${said(at)}</text>`}`;
  return { height: ROW + GAP, shape };
}
