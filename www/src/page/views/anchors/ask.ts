/** The rule that the network follows in this text, the reader's own, and what training says of the one that is shown. */

import type { Anchor, RuleMemory } from "../../../types";
import { hasIndex, hasReviews } from "../../deeds/brings";
import type { Questions } from "../../store/question";
import { type State, answerOf } from "../../store/state";

/** What is said about the rule that is looked at: the reader's, or the one that was found. */
export function shownRule(state: State): Anchor | null {
  return answerOf(state, state.settings.anchors.own?.text === state.text ? "own-rule" : "anchors");
}

/** What training says of a rule; nothing where that was counted while texts were still on their way. */
function wholeOf({ manifest }: State, { training }: Anchor): RuleMemory | null {
  return (training?.all.reviews ?? 0) < (manifest?.counts?.["train"] ?? 0) ? null : training;
}

/** The same, or what was counted since. */
export const trainingOf = (state: State, found: Anchor): RuleMemory | null =>
  wholeOf(state, found) ?? answerOf(state, "rule-training")?.training ?? null;

export const questions = {
  anchors: { ask: ({ text, settings: { anchors } }) => ({ text, settings: { perturbation: anchors.perturbation } }) },
  "own-rule": {
    ask: ({
      text,
      settings: {
        anchors: { own, perturbation },
      },
    }) => (own?.text === text ? { text, settings: { perturbation, rule: own.rule } } : null),
    unasked: () => true,
    for: ["anchors"],
  },
  /** Counted by itself where the rule was measured before the reviews were here. */
  "rule-training": {
    ask: (state) => {
      const shown = shownRule(state);
      if (shown === null || !shown.finished || shown.rule.length === 0 || wholeOf(state, shown) !== null) return null;
      return { text: state.text, settings: { rule: shown.rule, fresh: 0 } };
    },
    unasked: (state) => hasIndex(state) && hasReviews(state),
    for: ["anchors"],
    sight: "anchors",
    uses: () => ["index", "texts"],
  },
} satisfies Questions;
