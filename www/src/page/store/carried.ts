/** What is chosen stays chosen while the text around it is written anew. */

import type { Prediction, TokenSpan } from "../../types";

/** Lines end as in a text field, whatever a text was pasted or linked with: its places are counted in one kind. */
export const lineEnds = (text: string): string => text.replace(/\r\n?/g, "\n");

/** Where a stretch of one text stands in another; null if it was changed itself. */
export function moved(stretch: TokenSpan | null, before: string, after: string): TokenSpan | null {
  if (stretch === null) return null;
  const most = Math.min(before.length, after.length);
  let [start, end] = [0, 0];
  while (start < most && before[start] === after[start]) start++;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const by = after.length - before.length;
  if (stretch[1] <= start) return stretch;
  return stretch[0] >= before.length - end ? [stretch[0] + by, stretch[1] + by] : null;
}

/** The tokens that make up this very stretch of their text. */
export function tokensOf({ spans }: Prediction, stretch: TokenSpan | null): TokenSpan | null {
  const [first, last] = [
    spans.findIndex(([from]) => from === stretch?.[0]),
    spans.findIndex(([, to]) => to === stretch?.[1]),
  ];
  return first < 0 || last < first ? null : [first, last + 1];
}
