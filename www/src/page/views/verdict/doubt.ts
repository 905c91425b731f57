/** What makes a verdict on a text worth little: the network knows few of its words, or has seen little like it. */

import type { DeepKnn, Prediction } from "../../../types";
import { type State, answerOf } from "../../store/state";
import { STRANGE, pairsP } from "./familiar";

/** From this share of unknown words on a verdict is no verdict on the text, and no word is given a reason (a guess). */
const MOST = 0.5;
/** From this share on it is said. */
export const SOME = 0.15;

/** unknown: most of its words are. strange: training has little like it. */
export type Doubt = "unknown" | "strange" | null;

export function doubtAbout(prediction: Prediction, familiar: DeepKnn | null): Doubt {
  if (shareUnknown(prediction) >= MOST) return "unknown";
  if (familiar === null || familiar.whole === null) return null;
  return familiar.whole.credibility < STRANGE || (pairsP(familiar) ?? 1) < STRANGE ? "strange" : null;
}

/** The same of what the page knows now. */
export function doubtIn(state: State): Doubt {
  const { prediction } = state;
  const familiar = answerOf(state, "deep-knn");
  return prediction === null ? null : doubtAbout(prediction, familiar);
}

export const unknownOf = ({ unknown }: Prediction): number => unknown.filter(Boolean).length;

export const shareUnknown = (prediction: Prediction): number =>
  prediction.kept === 0 ? 0 : unknownOf(prediction) / prediction.kept;
