/** Anchors: a rule that holds the verdict fast. */

import type { Label } from "./basics";

export type Perturbation = "delete" | "unknown" | "replace";

/** So many of `samples`, with its 95 % interval. */
export interface Proportion {
  share: number;
  low: number;
  high: number;
  samples: number;
}

/** Reviews that hold some words. */
export interface Holding {
  reviews: number;
  same_verdict: number;
  same_label: number;
}

/** A training review that holds the words of a rule. */
export interface RuleExample {
  review: number;
  label: Label;
  probability: number;
  /** Where each word of the rule first stands. */
  positions: number[];
}

export interface RuleMemory {
  words: Holding;
  /** Null where the words do not stand next to each other. */
  phrase: Holding | null;
  all: Holding;
  holds: RuleExample[];
  fails: RuleExample[];
}

/** Of anchors: a rule, or what there is of it so far. */
export interface Anchor {
  method: string;
  tokens: string[];
  perturbation: Perturbation;
  prediction: number;
  threshold: number;
  tolerance: number;
  /** The rule without words. */
  empty: Proportion | null;
  vacuous: boolean;
  rule: number[];
  own: boolean;
  /** On fresh samples. */
  precision: Proportion | null;
  /** On those of the search. */
  searched: Proportion | null;
  successful: boolean;
  minimal: boolean | null;
  without: { position: number; precision: Proportion }[];
  training: RuleMemory | null;
  out_of_samples: boolean;
  trying: [number, number];
  samples: number;
  finished: boolean;
  seed: number;
}
