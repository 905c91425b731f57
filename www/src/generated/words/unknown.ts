/** Compiled from words/en/unknown.json by messages.mjs: not to be edited. */
import { plural, select } from "@messageformat/runtime";
import { count } from "../../page/writing/numbers";
import { en } from "@messageformat/runtime/lib/cardinals";
const _only = (d: { mark: "other" | "yes" }) => ["The network does not know its only ", select(d.mark, { yes: "mark", other: "word" }), ": it read a placeholder."];
const _all = (d: { all: number; marks: "other" | "yes" }) => ["The network knows <b>none of its ", count(d.all), "</b> ", select(d.marks, { yes: "words and marks", other: "words" }), ": it read placeholders."];
const _some = (d: { all: number; marks: "other" | "yes"; n: number }) => ["The network does not know <b>", count(d.n), " of its ", count(d.all), "</b> ", select(d.marks, { yes: "words and marks", other: "words" }), ": it read ", plural(d.n, 0, en, { one: "a placeholder", other: "placeholders" }), "."];
const _all_to_other = (d: { all: number; marks: "other" | "yes" }) => ["The other network knows none of its ", count(d.all), " ", select(d.marks, { yes: "words and marks", other: "words" }), ", so its verdict means little."];
const _some_to_other = (d: { all: number; marks: "other" | "yes"; n: number }) => ["The other network does not know <b>", count(d.n), " of its ", count(d.all), "</b> ", select(d.marks, { yes: "words and marks", other: "words" }), ", so its verdict means little."];
export { _only as only, _all as all, _some as some, _all_to_other as all_to_other, _some_to_other as some_to_other };
