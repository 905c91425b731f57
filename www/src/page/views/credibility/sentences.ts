/** "Has the network seen anything like this?", from deep nearest neighbours and word pairs. */

import * as of from "../../../generated/words/credibility";
import type { CredibilityMeasured, DeepKnn, NeighbourJudgement } from "../../../types";
import { type Classes, lastClass, ofClass } from "../../writing/classes";
import { percent, percentOf } from "../../writing/numbers";
import { type Sentence, paragraph, tell, word, yes } from "../../writing/sentence";
import { LEVEL, tailFrom } from "../../ui/chance";
import type { Namer } from "../../writing/named";
import { STRANGE, familiarity, pairsP } from "../verdict/familiar";

/** An area under the ROC curve below this is close to guessing (a guess). */
const NEAR_CHANCE = 0.6;
/** Words that change the support by less than this share of the neighbours change nothing worth a sentence (a guess). */
const WORTH_TELLING = 0.02;

/** The answer; the doubt first. `verdict` is the class that the network decides for. */
export function familiarSentence(
  answer: DeepKnn,
  whole: NeighbourJudgement,
  classes: Classes,
  verdict: number,
): Sentence {
  const { credibility: p, confidence, prediction } = whole;
  // Where all texts have one label the engine has no such number.
  if (!Number.isFinite(p) || !Number.isFinite(confidence)) return tell(of.nothing_varies);
  const all = answer.votes.flat().reduce((a, b) => a + b, 0);
  return paragraph(
    tell(of.neighbours, {
      how: familiarity(p) === "familiar" ? "other" : (familiarity(p) as "strange" | "little"),
      all,
      each: answer.neighbours,
      layers: answer.layers.length,
      agree: all - (whole.alpha[prediction] ?? 0),
      class: ofClass(classes, prediction),
    }),
    prediction === verdict ? [] : tell(of.differs, { class: ofClass(classes, verdict) }),
    tell(of.credibility, { p }),
  );
}

/** What the other label would have; nothing where there is no such number. */
export function otherSentence({ confidence }: NeighbourJudgement): Sentence {
  return Number.isFinite(confidence) ? tell(of.other, { p: 1 - confidence, confidence }) : [];
}

/** What such a credibility meant for other texts. */
export function likeSentence({ reliability }: CredibilityMeasured, { credibility }: NeighbourJudgement): Sentence {
  const bin = reliability[Math.min(reliability.length - 1, Math.floor(credibility * reliability.length))];
  return bin === undefined || bin[1] === 0 ? [] : tell(of.like, { n: bin[1], p: bin[2] });
}

export function pairsSentence(answer: DeepKnn): Sentence {
  const { pairs: all, rare, usual } = answer.pairs;
  if (all === 0) return tell(of.no_pair);
  const p = pairsP(answer);
  const found = paragraph(rarePairs(answer), tell(of.usual, { usual }));
  if (p === null) return paragraph(found, tell(of.too_few));
  // As large a share as none at all has every text.
  if (rare.length === 0) return found;
  const as = tell(of.as_rare, { p, more: yes(rare.length < all) });
  return p < STRANGE ? paragraph(tell(of.strange_words), found, as) : paragraph(found, as);
}

/** How many of its pairs are rare. */
export function rarePairs(answer: DeepKnn): Sentence {
  const { pairs: all, rare } = answer.pairs;
  if (all === 1) return tell(of.only_pair, { rare: yes(rare.length === 1) });
  if (rare.length === 0) return tell(of.no_rare, { all });
  if (rare.length === all) return tell(of.all_rare, { all });
  return tell(of.rare, { rare: rare.length, all, share: yes(pairsP(answer) !== null), p: rare.length / all });
}

/** What was strange and whether it was noticed. */
export function noticedSentence({ strange }: CredibilityMeasured): Sentence {
  const kinds = (["random", "unknown", "foreign"] as const).flatMap((kind) => {
    const auroc = strange.find((one) => one.kind === kind)?.auroc;
    if (auroc === undefined) return [];
    return [tell(of.kind, { kind: kind === "foreign" ? "other" : kind, credibility: auroc[0], pairs: auroc[2] })];
  });
  const shuffled = strange.find(({ kind }) => kind === "shuffled")?.auroc;
  const order =
    shuffled === undefined
      ? []
      : tell(of.noticed_order, {
          what: shuffled[0] >= NEAR_CHANCE ? "other" : shuffled[2] >= NEAR_CHANCE ? "pairs" : "nothing",
          credibility: shuffled[0],
          pairs: shuffled[2],
        });
  return paragraph(order, kinds.length === 0 ? [] : tell(of.noticed, { kinds }));
}

/** Whether p kept what it promises. `known`: the network was not trained on these texts. */
export function validitySentence({ validity, reviews: n }: CredibilityMeasured, known: boolean): Sentence {
  const levels = validity.map(([epsilon]) => percent(epsilon));
  const shares = validity.map(([, share]) => percentOf(share, 1));
  const isKept = validity.every(([epsilon, share]) => tailFrom(Math.round(share * n), n, epsilon) >= LEVEL);
  return tell(of.validity, { n, kept: yes(isKept), unseen: yes(known), levels, shares });
}

/** How support came and went, word by word. */
export function courseSentence(prefixes: NeighbourJudgement[], wordAt: Namer): Sentence {
  const last = prefixes[prefixes.length - 1];
  if (last === undefined || prefixes.length < 2) return [];
  const lowest = prefixes.reduce((a, b) => (b.credibility < a.credibility ? b : a));
  const rises = prefixes.map((judged, i) => ({
    judged,
    rise: judged.credibility - (prefixes[i - 1]?.credibility ?? judged.credibility),
  }));
  const { judged, rise } = rises.reduce((a, b) => (b.rise > a.rise ? b : a));
  const all = prefixes.map(({ credibility }) => percent(credibility));
  if (all.every((one) => one === all[0])) return tell(of.stayed, { p: last.credibility });
  const from = { least: wordAt(lowest.tokens), p: lowest.credibility };
  if (rise <= 0) return tell(of.never_rose, from);
  const to = { most: wordAt(judged.tokens), high: judged.credibility, end: last.credibility };
  return tell(of.rose, { ...from, ...to, ends: yes(judged !== last) });
}

/** What stood there after a word, as the reader points at it. */
export function prefixSentence(judged: NeighbourJudgement, name: string, classes: Classes): Sentence {
  return tell(of.after, {
    word: word(name),
    p: judged.credibility,
    last: lastClass(classes),
    first: ofClass(classes, 0),
    up: judged.p[1] ?? 0,
    down: judged.p[0] ?? 0,
    network: judged.probability,
  });
}

/** What the text's support would be without a word. */
export function withoutSentence(change: number, whole: NeighbourJudgement, name: string, classes: Classes): Sentence {
  const [before, after] = [whole.conformity, whole.conformity + change];
  const isSame = Math.abs(change) < WORTH_TELLING || percent(before) === percent(after);
  return tell(of.without, {
    way: isSame ? "other" : change < 0 ? "fewer" : "more",
    word: word(name),
    class: ofClass(classes, whole.prediction),
    before,
    after,
  });
}

/** A difference of shares: `28 %`. */
export function points(change: number): string {
  return percentOf(change, 0);
}
