/** Which units are on over the selection, where else they are, and what switches one of them on. */

import type { TokenSpan } from "../../../types";
import { hasIndex, hasReviews } from "../../deeds/brings";
import { keep, ruleOf, serves } from "../../deeds/kept";
import { type Questions, isHere } from "../../store/question";
import { type Ask, type State, readsForward } from "../../store/state";

/** Steps beyond the text cannot be asked to be off. */
function patternOf(state: State, span: TokenSpan): Ask["settings"] {
  const {
    settings: { pattern },
    prediction,
  } = state;
  const after = (prediction?.kept ?? span[1]) - span[1];
  return { span, ...ruleOf(state), left: Math.min(pattern.left, span[0]), right: Math.min(pattern.right, after) };
}

export const questions = {
  "pattern-units": {
    ask: (state) => {
      const { text, selection: span } = state;
      return span === null ? null : { text, settings: { ...patternOf(state, span), search: false } };
    },
    unasked: (state) => isHere(state) && readsForward(state),
    for: ["pattern"],
    // Which units are on is asked of no other text.
    spares: ["texts"],
  },
  "pattern-search": {
    ask: (state) => {
      const { text, selection: span, settings } = state;
      if (span === null) return null;
      const phrase_length = settings.pattern.same_length ? span[1] - span[0] : 0;
      return { text, settings: { ...patternOf(state, span), phrase_length, keep: keep() === "much" } };
    },
    unasked: (state) => hasReviews(state) && readsForward(state) && serves(state.patternsKept, ruleOf(state)),
    for: ["pattern"],
    sight: "pattern",
  },
  "unit-contexts": {
    ask: (state) => {
      const { selection, settings } = state;
      const { unit } = settings.pattern;
      return selection === null || unit === null ? null : { text: "", settings: { unit, part: ruleOf(state).part } };
    },
    unasked: (state) => hasIndex(state) && hasReviews(state),
    for: ["pattern"],
    sight: "pattern",
    uses: () => ["texts"],
  },
} satisfies Questions;
