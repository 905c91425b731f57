/** What the chosen words are worth, by methods that do not weigh every word. */

import { type Questions, isHere, isShort, isWeighed } from "../../store/question";
import { readsForward } from "../../store/state";

export const questions = {
  span: {
    ask: ({ text, selection: span, settings: { target } }) =>
      span === null || span[1] - span[0] < 2 ? null : { text, settings: { target, span } },
    unasked: () => true,
  },
  /** In its β form; what γ says is the last column of the contributions over time. */
  "cell-decomposition": {
    ask: ({ text }) => ({ text, settings: { form: "beta" } }),
    unasked: (state) => isHere(state) && readsForward(state),
    for: ["move"],
    sight: null,
  },
  "contextual-decomposition": {
    ask: ({ text, selection: span }) => (span === null ? null : { text, settings: { span, words: false } }),
    unasked: (state) => isShort(state) && readsForward(state) && isWeighed(state),
    for: ["move"],
    sight: null,
  },
  "integrated-gradients": {
    ask: ({ text, settings: { target, baseline } }) => ({ text, settings: { target, baseline } }),
  },
} satisfies Questions;
