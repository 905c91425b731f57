/** Where the selection stands in training, and what was like it there. */

import { canLookUp, hasIndex } from "../../deeds/brings";
import { keep } from "../../deeds/kept";
import type { Questions } from "../../store/question";

export const questions = {
  "token-search": {
    ask: ({ text, selection: span }) => (span === null ? null : { text, settings: { span } }),
    unasked: canLookUp,
    for: ["memory"],
    sight: "memory",
  },
  "activation-similarity": {
    ask: ({ text, selection: span, settings: { similarity }, kept }) => {
      // Exact without being asked once it costs nothing.
      const exact = kept && similarity.from === "text";
      return span === null ? null : { text, settings: { span, ...similarity, keep: keep(), exact } };
    },
    unasked: hasIndex,
    for: ["memory"],
    sight: "memory",
    uses: ({ exact }) => (exact === true ? ["texts"] : []),
  },
} satisfies Questions;
