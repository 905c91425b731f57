/** "What if?": changes that turn the verdict, and two texts side by side. */

import * as words from "../../../generated/words/whatif";
import type { ChangedText, Counterfactuals, Prediction } from "../../../types";
import { classesOf, explainedClass, ofClass } from "../../writing/classes";
import { type Piece, type Sentence, tell, word, yes } from "../../writing/sentence";
import type { Namer } from "../../writing/named";

/** One change, as the reader would make it. */
export function changeOf(item: ChangedText, wordOf: Namer): Sentence {
  const changes = item.changes.map(({ position, replacement }) =>
    replacement === null
      ? wordOf(position)
      : tell(words.replaced, { word: wordOf(position), replacement: word(replacement) }),
  );
  return tell(words.changes, { changes });
}

/** The verdict that changes are looked for: of two classes the other one; of more, whichever is not the one there is. */
export function otherVerdict(prediction: Prediction): { side: "away" | "other"; class: Piece } {
  const classes = classesOf(prediction);
  const { verdict } = prediction;
  return classes.names.length === 2
    ? { side: "other", class: ofClass(classes, 1 - verdict) }
    : { side: "away", class: ofClass(classes, verdict) };
}

/** "Replacing one word is enough to make it negative." */
export function foundSentence(found: Counterfactuals, prediction: Prediction, wordOf: Namer): Sentence {
  const { items, nearest, tried, flips, finished } = found;
  const kind = found.kind === "replace" ? "replace" : "other";
  const [first] = items;
  if (first !== undefined) return tell(words.enough, { kind, n: first.changes.length, ...otherVerdict(prediction) });
  if (!finished) return tell(words.so_far, { kind, tried });
  if (nearest === null) return tell(words.nothing_to_try);
  const near = {
    change: changeOf(nearest, wordOf),
    p: nearest.probability,
    class: explainedClass(classesOf(prediction)),
  };
  return tell(words.none_found, { kind, n: Math.min(flips, prediction.kept), tried, ...near });
}

/** What the compared texts are called and how far apart they lie. */
export function comparedSentence(before: Prediction, now: Prediction, gone: number, added: number): Sentence {
  const classes = classesOf(now);
  const verdict = ofClass(classes, now.verdict);
  const of = { class: explainedClass(classes), p: now.probability, verdict };
  if (gone + added === 0) return tell(words.same_words, of);
  // Two texts of a network with more than two classes may be told of two of them.
  const earlier = { then_p: before.probability, then_class: explainedClass(classesOf(before)) };
  const changes = { ...of, ...earlier, gone, added, turned: yes(before.verdict !== now.verdict) };
  return before.class === now.class
    ? tell(words.compared, { ...changes, move: now.logit - before.logit })
    : tell(words.compared_classes, changes);
}
