/** Compiled from words/en/examples.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/sentence";
import { megabytes, percent } from "../../page/numbers";
import { number, plural, select } from "@messageformat/runtime";
import { en } from "@messageformat/runtime/lib/cardinals";
export const words = {
  says: (d: { class: Place; p: number }) => [percent(d.p), " ", d.class],
  unseen: () => ["Validation texts: the network was not trained on them, so its mistakes here are its own."],
  perhaps_unseen: () => ["Validation texts: they were kept out of the index; whether the network was trained on them is not known."],
  choose: (d: { bytes: number; load: "other" | "yes" }) => ["Choose which to list", select(d.load, { yes: [" (", megabytes(d.bytes), " are loaded then)"], other: "" }), "."],
  length: (d: { n: number }) => [plural(d.n, 0, en, { one: [number("en", d.n, 0), " word or mark"], other: [number("en", d.n, 0), " words and marks"] })],
  region: () => ["Texts"]
}
