/** What would be said if units or gates were held. */

import type { Questions } from "../../store/question";

export const questions = {
  clamping: {
    ask: ({ text, settings: { clamps } }) => (clamps.length === 0 ? null : { text, settings: { clamps } }),
    unasked: () => true,
    for: ["units"],
  },
} satisfies Questions;
