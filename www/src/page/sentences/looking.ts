/** "What was it looking for here?", from corpus search and activation maximization. */

import type { InnerTarget, Maximization, RankedWord, Ranking } from "../../types";
import { count, duration, percent, sigmoid, signed, size } from "../numbers";
import { type Sentence, listed, sentence, strong, word } from "../sentence";

/** A vector this much longer than the vocabulary's long ones is no word (a guess). */
const OUT_OF_RANGE = 1;

const GATES = {
  hidden: "hidden unit", cell: "cell", input: "input gate", forget: "forget gate", candidate: "candidate", output: "output gate",
};

export function targetName(target: InnerTarget): string {
  return target === "logit" ? "the score" : `${GATES[target.unit]} ${target.index}`;
}

export function itemWord(item: RankedWord): string {
  return item.tokens?.join(" ") ?? item.token;
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
    return sentence`${name} would move ${targetName(ranking.target)} most ${way} (${size(ranking.base)} → ${signed(item.score)})`;
  }
  const before = percent(sigmoid(ranking.base));
  const after = percent(item.probability ?? sigmoid(item.score));
  return sentence`${name} would move it most ${way} (${before} → ${strong(after)})`;
}

export function searchedSentence(ranking: Ranking): Sentence {
  const many = count(ranking.words);
  const filter = ranking.minimum_count > 0 ? ` that stand at least ${count(ranking.minimum_count)} times in training` : "";
  return sentence`Every one of the ${many} words${filter} was tried.`;
}

export function freeSentence(free: Maximization): Sentence {
  const { soft, snapped, searched } = free;
  return sentence`A free vector reaches ${strong(signed(soft.score))}; the real word nearest to it, ${word(snapped.token)}, only ${strong(signed(snapped.score))}. Trying every word finds ${word(searched.token)}: ${strong(signed(searched.score))}.`;
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
  const ascent = `${count(passes)} passes${seconds === undefined ? "" : ` in ${duration(seconds)}`}`;
  const search = `${count(searchPasses)}${searchSeconds === undefined ? "" : ` in ${duration(searchSeconds)}`}`;
  const known = seconds !== undefined && searchSeconds !== undefined;
  const cheaper = known ? (seconds < searchSeconds ? "the ascent" : "the search") : passes < searchPasses ? "the ascent" : "the search";
  const by = known ? "faster" : "cheaper";
  return sentence`The ascent took ${ascent}, the search over every word ${search}: here ${strong(cheaper)} is ${by}.`;
}
