/** Phrase rules of the whole network. */

import type { Label } from "./basics";

/** A phrase of the list of rules; with the places where it stands in the text asked about. */
export interface PhraseRule {
  rank: number;
  tokens: string[];
  class: Label;
  /** On average it multiplies the odds of its class by about so much. */
  score: number;
  occurrences: number;
  reviews: number;
  /** The tokens at which it begins in the text asked about. */
  positions: number[];
}

/** How a list of so many rules does on reviews that the network has not seen; shares of them. */
export interface RulePoint {
  rules: number;
  fired: number;
  fidelity: number;
  accuracy: number;
  /** If all phrases that fire are added up. */
  vote_fidelity: number;
  vote_accuracy: number;
}

export interface RuleNode {
  tokens: string[];
  /** Where to go on without the words and with them; 0 at a leaf. */
  without: number;
  with: number;
  /** Training reviews by the network's verdict. */
  positive: number;
  negative: number;
  class: Label;
}

export interface PhraseRules {
  method: string;
  form: "gamma" | "beta";
  ratio: number;
  minimum: number;
  total: number;
  positive: PhraseRule[];
  negative: PhraseRule[];
  firing: PhraseRule[];
  verdict: Label;
  network: Label;
  agrees: boolean;
  vote: Label;
  fallback: Label;
  /** Reviews on which the figures rest. */
  reviews: number;
  curve: RulePoint[];
  other_fidelity: number;
  tree: RuleNode[];
  path: number[];
  tree_verdict: Label;
  tree_fidelity: number;
  tree_accuracy: number;
}
