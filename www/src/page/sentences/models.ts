/** Two networks on one text. */

import type { Manifest, Prediction } from "../../types";
import { count, percent, signed } from "../numbers";
import { type Sentence, listed, sentence, strong, verdict } from "../sentence";
import type { Namer } from "../shapes/named";
import { unknownOf } from "./unknown";

/** Differences of the probability below this are no news: half of what is shown. */
const SAME = 0.005;
/** From this share of unknown words on the doubt is said. */
const STRANGE = 0.15;
/** Words named of each. */
const NAMED = 3;

export function modelsSentence(here: Prediction, other: Prediction): Sentence {
  const [ours, theirs] = [here.probability, other.probability];
  const numbers = sentence`${strong(percent(ours))} positive by this network, ${strong(percent(theirs))} by the other`;
  if (ours >= 0.5 !== theirs >= 0.5)
    return sentence`${strong("They disagree.")} This network says ${verdict(ours >= 0.5)}, the other ${verdict(theirs >= 0.5)}: ${numbers}.`;
  const apart =
    Math.abs(ours - theirs) < SAME && Math.abs(here.logit - other.logit) < 0.05
      ? "and are as good as equal"
      : `and their scores are ${signed(other.logit - here.logit)} apart`;
  return sentence`They agree on ${verdict(ours >= 0.5)} ${apart}: ${numbers}.`;
}

/** The other may have been trained on another kind of text. */
export function strangeSentence(prediction: Prediction): Sentence {
  const { unknown, kept } = prediction;
  const strange = unknown.filter(Boolean).length;
  return kept > 0 && strange > STRANGE * kept
    ? sentence` ${unknownOf(prediction)} unknown to the other, so its verdict means little.`
    : [];
}

/** Where on the way they were farthest apart; nothing where they cut the text differently. */
export function farthest(here: Prediction, other: Prediction, wordOf: Namer): Sentence {
  if (here.tokens.join(" ") !== other.tokens.join(" ") || here.kept === 0) {
    return sentence`They cut the text into ${count(here.kept)} and ${count(other.kept)} words and marks, so that their words are set side by side where they match.`;
  }
  const gaps = here.running_probability.map((p, i) => Math.abs(p - (other.running_probability[i] ?? p)));
  const at = gaps.indexOf(Math.max(...gaps));
  const after = (one: Prediction) => percent(one.running_probability[at] ?? 0.5);
  return sentence`On the way they were farthest apart after ${wordOf(at)}: ${after(here)} and ${after(other)} positive.`;
}

/** The words that moved each most, and how alike their orders are. */
export function weighedSentence(here: number[], other: number[], wordOf: Namer): Sentence {
  if (here.length !== other.length || here.length < 2) return [];
  const heaviest = (weights: number[]) =>
    listed(
      ranks(weights)
        .slice(0, NAMED)
        .map((i) => wordOf(i, signed(weights[i] ?? 0))),
    );
  if (other.every((weight) => weight === 0)) return [];
  return sentence`Left out one by one, the words that move this network most are ${heaviest(here)}, the other ${heaviest(other)}; over all words the weights correlate by ${correlation(here, other).toFixed(2)} (1: alike, 0: unrelated).`;
}

function ranks(weights: number[]): number[] {
  return weights.map((_, i) => i).sort((a, b) => Math.abs(weights[b] ?? 0) - Math.abs(weights[a] ?? 0) || a - b);
}

/** Pearson's correlation of two series; 0 where one of them does not vary. */
export function correlation(a: number[], b: number[]): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const sum = (of: (i: number) => number) => a.reduce((total, _, i) => total + of(i), 0);
  const [da, db] = [(i: number) => (a[i] ?? 0) - ma, (i: number) => (b[i] ?? 0) - mb];
  const size = Math.sqrt(sum((i) => da(i) ** 2) * sum((i) => db(i) ** 2));
  return size === 0 ? 0 : sum((i) => da(i) * db(i)) / size;
}

/** What tells the networks apart. */
export function builtSentence(manifest: Manifest): Sentence {
  const { config } = manifest;
  const layers = Number(config.layers ?? 1);
  const cell = String(config.cell ?? "network").toUpperCase();
  return sentence`${strong(manifest.name)}: ${cell}, ${count(Number(config.hidden ?? 0))} units in ${layers === 1 ? "one layer" : `${layers} layers`}, ${count(Number(config.vocabulary ?? 0))} words, model ${manifest.model_hash.slice(0, 12)}.`;
}
