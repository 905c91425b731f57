/** Compiled from words/en/text.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/sentence";
import { select } from "@messageformat/runtime";
export const words = {
  word_by_word: () => ["The text, word by word: arrow keys move, shift and arrow keys select several"],
  the_text: () => ["The text"],
  unknown: () => ["unknown to the network"],
  pulls: (d: { class: Place; side: "away" | "other"; strong: "other" | "yes" }) => [select(d.strong, { yes: "strongly pulls", other: "pulls" }), " ", select(d.side, { away: ["away from ", d.class], other: ["towards ", d.class] })],
  pulls_unknown: (d: { class: Place; side: "away" | "other"; strong: "other" | "yes" }) => [select(d.strong, { yes: "strongly pulls", other: "pulls" }), " ", select(d.side, { away: ["away from ", d.class], other: ["towards ", d.class] }), ", unknown to the network"],
  write_here: () => ["Write or paste a text"]
}
