/** Weights → how strongly each word is tinted. */

import type { Target } from "../../types";

/** Steps of tint in either direction. */
export const LEVELS = 8;
/** From this step on a word is underlined and marked: about a third of the strongest word's weight. */
export const STRONG = 4;
/** A guess that reads well: with 1 the middling words would vanish, with a half noise would show. */
const SLOWER = 0.65;
/** The full tint is never given to less than this, lest noise look like a reason. */
const FULL_TINT_AT_LEAST: Record<Target, number> = { logit: 0.25, probability: 0.02 };

export interface Tint {
  /** Per token, −LEVELS … LEVELS. */
  levels: number[];
  /** The weight that gets the full tint. */
  full: number;
}

/** The tint grows slower than the weight, so that one very strong word does not leave the others blank. */
export function tint(weights: number[], target: Target): Tint {
  const full = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), FULL_TINT_AT_LEAST[target]);
  const levels = weights.map((weight) => {
    const level = Math.round(LEVELS * Math.min(1, Math.abs(weight) / full) ** SLOWER);
    return Number.isFinite(level) ? Math.sign(weight) * level : 0;
  });
  return { levels, full };
}
