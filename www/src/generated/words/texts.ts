/** Compiled from words/en/texts.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/writing/sentence";
import { percent } from "../../page/writing/numbers";
const _coming = () => ["the training texts"];
const _index_coming = () => ["the index of the training texts"];
const _searching = () => ["Searching the texts"];
const _open = () => ["Open this text as the one to look at"];
const _number = (d: { n: Place }) => ["text ", d.n];
const _row = (d: { class: Place; last: Place; p: number }) => ["labelled ", d.class, ", network ", percent(d.p), " ", d.last];
const _of_training = () => ["training"];
const _of_validation = () => ["validation"];
const _names_only = () => ["These texts may not be republished, so this page names them by number and cannot show their words."];
const _no_texts = () => ["This page carries no training texts, so none can be opened here."];
const _lists = () => ["Counted from lists of the texts that hold each word; texts of fewer than 40 words and marks are on no list."];
const _no_reading = () => ["To search the training texts for these units, the network would read them again: they may not be republished, so they are not here."];
const _search = () => ["<b>The search</b> counts every text whose list of words holds all of these, in any order: this page knows which texts hold a word, but not where."];
const _passages = () => ["<b>Similar passages</b> compare the network’s inner state after the selected words with its state at some places in the training texts. Close states mean that the network treats the places alike, not that they mean the same. This page does not know where in a text a place is."];
export { _coming as coming, _index_coming as index_coming, _searching as searching, _open as open, _number as number, _row as row, _of_training as of_training, _of_validation as of_validation, _names_only as names_only, _no_texts as no_texts, _lists as lists, _no_reading as no_reading, _search as search, _passages as passages };
