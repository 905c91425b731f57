/** "Has the network seen anything like this?", in small facts. */

import * as of from "../../../generated/words/familiar";
import type { DeepKnn } from "../../../types";
import { type Sentence, tell, yes } from "../../writing/sentence";

/** A p-value below this is strange (the usual level, taken over), below the other a little so: four texts in five have more support. */
export const STRANGE = 0.05;
const LITTLE = 0.2;
/** Fewer pairs of words than this are no share to compare with that of whole texts (a guess). */
const FEW_PAIRS = 5;

export type Familiarity = "strange" | "little" | "familiar";

/** How many validation texts have as large a share of rare pairs; null where the text has too few to say. */
export function pairsP({ pairs }: DeepKnn): number | null {
  return pairs.pairs < FEW_PAIRS ? null : pairs.p;
}

/** The word for a credibility, which never falls while that rises. Rare pairs of words have a sentence of their own. */
export function familiarity(credibility: number): Familiarity {
  return credibility < STRANGE ? "strange" : credibility < LITTLE ? "little" : "familiar";
}

/** The facts beside the verdict; none for a text without words, and none where no credibility can be had. */
export function familiarFacts(answer: DeepKnn): Sentence[] {
  const p = answer.whole?.credibility ?? Number.NaN;
  if (!Number.isFinite(p)) return [];
  const message = { strange: of.strange, little: of.little, familiar: of.familiar }[familiarity(p)];
  const pairs = pairsP(answer) ?? 1;
  return [tell(message, { p }), ...(pairs < LITTLE ? [tell(of.pairs, { strange: yes(pairs < STRANGE) })] : [])];
}
