/** Compiled from words/en/folds.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/writing/sentence";

const _fold = () => ["Show less"];
const _unfold = () => ["Show more"];
const _unfold_what = (d: { says: Place; view: Place }) => [d.says, ": ", d.view];
const _folded_phrases = () => ["words that work together"];
const _folded_anchors = () => ["what rule it follows here"];
const _folded_credibility = () => ["whether it has seen anything like this"];
const _folded_agreement = () => ["whether the methods agree"];
const _folded_what_if = () => ["what if"];
const _folded_units = () => ["all units over the text"];
const _folded_pattern = () => ["where the same units switch on"];
const _folded_rules = () => ["rules for any text"];
export { _fold as fold, _unfold as unfold, _unfold_what as unfold_what, _folded_phrases as folded_phrases, _folded_anchors as folded_anchors, _folded_credibility as folded_credibility, _folded_agreement as folded_agreement, _folded_what_if as folded_what_if, _folded_units as folded_units, _folded_pattern as folded_pattern, _folded_rules as folded_rules };
