/** Compiled from words/en/credibility.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/sentence";
import { number, plural, select } from "@messageformat/runtime";
import { count, decimal, percent } from "../../page/numbers";
import { en } from "@messageformat/runtime/lib/cardinals";
import { list } from "../../page/sentence";
export const words = {
  neighbours: (d: { agree: number; all: number; class: Place; each: number; how: "little" | "other" | "strange"; layers: number }) => ["<b>", select(d.how, { strange: "Hardly.", little: "Only a little.", other: "Yes." }), "</b> Of its ", count(d.all), " neighbours in training (", count(d.each), " in each of ", plural(d.layers, 0, en, { one: [number("en", d.layers, 0), " layer"], other: [number("en", d.layers, 0), " layers"] }), ") <b>", count(d.agree), "</b> are ", d.class, "."],
  differs: (d: { class: Place }) => ["<b>Its neighbours disagree with the network</b>, which says ", d.class, "."],
  credibility: (d: { p: number }) => ["Of the validation texts ", percent(d.p), " have as little support for their true label or less: that is its <b>credibility</b>."],
  other: (d: { confidence: number; p: number }) => ["The other label would have ", percent(d.p), " (confidence ", percent(d.confidence), ")."],
  nothing_varies: () => ["<b>There is no answer here.</b> The network says the same of all its training texts, or they all have one label: neighbours would show nothing."],
  like: (d: { n: number; p: number }) => ["Of ", plural(d.n, 0, en, { one: [number("en", d.n, 0), " validation text"], other: [number("en", d.n, 0), " validation texts"] }), " with a credibility like this, the neighbours named the right label for <b>", percent(d.p), "</b>."],
  no_pair: () => ["One word makes no pair, so its order cannot be strange."],
  only_pair: (d: { rare: "other" | "yes" }) => ["Its only pair of neighbouring words and marks is ", select(d.rare, { yes: "rare", other: "not rare" }), " in training."],
  no_rare: (d: { all: number }) => ["<b>None</b> of its ", count(d.all), " pairs of neighbouring words and marks is rare in training."],
  all_rare: (d: { all: number }) => ["<b>All</b> of its ", count(d.all), " pairs of neighbouring words and marks are rare in training."],
  rare: (d: { all: number; p: number; rare: number; share: "other" | "yes" }) => ["<b>", count(d.rare), "</b> of its ", count(d.all), " pairs of neighbouring words and marks ", plural(d.rare, 0, en, { one: "is", other: "are" }), " rare in training", select(d.share, { yes: [", ", percent(d.p)], other: "" }), "."],
  usual: (d: { usual: number }) => ["In a validation text ", percent(d.usual), " are."],
  too_few: () => ["So few tell nothing."],
  as_rare: (d: { more: "other" | "yes"; p: number }) => ["Of validation texts ", percent(d.p), " have as large a share", select(d.more, { yes: " or a larger one", other: "" }), "."],
  strange_words: () => ["<b>Its words or their order are strange.</b>"],
  noticed_order: (d: { credibility: number; pairs: number; what: "nothing" | "other" | "pairs" }) => [select(d.what, { pairs: ["<b>Word order barely moves credibility:</b> shuffled texts look as credible as they were (", decimal(d.credibility), "); rare word pairs give them away (", decimal(d.pairs), ")."], nothing: ["<b>Word order moves neither:</b> shuffled texts look as credible as they were (", decimal(d.credibility), "), and their word pairs as usual (", decimal(d.pairs), ")."], other: ["For shuffled texts: credibility ", decimal(d.credibility), ", rare word pairs ", decimal(d.pairs), "."] })],
  noticed: (d: { kinds: readonly Place[] }) => ["Also measured, by credibility and by rare pairs: ", list(d.kinds), ". The number is how often the strange one of two texts looks stranger; .5 is guessing."],
  kind: (d: { credibility: number; kind: "other" | "random" | "unknown"; pairs: number }) => [select(d.kind, { random: "random words", unknown: "texts of unknown words", other: "other languages" }), " (", decimal(d.credibility), ", ", decimal(d.pairs), ")"],
  validity: (d: { kept: "other" | "yes"; levels: readonly Place[]; n: number; shares: readonly Place[]; unseen: "other" | "yes" }) => ["<b>", select(d.kept, { yes: "Kept promises:", other: "Promises not kept:" }), "</b> of ", plural(d.n, 0, en, { one: [number("en", d.n, 0), " text"], other: [number("en", d.n, 0), " texts"] }), " that ", select(d.unseen, { yes: "neither training nor calibration saw", other: "were kept out of the calibration" }), ", the true label’s p was at most ", list(d.levels), " for ", list(d.shares), "; a sound scale gives no more, chance aside."],
  stayed: (d: { p: number }) => ["Credibility stayed at <b>", percent(d.p), "</b>."],
  never_rose: (d: { least: Place; p: number }) => ["Credibility was least after ", d.least, ", ", percent(d.p), ", and never rose."],
  rose: (d: { end: number; ends: "other" | "yes"; high: number; least: Place; most: Place; p: number }) => ["Credibility was least after ", d.least, ", ", percent(d.p), "; it rose most at ", d.most, ", to <b>", percent(d.high), "</b>", select(d.ends, { yes: [", and ends at ", percent(d.end)], other: "" }), "."],
  after: (d: { down: number; first: Place; last: Place; network: number; p: number; up: number; word: Place }) => ["After ", d.word, ": credibility <b>", percent(d.p), "</b>; p of ", d.last, " ", percent(d.up), ", of ", d.first, " ", percent(d.down), "; the network ", percent(d.network), " ", d.last, "."],
  without: (d: { after: number; before: number; class: Place; way: "fewer" | "more" | "other"; word: Place }) => [select(d.way, { fewer: ["Without ", d.word, ", fewer of its neighbours would be ", d.class, ": <b>", percent(d.after), "</b> in place of ", percent(d.before), "."], more: ["Without ", d.word, ", more of its neighbours would be ", d.class, ": <b>", percent(d.after), "</b> in place of ", percent(d.before), "."], other: ["Without ", d.word, " about as many of its neighbours would be ", d.class, "."] })],
  no_index: () => ["This page has no index of the network’s training texts, so there is nothing to compare the text with."],
  to_load: () => ["To look it up, the page loads what the network made of its training texts."],
  comparing: () => ["Comparing with the training texts …"],
  index_coming: () => ["the index of the training texts"],
  looking: () => ["Looking for the nearest training texts"],
  course_up: () => ["▲ blue"],
  course_down: () => ["▼ orange, dashed"],
  course: (d: { blue: Place; first: Place; last: Place; orange: Place }) => [d.blue, ": p of ", d.last, "; ", d.orange, ": p of ", d.first, "; shaded, the higher of the two: credibility. A beginning is judged by the scale of whole texts, which have had more words to become sure."],
  nearest: () => ["The nearest training texts"],
  against: (d: { against: number; n: number }) => [plural(d.against, 0, en, { "0": ["None of the ", plural(d.n, 0, en, { one: [number("en", d.n, 0), " text"], other: [number("en", d.n, 0), " texts"] }), " nearest in all layers together disagrees."], one: [number("en", d.against, 0), " of the ", plural(d.n, 0, en, { one: [number("en", d.n, 0), " text"], other: [number("en", d.n, 0), " texts"] }), " nearest in all layers together disagrees."], other: [number("en", d.against, 0), " of the ", plural(d.n, 0, en, { one: [number("en", d.n, 0), " text"], other: [number("en", d.n, 0), " texts"] }), " nearest in all layers together disagree."] })],
  column_p: (d: { class: Place }) => ["p ", d.class],
  column_trimmed: (d: { class: Place }) => ["p ", d.class, ", trimmed"],
  column_alpha: (d: { class: Place }) => ["α ", d.class],
  how_neighbours: (d: { layers: readonly Place[]; neighbours: number }) => ["<b>Neighbours</b> (deep k-nearest neighbours, Papernot & McDaniel 2018). In each layer (", list(d.layers), ") the ", count(d.neighbours), " nearest training texts are found, by comparing with all of them; by angle, the score by its difference. The more of them have another label than the one supposed, the stranger the text for that label."],
  layer: (d: { layer: "cell" | "embedding" | "hidden" | "other" }) => [select(d.layer, { embedding: "the mean of the word vectors", hidden: "the hidden state after the last word", cell: "the memory cell after the last word", other: "the score" })],
  how_credibility: (d: { unseen: "other" | "yes" }) => ["<b>Credibility</b> is a p-value: the share of validation texts whose true label had as many neighbours against it, or more.", select(d.unseen, { yes: " The network was not trained on the texts for calibration.", other: "" }), " The table also has the numbers of cleverhans, the authors’ code, which leaves out texts without any neighbour against them and so calls everything else stranger than the paper does."],
  how_doubt: () => ["<b>Do not believe it</b> where only the order of words is odd: credibility hardly sees it. Low credibility is not a wrong verdict, and high credibility no right one. Sentences and beginnings are judged by whole texts. Without a word, a text has a hole that nobody would write; words are left out of texts of up to 400."]
}
