/** Compiled from words/en/familiar.json by messages.mjs: not to be edited. */
import { percent } from "../../page/writing/numbers";
import { select } from "@messageformat/runtime";
const _strange = (d: { p: number }) => ["<b>hardly familiar</b>: credibility ", percent(d.p)];
const _little = (d: { p: number }) => ["<b>only a little familiar</b>: credibility ", percent(d.p)];
const _familiar = (d: { p: number }) => ["<b>familiar</b>: credibility ", percent(d.p)];
const _pairs = (d: { strange: "other" | "yes" }) => [select(d.strange, { yes: "unusual word pairs", other: "somewhat unusual word pairs" })];
export { _strange as strange, _little as little, _familiar as familiar, _pairs as pairs };
