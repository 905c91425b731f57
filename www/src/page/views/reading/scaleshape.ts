/** What stands beside a scale of log-odds. */

import { percent } from "../../writing/numbers";

/** Probabilities that may stand there, the most wanted first, with their log-odds, which is what the scale shows. */
const MARKS: [probability: number, logit: number][] = [
  [0.5, 0],
  [0.1, -2.1972],
  [0.9, 2.1972],
  [0.01, -4.5951],
  [0.99, 4.5951],
  [0.25, -1.0986],
  [0.75, 1.0986],
  [0.001, -6.9068],
  [0.999, 6.9068],
];
const MARK_GAP = 17;

export interface Mark {
  y: number;
  text: string;
}

/** Probabilities to write beside a scale of log-odds from `low` to `high`, none on top of another; at most so many. */
export function marks(y: (logit: number) => number, low: number, high: number, most = MARKS.length): Mark[] {
  const taken: Mark[] = [];
  for (const [probability, logit] of MARKS.slice(0, most)) {
    if (logit < low || logit > high) continue;
    const at = y(logit);
    if (taken.every((mark) => Math.abs(mark.y - at) >= MARK_GAP)) taken.push({ y: at, text: percent(probability) });
  }
  return taken;
}
