/** "Did it move the decision?", from leaving it out and from LIME. */

import * as words from "../../../generated/words/move";
import * as nothingVaries from "../../../generated/words/nothing_varies";
import type { Baseline, IntegratedGradients, Lime, Prediction, Target } from "../../../types";
import { classesOf, explainedClass } from "../../writing/classes";
import { ERRORS, decimal, inUnit, percent, signed } from "../../writing/numbers";
import { type Sentence, tell, tellPlain, word, yes } from "../../writing/sentence";
import { poorFit } from "../../ui/fit";
import type { Without } from "../text/without";

/** Below this a weight is called hardly any (logit units; in probability, points). A guess that reads well. */
const HARDLY: Record<Target, number> = { logit: 0.1, probability: 0.01 };

/** As a message's choice reads it. */
const targeted = (target: Target) => (target === "logit" ? "logit" : "other");

/** The effect of the chosen words, left out together. */
export function leftOutSentence(
  name: string,
  prediction: Prediction,
  weight: number,
  target: Target,
  left: Without | null,
): Sentence {
  const kind =
    left?.turns === true ? "decided" : Math.abs(weight) < HARDLY[target] ? "hardly" : weight > 0 ? "up" : "other";
  const moved = { kind, word: word(name), weight: inUnit(weight, target), target: targeted(target) } as const;
  if (left === null) return tell(words.left_out, moved);
  const of = {
    ...moved,
    now: prediction.probability,
    left: left.probability,
    class: explainedClass(classesOf(prediction)),
  };
  return percent(of.now) === percent(of.left) ? tell(words.alike, of) : tell(words.differs, of);
}

/** What LIME says about one word, of which it may leave out several places at once; the doubt first. */
export function limeSentence(
  lime: Lime,
  weight: number,
  error: number | null,
  left: number | null,
  places = 1,
): Sentence {
  const of = {
    weight: inUnit(weight, lime.target, error),
    places,
    poor: yes(poorFit(lime)),
    r2: lime.fidelity.r2 ?? 0,
  };
  if (weight === 0) return tell(words.lime_none, of);
  if (error !== null && Math.abs(weight) <= ERRORS * error) return tell(words.lime_unsure, of);
  if (left === null || Math.abs(left) < HARDLY[lime.target]) return tell(words.lime_gives, of);
  return Math.sign(left) === Math.sign(weight) ? tell(words.lime_agrees, of) : tell(words.lime_differs, of);
}

/** With sentences as its units LIME has no weight for a word, only for the sentences it stands in. */
export function limeOfSentences(lime: Lime, weight: number): Sentence {
  return tell(words.lime_sentences, { weight: inUnit(weight, lime.target) });
}

/** A text that says nothing, as nearly as may be. */
export const baselineName = (baseline: Baseline): string => tellPlain(words.baseline, { baseline });

/** What integrated gradients explain: the difference to a text that says nothing, and how well the sum meets it. */
export function integratedSentence({ target, fidelity }: IntegratedGradients): Sentence {
  const { score, baseline_score: from, gap, nodes: all, nodes_done: done, baseline } = fidelity;
  const show = (value: number) => (target === "logit" ? signed(value) : percent(value));
  const of = {
    score: show(score),
    from: show(from),
    baseline: baselineName(baseline),
    done,
    all,
    early: yes(done < all),
  };
  if (Math.abs(gap) < 0.0005) return tell(words.integrated_exact, of);
  const missed = { ...of, gap: inUnit(Math.abs(gap), target).replace("+", "") };
  return Math.abs(gap) > 0.05 * Math.abs(score - from)
    ? tell(words.integrated_off, missed)
    : tell(words.integrated, missed);
}

/** How well LIME's straight line fits here. */
export function fitSentence(lime: Lime): Sentence {
  const { r2, local_prediction: local, prediction, samples: n } = lime.fidelity;
  const sampler = lime.fidelity.sampler === "model-assisted" ? ("assisted" as const) : ("other" as const);
  // Where the network says the same of all variants there is no fit to speak of.
  if (r2 === null) return tell(nothingVaries.fit);
  const show = (value: number) => (lime.target === "logit" ? signed(value) : `${decimal(value * 100, 0)}\u202F%`);
  const of = { share: Math.max(0, r2), r2, n, sampler, local: show(local), network: show(prediction) };
  return poorFit(lime) ? tell(words.fit_poor, of) : tell(words.fit, of);
}

/** The stop rule's advice while LIME runs or after it was stopped. */
export function adviceSentence(lime: Lime): Sentence {
  const { samples, samples_total: total, stable } = lime.fidelity;
  if (samples >= total) return [];
  return stable ? tell(words.settled) : tell(words.unsettled);
}

/** How many of LIME's words stand out from their error. */
export function toldApartSentence(lime: Lime): Sentence {
  const { standard_errors: errors, weights, tokens } = lime;
  if (errors === null) return [];
  const seen = new Map(tokens.map((token, i) => [token, Math.abs(weights[i] ?? 0) > ERRORS * (errors[i] ?? 0)]));
  return tell(words.told_apart, { n: [...seen.values()].filter(Boolean).length, all: seen.size });
}
