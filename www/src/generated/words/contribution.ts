/** Compiled from words/en/contribution.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/sentence";
import { select } from "@messageformat/runtime";
const _scale = (d: { class: Place; classes: "each" | "other" | "two"; rival: Place }) => [select(d.classes, { two: ["Worth is counted in points of the score: 0 is undecided, +1 is 73 % ", d.class, ", +4 is 98 %; below 0 it leans ", d.rival, "."], each: ["Worth is counted in points of the score: at 0 the network is undecided about ", d.class, ", +1 is 73 %, +4 is 98 %; below 0 it leans against it."], other: ["Worth is counted in points of the score, by which ", d.class, " leads its strongest rival: at 0 both are equally probable, at +1 it is 2.7 times as probable, at +4 55 times."] })];
const _how_score = () => ["The score is the log-odds that the network decides by. The tint grows with the square root of the worth, so that small shares can still be seen."];
export { _scale as scale, _how_score as how_score };
