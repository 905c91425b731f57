/** Two networks on one text. */

import * as words from "../../../generated/words/models";
import type { Manifest, Prediction } from "../../../types";
import { classesOf, explainedClass, ofClass } from "../../writing/classes";
import { signed } from "../../writing/numbers";
import { type Sentence, tell } from "../../writing/sentence";
import type { Namer } from "../../writing/named";

/** Differences of the probability below this are no news: half of what is shown. */
const SAME = 0.005;
/** The same of the score. */
const SAME_SCORE = 0.05;
/** Words named of each. */
const NAMED = 3;

/** A verdict by name: two networks may number their classes differently. */
const verdictOf = ({ classes, verdict }: Prediction): string | undefined => classes[verdict];
/** What probability and score are of. */
const explainedOf = ({ classes, class: explained }: Prediction): string | undefined => classes[explained];

export function modelsSentence(here: Prediction, other: Prediction): Sentence {
  const [ours, theirs] = [classesOf(here), classesOf(other)];
  const of = {
    verdict: ofClass(ours, here.verdict),
    other_verdict: ofClass(theirs, other.verdict),
    p: here.probability,
    class: explainedClass(ours),
    other_p: other.probability,
    other_class: explainedClass(theirs),
  };
  if (verdictOf(here) !== verdictOf(other)) return tell(words.disagree, of);
  if (explainedOf(here) !== explainedOf(other)) return tell(words.agree, of);
  const apart = other.logit - here.logit;
  const isSame = Math.abs(of.p - of.other_p) < SAME && Math.abs(apart) < SAME_SCORE;
  return isSame ? tell(words.equal, of) : tell(words.agree_apart, { ...of, apart });
}

/** Where on the way they were farthest apart; nothing where they cut the text differently, or tell of different classes. */
export function farthest(here: Prediction, other: Prediction, wordOf: Namer): Sentence {
  if (here.tokens.join(" ") !== other.tokens.join(" ") || here.kept === 0)
    return tell(words.cut_differently, { n: here.kept, other: other.kept });
  if (explainedOf(here) !== explainedOf(other)) return [];
  const gaps = here.running_probability.map((p, i) => Math.abs(p - (other.running_probability[i] ?? p)));
  const at = gaps.indexOf(Math.max(...gaps));
  const after = (one: Prediction) => one.running_probability[at] ?? one.probability;
  const both = { p: after(here), other_p: after(other), class: explainedClass(classesOf(here)) };
  return tell(words.farthest, { word: wordOf(at), ...both });
}

/** The words that moved each most, and how alike their orders are. */
export function weighedSentence(here: number[], other: number[], wordOf: Namer): Sentence {
  if (here.length !== other.length || here.length < 2) return [];
  const heaviest = (weights: number[]) =>
    ranks(weights)
      .slice(0, NAMED)
      .map((i) => wordOf(i, signed(weights[i] ?? 0)));
  if (other.every((weight) => weight === 0)) return [];
  return tell(words.weighed, { here: heaviest(here), other: heaviest(other), r: correlation(here, other) });
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
export function builtSentence({ name, config, model_hash }: Manifest): Sentence {
  const { cell, hidden: units, layers, vocabulary: n } = config;
  const built = { cell: cell.toUpperCase(), units, layers, n };
  return tell(words.built, { name, ...built, hash: model_hash.slice(0, 12) });
}
