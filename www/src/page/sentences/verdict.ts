/** The verdict and the small facts beside it. */

import type { Prediction } from "../../types";
import { count, counted, percent } from "../numbers";
import { type Sentence, sentence, strong, verdict } from "../sentence";
import type { Origin } from "../state";

/** Closer to one half than this, the doubt comes first. */
const UNSURE = 0.1;

export function verdictSentence(prediction: Prediction): Sentence {
  const positive = prediction.probability >= 0.5;
  const sure = `${percent(towards(prediction.probability, positive))}${inBrackets(prediction, positive)}`;
  if (prediction.found === 0) {
    if (Math.abs(prediction.probability - 0.5) < UNSURE)
      return sentence`Before it reads a word, the network is undecided: ${percent(prediction.probability)} positive.`;
    return sentence`Before it reads a word, the network says ${verdict(positive)}, ${sure}.`;
  }
  if (Math.abs(prediction.probability - 0.5) < UNSURE) {
    return sentence`The network can hardly decide: ${verdict(positive)}, ${sure}.`;
  }
  return sentence`The network calls this ${verdict(positive)}, ${sure}.`;
}

const towards = (probability: number, positive: boolean) => (positive ? probability : 1 - probability);

/** What the calibrated probability adds, where it is another. */
function inBrackets({ probability, calibrated }: Prediction, positive: boolean): string {
  if (typeof calibrated !== "number") return "";
  const [said, holds] = [probability, calibrated].map((value) => percent(towards(value, positive)));
  return said === holds ? "" : ` (calibrated ${holds})`;
}

const HAS_LETTERS = /[\p{L}\p{N}]/u;
const PUNCTUATION = /^\p{P}+$/u;

export function facts(prediction: Prediction, origin: Origin): Sentence[] {
  return [...calibratedFacts(prediction), ...lengthFacts(prediction), ...labelFacts(prediction, origin)];
}

/** The calibrated probability in words. */
function calibratedFacts({ probability, calibrated, found }: Prediction): Sentence[] {
  if (typeof calibrated !== "number" || found === 0) return [];
  const holds = towards(calibrated, probability >= 0.5);
  // Near the end in thousands, lest one promises that all are.
  const of = holds < 0.985 ? 100 : 1000;
  return [
    sentence`of ${count(of)} verdicts as sure as this, about ${strong(count(Math.min(of - 1, Math.round(of * holds))))} are right`,
  ];
}

function lengthFacts(prediction: Prediction): Sentence[] {
  const { tokens, unknown, found, kept } = prediction;
  if (found === 0) return [sentence`no words yet`];
  const signs = tokens.filter((token) => !HAS_LETTERS.test(token));
  const strange = unknown.filter(Boolean).length;
  const known = strange === 0 ? "all known" : `${count(strange)} unknown to the network`;
  if (found > kept) {
    return [
      sentence`read the first ${strong(count(kept))} of ${strong(count(found))} words and marks`,
      sentence`${known}`,
    ];
  }
  const words = kept - signs.length;
  const other = signs.every((sign) => PUNCTUATION.test(sign)) ? "punctuation mark" : words > 0 ? "other sign" : "sign";
  const counts = [words > 0 ? counted(words, "word") : "", signs.length > 0 ? counted(signs.length, other) : ""];
  return [sentence`${counts.filter(Boolean).join(" and ")}, ${known}`];
}

function labelFacts(prediction: Prediction, origin: Origin): Sentence[] {
  if (origin.label === null) return [];
  const meant = origin.label === 1 ? "positive" : "negative";
  const right = prediction.probability >= 0.5 === (origin.label === 1);
  return [sentence`labelled ${strong(meant)}: the network is ${strong(right ? "right" : "wrong")}`];
}
