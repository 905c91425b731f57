/** Compiled from words/en/status.json by messages.mjs: not to be edited. */

const _behind = () => ["The network is reading this text: pale parts are still about the previous one."];
const _reread = () => ["Read the text again"];
const _opening = () => ["Opening the text …"];
const _picked = () => ["Chosen because it weighs most."];
export { _behind as behind, _reread as reread, _opening as opening, _picked as picked };
