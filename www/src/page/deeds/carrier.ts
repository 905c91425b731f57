/** The words that carried the verdict: which of the weighed words or phrases the network could least have done without. */

import type { TokenSpan } from "../../types";
import { isMark } from "../writing/sentence";
import type { State } from "../store/state";

export interface Carrier {
  span: TokenSpan;
  /** How far leaving it out moves the target, as leave-one-out has it: above zero where the words speak for the class that is explained. */
  weight: number;
  /** The probability of that class without it, as the network gives it; null for a phrase, whose text was weighed by its score alone. */
  left: number | null;
  /** The verdict turns without it. */
  turns: boolean;
}

/** A phrase is named instead of a word if it weighs this many times as much; longer ones always weigh more. */
const WORTH_A_PHRASE = 1.3;
const LONGEST_PHRASE = 4;

/** The strongest words, marks left out, on the side of the verdict, or on the other; null before all words are weighed, or without any. */
export function carrier(state: State, side: "for" | "against"): Carrier | null {
  const { prediction, slots, text } = state;
  const { result, answered, phase } = slots["leave-one-out"];
  if (
    prediction === null ||
    result === null ||
    phase !== "done" ||
    answered?.text !== text ||
    result.weights.length !== prediction.kept
  )
    return null;
  const sign = (prediction.verdict === prediction.class ? 1 : -1) * (side === "for" ? 1 : -1);
  const { without } = result;
  let best: Carrier | null = null;
  result.weights.forEach((weight, token) => {
    // One unknown word is to the network like any other: none of them carries anything as the word it is.
    if (isMark(result.tokens[token] ?? "") || prediction.unknown[token] === true) return;
    if (sign * weight <= sign * (best?.weight ?? 0)) return;
    const turns = without?.turning.includes(token) === true;
    best = { span: [token, token + 1], weight, left: without?.probabilities[token] ?? null, turns };
  });
  return best === null || side === "against" ? best : (phrase(state, sign, best) ?? best);
}

/** Phrases are weighed by the phrase tree, on the logit; those that end in a mark read badly, and without the whole text nothing is left to carry. */
function phrase({ slots, text, settings }: State, sign: number, word: Carrier): Carrier | null {
  const { result, answered } = slots["phrase-tree"];
  if (result === null || answered?.text !== text || result.score !== "leave-out" || settings.target !== result.target)
    return null;
  const { tokens } = result;
  let best: Carrier | null = null;
  for (const { span, score, parent } of result.nodes) {
    const words = span[1] - span[0];
    if (parent === null) continue;
    if (isMark(tokens[span[0]] ?? "") || isMark(tokens[span[1] - 1] ?? "")) continue;
    if (words < 2 || words > LONGEST_PHRASE || sign * score < WORTH_A_PHRASE * sign * word.weight) continue;
    if (sign * score > sign * (best?.weight ?? 0)) best = { span, weight: score, left: null, turns: false };
  }
  return best;
}
