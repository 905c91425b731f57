/** Compiled from words/en/lessons.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/writing/sentence";
import { count } from "../../page/writing/numbers";
import { list } from "../../page/writing/sentence";
import { number, plural } from "@messageformat/runtime";
import { en } from "@messageformat/runtime/lib/cardinals";
const _in_step = (d: { step: number; wrong: Place }) => ["In the state of step ", count(d.step), ": ", d.wrong];
const _strange_key = (d: { key: Place; known: readonly Place[]; where: Place }) => [d.where, " has “", d.key, "” in its state, which means nothing there: known are ", list(d.known), "."];
const _beyond = (d: { key: Place; place: number; words: number }) => [d.key, " names word ", count(d.place), ", and this text has ", plural(d.words, 0, en, { one: [number("en", d.words, 0), " word"], other: [number("en", d.words, 0), " words"] }), "."];
const _no_unit = (d: { key: Place; last: number; unit: number }) => [d.key, " names unit ", count(d.unit), ", and this network has units 0 to ", count(d.last), "."];
const _no_layer = (d: { key: Place; last: number; layer: number }) => [d.key, " names layer ", count(d.layer), ", and this network has layers 0 to ", count(d.last), "."];
const _no_part = (d: { key: Place; known: readonly Place[]; part: Place }) => [d.key, " names ", d.part, ", which this network does not have: known are ", list(d.known), "."];
const _no_step = (d: { step: number }) => ["There is no step ", count(d.step), ": this is the last one."];
const _hidden = (d: { step: number }) => ["The view of step ", count(d.step), " is hidden here, by the step’s own state or by the page: go on to the next step."];
export { _in_step as in_step, _strange_key as strange_key, _beyond as beyond, _no_unit as no_unit, _no_layer as no_layer, _no_part as no_part, _no_step as no_step, _hidden as hidden };
