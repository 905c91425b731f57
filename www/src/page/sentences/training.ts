/** "Has it seen this in training?", from token search and activation similarity. */

import type { Histogram, Manifest, Similarity, TokenSearch } from "../../types";
import { count, counted, decimal, megabytes, percent } from "../numbers";
import { words as told } from "../../generated/words/texts";
import { type Sentence, sentence, strong, tell, word } from "../sentence";

/** Fewer reviews than this support no tendency (a guess). */
const FEW = 10;
/** A share this close to the base rate is no tendency either. */
const LIKE_THE_REST = 0.05;

export function seenSentence(words: string, search: TokenSearch, manifest: Manifest | null): Sentence {
  const { train, validation } = search;
  const of = manifest?.counts?.train;
  const all = of === undefined ? " training reviews" : sentence` of ${count(of)} training reviews`;
  if (search.unknown === true) {
    return sentence`${strong("It cannot tell.")} ${word(words)} is unknown to the network: it read a placeholder, as for any unknown word.`;
  }
  if (!search.in_order) return apart(words, train);
  if (train.reviews === 0) {
    const elsewhere =
      validation.reviews === 0
        ? ""
        : ` (and in ${counted(validation.reviews, "validation review")} it never trained on)`;
    return sentence`${strong("No.")} ${word(words)} stands in none${all}${elsewhere}.`;
  }
  const lead = train.reviews < FEW ? sentence`${strong("Hardly.")} ` : sentence`${strong("Yes.")} `;
  return sentence`${lead}${word(words)} stands in ${strong(count(train.reviews))}${all}; ${tendency(train)}. ${judged(train)}`;
}

/** The index names the reviews that hold all of the words, and not where. */
function apart(words: string, { reviews, positive, negative, mean_probability: mean }: Histogram): Sentence {
  if (mean === null) return tell(told.apart_none, { words: word(words) });
  const few = reviews < FEW ? "yes" : "other";
  return tell(told.apart, { words: word(words), few, reviews, positive, negative, mean });
}

function tendency(histogram: Histogram): Sentence {
  const { reviews, negative, positive, base_rate: base } = histogram;
  const most = negative >= positive ? negative : positive;
  const name = negative >= positive ? "negative" : "positive";
  if (reviews === 1) return sentence`it is ${strong(name)}`;
  if (reviews < FEW) return sentence`${strong(count(most))} of them ${name}, too few to show a tendency`;
  const like = Math.abs(positive / reviews - base) < LIKE_THE_REST;
  return sentence`${strong(count(most))} of them are ${name}${like ? ", about as everywhere" : ""}`;
}

function judged(histogram: Histogram): Sentence {
  const mean = histogram.mean_probability;
  if (mean === null) return [];
  return histogram.reviews === 1
    ? sentence`The network gives it ${percent(mean)} positive.`
    : sentence`On average the network gives them ${percent(mean)} positive.`;
}

export function validationSentence(search: TokenSearch): Sentence {
  const { reviews, positive, negative } = search.validation;
  if (reviews === 0) return sentence`No validation review has it.`;
  const most = Math.max(positive, negative);
  const name = negative >= positive ? "negative" : "positive";
  return reviews === 1
    ? sentence`1 review, ${name}.`
    : sentence`${count(reviews)} reviews, ${count(most)} of them ${name}.`;
}

export const TRAIN_CAVEAT =
  "The network has already seen these reviews and their labels: how well it judges them is partly memory.";
export const VALIDATION_CAVEAT = "The network has never trained on these.";

export function similarSentence(words: string, similar: Similarity): Sentence {
  const { items } = similar;
  if (items.length === 0) return sentence`No passage to compare with.`;
  const positive = items.filter((item) => item.label === 1).length;
  const most = Math.max(positive, items.length - positive);
  const name = positive * 2 >= items.length ? "positive" : "negative";
  const left = similar.from === "zero" ? "Read on its own, " : "At this point, ";
  return sentence`${left}${word(words)} leaves the network most nearly where passages of ${count(items.length)} training reviews left it: ${strong(count(most))} of those reviews are ${name}.`;
}

/** Which of the two answers is on the screen; said before anything else. */
export function answerKind(similar: Similarity): Sentence {
  const positions = count(similar.positions);
  const what = similar.from === "zero" ? "different runs of as many words" : "positions";
  if (similar.exact)
    return sentence`${strong("Exact")}: compared with all ${positions} ${what} in training${fromMemory(similar)}.`;
  if ((similar.remembered ?? 0) > 0)
    return sentence`${strong("Nearly exact")}, from memory: the reviews that could be nearer are being read again.`;
  const recall =
    similar.recall === null
      ? "how many of the exact answer’s reviews it finds has not been measured"
      : `on average it finds ${percent(similar.recall)} of the exact answer’s reviews`;
  return sentence`${strong("First answer")}, from a sample of ${positions} training positions; ${recall}.`;
}

/** How an exact answer came about, where there are two ways. */
function fromMemory({ remembered, reread, kept_bytes: kept }: Similarity): string {
  if (remembered > 0) return `, from memory; ${counted(reread, "review was", "reviews were")} read again to be sure`;
  return kept > 0
    ? `. What this took to find out is kept in ${megabytes(kept)} of memory, so the next answers will be exact at once`
    : "";
}

export function distance(similar: Similarity, score: number): string {
  return similar.metric === "cosine" ? `cosine ${decimal(1 - score, 3)}` : `distance ${decimal(score)}`;
}
