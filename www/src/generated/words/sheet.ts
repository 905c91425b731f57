/** Compiled from words/en/sheet.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/sentence";
import { select } from "@messageformat/runtime";
import { count } from "../../page/numbers";
export const words = {
  tints: () => ["Weights that tint the words"],
  done: () => ["Done"],
  edit: () => ["Edit the text"],
  undo: () => ["Undo"],
  redo: () => ["Redo"],
  down: (d: { class: Place; side: "away" | "other" }) => ["▼ pulls ", select(d.side, { away: ["away from ", d.class], other: ["towards ", d.class] })],
  up: (d: { class: Place; side: "away" | "other" }) => ["▲ pulls ", select(d.side, { away: ["away from ", d.class], other: ["towards ", d.class] })],
  dotted: () => ["dotted"],
  unknown: () => ["unknown to the network"],
  weighing: () => ["Weighing the words"],
  poor: () => ["LIME fits this text poorly (R² below one half): read these tints as hints."],
  takes_a_while: (d: { n: number }) => ["Leaving out each of ", count(d.n), " words takes a while."],
  weigh: () => ["Weigh every word"],
  standard_error: () => ["standard error"],
  number: () => ["no."],
  word: () => ["word"],
  weight: (d: { target: "logit" | "other" }) => ["weight (", select(d.target, { logit: "log-odds", other: "probability" }), ")"],
  leave_one_out: () => ["leave one out"]
}
