/** Compiled from words/en/examples.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/writing/sentence";
import { megabytes, percent } from "../../page/writing/numbers";
import { number, plural, select } from "@messageformat/runtime";
import { en } from "@messageformat/runtime/lib/cardinals";
const _says = (d: { class: Place; p: number }) => [percent(d.p), " ", d.class];
const _unseen = () => ["Validation texts: the network was not trained on them, so its mistakes here are its own."];
const _perhaps_unseen = () => ["Validation texts: they were kept out of the index; whether the network was trained on them is not known."];
const _choose = (d: { bytes: number; load: "other" | "yes" }) => ["Choose which to list", select(d.load, { yes: [" (this loads ", megabytes(d.bytes), ")"], other: "" }), "."];
const _length = (d: { n: number }) => [plural(d.n, 0, en, { one: [number("en", d.n, 0), " word or mark"], other: [number("en", d.n, 0), " words and marks"] })];
const _region = () => ["Texts"];
const _all = () => ["all"];
const _which = () => ["Which the network is"];
const _labelled = () => ["Labelled"];
const _order = (d: { order: "least" | "other" | "wrong" }) => [select(d.order, { wrong: "wrong and sure of it", least: "least sure", other: "surest" })];
export { _says as says, _unseen as unseen, _perhaps_unseen as perhaps_unseen, _choose as choose, _length as length, _region as region, _all as all, _which as which, _labelled as labelled, _order as order };
