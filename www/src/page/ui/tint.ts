/** Weights → how strongly each word is tinted. */

import type { Target } from "../../types";

/** Steps of tint in either direction. */
export const LEVELS = 8;
/** From this step on a word may be underlined and marked: a tenth of the strongest word's weight. */
const STRONG = 3;
/** Below this step a word stays as it is: a thirtieth of the strongest word's weight. */
const FAINTEST = 2;
/** The full tint is never given to less than this, lest noise look like a reason. */
const FULL_TINT_AT_LEAST: Record<Target, number> = { logit: 0.5, probability: 0.05 };
/** Marks on more words than this, or than this share of them, would mark nothing. */
const MARKED = 8;
const MARKED_SHARE = 0.1;

export interface Tint {
  /** Per token, −LEVELS … LEVELS. */
  levels: number[];
  /** Per token: underlined and marked. */
  strong: boolean[];
  /** The weight that gets the full tint. */
  full: number;
}

/** The tint grows with the root of the weight, so that one very strong word does not leave the others blank. */
export function tint(weights: number[], target: Target): Tint {
  const full = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), FULL_TINT_AT_LEAST[target]);
  const levels = weights.map((weight) => {
    const level = Math.round(LEVELS * Math.sqrt(Math.min(1, Math.abs(weight) / full)));
    return level >= FAINTEST ? Math.sign(weight) * level : 0;
  });
  return { levels, full, strong: strongest(weights, levels) };
}

function strongest(weights: number[], levels: number[]): boolean[] {
  const most = Math.max(MARKED, Math.ceil(MARKED_SHARE * weights.length));
  const sizes = weights.map(Math.abs);
  const least = [...sizes].sort((a, b) => b - a)[most - 1] ?? 0;
  return levels.map((level, i) => Math.abs(level) >= STRONG && (sizes[i] ?? 0) >= least);
}
