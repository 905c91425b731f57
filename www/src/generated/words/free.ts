/** Compiled from words/en/free.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/sentence";

const _any_length = () => ["any length"];
const _as_words = () => ["as long as words are"];
const _question = () => ["And if it need not be a word?"];
const _idea = () => ["A free input vector can be pushed uphill until the network can be driven no further."];
const _gradients_module = () => ["the gradients module, which only this needs"];
const _climbing = () => ["Climbing"];
const _find = () => ["Find the free vector"];
const _free = () => ["free vector"];
const _nearest = (d: { word: Place }) => ["nearest: ", d.word];
const _best = (d: { word: Place }) => ["best: ", d.word];
const _by_cosine = () => ["Words nearest to it, by cosine:"];
const _may_be = () => ["the vector may be"];
const _number = () => ["no."];
const _word = () => ["word"];
const _cosine = () => ["cosine"];
const _in_training = () => ["times in training"];
export { _any_length as any_length, _as_words as as_words, _question as question, _idea as idea, _gradients_module as gradients_module, _climbing as climbing, _find as find, _free as free, _nearest as nearest, _best as best, _by_cosine as by_cosine, _may_be as may_be, _number as number, _word as word, _cosine as cosine, _in_training as in_training };
