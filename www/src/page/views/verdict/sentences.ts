/** The verdict and the small facts beside it. */

import * as words from "../../../generated/words/verdict";
import type { DeepKnn, Manifest, Prediction } from "../../../types";
import { classesOf, explainedClass, ofClass } from "../../writing/classes";
import { percent } from "../../writing/numbers";
import { type Sentence, isMark, tell, word, yes } from "../../writing/sentence";
import { measuredOn } from "./measured";
import type { Origin } from "../../store/state";
import { SOME, doubtAbout, shareUnknown } from "./doubt";

/** The two likeliest classes closer together than this: the network can hardly decide. */
const UNSURE = 0.2;

/** Whether the verdict could as well have been another. */
export function isUnsure({ probabilities }: Prediction): boolean {
  const [first = 1, second = 0] = [...probabilities].sort((a, b) => b - a);
  return first - second < UNSURE;
}

/** The class that the network decides for, and how likely it says that is. */
export const sureOf = ({ probabilities, verdict }: Prediction): number => probabilities[verdict] ?? 0;

/** How often such verdicts are right, where that was measured; a network of more than two classes has no such figure. */
export function calibratedOf({ calibrated, verdict, class: explained }: Prediction): number | null {
  if (typeof calibrated !== "number") return null;
  return verdict === explained ? calibrated : 1 - calibrated;
}

/**
 * The headline; where there is reason to doubt, that comes first. `familiar`: what training says of the text, once that is
 * known. `isMeasured`: a line of its own says how often such verdicts are right.
 */
export function verdictSentence(prediction: Prediction, familiar: DeepKnn | null = null, isMeasured = false): Sentence {
  const classes = classesOf(prediction);
  const p = sureOf(prediction);
  const unsure = isUnsure(prediction);
  const of = { p, class: ofClass(classes, prediction.verdict) };
  if (prediction.found === 0)
    return unsure
      ? tell(words.empty_unsure, { p: prediction.probability, class: explainedClass(classes) })
      : tell(words.empty, of);
  const doubt = doubtAbout(prediction, familiar);
  if (doubt === "unknown") return unknownWords(prediction, of);
  if (doubt === "strange") return unsure ? tell(words.strange_unsure, of) : tell(words.strange, of);
  const c = calibratedOf(prediction);
  if (c === null || isMeasured || percent(c) === percent(p))
    return unsure ? tell(words.unsure, of) : tell(words.says, of);
  return unsure ? tell(words.unsure_calibrated, { ...of, c }) : tell(words.says_calibrated, { ...of, c });
}

function unknownWords({ tokens, unknown, kept: all }: Prediction, of: Parameters<typeof words.says>[0]): Sentence {
  const n = unknown.filter((one) => !one).length;
  const marks = yes(tokens.some(isMark));
  if (all === 1) return tell(words.only_unknown, { ...of, mark: marks });
  return n === 0 ? tell(words.all_unknown, { ...of, all, marks }) : tell(words.most_unknown, { ...of, n, all, marks });
}

const PUNCTUATION = /^\p{P}+$/u;

export function facts(
  prediction: Prediction,
  origin: Origin,
  manifest: Manifest | null,
  familiar: DeepKnn | null,
  text: string,
): Sentence[] {
  const such = doubtAbout(prediction, familiar) === null ? calibratedFacts(prediction, manifest) : [];
  // Of a text like those it was measured on, one line is enough.
  const isUsual = such.length > 0 && !prediction.unknown.some(Boolean);
  return [
    ...such,
    ...(isUsual ? [] : lengthFacts(prediction)),
    ...respelledFacts(prediction, text),
    ...labelFacts(prediction, origin),
  ];
}

/** The calibrated probability in words, for a text such as those it was measured on: about as long, and as well known. */
function calibratedFacts(prediction: Prediction, manifest: Manifest | null): Sentence[] {
  const such = suchVerdicts(prediction, manifest);
  return such === null ? [] : [tell(words.of_such, such)];
}

/** How many of how many verdicts like this one are right; null where nobody knows. */
export function suchVerdicts(prediction: Prediction, manifest: Manifest | null): { all: number; n: number } | null {
  const holds = calibratedOf(prediction);
  const measured = manifest === null ? null : measuredOn(manifest);
  if (holds === null || measured === null) return null;
  const { tokens, unknown } = measured;
  const { kept, found } = prediction;
  if (found < tokens[0] || found > tokens[1] || found > kept || shareUnknown(prediction) > (unknown ?? SOME))
    return null;
  // Near the end in thousands, lest one promises that all are.
  const all = holds < 0.985 ? 100 : 1000;
  return { all, n: Math.min(all - 1, Math.round(all * holds)) };
}

function lengthFacts({ tokens, unknown, found, kept }: Prediction): Sentence[] {
  if (found === 0) return [tell(words.no_words)];
  const strange = unknown.filter(Boolean).length;
  if (found > kept) return [tell(words.cut, { kept, found }), tell(words.known, { strange })];
  const signs = tokens.filter(isMark);
  const [n, more] = [kept - signs.length, { n: signs.length }];
  const marks = signs.every((sign) => PUNCTUATION.test(sign))
    ? tell(words.marks, more)
    : n > 0
      ? tell(words.other_signs, more)
      : tell(words.signs, more);
  const counts = [...(n > 0 ? [tell(words.words, { n })] : []), ...(signs.length > 0 ? [marks] : [])];
  return [tell(words.length, { counts, strange })];
}

/** As many are shown; others are counted. */
const SHOWN = 3;
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;

/** Words that the network read in other characters than they were typed in; one that nobody sees is shown as a dot. */
function respelledFacts({ respelled, spans, tokens }: Prediction, text: string): Sentence[] {
  if (respelled.length === 0) return [];
  const pairs = respelled.slice(0, SHOWN).map((at) => {
    const [from, to] = spans[at] ?? [0, 0];
    const typed = text.slice(from, to);
    const read = word(tokens[at] ?? "");
    const isAccents = typed.normalize("NFC").toLowerCase() === tokens[at];
    return isAccents
      ? tell(words.accents_apart, { read })
      : tell(words.read_as, { typed: word(typed.replaceAll(UNSEEN, "·")), read });
  });
  return [tell(words.respelled, { n: respelled.length, pairs, more: respelled.length - pairs.length })];
}

function labelFacts(prediction: Prediction, { label }: Origin): Sentence[] {
  if (label === null) return [];
  const labelled = { class: ofClass(classesOf(prediction), label) };
  return [label === prediction.verdict ? tell(words.right, labelled) : tell(words.wrong, labelled)];
}
