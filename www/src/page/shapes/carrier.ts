/** The words that carried the verdict: which of the weighed words or phrases the network could least have done without. */

import type { TokenSpan } from "../../types";
import { isMark } from "../sentence";
import type { State } from "../state";

export interface Carrier {
  span: TokenSpan;
  /** How far leaving it out moves the target, as leave-one-out has it: positive where the words speak for positive. */
  weight: number;
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
  const sign = (prediction.probability >= 0.5 ? 1 : -1) * (side === "for" ? 1 : -1);
  let best: Carrier | null = null;
  result.weights.forEach((weight, token) => {
    if (isMark(result.tokens[token] ?? "")) return;
    if (sign * weight > sign * (best?.weight ?? 0)) best = { span: [token, token + 1], weight };
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
    if (sign * score > sign * (best?.weight ?? 0)) best = { span, weight: score };
  }
  return best;
}
