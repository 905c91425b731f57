/** Compiled from words/en/compare.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/writing/sentence";
import { percent } from "../../page/writing/numbers";
const _kept = () => ["kept"];
const _now = () => ["now"];
const _head = (d: { class: Place; name: Place; p: number }) => [d.name, ": ", percent(d.p), " ", d.class];
const _legend = (d: { kept: Place }) => ["The line is the score after every word, dashed for “", d.kept, "”. Words that both have are lined up, the others shaded."];
const _legend_scores = (d: { kept: Place }) => ["The line is the score after every word, dashed for “", d.kept, "”."];
const _of_two = () => ["Their scores after every word are for different classes, so they cannot share one picture."];
const _chart = (d: { class: Place; kept: Place; kept_p: number; now: Place; now_p: number }) => ["Scores after every word: ", d.kept, " ends at ", percent(d.kept_p), ", ", d.now, " at ", percent(d.now_p), " ", d.class];
const _col_word = (d: { name: Place }) => ["word (", d.name, ")"];
const _col_after = (d: { class: Place; name: Place }) => ["probability of ", d.class, " after it (", d.name, ")"];
export { _kept as kept, _now as now, _head as head, _legend as legend, _legend_scores as legend_scores, _of_two as of_two, _chart as chart, _col_word as col_word, _col_after as col_after };
