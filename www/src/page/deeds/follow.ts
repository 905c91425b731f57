/** One selection, and every view follows it: which explainers run by themselves when the state has changed. */

import type { Method, State } from "../state";
import { askFor, sameQuestion } from "./asks";

/** Longer texts are weighed word by word only when asked: the work grows with the square of the length. */
export const WEIGH_AT_ONCE = 1500;

const FOLLOWERS: Method[] = ["leave-one-out", "span", "lime", "corpus-search", "token-search", "activation-similarity"];

/** The methods whose answer no longer fits the state and that may run without being asked. */
export function due(state: State, indexWanted: boolean): Method[] {
  if (state.loading.model.phase !== "ready") return [];
  return FOLLOWERS.filter((method) => runsByItself(state, method, indexWanted) && isNew(state, method));
}

function isNew(state: State, method: Method): boolean {
  const ask = askFor(state, method);
  const asked = state.slots[method].asked;
  if (ask === null) return false;
  // LIME's settings take effect when the reader runs it again; a new text takes effect at once.
  return method === "lime" ? asked?.text !== ask.text : !sameQuestion(asked, ask);
}

function runsByItself(state: State, method: Method, indexWanted: boolean): boolean {
  const { prediction, selection, tint } = state;
  if (prediction === null) return false;
  const words = prediction.kept;
  switch (method) {
    case "leave-one-out": return words <= WEIGH_AT_ONCE;
    case "span": return selection !== null && selection[1] - selection[0] > 1;
    case "lime": return tint === "lime";
    case "token-search":
    case "activation-similarity": return hasIndex(state) && (indexWanted || state.loading.index.phase === "ready");
    default: return true;
  }
}

/** Whether the bundle brings an activation index at all. */
export function hasIndex(state: State): boolean {
  const files = state.manifest?.files;
  return files !== undefined && Object.keys(files).some((name) => name.startsWith("index.safetensors"));
}
