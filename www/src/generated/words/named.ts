/** Compiled from words/en/named.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/writing/sentence";
import { select } from "@messageformat/runtime";
import { count } from "../../page/writing/numbers";
const _placed = (d: { mark: "other" | "yes"; n: number; word: Place }) => [d.word, " (", select(d.mark, { yes: "place", other: "word" }), " ", count(d.n), ")"];
const _figured = (d: { figure: Place; word: Place }) => [d.word, " (", d.figure, ")"];
const _both = (d: { figure: Place; mark: "other" | "yes"; n: number; word: Place }) => [d.word, " (", select(d.mark, { yes: "place", other: "word" }), " ", count(d.n), ", ", d.figure, ")"];
export { _placed as placed, _figured as figured, _both as both };
