/**
 * One answer to all the questions: short clauses generated from numbers, each with the view its number is from. What
 * has not been computed is not spoken of; what should make a reader doubt comes first where it is large.
 */

import type { Anchor, DeepKnn, PhraseRules, Prediction, Ranking, TokenSearch, TokenSpan } from "../../types";
import { isFresh } from "../deeds/asks";
import { count, counted, percent, sigmoid, signed } from "../numbers";
import { type Sentence, listed, sentence, strong, verdict, word } from "../sentence";
import { type Carrier, carrier } from "../shapes/carrier";
import { named } from "../shapes/named";
import { joined, shortWords } from "../shapes/pieces";
import { lastCrossing } from "../shapes/turns";
import type { Method, State } from "../state";
import { CHANGED } from "./anchors";
import { rarePairs } from "./credibility";
import { STRANGE as STRANGE_P, pairsP } from "./familiar";
import { outOf100, told } from "./rules";
import { unknownOf } from "./unknown";

/** A clause, the id of the view it is from, and the words to select on the way there. */
export interface Clause {
  say: Sentence;
  view: string;
  select: TokenSpan | null;
}

/** Closer to one half than this the network can hardly decide. */
const UNSURE = 0.1;
/** From this share of unknown words on the doubt comes first. */
const STRANGE = 0.15;
/** Against words count if they weigh at least this share of those that carried the verdict. */
const WORTH_NAMING = 0.3;
/** Words whose loss changes the probability by less do not carry a verdict alone. */
const ALONE = 0.05;
/** Reviews fewer than this tell no tendency; a share this far from the base rate is one (guesses). */
const FEW = 10;
const TENDENCY = 0.1;

export function summary(state: State): Clause[] {
  const { prediction } = state;
  if (prediction === null || prediction.kept === 0) return [];
  const clauses = [
    ...doubts(state, prediction),
    ...judged(prediction),
    ...moved(state, prediction),
    ...recalled(state, prediction),
    ...wanted(state, prediction),
    ...ruled(state),
    ...held(state, prediction),
    ...trusted(state, false),
  ];
  return clauses.filter((clause) => clause.say.length > 0);
}

const from = (view: string, say: Sentence, select: TokenSpan | null = null): Clause => ({ say, view, select });

function doubts(state: State, prediction: Prediction): Clause[] {
  const { origin, manifest } = state;
  const { probability, unknown, found, kept } = prediction;
  const found_: Clause[] = [];
  const meant = origin.label === 1;
  if (origin.label !== null && meant !== probability >= 0.5) {
    const accuracy = accuracyOf(manifest?.metrics);
    // A training review was seen: how often it is wrong about others says nothing of it.
    const rare =
      accuracy === null || origin.split === "train"
        ? ""
        : `, as ${percent(1 - accuracy)} of its verdicts on validation reviews are`;
    found_.push(
      from("model", sentence`This verdict is ${strong("wrong")}: the review is labelled ${verdict(meant)}${rare}.`),
    );
  }
  if (Math.abs(probability - 0.5) < UNSURE)
    found_.push(from("formed", sentence`It can hardly decide, so small changes may turn it.`));
  const strange = unknown.filter(Boolean).length;
  if (strange >= STRANGE * kept)
    found_.push(
      from(
        "text",
        sentence`${unknownOf(prediction)} unknown to it: it read ${strange === 1 ? "a placeholder" : "placeholders"}.`,
      ),
    );
  found_.push(...trusted(state, true));
  if (found > kept)
    found_.push(from("text", sentence`It read only the first ${count(kept)} of ${count(found)} words and marks.`));
  return found_;
}

function accuracyOf(metrics: unknown): number | null {
  const accuracy = (metrics as { int8?: { assess?: { accuracy?: unknown } } } | null | undefined)?.int8?.assess
    ?.accuracy;
  return typeof accuracy === "number" ? accuracy : null;
}

function judged(prediction: Prediction): Clause[] {
  const positive = prediction.probability >= 0.5;
  const towards = (probability: number) => percent(positive ? probability : 1 - probability);
  const { calibrated } = prediction;
  const calibration = typeof calibrated === "number" ? `, calibrated ${towards(calibrated)}` : "";
  return [from("text", sentence`Judged ${verdict(positive)}, ${towards(prediction.probability)}${calibration}.`)];
}

/** Q1: which words, and when. */
function moved(state: State, prediction: Prediction): Clause[] {
  const name = ({ span }: Carrier, ...figures: string[]) =>
    span[1] - span[0] === 1
      ? named(state.text, prediction, span[0], 40, ...figures)
      : [word(shortWords(state.text, prediction, span, 40)), ...figures.map((figure) => ` (${figure})`)];
  const [forIt, against] = [carrier(state, "for"), carrier(state, "against")];
  const clauses: Clause[] = [];
  if (forIt !== null) {
    clauses.push(from("chosen", carried(name(forIt), state, prediction, forIt), forIt.span));
    if (against !== null && Math.abs(against.weight) >= WORTH_NAMING * Math.abs(forIt.weight)) {
      clauses.push(
        from("chosen", sentence`${name(against, signed(against.weight))} spoke against it most.`, against.span),
      );
    }
  }
  const crossing = lastCrossing(prediction);
  if (prediction.kept > 1)
    clauses.push(
      from("formed", since(state, prediction, crossing), crossing === null ? null : [crossing.at, crossing.at + 1]),
    );
  return clauses;
}

/** The strongest words, and what is left without them: often no word carries a verdict alone. */
function carried(
  name: Sentence,
  { settings }: State,
  { logit, probability }: Prediction,
  { weight, span }: Carrier,
): Sentence {
  const [does, it] = span[1] - span[0] > 1 ? ["do", "them"] : ["does", "it"];
  const left = settings.target === "logit" ? sigmoid(logit - weight) : probability - weight;
  if (left >= 0.5 !== probability >= 0.5)
    return sentence`${name} carried it: without ${it} the verdict turns, ${percent(left)} positive.`;
  if (percent(left) === percent(probability))
    return sentence`No word carries it alone: without ${name} it would still be ${percent(left)} positive.`;
  const without = `without ${it} ${percent(left)} positive, not ${percent(probability)}`;
  if (Math.abs(left - probability) < ALONE)
    return sentence`No word carries it alone; ${name} ${does} most: ${without}.`;
  return sentence`${name} carried it most: ${without}.`;
}

function since({ text }: State, prediction: Prediction, crossing: ReturnType<typeof lastCrossing>): Sentence {
  const side = prediction.probability >= 0.5 ? "positive" : "negative";
  if (crossing === null) return sentence`On the way the score never left the ${side} side.`;
  const { at, again } = crossing;
  const name = word(shortWords(text, prediction, [at, at + 1], 24));
  return sentence`On the way the score came to the ${side} side ${again ? "for the last time " : ""}at ${name}, place ${at + 1} of ${prediction.kept}${again ? "" : ", and stayed there"}.`;
}

/** Q3: do the training data explain what the words did? */
function recalled(state: State, prediction: Prediction): Clause[] {
  const forIt = carrier(state, "for");
  const search = answerOf<TokenSearch>(state, "carrier-search");
  if (forIt === null || search === null || search.unknown === true || !search.in_order) return [];
  const name = word(shortWords(state.text, prediction, forIt.span, 40));
  const { reviews, positive, base_rate: base } = search.train;
  if (reviews === 0)
    return [from("chosen", sentence`No training review has ${name}, so the data cannot explain it.`, forIt.span)];
  const towards = forIt.weight > 0;
  const such = towards ? positive : reviews - positive;
  const share = such / reviews;
  const usual = towards ? base : 1 - base;
  const told =
    reviews < FEW
      ? "too few to explain it"
      : share - usual > TENDENCY
        ? "the data explain it"
        : usual - share > TENDENCY
          ? "the data say the opposite, so they do not explain it"
          : "about as everywhere, so the data do not explain it";
  const many = such === 0 ? "none" : such === reviews ? "all" : percent(share);
  const so = sentence`In training ${name} stands in ${counted(reviews, "review")}, ${many} of them ${towards ? "positive" : "negative"}: ${told}.`;
  return [from("chosen", so, forIt.span)];
}

/** Q2: was it what the network looks for at that place? */
function wanted(state: State, prediction: Prediction): Clause[] {
  const forIt = carrier(state, "for");
  const ranking = answerOf<Ranking>(state, "carrier-place");
  if (forIt === null || ranking === null) return [];
  const ranked = forIt.weight > 0 ? ranking.items : ranking.lowest;
  const best = ranked[0];
  if (best === undefined || ranking.base === null) return [];
  // Of a phrase only the first word can be held against other words.
  const [first] = forIt.span;
  const own = prediction.tokens[first];
  const name = word(shortWords(state.text, prediction, [first, first + 1], 24));
  const place = ranked.findIndex((item) => item.token === own) + 1;
  const words = sentence`of the ${count(ranking.words)} words seen often enough`;
  const way = forIt.weight > 0 ? "positive" : "negative";
  const rank = place > 1 ? `number ${place}` : "the first";
  if (place > 0)
    return [
      from(
        "chosen",
        sentence`${name} is what the network looks for there: ${rank} ${words} by how far each would move the score towards ${way}.`,
        forIt.span,
      ),
    ];
  const change = signed(best.score - ranking.base);
  return [
    from(
      "chosen",
      sentence`Where ${name} stands, ${word(best.token)} would have moved the score farthest towards ${way} (${change}), ${words}.`,
      forIt.span,
    ),
  ];
}

/** Whether the network has seen anything like this: among the doubts where it has not, else at the end. */
function trusted(state: State, asDoubt: boolean): Clause[] {
  const answer = answerOf<DeepKnn>(state, "deep-knn");
  const whole = answer?.whole;
  if (answer === null || whole === null || whole === undefined) return [];
  const all = answer.votes.flat().reduce((a, b) => a + b, 0);
  const agree = all - (whole.alpha[whole.prediction] ?? 0);
  const against =
    (whole.prediction === 1) === (state.prediction?.probability ?? 0) >= 0.5 ? "" : ", against the network";
  const lead = asDoubt ? "It has seen little like this: of" : "Of";
  const near = sentence`${lead} its ${count(all)} neighbours in training ${count(agree)} are ${verdict(whole.prediction === 1)}${against}, credibility ${percent(whole.credibility)}.`;
  const clauses = whole.credibility < STRANGE_P === asDoubt ? [from("credibility", near)] : [];
  const p = pairsP(answer);
  if (asDoubt && p !== null && p < STRANGE_P) {
    clauses.push(
      from(
        "credibility",
        sentence`Its words or their order are unusual. ${rarePairs(answer)}; of unseen reviews ${percent(p)} have as large a share.`,
      ),
    );
  }
  return clauses;
}

/** What the rules of the whole network say of this text. */
function ruled(state: State): Clause[] {
  const found = answerOf<PhraseRules>(state, "phrase-rules");
  const [first] = found?.firing ?? [];
  const point = found === null ? null : told(found);
  if (found === null || first === undefined || point === null) return [];
  const same = found.agrees
    ? sentence`as the network does`
    : sentence`but the network says ${verdict(found.network === 1)}`;
  const so = sentence`A list of phrases that imitates the network goes by ${word(joined(first.tokens))} here and says ${verdict(found.verdict === 1)}, ${same}; of 100 unseen reviews they agree on ${outOf100(point.fidelity)}.`;
  return [from("rules", so)];
}

/** What holds the verdict fast, if the reader had it looked for. */
function held(state: State, prediction: Prediction): Clause[] {
  const found = answerOf<Anchor>(state, "anchors");
  const { empty, precision } = found ?? { empty: null, precision: null };
  if (found === null || empty === null) return [];
  const changed = `half of ${found.rule.length === 0 ? "its" : "the other"} words ${CHANGED[found.perturbation]} at random`;
  if (found.vacuous)
    return [
      from(
        "anchors",
        sentence`With ${changed} it is still judged so ${percent(empty.share)} of the time: no rule is needed.`,
      ),
    ];
  if (precision === null || !found.successful) return [];
  const names = listed(found.rule.map((token) => named(state.text, prediction, token, 24)));
  return [
    from(
      "anchors",
      sentence`${names} ${found.rule.length === 1 ? "holds" : "hold"} it fast: with ${changed} it is judged so ${percent(precision.share)} of the time, ${percent(empty.share)} without holding any.`,
    ),
  ];
}

/** An answer to what would be asked now. */
function answerOf<T>(state: State, method: Method): T | null {
  const { result, phase } = state.slots[method];
  return phase === "done" && isFresh(state, method) ? (result as T | null) : null;
}
