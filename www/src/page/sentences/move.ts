/** "Did it move the decision?", from leaving it out and from LIME. */

import { words as nothingVaries } from "../../generated/words/nothing_varies";
import type { Baseline, IntegratedGradients, LeaveOneOut, Lime, Prediction, Target } from "../../types";
import { ERRORS, count, decimal, inUnit, percent, sigmoid, signed } from "../numbers";
import { type Sentence, isMark, plain, sentence, strong, tell, word } from "../sentence";

/** Below this a weight is called hardly any (logit units; in probability, points). A guess that reads well. */
const HARDLY: Record<Target, number> = { logit: 0.1, probability: 0.01 };
/** Below this R² LIME's straight line does not describe the network here. */
export const POOR_FIT = 0.5;

/** The probability that the text has without the words. */
export function without(prediction: Prediction, weight: number, target: Target): number {
  return target === "logit" ? sigmoid(prediction.logit - weight) : prediction.probability - weight;
}

/** Said where the probability with and without the words reads alike. */
function difference(weight: number, target: Target): string {
  return `a difference of ${inUnit(weight, target)}${target === "logit" ? " in the score" : ""}`;
}

/** The effect of the chosen words, left out together. */
export function leftOutSentence(words: string, prediction: Prediction, weight: number, target: Target): Sentence {
  const other = without(prediction, weight, target);
  const [now, then] = [percent(prediction.probability), percent(other)];
  const numbers =
    now === then
      ? sentence`${now} positive with ${word(words)} and without, ${difference(weight, target)}`
      : sentence`${now} positive with ${word(words)}, ${strong(then)} without`;
  if (other >= 0.5 !== prediction.probability >= 0.5) return sentence`${strong("It decided.")} ${numbers}.`;
  if (Math.abs(weight) < HARDLY[target]) return sentence`${strong("Hardly.")} ${numbers}.`;
  return sentence`${strong(weight > 0 ? "Yes, up." : "Yes, down.")} ${numbers}.`;
}

/** What LIME says about one word, of which it may leave out several places at once; the doubt first. */
export function limeSentence(
  lime: Lime,
  weight: number,
  error: number | null,
  left: number | null,
  places = 1,
): Sentence {
  const value = `${inUnit(weight, lime.target, error)}${atOnce(places)}`;
  const doubt = poorFit(lime)
    ? sentence`LIME fits this text poorly (R² ${decimal(lime.fidelity.r2 ?? 0)}), so take its word with care: `
    : [];
  const lead = poorFit(lime) ? "it" : "LIME";
  if (weight === 0) return sentence`${doubt}${lead} gives it no weight.`;
  if (error !== null && Math.abs(weight) <= ERRORS * error) {
    return sentence`${doubt}${lead} cannot tell its weight from zero (${value}).`;
  }
  if (left === null || Math.abs(left) < HARDLY[lime.target]) return sentence`${doubt}${lead} gives it ${value}.`;
  const agrees = Math.sign(left) === Math.sign(weight);
  return sentence`${doubt}${lead} ${agrees ? "agrees on the direction" : strong("sees it the other way")} (${value}).`;
}

/** Where a word stands several times, LIME leaves it out everywhere: its weight is not that of one place. */
const atOnce = (places: number): string => (places > 1 ? ` for all ${count(places)} places at once` : "");

/** With sentences as its units LIME has no weight for a word, only for the sentences it stands in. */
export function limeOfSentences(lime: Lime, weight: number): Sentence {
  return sentence`LIME weighed whole sentences; what the selection stands in got ${inUnit(weight, lime.target)}.`;
}

/** Texts that say nothing, as nearly as may be. */
export const BASELINES: Record<Baseline, string> = {
  unknown: "unknown words",
  mean: "the mean of all words",
  zero: "zero vectors",
  pad: "padding",
};

/** What integrated gradients explain: the difference to a text that says nothing, and how well the sum meets it. */
export function integratedSentence({ target, fidelity }: IntegratedGradients): Sentence {
  const { score, baseline_score: from, gap, nodes, nodes_done: done } = fidelity;
  const show = (value: number) => (target === "logit" ? signed(value) : percent(value));
  const early = done < nodes ? sentence`${strong("Not finished:")} ${count(done)} of ${count(nodes)} points. ` : [];
  const missed = Math.abs(gap) < 0.0005 ? "less than 0.001" : inUnit(Math.abs(gap), target).replace("+", "");
  const doubt =
    Math.abs(gap) > 0.05 * Math.abs(score - from)
      ? sentence`${strong("Take it with care:")} the sum misses that by ${missed}.`
      : sentence`The weights add up to that, to within ${missed}.`;
  return sentence`${early}Integrated gradients share out the difference between this text (${show(score)}) and one of ${BASELINES[fidelity.baseline]} only, which the network scores ${strong(show(from))}: no text is neutral. ${doubt}`;
}

export function poorFit(lime: Lime): boolean {
  return lime.fidelity.r2 !== null && lime.fidelity.r2 < POOR_FIT;
}

/** How well LIME's straight line fits here. */
export function fitSentence(lime: Lime): Sentence {
  const { r2, local_prediction: local, prediction, samples } = lime.fidelity;
  // Where the network says the same of all variants there is no fit to speak of.
  if (r2 === null) return tell(nothingVaries.fit);
  const show = (value: number) => (lime.target === "logit" ? signed(value) : `${decimal(value * 100, 0)}\u202F%`);
  const explains = poorFit(lime)
    ? sentence`LIME’s straight line ${strong("does not describe the network well here")}: it explains ${percent(Math.max(0, r2))}`
    : sentence`LIME’s straight line explains ${strong(percent(r2))}`;
  return sentence`${explains} of how the score varies over ${count(samples)} variants of the text (R² ${decimal(r2)}); for the text itself it says ${show(local)}, the network ${show(prediction)}.`;
}

/** The stop rule's advice while LIME runs or after it was stopped. */
export function adviceSentence(lime: Lime): Sentence {
  const { samples, samples_total: total, stable } = lime.fidelity;
  if (samples >= total) return [];
  if (stable) return sentence`The order of the strongest words has settled; stopping now would change little.`;
  return sentence`The order of the strongest words still changes: more samples would help.`;
}

/** How many of LIME's words stand out from their error. */
export function toldApartSentence(lime: Lime): Sentence {
  const { standard_errors: errors, weights, tokens } = lime;
  if (errors === null) return [];
  const seen = new Map(tokens.map((token, i) => [token, Math.abs(weights[i] ?? 0) > ERRORS * (errors[i] ?? 0)]));
  const told = [...seen.values()].filter(Boolean).length;
  return sentence`${count(told)} of ${count(seen.size)} different words stand out from their error.`;
}

/** The word that weighs most, as the tint's own sentence. */
export function strongestSentence(
  shown: LeaveOneOut | Lime,
  prediction: Prediction,
  name: Sentence,
  weight: number,
  places = 1,
): Sentence {
  if (shown.method === "lime")
    return sentence`LIME gives ${name} the most weight: ${inUnit(weight, shown.target)}${atOnce(places)}.`;
  const [now, other] = [percent(prediction.probability), percent(without(prediction, weight, shown.target))];
  const all = isMark(plain(name.slice(0, 1))) ? "words and marks" : "words";
  if (now === other)
    return sentence`Of all ${all} ${name} weighs most: without it the text would still be ${now} positive, ${difference(weight, shown.target)}.`;
  return sentence`Of all ${all} ${name} weighs most: without it the text would be ${other} positive, not ${now}.`;
}
