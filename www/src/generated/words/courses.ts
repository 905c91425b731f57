/** Compiled from words/en/courses.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/sentence";
import { select } from "@messageformat/runtime";
import { count, signed } from "../../page/numbers";
const _chart = () => ["What words were worth: left and right move in time, up and down change the word"];
const _chart_fixed = () => ["What words were worth: left and right move in time"];
const _down = (d: { class: Place; side: "away" | "other" }) => ["▼ pulled ", select(d.side, { away: ["away from ", d.class], other: ["towards ", d.class] })];
const _up = (d: { class: Place; side: "away" | "other" }) => ["▲ pulled ", select(d.side, { away: ["away from ", d.class], other: ["towards ", d.class] })];
const _beyond = (d: { worth: number }) => ["all others together reach ", signed(d.worth), ", beyond the full tint"];
const _scale = () => ["the tint grows with the square root of the worth; time runs to the right, one step a word"];
const _zero = () => ["worth 0"];
const _others = () => ["all others"];
const _reading = (d: { all: number; at: Place; n: number; score: number }) => ["After ", d.at, " (word ", count(d.n), " of ", count(d.all), "), the score is ", signed(d.score), "."];
const _not_read = (d: { all: number; at: Place; n: number; score: number; several: "other" | "yes"; word: Place }) => ["After ", d.at, " (word ", count(d.n), " of ", count(d.all), "), the score is ", signed(d.score), "; ", select(d.several, { yes: "the chosen words are", other: [d.word, " is"] }), " not read yet."];
const _worth = (d: { all: number; at: Place; n: number; score: number; several: "other" | "yes"; word: Place; worth: number }) => ["After ", d.at, " (word ", count(d.n), " of ", count(d.all), "), the score is ", signed(d.score), "; ", select(d.several, { yes: "the chosen words are", other: [d.word, " is"] }), " worth <b>", signed(d.worth), "</b> of it."];
export { _chart as chart, _chart_fixed as chart_fixed, _down as down, _up as up, _beyond as beyond, _scale as scale, _zero as zero, _others as others, _reading as reading, _not_read as not_read, _worth as worth };
