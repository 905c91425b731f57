/** What a reader may do where an author has locked the text, the selection or the settings; and what counts as a step. */

import type { Action } from "../actions";
import { isLocked } from "../frame";
import type { Settings, State } from "../state";

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
function experiments({ clamps, flips, rule, anchors, pattern }: Partial<Settings>, now: Settings): Partial<Settings> {
  return {
    ...(clamps === undefined ? {} : { clamps }),
    ...(flips === undefined ? {} : { flips: { ...flips, similarity: now.flips.similarity } }),
    ...(rule === undefined ? {} : { rule }),
    ...(anchors === undefined ? {} : { anchors: { ...now.anchors, own: anchors.own } }),
    ...(pattern === undefined ? {} : { pattern: { ...now.pattern, unit: pattern.unit } }),
  };
}

/** What kind of step an action is, if it is one; a word that follows the caret is none. */
export function kindOf({ type }: Action, { editing }: State): string | null {
  return editing && type === "select" ? null : (KINDS[type] ?? null);
}
