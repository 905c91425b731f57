/** Compiled from words/en/numbers.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/writing/sentence";
import { number, plural } from "@messageformat/runtime";
import { en } from "@messageformat/runtime/lib/cardinals";
const _unknown = () => ["unknown"];
const _over = (d: { bound: Place }) => ["over ", d.bound];
const _under = (d: { bound: Place }) => ["under ", d.bound];
const _just_under = (d: { bound: Place }) => ["just under ", d.bound];
const _just_over = (d: { bound: Place }) => ["just over ", d.bound];
const _minutes = (d: { n: number }) => [plural(d.n, 0, en, { one: [number("en", d.n, 0), " minute"], other: [number("en", d.n, 0), " minutes"] })];
export { _unknown as unknown, _over as over, _under as under, _just_under as just_under, _just_over as just_over, _minutes as minutes };
