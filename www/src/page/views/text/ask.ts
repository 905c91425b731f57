/** What the tints of the text ask. */

import { type Questions, isShort } from "../../store/question";

export const questions = {
  "leave-one-out": { ask: ({ text, settings: { target } }) => ({ text, settings: { target } }), unasked: isShort },
  lime: {
    ask: ({ text, settings: { lime, target } }) => ({ text, settings: { ...lime, target, features: "all" } }),
    unasked: ({ tint }) => tint === "lime",
    // Its settings take effect when the reader runs it again.
    stays: true,
  },
} satisfies Questions;
