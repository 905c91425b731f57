/** Changes that would turn the verdict. */

import { type Questions, isShort } from "../../store/question";
import type { State } from "../../store/state";

/** Looked for since the reader asked, in every text that follows. */
const isWanted = (state: State): boolean => state.settings.flips.wanted && isShort(state);

export const questions = {
  counterfactuals: {
    ask: ({ text, settings: { flips } }) => ({ text, settings: { kind: "replace", similarity: flips.similarity } }),
    unasked: isWanted,
    for: ["what-if"],
  },
  "counterfactuals-left-out": {
    ask: ({ text }) => ({ text, settings: { kind: "leave-out" } }),
    unasked: isWanted,
    for: ["what-if"],
  },
} satisfies Questions;
