/** Compiled from words/en/addresses.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/writing/sentence";
import { number, plural } from "@messageformat/runtime";
import { en } from "@messageformat/runtime/lib/cardinals";
import { count } from "../../page/writing/numbers";
const _cut = (d: { found: number; taken: number }) => ["This text has ", plural(d.found, 0, en, { one: [number("en", d.found, 0), " letter"], other: [number("en", d.found, 0), " letters"] }), ": the first ", count(d.taken), " are shown."];
const _taken = (d: { asked: Place; taken: Place }) => [d.asked, " was read as ", d.taken, "."];
export { _cut as cut, _taken as taken };
