/** The score of another text on the axis of the present one: of the text before a change, or of one that was kept. */

import type { Prediction } from "../../../types";
import type { Pinned } from "../../store/state";
import { aligned } from "../what-if/compareshape";

/** A place on the axis: word `step` of the present text, counted from 0; −1 is before the first, fractions lie between two words. */
export interface GhostPoint {
  step: number;
  logit: number;
}

/** Common words share a column; words that only the other text has stand close together where they were. */
export function ghostOf({ prediction: other }: Pinned, now: Prediction): GhostPoint[] {
  const pairs = aligned(other.tokens.slice(0, other.kept), now.tokens.slice(0, now.kept));
  const points: GhostPoint[] = [{ step: -1, logit: other.zero_logit }];
  let last = -1;
  let between: number[] = [];
  const place = (end: number) => {
    between.forEach((token, i) => {
      const step = last + ((end - last) * (i + 1)) / (between.length + 1);
      points.push({ step, logit: other.running_logit[token] ?? 0 });
    });
    between = [];
  };
  for (const { before, now: here } of pairs) {
    if (before !== null && here === null) between.push(before);
    if (here === null) continue;
    if (before !== null) {
      place(here);
      points.push({ step: here, logit: other.running_logit[before] ?? 0 });
      last = here;
    }
  }
  // What the other text has beyond the end of the present one stands in its last column.
  place(Math.max(last, now.kept - 1) + 0.5);
  return points;
}
