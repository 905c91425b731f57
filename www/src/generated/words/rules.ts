/** Compiled from words/en/rules.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/sentence";
import { number, plural, select } from "@messageformat/runtime";
import { count, percent } from "../../page/numbers";
import { en } from "@messageformat/runtime/lib/cardinals";
import { list } from "../../page/sentence";
export const words = {
  none_found: () => ["<b>None was found.</b> No phrase stands often enough in training."],
  fidelity: (d: { close: "other" | "yes"; rest: number; rules: number; same: Place }) => ["<b>", select(d.close, { yes: "Nearly these.", other: "Only roughly these." }), "</b> A list of ", count(d.rules), " phrases, of which the first that stands in a text decides, gives the network’s verdict for <b>", d.same, " of 100</b> validation texts", plural(d.rest, 0, en, { "0": "", other: ["; for the other ", number("en", d.rest, 0), " it is not what the network does"] }), "."],
  nothing_varies: () => ["<b>Nothing shows how far a list may be believed:</b> the network gives the same verdict on every validation text."],
  others: (d: { better: "other" | "yes"; total: number; tree: Place; vote: Place }) => ["Added up instead, all ", count(d.total), " phrases give its verdict for <b>", d.vote, "</b> of 100", select(d.better, { yes: ": the network weighs many phrases rather than obey one", other: "" }), "; a tree that asks for them one by one, for <b>", d.tree, "</b>."],
  none_fires: (d: { class: Place; known: "other" | "yes"; share: number; total: number }) => ["<b>No rule fires.</b> None of the ", count(d.total), " phrases stands in your text, so the list falls back on ", d.class, select(d.known, { yes: [", as the network judges ", percent(d.share), " of all training texts"], other: "" }), "."],
  fires: (d: { class: Place; n: number; phrase: Place }) => [plural(d.n, 0, en, { one: "One phrase of the list stands", other: [number("en", d.n, 0), " phrases of the list stand"] }), " in your text. The first, ", d.phrase, ", decides: ", d.class, "."],
  agrees: () => ["The network says the same."],
  differs: (d: { class: Place }) => ["<b>The network says otherwise:</b> ", d.class, "."],
  added: (d: { class: Place }) => ["Added up, they say ", d.class, "."],
  asked: (d: { has: "other" | "yes"; phrase: Place }) => [d.phrase, " ", select(d.has, { yes: "yes", other: "no" })],
  more_asked: (d: { n: number }) => [count(d.n), " more"],
  path: (d: { asked: readonly Place[]; class: Place; same: "other" | "yes" }) => ["Through the tree your text goes by ", list(d.asked), ", to ", d.class, ", ", select(d.same, { yes: "as the network says", other: "against the network" }), "."],
  page: (d: { all: number; class: Place; from: number; sided: "other" | "yes"; to: number }) => [count(d.from), " to ", count(d.to), " of the ", count(d.all), " phrases", select(d.sided, { yes: [" that speak for ", d.class], other: "" }), ", the strongest first."],
  none_has: (d: { all: number; class: Place; minimum: number; sided: "other" | "yes"; typed: Place }) => ["<b>None</b> of the ", count(d.all), " phrases", select(d.sided, { yes: [" that speak for ", d.class], other: "" }), " has ", d.typed, ": only phrases with at least ", count(d.minimum), " places in training are listed."],
  has: (d: { all: number; class: Place; cut: "other" | "yes"; found: number; from: number; sided: "other" | "yes"; to: number; typed: Place }) => ["<b>", count(d.found), "</b> of the ", count(d.all), " phrases", select(d.sided, { yes: [" that speak for ", d.class], other: "" }), " ", plural(d.found, 0, en, { one: "has", other: "have" }), " ", d.typed, select(d.cut, { yes: ["; here ", count(d.from), " to ", count(d.to), " of them"], other: "" }), "."],
  unlisted: (d: { phrase: Place; total: number }) => [d.phrase, " is <b>not on the list</b>: none of its ", count(d.total), " phrases is written so. Look for one of its words above."],
  apart: (d: { phrase: Place }) => [d.phrase, " cannot be looked up by its words: they read differently by themselves."],
  places: (d: { class: Place; last: Place; most: number; n: number; p: number; phrase: Place; places: number }) => [d.phrase, " stands in <b>", plural(d.n, 0, en, { one: [number("en", d.n, 0), " training text"], other: [number("en", d.n, 0), " training texts"] }), "</b>, at ", plural(d.places, 0, en, { one: [number("en", d.places, 0), " place"], other: [number("en", d.places, 0), " places"] }), "; <b>", count(d.most), "</b> of them ", plural(d.most, 0, en, { one: "is", other: "are" }), " labelled ", d.class, ", and on average the network gives them ", percent(d.p), " ", d.last, "."],
  no_index: () => ["This page has no index of the network’s training texts, and only in them are rules found."],
  not_both_ways: () => ["This network reads a text both ways, so what a word left in its memory cannot be followed to the end, and no rules are found that way."],
  to_load: () => ["The phrases that move it most in all of its training texts, and how often they alone give its verdict."],
  speaks_for: (d: { class: Place }) => ["Phrases that speak for ", d.class, ", the strongest first"],
  curve: (d: { n: number; unseen: "other" | "yes" }) => ["Of ", count(d.n), " validation texts, which the list has not seen", select(d.unseen, { yes: ", nor has the network", other: "" }), ": <b>the list</b>, the share for which its first phrase in the text gives the network’s verdict; <b>right</b>, that for which it gives the label; <b>added up</b>, the network’s by the sum of all phrases. Half would be guessing."],
  tree: (d: { n: number; p: number }) => ["The tree: ", plural(d.n, 0, en, { one: [number("en", d.n, 0), " question"], other: [number("en", d.n, 0), " questions"] }), ", the network’s verdict for ", percent(d.p), " of validation texts"],
  tree_lines: () => ["Each line: whether the phrase stands in a text, how many training texts come there, and what the network says of most. In bold, with ●, the way of your text, which stands first."],
  every_text: () => ["every text"],
  column_judged: (d: { class: Place }) => ["judged ", d.class],
  column_probability: (d: { class: Place }) => ["network’s probability of ", d.class],
  legend: (d: { down: Place; up: Place }) => ["The network’s verdicts on the whole texts; bars go up for those labelled ", d.up, ", down for ", d.down, "."],
  no_texts: () => ["This page carries no training texts, so its places cannot be looked up here."],
  how_list: (d: { form: "beta" | "other"; minimum: number; ratio: Place }) => ["<b>The list</b> (Murdoch & Szlam 2017). What a word left in the network’s memory at the end of a text (cell decomposition, ", select(d.form, { beta: "β", other: "γ" }), ") multiplies the odds of one side. Runs of up to five known words, each by more than ", d.ratio, " somewhere in training, are candidates; those with at least ", count(d.minimum), " places are listed. S is the mean of the words’ factors over all places of the phrase, for its side, divided by the same for the other; λ = e^{±x/2} of a word’s part x of the log-odds."],
  how_other: (d: { p: number }) => ["The other form of decomposition would give the network’s verdict for ", percent(d.p), " of validation texts."],
  how_classifier: () => ["<b>As a classifier</b> the first phrase of the list that stands in a text decides alone. <b>Added up</b> is a comparison of our own: the sum of ±ln S of all of them. <b>The tree</b> (CART) asks which of the same phrases a text holds; it learned the network’s verdicts on the training texts."],
  tree_only: (d: { n: number }) => ["The tree: ", plural(d.n, 0, en, { one: [number("en", d.n, 0), " question"], other: [number("en", d.n, 0), " questions"] })],
  numbered: (d: { class: Place; held: number; last: Place; listed: number; most: number; p: number; places: number; several: "other" | "yes"; words: Place }) => [d.words, " stands in <b>", plural(d.held, 0, en, { one: [number("en", d.held, 0), " training text"], other: [number("en", d.held, 0), " training texts"] }), "</b>, at ", plural(d.places, 0, en, { one: [number("en", d.places, 0), " place"], other: [number("en", d.places, 0), " places"] }), ". Of the ", plural(d.listed, 0, en, { one: [number("en", d.listed, 0), " text"], other: [number("en", d.listed, 0), " texts"] }), " listed here, which ", select(d.several, { yes: "hold all of its words in whatever order", other: "hold it" }), ", <b>", count(d.most), "</b> ", plural(d.most, 0, en, { one: "is", other: "are" }), " labelled ", d.class, ", and on average the network gives them ", percent(d.p), " ", d.last, "."]
}
