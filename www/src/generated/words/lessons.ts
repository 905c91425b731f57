/** Compiled from words/en/lessons.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/sentence";
import { count } from "../../page/numbers";
import { list } from "../../page/sentence";
import { number, plural } from "@messageformat/runtime";
import { en } from "@messageformat/runtime/lib/cardinals";
export const words = {
  in_step: (d: { step: number; wrong: Place }) => ["In the state of step ", count(d.step), ": ", d.wrong],
  strange_key: (d: { key: Place; known: readonly Place[]; where: Place }) => [d.where, " has “", d.key, "” in its state, which means nothing there: known are ", list(d.known), "."],
  beyond: (d: { key: Place; place: number; words: number }) => [d.key, " names word ", count(d.place), ", and this text has ", plural(d.words, 0, en, { one: [number("en", d.words, 0), " word"], other: [number("en", d.words, 0), " words"] }), "."],
  no_unit: (d: { key: Place; last: number; unit: number }) => [d.key, " names unit ", count(d.unit), ", and this network’s are 0 to ", count(d.last), "."],
  no_layer: (d: { key: Place; last: number; layer: number }) => [d.key, " names layer ", count(d.layer), ", and this network’s are 0 to ", count(d.last), "."],
  no_part: (d: { key: Place; known: readonly Place[]; part: Place }) => [d.key, " names ", d.part, ", which this network does not have: known are ", list(d.known), "."],
  no_step: (d: { step: number }) => ["There is no step ", count(d.step), ": this is the last one."],
  hidden: (d: { step: number }) => ["The view of step ", count(d.step), " is hidden here, by the step’s own state or by the page: go on to the next step."]
}
