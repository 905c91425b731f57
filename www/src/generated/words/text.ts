/** Compiled from words/en/text.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/writing/sentence";
import { select } from "@messageformat/runtime";
const _word_by_word = () => ["The text, word by word: arrow keys move, shift and arrow keys select several"];
const _the_text = () => ["The text"];
const _unknown = () => ["unknown to the network"];
const _pulls = (d: { class: Place; side: "away" | "other"; strong: "other" | "yes" }) => [select(d.strong, { yes: "strongly pulls", other: "pulls" }), " ", select(d.side, { away: ["away from ", d.class], other: ["towards ", d.class] })];
const _pulls_unknown = (d: { class: Place; side: "away" | "other"; strong: "other" | "yes" }) => [select(d.strong, { yes: "strongly pulls", other: "pulls" }), " ", select(d.side, { away: ["away from ", d.class], other: ["towards ", d.class] }), ", unknown to the network"];
const _write_here = () => ["Write or paste a text"];
const _retype = (d: { word: Place }) => ["Replace “", d.word, "”: Enter confirms, Escape cancels"];
export { _word_by_word as word_by_word, _the_text as the_text, _unknown as unknown, _pulls as pulls, _pulls_unknown as pulls_unknown, _write_here as write_here, _retype as retype };
