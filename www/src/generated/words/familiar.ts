/** Compiled from words/en/familiar.json by messages.mjs: not to be edited. */
import { percent } from "../../page/numbers";
import { select } from "@messageformat/runtime";
export const words = {
  strange: (d: { p: number }) => ["<b>hardly familiar</b>: credibility ", percent(d.p)],
  little: (d: { p: number }) => ["<b>only a little familiar</b>: credibility ", percent(d.p)],
  familiar: (d: { p: number }) => ["<b>familiar</b>: credibility ", percent(d.p)],
  pairs: (d: { strange: "other" | "yes" }) => [select(d.strange, { yes: "unusual word pairs", other: "somewhat unusual word pairs" })]
}
