/** Compiled from words/en/nothing_varies.json by messages.mjs: not to be edited. */

const _fit = () => ["LIME’s straight line has <b>nothing to explain</b>: the network says the same of every variant of the text."];
export { _fit as fit };
