/** Compiled from words/en/moves.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/writing/sentence";
import { select } from "@messageformat/runtime";
import { count } from "../../page/writing/numbers";
const _integrated = () => ["integrated gradients"];
const _kept = () => ["left in memory (γ)"];
const _moved = () => ["moved the cell (β)"];
const _left_out = (d: { several: "other" | "yes" }) => [select(d.several, { yes: "left out together", other: "leave one out" })];
const _summed = (d: { method: Place }) => [d.method, ", summed"];
const _alone = (d: { word: Place }) => [d.word, " alone"];
const _lime_sentences = (d: { several: "other" | "yes" }) => [select(d.several, { yes: "LIME, its sentences", other: "LIME, its sentence" })];
const _lime_places = (d: { n: number }) => ["LIME, all ", count(d.n), " places"];
export { _integrated as integrated, _kept as kept, _moved as moved, _left_out as left_out, _summed as summed, _alone as alone, _lime_sentences as lime_sentences, _lime_places as lime_places };
