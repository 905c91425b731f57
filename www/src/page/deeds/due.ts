/** Which questions are due: asked before anybody asks, for a view that is drawn, with what the reader may have fetched. */

import { drawnViews } from "../store/frame";
import type { Question } from "../store/question";
import type { Method, Slot, State } from "../store/state";
import { type Wanted, isCostlyLine } from "./asking";
import { lackOf, needs } from "./needs";
import { ASKED, sameQuestion } from "./questions";

/** What recalls the training, or what a reader must look at first. */
export const RECALLS = ASKED.filter(([, { sight }]) => sight !== undefined).map(([name]) => name);

/** The slots whose answer no longer fits the state and that are asked before anybody asks, in their order. */
export function due(state: State, wanted: Wanted): Method[] {
  if (state.loading.model.phase !== "ready") return [];
  const drawn = drawnViews(state.frame, state.chapter);
  return ASKED.filter(
    ([name, question]) =>
      isNew(state.slots[name], question) &&
      question.unasked?.(state) === true &&
      (question.for?.some((view) => drawn.includes(view)) ?? true) &&
      lackOf(state, name) === null &&
      isAtHand(state, name, question, wanted),
  ).map(([name]) => name);
}

/** The slots that run for an answer which nobody will see: the question has changed. */
export function overtaken(state: State): Method[] {
  return ASKED.filter(([name, { stays }]) => {
    const { phase, asked, question } = state.slots[name];
    return phase === "running" && (stays === true ? asked?.text !== question?.text : !sameQuestion(asked, question));
  }).map(([name]) => name);
}

function isNew({ asked, question }: Slot<unknown>, { stays }: Question): boolean {
  if (question === null) return false;
  return stays === true ? asked?.text !== question.text : !sameQuestion(asked, question);
}

/** Whether what the answer needs has been loaded, or may be loaded for it. */
function isAtHand(state: State, name: Method, { sight, called }: Question, wanted: Wanted): boolean {
  const { question } = state.slots[name];
  if (question === null) return false;
  const missing = needs(name, question, state).filter((asset) => state.loading[asset].phase !== "ready");
  const { all, touched, stirred, asked, seen } = wanted;
  const isSeen = sight != null && seen.has(sight);
  if (missing.every((asset) => asset === "further" || asset === "gradients"))
    return missing.length === 0 || sight === undefined || stirred || touched || isSeen;
  const isAsked = (sight != null && asked.has(sight)) || (called?.(state) === true && !isCostlyLine());
  return all || (stirred && isSeen) || isAsked || (touched && state.unfolded.includes("all"));
}
