/** "Has the network seen anything like this?", from deep nearest neighbours and word pairs. */

import type { CredibilityMeasured, DeepKnn, NeighbourJudgement } from "../../types";
import { count, counted, decimal, percent } from "../numbers";
import { type Sentence, listed, sentence, strong, verdict, word } from "../sentence";
import type { Namer } from "../shapes/named";
import { STRANGE, familiarity, pairsP } from "./familiar";

const LEADS = { strange: "Hardly.", little: "Only a little.", familiar: "Yes." };
/** An area under the ROC curve below this is close to guessing (a guess). */
const NEAR_CHANCE = 0.6;
/** Words that change the support by less than this share of the neighbours change nothing worth a sentence (a guess). */
const WORTH_TELLING = 0.02;

/** The answer; the doubt first. */
export function familiarSentence(answer: DeepKnn, whole: NeighbourJudgement): Sentence {
  const all = answer.votes.flat().reduce((a, b) => a + b, 0);
  const agree = all - (whole.alpha[whole.prediction] ?? 0);
  const kind = whole.prediction === 1;
  const network = whole.probability >= 0.5;
  const differs =
    kind === network
      ? []
      : sentence`${strong("Its neighbours disagree with the network")}, which says ${verdict(network)}. `;
  return sentence`${strong(LEADS[familiarity(answer)])} ${differs}Of its ${count(all)} neighbours in training (${count(answer.neighbours)} in each of ${answer.layers.length} layers) ${strong(count(agree))} are ${verdict(kind)}. Of unseen reviews ${percent(whole.credibility)} have as little support for their true label or less: that is its ${strong("credibility")}. ${other(whole)}`;
}

function other(whole: NeighbourJudgement): Sentence {
  const rest = 1 - whole.confidence;
  return sentence`The other label would have ${percent(rest)} (confidence ${percent(whole.confidence)}).`;
}

/** What such a credibility meant for other reviews. */
export function likeSentence({ reliability }: CredibilityMeasured, whole: NeighbourJudgement): Sentence {
  const bin = reliability[Math.min(reliability.length - 1, Math.floor(whole.credibility * reliability.length))];
  if (bin === undefined || bin[1] === 0) return [];
  return sentence`Of ${counted(bin[1], "unseen review")} with a credibility like this, the neighbours named the right label for ${strong(percent(bin[2]))}.`;
}

export function pairsSentence(answer: DeepKnn): Sentence {
  const { pairs: all, rare, usual } = answer.pairs;
  if (all === 0) return sentence`One word makes no pair, so its order cannot be strange.`;
  const p = pairsP(answer);
  const share = p === null || rare.length === 0 || rare.length === all ? "" : `, ${percent(rare.length / all)}`;
  const found = sentence`${rarePairs(answer)}${share}; in an unseen review ${percent(usual)} are.`;
  if (p === null) return sentence`${found} So few tell nothing.`;
  // As large a share as none at all has every review.
  if (rare.length === 0) return found;
  const as = sentence`Of unseen reviews ${percent(p)} have as large a share`;
  return p < STRANGE
    ? sentence`${strong("Its words or their order are strange.")} ${found} ${as}.`
    : sentence`${found} ${as} or a larger one.`;
}

/** How many of its pairs are rare. */
export function rarePairs({ pairs: { pairs: all, rare } }: DeepKnn): Sentence {
  if (all === 1)
    return sentence`Its only pair of neighbouring words and marks is ${rare.length === 1 ? "" : "not "}rare in training`;
  const some = rare.length === 0 ? "None" : rare.length === all ? "All" : count(rare.length);
  return sentence`${strong(some)} of its ${count(all)} pairs of neighbouring words and marks ${rare.length > 1 ? "are" : "is"} rare in training`;
}

/** What was strange and whether it was noticed. */
export function noticedSentence({ strange }: CredibilityMeasured): Sentence {
  const of = (kind: string) => strange.find((one) => one.kind === kind)?.auroc;
  const shuffled = of("shuffled");
  const others: [string, string][] = [
    ["random", "random words"],
    ["unknown", "texts of unknown words"],
    ["foreign", "other languages"],
  ];
  const told = others.flatMap(([kind, name]) => {
    const auroc = of(kind);
    return auroc === undefined ? [] : [sentence`${name} (${decimal(auroc[0])}, ${decimal(auroc[2])})`];
  });
  const order =
    shuffled === undefined
      ? []
      : shuffled[0] < NEAR_CHANCE
        ? sentence`${strong("Word order barely moves credibility:")} shuffled reviews look as credible as they were (${decimal(shuffled[0])}); rare word pairs give them away (${decimal(shuffled[2])}). `
        : sentence`For shuffled reviews: credibility ${decimal(shuffled[0])}, rare word pairs ${decimal(shuffled[2])}. `;
  return sentence`${order}Also measured, by credibility and by rare pairs: ${listed(told)}. The number is how often the strange one of two texts looks stranger; .5 is guessing.`;
}

export function validitySentence({ validity, reviews }: CredibilityMeasured): Sentence {
  const levels = validity.map(([epsilon]) => sentence`${percent(epsilon)}`);
  const found = validity.map(([, share]) => sentence`${(share * 100).toFixed(1)}\u202F%`);
  return sentence`${strong("Kept promises:")} of ${count(reviews)} reviews that neither training nor calibration saw, the true label’s p was at most ${listed(levels)} for ${listed(found)}; a sound scale gives no more, chance aside.`;
}

/** How support came and went, word by word. */
export function courseSentence(prefixes: NeighbourJudgement[], wordAt: Namer): Sentence {
  const last = prefixes[prefixes.length - 1];
  if (last === undefined || prefixes.length < 2) return [];
  const least = prefixes.reduce((a, b) => (b.credibility < a.credibility ? b : a));
  const rises = prefixes.map((judged, i) => ({
    judged,
    rise: judged.credibility - (prefixes[i - 1]?.credibility ?? judged.credibility),
  }));
  const most = rises.reduce((a, b) => (b.rise > a.rise ? b : a));
  const all = prefixes.map(({ credibility }) => percent(credibility));
  if (all.every((one) => one === all[0])) return sentence`Credibility stayed at ${strong(all[0] ?? "")}.`;
  const start = sentence`Credibility was least after ${wordAt(least.tokens)}, ${percent(least.credibility)}`;
  if (most.rise <= 0) return sentence`${start}, and never rose.`;
  return sentence`${start}; it rose most at ${wordAt(most.judged.tokens)}, to ${strong(percent(most.judged.credibility))}${most.judged === last ? "" : `, and ends at ${percent(last.credibility)}`}.`;
}

/** What stood there after a word, as the reader points at it. */
export function prefixSentence(judged: NeighbourJudgement, name: string): Sentence {
  return sentence`After ${word(name)}: credibility ${strong(percent(judged.credibility))}; p of ${verdict(true)} ${percent(judged.p[1] ?? 0)}, of ${verdict(false)} ${percent(judged.p[0] ?? 0)}; the network ${percent(judged.probability)} positive.`;
}

/** What the text's support would be without a word. */
export function withoutSentence(change: number, whole: NeighbourJudgement, name: string): Sentence {
  const kind = verdict(whole.prediction === 1);
  const [before, after] = [percent(whole.conformity), percent(whole.conformity + change)];
  if (Math.abs(change) < WORTH_TELLING || before === after)
    return sentence`Without ${word(name)} about as many of its neighbours would be ${kind}.`;
  const way = change < 0 ? "fewer" : "more";
  return sentence`Without ${word(name)}, ${way} of its neighbours would be ${kind}: ${strong(after)} in place of ${before}.`;
}

/** A difference of shares: `28 %`. */
export function points(change: number): string {
  return `${(change * 100).toFixed(0).replace("-", "\u2212")}\u202F%`;
}
