/** What the network would have liked best after the selection, or after nothing. */

import { hasIndex } from "../../deeds/brings";
import type { Questions } from "../../store/question";
import type { Ask, State } from "../../store/state";

/** Both searches go on from the end of the selection, or from nothing, whatever the text. */
function askFrom({ text, selection, settings }: State, how: Ask["settings"]): Ask | null {
  const { from, target } = settings.search;
  if (selection === null) return null;
  if (from === "zero") return { text: "", settings: { from, target, ...how } };
  return { text, settings: { from, position: selection[1], target, ...how } };
}

export const questions = {
  "corpus-search": {
    ask: (state) => {
      const { minimum_count, ngrams } = state.settings.search;
      // How often a word stands in training is known from the index alone; before the manifest is here there may be one.
      const isCounted = state.manifest === null || hasIndex(state);
      return askFrom(state, { minimum_count: isCounted ? minimum_count : 0, ngrams });
    },
    unasked: () => true,
    for: ["looking"],
    sight: "looking",
    uses: ({ minimum_count, ngrams }) => {
      if (Number(ngrams) > 1) return ["index", "texts"];
      return Number(minimum_count) > 0 ? ["index"] : [];
    },
  },
  "activation-maximization": { ask: (state) => askFrom(state, { norm: state.settings.maximization.norm }) },
} satisfies Questions;
