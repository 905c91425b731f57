/** Compiled from words/en/courses.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/sentence";
import { select } from "@messageformat/runtime";
import { count, signed } from "../../page/numbers";
export const words = {
  chart: () => ["What words were worth: left and right move in time, up and down change the word"],
  chart_fixed: () => ["What words were worth: left and right move in time"],
  down: (d: { class: Place; side: "away" | "other" }) => ["▼ pulled ", select(d.side, { away: ["away from ", d.class], other: ["towards ", d.class] })],
  up: (d: { class: Place; side: "away" | "other" }) => ["▲ pulled ", select(d.side, { away: ["away from ", d.class], other: ["towards ", d.class] })],
  beyond: (d: { worth: number }) => ["all others together go as far as ", signed(d.worth), ", beyond the full tint"],
  scale: () => ["the tint grows with the root of the worth; time runs to the right, a step a word"],
  zero: () => ["worth 0"],
  others: () => ["all others"],
  reading: (d: { all: number; at: Place; n: number; score: number }) => ["After ", d.at, " (word ", count(d.n), " of ", count(d.all), "), the score is ", signed(d.score), "."],
  not_read: (d: { all: number; at: Place; n: number; score: number; several: "other" | "yes"; word: Place }) => ["After ", d.at, " (word ", count(d.n), " of ", count(d.all), "), the score is ", signed(d.score), "; ", select(d.several, { yes: "the chosen words are", other: [d.word, " is"] }), " not read yet."],
  worth: (d: { all: number; at: Place; n: number; score: number; several: "other" | "yes"; word: Place; worth: number }) => ["After ", d.at, " (word ", count(d.n), " of ", count(d.all), "), the score is ", signed(d.score), "; ", select(d.several, { yes: "the chosen words are", other: [d.word, " is"] }), " worth <b>", signed(d.worth), "</b> of it."]
}
