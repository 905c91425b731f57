/** Compiled from words/en/sheet.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/sentence";
import { number, plural, select } from "@messageformat/runtime";
import { count, percent } from "../../page/numbers";
import { en } from "@messageformat/runtime/lib/cardinals";
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
  leave_one_out: () => ["leave one out"],
  strongest: (d: { class: Place; left: number; marks: "other" | "yes"; now: number; word: Place }) => ["Of all ", select(d.marks, { yes: "words and marks", other: "words" }), ", ", d.word, " mattered most: without it, ", percent(d.left), " ", d.class, " instead of ", percent(d.now), "."],
  strongest_alike: (d: { class: Place; marks: "other" | "yes"; now: number; target: "logit" | "other"; weight: Place; word: Place }) => ["Of all ", select(d.marks, { yes: "words and marks", other: "words" }), ", ", d.word, " mattered most: with it or without, ", percent(d.now), " ", d.class, ", a difference of ", d.weight, select(d.target, { logit: " in the score", other: "" }), "."],
  strongest_weight: (d: { marks: "other" | "yes"; weight: Place; word: Place }) => ["Of all ", select(d.marks, { yes: "words and marks", other: "words" }), ", ", d.word, " mattered most (", d.weight, ")."],
  strongest_lime: (d: { places: number; weight: Place; word: Place }) => ["LIME gives ", d.word, " the most weight: ", d.weight, plural(d.places, 0, en, { one: "", other: [" for all ", number("en", d.places, 0), " places at once"] }), "."]
}
