/** Everything the page knows, as plain data in one object, and the store that holds it. */

import type {
  Answers,
  Baseline,
  BrowseOrder,
  Hold,
  Inside,
  Label,
  Manifest,
  PatternMatches,
  Perturbation,
  Prediction,
  Preset,
  Progress,
  ReviewRow,
  Settings as Of,
  Target,
  TokenSpan,
} from "../../types";
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
  LIME_UNITS,
  MINIMUM_COUNT,
  PAGE_LIME_SAMPLER,
  PAGE_LIME_SAMPLES,
  PATTERN_SEARCH_LEFT,
  PATTERN_SEARCH_RIGHT,
  PATTERN_SEARCH_SIDES,
  PATTERN_SEARCH_THRESHOLD,
} from "../../generated/defaults";
import { METHODS, type Method as Named } from "../../generated/methods";
import type { LaterModule } from "../../methods";
import { type Frame, NO_FRAME } from "./frame";
import { type Chapter, isChapter, meant } from "../views";

/** Slots beside the one that each method has: [the method they ask]. */
const SECOND = {
  /** Leave-one-out of the selected span as a whole. */
  span: "leave-one-out",
  /** Of the selected span alone: a phrase, or a word of a text so long that not every word has its row. */
  "removed-span": "removal-over-time",
  /** The reader's own rule, measured. */
  "own-rule": "anchors",
  /** The rule that is shown, counted in training: anchors without samples. */
  "rule-training": "anchors",
  /** The selected phrase against the sum of its words. */
  phrase: "interactions",
  "counterfactuals-left-out": "counterfactuals",
  /** Of the words that carried the verdict, whatever is selected. */
  "carrier-search": "token-search",
  /** What the network would have liked best in their place. */
  "carrier-place": "corpus-search",
  /** The units that are on over the selection: pattern search without the search. */
  "pattern-units": "pattern-search",
  /** All of the phrases, whatever the text. */
  "rule-list": "phrase-rules",
  /** Where a rule's phrase stands in training. */
  "rule-search": "token-search",
} as const satisfies Record<string, Named>;
type Second = keyof typeof SECOND;

/** What each slot is answered with: every method of the catalogue has one. */
export type Results = Answers & { [M in Second]: Answers[(typeof SECOND)[M]] };
export type Method = keyof Results;

/** Every slot there is. */
export const SLOTS: readonly Method[] = [...METHODS, ...(Object.keys(SECOND) as Second[])];

/** The method that a slot asks. */
export const methodOf = (slot: Method): Named => SECOND[slot as Second] ?? (slot as Named);

/** What an explainer is asked: the text it gets and its settings. Two equal asks have one answer. */
export interface Ask {
  text: string;
  settings: Record<string, unknown>;
}

/** One explainer's place on the page: what was asked, how far it is, and what it has answered so far. */
export interface Slot<T> {
  phase: "idle" | "running" | "done" | "failed";
  /** What would be asked in this state; null where there is nothing to ask. The store marks it, as it does `current`. */
  question: Ask | null;
  /** `result` answers that question. */
  current: boolean;
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
  /** What the reading shows. */
  reading: ReadingSettings;
  /** The words of the rule whose places in training are looked up, as the list has them or as a link writes them. */
  rule: string[] | null;
}

export interface PatternSettings extends Pick<PatternMatches, "threshold" | "left" | "right" | "part" | "sides"> {
  /** Runs in training must be as long as the selection. */
  same_length: boolean;
  /** The unit that is looked at, of the last layer. */
  unit: number | null;
}

/** The tracks of the reading, from top to bottom, all on one axis of time. */
export const TRACKS = ["river", "missing", "kept", "lasting", "familiar", "units", "gates", "other"] as const;
export type Track = (typeof TRACKS)[number];

export interface ReadingSettings {
  tracks: Track[];
  /** The part of a long text that is looked at; null for all of it. */
  zoom: TokenSpan | null;
  /** Whose gates are drawn: of all units alike, of all weighted by what they bring, or of the chosen one. */
  gates: "all" | "weighted" | "unit";
  /** The unit whose cell is looked at; null for the one that moved the score most at the line. */
  unit: number | null;
  /** The layer that is looked into; null for the last. */
  layer: number | null;
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
  /** The step at which the reading stands while it is dragged or played; null: at the last word of the selection. */
  line: number | null;
  tint: "leave-one-out" | "lime";
  settings: Settings;
  slots: { [M in Method]: Slot<Results[M]> };
  loading: Record<Asset, Loading>;
  /** What a layer held while it read `text`. */
  inside: { text: string; held: Inside } | null;
  /** A text kept to compare the present one with. */
  pinned: Pinned | null;
  /** The text before its words were last changed: its score stands behind the present one. */
  before: Pinned | null;
  /** The chapter that is open. */
  chapter: Chapter;
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
  /** The third, with the views of all chapters but the reading, which is fetched when one of them is opened. */
  chapters: "waiting" | "ready" | "failed";
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
    question: null,
    current: false,
    asked: null,
    answered: null,
    result: null,
    progress: null,
    stopped: false,
    message: "",
    kind: "",
  };
}

export function emptySlots(): State["slots"] {
  return Object.fromEntries(SLOTS.map((slot) => [slot, emptySlot()])) as State["slots"];
}

function notLoaded(): Loading {
  return { phase: "idle", loaded: 0, total: 0, message: "" };
}

/** Those of the methods, but for what the page asks otherwise: of rare words it says nothing. */
export const DEFAULT_SETTINGS: Settings = {
  target: LEAVE_ONE_OUT_TARGET,
  lime: { samples: PAGE_LIME_SAMPLES, units: LIME_UNITS, sampler: PAGE_LIME_SAMPLER },
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
  reading: { tracks: ["river", "missing", "kept"], zoom: null, gates: "all", unit: null, layer: null },
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
    line: null,
    tint: "leave-one-out",
    settings: DEFAULT_SETTINGS,
    slots: emptySlots(),
    loading: {
      model: notLoaded(),
      further: notLoaded(),
      gradients: notLoaded(),
      index: notLoaded(),
      reviews: notLoaded(),
    },
    inside: null,
    pinned: null,
    before: null,
    chapter: "reading",
    unfolded: [],
    steps: { back: false, forth: false },
    opening: "first",
    frame: NO_FRAME,
    views: "waiting",
    chapters: "waiting",
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
  /** Whoever asks the engine hears of every change. */
  asker: (() => void) | null = null;

  /** `mark` gives every slot its question, and says whether its answer answers it; `changed` draws. */
  constructor(
    private readonly mark: (state: State) => State,
    private readonly changed: () => void,
  ) {}

  update(patch: Partial<State>): void {
    this.state = this.mark({ ...this.state, ...patch });
    this.changed();
    this.asker?.();
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
export function isUnfolded({ unfolded, frame }: Pick<State, "unfolded" | "frame">, view: string): boolean {
  const isMeant = (name: string) => meant(name).includes(view);
  return (
    unfolded.includes("all") ||
    unfolded.some(isMeant) ||
    frame.view?.some((name) => !isChapter(name) && isMeant(name)) === true
  );
}

/** The answer to what would be asked now, as far as it has come; else null. */
export function answerOf<M extends Method>(state: State, slot: M): Results[M] | null {
  const { current, result } = state.slots[slot];
  return current ? result : null;
}

/** The same once it has come whole. */
export function wholeOf<M extends Method>(state: State, slot: M): Results[M] | null {
  return state.slots[slot].phase === "done" ? answerOf(state, slot) : null;
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

/** The step at which the reading stands: a word's place, or null without one. */
export function lineOf({ line, selection, prediction }: State): number | null {
  const at = line ?? (selection === null ? null : selection[1] - 1);
  return at === null || prediction === null || prediction.kept === 0 ? null : Math.min(at, prediction.kept - 1);
}

/** Whether the network has a state after every word, which looking inside needs. */
export function readsForward(state: State): boolean {
  return state.manifest?.config.directions !== "bidirectional";
}

/** The layer that is looked into: the last unless another of this network's is chosen. */
export function layerOf({ settings, manifest }: Pick<State, "settings" | "manifest">): number {
  const last = (manifest?.config.layers ?? 1) - 1;
  return Math.min(settings.reading.layer ?? last, last);
}

/** What words write adds up to the lead of the class over its rival, not to its log-odds: of several classes one is right. */
export function countsLead(state: State): boolean {
  const { prediction, manifest } = state;
  return (prediction?.classes.length ?? 0) > 2 && manifest?.config.activation !== "sigmoid" && readsForward(state);
}
