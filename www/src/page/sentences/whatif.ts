/** "What if?": changes that turn the verdict, and two texts side by side. */

import type { ChangedText, Counterfactuals, Prediction } from "../../types";
import { count, counted, percent, signed } from "../numbers";
import { type Sentence, listed, sentence, strong, verdict, word } from "../sentence";
import type { Namer } from "../shapes/named";

/** One change, as the reader would make it. */
export function changeOf(item: ChangedText, wordOf: Namer): Sentence {
  return listed(
    item.changes.map(({ position, replacement }) =>
      replacement === null ? wordOf(position) : sentence`${wordOf(position)} → ${word(replacement)}`,
    ),
  );
}

/** "Replacing one word is enough to turn the verdict."; `all`: words of the text. */
export function foundSentence(found: Counterfactuals, all: number, wordOf: Namer): Sentence {
  const { items, nearest, tried, kind, base, flips, finished } = found;
  const doing = kind === "replace" ? "Replacing" : "Leaving out";
  const other = verdict(base.probability < 0.5);
  const [first] = items;
  if (first !== undefined) {
    const words = counted(first.changes.length, "word");
    return sentence`${strong(`${doing} ${words}`)} is enough to make it ${other}.`;
  }
  if (!finished) return sentence`${doing} words: ${counted(tried, "text")} read so far.`;
  if (nearest === null) return sentence`There is nothing to try.`;
  return sentence`${strong("Nothing found.")} ${doing} up to ${counted(Math.min(flips, all), "word")} did not turn the verdict in ${counted(tried, "text")} tried; that does not mean that nothing would. Nearest came ${changeOf(nearest, wordOf)}: ${percent(nearest.probability)} positive.`;
}

/** What the compared texts are called and how far apart they lie. */
export function comparedSentence(before: Prediction, now: Prediction, gone: number, added: number): Sentence {
  const [from, to] = [before.probability >= 0.5, now.probability >= 0.5];
  const parts: Sentence[] = [];
  if (gone > 0) parts.push([`${count(gone)} gone`]);
  if (added > 0) parts.push([`${count(added)} new`]);
  if (parts.length === 0)
    return sentence`The texts have the same words: both are ${verdict(to)}, ${percent(now.probability)} positive.`;
  const moved = now.logit - before.logit;
  const numbers = sentence`${percent(before.probability)} positive then, ${strong(percent(now.probability))} now, a move of ${signed(moved)} in the score`;
  const words = sentence`Of the words, ${listed(parts)}`;
  return from === to
    ? sentence`${words}; the verdict stays ${verdict(to)}: ${numbers}.`
    : sentence`${words}, and ${strong("the verdict turned")} to ${verdict(to)}: ${numbers}.`;
}
