/** Numbers along the axis → cells of a row, all of one tint in one path. */

import { LEVELS } from "../../ui/tint";
import { type Axis, edge } from "./axisshape";

export interface Cells {
  /** −LEVELS … LEVELS, never 0. */
  level: number;
  path: string;
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** The tint grows with the root of the size, so that one large number does not leave the others blank; a share has its own. */
export function levelOf(value: number, full: number, isShare = false): number {
  const size = Math.min(1, Math.abs(value) / full);
  return Math.sign(value) * Math.round(LEVELS * (isShare ? size : Math.sqrt(size)));
}

/** `first` is the word of the first number. */
export function cellsOf(
  axis: Axis,
  first: number,
  values: ArrayLike<number>,
  [y, height]: [y: number, height: number],
  level: (value: number) => number,
): Cells[] {
  const paths = new Map<number, string>();
  let [from, now] = [axis.from, 0];
  const close = (to: number) => {
    const width = round((to - from) * axis.column);
    if (now !== 0 && to > from)
      paths.set(now, `${paths.get(now) ?? ""}M${round(edge(axis, from))},${y}h${width}v${height}h${-width}z`);
  };
  const end = Math.min(axis.to, first + values.length);
  for (let step = Math.max(first, axis.from); step < end; step++) {
    const next = level(values[step - first] ?? 0);
    if (next === now && step > from) continue;
    close(step);
    [from, now] = [step, next];
  }
  close(end);
  return [...paths].map(([at, path]) => ({ level: at, path }));
}
