/** Compiled from words/en/motion.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/sentence";
import { number, plural, select } from "@messageformat/runtime";
import { en } from "@messageformat/runtime/lib/cardinals";
import { list } from "../../page/sentence";
import { count, decimal, percent, signed } from "../../page/numbers";
const _units = (d: { n: number }) => [plural(d.n, 0, en, { one: [number("en", d.n, 0), " unit"], other: [number("en", d.n, 0), " units"] }), ", those that moved most on top."];
const _bring = (d: { n: number; told: number; total: number; units: readonly Place[] }) => ["Of ", plural(d.n, 0, en, { one: [number("en", d.n, 0), " unit"], other: [number("en", d.n, 0), " units"] }), ", ", list(d.units), " ", plural(d.told, 0, en, { one: "contributes", other: "contribute" }), " most to the score ", signed(d.total), "."];
const _unit = (d: { brings: number; unit: Place }) => ["unit <b>", d.unit, "</b> (", signed(d.brings), ")"];
const _long = (d: { n: number; stuck: number; words: number }) => [plural(d.n, 0, en, { "0": "None needs", one: "One needs", other: [number("en", d.n, 0), " need"] }), " more than ", count(d.words), " words to forget half; ", plural(d.stuck, 0, en, { "0": "none keeps its", one: "one keeps its", other: [number("en", d.stuck, 0), " keep their"] }), " memory gate almost fully open or shut nearly all the time."];
const _step = (d: { after: number; before: number; class: Place; step: number; steps: number; word: Place }) => ["Word ", count(d.step), " of ", count(d.steps), ", ", d.word, ": ", percent(d.before), " → <b>", percent(d.after), "</b> ", d.class, "."];
const _held = (d: { after: number; before: number; class: Place; high: number; holds: readonly Place[]; low: number; turns: "other" | "yes" }) => [select(d.turns, { yes: "<b>The verdict turns.</b> ", other: "" }), "With ", list(d.holds), ": ", percent(d.before), " → <b>", percent(d.after), "</b> ", d.class, " (score ", signed(d.low), " → ", signed(d.high), ")."];
const _silenced = (d: { unit: Place }) => ["unit ", d.unit, " silenced"];
const _hold = (d: { part: Place; unit: Place; value: number }) => [d.part, " of unit ", d.unit, " at ", decimal(d.value)];
const _verdict = (d: { class: Place }) => ["verdict: ", d.class];
const _waiting = () => ["Reading the gates …"];
const _not_both_ways = () => ["This network reads a text both ways: it has no state that belongs to a word and the words before it, so it cannot be watched word by word."];
const _how_holding = () => ["<b>Holding</b> replaces a number as soon as it is computed, at every word; all that depends on it follows. The answer is exact, but a network with a unit held is in a state that its training never showed it, and a unit that changes little when held may have a double."];
export { _units as units, _bring as bring, _unit as unit, _long as long, _step as step, _held as held, _silenced as silenced, _hold as hold, _verdict as verdict, _waiting as waiting, _not_both_ways as not_both_ways, _how_holding as how_holding };
