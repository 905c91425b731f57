/** "What was it looking for here?", from corpus search and activation maximization. */

import type { InnerTarget, Maximization, RankedWord, Ranking } from "../../types";
import { count, decimal, duration, percent, sigmoid, signed, size } from "../numbers";
import { itemWord } from "../shapes/ranking";
import { type Sentence, listed, sentence, strong, word } from "../sentence";

/** A vector this much longer than the vocabulary's long ones is no word (a guess). */
const OUT_OF_RANGE = 1;

const GATES = {
  hidden: "hidden unit",
  cell: "cell",
  input: "input gate",
  forget: "forget gate",
  candidate: "candidate",
  output: "output gate",
  reset: "reset gate",
  update: "update gate",
};

export function targetName(target: InnerTarget): string {
  return target === "logit" ? "the score" : `${GATES[target.unit]} ${target.index}`;
}

export function lookingSentence(ranking: Ranking): Sentence {
  const up = ranking.items[0];
  const down = ranking.lowest[0];
  const where = ranking.from === "zero" ? "Read first of all" : "From here on";
  if (up === undefined || down === undefined) return sentence`No word of the vocabulary passes the filter.`;
  return sentence`${where}, ${listed([raised(ranking, up, "up"), raised(ranking, down, "down")])}.`;
}

function raised(ranking: Ranking, item: RankedWord, way: string): Sentence {
  const name = word(itemWord(item));
  if (ranking.target !== "logit") {
    const from = ranking.base === null ? "" : `${decimal(ranking.base)}\u00A0→ `;
    return sentence`${name} would move ${targetName(ranking.target)} most ${way} (${from}${decimal(item.score)})`;
  }
  const before = percent(sigmoid(ranking.base ?? 0));
  const after = percent(item.probability ?? sigmoid(item.score));
  return sentence`${name} would move it most ${way} (${before}\u00A0→ ${strong(after)})`;
}

export function searchedSentence(ranking: Ranking): Sentence {
  const many = count(ranking.words);
  const filter =
    ranking.minimum_count > 0 ? ` that stand at least ${count(ranking.minimum_count)} times in training` : "";
  const what = ranking.items[0]?.tokens === undefined ? "words" : "pairs of words";
  return sentence`Every one of the ${many} ${what}${filter} was tried.`;
}

export function freeSentence(free: Maximization): Sentence {
  const { soft, snapped, searched } = free;
  const near =
    snapped === null
      ? []
      : sentence`; the real word nearest to it, ${word(snapped.token)}, reaches ${strong(signed(snapped.score))}`;
  const best =
    searched === null
      ? []
      : sentence` Trying every word finds ${word(searched.token)}: ${strong(signed(searched.score))}.`;
  return sentence`A free vector reaches ${strong(signed(soft.score))}${near}.${best}`;
}

/** Whether the vector could be a word at all. */
export function lengthSentence(free: Maximization): Sentence {
  const { soft, vocabulary_norm: usual } = free;
  const times = soft.norm / usual.p99;
  const lengths = `its length is ${size(soft.norm)}, the words’ ${size(usual.mean)} on average and 99 in 100 are under ${size(usual.p99)}`;
  if (times > OUT_OF_RANGE) return sentence`${strong("No word looks like this vector:")} ${lengths}.`;
  return sentence`It is as long as words are: ${lengths}.`;
}

/** Which of the two was cheaper, as measured. */
export function costSentence(free: Maximization): Sentence {
  const { passes, search_passes: searchPasses, seconds, search_seconds: searchSeconds } = free;
  if (free.searched === null) return [];
  const took = (time: number | null | undefined) => (time == null ? "" : ` in ${duration(time)}`);
  const timed = seconds != null && searchSeconds != null;
  const ascentWins = timed ? seconds < searchSeconds : passes < searchPasses;
  const here = sentence`here ${strong(ascentWins ? "the ascent" : "the search")} ${timed ? "is faster" : "takes fewer"}`;
  return sentence`The ascent took ${count(passes)} passes through the network${took(seconds)}, the search over every word ${count(searchPasses)}${took(searchSeconds)}: ${here}.`;
}
