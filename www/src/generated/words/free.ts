/** Compiled from words/en/free.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/sentence";

export const words = {
  any_length: () => ["any length"],
  as_words: () => ["as long as words are"],
  question: () => ["And if it need not be a word?"],
  idea: () => ["A free input vector can be pushed uphill until the network can be driven no further."],
  gradients_module: () => ["the gradients module, which only this needs"],
  climbing: () => ["Climbing"],
  find: () => ["Find the free vector"],
  free: () => ["free vector"],
  nearest: (d: { word: Place }) => ["nearest: ", d.word],
  best: (d: { word: Place }) => ["best: ", d.word],
  by_cosine: () => ["Words nearest to it, by cosine:"],
  may_be: () => ["the vector may be"],
  number: () => ["no."],
  word: () => ["word"],
  cosine: () => ["cosine"],
  in_training: () => ["times in training"]
}
