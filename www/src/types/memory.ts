/** Where training holds the like: token search and activation similarity. */

import type { From, Label, TokenSpan } from "./basics";
import type { Split } from "./reviews";

export interface Histogram {
  reviews: number;
  positive: number;
  negative: number;
  occurrences: number;
  base_rate: number;
  bins: number;
  negative_bins: number[];
  positive_bins: number[];
  mean_probability: number | null;
}

export interface FoundReview {
  review: number;
  split: Split;
  label: Label;
  probability: number;
  count: number;
  position: number;
}

export interface TokenSearch {
  method: string;
  span: TokenSpan;
  tokens: string[];
  /** One of the words is not in the vocabulary, so nothing is searched for. */
  unknown?: boolean;
  train: Histogram;
  validation: Histogram;
  reviews: FoundReview[];
  prediction: number;
}

export interface SimilarPassage {
  review: number;
  /** The token at which the passage ends. */
  position: number;
  tokens?: string[] | null;
  score: number;
  label: Label;
  probability: number;
  /** How often the training texts hold the words; only where runs of words are compared. */
  count?: number;
}

export interface Similarity {
  method: string;
  span: TokenSpan;
  from: From;
  metric: "l2" | "cosine";
  exact: boolean;
  /** How many positions were compared. */
  positions: number;
  /** How many reviews were read again for this answer. */
  reread?: number;
  /** How many of the positions were known from an earlier exact answer. */
  remembered?: number;
  /** Bytes of memory in which training states are kept for later answers. */
  kept_bytes?: number;
  items: SimilarPassage[];
  /** Measured share of the exact answer that the first answer holds. */
  recall: number | null;
}
