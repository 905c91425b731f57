/** "Has the network seen anything like this?", in one small fact. */

import type { DeepKnn } from "../../types";
import { percent } from "../numbers";
import { type Sentence, sentence, strong } from "../sentence";

/** A p-value below this is strange (the usual level, taken over), below the other a little so: four texts in five have more support. */
export const STRANGE = 0.05;
const LITTLE = 0.2;
/** Fewer pairs of words than this are no share to compare with that of whole reviews (a guess). */
const FEW_PAIRS = 5;

export type Familiarity = "strange" | "little" | "familiar";

/** How many unseen reviews have as large a share of rare pairs; null where the text has too few to say. */
export function pairsP({ pairs }: DeepKnn): number | null {
  return pairs.pairs < FEW_PAIRS ? null : pairs.p;
}

/** How usual the text looks at its least usual: by its neighbours or by its pairs of words. */
export function familiarity(answer: DeepKnn): Familiarity {
  const least = Math.min(answer.whole?.credibility ?? 0, pairsP(answer) ?? 1);
  return least < STRANGE ? "strange" : least < LITTLE ? "little" : "familiar";
}

const NAMES: Record<Familiarity, string> = {
  strange: "hardly familiar",
  little: "only a little familiar",
  familiar: "familiar",
};

/** The fact beside the verdict; empty for a text without words. */
export function familiarFact(answer: DeepKnn): Sentence {
  const { whole } = answer;
  if (whole === null) return [];
  const p = pairsP(answer) ?? 1;
  const odd = p < LITTLE ? `, ${p < STRANGE ? "" : "somewhat "}unusual word pairs` : "";
  return sentence`${strong(NAMES[familiarity(answer)])}: credibility ${percent(whole.credibility)}${odd}`;
}
