/** "Words that work together": pairs, phrases, and what contextual decomposition makes of a selection. */

import type { ContextualDecomposition, Interactions, Pair, Phrase, PhraseTree } from "../../types";
import { count, counted, inUnit, percent, signed } from "../numbers";
import { type Sentence, isMark, listed, sentence, strong, word } from "../sentence";

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
  if (pair === null)
    return sentence`${strong("Hardly any.")} No two words that were tried do much together that they would not do apart.`;
  const unit = (value: number) => inUnit(value, found.target);
  const more = pair.interaction > 0 ? "up" : "down";
  return sentence`${a} and ${b} together pull ${strong(unit(Math.abs(pair.interaction)).replace("+", ""))} further ${more} than the sum of each without the other: ${unit(pair.together)} together, ${unit(pair.alone[0])} and ${unit(pair.alone[1])} alone.`;
}

/** What was tried, and what that means. */
export function triedSentence(found: Interactions): Sentence {
  const { done, total, all } = found.fidelity;
  const tried =
    done < total
      ? `${count(done)} of ${count(total)} pairs tried so far`
      : `${count(done)} of ${counted(all, "pair")} tried: neighbours, and every pair of the strongest words`;
  return sentence`Exact, but for texts with holes that nobody would write. ${tried}.`;
}

/** The selected phrase against the sum of its words. */
export function phraseSentence(found: Interactions, phrase: Phrase, words: string): Sentence {
  const unit = (value: number) => inUnit(value, found.target);
  const sum = phrase.alone.reduce((total, value) => total + value, 0);
  const lead = sentence`As a phrase ${word(words)} moves the score by ${strong(unit(phrase.together))}; its words put back one at a time, by ${unit(sum)} in all`;
  if (Math.abs(phrase.interaction) < HARDLY[found.target]) return sentence`${lead}: hardly more than their sum.`;
  return sentence`${lead}. Being together is worth ${strong(unit(phrase.interaction))}.`;
}

/** The same by contextual decomposition; the doubt first. */
export function decomposedSentence(phrase: Phrase): Sentence {
  const parts = phrase.decomposed;
  if (parts === null) return [];
  if (parts.runaway)
    return sentence`Contextual decomposition ran away on these words, so it says nothing about them here.`;
  return sentence`Contextual decomposition puts what they do together at ${signed(parts.interaction)} (phrase ${signed(parts.together)}, words ${signed(parts.together - parts.interaction)}).`;
}

/** The strongest of the largest phrases that grew. */
export function treeSentence(tree: PhraseTree, nameOf: (span: [number, number]) => string): Sentence {
  const root = tree.nodes.length - 1;
  const phrases = tree.nodes.filter((node) => node.round > 0 && node.parent === root);
  const strongest = [...phrases].sort((a, b) => Math.abs(b.score) - Math.abs(a.score)).slice(0, 3);
  if (strongest.length === 0) return sentence`The strongest words stand apart: no phrase grew.`;
  const items = strongest.map((node) => sentence`${word(nameOf(node.span))} (${signed(node.score)})`);
  return sentence`Of the largest phrases that grew from the strongest words, the weightiest ${strongest.length === 1 ? "is" : "are"} ${listed(items)}.`;
}

/** The selection's part of the score, with how well it adds up; a part that ran away is said to be none. */
export function partSentence(
  { score, rest, bias, logit, residual, runaway, kept_by_half: half }: ContextualDecomposition,
  words: string,
): Sentence {
  if (score === undefined || rest === undefined || logit === undefined) return [];
  if (runaway === true) {
    const kept = half == null ? "" : `half of its input leaves ${percent(Math.min(1, half))} of it`;
    return sentence`${strong("Contextual decomposition ran away here")} (${signed(score)}): this part feeds itself, ${kept}, so it is not what ${word(words)} did.`;
  }
  return sentence`Contextual decomposition splits the score ${signed(logit)} into ${strong(signed(score))} from ${word(words)} and ${signed(rest + (bias ?? 0))} from everything else, which adds up to within ${tiny(residual ?? 0)}.`;
}

/** A rounding error: `0.000001`. */
function tiny(value: number): string {
  const places = Math.min(9, Math.max(1, Math.ceil(-Math.log10(Math.max(value, 1e-9)))));
  return (10 ** -(places - 1)).toFixed(places - 1);
}
