/** Compiled from words/en/folds.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/sentence";

export const words = {
  fold: () => ["Only the answer"],
  unfold: () => ["Show how"],
  unfold_what: (d: { says: Place; view: Place }) => [d.says, ": ", d.view],
  folded_chosen: () => ["the chosen word"],
  folded_phrases: () => ["words that work together"],
  folded_anchors: () => ["what rule it follows here"],
  folded_credibility: () => ["whether it has seen anything like this"],
  folded_agreement: () => ["whether the methods agree"],
  folded_what_if: () => ["what if"],
  folded_inside: () => ["inside the network"],
  folded_pattern: () => ["where the same units switch on"],
  folded_rules: () => ["rules whatever the text"],
  folded_model: () => ["the model and its data"]
}
