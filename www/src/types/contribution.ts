/** Contribution over time. */

/** How a word's worth ran, in logit units. */
export interface WordCourse {
  /** When it was read. */
  read: number;
  peak: number;
  peak_after: number;
  /** After the last word. */
  last: number;
  /** Words until half of it was left; null if that never happened. */
  half_life: number | null;
}

export interface ContributionOverTime {
  method: string;
  target: "logit";
  tokens: string[];
  /** What is left of each word in the end. */
  weights: number[];
  words: WordCourse[];
  /** values[k]: what the word was worth after k further words. */
  rows: { word: number; values: number[] }[];
  /** Units of the last layer: what each brings to the score, and the words until it has forgotten half. */
  units: { contribution: number; half_life: number | null }[];
  intercept: number;
  running_logit: number[];
  fidelity: { gap: number; done: number; layers: number };
}
