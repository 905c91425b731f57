/** One selection, and every view follows it: which explainers run by themselves when the state has changed. */

import { type Ask, type Asset, type Method, type State, isUnfolded, readsForward } from "../state";
import { shownViews } from "../frame";
import { WEIGH_AT_ONCE, askFor, lackOf, needs, sameQuestion } from "./asks";
import { canLookUp, hasIndex, hasReviews } from "./brings";
import { ruleOf, serves } from "./kept";

/** Pairs of words in longer texts are looked for only when asked. */
export const PAIR_AT_ONCE = 600;
/** Phrases of more words than this are compared with their words only when asked. */
const LONGEST_PHRASE = 40;

const FOLLOWERS: Method[] = [
  "leave-one-out",
  "span",
  "contribution-over-time",
  "cell-decomposition",
  "clamping",
  "lime",
  "contextual-decomposition",
  "corpus-search",
  "token-search",
  "activation-similarity",
  "deep-knn",
  "pattern-units",
  "pattern-search",
  "unit-contexts",
  "phrase",
  "interactions",
  "phrase-tree",
  "carrier-search",
  "carrier-place",
  "counterfactuals",
  "counterfactuals-left-out",
  "own-rule",
  "rule-training",
  "phrase-rules",
  "rule-list",
  "rule-search",
];

/** What is computed only for these views: not at all where none of them is shown. */
const ONLY_FOR: Partial<Record<Method, string[]>> = {
  "contribution-over-time": ["contribution", "inside", "summary"],
  "cell-decomposition": ["contribution"],
  interactions: ["phrases", "summary"],
  "phrase-tree": ["phrases", "summary"],
  phrase: ["phrases"],
  "carrier-search": ["summary"],
  "carrier-place": ["summary"],
  "pattern-units": ["pattern"],
  "phrase-rules": ["rules", "summary"],
  "rule-list": ["rules"],
  "rule-search": ["rules"],
  "token-search": ["chosen"],
  "activation-similarity": ["chosen"],
  "corpus-search": ["chosen"],
  "contextual-decomposition": ["chosen"],
};

/** What recalls training, and the element whose coming into sight is worth the download; of a summary only a press on its button. */
const RECALLS: Partial<Record<Method, string>> = {
  "token-search": "unrolled-memory",
  "activation-similarity": "unrolled-memory",
  "corpus-search": "unrolled-looking",
  "deep-knn": "unrolled-credibility",
  "rule-training": "unrolled-anchors",
  "unit-contexts": "unrolled-pattern",
  "pattern-search": "unrolled-pattern",
  "phrase-rules": "unrolled-rules",
  "rule-list": "unrolled-rules",
  "rule-search": "unrolled-rules",
  "carrier-search": "",
  "carrier-place": "",
};
export const RECALL = Object.keys(RECALLS) as Method[];

/**
 * What another module answers without being asked, and the view for which it is fetched as soon as that is in sight; for
 * whoever has pressed, typed or scrolled it is fetched at once. Nobody else pays for a second thread.
 */
const BESIDE: Partial<Record<Method, string>> = {
  "contextual-decomposition": "",
  interactions: "unrolled-phrases",
  phrase: "unrolled-phrases",
  "phrase-tree": "unrolled-phrases",
};

/**
 * Who wants the training data: whoever asked for them, a view in sight of somebody who reads, and every view that an author
 * unfolded once the reader has chosen or changed a word.
 */
export interface Wanted {
  all: boolean;
  touched: boolean;
  /** The reader has done something; nobody has come to read what merely lies on the screen when a page opens. */
  stirred: boolean;
  /** Views that a link names. */
  asked: Set<string>;
  seen: Set<string>;
}

/** The methods whose answer no longer fits the state and that may run without being asked. */
export function due(state: State, wanted: Wanted): Method[] {
  if (state.loading.model.phase !== "ready") return [];
  const shown = shownViews(state.frame);
  const isWanted = (method: Method) => ONLY_FOR[method]?.some((view) => shown.includes(view)) ?? true;
  return FOLLOWERS.filter(
    (method) =>
      isWanted(method) &&
      lackOf(state, method) === null &&
      runsByItself(state, method) &&
      isNew(state, method) &&
      atHand(state, method, wanted),
  );
}

function isNew(state: State, method: Method): boolean {
  const ask = askFor(state, method);
  const asked = state.slots[method].asked;
  if (ask === null) return false;
  // LIME's settings take effect when the reader runs it again; a new text takes effect at once.
  return method === "lime" ? asked?.text !== ask.text : !sameQuestion(asked, ask);
}

function runsByItself(state: State, method: Method): boolean {
  const { prediction, selection, tint } = state;
  if (prediction === null) return false;
  const words = prediction.kept;
  switch (method) {
    case "leave-one-out":
      return words <= WEIGH_AT_ONCE;
    case "span":
      return selection !== null && selection[1] - selection[0] > 1;
    case "lime":
      return tint === "lime";
    case "contribution-over-time":
    case "cell-decomposition":
      return state.views === "ready" && readsForward(state);
    case "phrase":
      return state.views === "ready" && isPhrase(selection) && words <= WEIGH_AT_ONCE;
    // What the first views need goes first, and before the module that answers these is fetched.
    case "contextual-decomposition":
      return words <= WEIGH_AT_ONCE && readsForward(state) && isWeighed(state);
    case "interactions":
    case "phrase-tree":
      return state.views === "ready" && words > 1 && words <= PAIR_AT_ONCE && isWeighed(state);
    case "counterfactuals":
    case "counterfactuals-left-out":
      return state.settings.flips.wanted && words <= WEIGH_AT_ONCE;
    case "rule-training":
      return hasIndex(state) && hasReviews(state);
    case "token-search":
      return canLookUp(state);
    case "carrier-search":
      return state.views === "ready" && canLookUp(state);
    case "carrier-place":
      return state.views === "ready" && hasIndex(state) && readsForward(state);
    case "activation-similarity":
      return hasIndex(state);
    case "deep-knn":
      return state.views === "ready" && hasIndex(state);
    case "pattern-units":
      return state.views === "ready" && readsForward(state);
    case "pattern-search":
      return hasReviews(state) && readsForward(state) && serves(state.patternsKept, ruleOf(state));
    case "unit-contexts":
      return hasIndex(state) && hasReviews(state);
    case "phrase-rules":
      return state.views === "ready" && hasIndex(state) && readsForward(state);
    case "rule-list":
      return isUnfolded(state, "rules") && hasIndex(state) && readsForward(state);
    case "rule-search":
      return canLookUp(state);
    default:
      return true;
  }
}

function isPhrase(selection: State["selection"]): boolean {
  return selection !== null && selection[1] - selection[0] > 1 && selection[1] - selection[0] <= LONGEST_PHRASE;
}

function isWeighed({ slots }: State): boolean {
  return slots["leave-one-out"].phase === "done";
}

/** Whether what the answer needs has been loaded, or may be loaded for it. */
function atHand(state: State, method: Method, { all, touched, stirred, asked, seen }: Wanted): boolean {
  const ask = askFor(state, method) as Ask;
  const missing = needs(method, ask, state).filter((asset: Asset) => state.loading[asset].phase !== "ready");
  const beside = BESIDE[method];
  const isRead = beside === undefined || stirred || touched || seen.has(beside);
  if (missing.every((asset) => asset === "further" || asset === "gradients")) return missing.length === 0 || isRead;
  const view = RECALLS[method] ?? "none";
  const isSeen = (stirred && seen.has(view)) || asked.has(view) || (touched && state.unfolded.includes("all"));
  return all || isSeen;
}

/** The similar passages were found before their texts were here to be quoted. */
export function lacksWords(state: State): boolean {
  const { phase, result } = state.slots["activation-similarity"];
  return phase === "done" && result !== null && result.items.some((item) => item.tokens == null);
}
