/** What each chapter answers for the text at hand, in a few words, from figures that are there; nothing where they are not. */

import * as words from "../../../generated/words/chapters";
import type { Prediction } from "../../../types";
import type { Chapter } from "..";
import { hasIndex } from "../../deeds/brings";
import { carrier } from "../../deeds/carrier";
import { type State, answerOf, wholeOf } from "../../store/state";
import { reportOf } from "../../ui/report";
import { classesOf, ofClass } from "../../writing/classes";
import { type Sentence, tell, word, yes } from "../../writing/sentence";
import { shortWords } from "../../writing/pieces";
import { decidedAt } from "../reading/turns";
import { itemWord } from "../looking/shape";
import { doubtIn } from "../verdict/doubt";
import { suchVerdicts } from "../verdict/sentences";

type Answer = (state: State, prediction: Prediction) => Sentence;

const ANSWERS: Record<Chapter, Answer> = {
  reading: turned,
  words: mattered,
  looking: liked,
  training: counted,
  trust: trusted,
  network: right,
};

/** Empty where the figures are not there. */
export function chapterAnswer(chapter: Chapter, state: State): Sentence {
  const { prediction } = state;
  return prediction === null || prediction.kept === 0 ? [] : ANSWERS[chapter](state, prediction);
}

function turned({ predicted }: State, prediction: Prediction): Sentence {
  const at = decidedAt(prediction);
  const to = { class: ofClass(classesOf(prediction), prediction.verdict) };
  if (at === null || at === 0) return tell(words.always, to);
  return tell(words.turned, { ...to, word: nameOf(predicted, prediction, at) });
}

function mattered(state: State, prediction: Prediction): Sentence {
  const span = carrier(state, "for")?.span;
  // A verdict on what the network does not know has no reasons.
  if (span === undefined || doubtIn(state) !== null) return [];
  return tell(words.mattered, { word: word(shortWords(state.text, prediction, span, LONGEST)) });
}

function liked(state: State): Sentence {
  const best = wholeOf(state, "corpus-search")?.items[0];
  return best === undefined ? unasked(state) : tell(words.liked, { word: word(itemWord(best)) });
}

/** What training says takes megabytes, which come when a chapter that needs them is read. */
const unasked = (state: State): Sentence => tell(hasIndex(state) ? words.asks : words.no_index);

/** Training counts the last class; of two, the other is the rest. */
function counted(state: State, prediction: Prediction): Sentence {
  const search = wholeOf(state, "token-search");
  if (search === null || search.unknown === true || state.selection === null) return unasked(state);
  // Without texts nobody knows in which of them the words stand side by side.
  if (!search.in_order) return [];
  const { reviews: all, positive } = search.train;
  const name = { word: word(shortWords(state.text, prediction, state.selection, LONGEST)) };
  if (all === 0) return tell(words.nowhere, name);
  const classes = classesOf(prediction);
  const last = classes.names.length - 1;
  const isRest = last === 1 && positive < all - positive;
  const of = { n: isRest ? all - positive : positive, all, class: ofClass(classes, isRest ? 0 : last) };
  return tell(words.counted, { ...name, ...of });
}

function trusted(state: State, prediction: Prediction): Sentence {
  const such = doubtIn(state) === null ? suchVerdicts(prediction, state.manifest) : null;
  if (such !== null) return tell(words.right_of, such);
  const p = answerOf(state, "deep-knn")?.whole?.credibility;
  return p === undefined || !Number.isFinite(p) ? [] : tell(words.credible, { p });
}

function right({ manifest }: State): Sentence {
  const report = manifest === null ? null : reportOf(manifest);
  const [kept] = report?.measured ?? [];
  return report === null || kept === undefined
    ? []
    : tell(words.right_on, { p: report.test?.accuracy ?? kept.accuracy, seen: yes(report.assumed) });
}

const LONGEST = 20;
const nameOf = (text: string, prediction: Prediction, at: number) =>
  word(shortWords(text, prediction, [at, at + 1], LONGEST));
