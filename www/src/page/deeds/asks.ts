/** What each explainer is asked, given the state: pure, so that an answer can be matched to its question. */

import type { Prediction, TokenSpan } from "../../types";
import type { Ask, Method, State } from "../state";

/** The text up to and including the selected words: where "from here on" begins. */
export function prefixOf(text: string, prediction: Prediction, selection: TokenSpan): string {
  const last = prediction.spans[selection[1] - 1];
  return last === undefined ? "" : text.slice(0, last[1]);
}

/** The question a method would be asked now, or null while it does not apply. */
export function askFor(state: State, method: Method, exact = false): Ask | null {
  const { text, prediction, predicted, selection, settings } = state;
  if (prediction === null || predicted !== text || prediction.kept === 0) return null;
  const target = settings.target;
  if (method === "leave-one-out") return { text, settings: { target } };
  if (method === "lime") return { text, settings: { ...settings.lime, target, features: "all" } };
  if (selection === null) return null;
  const span = selection;
  if (method === "span") return { text, settings: { target, span } };
  if (method === "token-search") return { text, settings: { span } };
  if (method === "activation-similarity") return { text, settings: { span, ...settings.similarity, exact } };
  const { from, target: inner, minimum_count, bigrams } = settings.search;
  const prefix = from === "zero" ? "" : prefixOf(text, prediction, selection);
  if (method === "corpus-search") {
    return { text: prefix, settings: { from, target: inner, minimum_count, bigrams, top: 20 } };
  }
  return { text: prefix, settings: { from, target: inner, norm: settings.maximization.norm } };
}

/** Whether two asks are the same question; an exact answer also answers the quick question. */
export function sameQuestion(a: Ask | null, b: Ask | null): boolean {
  if (a === null || b === null) return a === b;
  const { exact: _a, ...settingsA } = a.settings;
  const { exact: _b, ...settingsB } = b.settings;
  return a.text === b.text && JSON.stringify(settingsA) === JSON.stringify(settingsB);
}

/** Whether the shown answer is the answer to what would be asked now. */
export function isFresh(state: State, method: Method): boolean {
  return sameQuestion(state.slots[method].answered, askFor(state, method));
}
