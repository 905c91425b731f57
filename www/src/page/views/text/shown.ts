/** The weights that tint the text. */

import type { LeaveOneOut, Lime } from "../../../types";
import { isHidden } from "../../store/frame";
import type { State } from "../../store/state";

/** Nothing but the text: who is to guess the verdict must not read it off the weights. */
export const isBare = ({ frame }: Pick<State, "frame">): boolean => isHidden(frame, "weights");

/** Those of the chosen method, if they belong to the text on the sheet. */
export function weightsShown(state: State): LeaveOneOut | Lime | null {
  const { slots, tint: method, text, predicted } = state;
  const slot = slots[method];
  return !isBare(state) && slot.answered?.text === text && predicted === text ? slot.result : null;
}
