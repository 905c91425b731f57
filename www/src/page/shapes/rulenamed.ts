/** A rule by its words. */

import type { PhraseRule, PhraseRules } from "../../types";
import { joined } from "./pieces";

const written = (words: string[]) => joined(words).toLowerCase();
const byName = new WeakMap<PhraseRules, Map<string, PhraseRule>>();

/** However the words are spaced: `waste of time.` is written like `waste of time .`. */
export function ruleNamed(list: PhraseRules, words: string[]): PhraseRule | undefined {
  const known = byName.get(list) ?? new Map([...list.positive, ...list.negative].map((rule) => [written(rule.tokens), rule]));
  byName.set(list, known);
  return known.get(written(words));
}
