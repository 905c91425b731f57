/** Everything the page knows, as plain data in one object, and the store that holds it. */

import type {
  Anchor,
  Baseline,
  Agreement,
  BrowseOrder,
  CellDecomposition,
  Clamping,
  ContextualDecomposition,
  ContributionOverTime,
  Counterfactuals,
  DeepKnn,
  Hold,
  Inside,
  IntegratedGradients,
  Interactions,
  Label,
  LeaveOneOut,
  Lime,
  Manifest,
  Maximization,
  PatternMatches,
  Perturbation,
  PhraseRules,
  PhraseTree,
  Prediction,
  Preset,
  Progress,
  Ranking,
  ReviewRow,
  Similarity,
  Settings as Of,
  Target,
  TokenSearch,
  TokenSpan,
  UnitContexts,
} from "../types";
import {
  ACTIVATION_MAXIMIZATION_NORM,
  ACTIVATION_SIMILARITY_FROM,
  ACTIVATION_SIMILARITY_METRIC,
  ANCHORS_PERTURBATION,
  CLAMPING_CLAMPS,
  CORPUS_SEARCH_FROM,
  CORPUS_SEARCH_NGRAMS,
  CORPUS_SEARCH_TARGET,
  COUNTERFACTUALS_SIMILARITY,
  INTEGRATED_GRADIENTS_BASELINE,
  LEAVE_ONE_OUT_TARGET,
  LIME_SAMPLER,
  LIME_SAMPLES,
  LIME_UNITS,
  MINIMUM_COUNT,
  PATTERN_SEARCH_LEFT,
  PATTERN_SEARCH_RIGHT,
  PATTERN_SEARCH_SIDES,
  PATTERN_SEARCH_THRESHOLD,
} from "../generated/defaults";
import type { Method as Named } from "../generated/methods";
import type { LaterModule } from "../methods";
import { type Frame, NO_FRAME } from "./frame";

/** What each explainer answers with. */
export interface Results {
  "leave-one-out": LeaveOneOut;
  /** Leave-one-out of the selected span as a whole. */
  span: LeaveOneOut;
  lime: Lime;
  anchors: Anchor;
  /** The reader's own rule, measured. */
  "own-rule": Anchor;
  /** The rule that is shown, counted in training: anchors without samples. */
  "rule-training": Anchor;
  "contribution-over-time": ContributionOverTime;
  /** In its β form; what γ says is the last column of the contributions over time. */
  "cell-decomposition": CellDecomposition;
  clamping: Clamping;
  "contextual-decomposition": ContextualDecomposition;
  interactions: Interactions;
  /** The selected phrase against the sum of its words. */
  phrase: Interactions;
  "phrase-tree": PhraseTree;
  "integrated-gradients": IntegratedGradients;
  agreement: Agreement;
  /** Words replaced. */
  counterfactuals: Counterfactuals;
  /** Words left out. */
  "counterfactuals-left-out": Counterfactuals;
  "token-search": TokenSearch;
  /** Of the words that carried the verdict, whatever is selected. */
  "carrier-search": TokenSearch;
  /** What the network would have liked best in their place. */
  "carrier-place": Ranking;
  "activation-similarity": Similarity;
  "corpus-search": Ranking;
  "activation-maximization": Maximization;
  /** The units that are on over the selection: pattern search without the search. */
  "pattern-units": PatternMatches;
  "pattern-search": PatternMatches;
  "unit-contexts": UnitContexts;
  "phrase-rules": PhraseRules;
  /** All of the phrases, whatever the text. */
  "rule-list": PhraseRules;
  /** Where a rule's phrase stands in training. */
  "rule-search": TokenSearch;
  "deep-knn": DeepKnn;
}
export type Method = keyof Results;

/** Slots that ask a method which has a slot of its own. */
const NAMES: Partial<Record<Method, Named>> = {
  span: "leave-one-out",
  phrase: "interactions",
  "pattern-units": "pattern-search",
  "counterfactuals-left-out": "counterfactuals",
  "carrier-search": "token-search",
  "carrier-place": "corpus-search",
  "rule-list": "phrase-rules",
  "rule-search": "token-search",
  "own-rule": "anchors",
  "rule-training": "anchors",
};

/** The method that a slot asks. */
export const methodOf = (slot: Method): Named => NAMES[slot] ?? (slot as Named);

/** What an explainer is asked: the text it gets and its settings. Two equal asks have one answer. */
export interface Ask {
  text: string;
  settings: Record<string, unknown>;
}

/** One explainer's place on the page: what was asked, how far it is, and what it has answered so far. */
export interface Slot<T> {
  phase: "idle" | "running" | "done" | "failed";
  /** The question that is running or was answered last. */
  asked: Ask | null;
  /** The question that `result` answers; differs from `asked` while the new answer is awaited. */
  answered: Ask | null;
  result: T | null;
  progress: Progress | null;
  /** The reader stopped it and kept what there was. */
  stopped: boolean;
  message: string;
  /** Of the failure. */
  kind: string;
}

export interface Loading {
  phase: "idle" | "loading" | "ready" | "failed";
  loaded: number;
  total: number;
  message: string;
}
export type Asset = "model" | LaterModule | "index" | "reviews";

export interface Settings {
  target: Target;
  lime: Pick<Of["lime"], "samples" | "units" | "sampler">;
  similarity: Pick<Of["activation-similarity"], "metric" | "from">;
  search: Pick<Of["corpus-search"], "from" | "minimum_count" | "target" | "ngrams">;
  maximization: Pick<Of["activation-maximization"], "norm">;
  /** Changes that would turn the verdict: looked for since the reader asked, and how like the old word the new must be. */
  flips: { wanted: boolean; similarity: number };
  /** What is held fast inside the network. */
  clamps: Hold[];
  /** Where integrated gradients begin. */
  baseline: Baseline;
  pattern: PatternSettings;
  /** How words are changed, and the reader's own rule about a text. */
  anchors: { perturbation: Perturbation; own: { text: string; rule: number[] } | null };
  /** The words of the rule whose places in training are looked up, as the list has them or as a link writes them. */
  rule: string[] | null;
}

export interface PatternSettings extends Pick<PatternMatches, "threshold" | "left" | "right" | "part" | "sides"> {
  /** Runs in training must be as long as the selection. */
  same_length: boolean;
  /** The unit that is looked at, of the last layer. */
  unit: number | null;
}

/** A text and what the network said of it. */
export interface Pinned {
  text: string;
  prediction: Prediction;
}

/** Where the current text came from. */
export interface Origin {
  preset: string | null;
  review: number | null;
  label: Label | null;
  split: string | null;
}

export interface State {
  text: string;
  origin: Origin;
  editing: boolean;
  /** Of `predicted`, which lags behind `text` while the network reads. */
  prediction: Prediction | null;
  predicted: string;
  selection: TokenSpan | null;
  /** The page chose it, as the word that weighs most: nobody else did. */
  picked: boolean;
  tint: "leave-one-out" | "lime";
  settings: Settings;
  slots: { [M in Method]: Slot<Results[M]> };
  loading: Record<Asset, Loading>;
  /** What a layer held while it read `text`. */
  inside: { text: string; held: Inside } | null;
  /** A text kept to compare the present one with. */
  pinned: Pinned | null;
  /** The views of whose answers the reader wants to see more than the sentence; "all" opens every one. */
  unfolded: string[];
  /** Whether there is a step to go back to, and one to go forth to. */
  steps: { back: boolean; forth: boolean };
  /** A text on its way: that of a review, one that a link holds deflated, or the first, whatever that is to be. */
  opening: number | "link" | "first" | null;
  /** What the page's author decided about it. */
  frame: Frame;
  /** The second script is here, so that its views can be drawn. */
  views: "waiting" | "ready" | "failed";
  /** Every training state is kept: an exact answer takes a second. */
  kept: boolean;
  /** The rule by which bits of every training state are kept, so that a pattern search takes a second; null if none are. */
  patternsKept: Pick<PatternMatches, "threshold" | "part" | "sides"> | null;
  presets: Preset[];
  manifest: Manifest | null;
  browse: { order: BrowseOrder; label: Label | null; rows: ReviewRow[]; phase: Loading["phase"] };
  /** What of the list of rules is looked at: phrases with these words, for one side or (null) both; `page` counts from 0. */
  ruleList: { typed: string; side: Label | null; page: number };
  /** Texts of reviews that lists show excerpts of, by row. */
  excerpts: Record<number, string>;
  /** The step of a lesson that the reader is at, counted from 1; `settled` if the page already shows what it should. */
  lesson: { name: string; step: number; settled: boolean } | null;
  /** The status line. */
  message: string;
}

export const NO_ORIGIN: Origin = { preset: null, review: null, label: null, split: null };

export function emptySlot<T>(): Slot<T> {
  return {
    phase: "idle",
    asked: null,
    answered: null,
    result: null,
    progress: null,
    stopped: false,
    message: "",
    kind: "",
  };
}

function notLoaded(): Loading {
  return { phase: "idle", loaded: 0, total: 0, message: "" };
}

/** Those of the methods, but for what the page asks otherwise: of rare words it says nothing. */
export const DEFAULT_SETTINGS: Settings = {
  target: LEAVE_ONE_OUT_TARGET,
  lime: { samples: LIME_SAMPLES, units: LIME_UNITS, sampler: LIME_SAMPLER },
  similarity: { metric: ACTIVATION_SIMILARITY_METRIC, from: ACTIVATION_SIMILARITY_FROM },
  search: {
    from: CORPUS_SEARCH_FROM,
    minimum_count: MINIMUM_COUNT,
    target: CORPUS_SEARCH_TARGET,
    ngrams: CORPUS_SEARCH_NGRAMS,
  },
  maximization: { norm: ACTIVATION_MAXIMIZATION_NORM },
  flips: { wanted: false, similarity: COUNTERFACTUALS_SIMILARITY },
  clamps: CLAMPING_CLAMPS,
  baseline: INTEGRATED_GRADIENTS_BASELINE,
  pattern: {
    threshold: PATTERN_SEARCH_THRESHOLD,
    left: PATTERN_SEARCH_LEFT,
    right: PATTERN_SEARCH_RIGHT,
    part: "cell",
    sides: PATTERN_SEARCH_SIDES,
    same_length: false,
    unit: null,
  },
  anchors: { perturbation: ANCHORS_PERTURBATION, own: null },
  rule: null,
};

export function initialState(): State {
  return {
    text: "",
    origin: NO_ORIGIN,
    editing: false,
    prediction: null,
    predicted: "",
    selection: null,
    picked: false,
    tint: "leave-one-out",
    settings: DEFAULT_SETTINGS,
    slots: {
      "leave-one-out": emptySlot(),
      span: emptySlot(),
      lime: emptySlot(),
      anchors: emptySlot(),
      "own-rule": emptySlot(),
      "rule-training": emptySlot(),
      "contribution-over-time": emptySlot(),
      "cell-decomposition": emptySlot(),
      clamping: emptySlot(),
      "token-search": emptySlot(),
      "carrier-search": emptySlot(),
      "carrier-place": emptySlot(),
      "contextual-decomposition": emptySlot(),
      interactions: emptySlot(),
      phrase: emptySlot(),
      "phrase-tree": emptySlot(),
      "integrated-gradients": emptySlot(),
      agreement: emptySlot(),
      counterfactuals: emptySlot(),
      "counterfactuals-left-out": emptySlot(),
      "activation-similarity": emptySlot(),
      "corpus-search": emptySlot(),
      "activation-maximization": emptySlot(),
      "pattern-units": emptySlot(),
      "pattern-search": emptySlot(),
      "unit-contexts": emptySlot(),
      "phrase-rules": emptySlot(),
      "rule-list": emptySlot(),
      "rule-search": emptySlot(),
      "deep-knn": emptySlot(),
    },
    loading: {
      model: notLoaded(),
      further: notLoaded(),
      gradients: notLoaded(),
      index: notLoaded(),
      reviews: notLoaded(),
    },
    inside: null,
    pinned: null,
    unfolded: [],
    steps: { back: false, forth: false },
    opening: "first",
    frame: NO_FRAME,
    views: "waiting",
    kept: false,
    patternsKept: null,
    presets: [],
    manifest: null,
    browse: { order: "wrong-and-sure", label: null, rows: [], phase: "idle" },
    ruleList: { typed: "", side: null, page: 0 },
    excerpts: {},
    lesson: null,
    message: "",
  };
}

/** The one place where state changes. */
export class Store {
  state: State = initialState();
  constructor(private readonly changed: () => void) {}

  update(patch: Partial<State>): void {
    this.state = { ...this.state, ...patch };
    this.changed();
  }

  updateSlot<M extends Method>(method: M, patch: Partial<Slot<Results[M]>>): void {
    const slots = { ...this.state.slots, [method]: { ...this.state.slots[method], ...patch } };
    this.update({ slots });
  }

  updateLoading(asset: Asset, patch: Partial<Loading>): void {
    const loading = { ...this.state.loading, [asset]: { ...this.state.loading[asset], ...patch } };
    this.update({ loading });
  }
}

/** More of a view is shown than its sentence; one that an author names is there to be seen. */
export function isUnfolded({ unfolded, frame }: State, view: string): boolean {
  return unfolded.includes(view) || unfolded.includes("all") || frame.view?.includes(view) === true;
}

/** Answers that are not about the text and outlast it. */
export function lasting({ slots }: State): Partial<State["slots"]> {
  const methods = ["rule-list", "rule-search"] as const;
  return Object.fromEntries(
    methods.filter((method) => slots[method].phase === "done").map((method) => [method, slots[method]]),
  );
}

/** What the network said is about another text than the one on the sheet, which it is reading or could not read. */
export function isBehind({ text, predicted, prediction, loading, opening }: State): boolean {
  return prediction !== null && text !== predicted && loading.model.phase === "ready" && opening === null;
}

/** Whether the network has a state after every word, which looking inside needs. */
export function readsForward(state: State): boolean {
  return state.manifest?.config.directions !== "bidirectional";
}
