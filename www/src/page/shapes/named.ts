/** Words of the text by name, so that a reader can tell two that are alike apart. */

import type { Prediction } from "../../types";
import { type Sentence, isMark, sentence, word } from "../sentence";
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
  const alone = tokens.indexOf(own) === tokens.lastIndexOf(own);
  const notes = [...(alone ? [] : [`${isMark(own) ? "place" : "word"} ${token + 1}`]), ...figures];
  const name = word(shortWords(text, prediction, [token, token + 1], most));
  return notes.length === 0 ? [name] : sentence`${name} (${notes.join(", ")})`;
}
