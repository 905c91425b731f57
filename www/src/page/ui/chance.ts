/** Whether a share among the texts that hold a word says anything about the word. */

import type { Histogram } from "../../types";

/** In as many of a hundred samples of texts without a tendency the share would stand out as much, on either side. */
export const LEVEL = 0.025;
/** A share this close to that of all texts is about as everywhere, however many they are (a guess). */
const LIKE_THE_REST = 0.05;

/** How the labels of the texts that hold a word lie to those of all texts. */
export type Tendency = "everywhere" | "chance" | "first" | "last";

/**
 * Which class the texts that hold the words have more often than all texts do: surely so, by an exact binomial test, and
 * by enough to matter. That is, all texts' share lies outside the 95 % interval of Clopper and Pearson.
 */
export function tendencyOf({
  reviews,
  positive,
  base_rate: base,
}: Pick<Histogram, "reviews" | "positive" | "base_rate">): Tendency {
  const share = reviews === 0 ? base : positive / reviews;
  if (Math.abs(share - base) < LIKE_THE_REST) return "everywhere";
  const isMore = share > base;
  const tail = isMore ? tailFrom(positive, reviews, base) : tailFrom(reviews - positive, reviews, 1 - base);
  return tail >= LEVEL ? "chance" : isMore ? "last" : "first";
}

/** P(X ≥ hits) for so many draws of that chance. */
export function tailFrom(hits: number, draws: number, chance: number): number {
  if (hits <= 0) return 1;
  if (chance <= 0 || chance >= 1) return chance <= 0 ? 0 : 1;
  let log = draws * Math.log1p(-chance);
  let sum = 0;
  const odds = Math.log(chance) - Math.log1p(-chance);
  for (let i = 0; i <= draws; i++) {
    if (i >= hits) sum += Math.exp(log);
    log += Math.log((draws - i) / (i + 1)) + odds;
  }
  return Math.min(1, sum);
}
