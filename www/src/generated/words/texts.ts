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
  label: (d: { class: Place }) => [d.class]
}
