/** Compiled from words/en/compare.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/sentence";
import { percent } from "../../page/numbers";
export const words = {
  kept: () => ["kept"],
  now: () => ["now"],
  head: (d: { class: Place; name: Place; p: number }) => [d.name, ": ", percent(d.p), " ", d.class],
  legend: (d: { kept: Place }) => ["the line is the score after every word, dashed for “", d.kept, "”; the words stand under each other where both have them, shaded where not"],
  legend_scores: (d: { kept: Place }) => ["the line is the score after every word, dashed for “", d.kept, "”"],
  of_two: () => ["Their scores after every word are of two classes, so they do not stand in one picture."],
  chart: (d: { class: Place; kept: Place; kept_p: number; now: Place; now_p: number }) => ["Scores after every word: ", d.kept, " ends at ", percent(d.kept_p), ", ", d.now, " at ", percent(d.now_p), " ", d.class],
  col_word: (d: { name: Place }) => ["word (", d.name, ")"],
  col_after: (d: { class: Place; name: Place }) => ["probability of ", d.class, " after it (", d.name, ")"]
}
