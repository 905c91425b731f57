/** Words and tints stay where they are while the text around them is written anew, until the network has read it. */

import type { Prediction, TokenSpan } from "../../../types";

/** What tinted a text: a weight for each of its words. */
export interface Weighed {
  text: string;
  spans: TokenSpan[];
  weights: number[];
}

/** Where a stretch of the text before a change stands after it; null if the change touched it. */
function follower(before: string, after: string): (span: TokenSpan) => TokenSpan | null {
  const most = Math.min(before.length, after.length);
  let [start, end] = [0, 0];
  while (start < most && before[start] === after[start]) start++;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const by = after.length - before.length;
  return ([from, to]) => {
    if (to <= start) return [from, to];
    return from >= before.length - end ? [from + by, to + by] : null;
  };
}

/** The words that a change left alone, where they stand now; null if it is another text rather than this one changed. */
export function carriedPrediction(prediction: Prediction, before: string, after: string): Prediction | null {
  const follow = follower(before, after);
  const spans: TokenSpan[] = [];
  const unknown: boolean[] = [];
  prediction.spans.slice(0, prediction.kept).forEach((span, i) => {
    const now = follow(span);
    if (now === null) return;
    spans.push(now);
    unknown.push(prediction.unknown[i] === true);
  });
  if (2 * spans.length < prediction.kept || spans.length === 0) return null;
  return { ...prediction, spans, unknown, kept: spans.length, found: spans.length };
}

/** Weights of a text before it was changed, for the words of the present one; null where too few of them are left. */
export function carriedWeights(from: Weighed, text: string, spans: TokenSpan[]): number[] | null {
  const follow = follower(from.text, text);
  const weights = new Map<string, number>();
  from.spans.forEach((span, i) => {
    const now = follow(span);
    if (now !== null) weights.set(now.join(), from.weights[i] ?? 0);
  });
  if (2 * weights.size < from.weights.length) return null;
  return spans.map((span) => weights.get(span.join()) ?? 0);
}
