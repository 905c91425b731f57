/** p-values after every word → two lines and the higher of them. */

import type { NeighbourJudgement } from "../../../types";

export interface Point {
  x: number;
  y: number;
}

export interface CredibilityShape {
  width: number;
  height: number;
  left: number;
  right: number;
  bottom: number;
  positive: Point[];
  negative: Point[];
  credibility: Point[];
  marks: { y: number; text: string }[];
}

const TOP = 12;
const HEIGHT = 168;
const LEFT = 46;
/** How high the scale may reach; the lowest that holds every value is taken. */
const REACH = [0.25, 0.5, 1];

export function credibilityShape(prefixes: NeighbourJudgement[], width: number): CredibilityShape {
  const right = width - 6;
  const bottom = HEIGHT - 22;
  const all = prefixes[prefixes.length - 1]?.tokens ?? 1;
  const x = (tokens: number) => LEFT + (all > 1 ? (tokens - 1) / (all - 1) : 0) * (right - LEFT);
  const most = prefixes.reduce((a, judged) => Math.max(a, judged.credibility), 0);
  const reach = REACH.find((end) => most <= end) ?? 1;
  const y = (p: number) => bottom - (p / reach) * (bottom - TOP);
  const points = (value: (judged: NeighbourJudgement) => number) =>
    prefixes.map((judged) => ({ x: x(judged.tokens), y: y(value(judged)) }));
  return {
    width,
    height: HEIGHT,
    left: LEFT,
    right,
    bottom,
    positive: points((judged) => judged.p[1] ?? 0),
    negative: points((judged) => judged.p[0] ?? 0),
    credibility: points((judged) => judged.credibility),
    marks: [0, reach / 2, reach].map((p) => ({ y: y(p), text: `${p * 100}\u202F%` })),
  };
}

/** The prefix that ends nearest to so many words. */
export function nearestPrefix(prefixes: NeighbourJudgement[], tokens: number): number {
  let best = 0;
  prefixes.forEach((judged, i) => {
    if (Math.abs(judged.tokens - tokens) < Math.abs((prefixes[best]?.tokens ?? 0) - tokens)) best = i;
  });
  return best;
}

/** The tokens whose leaving out changes most, strongest first. */
export function strongestChanges(changes: number[], most: number): number[] {
  return changes
    .map((_, token) => token)
    .sort((a, b) => Math.abs(changes[b] ?? 0) - Math.abs(changes[a] ?? 0) || a - b)
    .slice(0, most);
}
