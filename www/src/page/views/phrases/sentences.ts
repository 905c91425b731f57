/** "Words that work together": pairs, phrases, and what contextual decomposition makes of a selection. */

import * as of from "../../../generated/words/phrases";
import type { ContextualDecomposition, Interactions, Pair, Phrase, PhraseTree } from "../../../types";
import { inUnit } from "../../writing/numbers";
import { type Sentence, isMark, tell, word, yes } from "../../writing/sentence";

/** Below this the words hardly need each other (in logit units, or shares of probability). A guess that reads well. */
const HARDLY = { logit: 0.1, probability: 0.01 };

/** Of the pairs found, the one worth a sentence: the strongest of two words, marks apart. */
export function worthTelling(found: Interactions): Pair | null {
  const pair = found.pairs.find(({ tokens }) => !tokens.some(isMark)) ?? null;
  return pair === null || Math.abs(pair.interaction) < HARDLY[found.target] ? null : pair;
}

/** The strongest pair in words. */
export function pairSentence(found: Interactions, [a, b]: [Sentence, Sentence]): Sentence {
  const pair = worthTelling(found);
  if (pair === null) return tell(of.hardly);
  const unit = (value: number) => inUnit(value, found.target);
  const [first, second] = pair.alone;
  return tell(of.pair, {
    a,
    b,
    more: unit(Math.abs(pair.interaction)).replace("+", ""),
    way: pair.interaction > 0 ? "up" : "other",
    together: unit(pair.together),
    first: unit(first),
    second: unit(second),
  });
}

/** What was tried, and what that means. */
export function triedSentence({ fidelity: { done, total, all } }: Interactions): Sentence {
  return done < total ? tell(of.tried_so_far, { done, total }) : tell(of.tried, { done, all });
}

/** The selected phrase against the sum of its words. */
export function phraseSentence(found: Interactions, phrase: Phrase, words: string): Sentence {
  const unit = (value: number) => inUnit(value, found.target);
  const sum = phrase.alone.reduce((total, value) => total + value, 0);
  const moved = { words: word(words), together: unit(phrase.together), sum: unit(sum) };
  if (Math.abs(phrase.interaction) < HARDLY[found.target]) return tell(of.phrase_hardly, moved);
  return tell(of.phrase, { ...moved, more: unit(phrase.interaction) });
}

/** The same by contextual decomposition; the doubt first. */
export function decomposedSentence({ decomposed: parts }: Phrase, words: string): Sentence {
  if (parts === null) return [];
  if (parts.runaway) return tell(of.decomposed_runaway, { words: word(words) });
  const { interaction, together } = parts;
  return tell(of.decomposed, { words: word(words), interaction, phrase: together, apart: together - interaction });
}

/** The strongest of the largest phrases that grew. */
export function treeSentence(tree: PhraseTree, nameOf: (span: [number, number]) => string): Sentence {
  const root = tree.nodes.length - 1;
  const phrases = tree.nodes.filter((node) => node.round > 0 && node.parent === root);
  const strongest = [...phrases].sort((a, b) => Math.abs(b.score) - Math.abs(a.score)).slice(0, 3);
  if (strongest.length === 0) return tell(of.apart);
  const items = strongest.map(({ span, score }) => tell(of.grown_one, { words: word(nameOf(span)), score }));
  return tell(of.grown, { n: items.length, phrases: items });
}

/** The selection's part of the score, with how well it adds up; a part that ran away is said to be none. */
export function partSentence(
  { score: part, rest, bias, logit: score, residual, runaway, kept_by_half: half }: ContextualDecomposition,
  words: string,
): Sentence {
  if (part === undefined || rest === undefined || score === undefined) return [];
  const name = word(words);
  if (runaway === true)
    return tell(of.part_runaway, { part, known: yes(half != null), half: Math.min(1, half ?? 0), words: name });
  return tell(of.part, { score, part, words: name, rest: rest + (bias ?? 0), off: tiny(residual ?? 0) });
}

/** A rounding error: `0.000001`. */
function tiny(value: number): string {
  const places = Math.min(9, Math.max(1, Math.ceil(-Math.log10(Math.max(value, 1e-9)))));
  return (10 ** -(places - 1)).toFixed(places - 1);
}
