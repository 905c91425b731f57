/** What words do together. */

import { type Questions, isHere, isShort, isWeighed } from "../../store/question";
import type { State } from "../../store/state";

/** Pairs of words in longer texts are looked for only when asked. */
const PAIR_AT_ONCE = 600;
/** Phrases of more words than this are compared with their words only when asked. */
const LONGEST_PHRASE = 40;

function isPaired(state: State): boolean {
  const words = state.prediction?.kept ?? 0;
  return isHere(state) && words > 1 && words <= PAIR_AT_ONCE && isWeighed(state);
}

export const questions = {
  phrase: {
    ask: ({ text, selection: span, settings: { target } }) =>
      span === null || span[1] - span[0] < 2 ? null : { text, settings: { target, span, pairs: false } },
    unasked: (state) => {
      const [from, to] = state.selection ?? [0, 0];
      return isHere(state) && isShort(state) && to - from <= LONGEST_PHRASE;
    },
    for: ["phrases"],
    sight: "phrases",
  },
  interactions: {
    ask: ({ text, settings: { target } }) => ({ text, settings: { target } }),
    unasked: isPaired,
    for: ["phrases"],
    sight: "phrases",
  },
  /** The summary looks for the words that carried the verdict among its phrases, too. */
  "phrase-tree": {
    ask: ({ text }) => ({ text, settings: {} }),
    unasked: isPaired,
    for: ["phrases", "summary"],
    sight: "phrases",
  },
} satisfies Questions;
