/** Bars that stand in the columns of the axis, up and down from a line, as one path each way. */

import { type Axis, edge } from "./axisshape";

const round = (value: number): number => Math.round(value * 100) / 100;

/** Bars reach at least this far either way, so that what is next to nothing looks so (logit units). */
const REACH = 0.15;

/** Where the line stands and how many pixels 1 is, so that all of these bars fit in `height` below `top`. */
export function barScale(rows: number[][], top: number, height: number): { zero: number; unit: number } {
  const all = rows.flat();
  const high = all.reduce((a, b) => Math.max(a, b), REACH);
  const unit = height / (high - all.reduce((a, b) => Math.min(a, b), -REACH));
  return { zero: round(top + high * unit), unit };
}

/** `unit` pixels for 1, from the line at `zero`. */
export function barsOf(
  axis: Axis,
  values: ArrayLike<number>,
  zero: number,
  unit: number,
): { up: string; down: string } {
  const paths = { up: "", down: "" };
  const [gap, width] = axis.column > 4 ? [1, axis.column - 2] : [0, axis.column];
  for (let step = axis.from; step < Math.min(axis.to, values.length); step++) {
    const height = round((values[step] ?? 0) * unit);
    if (height === 0) continue;
    const bar = `M${round(edge(axis, step) + gap)},${zero}v${-height}h${round(width)}v${height}z`;
    if (height > 0) paths.up += bar;
    else paths.down += bar;
  }
  return paths;
}
