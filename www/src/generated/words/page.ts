/** Compiled from words/en/page.json by messages.mjs: not to be edited. */

const _open_all = () => ["Open all of it"];
const _close_all = () => ["Only the reading"];
const _beside = () => ["The text and its verdict"];
export { _open_all as open_all, _close_all as close_all, _beside as beside };
