/**
 * One answer to all the questions: short clauses generated from numbers, each with the view its number is from. What
 * has not been computed is not spoken of; what should make a reader doubt comes first where it is large.
 */

import * as words from "../../../generated/words/summary";
import type { Histogram, Prediction, TokenSpan } from "../../../types";
import { type Classes, classesOf, explainedClass, ofClass, sideOf } from "../../writing/classes";
import { percent, signed } from "../../writing/numbers";
import { type Piece, type Sentence, tell, word, yes } from "../../writing/sentence";
import { type Carrier, carrier } from "../../deeds/carrier";
import { named } from "../../writing/named";
import { joined, shortWords } from "../../writing/pieces";
import { decidedAt } from "../reading/turns";
import { layoutOf } from "../../store/frame";
import { tendencyOf } from "../../ui/chance";
import { type State, wholeOf } from "../../store/state";
import { STRANGE as STRANGE_P, pairsP } from "../verdict/familiar";
import { told } from "../rules/sentences";
import { type Doubt, SOME, doubtIn, shareUnknown } from "../verdict/doubt";
import { unknownSentence } from "../verdict/unknown";
import { isUnsure } from "../verdict/sentences";
import type { ViewName } from "..";

/** A clause, the view it is from, and the words to select on the way there. */
export interface Clause {
  say: Sentence;
  view: ViewName;
  select: TokenSpan | null;
}

/** Sentences: more would be read by nobody. */
const MOST = 3;
/** Against words count if they weigh at least this share of those that carried the verdict. */
const WORTH_NAMING = 0.3;
/** Words whose loss changes the probability by less do not carry a verdict alone. */
const ALONE = 0.05;

export function summary(state: State): Clause[] {
  const { prediction } = state;
  if (prediction === null || prediction.kept === 0) return [];
  const doubt = doubtIn(state);
  const clauses = [
    ...doubts(state, prediction, doubt),
    // A verdict on what the network does not know has no reasons that would tell a reader anything.
    ...(doubt === null ? reasons(state, prediction) : []),
    ...trusted(state, prediction, false),
  ];
  return clauses.filter((clause) => clause.say.length > 0).slice(0, MOST);
}

const from = (view: ViewName, say: Sentence, select: TokenSpan | null = null): Clause => ({ say, view, select });

function doubts(state: State, prediction: Prediction, doubt: Doubt): Clause[] {
  const { found, kept } = prediction;
  const unknown = shareUnknown(prediction) >= SOME ? [from("text", unknownSentence(prediction))] : [];
  const little = trusted(state, prediction, true);
  return [
    // Whatever is said of a text that the network does not know comes after that.
    ...(doubt === "unknown" ? unknown : []),
    ...(doubt === "strange" ? little : []),
    ...wrong(state, prediction),
    ...(isUnsure(prediction) ? [from("reading", tell(words.unsure))] : []),
    ...(doubt === "unknown" ? [] : unknown),
    ...(doubt === "strange" ? [] : little),
    ...(found > kept ? [from("text", tell(words.cut, { kept, found }))] : []),
  ];
}

function wrong({ origin, manifest }: State, prediction: Prediction): Clause[] {
  const { label, split } = origin;
  if (label === null || label === prediction.verdict) return [];
  const labelled = { class: ofClass(classesOf(prediction), label) };
  const accuracy = accuracyOf(manifest?.metrics);
  // A training text was seen: how often it is wrong about others says nothing of it.
  const isSeen = accuracy === null || split === "train";
  return [from("model", isSeen ? tell(words.wrong, labelled) : tell(words.wrong_as, { ...labelled, p: 1 - accuracy }))];
}

function accuracyOf(metrics: unknown): number | null {
  const accuracy = (metrics as { int8?: { assess?: { accuracy?: unknown } } } | null | undefined)?.int8?.assess
    ?.accuracy;
  return typeof accuracy === "number" ? accuracy : null;
}

function reasons(state: State, prediction: Prediction): Clause[] {
  return [
    ...moved(state, prediction),
    ...recalled(state, prediction),
    ...opposed(state, prediction),
    ...wanted(state, prediction),
    ...ruled(state, prediction),
    ...held(state, prediction),
  ];
}

/** Q1: which words, and when. */
function moved(state: State, prediction: Prediction): Clause[] {
  const forIt = carrier(state, "for");
  return [
    ...(forIt === null ? [] : [from("move", carried(state, prediction, forIt), forIt.span)]),
    // The chapters say it themselves.
    ...(prediction.kept > 1 && layoutOf(state.frame).chapters.length === 0 ? [since(state, prediction)] : []),
  ];
}

/** What spoke against it, if that was much. */
function opposed(state: State, prediction: Prediction): Clause[] {
  const [forIt, against] = [carrier(state, "for"), carrier(state, "against")];
  if (forIt === null || against === null) return [];
  if (Math.abs(against.weight) < WORTH_NAMING * Math.abs(forIt.weight)) return [];
  const name = named(state.text, prediction, against.span[0], 40, signed(against.weight));
  return [from("move", tell(words.against, { word: name }), against.span)];
}

/** The strongest words, and what is left without them: often no word carries a verdict alone. */
function carried({ text }: State, prediction: Prediction, { span, weight, left, turns }: Carrier): Sentence {
  if (span[1] - span[0] > 1) return tell(words.phrase, { words: word(shortWords(text, prediction, span, 40)), weight });
  const name = named(text, prediction, span[0], 40);
  if (left === null) return tell(words.weight, { word: name, weight });
  const { probability: now } = prediction;
  const of = { word: name, left, now, class: explainedClass(classesOf(prediction)) };
  if (turns) return tell(words.decided, of);
  if (percent(left) === percent(now)) return tell(words.none, of);
  return Math.abs(left - now) < ALONE ? tell(words.none_most, of) : tell(words.most, of);
}

function since({ text }: State, prediction: Prediction): Clause {
  const at = decidedAt(prediction);
  const to = { class: ofClass(classesOf(prediction), prediction.verdict) };
  if (at === null || at === 0) return from("reading", tell(words.always, to), at === null ? null : [0, 1]);
  const place = { word: word(shortWords(text, prediction, [at, at + 1], 24)), n: at + 1, all: prediction.kept };
  return from("reading", tell(words.since, { ...to, ...place }), [at, at + 1]);
}

/** Q3: are the training data in line with what the words did? */
function recalled(state: State, prediction: Prediction): Clause[] {
  const forIt = carrier(state, "for");
  const search = wholeOf(state, "carrier-search");
  if (forIt === null || search === null || search.unknown === true || !search.in_order) return [];
  const name = word(shortWords(state.text, prediction, forIt.span, 40));
  const { reviews: n, positive } = search.train;
  if (n === 0) return [from("memory", tell(words.nowhere, { word: name }), forIt.span)];
  const side = trainingSide(classesOf(prediction), forIt.weight > 0);
  if (side === null) return [];
  const such = side.isLast ? positive : n - positive;
  const of = {
    word: name,
    n,
    share: such / n,
    class: side.class,
    many: such === 0 ? "none" : such === n ? "all" : "other",
  } as const;
  return [from("memory", tell(tendency(search.train, side.isLast, doesMove(forIt, prediction)), of), forIt.span)];
}

/** What training counts is the last class, and of two the other: of more, nothing is known of the class that is explained unless it is that. */
function trainingSide(classes: Classes, up: boolean): { class: Piece; isLast: boolean } | null {
  const last = classes.names.length - 1;
  if (last !== 1 && (classes.explained !== last || !up)) return null;
  const at = up ? classes.explained : 1 - classes.explained;
  return { class: ofClass(classes, at), isLast: at === last };
}

/** A word whose loss shows in nothing has done nothing that data could be in line with. */
function doesMove({ left, turns }: Carrier, { probability }: Prediction): boolean {
  return left === null || turns || Math.abs(left - probability) >= ALONE;
}

function tendency(train: Histogram, isLast: boolean, moves: boolean) {
  const found = tendencyOf(train);
  if (found === "chance") return words.few;
  if (!moves) return words.stands;
  if (found === "everywhere") return words.usual;
  return isLast === (found === "last") ? words.in_line : words.opposite;
}

/** Q2: was it what the network looks for at that place? */
function wanted(state: State, prediction: Prediction): Clause[] {
  const forIt = carrier(state, "for");
  const ranking = wholeOf(state, "carrier-place");
  if (forIt === null || ranking === null) return [];
  const ranked = forIt.weight > 0 ? ranking.items : ranking.lowest;
  const best = ranked[0];
  if (best === undefined || ranking.base === null) return [];
  // Of a phrase only the first word can be held against other words.
  const [first] = forIt.span;
  const own = prediction.tokens[first];
  const of = {
    word: word(shortWords(state.text, prediction, [first, first + 1], 24)),
    all: ranking.words,
    ...sideOf(classesOf(prediction), forIt.weight > 0),
  };
  const n = ranked.findIndex((item) => item.token === own) + 1;
  if (n > 0) return [from("looking", tell(words.looked_for, { ...of, n, first: yes(n === 1) }), forIt.span)];
  const better = { ...of, best: word(best.token), change: best.score - ranking.base };
  return [from("looking", tell(words.better, better), forIt.span)];
}

/** Whether the network has seen anything like this: among the doubts where it has not, else at the end. */
function trusted(state: State, prediction: Prediction, asDoubt: boolean): Clause[] {
  const answer = wholeOf(state, "deep-knn");
  const whole = answer?.whole;
  if (answer === null || whole === null || whole === undefined) return [];
  const n = answer.votes.flat().reduce((a, b) => a + b, 0);
  const of = {
    n,
    agree: n - (whole.alpha[whole.prediction] ?? 0),
    class: ofClass(classesOf(prediction), whole.prediction),
    against: yes(whole.prediction !== prediction.verdict),
    p: whole.credibility,
  };
  const isLittle = whole.credibility < STRANGE_P;
  const clauses =
    isLittle === asDoubt ? [from("credibility", isLittle ? tell(words.little, of) : tell(words.near, of))] : [];
  const p = pairsP(answer);
  if (asDoubt && p !== null && p < STRANGE_P) {
    const { pairs: all, rare } = answer.pairs;
    clauses.push(from("credibility", tell(words.pairs, { rare: rare.length, all, p })));
  }
  return clauses;
}

/** What the rules of the whole network say of this text. */
function ruled(state: State, prediction: Prediction): Clause[] {
  const found = wholeOf(state, "phrase-rules");
  const [first] = found?.firing ?? [];
  const point = found === null ? null : told(found);
  if (found === null || first === undefined || point === null) return [];
  const classes = classesOf(prediction);
  const of = {
    phrase: word(joined(first.tokens)),
    class: ofClass(classes, found.verdict),
    n: Math.round(100 * point.fidelity),
  };
  const network = ofClass(classes, found.network);
  return [from("rules", found.agrees ? tell(words.rule, of) : tell(words.rule_against, { ...of, network }))];
}

/** What holds the verdict fast, if the reader had it looked for. */
function held(state: State, prediction: Prediction): Clause[] {
  const found = wholeOf(state, "anchors");
  const { empty, precision } = found ?? { empty: null, precision: null };
  if (found === null || empty === null) return [];
  const how = { how: found.perturbation === "replace" ? "other" : found.perturbation, none: empty.share } as const;
  if (found.vacuous) return [from("anchors", tell(words.no_rule, how))];
  if (precision === null || !found.successful || found.rule.length === 0) return [];
  const names = found.rule.map((token) => named(state.text, prediction, token, 24));
  return [from("anchors", tell(words.held, { ...how, words: names, n: names.length, p: precision.share }))];
}
