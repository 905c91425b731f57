/** Whether the methods agree, which is only asked by a press. */

import type { Questions } from "../../store/question";

export const questions = { agreement: { ask: ({ text }) => ({ text, settings: {} }) } } satisfies Questions;
