/** What the reading asks: how much of every word is left after each word, and what would be missing without it. */

import { type Questions, WEIGH_AT_ONCE, isHere } from "../../store/question";
import { type State, countsLead, readsForward } from "../../store/state";

/** Up to this many words every word gets its row of what it wrote and of what would be missing; in a longer text the strongest. */
const EVERY_ROW = 700;
const MOST_ROWS = 300;
/** Longer texts are not read again for each of their words by a network that has no state to go on from: Rust's REREAD. */
const READ_AGAIN = 250;

const wordsOf = ({ prediction }: State): number => prediction?.kept ?? 0;
const rowsOf = (state: State) => (wordsOf(state) <= EVERY_ROW ? "all" : MOST_ROWS);
/** Every word can be left out in turn. */
const isRemovable = (state: State): boolean => readsForward(state) || wordsOf(state) <= READ_AGAIN;

/** What would be missing is counted as what the words wrote is. */
const inUnitOf = (state: State) => (countsLead(state) ? { margin: true } : {});

const isFollowed = (state: State): boolean => isHere(state) && readsForward(state);

export const questions = {
  "contribution-over-time": {
    ask: (state) => ({ text: state.text, settings: { rows: rowsOf(state) } }),
    unasked: isFollowed,
    for: ["reading", "move", "units", "summary"],
  },
  "removal-over-time": {
    ask: (state) =>
      isRemovable(state) ? { text: state.text, settings: { rows: rowsOf(state), ...inUnitOf(state) } } : null,
    unasked: (state) => isHere(state) && wordsOf(state) <= WEIGH_AT_ONCE,
    for: ["reading"],
  },
  "removed-span": {
    ask: (state) => {
      const { text, selection: span } = state;
      if (span === null) return null;
      const hasRow = span[1] - span[0] === 1 && wordsOf(state) <= EVERY_ROW && isRemovable(state);
      return hasRow ? null : { text, settings: { span, words: false, ...inUnitOf(state) } };
    },
    unasked: isHere,
    for: ["reading"],
  },
  /** Asked for by the track that shows it. */
  lasting: {
    ask: ({ text }) => ({ text, settings: {} }),
    unasked: (state) => isFollowed(state) && state.settings.reading.tracks.includes("lasting"),
    for: ["reading"],
  },
} satisfies Questions;
