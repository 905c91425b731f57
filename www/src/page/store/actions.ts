/** What a part can ask for. Parts hold no state: they draw data and send these up. */

import type { BrowseOrder, Label, TokenSpan } from "../../types";
import type { Chapter } from "../views";
import type { Asset, Method, Settings, State } from "./state";

export type Action =
  | { type: "select"; span: TokenSpan | null }
  /** The reading stands at this step while it is dragged or played; null ends that, and it stands at the selection again. */
  | { type: "line"; step: number | null }
  /** Opens a chapter. */
  | { type: "chapter"; chapter: Chapter }
  | { type: "edit"; text: string }
  | { type: "editing"; on: boolean }
  /** Words of the text are changed by a button. */
  | { type: "rewrite"; text: string; selection: TokenSpan | null }
  /** A step back, and forth again. */
  | { type: "undo" }
  | { type: "redo" }
  /** The present text is kept to compare, or let go. */
  | { type: "pin"; on: boolean }
  | { type: "tint"; tint: State["tint"] }
  | { type: "settings"; patch: Partial<Settings> }
  | { type: "run"; method: Method; exact?: boolean }
  | { type: "stop"; method: Method }
  | { type: "load"; asset: Asset }
  | { type: "recall" }
  /** A view has come into sight or gone out of it. */
  | { type: "sight"; view: string; on: boolean }
  | { type: "inside"; layer: number | null }
  | { type: "views" }
  /** More of a view than its sentence, or no more. */
  | { type: "unfold"; view: string; on: boolean }
  /** To the view of this id. */
  | { type: "show"; view: string }
  /** To a step of a lesson, or out of it. */
  | { type: "lesson"; lesson: State["lesson"] }
  /** To what an address says. */
  | { type: "follow"; state: string }
  | { type: "preset"; id: string }
  | { type: "open-review"; review: number }
  /** To other phrases of the list of rules. */
  | { type: "rule-list"; patch: Partial<State["ruleList"]> }
  | { type: "browse"; order: BrowseOrder; label: Label | null }
  | { type: "excerpts"; reviews: number[] };

export const ACTION = "unrolled-action";

/** Sends an action from a part up to the element that owns the state. */
export function send(from: EventTarget, action: Action): void {
  from.dispatchEvent(new CustomEvent<Action>(ACTION, { detail: action, bubbles: true, composed: true }));
}
