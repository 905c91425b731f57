/** Compiled from words/en/summary.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/sentence";
import { count, megabytes, percent, signed } from "../../page/numbers";
import { number, plural, select } from "@messageformat/runtime";
import { en } from "@messageformat/runtime/lib/cardinals";
import { list } from "../../page/sentence";
export const words = {
  title: () => ["In short"],
  to_view: () => ["to the view this is from"],
  wrong: (d: { class: Place }) => ["This verdict is <b>wrong</b>: the text is labelled ", d.class, "."],
  wrong_as: (d: { class: Place; p: number }) => ["This verdict is <b>wrong</b>: the text is labelled ", d.class, ". So are ", percent(d.p), " of its verdicts on validation texts."],
  unsure: () => ["It can hardly decide, so small changes may turn the verdict."],
  cut: (d: { found: number; kept: number }) => ["It read only the first ", count(d.kept), " of ", count(d.found), " words and marks."],
  judged: (d: { class: Place; p: number }) => ["Judged ", d.class, ", ", percent(d.p), "."],
  judged_calibrated: (d: { c: number; class: Place; p: number }) => ["Judged ", d.class, ", ", percent(d.p), ", calibrated ", percent(d.c), "."],
  against: (d: { word: Place }) => [d.word, " spoke against it most."],
  phrase: (d: { weight: number; words: Place }) => [d.words, " mattered most, ", signed(d.weight), " in the score."],
  weight: (d: { weight: number; word: Place }) => [d.word, " mattered most, ", signed(d.weight), " in the score."],
  decided: (d: { class: Place; left: number; now: number; word: Place }) => [d.word, " decided it: without it, the verdict turns, ", percent(d.left), " ", d.class, " instead of ", percent(d.now), "."],
  none: (d: { class: Place; now: number; word: Place }) => ["No word carries it alone: even without ", d.word, ", it stays ", percent(d.now), " ", d.class, "."],
  none_most: (d: { class: Place; left: number; now: number; word: Place }) => ["No word carries it alone. ", d.word, " mattered most: without it, ", percent(d.left), " ", d.class, " instead of ", percent(d.now), "."],
  most: (d: { class: Place; left: number; now: number; word: Place }) => [d.word, " mattered most: without it, ", percent(d.left), " ", d.class, " instead of ", percent(d.now), "."],
  always: (d: { class: Place }) => ["It said ", d.class, " from the first word to the last."],
  since: (d: { all: number; class: Place; n: number; word: Place }) => ["It turned ", d.class, " for good at ", d.word, " (word ", count(d.n), " of ", count(d.all), ")."],
  nowhere: (d: { word: Place }) => ["No training text has ", d.word, ", so the data say nothing of it."],
  few: (d: { class: Place; many: "all" | "none" | "other"; n: number; share: number; word: Place }) => ["In training, ", d.word, " appears in ", plural(d.n, 0, en, { one: [number("en", d.n, 0), " text"], other: [number("en", d.n, 0), " texts"] }), ", ", select(d.many, { none: "none", all: "all", other: percent(d.share) }), " of them ", d.class, ": too few to show a tendency."],
  stands: (d: { class: Place; many: "all" | "none" | "other"; n: number; share: number; word: Place }) => ["In training, ", d.word, " appears in ", plural(d.n, 0, en, { one: [number("en", d.n, 0), " text"], other: [number("en", d.n, 0), " texts"] }), ", ", select(d.many, { none: "none", all: "all", other: percent(d.share) }), " of them ", d.class, "."],
  in_line: (d: { class: Place; many: "all" | "none" | "other"; n: number; share: number; word: Place }) => ["In training, ", d.word, " appears in ", plural(d.n, 0, en, { one: [number("en", d.n, 0), " text"], other: [number("en", d.n, 0), " texts"] }), ", ", select(d.many, { none: "none", all: "all", other: percent(d.share) }), " of them ", d.class, ": that is in line with what it did here."],
  opposite: (d: { class: Place; many: "all" | "none" | "other"; n: number; share: number; word: Place }) => ["In training, ", d.word, " appears in ", plural(d.n, 0, en, { one: [number("en", d.n, 0), " text"], other: [number("en", d.n, 0), " texts"] }), ", ", select(d.many, { none: "none", all: "all", other: percent(d.share) }), " of them ", d.class, ": that speaks against what it did here."],
  usual: (d: { class: Place; many: "all" | "none" | "other"; n: number; share: number; word: Place }) => ["In training, ", d.word, " appears in ", plural(d.n, 0, en, { one: [number("en", d.n, 0), " text"], other: [number("en", d.n, 0), " texts"] }), ", ", select(d.many, { none: "none", all: "all", other: percent(d.share) }), " of them ", d.class, ", about as many as of all: that does not explain what it did here."],
  looked_for: (d: { all: number; class: Place; first: "other" | "yes"; n: number; side: "away" | "other"; word: Place }) => [d.word, " is what the network looks for there: ", select(d.first, { yes: "the first", other: ["number ", count(d.n)] }), " of the ", count(d.all), " words seen often enough, by how far each would move the score ", select(d.side, { away: ["away from ", d.class], other: ["towards ", d.class] }), "."],
  better: (d: { all: number; best: Place; change: number; class: Place; side: "away" | "other"; word: Place }) => ["Where ", d.word, " stands, ", d.best, " would have moved the score farthest ", select(d.side, { away: ["away from ", d.class], other: ["towards ", d.class] }), " (", signed(d.change), "), of the ", count(d.all), " words seen often enough."],
  near: (d: { against: "other" | "yes"; agree: number; class: Place; n: number; p: number }) => ["Of its ", count(d.n), " neighbours in training, ", count(d.agree), " are ", d.class, select(d.against, { yes: ", against the network", other: "" }), "; its credibility is ", percent(d.p), "."],
  little: (d: { against: "other" | "yes"; agree: number; class: Place; n: number; p: number }) => ["It has seen little like this: of its ", count(d.n), " neighbours in training, ", count(d.agree), " are ", d.class, select(d.against, { yes: ", against the network", other: "" }), "; its credibility is ", percent(d.p), "."],
  pairs: (d: { all: number; p: number; rare: number }) => ["Its words or their order are unusual: ", count(d.rare), " of its ", count(d.all), " pairs of neighbouring words are rare in training; of unseen texts, ", percent(d.p), " have as large a share."],
  rule: (d: { class: Place; n: number; phrase: Place }) => ["A list of phrases that imitates the network goes by ", d.phrase, " here and says ", d.class, ", as the network does; of 100 unseen texts they agree on ", count(d.n), "."],
  rule_against: (d: { class: Place; n: number; network: Place; phrase: Place }) => ["A list of phrases that imitates the network goes by ", d.phrase, " here and says ", d.class, ", but the network says ", d.network, "; of 100 unseen texts they agree on ", count(d.n), "."],
  no_rule: (d: { how: "delete" | "other" | "unknown"; none: number }) => ["With half of its words ", select(d.how, { "delete": "left out", unknown: "hidden", other: "replaced by similar ones" }), " at random, it is still judged so ", percent(d.none), " of the time: no rule is needed."],
  held: (d: { how: "delete" | "other" | "unknown"; n: number; none: number; p: number; words: readonly Place[] }) => [list(d.words), " ", plural(d.n, 0, en, { one: "holds", other: "hold" }), " it fast: with half of the other words ", select(d.how, { "delete": "left out", unknown: "hidden", other: "replaced by similar ones" }), " at random, it is judged so ", percent(d.p), " of the time, and ", percent(d.none), " without holding any."],
  coming: (d: { loaded: number; total: number }) => ["Its training data are on their way, ", megabytes(d.loaded), " of ", megabytes(d.total), "."],
  not_here: () => ["Its training data are not here yet, so this leaves out what they say."],
  failed: (d: { fault: Place }) => ["Its training data did not come: ", d.fault],
  ask: () => ["Ask its training data too"]
}
