/** The phrases by which the network as a whole decides: those in this text, all of them, and where one stands in training. */

import type { PhraseRule } from "../../../types";
import { canLookUp, hasIndex } from "../../deeds/brings";
import { ruleNamed } from "../../deeds/rulenamed";
import { type Questions, isHere } from "../../store/question";
import { type Ask, type State, isUnfolded, readsForward } from "../../store/state";
import { joined } from "../../writing/pieces";

/** Of rules, all there are. */
const ALL_RULES = 1e6;

/** The rule of the list that the settings name; a name that is not there is never looked up. */
export function chosenRule({ settings: { rule }, slots }: State): PhraseRule | null {
  const list = slots["rule-list"].result;
  return rule === null || list === null ? null : (ruleNamed(list, rule) ?? null);
}

/** The text asked about is the phrase. One that begins with the end of a contraction ('s) gets a word for it to hang on. */
function placesOf({ tokens }: PhraseRule): Ask {
  const hangs = /^'\p{L}/u.test(tokens[0] ?? "") ? 1 : 0;
  return { text: (hangs === 1 ? "it" : "") + joined(tokens), settings: { span: [hangs, hangs + tokens.length] } };
}

export const questions = {
  "phrase-rules": {
    ask: ({ text }) => ({ text, settings: { count: 0 } }),
    unasked: (state) => isHere(state) && hasIndex(state) && readsForward(state),
    for: ["rules", "summary"],
    sight: "rules",
  },
  "rule-list": {
    ask: () => ({ text: "", settings: { count: ALL_RULES } }),
    unasked: (state) => isUnfolded(state, "rules") && hasIndex(state) && readsForward(state),
    for: ["rules"],
    sight: "rules",
  },
  "rule-search": {
    ask: (state) => {
      const rule = chosenRule(state);
      return rule === null ? null : placesOf(rule);
    },
    unasked: canLookUp,
    for: ["rules"],
    sight: "rules",
  },
} satisfies Questions;
