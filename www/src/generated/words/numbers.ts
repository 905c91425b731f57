/** Compiled from words/en/numbers.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/sentence";
import { number, plural } from "@messageformat/runtime";
import { en } from "@messageformat/runtime/lib/cardinals";
export const words = {
  unknown: () => ["unknown"],
  over: (d: { bound: Place }) => ["over ", d.bound],
  under: (d: { bound: Place }) => ["under ", d.bound],
  just_under: (d: { bound: Place }) => ["just under ", d.bound],
  just_over: (d: { bound: Place }) => ["just over ", d.bound],
  minutes: (d: { n: number }) => [plural(d.n, 0, en, { one: [number("en", d.n, 0), " minute"], other: [number("en", d.n, 0), " minutes"] })]
}
