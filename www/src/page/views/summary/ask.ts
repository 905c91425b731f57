/** What training has to say about the words that carried the verdict, whatever is selected. */

import { MINIMUM_COUNT } from "../../../generated/defaults";
import { canLookUp, hasIndex } from "../../deeds/brings";
import { carrier } from "../../deeds/carrier";
import { type Questions, isHere } from "../../store/question";
import { readsForward } from "../../store/state";

export const questions = {
  "carrier-search": {
    ask: (state) => {
      const span = carrier(state, "for")?.span;
      return span === undefined ? null : { text: state.text, settings: { span } };
    },
    unasked: (state) => isHere(state) && canLookUp(state),
    for: ["summary", "memory"],
    sight: null,
  },
  /** What the network would have liked best in their place. */
  "carrier-place": {
    ask: (state) => {
      const position = carrier(state, "for")?.span[0];
      if (position === undefined || !readsForward(state)) return null;
      return { text: state.text, settings: { from: "text", position, target: "logit", minimum_count: MINIMUM_COUNT } };
    },
    unasked: (state) => isHere(state) && hasIndex(state),
    for: ["summary", "looking"],
    sight: null,
    uses: () => ["index"],
  },
} satisfies Questions;
