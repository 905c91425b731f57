/** How much of a text a network does not know. */

import type { Prediction } from "../../types";
import { count } from "../numbers";
import { type Sentence, isMark, sentence, strong } from "../sentence";

/** `9 of its 16 words and marks are`: counted as the network reads, in which a mark is one like a word. */
export function unknownOf({ tokens, unknown, kept }: Prediction): Sentence {
  const strange = unknown.filter(Boolean).length;
  const what = tokens.some(isMark) ? "words and marks" : "words";
  if (kept === 1) return sentence`Its only ${tokens.some(isMark) ? "mark" : "word"} is`;
  return sentence`${strong(strange === kept ? `All ${count(kept)}` : `${count(strange)} of its ${count(kept)}`)} ${what} ${strange === 1 ? "is" : "are"}`;
}
