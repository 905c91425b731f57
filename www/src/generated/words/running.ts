/** Compiled from words/en/running.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/sentence";
import { count, percent } from "../../page/numbers";
import { list } from "../../page/sentence";
import { select } from "@messageformat/runtime";
export const words = {
  chart: () => ["The score after each word"],
  none_chosen: () => ["no word chosen"],
  empty: (d: { class: Place; zero: number }) => ["With no word to read, it stays where it starts: ", percent(d.zero), " ", d.class, "."],
  one: (d: { class: Place; p: number; word: Place; zero: number }) => ["One word, ", d.word, ", took it from ", percent(d.zero), " to ", percent(d.p), " ", d.class, "."],
  flat: (d: { class: Place; p: number; zero: number }) => ["It hardly moved: ", percent(d.zero), " ", d.class, " before the first word, ", percent(d.p), " after the last."],
  drift: (d: { class: Place; high: number; low: number; p: number }) => ["It moved in small steps, between ", percent(d.low), " and ", percent(d.high), " ", d.class, ", and ended at <b>", percent(d.p), "</b>."],
  formed: (d: { class: Place; turns: readonly Place[]; zero: number }) => ["Read word by word from ", percent(d.zero), " ", d.class, ", it ", list(d.turns), "."],
  formed_on: (d: { class: Place; p: number; turns: readonly Place[]; zero: number }) => ["Read word by word from ", percent(d.zero), " ", d.class, ", it ", list(d.turns), ". It ended at <b>", percent(d.p), "</b>."],
  turned: (d: { class: Place; word: Place }) => ["turned ", d.class, " at ", d.word],
  decided: (d: { class: Place; word: Place }) => ["turned ", d.class, " for good at ", d.word],
  stepped: (d: { way: "other" | "up"; word: Place }) => [select(d.way, { up: "rose", other: "fell" }), " at ", d.word],
  figures: (d: { after: number; before: number }) => [percent(d.before), " → ", percent(d.after)],
  figures_of: (d: { after: number; before: number; class: Place }) => [d.class, " ", percent(d.before), " → ", percent(d.after)],
  reading: (d: { after: number; all: number; before: number; class: Place; n: number; word: Place }) => [d.word, ": ", percent(d.before), " → <b>", percent(d.after), "</b> ", d.class, " (place ", count(d.n), " of ", count(d.all), ")"],
  reading_span: (d: { after: number; all: number; before: number; class: Place; from: number; to: number; word: Place }) => [d.word, ": ", percent(d.before), " → <b>", percent(d.after), "</b> ", d.class, " (places ", count(d.from), " to ", count(d.to), " of ", count(d.all), ")"],
  leaned: (d: { class: Place; figure: Place; word: Place }) => ["leaned ", d.class, " from ", d.word, " on (", d.figure, ")"],
  leaned_bare: (d: { class: Place; word: Place }) => ["leaned ", d.class, " from ", d.word, " on"],
  how_scale: () => ["After every word, the network’s verdict is read as if the text ended there. The scale is the score (log-odds), written as probabilities: equal steps upwards are equal steps in the score."],
  how_step: () => ["A step at a word is not that word’s worth alone: it is what the word did to everything read so far. What comes later may undo it."]
}
