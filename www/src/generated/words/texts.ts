/** Compiled from words/en/texts.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/sentence";
import { number, plural, select } from "@messageformat/runtime";
import { en } from "@messageformat/runtime/lib/cardinals";
import { count, percent } from "../../page/numbers";
export const words = {
  names_only: () => ["The reviews may not be republished, so this page names them by number and cannot show their words."],
  no_texts: () => ["This page carries no review texts, so no review can be opened here."],
  lists: () => ["Counted by lists of the reviews that hold each word; reviews of fewer than 40 words and marks are in none."],
  no_reading: () => ["To search the training reviews for these units, the network would read them again: they may not be republished, so they are not here."],
  search: () => ["<b>The search</b> counts every review whose list of words holds all of these, in whatever order: this page knows which reviews hold a word, and not where."],
  passages: () => ["<b>Similar passages</b> compare the network’s inner state after the selected words with its state at some places in training reviews. Close states mean that the network treats the places alike, not that they mean the same. Where in a review a place is, this page does not know."],
  apart_none: (d: { words: Place }) => ["<b>No.</b> No training review holds all of ", d.words, "."],
  apart: (d: { few: "other" | "yes"; mean: number; negative: number; positive: number; reviews: number; words: Place }) => [select(d.few, { yes: "<b>Hardly.</b>", other: "<b>Yes.</b>" }), " All of ", d.words, " stands in <b>", plural(d.reviews, 0, en, { one: [number("en", d.reviews, 0), " training review"], other: [number("en", d.reviews, 0), " training reviews"] }), "</b>, in whatever order: ", count(d.positive), " positive, ", count(d.negative), " negative. On average the network gives them ", percent(d.mean), " positive."],
  rule_places: (d: { held: number; listed: number; mean: number; most: number; places: number; several: "other" | "yes"; side: Place; words: Place }) => [d.words, " stands in <b>", plural(d.held, 0, en, { one: [number("en", d.held, 0), " training review"], other: [number("en", d.held, 0), " training reviews"] }), "</b>, at ", plural(d.places, 0, en, { one: [number("en", d.places, 0), " place"], other: [number("en", d.places, 0), " places"] }), ". Of the ", plural(d.listed, 0, en, { one: [number("en", d.listed, 0), " review"], other: [number("en", d.listed, 0), " reviews"] }), " listed here, which ", select(d.several, { yes: "hold all of its words in whatever order", other: "hold it" }), ", <b>", count(d.most), "</b> were rated ", d.side, ", and on average the network gives them ", percent(d.mean), " positive."]
}
