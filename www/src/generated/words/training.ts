/** Compiled from words/en/training.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/sentence";
import { count, megabytes, percent } from "../../page/numbers";
import { number, plural, select } from "@messageformat/runtime";
import { en } from "@messageformat/runtime/lib/cardinals";
export const words = {
  unknown: (d: { words: Place }) => ["<b>It cannot tell.</b> ", d.words, " is unknown to the network: it read a placeholder, as for any unknown word."],
  never: (d: { all: number; known: "other" | "yes"; words: Place }) => ["<b>No.</b> ", d.words, " stands in none of ", select(d.known, { yes: [count(d.all), " training texts"], other: "the training texts" }), "."],
  elsewhere: (d: { n: number; unseen: "other" | "yes" }) => ["It does stand in ", plural(d.n, 0, en, { one: [number("en", d.n, 0), " validation text"], other: [number("en", d.n, 0), " validation texts"] }), select(d.unseen, { yes: ", which the network was not trained on", other: "" }), "."],
  once: (d: { all: number; class: Place; known: "other" | "yes"; words: Place }) => ["<b>Hardly.</b> ", d.words, " stands in <b>one</b> of ", select(d.known, { yes: [count(d.all), " training texts"], other: "the training texts" }), ", and that is ", d.class, "."],
  seldom: (d: { all: number; class: Place; known: "other" | "yes"; most: number; n: number; words: Place }) => ["<b>Hardly.</b> ", d.words, " stands in <b>", count(d.n), "</b> of ", select(d.known, { yes: [count(d.all), " training texts"], other: "the training texts" }), "; <b>", count(d.most), "</b> of them ", plural(d.most, 0, en, { one: "is", other: "are" }), " ", d.class, ", too few to show a tendency."],
  often: (d: { all: number; class: Place; known: "other" | "yes"; like: "chance" | "everywhere" | "other"; most: number; n: number; words: Place }) => ["<b>Yes.</b> ", d.words, " stands in <b>", count(d.n), "</b> of ", select(d.known, { yes: [count(d.all), " training texts"], other: "the training texts" }), "; <b>", count(d.most), "</b> of them are ", d.class, select(d.like, { everywhere: ", about as everywhere", chance: ", which may well be chance", other: "" }), "."],
  judged: (d: { class: Place; n: number; p: number }) => [plural(d.n, 0, en, { one: ["The network gives it ", percent(d.p), " ", d.class, "."], other: ["On average the network gives them ", percent(d.p), " ", d.class, "."] })],
  validation: (d: { class: Place; most: number; n: number }) => [plural(d.n, 0, en, { "0": "No validation text has it.", one: [number("en", d.n, 0), " text, ", d.class, "."], other: [number("en", d.n, 0), " texts, ", count(d.most), " of them ", d.class, "."] })],
  memory: () => ["The network has already seen these texts and their labels: how well it judges them is partly memory."],
  perhaps_memory: () => ["The network may have been trained on these texts; then how well it judges them is partly memory."],
  unseen: () => ["The network was not trained on these."],
  perhaps_unseen: () => ["Whether the network was trained on these too is not known."],
  no_passage: () => ["There is no passage to compare with."],
  similar: (d: { alone: "other" | "yes"; class: Place; most: number; n: number; words: Place }) => [select(d.alone, { yes: "Read on its own", other: "At this point" }), ", ", d.words, " leaves the network most nearly where ", plural(d.n, 0, en, { one: ["a passage of one training text left it, and that text is ", d.class], other: ["passages of ", number("en", d.n, 0), " training texts left it: <b>", count(d.most), "</b> of those texts ", plural(d.most, 0, en, { one: "is", other: "are" }), " ", d.class] }), "."],
  exact: (d: { alone: "other" | "yes"; n: number }) => ["<b>Exact:</b> compared with all ", count(d.n), " ", select(d.alone, { yes: "different runs of as many words", other: "positions" }), " in training."],
  exact_remembered: (d: { alone: "other" | "yes"; n: number; reread: number }) => ["<b>Exact:</b> compared with all ", count(d.n), " ", select(d.alone, { yes: "different runs of as many words", other: "positions" }), " in training, from memory; ", plural(d.reread, 0, en, { one: [number("en", d.reread, 0), " text was"], other: [number("en", d.reread, 0), " texts were"] }), " read again to be sure."],
  exact_kept: (d: { alone: "other" | "yes"; bytes: number; n: number }) => ["<b>Exact:</b> compared with all ", count(d.n), " ", select(d.alone, { yes: "different runs of as many words", other: "positions" }), " in training. What this took to find out is kept in ", megabytes(d.bytes), " of memory, so the next answers will be exact at once."],
  nearly: () => ["<b>Nearly exact</b>, from memory: the texts that could be nearer are being read again."],
  first: (d: { known: "other" | "yes"; n: number; recall: number }) => ["<b>First answer</b>, from a sample of ", count(d.n), " training positions; ", select(d.known, { yes: ["on average it finds ", percent(d.recall), " of the exact answer’s texts"], other: "how many of the exact answer’s texts it finds has not been measured" }), "."],
  in_training: () => ["In training"],
  in_validation: () => ["In validation"],
  bars: (d: { down: Place; up: Place }) => ["Bars go up for texts labelled ", d.up, ", down for ", d.down, "."],
  dotted: (d: { words: Place }) => ["The dotted line starts where your text would stand without ", d.words, "."],
  most_like: () => ["Texts that the network judges most like yours"],
  no_texts: () => ["This page carries no training texts, so it cannot be looked up here."],
  no_index: () => ["This network comes without an index of its training texts, so what it has seen cannot be looked up."],
  to_load: () => ["To look it up, the page loads the training texts."],
  search_how: (d: { down: Place; up: Place }) => ["<b>The search</b> counts every text that holds the words, in this order and next to each other. Bars go up for texts labelled ", d.up, " and down for ", d.down, ", at the probability the network gives the whole text; their height grows with the square root of the count. The network’s verdict on a text rests on all of its words, not on this one."],
  similar_how: () => ["<b>Similar passages</b> compare the network’s inner state after the selected words with its state at places in the training texts. Close states mean that the network treats the places alike, not that they mean the same. The first answer looks at a sample only; the exact one looks everywhere."],
  histogram: (d: { class: Place; down: number; n: number; rival: Place; side: Place; up: number }) => [d.side, ": the network’s verdicts on ", plural(d.n, 0, en, { one: [number("en", d.n, 0), " text"], other: [number("en", d.n, 0), " texts"] }), ", ", count(d.up), " labelled ", d.class, " and ", count(d.down), " ", d.rival],
  judged_as: (d: { class: Place }) => ["judged ", d.class],
  yours: (d: { p: number }) => ["your text, ", percent(d.p)],
  column: (d: { class: Place; side: Place }) => [d.side, ", ", d.class],
  search_places: (d: { all: number; alone: "other" | "yes"; known: "other" | "yes" }) => ["Search every ", select(d.alone, { yes: "run of words", other: "position" }), select(d.known, { yes: [" of ", count(d.all), " texts"], other: "" })],
  search_costs: (d: { bytes: number; download: "other" | "yes" }) => ["The network reads the training texts again: about a minute", select(d.download, { yes: [", after loading ", megabytes(d.bytes), " of texts"], other: "" }), "."],
  search_keeps: (d: { bytes: number }) => ["What it finds stays in ", megabytes(d.bytes), " of memory until you leave the page; later answers then take a second."],
  search_stops: () => ["You can stop and keep."]
}
