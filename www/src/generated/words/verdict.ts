/** Compiled from words/en/verdict.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/sentence";
import { count, percent } from "../../page/numbers";
import { number, plural, select } from "@messageformat/runtime";
import { en } from "@messageformat/runtime/lib/cardinals";
import { list } from "../../page/sentence";
export const words = {
  empty_unsure: (d: { class: Place; p: number }) => ["Before it reads a word, the network is undecided: ", percent(d.p), " ", d.class, "."],
  empty: (d: { class: Place; p: number }) => ["Before it reads a word, the network says ", d.class, ", ", percent(d.p), "."],
  says: (d: { class: Place; p: number }) => ["The network calls this ", d.class, ", ", percent(d.p), "."],
  says_calibrated: (d: { c: number; class: Place; p: number }) => ["The network calls this ", d.class, ", ", percent(d.p), " (calibrated ", percent(d.c), ")."],
  unsure: (d: { class: Place; p: number }) => ["The network can hardly decide: ", d.class, ", ", percent(d.p), "."],
  unsure_calibrated: (d: { c: number; class: Place; p: number }) => ["The network can hardly decide: ", d.class, ", ", percent(d.p), " (calibrated ", percent(d.c), ")."],
  strange: (d: { class: Place; p: number }) => ["The network has seen little like this; it calls it ", d.class, ", ", percent(d.p), "."],
  strange_unsure: (d: { class: Place; p: number }) => ["The network has seen little like this and can hardly decide: ", d.class, ", ", percent(d.p), "."],
  only_unknown: (d: { class: Place; mark: "other" | "yes"; p: number }) => ["The network does not know this ", select(d.mark, { yes: "mark", other: "word" }), ", so its verdict means little: ", d.class, ", ", percent(d.p), "."],
  all_unknown: (d: { all: number; class: Place; marks: "other" | "yes"; p: number }) => ["The network knows none of these ", count(d.all), " ", select(d.marks, { yes: "words and marks", other: "words" }), ", so its verdict means little: ", d.class, ", ", percent(d.p), "."],
  most_unknown: (d: { all: number; class: Place; marks: "other" | "yes"; n: number; p: number }) => ["The network knows only ", count(d.n), " of these ", count(d.all), " ", select(d.marks, { yes: "words and marks", other: "words" }), ", so its verdict means little: ", d.class, ", ", percent(d.p), "."],
  of_such: (d: { all: number; n: number }) => ["of ", count(d.all), " verdicts as sure as this, about <b>", count(d.n), "</b> are right"],
  no_words: () => ["no words yet"],
  cut: (d: { found: number; kept: number }) => ["read the first <b>", count(d.kept), "</b> of <b>", count(d.found), "</b> words and marks"],
  known: (d: { strange: number }) => [plural(d.strange, 0, en, { "0": "all known", other: [number("en", d.strange, 0), " unknown to the network"] })],
  length: (d: { counts: readonly Place[]; strange: number }) => [list(d.counts), ", ", plural(d.strange, 0, en, { "0": "all known", other: [number("en", d.strange, 0), " unknown to the network"] })],
  words: (d: { n: number }) => [plural(d.n, 0, en, { one: [number("en", d.n, 0), " word"], other: [number("en", d.n, 0), " words"] })],
  marks: (d: { n: number }) => [plural(d.n, 0, en, { one: [number("en", d.n, 0), " punctuation mark"], other: [number("en", d.n, 0), " punctuation marks"] })],
  other_signs: (d: { n: number }) => [plural(d.n, 0, en, { one: [number("en", d.n, 0), " other sign"], other: [number("en", d.n, 0), " other signs"] })],
  signs: (d: { n: number }) => [plural(d.n, 0, en, { one: [number("en", d.n, 0), " sign"], other: [number("en", d.n, 0), " signs"] })],
  right: (d: { class: Place }) => ["labelled ", d.class, ": the network is <b>right</b>"],
  wrong: (d: { class: Place }) => ["labelled ", d.class, ": the network is <b>wrong</b>"],
  respelled: (d: { more: number; n: number; pairs: readonly Place[] }) => [plural(d.n, 0, en, { one: [number("en", d.n, 0), " word"], other: [number("en", d.n, 0), " words"] }), " read otherwise than typed: ", list(d.pairs), plural(d.more, 0, en, { "0": "", other: [", and ", number("en", d.more, 0), " more"] })],
  read_as: (d: { read: Place; typed: Place }) => [d.typed, " as ", d.read],
  accents_apart: (d: { read: Place }) => [d.read, ", typed with its accents apart"]
}
