/** Compiled from words/en/locale.json by messages.mjs: not to be edited. */

const _locale = () => ["en"];
export { _locale as locale };
