/** Two texts, word by word: what both have, what only the earlier has, what only the present has. */

import type { Prediction } from "../../../types";
import { marks } from "../reading/scaleshape";

export interface Pair {
  /** Position in the earlier text; null where the present one has something more. */
  before: number | null;
  /** Position in the present text; null where something is gone. */
  now: number | null;
}

/** Beyond so many cells the middle is not compared word by word but taken as replaced. */
const MOST_CELLS = 4_000_000;

/** The longest common subsequence of the words, as pairs in order; what differs stands alone, the earlier text first. */
export function aligned(before: string[], now: string[]): Pair[] {
  let [start, endA, endB] = [0, before.length, now.length];
  while (start < Math.min(endA, endB) && before[start] === now[start]) start++;
  while (endA > start && endB > start && before[endA - 1] === now[endB - 1]) [endA, endB] = [endA - 1, endB - 1];
  const pairs: Pair[] = Array.from({ length: start }, (_, i) => ({ before: i, now: i }));
  pairs.push(...middle(before, now, start, endA, endB));
  for (let i = 0; endA + i < before.length; i++) pairs.push({ before: endA + i, now: endB + i });
  return pairs;
}

function middle(a: string[], b: string[], start: number, endA: number, endB: number): Pair[] {
  const [rows, columns] = [endA - start, endB - start];
  const width = columns + 1;
  const known = rows * columns <= MOST_CELLS;
  const common = new Uint16Array(known ? (rows + 1) * width : 0);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  if (known) {
    for (let i = rows - 1; i >= 0; i--) {
      for (let j = columns - 1; j >= 0; j--) {
        common[i * width + j] =
          a[start + i] === b[start + j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
      }
    }
  }
  const pairs: Pair[] = [];
  let [i, j] = [0, 0];
  while (i < rows || j < columns) {
    if (known && i < rows && j < columns && a[start + i] === b[start + j])
      pairs.push({ before: start + i++, now: start + j++ });
    else if (i < rows && (j >= columns || at(i + 1, j) >= at(i, j + 1))) pairs.push({ before: start + i++, now: null });
    else pairs.push({ before: null, now: start + j++ });
  }
  return pairs;
}

export interface CompareShape {
  height: number;
  zero: number;
  before: [number, number][];
  now: [number, number][];
  left: number;
  right: number;
  bottom: number;
  marks: { y: number; text: string }[];
  x(at: number): number;
}

/** Both running scores over the same words; a gap in one is a straight piece. */
export function compareShape(pairs: Pair[], before: Prediction, now: Prediction, width: number): CompareShape {
  const all = [before.zero_logit, ...before.running_logit, ...now.running_logit, -1.2, 1.2];
  const [low, high] = [all.reduce((a, b) => Math.min(a, b)), all.reduce((a, b) => Math.max(a, b))];
  const [left, right, top, bottom] = [46, width - 62, 10, 150];
  const x = (at: number) => left + (at / Math.max(1, pairs.length)) * (right - left);
  const y = (logit: number) => top + ((high - logit) / (high - low)) * (bottom - top);
  const course = (side: "before" | "now", of: Prediction) => {
    const points: [number, number][] = [[x(0), y(of.zero_logit)]];
    pairs.forEach((pair, at) => {
      const token = pair[side];
      if (token !== null) points.push([x(at + 1), y(of.running_logit[token] ?? 0)]);
    });
    return points;
  };
  return {
    height: bottom + 14,
    zero: y(0),
    before: course("before", before),
    now: course("now", now),
    left,
    right,
    bottom,
    marks: marks(y, low, high),
    x,
  };
}
