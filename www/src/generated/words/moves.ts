/** Compiled from words/en/moves.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/sentence";
import { select } from "@messageformat/runtime";
import { count } from "../../page/numbers";
export const words = {
  integrated: () => ["integrated gradients"],
  kept: () => ["left in memory (γ)"],
  moved: () => ["moved the cell (β)"],
  left_out: (d: { several: "other" | "yes" }) => [select(d.several, { yes: "left out together", other: "leave one out" })],
  summed: (d: { method: Place }) => [d.method, ", summed"],
  alone: (d: { word: Place }) => [d.word, " alone"],
  lime_sentences: (d: { several: "other" | "yes" }) => [select(d.several, { yes: "LIME, its sentences", other: "LIME, its sentence" })],
  lime_places: (d: { n: number }) => ["LIME, all ", count(d.n), " places"]
}
