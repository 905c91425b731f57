/** Words together: contextual decomposition, interactions, phrase tree. */

import type { Attribution } from "./attribution";
import type { Target, TokenSpan } from "./basics";

export interface DecompositionFidelity {
  /** The largest |score + rest + bias − logit|. */
  residual: number;
  /** By word: its part feeds itself. */
  runaway: boolean[];
  runaway_words: number;
  done: number;
  score: number;
}

/** Contextual decomposition; the lower half is that of the span, once it is known. */
export interface ContextualDecomposition extends Attribution<DecompositionFidelity> {
  span?: TokenSpan;
  score?: number;
  rest?: number;
  bias?: number;
  logit?: number;
  residual?: number;
  runaway?: boolean;
  /** What is left of the part's length when half of its words count as its own; null where it has faded. */
  kept_by_half?: number | null;
}

export interface Pair {
  i: number;
  j: number;
  tokens: [string, string];
  /** together − both alone. */
  interaction: number;
  together: number;
  /** What each does without the other. */
  alone: [number, number];
}

export interface Phrase {
  span: TokenSpan;
  together: number;
  alone: number[];
  interaction: number;
  decomposed: { together: number; alone: number[]; interaction: number; runaway: boolean } | null;
}

export interface Interactions {
  method: string;
  target: Target;
  tokens: string[];
  /** By falling size. */
  pairs: Pair[];
  phrase: Phrase | null;
  fidelity: { exact: boolean; score: number; done: number; total: number; all: number };
}

export interface PhraseNode {
  span: TokenSpan;
  score: number;
  /** The sum of its words' scores. */
  words: number;
  parent: number | null;
  /** 0 for single words. */
  round: number;
  runaway: boolean;
}

export interface PhraseTree {
  method: string;
  target: Target;
  score: "leave-out" | "contextual-decomposition" | "contextual-decomposition-always";
  tokens: string[];
  /** Words in order, then phrases, last the whole text. */
  nodes: PhraseNode[];
  fidelity: { exact: boolean; score: number; rounds: number; chosen: number; runaway: number };
}
