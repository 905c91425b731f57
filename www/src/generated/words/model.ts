/** Compiled from words/en/model.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/sentence";
import { number, plural, select } from "@messageformat/runtime";
import { en } from "@messageformat/runtime/lib/cardinals";
import { count, decimal, percent } from "../../page/numbers";
import { list } from "../../page/sentence";
export const words = {
  what: (d: { both: "other" | "yes"; cell: "gru" | "lstm" | "other"; known: "other" | "yes"; layers: number; texts: number; units: number }) => [select(d.cell, { lstm: "An LSTM", gru: "A GRU", other: "A recurrent network" }), " of ", plural(d.units, 0, en, { one: [number("en", d.units, 0), " unit"], other: [number("en", d.units, 0), " units"] }), " ", plural(d.layers, 0, en, { one: "in one layer", other: ["in each of ", number("en", d.layers, 0), " layers"] }), select(d.both, { yes: " and direction", other: "" }), select(d.known, { yes: [", trained on ", count(d.texts), " texts"], other: "" }), "."],
  reads: (d: { both: "other" | "yes"; readout: "last" | "mean" | "other" }) => [select(d.both, { yes: ["It reads a text both ways and decides by ", select(d.readout, { last: "the last state of each direction, which is that after the last word and that after the first", mean: "the mean of its states after every word, in both directions", other: "the largest value that each unit of either direction takes anywhere" }), "."], other: ["It reads a text from its first word to its last and decides by ", select(d.readout, { last: "its state after the last", mean: "the mean of its states after every word", other: "the largest value that each unit takes anywhere" }), "."] })],
  one_score: (d: { first: Place; last: Place }) => ["One score tells ", d.first, " from ", d.last, "."],
  scores: (d: { classes: readonly Place[]; each: "other" | "yes"; n: number }) => [select(d.each, { yes: ["It scores each of ", count(d.n), " classes by itself: ", list(d.classes), "."], other: ["It has a score for each of ", count(d.n), " classes: ", list(d.classes), "."] })],
  knows: (d: { size: number; words: number }) => ["It knows ", plural(d.words, 0, en, { one: [number("en", d.words, 0), " word"], other: [number("en", d.words, 0), " words"] }), ", each as a vector of ", plural(d.size, 0, en, { one: [number("en", d.size, 0), " number"], other: [number("en", d.size, 0), " numbers"] }), "."],
  stepwise: (d: { how: "no" | "other" | "yes" }) => [select(d.how, { yes: "It was trained to answer after every word.", no: "It was trained to answer at the end of a text only.", other: "Whether it was trained to answer after every word, or only at the end of a text, is not known." })],
  right: (d: { known: "other" | "yes"; n: number; right: Place }) => ["It is right on <b>", d.right, "</b> of ", select(d.known, { yes: [count(d.n), " "], other: "" }), "validation texts, which it was not trained on."],
  right_assumed: (d: { known: "other" | "yes"; n: number; right: Place }) => ["It is right on <b>", d.right, "</b> of ", select(d.known, { yes: [count(d.n), " "], other: "" }), "texts set aside here; whether it was trained on them is not known."],
  right_published: (d: { known: "other" | "yes"; m: number; n: number; published: Place; right: Place }) => ["It is right on <b>", d.published, "</b> of ", count(d.m), " published test texts, and on ", d.right, " of ", select(d.known, { yes: [count(d.n), " "], other: "" }), "validation texts; it was trained on neither."],
  one_label: () => ["All of these have the same label, so being right on them says little."],
  no_better: (d: { base: Place }) => ["Giving every text the same answer would do as well: it would be right on ", d.base, "."],
  unmeasured: () => ["How often it is right has not been measured."],
  calibration: (d: { gap: number; how: "meant" | "other" | "over"; n: number; right: number; said: number }) => ["<b>", select(d.how, { meant: "Its probabilities can be taken at their word:", over: "It is surer than it should be:", other: "It is less sure than it could be:" }), "</b> on the ", count(d.n), " texts of which it was surest it said ", percent(d.said), " on average and was right on ", percent(d.right), ". Over all texts the two differ by ", percent(d.gap), "."],
  temperature: (d: { after: Place; before: Place; temperature: number; way: "falls" | "other" }) => ["Where the page says <b>calibrated</b>, its score is divided by ", decimal(d.temperature), ", a temperature fitted on one half of the validation texts: on the other half, the gap between how sure it is and how often right ", select(d.way, { falls: "falls", other: "rises" }), " from ", d.before, " to ", d.after, " points. No verdict changes by it."],
  quantization: (d: { changed: number; known: "other" | "yes"; mean: Place; most: Place; n: number }) => ["Its weights are stored in eight bits: that changed ", count(d.changed), select(d.known, { yes: [" of ", count(d.n)], other: "" }), " verdicts, and probabilities by ", d.mean, " points on average, ", d.most, " at most."],
  eight_bits: () => ["Its weights are stored in eight bits."],
  single_precision: () => ["Its weights are stored in single precision."],
  heading: (d: { assumed: "other" | "yes" }) => ["How good it is on texts ", select(d.assumed, { yes: "set aside here", other: "it has not seen" })],
  heading_short: () => ["How good it is"],
  paper: () => ["The paper’s tables and figures, repeated on this model"],
  texts_column: () => ["texts"],
  review_texts: () => ["texts of the corpus"],
  split_train: (d: { known: "other" | "yes" }) => [select(d.known, { yes: "texts trained on", other: "training texts" })],
  split_choose: (d: { known: "other" | "yes" }) => [select(d.known, { yes: "texts used to choose when to stop", other: "texts to calibrate with" })],
  split_assess: () => ["texts only used to assess"],
  split_validation: (d: { known: "other" | "yes" }) => [select(d.known, { yes: "texts never trained on", other: "validation texts" })],
  split_other: (d: { name: Place }) => ["texts, ", d.name],
  part_assess: () => ["validation, only for assessing"],
  part_choose: (d: { known: "other" | "yes" }) => ["validation, ", select(d.known, { yes: "for early stopping", other: "for calibration" })],
  part_validation: () => ["validation, both halves"],
  part_published: () => ["published test"],
  confused: (d: { judged: Place; label: Place }) => ["labelled ", d.label, " and judged ", d.judged],
  measure_examples: () => ["texts measured"],
  measure_test: () => ["published test texts"],
  disc: (d: { across: "other" | "sure"; n: number; name: Place; p: number; right: number }) => [percent(d.p), " ", select(d.across, { sure: "sure", other: d.name }), ", ", percent(d.right), " right, ", plural(d.n, 0, en, { one: [number("en", d.n, 0), " text"], other: [number("en", d.n, 0), " texts"] })],
  discs: (d: { across: "other" | "sure"; calibrated: "other" | "yes" }) => ["each disc some texts, its area their number", select(d.across, { sure: ["; filled: as the network says it", select(d.calibrated, { yes: ", ring: calibrated", other: "" }), "; on the dashed line it is as often right as it is sure"], other: ", its height how often their neighbours named the right label" })],
  too_few: (d: { n: number; right: number; said: number }) => ["<b>Too few texts were measured</b> to say whether its probabilities can be taken at their word: on the ", plural(d.n, 0, en, { one: "text", other: [number("en", d.n, 0), " texts"] }), " of which it was surest it said ", percent(d.said), " on average and was right on ", percent(d.right), "."]
}
