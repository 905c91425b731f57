/** The word that matters most, said below the tinted text. */

import * as words from "../../../generated/words/sheet";
import type { LeaveOneOut, Lime, Prediction } from "../../../types";
import { classesOf, explainedClass } from "../../writing/classes";
import { inUnit, percent } from "../../writing/numbers";
import { type Sentence, tell, yes } from "../../writing/sentence";
import type { Without } from "./without";

/** Its name, and whether it is a mark; for LIME at how many places it weighed the word at once. */
export function strongestSentence(
  shown: LeaveOneOut | Lime,
  prediction: Prediction,
  { name, isMark }: { name: Sentence; isMark: boolean },
  weight: number,
  { left, places = 1 }: { left: Without | null; places?: number },
): Sentence {
  const of = { word: name, weight: inUnit(weight, shown.target), marks: yes(isMark) };
  if (shown.method === "lime") return tell(words.strongest_lime, { ...of, places });
  if (left === null) return tell(words.strongest_weight, of);
  const now = { ...of, now: prediction.probability, class: explainedClass(classesOf(prediction)) };
  return percent(now.now) === percent(left.probability)
    ? tell(words.strongest_alike, { ...now, target: shown.target === "logit" ? "logit" : "other" })
    : tell(words.strongest, { ...now, left: left.probability });
}
