/**
 * The shapes that the engine hands out and that presets.json and manifest.json hold: one place for the page, the
 * worker and the build. Names are those of the command line's --json, so that its output can be pasted in here.
 */

/** A half-open range of token positions, [from, to). */
export type TokenSpan = [number, number];
/** A half-open range of UTF-16 positions in the text. */
export type TextSpan = [number, number];
export type Target = "logit" | "probability";
export type Label = 0 | 1;
export type From = "zero" | "text";
export type Gate = "hidden" | "cell" | "input" | "forget" | "candidate" | "output" | "reset" | "update";
export type InnerTarget = "logit" | { unit: Gate; index: number };

export interface Prediction {
  tokens: string[];
  /** Where each token stands in the text, in UTF-16 units. */
  spans: TextSpan[];
  unknown: boolean[];
  logit: number;
  probability: number;
  /** At the temperature of the bundle's metrics; null without one. */
  calibrated?: number | null;
  running_logit: number[];
  running_probability: number[];
  /** The read-out before the first word. */
  zero_logit: number;
  zero_probability: number;
  /** Tokens in the text, and how many of them were read. */
  found: number;
  kept: number;
}

export interface LeaveOneOutFidelity {
  exact: boolean;
  /** The whole text's score on the target. */
  score: number;
  /** Words whose weight is known so far. */
  done?: number;
}

export interface LimeFidelity {
  r2: number;
  local_prediction: number;
  prediction: number;
  samples: number;
  samples_total: number;
  stable: boolean;
  features: number;
}

export interface Attribution<Fidelity = LeaveOneOutFidelity | LimeFidelity | CellFidelity> {
  method: string;
  target: Target;
  tokens: string[];
  weights: number[];
  /** The weight of a whole range of tokens, where one was asked for. */
  span_weight?: number | null;
  standard_errors: number[] | null;
  intercept: number | null;
  fidelity: Fidelity;
  seed: number | null;
}

export interface CellFidelity {
  form: "gamma" | "beta";
  score: number;
  /** |Σ weights + intercept − logit|. */
  gap: number;
  layers: number;
}

export interface DecompositionFidelity {
  /** The largest |score + rest + bias − logit|. */
  residual: number;
  /** By word: its part feeds itself. */
  runaway: boolean[];
  runaway_words: number;
  done: number;
  score: number;
}

/** Contextual decomposition; the lower half is that of the span, once it is known. */
export interface ContextualDecomposition extends Attribution<DecompositionFidelity> {
  span?: TokenSpan;
  score?: number;
  rest?: number;
  bias?: number;
  logit?: number;
  residual?: number;
  runaway?: boolean;
  /** What is left of the part's length when half of its words count as its own; null where it has faded. */
  kept_by_half?: number | null;
}

export interface Pair {
  i: number;
  j: number;
  tokens: [string, string];
  /** together − both alone. */
  interaction: number;
  together: number;
  /** What each does without the other. */
  alone: [number, number];
}

export interface Phrase {
  span: TokenSpan;
  together: number;
  alone: number[];
  interaction: number;
  decomposed: { together: number; alone: number[]; interaction: number; runaway: boolean } | null;
}

export interface Interactions {
  method: string;
  target: Target;
  tokens: string[];
  /** By falling size. */
  pairs: Pair[];
  phrase: Phrase | null;
  fidelity: { exact: boolean; score: number; done: number; total: number; all: number };
}

export interface PhraseNode {
  span: TokenSpan;
  score: number;
  /** The sum of its words' scores. */
  words: number;
  parent: number | null;
  /** 0 for single words. */
  round: number;
  runaway: boolean;
}

export interface PhraseTree {
  method: string;
  target: Target;
  score: "leave-out" | "contextual-decomposition" | "contextual-decomposition-always";
  tokens: string[];
  /** Words in order, then phrases, last the whole text. */
  nodes: PhraseNode[];
  fidelity: { exact: boolean; score: number; rounds: number; chosen: number; runaway: number };
}

export type Baseline = "unknown" | "mean" | "zero" | "pad";

export interface IntegratedFidelity {
  score: number;
  /** What the network says of the text that says nothing. */
  baseline_score: number;
  /** Σ weights − (score − baseline score). */
  gap: number;
  nodes: number;
  nodes_done: number;
  baseline: Baseline;
}

export type IntegratedGradients = Attribution<IntegratedFidelity>;
export type LeaveOneOut = Attribution<LeaveOneOutFidelity>;
export type Lime = Attribution<LimeFidelity>;
export type CellDecomposition = Attribution<CellFidelity>;

export type Perturbation = "delete" | "unknown" | "replace";

/** So many of `samples`, with its 95 % interval. */
export interface Proportion {
  share: number;
  low: number;
  high: number;
  samples: number;
}

/** Reviews that hold some words. */
export interface Holding {
  reviews: number;
  same_verdict: number;
  same_label: number;
}

/** A training review that holds the words of a rule. */
export interface RuleExample {
  review: number;
  label: Label;
  probability: number;
  /** Where each word of the rule first stands. */
  positions: number[];
}

export interface RuleMemory {
  words: Holding;
  /** Null where the words do not stand next to each other. */
  phrase: Holding | null;
  all: Holding;
  holds: RuleExample[];
  fails: RuleExample[];
}

/** Of anchors: a rule, or what there is of it so far. */
export interface Anchor {
  method: string;
  tokens: string[];
  perturbation: Perturbation;
  prediction: number;
  threshold: number;
  tolerance: number;
  /** The rule without words. */
  empty: Proportion | null;
  vacuous: boolean;
  rule: number[];
  own: boolean;
  /** On fresh samples. */
  precision: Proportion | null;
  /** On those of the search. */
  searched: Proportion | null;
  successful: boolean;
  minimal: boolean | null;
  without: { position: number; precision: Proportion }[];
  training: RuleMemory | null;
  out_of_samples: boolean;
  trying: [number, number];
  samples: number;
  finished: boolean;
  seed: number;
}

/** How a word's worth ran, in logit units. */
export interface WordCourse {
  /** When it was read. */
  read: number;
  peak: number;
  peak_after: number;
  /** After the last word. */
  last: number;
  /** Words until half of it was left; null if that never happened. */
  half_life: number | null;
}

export interface ContributionOverTime {
  method: string;
  target: "logit";
  tokens: string[];
  /** What is left of each word in the end. */
  weights: number[];
  words: WordCourse[];
  /** values[k]: what the word was worth after k further words. */
  rows: { word: number; values: number[] }[];
  /** Units of the last layer: what each brings to the score, and the words until it has forgotten half. */
  units: { contribution: number; half_life: number | null }[];
  intercept: number;
  running_logit: number[];
  fidelity: { gap: number; done: number; layers: number };
}

/** One number inside the network that is held fast; in the last layer and at every step unless said otherwise. */
export interface Hold {
  unit: Gate;
  index: number;
  value: number;
  layer?: number | null;
  steps?: TokenSpan | null;
}

export interface Clamping {
  method: string;
  clamps: Hold[];
  before: { logit: number; probability: number };
  logit: number;
  probability: number;
  running_logit: number[];
  running_probability: number[];
  fidelity: { exact: boolean };
}

/** What one layer held after each token. */
export interface Inside {
  layer: number;
  units: number;
  /** LSTM: input, forget, candidate, output, cell, hidden; GRU: candidate, reset, update, hidden. */
  parts: Gate[];
  /** One part after the other, each [tokens, units]. */
  values: Float32Array;
}

/** What one method says, and what should be known before it is believed. */
export interface Weighed {
  name: string;
  weights: number[];
  note: string | null;
  /** Shown as a warning only. */
  warning: boolean;
  /** By token: the weight is not the word's, as the method itself says. */
  runaway?: boolean[];
}

export interface OrderCurve {
  name: string;
  /** (share of the words in its order, score). */
  points: [number, number][];
  /** How much farther than by chance the score moves. */
  aopc: number;
}

export interface RandomBand {
  shares: number[];
  mean: number[];
  low: number[];
  high: number[];
}

/** A row and a column for each method. */
export type MethodMatrix = (number | null)[][];

export interface Agreement {
  method: string;
  target: "logit";
  tokens: string[];
  methods: Weighed[];
  /** Methods that say nothing about this network, and why. */
  left_out: [string, string][];
  kendall: MethodMatrix;
  /** Of the 5 and 10 largest weights, the share in common. */
  overlap: Record<string, MethodMatrix>;
  deletion: OrderCurve[];
  insertion: OrderCurve[];
  random: { orders: number; deletion: RandomBand; insertion: RandomBand } | null;
  words: number;
  score: number | null;
  seed: number;
}

export interface WordChange {
  position: number;
  token: string;
  /** Null where the word is left out. */
  replacement: string | null;
}

export interface ChangedText {
  changes: WordChange[];
  logit: number;
  probability: number;
}

export interface Counterfactuals {
  method: string;
  kind: "replace" | "leave-out";
  base: { logit: number; probability: number };
  items: ChangedText[];
  /** Where none is found: what came nearest. */
  nearest: ChangedText | null;
  passes: number;
  tried: number;
  /** Words changed at once at most. */
  flips: number;
  similarity: number;
  finished: boolean;
  verified: boolean;
}

export interface RankedWord {
  token: string;
  /** For bigrams, both words. */
  tokens?: string[];
  id?: number;
  score: number;
  /** How often the training texts hold it; null without an index. */
  count: number | null;
  probability?: number;
}

export interface Ranking {
  method: string;
  from: From;
  target: InnerTarget;
  items: RankedWord[];
  lowest: RankedWord[];
  words: number;
  seconds?: number | null;
  passes: number;
  minimum_count: number;
  /** The target before any of the words; null for a gate before the first step. */
  base: number | null;
}

/** A phrase of the list of rules; with the places where it stands in the text asked about. */
export interface PhraseRule {
  rank: number;
  tokens: string[];
  class: Label;
  /** On average it multiplies the odds of its class by about so much. */
  score: number;
  occurrences: number;
  reviews: number;
  /** The tokens at which it begins in the text asked about. */
  positions: number[];
}

/** How a list of so many rules does on reviews that the network has not seen; shares of them. */
export interface RulePoint {
  rules: number;
  fired: number;
  fidelity: number;
  accuracy: number;
  /** If all phrases that fire are added up. */
  vote_fidelity: number;
  vote_accuracy: number;
}

export interface RuleNode {
  tokens: string[];
  /** Where to go on without the words and with them; 0 at a leaf. */
  without: number;
  with: number;
  /** Training reviews by the network's verdict. */
  positive: number;
  negative: number;
  class: Label;
}

export interface PhraseRules {
  method: string;
  form: "gamma" | "beta";
  ratio: number;
  minimum: number;
  total: number;
  positive: PhraseRule[];
  negative: PhraseRule[];
  firing: PhraseRule[];
  verdict: Label;
  network: Label;
  agrees: boolean;
  vote: Label;
  fallback: Label;
  /** Reviews on which the figures rest. */
  reviews: number;
  curve: RulePoint[];
  other_fidelity: number;
  tree: RuleNode[];
  path: number[];
  tree_verdict: Label;
  tree_fidelity: number;
  tree_accuracy: number;
}

export interface RealToken {
  token: string;
  score: number;
}

export interface Maximization {
  method: string;
  from: From;
  target: InnerTarget;
  norm: "free" | "vocabulary-mean" | number;
  /** Nearest tokens by cosine. */
  items: RankedWord[];
  soft: { score: number; probability?: number; norm: number };
  /** Its nearest word, read by the network. */
  snapped: RealToken | null;
  /** The best word there is; null until every word has been tried. */
  searched: RealToken | null;
  vocabulary_norm: { mean: number; p99: number };
  restarts: number;
  iterations: number;
  seconds?: number | null;
  passes: number;
  search_seconds?: number | null;
  search_passes: number;
  gradient_norm?: number;
  /** The best score after every ten iterations. */
  path: number[];
  seed: number | null;
}

export interface SimilarPassage {
  review: number;
  /** The token at which the passage ends. */
  position: number;
  tokens?: string[] | null;
  score: number;
  label: Label;
  probability: number;
  /** How often the training texts hold the words; only where runs of words are compared. */
  count?: number;
}

export interface Similarity {
  method: string;
  span: TokenSpan;
  from: From;
  metric: "l2" | "cosine";
  exact: boolean;
  /** How many positions were compared. */
  positions: number;
  /** How many reviews were read again for this answer. */
  reread?: number;
  /** How many of the positions were known from an earlier exact answer. */
  remembered?: number;
  /** Bytes of memory in which training states are kept for later answers. */
  kept_bytes?: number;
  items: SimilarPassage[];
  /** Measured share of the exact answer that the first answer holds. */
  recall: number | null;
}

/** What the nearest training reviews say of a text or its beginning, by label. */
export interface NeighbourJudgement {
  tokens: number;
  /** Neighbours in all layers that do not have the label. */
  alpha: number[];
  p: number[];
  /** By cleverhans’ definition; null where it defines nothing. */
  trimmed: number[] | null;
  prediction: Label;
  credibility: number;
  confidence: number;
  /** The share of the neighbours that have the predicted label. */
  conformity: number;
  probability: number;
}

export interface NearReview {
  review: number;
  label: Label;
  probability: number;
  /** By layer; null where it is not among the nearest. */
  nearness: (number | null)[];
  tokens: string[] | null;
}

/** Measured when the index was built; triples are a mean credibility, how many reviews, how often right. */
export interface CredibilityMeasured {
  reviews: number;
  accuracy: number;
  network_accuracy: number;
  /** ε, how often the true label’s p is at most ε, and the same by cleverhans’ definition. */
  validity: [number, number, number][];
  reliability: [number, number, number][];
  terciles: [number, number, number][];
  /** By credibility, cleverhans’ credibility, rare pairs and unknown words. */
  strange: { kind: string; texts: number; auroc: [number, number, number, number] }[];
}

/** Deep k-nearest neighbours. */
export interface DeepKnn {
  method: string;
  layers: string[];
  neighbours: number;
  training: number;
  calibration: number;
  whole: NeighbourJudgement | null;
  prefixes: NeighbourJudgement[];
  /** By layer and label. */
  votes: number[][];
  nearest: NearReview[];
  /** Without each word minus with it, as far as they are done. */
  left_out_conformity: number[];
  left_out_credibility: number[];
  pairs: { pairs: number; rare: number[]; p: number | null; usual: number; unknown: number };
  measured: CredibilityMeasured | null;
}

/** One way in which a unit can be on. */
export interface SelectedUnit {
  layer: number;
  unit: number;
  sign: 1 | -1;
  /** Its value at each step of the window, tanh c or h. */
  values: number[];
}

/** A run of steps of a training review at which selected units are on. */
export interface MatchedRun {
  review: number;
  position: number;
  length: number;
  /** Selected units that are on over all of it, and these together with all selected ones. */
  matched: number;
  union: number;
  score: number;
  label: Label;
  probability: number | null;
  /** The first of the tokens shown. */
  from: number;
  tokens: string[] | null;
  /** After each of them; empty until the search has ended. */
  running: number[];
  active: number[];
}

export interface PatternMatches {
  method: string;
  span: TokenSpan;
  threshold: number;
  part: "cell" | "hidden";
  sides: "on" | "negative" | "both";
  left: number;
  right: number;
  phrase_length: number;
  /** Whether the steps that must be off lie within the text; if not, no unit is selected. */
  brush_in_text: boolean;
  window: TokenSpan;
  units: SelectedUnit[];
  items: MatchedRun[];
  /** Runs at which all selected units are on; in how many reviews; how many of the runs in positive ones. */
  together: number;
  together_reviews: number;
  together_last_class: number;
  /** The share of all training positions that lie in positive reviews. */
  base_share: number;
  /** Runs that were ranked: at least `required` selected units are on. */
  candidates: number;
  required: number;
  /** Length, ranked runs of it, and those of them at which all are on. */
  lengths: [number, number, number][];
  positions: number;
  training_positions: number;
  remembered: number;
  exact: boolean;
  kept_bytes: number;
}

export interface UnitContext {
  review: number;
  position: number;
  value: number;
  label: Label;
  probability: number;
  tokens: string[] | null;
}

export interface UnitContexts {
  method: string;
  unit: number;
  part: "cell" | "hidden";
  exact: boolean;
  highest: UnitContext[];
  lowest: UnitContext[];
}

export interface Histogram {
  reviews: number;
  positive: number;
  negative: number;
  occurrences: number;
  base_rate: number;
  bins: number;
  negative_bins: number[];
  positive_bins: number[];
  mean_probability: number | null;
}

export interface FoundReview {
  review: number;
  split: Split;
  label: Label;
  probability: number;
  count: number;
  position: number;
}

export interface TokenSearch {
  method: string;
  span: TokenSpan;
  tokens: string[];
  /** One of the words is not in the vocabulary, so nothing is searched for. */
  unknown?: boolean;
  train: Histogram;
  validation: Histogram;
  reviews: FoundReview[];
  prediction: number;
}

export type Split = "train" | "validation" | "choose" | "assess";

export interface Review {
  review: number;
  split: Split;
  label: Label;
  text: string;
  /** By the index; null without one. */
  probability: number | null;
}

export interface ReviewRow {
  review: number;
  split: Split;
  label: Label;
  probability: number;
  /** Its length. */
  tokens: number;
}

export interface BrowseFilter {
  split: "validation";
  order: "wrong-and-sure" | "least-sure" | "surest";
  label?: Label;
  limit: number;
}

export interface Preset {
  id: string;
  title: string;
  text: string;
  review: number | null;
  source: "own" | "imdb" | "rotten_tomatoes";
  label: Label | null;
  prediction: Prediction;
  leave_one_out: LeaveOneOut;
  selected: TokenSpan;
  lime?: Lime | null;
  token_search?: TokenSearch | null;
  activation_similarity?: Similarity | null;
  corpus_search?: Ranking | null;
  activation_maximization?: Maximization | null;
}

export interface Presets {
  presets: Preset[];
}

export interface ManifestFile {
  bytes: number;
  sha256: string;
}

export interface Manifest {
  format: number;
  name: string;
  model_hash: string;
  tokenizer: string;
  classes: string[];
  config: Record<string, unknown>;
  files: Record<string, ManifestFile>;
  metrics: Record<string, unknown> | null;
  texts: "full" | "excerpts" | "none" | null;
  licences: string[];
  /** What to know before believing it. */
  notes?: string[];
  counts: Record<string, number> | null;
}

export interface Progress {
  done: number;
  total: number;
  finished: boolean;
}
