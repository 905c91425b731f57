/** Compiled from words/en/texts.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/sentence";
import { percent } from "../../page/numbers";
export const words = {
  coming: () => ["the training texts"],
  index_coming: () => ["the index of the training texts"],
  searching: () => ["Searching the texts"],
  open: () => ["Open this text as the one to look at"],
  number: (d: { n: Place }) => ["text ", d.n],
  row: (d: { class: Place; last: Place; p: number }) => ["labelled ", d.class, ", network ", percent(d.p), " ", d.last],
  of_training: () => ["training"],
  of_validation: () => ["validation"],
  names_only: () => ["These texts may not be republished, so this page names them by number and cannot show their words."],
  no_texts: () => ["This page carries no training texts, so none can be opened here."],
  lists: () => ["Counted by lists of the texts that hold each word; texts of fewer than 40 words and marks are in none."],
  no_reading: () => ["To search the training texts for these units, the network would read them again: they may not be republished, so they are not here."],
  search: () => ["<b>The search</b> counts every text whose list of words holds all of these, in whatever order: this page knows which texts hold a word, and not where."],
  passages: () => ["<b>Similar passages</b> compare the network’s inner state after the selected words with its state at some places in the training texts. Close states mean that the network treats the places alike, not that they mean the same. Where in a text a place is, this page does not know."]
}
