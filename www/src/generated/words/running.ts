/** Compiled from words/en/running.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/writing/sentence";
import { percent } from "../../page/writing/numbers";
import { list } from "../../page/writing/sentence";
import { select } from "@messageformat/runtime";
const _empty = (d: { class: Place; zero: number }) => ["With no word to read, it stays where it starts: ", percent(d.zero), " ", d.class, "."];
const _one = (d: { class: Place; p: number; word: Place; zero: number }) => ["One word, ", d.word, ", took it from ", percent(d.zero), " to ", percent(d.p), " ", d.class, "."];
const _flat = (d: { class: Place; p: number; zero: number }) => ["It hardly moved: ", percent(d.zero), " ", d.class, " before the first word, ", percent(d.p), " after the last."];
const _drift = (d: { class: Place; high: number; low: number; p: number }) => ["It moved in small steps, between ", percent(d.low), " and ", percent(d.high), " ", d.class, ", and ended at <b>", percent(d.p), "</b>."];
const _formed = (d: { class: Place; turns: readonly Place[]; zero: number }) => ["Read word by word from ", percent(d.zero), " ", d.class, ", it ", list(d.turns), "."];
const _formed_on = (d: { class: Place; p: number; turns: readonly Place[]; zero: number }) => ["Read word by word from ", percent(d.zero), " ", d.class, ", it ", list(d.turns), ". It ended at <b>", percent(d.p), "</b>."];
const _turned = (d: { class: Place; word: Place }) => ["turned ", d.class, " at ", d.word];
const _decided = (d: { class: Place; word: Place }) => ["turned ", d.class, " for good at ", d.word];
const _stepped = (d: { way: "other" | "up"; word: Place }) => [select(d.way, { up: "rose", other: "fell" }), " at ", d.word];
const _figures = (d: { after: number; before: number }) => [percent(d.before), " → ", percent(d.after)];
const _figures_of = (d: { after: number; before: number; class: Place }) => [d.class, " ", percent(d.before), " → ", percent(d.after)];
const _leaned = (d: { class: Place; figure: Place; word: Place }) => ["leaned ", d.class, " from ", d.word, " on (", d.figure, ")"];
const _leaned_bare = (d: { class: Place; word: Place }) => ["leaned ", d.class, " from ", d.word, " on"];
export { _empty as empty, _one as one, _flat as flat, _drift as drift, _formed as formed, _formed_on as formed_on, _turned as turned, _decided as decided, _stepped as stepped, _figures as figures, _figures_of as figures_of, _leaned as leaned, _leaned_bare as leaned_bare };
