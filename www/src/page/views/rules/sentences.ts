/** "What rules does it follow, whatever the text?", from the phrase rules and their figures. */

import * as of from "../../../generated/words/rules";
import type { Histogram, Label, PhraseRule, PhraseRules, RulePoint, TokenSearch } from "../../../types";
import { type Classes, lastClass, ofClass } from "../../writing/classes";
import { count } from "../../writing/numbers";
import { type Sentence, paragraph, tell, word, yes } from "../../writing/sentence";
import { joined } from "../../writing/pieces";
import { PAGE, type RulePage } from "./listshape";
import type { State } from "../../store/state";

/** The list that the sentence speaks of; longer ones decide nothing more. */
export const TOLD_RULES = 1000;
/** Rules are said to follow the network closely if they miss at most this share of what its commoner verdict would miss (a guess). */
const MISSED = 0.1;
/** Conditions of the tree that the sentence names. */
const TOLD_CONDITIONS = 4;

export const outOf100 = (share: number): string => String(Math.round(share * 100));
/** `▲ ×4.0`. */
export const factor = (rule: PhraseRule): string =>
  `${mark(rule.class)} ×${rule.score < 9.95 ? rule.score.toFixed(rule.score < 1.095 ? 2 : 1) : count(rule.score)}`;
export const mark = (label: Label): string => (label === 1 ? "▲" : "▼");

/** The point of the curve that is reported: at [`TOLD_RULES`], or the whole list if it is shorter. */
export function told({ curve }: PhraseRules): RulePoint | null {
  return curve.find((point) => point.rules >= TOLD_RULES) ?? curve[curve.length - 1] ?? null;
}

/** How often the network gives its commoner verdict in training: what needs no rule. */
export function commonest({ tree: [root] }: PhraseRules): number {
  const { positive = 1, negative = 1 } = root ?? {};
  return Math.max(positive, negative) / Math.max(1, positive + negative);
}

/** How far the list may be believed, doubt first. */
export function fidelitySentence(found: PhraseRules): Sentence {
  const point = told(found);
  if (found.total === 0) return tell(of.none_found);
  // Where the network gives all texts one verdict, any list would follow it.
  if (point === null) return tell(of.nothing_varies);
  return tell(of.fidelity, {
    close: yes(1 - point.fidelity <= MISSED * (1 - commonest(found))),
    rules: point.rules,
    same: outOf100(point.fidelity),
    rest: 100 - Math.round(point.fidelity * 100),
  });
}

/** What adding up and asking question by question would do. */
export function othersSentence(found: PhraseRules): Sentence {
  const last = found.curve[found.curve.length - 1];
  if (last === undefined || found.tree_fidelity === null || found.total === 0) return [];
  return tell(of.others, {
    total: found.total,
    vote: outOf100(last.vote_fidelity),
    better: yes(last.vote_fidelity > last.fidelity),
    tree: outOf100(found.tree_fidelity),
  });
}

/** What the list says of the reader's text. */
export function firingSentence(found: PhraseRules, classes: Classes): Sentence {
  const [first] = found.firing;
  const agreement = found.agrees ? tell(of.agrees) : tell(of.differs, { class: ofClass(classes, found.network) });
  if (first === undefined) return paragraph(noneSentence(found, classes), agreement);
  const fires = tell(of.fires, {
    n: found.firing.length,
    phrase: word(joined(first.tokens)),
    class: ofClass(classes, found.verdict),
  });
  const isSame = found.firing.length < 2 || found.vote === found.verdict;
  return paragraph(fires, agreement, isSame ? [] : tell(of.added, { class: ofClass(classes, found.vote) }));
}

/** Near one half the list only guesses. */
function noneSentence({ total, fallback, tree: [root] }: PhraseRules, classes: Classes): Sentence {
  const { positive = 0, negative = 0 } = root ?? {};
  const share = (fallback === 1 ? positive : negative) / Math.max(1, positive + negative);
  return tell(of.none_fires, { total, class: ofClass(classes, fallback), known: yes(root !== undefined), share });
}

/** The way of the text through the tree. */
export function pathSentence({ tree, path, tree_verdict, network }: PhraseRules, classes: Classes): Sentence {
  const asked = path.slice(0, -1).map((node, i) => {
    const question = tree[node];
    return tell(of.asked, { phrase: word(joined(question?.tokens ?? [])), has: yes(question?.with === path[i + 1]) });
  });
  if (asked.length === 0) return [];
  const shown = asked.slice(0, TOLD_CONDITIONS);
  const more = asked.length > shown.length ? [tell(of.more_asked, { n: asked.length - shown.length })] : [];
  return tell(of.path, {
    asked: [...shown, ...more],
    class: ofClass(classes, tree_verdict),
    same: yes(tree_verdict === network),
  });
}

/** Which phrases of the list are shown. */
export function listSentence(
  { minimum }: PhraseRules,
  { typed, side }: State["ruleList"],
  { all, found, shown, page }: RulePage,
  classes: Classes,
): Sentence {
  const words = typed.trim();
  const sided = { all, sided: yes(side !== null), class: side === null ? "" : ofClass(classes, side) };
  const span = { from: page * PAGE + 1, to: page * PAGE + shown.length };
  if (words === "") return tell(of.page, { ...sided, ...span });
  if (found === 0) return tell(of.none_has, { ...sided, typed: word(words), minimum });
  return tell(of.has, { ...sided, ...span, found, typed: word(words), cut: yes(found > shown.length) });
}

/** A link names a phrase that is not there. */
export function unlistedSentence({ total }: PhraseRules, words: string[]): Sentence {
  return tell(of.unlisted, { phrase: word(joined(words)), total });
}

/** Where a phrase stands in training. */
export function placesSentence(rule: PhraseRule, search: TokenSearch, classes: Classes): Sentence {
  const phrase = word(joined(rule.tokens));
  if (search.train.occurrences === null) return numbered(rule, search.train, classes);
  if (search.train.reviews !== rule.reviews) return tell(of.apart, { phrase });
  const { reviews, occurrences } = search.train;
  return tell(of.places, { phrase, n: reviews, places: occurrences, ...judged(search.train, classes) });
}

/** The label of most of them, and what the network says of them. */
function judged({ positive, negative, mean_probability: p }: Histogram, classes: Classes) {
  const most = Math.max(positive, negative);
  return { most, class: ofClass(classes, positive >= negative ? 1 : 0), p: p ?? 0, last: lastClass(classes) };
}

/** The index names the texts that hold the words, and neither where nor how often. */
function numbered(rule: PhraseRule, train: Histogram, classes: Classes): Sentence {
  return tell(of.numbered, {
    words: word(joined(rule.tokens)),
    held: rule.reviews,
    places: rule.occurrences,
    listed: train.reviews,
    several: yes(rule.tokens.length > 1),
    ...judged(train, classes),
  });
}
