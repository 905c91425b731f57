/** "What was it looking for here?", from corpus search and activation maximization. */

import * as words from "../../../generated/words/looking";
import type { Gate, InnerTarget, Maximization, OfClass, Prediction, RankedWord, Ranking } from "../../../types";
import { classesOf, explainedClass, ofClass } from "../../writing/classes";
import { duration } from "../../writing/numbers";
import { type Piece, type Sentence, tell, tellPlain, word, yes } from "../../writing/sentence";
import { itemWord } from "./shape";

/** A vector this much longer than the vocabulary's long ones is no word (a guess). */
const OUT_OF_RANGE = 1;

/** What is looked at, by its name: "the score", "forget gate 17". */
export function targetName(target: InnerTarget): string {
  return target === "logit" ? tellPlain(words.score) : gateName(target);
}

const gateName = ({ unit, index }: { unit: Gate; index: number }): string =>
  tellPlain(words.gate, { unit, index: String(index) });

/** The words that would move it most either way; a word that would not move it that way is not named for it. */
export function lookingSentence(ranking: Ranking, prediction: Prediction): Sentence {
  const base = ranking.base;
  const [up, down] = [ranking.items[0], ranking.lowest[0]];
  if (up === undefined || down === undefined) return tell(words.nothing);
  const moves = [
    ...(base === null || up.score > base ? [moved(ranking, up, "up", prediction)] : []),
    ...(base === null || down.score < base ? [moved(ranking, down, "other", prediction)] : []),
  ];
  return tell(words.best, { first: yes(ranking.from === "zero"), moves });
}

function moved(ranking: Ranking, item: RankedWord, way: "up" | "other", prediction: Prediction): Sentence {
  const { target, base, base_probability: before } = ranking;
  const name = { word: word(itemWord(item)), way };
  if (target === "logit")
    return tell(words.moved, { ...name, before, after: item.probability, class: rankedClass(ranking, prediction) });
  const inner = { ...name, gate: gateName(target), after: item.score };
  return base === null ? tell(words.moved_gate_to, inner) : tell(words.moved_gate, { ...inner, before: base });
}

/** The class that the words were ranked for: that of the text, unless the search says that it was another, as from nothing. */
export function rankedClass(ranking: Ranking & Partial<OfClass>, prediction: Prediction): Piece {
  const classes = classesOf(prediction);
  return ranking.class === undefined ? explainedClass(classes) : ofClass(classes, classes.names.indexOf(ranking.class));
}

export function searchedSentence({ words: n, minimum_count: minimum, items }: Ranking): Sentence {
  const what = items[0]?.tokens === undefined ? "other" : "pairs";
  return minimum > 0 ? tell(words.searched_common, { n, minimum, what }) : tell(words.searched, { n, what });
}

export function freeSentence({ soft, snapped, searched }: Maximization): Sentence {
  const of = { free: soft.score };
  const near = snapped === null ? null : { near: word(snapped.token), reached: snapped.score };
  const best = searched === null ? null : { best: word(searched.token), found: searched.score };
  if (near !== null && best !== null) return tell(words.free_both, { ...of, ...near, ...best });
  if (near !== null) return tell(words.free_near, { ...of, ...near });
  return best === null ? tell(words.free, of) : tell(words.free_best, { ...of, ...best });
}

/** Whether the vector could be a word at all. */
export function lengthSentence({ soft, vocabulary_norm: usual }: Maximization): Sentence {
  const of = { length: soft.norm, mean: usual.mean, most: usual.p99 };
  return soft.norm / usual.p99 > OUT_OF_RANGE ? tell(words.too_long, of) : tell(words.as_long, of);
}

/** Which of the two was cheaper, as measured. */
export function costSentence(free: Maximization): Sentence {
  const { passes, search_passes: searched, seconds, search_seconds: searchSeconds } = free;
  if (free.searched === null) return [];
  if (seconds == null || searchSeconds == null)
    return tell(words.cost, { passes, searched, ascent: yes(passes < searched) });
  const times = { time: duration(seconds), search_time: duration(searchSeconds) };
  return tell(words.cost_timed, { passes, searched, ...times, ascent: yes(seconds < searchSeconds) });
}
