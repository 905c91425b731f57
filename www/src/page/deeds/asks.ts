/** What each explainer is asked, given the state: pure, so that an answer can be matched to its question. */

import { MINIMUM_COUNT } from "../../generated/defaults";
import { NEEDS } from "../../generated/methods";
import { moduleOf } from "../../methods";
import type { Anchor, Need, PhraseRule, TokenSpan } from "../../types";
import { carrier } from "../shapes/carrier";
import { joined } from "../shapes/pieces";
import { ruleNamed } from "../shapes/rulenamed";
import { type Ask, type Asset, type Method, methodOf, type State, readsForward } from "../state";
import { canLookUp, hasIndex, hasReviews, namesOnly } from "./brings";
import { keep, ruleOf } from "./kept";

/** Longer texts are weighed word by word only when asked: the work grows with the square of the length. */
export const WEIGH_AT_ONCE = 1500;

/** Up to this many words every word gets its row of contributions over time; in a longer text only the strongest. */
const EVERY_ROW = 700;
const MOST_ROWS = 300;

/** Of rules, all there are. */
const ALL_RULES = 1e6;

/** The question a method would be asked now, or null while it does not apply. */
export function askFor(state: State, method: Method, exact = false): Ask | null {
  const { text, prediction, predicted, selection, settings } = state;
  if (prediction === null || predicted !== text || prediction.kept === 0) return null;
  const target = settings.target;
  if (method === "leave-one-out") return { text, settings: { target } };
  if (method === "lime") return { text, settings: { ...settings.lime, target, features: "all" } };
  if (method === "contribution-over-time")
    return { text, settings: { rows: prediction.kept <= EVERY_ROW ? "all" : MOST_ROWS } };
  if (method === "cell-decomposition") return { text, settings: { form: "beta" } };
  if (method === "clamping")
    return settings.clamps.length === 0 ? null : { text, settings: { clamps: settings.clamps } };
  if (method === "interactions") return { text, settings: { target } };
  if (method === "phrase-tree") return { text, settings: {} };
  if (method === "integrated-gradients") return { text, settings: { target, baseline: settings.baseline } };
  if (method === "agreement" || method === "deep-knn") return { text, settings: {} };
  if (method === "counterfactuals")
    return { text, settings: { kind: "replace", similarity: settings.flips.similarity } };
  if (method === "anchors") return { text, settings: { perturbation: settings.anchors.perturbation } };
  if (method === "own-rule") return ownRuleAsk(state);
  if (method === "rule-training") return trainingAsk(state);
  if (method === "counterfactuals-left-out") return { text, settings: { kind: "leave-out" } };
  if (method === "carrier-search" || method === "carrier-place") return carrierAsk(state, method);
  if (method === "phrase-rules") return { text, settings: { count: 0 } };
  if (method === "rule-list") return { text: "", settings: { count: ALL_RULES } };
  if (method === "rule-search") return searchForRule(chosenRule(state));
  if (selection === null) return null;
  const span = selection;
  if (method === "span") return { text, settings: { target, span } };
  if (method === "contextual-decomposition") return { text, settings: { span, words: false } };
  if (method === "phrase") return { text, settings: { target, span, pairs: false } };
  if (method === "token-search") return { text, settings: { span } };
  if (method === "activation-similarity") return { text, settings: similarityAsk(state, span, exact) };
  if (method === "pattern-units") return { text, settings: { ...patternAsk(state, span), search: false } };
  if (method === "pattern-search")
    return { text, settings: { ...patternAsk(state, span), ...howToSearch(state, span) } };
  if (method === "unit-contexts") return contextsAsk(state);
  return searchAsk(state, method, selection);
}

/** The summary asks about the words that carried the verdict, whatever is selected. */
function carrierAsk(state: State, method: Method): Ask | null {
  const span = carrier(state, "for")?.span;
  if (span === undefined) return null;
  if (method === "carrier-search") return { text: state.text, settings: { span } };
  const settings = { from: "text", position: span[0], target: "logit", minimum_count: MINIMUM_COUNT };
  return readsForward(state) ? { text: state.text, settings } : null;
}

/** The rule the reader made about this text. */
function ownRuleAsk({
  text,
  settings: {
    anchors: { own, perturbation },
  },
}: State): Ask | null {
  return own?.text === text ? { text, settings: { perturbation, rule: own.rule } } : null;
}

/** What is said about the rule that is looked at: the reader's, or the one that was found. */
export function shownRule(state: State): Anchor | null {
  const method = state.settings.anchors.own?.text === state.text ? "own-rule" : "anchors";
  return isFresh(state, method) ? state.slots[method].result : null;
}

/** Counted by itself where the rule was measured before the reviews were here. */
function trainingAsk(state: State): Ask | null {
  const shown = shownRule(state);
  if (shown === null || !shown.finished || shown.rule.length === 0 || shown.training !== null) return null;
  return { text: state.text, settings: { rule: shown.rule, fresh: 0 } };
}

/** The rule of the list that the settings name; a name that is not there is never looked up. */
export function chosenRule({ settings: { rule }, slots }: State): PhraseRule | null {
  const list = slots["rule-list"].result;
  return rule === null || list === null ? null : (ruleNamed(list, rule) ?? null);
}

/** The text asked about is the phrase. One that begins with the end of a contraction ('s) gets a word for it to hang on. */
function searchForRule(rule: PhraseRule | null): Ask | null {
  if (rule === null) return null;
  const { tokens } = rule;
  const hangs = /^'\p{L}/u.test(tokens[0] ?? "") ? 1 : 0;
  return { text: (hangs === 1 ? "it" : "") + joined(tokens), settings: { span: [hangs, hangs + tokens.length] } };
}

/** Steps beyond the text cannot be asked to be off. */
function patternAsk(state: State, span: TokenSpan): Ask["settings"] {
  const {
    settings: { pattern },
    prediction,
  } = state;
  const after = (prediction?.kept ?? span[1]) - span[1];
  return { span, ...ruleOf(state), left: Math.min(pattern.left, span[0]), right: Math.min(pattern.right, after) };
}

function howToSearch({ settings: { pattern } }: State, [from, to]: TokenSpan): Ask["settings"] {
  return { phrase_length: pattern.same_length ? to - from : 0, keep: keep() === "much" };
}

function contextsAsk(state: State): Ask | null {
  const { unit } = state.settings.pattern;
  return unit === null ? null : { text: "", settings: { unit, part: ruleOf(state).part } };
}

/** Exact without being asked once it costs nothing. */
function similarityAsk({ settings: { similarity }, kept }: State, span: TokenSpan, exact: boolean): Ask["settings"] {
  return { span, ...similarity, keep: keep(), exact: exact || (kept && similarity.from === "text") };
}

/** Both searches go on from the end of the selection, or from nothing, whatever the text. */
function searchAsk(state: State, method: Method, selection: TokenSpan): Ask {
  const { text, settings } = state;
  const { from, target, ngrams } = settings.search;
  // How often a word stands in training is known from the index alone; before the manifest is here there may be one.
  const minimum_count = state.manifest === null || hasIndex(state) ? settings.search.minimum_count : 0;
  const place = from === "zero" ? { from } : { from, position: selection[1] };
  const about = from === "zero" ? "" : text;
  if (method === "corpus-search") return { text: about, settings: { ...place, target, minimum_count, ngrams } };
  return { text: about, settings: { ...place, target, norm: settings.maximization.norm } };
}

/** Whether two asks are the same question; an exact answer also answers the quick question. */
export function sameQuestion(a: Ask | null, b: Ask | null): boolean {
  if (a === null || b === null) return a === b;
  const { exact: _a, ...settingsA } = a.settings;
  const { exact: _b, ...settingsB } = b.settings;
  return a.text === b.text && JSON.stringify(settingsA) === JSON.stringify(settingsB);
}

/** Whether the shown answer is the answer to what would be asked now. */
export function isFresh(state: State, method: Method): boolean {
  return sameQuestion(state.slots[method].answered, askFor(state, method));
}

/** In the order in which they are loaded. */
const ASSETS: Asset[] = ["model", "further", "gradients", "index", "reviews"];

/**
 * What must be loaded before a question can be answered: what its method needs as long as nothing is set, and what it can
 * use of the training for this one. Only which units are selected is asked of no text.
 */
export function needs(slot: Method, { settings }: Ask, state: Pick<State, "manifest">): Asset[] {
  const method = methodOf(slot);
  const needed: Need[] = [...(slot === "pattern-units" ? [] : (NEEDS[method] ?? [])), ...used(slot, settings)];
  const wanted = new Set<string>(["model", moduleOf(method, settings)]);
  if (needed.includes("index")) wanted.add("index");
  if (needed.includes("texts") || (needed.includes("words") && !namesOnly(state))) wanted.add("reviews");
  return ASSETS.filter((asset) => wanted.has(asset));
}

/** Whether network and bundle have what a method may need. */
const HAS: Partial<Record<Need, (state: State) => boolean>> = {
  index: hasIndex,
  texts: hasReviews,
  words: canLookUp,
  "state-after-each-word": readsForward,
  "two-classes": ({ manifest }) => (manifest?.classes.length ?? 2) === 2,
};

/** What the network or its bundle lacks for an answer, so that nothing can bring it; null if it can be had. */
export function lackOf(state: State, slot: Method): Need | null {
  const needed = (NEEDS[methodOf(slot)] ?? []).filter((need) => slot !== "pattern-units" || need !== "texts");
  return needed.find((need) => HAS[need]?.(state) === false) ?? null;
}

/** Of what a method can do without, what this question is about. */
function used(slot: Method, settings: Ask["settings"]): Need[] {
  if (slot === "rule-training") return ["index", "texts"];
  if (slot === "unit-contexts") return ["texts"];
  if (slot === "activation-similarity") return settings.exact === true ? ["texts"] : [];
  if (slot !== "corpus-search" && slot !== "carrier-place") return [];
  if (Number(settings.ngrams) > 1) return ["index", "texts"];
  return Number(settings.minimum_count) > 0 ? ["index"] : [];
}
