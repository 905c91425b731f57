/** A rule by its words. */

import type { PhraseRule, PhraseRules } from "../../types";
import { joined } from "../writing/pieces";

const written = (words: string[]) => joined(words).toLowerCase();
const byName = new WeakMap<PhraseRules, Map<string, PhraseRule>>();

/** As the list has it; else however it is spaced or cased: `Waste of time.` names the phrase of the tokens `waste of time .`. */
export function ruleNamed(list: PhraseRules, words: string[]): PhraseRule | undefined {
  const known = byName.get(list) ?? named([...list.positive, ...list.negative]);
  byName.set(list, known);
  return known.get(words.join(" ")) ?? known.get(written(words));
}

/** Vocabularies that keep capitals may have two phrases that are written alike: each has its own tokens. */
function named(rules: PhraseRule[]): Map<string, PhraseRule> {
  return new Map([
    ...rules.map((rule) => [written(rule.tokens), rule] as const),
    ...rules.map((rule) => [rule.tokens.join(" "), rule] as const),
  ]);
}
