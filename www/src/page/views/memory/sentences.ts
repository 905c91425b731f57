/** "Has it seen this in training?", from token search and activation similarity. */

import * as of from "../../../generated/words/training";
import type { Histogram, Manifest, Similarity, TokenSearch } from "../../../types";
import { type Classes, lastClass, ofClass } from "../../writing/classes";
import { type Sentence, paragraph, tell, tellPlain, word, yes } from "../../writing/sentence";
import { tendencyOf } from "../../ui/chance";
import { isSplitKnown } from "../../ui/report";

/** Fewer texts than this support no tendency (a guess). */
const FEW = 10;

export function seenSentence(
  words: string,
  search: TokenSearch,
  manifest: Manifest | null,
  classes: Classes,
): Sentence {
  const { train, validation } = search;
  const all = manifest?.counts?.train;
  const among = { words: word(words), known: yes(all !== undefined), all: all ?? 0 };
  if (search.unknown) return tell(of.unknown, { words: word(words) });
  if (!search.in_order) return apart(words, train, classes);
  if (train.reviews === 0) {
    const elsewhere =
      validation.reviews === 0
        ? []
        : tell(of.elsewhere, { n: validation.reviews, unseen: yes(isSplitKnown(manifest)) });
    return paragraph(tell(of.never, among), elsewhere);
  }
  const [most, name] = majority(train);
  const counts = { ...among, n: train.reviews, most, class: ofClass(classes, name) };
  return paragraph(
    train.reviews === 1
      ? tell(of.once, counts)
      : train.reviews < FEW
        ? tell(of.seldom, counts)
        : tell(of.often, { ...counts, like: like(train) }),
    judged(train, classes),
  );
}

/** The index names the texts that hold all of the words, and not where. */
function apart(
  words: string,
  { reviews: n, positive: up, negative: down, mean_probability: p }: Histogram,
  classes: Classes,
): Sentence {
  if (p === null) return tell(of.apart_none, { words: word(words) });
  const [last, first] = [lastClass(classes), ofClass(classes, 0)];
  return tell(of.apart, { words: word(words), few: yes(n < FEW), n, up, last, down, first, p });
}

/** How many have the label that most have, and which that is; of equals the first. */
function majority({ positive, negative }: Pick<Histogram, "positive" | "negative">): [number, number] {
  return negative >= positive ? [negative, 0] : [positive, 1];
}

function like(histogram: Histogram): "everywhere" | "chance" | "other" {
  const tendency = tendencyOf(histogram);
  return tendency === "everywhere" || tendency === "chance" ? tendency : "other";
}

function judged({ mean_probability: p, reviews: n }: Histogram, classes: Classes): Sentence {
  return p === null ? [] : tell(of.judged, { n, p, class: lastClass(classes) });
}

export function validationSentence({ validation }: TokenSearch, classes: Classes): Sentence {
  const [most, name] = majority(validation);
  return tell(of.validation, { n: validation.reviews, most, class: ofClass(classes, name) });
}

/** Whether the network knows these texts already. */
export const trainCaveat = (manifest: Manifest | null): Sentence =>
  tell(isSplitKnown(manifest) ? of.memory : of.perhaps_memory);
export const validationCaveat = (manifest: Manifest | null): Sentence =>
  tell(isSplitKnown(manifest) ? of.unseen : of.perhaps_unseen);

export function similarSentence(words: string, similar: Similarity, classes: Classes): Sentence {
  const { items } = similar;
  if (items.length === 0) return tell(of.no_passage);
  const positive = items.filter((item) => item.label === 1).length;
  const isLast = positive * 2 >= items.length;
  return tell(of.similar, {
    alone: yes(similar.from === "zero"),
    words: word(words),
    n: items.length,
    most: isLast ? positive : items.length - positive,
    class: ofClass(classes, isLast ? 1 : 0),
  });
}

/** Which of the two answers is on the screen; said before anything else. */
export function answerKind(similar: Similarity): Sentence {
  const { positions: n, remembered, reread, kept_bytes: bytes, recall } = similar;
  const alone = yes(similar.from === "zero");
  if (similar.exact) {
    if (remembered > 0) return tell(of.exact_remembered, { n, alone, reread });
    return bytes > 0 ? tell(of.exact_kept, { n, alone, bytes }) : tell(of.exact, { n, alone });
  }
  if (remembered > 0) return tell(of.nearly);
  return tell(of.first, { n, known: yes(recall !== null), recall: recall ?? 0 });
}

export function distance(similar: Similarity, score: number): string {
  return similar.metric === "cosine" ? tellPlain(of.cosine, { x: 1 - score }) : tellPlain(of.distance, { x: score });
}
