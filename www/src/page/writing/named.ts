/** Words of the text by name, so that a reader can tell two that are alike apart. */

import * as words from "../../generated/words/named";
import type { Prediction } from "../../types";
import { type Sentence, isMark, tell, word, yes } from "./sentence";
import { shortWords } from "./pieces";

/** Names a token, with figures behind it. */
export type Namer = (token: number, ...figures: string[]) => Sentence;

/** `dull (−2.13)`; where the text has the word more than once, `dull (word 12, −2.13)`. */
export function named(
  text: string,
  prediction: Prediction,
  token: number,
  most: number,
  ...figures: string[]
): Sentence {
  const { tokens } = prediction;
  const own = tokens[token] ?? "";
  const isAlone = tokens.indexOf(own) === tokens.lastIndexOf(own);
  const name = word(shortWords(text, prediction, [token, token + 1], most));
  const place = { word: name, n: token + 1, mark: yes(isMark(own)) };
  const [figure] = figures;
  if (figure === undefined) return isAlone ? [name] : tell(words.placed, place);
  return isAlone ? tell(words.figured, { word: name, figure }) : tell(words.both, { ...place, figure });
}
