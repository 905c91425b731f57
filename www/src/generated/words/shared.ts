/** Compiled from words/en/shared.json by messages.mjs: not to be edited. */

export const words = {
  tint: () => ["A word that stands several times is tinted by LIME’s weight for all its places at once."],
  places: () => ["places that share it"],
  parts: () => ["LIME weighs a repeated word for all its places at once; each place is given an equal part here"]
}
