/** What a reader may do where an author has locked the text, the selection or the settings; and what counts as a step. */

import type { Action } from "../store/actions";
import { isLocked } from "../store/frame";
import type { Settings, State } from "../store/state";

const WRITES: Action["type"][] = ["edit", "rewrite", "preset", "open-review"];
const KINDS: Partial<Record<Action["type"], string>> = {
  select: "select",
  edit: "edit",
  rewrite: "rewrite",
  tint: "tint",
  settings: "settings",
  preset: "open",
};

/** The action, as far as it is allowed; null if it is not. */
export function allowed(action: Action, { frame, settings }: State): Action | null {
  if (isLocked(frame, "text") && (WRITES.includes(action.type) || (action.type === "editing" && action.on)))
    return null;
  if (isLocked(frame, "selection") && action.type === "select") return null;
  if (!isLocked(frame, "settings")) return action;
  if (action.type === "tint") return null;
  return action.type === "settings" ? { ...action, patch: experiments(action.patch, settings) } : action;
}

/** Settings are how something is computed; what is held, looked up or looked at is an experiment, and free. */
function experiments(patch: Partial<Settings>, now: Settings): Partial<Settings> {
  const { clamps, flips, rule, reading, anchors, pattern } = patch;
  return {
    ...(clamps === undefined ? {} : { clamps }),
    ...(flips === undefined ? {} : { flips: { ...flips, similarity: now.flips.similarity } }),
    ...(rule === undefined ? {} : { rule }),
    ...(reading === undefined ? {} : { reading }),
    ...(anchors === undefined ? {} : { anchors: { ...now.anchors, own: anchors.own } }),
    ...(pattern === undefined ? {} : { pattern: { ...now.pattern, unit: pattern.unit } }),
  };
}

/** What is looked at in the reading, and how closely, is no step. */
const isLook = (action: Action) => action.type === "settings" && Object.keys(action.patch).join() === "reading";

/** What kind of step an action is, if it is one; a word that follows the caret is none. */
export function kindOf(action: Action, { editing }: State): string | null {
  return (editing && action.type === "select") || isLook(action) ? null : (KINDS[action.type] ?? null);
}
