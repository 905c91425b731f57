/** Compiled from words/en/named.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/sentence";
import { select } from "@messageformat/runtime";
import { count } from "../../page/numbers";
export const words = {
  placed: (d: { mark: "other" | "yes"; n: number; word: Place }) => [d.word, " (", select(d.mark, { yes: "place", other: "word" }), " ", count(d.n), ")"],
  figured: (d: { figure: Place; word: Place }) => [d.word, " (", d.figure, ")"],
  both: (d: { figure: Place; mark: "other" | "yes"; n: number; word: Place }) => [d.word, " (", select(d.mark, { yes: "place", other: "word" }), " ", count(d.n), ", ", d.figure, ")"]
}
