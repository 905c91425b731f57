/** How far the training data support the verdict. The verdict and the summary say so too, and a track of the reading shows how far. */

import { hasIndex } from "../../deeds/brings";
import { drawnViews } from "../../store/frame";
import { type Questions, isHere } from "../../store/question";

export const questions = {
  "deep-knn": {
    ask: ({ text }) => ({ text, settings: {} }),
    unasked: (state) => isHere(state) && hasIndex(state),
    sight: "credibility",
    called: ({ frame, chapter, settings }) =>
      settings.reading.tracks.includes("familiar") && drawnViews(frame, chapter).includes("reading"),
  },
} satisfies Questions;
