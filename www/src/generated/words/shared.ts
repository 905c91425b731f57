/** Compiled from words/en/shared.json by messages.mjs: not to be edited. */

const _tint = () => ["A word that appears several times is tinted by LIME’s weight for all its places at once."];
const _places = () => ["places that share it"];
const _parts = () => ["LIME weighs a repeated word for all its places at once; each place is given an equal part here."];
export { _tint as tint, _places as places, _parts as parts };
