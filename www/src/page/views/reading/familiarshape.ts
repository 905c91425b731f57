/** How far the text is from the nearest training texts after each word. */

import type { NeighbourJudgement } from "../../../types";

/** Not a number where nothing is known. Of a long text some beginnings are judged: what one has holds until the next. */
export function distancesOf(prefixes: Pick<NeighbourJudgement, "tokens" | "distance">[], words: number): number[] {
  const all = Array.from({ length: words }, () => Number.NaN);
  for (const { tokens, distance } of prefixes) all.fill(distance ?? Number.NaN, tokens - 1);
  return all;
}
