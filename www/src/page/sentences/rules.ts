/** "What rules does it follow, whatever the text?", from the phrase rules and their figures. */

import { words as nothingVaries } from "../../generated/words/nothing_varies";
import { words as messages } from "../../generated/words/texts";
import type { Histogram, Label, PhraseRule, PhraseRules, RulePoint, TokenSearch } from "../../types";
import { count, counted, percent } from "../numbers";
import { type Sentence, listed, sentence, strong, tell, verdict, word } from "../sentence";
import { joined } from "../shapes/pieces";
import { PAGE, type RulePage } from "../shapes/rulelist";
import type { State } from "../state";

/** The list that the sentence speaks of; longer ones decide nothing more. */
export const TOLD_RULES = 1000;
/** From this fidelity on, rules are said to follow the network closely (a guess). */
const CLOSE = 0.95;
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

/** How far the list may be believed, doubt first. */
export function fidelitySentence(found: PhraseRules): Sentence {
  const point = told(found);
  if (found.total === 0) return sentence`${strong("None was found.")} No phrase stands often enough in training.`;
  // Where the network gives all reviews one verdict, any list would follow it.
  if (point === null) return tell(nothingVaries.rules);
  const lead = point.fidelity >= CLOSE ? "Nearly these:" : "Only roughly these.";
  const others = 100 - Math.round(point.fidelity * 100);
  return sentence`${strong(lead)} A list of ${count(point.rules)} phrases, of which the first that stands in a text decides, gives the network’s verdict for ${strong(`${outOf100(point.fidelity)} of 100`)} reviews it has not seen; for the other ${String(others)} it is not what the network does.`;
}

/** What adding up and asking question by question would do. */
export function othersSentence(found: PhraseRules): Sentence {
  const last = found.curve[found.curve.length - 1];
  if (last === undefined || found.tree_fidelity === null || found.total === 0) return [];
  const better = last.vote_fidelity > last.fidelity ? ": the network weighs many phrases rather than obey one" : "";
  return sentence`Added up instead, all ${count(found.total)} phrases give its verdict for ${strong(outOf100(last.vote_fidelity))} of 100${better}; a tree that asks for them one by one, for ${strong(outOf100(found.tree_fidelity))}.`;
}

/** What the list says of the reader's text. */
export function firingSentence(found: PhraseRules): Sentence {
  const [first] = found.firing;
  if (first === undefined) {
    return sentence`${strong("No rule fires.")} None of the ${count(found.total)} phrases stands in your text, so the list falls back on ${verdict(found.fallback === 1)}${usual(found)}. ${agreement(found)}`;
  }
  const many =
    found.firing.length === 1
      ? "One phrase of the list stands"
      : `${count(found.firing.length)} phrases of the list stand`;
  return sentence`${many} in your text. The first, ${word(joined(first.tokens))}, decides: ${verdict(found.verdict === 1)}. ${agreement(found)}${voted(found)}`;
}

/** Near one half the list only guesses. */
function usual({ fallback, tree: [root] }: PhraseRules): Sentence {
  if (root === undefined) return [];
  const share = (fallback === 1 ? root.positive : root.negative) / Math.max(1, root.positive + root.negative);
  return sentence`, as the network judges ${percent(share)} of all training reviews`;
}

function agreement(found: PhraseRules): Sentence {
  return found.agrees
    ? sentence`The network says the same.`
    : sentence`${strong("The network says otherwise")}: ${verdict(found.network === 1)}.`;
}

function voted(found: PhraseRules): Sentence {
  return found.firing.length < 2 || found.vote === found.verdict
    ? []
    : sentence` Added up, they say ${verdict(found.vote === 1)}.`;
}

/** The way of the text through the tree. */
export function pathSentence({ tree, path, tree_verdict, network }: PhraseRules): Sentence {
  const asked = path.slice(0, -1).map((node, i) => {
    const question = tree[node];
    const has = question?.with === path[i + 1];
    return sentence`${word(joined(question?.tokens ?? []))} ${has ? "yes" : "no"}`;
  });
  const shown = asked.slice(0, TOLD_CONDITIONS);
  const more = asked.length > shown.length ? [sentence`${String(asked.length - shown.length)} more`] : [];
  const same = tree_verdict === network ? "as the network says" : "against the network";
  return sentence`Through the tree your text goes by ${listed([...shown, ...more])}, to ${verdict(tree_verdict === 1)}, ${same}.`;
}

/** Which phrases of the list are shown. */
export function listSentence(
  { minimum }: PhraseRules,
  { typed, side }: State["ruleList"],
  { all, found, shown, page }: RulePage,
): Sentence {
  const phrases =
    side === null
      ? sentence`${count(all)} phrases`
      : sentence`${count(all)} phrases that speak for ${verdict(side === 1)}`;
  const words = typed.trim();
  const span = `${count(page * PAGE + 1)} to ${count(page * PAGE + shown.length)}`;
  if (words === "") return sentence`${span} of the ${phrases}, the strongest first.`;
  if (found === 0)
    return sentence`${strong("None")} of the ${phrases} has ${word(words)}: only phrases with at least ${count(minimum)} places in training are listed.`;
  return sentence`${strong(count(found))} of the ${phrases} ${found === 1 ? "has" : "have"} ${word(words)}${found > shown.length ? `; here ${span} of them` : ""}.`;
}

/** A link names a phrase that is not there. */
export function unlistedSentence(list: PhraseRules, words: string[]): Sentence {
  return sentence`${word(joined(words))} is ${strong("not on the list")}: none of its ${count(list.total)} phrases is written so. Look for one of its words above.`;
}

/** Where a phrase stands in training. */
export function placesSentence(rule: PhraseRule, search: TokenSearch): Sentence {
  const name = word(joined(rule.tokens));
  if (search.train.occurrences === null) return numbered(rule, search.train);
  if (search.train.reviews !== rule.reviews)
    return sentence`${name} cannot be looked up by its words: they read differently by themselves.`;
  const { positive, negative, reviews, occurrences } = search.train;
  const most = positive >= negative ? positive : negative;
  const judged = search.train.mean_probability ?? 0;
  return sentence`${name} stands in ${strong(counted(reviews, "training review"))}, at ${counted(occurrences, "place")}; ${strong(count(most))} of them were rated ${verdict(positive >= negative)}, and on average the network gives them ${outOf100(judged)}\u202F% positive.`;
}

/** The index names the reviews that hold the words, and neither where nor how often. */
function numbered(rule: PhraseRule, { reviews, positive, negative, mean_probability: mean }: Histogram): Sentence {
  return tell(messages.rule_places, {
    words: word(joined(rule.tokens)),
    held: rule.reviews,
    places: rule.occurrences,
    listed: reviews,
    several: rule.tokens.length > 1 ? "yes" : "other",
    most: Math.max(positive, negative),
    side: verdict(positive >= negative),
    mean: mean ?? 0,
  });
}
