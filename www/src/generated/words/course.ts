/** Compiled from words/en/course.json by messages.mjs: not to be edited. */

const _chart = () => ["Credibility after each word"];
const _none_chosen = () => ["no word chosen"];
const _first = () => ["first word"];
const _whole = () => ["whole text"];
export { _chart as chart, _none_chosen as none_chosen, _first as first, _whole as whole };
