/** How much of a text a network does not know. */

import * as words from "../../../generated/words/unknown";
import type { Prediction } from "../../../types";
import { type Sentence, isMark, tell, yes } from "../../writing/sentence";
import { SOME, unknownOf } from "./doubt";

/** How much of a text its network does not know; a mark is read like a word, and counted so. */
export function unknownSentence(prediction: Prediction): Sentence {
  const { tokens, kept: all } = prediction;
  const [n, marks] = [unknownOf(prediction), yes(tokens.some(isMark))];
  if (all === 1) return tell(words.only, { mark: marks });
  return n === all ? tell(words.all, { all, marks }) : tell(words.some, { n, all, marks });
}

/** The same of a second network, beside the first. */
export function unknownToOther(prediction: Prediction): Sentence {
  const { tokens, kept: all } = prediction;
  const [n, marks] = [unknownOf(prediction), yes(tokens.some(isMark))];
  if (n <= SOME * all) return [];
  return n === all ? tell(words.all_to_other, { all, marks }) : tell(words.some_to_other, { n, all, marks });
}
