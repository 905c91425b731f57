/** What the network is looking for: corpus search and activation maximization. */

import type { From, InnerTarget } from "./basics";

export interface RankedWord {
  token: string;
  /** For bigrams, both words. */
  tokens?: string[];
  id?: number;
  score: number;
  /** How often the training texts hold it; null without an index. */
  count: number | null;
  probability?: number;
}

export interface Ranking {
  method: string;
  from: From;
  target: InnerTarget;
  items: RankedWord[];
  lowest: RankedWord[];
  words: number;
  seconds?: number | null;
  passes: number;
  minimum_count: number;
  /** The target before any of the words; null for a gate before the first step. */
  base: number | null;
}

export interface RealToken {
  token: string;
  score: number;
}

export interface Maximization {
  method: string;
  from: From;
  target: InnerTarget;
  norm: "free" | "vocabulary-mean" | number;
  /** Nearest tokens by cosine. */
  items: RankedWord[];
  soft: { score: number; probability?: number; norm: number };
  /** Its nearest word, read by the network. */
  snapped: RealToken | null;
  /** The best word there is; null until every word has been tried. */
  searched: RealToken | null;
  vocabulary_norm: { mean: number; p99: number };
  restarts: number;
  iterations: number;
  seconds?: number | null;
  passes: number;
  search_seconds?: number | null;
  search_passes: number;
  gradient_norm?: number;
  /** The best score after every ten iterations. */
  path: number[];
  seed: number | null;
}
