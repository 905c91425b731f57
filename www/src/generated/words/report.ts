/** Compiled from words/en/report.json by messages.mjs: not to be edited. */

export const words = {
  assess: () => ["validation, only for assessing"],
  choose: () => ["validation, for early stopping"],
  validation: () => ["validation, both halves"]
}
