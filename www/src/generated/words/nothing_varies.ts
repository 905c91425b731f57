/** Compiled from words/en/nothing_varies.json by messages.mjs: not to be edited. */

export const words = {
  neighbours: () => ["<b>There is no answer here.</b> The network says the same of all its training reviews, or they all have one label: neighbours would show nothing."],
  fit: () => ["LIME’s straight line has <b>nothing to explain</b>: the network says the same of every variant of the text."],
  rules: () => ["<b>Nothing shows how far a list may be believed:</b> the network gives the same verdict on every review that it has not seen."]
}
