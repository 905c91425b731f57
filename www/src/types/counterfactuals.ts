/** Counterfactuals: words changed or left out until the verdict turns. */

export interface WordChange {
  position: number;
  token: string;
  /** Null where the word is left out. */
  replacement: string | null;
}

export interface ChangedText {
  changes: WordChange[];
  logit: number;
  probability: number;
}

export interface Counterfactuals {
  method: string;
  kind: "replace" | "leave-out";
  base: { logit: number; probability: number };
  items: ChangedText[];
  /** Where none is found: what came nearest. */
  nearest: ChangedText | null;
  passes: number;
  tried: number;
  /** Words changed at once at most. */
  flips: number;
  similarity: number;
  finished: boolean;
  verified: boolean;
}
