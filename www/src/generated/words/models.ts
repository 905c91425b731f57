/** Compiled from words/en/models.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/sentence";
import { count, decimal, percent, signed } from "../../page/numbers";
import { list } from "../../page/sentence";
import { number, plural } from "@messageformat/runtime";
import { en } from "@messageformat/runtime/lib/cardinals";
export const words = {
  title: () => ["Another network on the same text"],
  disagree: (d: { class: Place; other_class: Place; other_p: number; other_verdict: Place; p: number; verdict: Place }) => ["<b>They disagree.</b> This network says ", d.verdict, ", the other ", d.other_verdict, ": <b>", percent(d.p), "</b> ", d.class, " by this network, <b>", percent(d.other_p), "</b> ", d.other_class, " by the other."],
  agree: (d: { class: Place; other_class: Place; other_p: number; p: number; verdict: Place }) => ["They agree on ", d.verdict, ": <b>", percent(d.p), "</b> ", d.class, " by this network, <b>", percent(d.other_p), "</b> ", d.other_class, " by the other."],
  agree_apart: (d: { apart: number; class: Place; other_class: Place; other_p: number; p: number; verdict: Place }) => ["They agree on ", d.verdict, ", and their scores are ", signed(d.apart), " apart: <b>", percent(d.p), "</b> ", d.class, " by this network, <b>", percent(d.other_p), "</b> ", d.other_class, " by the other."],
  equal: (d: { class: Place; other_class: Place; other_p: number; p: number; verdict: Place }) => ["They agree on ", d.verdict, " and are as good as equal: <b>", percent(d.p), "</b> ", d.class, " by this network, <b>", percent(d.other_p), "</b> ", d.other_class, " by the other."],
  cut_differently: (d: { n: number; other: number }) => ["They cut the text into ", count(d.n), " and ", count(d.other), " words and marks, so that their words are set side by side where they match."],
  farthest: (d: { class: Place; other_p: number; p: number; word: Place }) => ["On the way they were farthest apart after ", d.word, ": ", percent(d.p), " and ", percent(d.other_p), " ", d.class, "."],
  weighed: (d: { here: readonly Place[]; other: readonly Place[]; r: number }) => ["Left out one by one, the words that move this network most are ", list(d.here), ", the other ", list(d.other), "; over all words the weights correlate by ", decimal(d.r), " (1: alike, 0: unrelated)."],
  built: (d: { cell: Place; hash: Place; layers: number; n: number; name: Place; units: number }) => ["<b>", d.name, "</b>: ", d.cell, ", ", count(d.units), " units in ", plural(d.layers, 0, en, { one: "one layer", other: [number("en", d.layers, 0), " layers"] }), ", ", count(d.n), " words, model ", d.hash, "."],
  how_both: () => ["The other network is opened beside this one, in a thread of its own, and reads the same text with its own rules for cutting it into words. Compared are verdicts, the scores after every word, and what each word is worth when left out, which is exact for both."],
  how_doubt: (d: { command: Place }) => ["Two networks that agree may be wrong together, and two logits are comparable only if both were trained alike. To see what storing weights in eight bits changes, make a bundle of the weights before quantization: ", d.command, " keeps them as they are; over all validation texts the card above has the figures."],
  open_second: (d: { command: Place }) => ["Open a second bundle, made by ", d.command, ", and see how it reads this text."],
  folder_here: () => ["its folder on this site"],
  open: () => ["Open it"],
  folder_there: () => ["or a folder on this machine, which stays there"],
  let_go: () => ["Let the other go"],
  opening: () => ["Opening the other network …"],
  no_address: () => ["Expected the address of a bundle’s folder, such as other-model/."],
  other: () => ["other"],
  "this": () => ["this"]
}
