/** Compiled from words/en/locale.json by messages.mjs: not to be edited. */

export const words = {
  locale: () => ["en"]
}
