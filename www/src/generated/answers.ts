/**
 * Made from the Rust types, which say what is meant: not to be edited.
 * `UPDATE=1 cargo test --release --test suite types` makes it anew.
 */

/** What several outputs are. */
export type Activation = "softmax" | "sigmoid";

/** The answer. */
export interface Agreement {
  /** agreement. */
  method: "agreement";
  /** Always the logit. */
  target: Target;
  /** The tokens in order. */
  tokens: string[];
  /** The methods that have answered. */
  methods: Weighed[];
  /** Methods that have nothing to say about this network, and why. */
  left_out: [string, string][];
  /** Kendall's τ-b; null where a method gives all words the same weight. */
  kendall: ((number | null)[])[];
  /**
   * Shares of the largest 5 and 10 in common; null where a text has no more words, or a method gives all the same
   * weight.
   */
  overlap: Record<string, ((number | null)[])[]>;
  /** Words taken away; empty until the curves are done. */
  deletion: OrderCurve[];
  /** Words put in; empty until the curves are done. */
  insertion: OrderCurve[];
  /** The same with random orders; null until the curves are done. */
  random: RandomOrders | null;
  /** Words of the text. */
  words: number;
  /** The score of the whole text, once it is known. */
  score: number | null;
  /** The seed of LIME and of the random orders. */
  seed: number;
}

/** The word `all`. */
export type All = "all";

/** The answer. */
export interface Anchor {
  /** anchors. */
  method: "anchors";
  /** The tokens in order. */
  tokens: string[];
  /** What happened to words that were changed. */
  perturbation: Perturbation;
  /** The probability that the network gives to the class that is explained. */
  prediction: number;
  /** Whether it decides for that class: the verdict that the rule keeps. */
  favoured: boolean;
  /** The precision wanted. */
  threshold: number;
  /** By how much the truth may fall short of it. */
  tolerance: number;
  /** The empty rule: how often the verdict stands whatever is changed; null before it is known. */
  empty: Proportion | null;
  /** The empty rule reaches the threshold, so that nothing was searched for. */
  vacuous: boolean;
  /** The tokens of the rule, in order; while the search goes on, of the best so far. */
  rule: number[];
  /** It is the reader's. */
  own: boolean;
  /**
   * How often it holds on fresh samples; null before these, and where nothing was searched for: `empty` says it all.
   */
  precision: Proportion | null;
  /** How often it held in the search, which flatters; null for the reader's own rule. */
  searched: Proportion | null;
  /** The lower end of `precision` is at least `threshold − tolerance`. */
  successful: boolean;
  /** No word of the rule can be left out; null before that is known, and for a rule that was found and did not hold. */
  minimal: boolean | null;
  /** The rule without each of its words. */
  without: WithoutWord[];
  /**
   * The rule in the training reviews; null where index or texts are not loaded, for an empty rule, and before it is
   * known.
   */
  training: RuleMemory | null;
  /** The search ended for want of samples. */
  out_of_samples: boolean;
  /** How many words the rules being tried have, and how many rules there are. */
  trying: [number, number];
  /** Changed texts the network has read. */
  samples: number;
  /** Nothing is left to do. */
  finished: boolean;
  /** The seed. */
  seed: number;
}

/** One weight per token, and how far to trust them: `F` is the method's own measure of fidelity. */
export interface Attribution<F> {
  /** The method, as the command line names it. */
  method: string;
  /** What the weights add up towards. */
  target: Target;
  /** The tokens in order. */
  tokens: string[];
  /** The weight of each token; positive speaks for the class that is explained. */
  weights: number[];
  /**
   * How many places share each weight; of LIME only, which weighs a repeated word, or a sentence, as a whole and says
   * so at each of its places. `intercept + Σ weights[i] / shared[i]` is its local prediction.
   */
  shared?: number[];
  /** The weight of a whole range of tokens, if one was asked for. */
  span_weight?: number;
  /** What the network says without the words; of leave-one-out only. */
  without?: LeftOut;
  /** The standard error of each weight, if the method draws samples. */
  standard_errors: number[] | null;
  /** What the weights are added to, if the method has such a number. */
  intercept: number | null;
  /** How well the weights describe the network. */
  fidelity: F;
  /** The seed of the method's random numbers, if it uses any. */
  seed: number | null;
}

/** The text that says nothing. */
export type Baseline = "unknown" | "mean" | "zero" | "pad";

/** Where the products of two biases go, which depend on no word. */
export type BiasRule = "inclusive" | "strict";

/** Which reviews. */
export interface BrowseFilter {
  /** On which side of the split. */
  split: Side;
  /** What comes first. */
  order: BrowseOrder;
  /** Only reviews of this true class. */
  label?: number | null;
  /** At most this many. */
  limit: number;
}

/** What comes first. */
export type BrowseOrder = "wrong-and-sure" | "least-sure" | "surest";

/** How far the weights may be trusted. */
export interface CellFidelity {
  /** Which form. */
  form: Form;
  /** The logit they add up to, with the intercept. */
  score: number;
  /** |Σ weights + intercept − logit|. */
  gap: number;
  /** Layers of the network: with more than one, a weight is that of what the last layer wrote at the word. */
  layers: number;
}

/** The recurrence. */
export type CellKind = "lstm" | "gru";

/** What may be changed. */
export type ChangeKind = "replace" | "leave-out";

/** A changed text and what the network says of it. */
export interface ChangedText {
  /** In text order. */
  changes: WordChange[];
  /** The score of the changed text. */
  logit: number;
  /** Its probability. */
  probability: number;
}

/** The answer. */
export interface Clamping {
  /** The method's name. */
  method: "clamping";
  /** What was held. */
  clamps: Hold[];
  /** The score with nothing held. */
  before: Score;
  /** The score with all of it held. */
  logit: number;
  /** Its probability. */
  probability: number;
  /** Whether the network then decides for the class that is explained. */
  favoured: boolean;
  /** The logit after each token. */
  running_logit: number[];
  /** The probability after each token. */
  running_probability: number[];
  /** How far to trust it. */
  fidelity: ClampingFidelity;
}

/** How far the scores may be trusted. */
export interface ClampingFidelity {
  /** Always. */
  exact: boolean;
}

/**
 * A class as it is asked for. A name goes before a number: classes may be called 1 to 5, or -1 and true, which the
 * command line takes for JSON.
 */
export type Class = number | string;

/** What a norm is to the vector. */
export type Constraint = "fixed" | "capped";

/** The weights, and the part that was asked for, once it is known. */
export interface ContextualDecomposition {
  /** The method's name. */
  method: "contextual-decomposition";
  /** Always the logit. */
  target: Target;
  /** The tokens in order. */
  tokens: string[];
  /** A weight for each word: its score when it is the span by itself. */
  weights: number[];
  /** The score of the setting `span`. */
  span_weight?: number;
  /** Always none: nothing is sampled. */
  standard_errors: number[] | null;
  /** Always none: parts of single words do not add up. */
  intercept: number | null;
  /** How far to trust the weights. */
  fidelity: DecompositionFidelity;
  /** Always none. */
  seed: number | null;
  /** FROM and TO of the part. */
  span?: [number, number];
  /** What the span adds to the logit. */
  score?: number;
  /** What everything else adds, the output bias apart. */
  rest?: number;
  /** The output bias. */
  bias?: number;
  /** What is decomposed: the network's logit, at the text's end or at that of the window. */
  logit?: number;
  /** |score + rest + bias − logit|. */
  residual?: number;
  /** The part has come to feed itself: its size is not that of its words. */
  runaway?: boolean;
  /**
   * How much of the part's length is left when only half of its words' input counts as theirs: why it is said to have
   * run away; none where it has faded.
   */
  kept_by_half?: number;
}

/** How far the numbers may be trusted. */
export interface ContributionFidelity {
  /** The largest |sum of a column + intercept − running score| (logit units). */
  gap: number;
  /** Columns there are so far. */
  done: number;
  /** Layers of the network: with more than one, a row is what the last layer wrote at the word. */
  layers: number;
}

/** The answer. */
export interface ContributionOverTime {
  /** The method's name. */
  method: "contribution-over-time";
  /** Always the logit; of several classes the margin between the class and its rival. */
  target: Target;
  /** The tokens in order. */
  tokens: string[];
  /** The last column: what is left of each word in the end. */
  weights: number[];
  /** How each word's worth ran. */
  words: WordCourse[];
  /** The matrix, by words, in text order. */
  rows: CourseRow[];
  /** The units of the last layer. */
  units: UnitCourse[];
  /** What every column is added to: the score before the first word. */
  intercept: number;
  /** The network's score after each word. */
  running_logit: number[];
  /** How far to trust it. */
  fidelity: ContributionFidelity;
}

/** The answer. */
export interface Counterfactuals {
  /** counterfactuals. */
  method: "counterfactuals";
  /** What was changed. */
  kind: ChangeKind;
  /** The text as it is. */
  base: Score;
  /** Texts of the other verdict, fewest changes first, among as many those that go farthest. */
  items: ChangedText[];
  /** Where none is found: the text that came nearest; null if nothing could be tried. */
  nearest: ChangedText | null;
  /** Texts the network has read. */
  passes: number;
  /** Changed texts among them. */
  tried: number;
  /** Words changed at once at most. */
  flips: number;
  /** The least cosine between old and new word; 0 for any word. */
  similarity: number;
  /** Whether the search has ended. */
  finished: boolean;
  /** Always: every item was read by the network. */
  verified: boolean;
}

/** One row of the matrix. */
export interface CourseRow {
  /** Which word. */
  word: number;
  /** Its contribution after itself, after the next word, … [steps − word]. */
  values: number[];
}

/**
 * How far credibility and confidence may be trusted, measured on the reviews that every published figure is measured
 * on. Shares are between 0 and 1.
 */
export interface CredibilityMeasured {
  /** How many reviews were judged. */
  reviews: number;
  /** How often the label with the largest p is right. */
  accuracy: number;
  /** How often the network is. */
  network_accuracy: number;
  /** For some ε: ε; how often the true label's p is at most ε, as published; and the same with cleverhans' p. */
  validity: [number, number, number][];
  /** Ten bins of credibility, lowest first: mean credibility, reviews, how often the prediction is right. */
  reliability: [number, number, number][];
  /** The least, the middle and the most credible third: as above. */
  terciles: [number, number, number][];
  /** How well strange texts are told from reviews. */
  strange: StrangeTexts[];
}

/** A span and its words by contextual decomposition, in logit units. */
export interface DecomposedPhrase {
  /** The span's score. */
  together: number;
  /** Each word's score by itself. */
  alone: number[];
  /** together − the sum of `alone`. */
  interaction: number;
  /** One of these parts ran away, and the difference says nothing. */
  runaway: boolean;
}

/** How far the parts may be trusted. */
export interface DecompositionFidelity {
  /** The largest |score + rest + bias − logit| of all parts so far, in logit units; the logit is the network's own. */
  residual: number;
  /** By word: its part feeds itself, and its weight is not the word's. */
  runaway: boolean[];
  /** How many these are. */
  runaway_words: number;
  /** Words whose weight is known so far; the others are shown with weight 0. */
  done: number;
  /** The score of the whole text. */
  score: number;
}

/** What was found. */
export interface DeepKnn {
  /** deep-knn. */
  method: "deep-knn";
  /** What is compared. */
  layers: Layer[];
  /** Neighbours in each layer. */
  neighbours: number;
  /** Training reviews they are among: all of them are compared. */
  training: number;
  /** Validation reviews whose scores are the scale. */
  calibration: number;
  /**
   * Whether training can tell texts apart: it holds both labels, and the network does not say the same of all of it.
   * Where it cannot, nothing is judged: every number would be perfect or by chance.
   */
  varies: boolean;
  /** The whole text; null until it is judged, for the empty text, and where nothing varies. */
  whole: NeighbourJudgement | null;
  /** The text up to some of its words, the whole last; only the whole for a bidirectional network. */
  prefixes: NeighbourJudgement[];
  /** Neighbours of the whole text by layer and label. */
  votes: number[][];
  /** The training reviews nearest in all layers together. */
  nearest: NearReview[];
  /**
   * For each token, as far as they are done, the conformity of the whole text's prediction without it minus that with
   * it.
   */
  left_out_conformity: number[];
  /** The same of its p. */
  left_out_credibility: number[];
  /** Pairs of words. */
  pairs: RarePairs;
  /** What was measured when the index was built; null if it was not, and where nothing varies. */
  measured: CredibilityMeasured | null;
}

/** Whether the text is read forwards only, or also backwards. */
export type Directions = "unidirectional" | "bidirectional";

/** The settings of every method. */
export interface Explained {
  /**
   * The class that is explained, by its name or its number from 0; null is the last of two, and of more the one that
   * the network decides for. What recalls training takes the last only: of that the index speaks.
   */
  class: Class | null;
  /**
   * The class that it is compared with where a margin is explained, by its name or its number from 0; null is the most
   * probable other one.
   */
  rival: Class | null;
}

/** How many pieces may have a weight: a number, or `"all"`. */
export type Features = number | All;

/** Which of the two. */
export type Form = "gamma" | "beta";

/** A review that holds the tokens. */
export interface FoundReview {
  /** Its row in the corpus. */
  review: number;
  /** train or validation. */
  split: string;
  /** Its true class. */
  label: number;
  /** What the network says of the last class. */
  probability: number;
  /** Occurrences in it; null where the index only names the reviews. */
  count: number | null;
  /** The token that the first occurrence begins with; null likewise. */
  position: number | null;
}

/** Where the network comes from before the step. */
export type From = "zero" | "text";

/** A kind of number that the last layer holds after a step, one for each hidden unit. */
export type Gate = "hidden" | "cell" | "input" | "forget" | "candidate" | "output" | "reset" | "update";

/** What the weights should have added up to, and did. */
export interface GradientFidelity {
  /** F(x). */
  score: number;
  /** Σ weights. */
  sum: number;
}

/** The network's predictions on the reviews that were found on one side of the split. */
export interface Histogram {
  /** Reviews that hold the tokens. */
  reviews: number;
  /** Those of them whose true label is the last class. */
  positive: number;
  /** The others. */
  negative: number;
  /** Occurrences in them; null where the index only names the reviews. */
  occurrences: number | null;
  /** The share of the last class among all reviews of this side. */
  base_rate: number;
  /** How many bins there are between probability 0 and 1. */
  bins: number;
  /** Reviews of other classes by the probability that the network gives to the last class. */
  negative_bins: number[];
  /** Reviews of the last class by that probability. */
  positive_bins: number[];
  /** The mean of that probability; null if there are no reviews. */
  mean_probability: number | null;
}

/** One number that is held. */
export interface Hold {
  /** hidden, cell, input, forget, candidate, output, reset or update. */
  unit: Gate;
  /** Of which unit, from 0. */
  index: number;
  /** What it is held at. */
  value: number;
  /** Of which layer, from 0 at the embedding; the last one if left out. */
  layer?: number | null;
  /** While reading the tokens FROM..TO without TO; all of them if left out. */
  steps?: [number, number] | null;
}

/** Reviews that hold some words. */
export interface Holding {
  /** How many. */
  reviews: number;
  /** Those of them that the network judges as it does the text. */
  same_verdict: number;
  /** Those whose true class is on that side. */
  same_label: number;
}

/** A list of holds that can be written in words. */
export type Holds = Hold[];

/** The number that is looked at. */
export type InnerTarget = "logit" | {
  /** Which kind. */
  unit: Gate;
  /** Of which hidden unit, counted from 0. */
  index: number;
};

/** The numbers of one layer. */
export interface Inside {
  /** Which layer, from 0 at the embedding. */
  layer: number;
  /** Units, those of both directions side by side. */
  units: number;
  /**
   * Which number each part holds. LSTM: input, forget, candidate, output, cell, hidden; GRU: candidate, reset, update,
   * hidden.
   */
  parts: Gate[];
  /** [parts, steps, units]. */
  values: Float32Array;
  /**
   * Each unit's weight in the score of the class that is explained, of more than two in its margin over the runner-up:
   * weight · (hidden after a token − hidden before it), summed over the units, is what the token moved the score by.
   * Null of a layer under the last, of a mean or maximum over all tokens, which is not linear in the last hidden state,
   * and of a network that reads both ways, whose score after each token is that of another reading.
   */
  readout: Float32Array | null;
}

/** How far the weights may be trusted. */
export interface IntegratedFidelity {
  /** F(x). */
  score: number;
  /** F(x′): what the network says of the text that says nothing. */
  baseline_score: number;
  /** Σ weights − (F(x) − F(x′)); what the quadrature misses once all nodes are done. */
  gap: number;
  /** Nodes on the way. */
  nodes: number;
  /** Nodes done; with fewer than all, the weights are scaled up. */
  nodes_done: number;
  /** Where the way began. */
  baseline: Baseline;
}

/** How far the answer may be trusted. */
export interface InteractionFidelity {
  /** Always: each number is a difference of scores of the network. */
  exact: boolean;
  /** The score of the whole text. */
  score: number;
  /** Pairs tried so far. */
  done: number;
  /** Pairs to be tried. */
  total: number;
  /** Pairs that the text has. */
  all: number;
}

/** The pairs that do most together, strongest first. */
export interface Interactions {
  /** The method's name. */
  method: "interactions";
  /** Which score is compared. */
  target: Target;
  /** The tokens in order. */
  tokens: string[];
  /** By falling |interaction|; earlier pairs first among equals. */
  pairs: Pair[];
  /** Of the setting `span`, once it is known. */
  phrase: Phrase | null;
  /** How far to trust it. */
  fidelity: InteractionFidelity;
}

/** How much is kept of each training position once it has been computed. */
export type Keep = "nothing" | "little" | "much";

/** Bytes in which training states are kept for later questions, by how and what. */
export interface KeptBytes {
  /** By exact activation similarity that keeps little. */
  little: number;
  /** By one that keeps much. */
  much: number;
  /** By pattern search on one side of zero. */
  one_side: number;
  /** By pattern search on both. */
  both_sides: number;
}

/** The answer. */
export interface Lasting {
  /** The method's name. */
  method: "lasting";
  /** Always the logit; of several classes the margin between the class and its rival. */
  target: Target;
  /** Average words that were read after each word. */
  words_after: number;
  /** After how many of them the difference was taken: 0, 1, 2, 5, 10 … `words_after`. */
  after: number[];
  /** The words in text order, as far as they have been followed. */
  words: WordPush[];
  /** The sizes of their pushes, added up. */
  pushed: number;
  /** The sizes of what is left of them, added up. */
  left: number;
  /** How far to trust it. */
  fidelity: LastingFidelity;
}

/** How far the numbers may be trusted. */
export interface LastingFidelity {
  /** Always: each number is a difference of two scores of the network. */
  exact: boolean;
  /** Words that have been followed so far; the others are not listed yet. */
  done: number;
  /** How far the average words alone moved the score, up or down: the mean over these words. */
  drift: number;
}

/** What is compared. */
export type Layer = "embedding" | "hidden" | "cell" | "logit";

/** How far the weights may be trusted. */
export interface LeaveOneOutFidelity {
  /** Always: each weight is a difference of two scores of the network. */
  exact: boolean;
  /** The score of the whole text. */
  score: number;
  /** Words whose weight is known so far; the others are shown with weight 0. */
  done: number;
}

/** What the network says of the class that is explained where words are left out. */
export interface LeftOut {
  /** The probability without each token, in order, as far as they are done. */
  probabilities: number[];
  /** The tokens without any one of which the verdict turns: for the class where it was against it, or the other way. */
  turning: number[];
  /** Without the whole range of tokens, if one was asked for. */
  span: Score | null;
}

/** How far the weights may be trusted. */
export interface LimeFidelity {
  /**
   * Share of the network's weighted variance over the samples that the weights explain; null where nothing varies: the
   * network says the same of all samples, or there is but one.
   */
  r2: number | null;
  /** What the linear model says of the text: the intercept and all weights. */
  local_prediction: number;
  /** What the network says of it. */
  prediction: number;
  /** How the samples were drawn. */
  sampler: Sampler;
  /** Samples so far. */
  samples: number;
  /** Samples in all. */
  samples_total: number;
  /** More samples would hardly change the picture; see `is_stable`. An advice: the job goes on. */
  stable: boolean;
  /** Pieces that have a weight. */
  features: number;
}

/** The head of a bundle. Keys that this program does not know are passed over. */
export interface Manifest {
  /** `FORMAT`. */
  format: number;
  /** What the model is called. */
  name: string;
  /** SHA-256 of weights.safetensors; an index names the model it was built for by it. */
  model_hash: string;
  /** The rule that cuts texts into tokens. */
  tokenizer: Tokenizer;
  /** Names of the classes in the order of the outputs; of two, label 1 is the last. */
  classes: string[];
  /** The network's shape. */
  config: NetworkConfig;
  /** Every other file of the bundle by name. */
  files: Record<string, ManifestFile>;
  /**
   * Accuracy, calibration, quantization report, as whoever trained the model wrote them: what is known of it is read by
   * name, the rest shown as it is. Null for an imported model.
   */
  metrics: Record<string, unknown> | null;
  /** How much review text the bundle carries: full, excerpts or none; null without an index. */
  texts: string | null;
  /** Sources and licences, a sentence each. */
  licences: string[];
  /** What to know of the model and its data before believing it, a sentence or two each. */
  notes?: string[];
  /** Reviews per split; null without an index. */
  counts: Record<string, number> | null;
  /** What the engine will keep of the training once it has looked through all of it; left out without an index. */
  kept?: KeptBytes;
  /**
   * The mean word vector [embedding] of the training texts, of each word as often as they hold it; left out without an
   * index.
   */
  average_word?: number[];
}

/** One file of a bundle. */
export interface ManifestFile {
  /** Its length. */
  bytes: number;
  /** Its SHA-256, hexadecimal. */
  sha256: string;
  /** The same of what is inside, if it is a gzip file: some hosts inflate those on their way. */
  inflated?: ManifestFile;
}

/** A run of steps in a training review. */
export interface MatchedRun {
  /** The review's row in the corpus. */
  review: number;
  /** Its first step. */
  position: number;
  /** Its steps. */
  length: number;
  /** Selected units that are on over all of it, and off where they must be. */
  matched: number;
  /** These and all selected ones. */
  union: number;
  /** matched / union, the Jaccard index. */
  score: number;
  /** The review's true class. */
  label: number;
  /** What the network says of the whole review; null until it is known. */
  probability: number | null;
  /** The first of the tokens shown. */
  from: number;
  /** Tokens around the run; null if the text is not loaded. */
  tokens: string[] | null;
  /** The probability after each of these tokens; empty until it is known. */
  running: number[];
  /** How many of the selected units are on at each; empty until it is known. */
  active: number[];
}

/** The explanation. */
export interface Maximization {
  /** activation-maximization. */
  method: "activation-maximization";
  /** Where the network came from. */
  from: From;
  /** What was maximized. */
  target: InnerTarget;
  /** How long the vector may be. */
  norm: Norm;
  /** The tokens nearest to the best vector by cosine. */
  items: NearToken[];
  /** The best vector itself. */
  soft: Reached;
  /** Its nearest token, read by the network; null in an empty vocabulary, and where no word has a direction. */
  snapped: RealToken | null;
  /** The best token there is, by corpus search; null until that has been done. */
  searched: RealToken | null;
  /** What the vector's norm may be held against. */
  vocabulary_norm: VocabularyNorm;
  /** Random starts. */
  restarts: number;
  /** Steps of gradient ascent done. */
  iterations: number;
  /** Passes of one step that the ascent took, each with its way back. */
  passes: number;
  /** Passes of one step that the search took. */
  search_passes: number;
  /** How long the ascent took; the caller has the clock. */
  seconds: number | null;
  /** How long the search took; the caller has the clock. */
  search_seconds: number | null;
  /** Norm of the part of the gradient that can still be followed at the best vector. */
  gradient_norm: number;
  /** Best value so far after each tenth iteration. */
  path: number[];
  /** Seed of the random starts. */
  seed: number;
}

/** How far apart two states are. */
export type Metric = "l2" | "cosine";

/** The WebAssembly module that a method lives in. The native build has all of them. */
export type Module = "main" | "further" | "gradients";

/** The norms that have a name. */
export type NamedNorm = "free" | "vocabulary-mean";

/** A training review near to the whole text. */
export interface NearReview {
  /** The review's row in the corpus. */
  review: number;
  /** Its true class. */
  label: number;
  /** What the network says of it. */
  probability: number;
  /**
   * For each layer its cosine with the text, or minus the difference of single logits; null where it is not among the
   * nearest.
   */
  nearness: (number | null)[];
  /** Its first tokens; null if the text is not loaded. */
  tokens: string[] | null;
}

/** A token and how near it is. */
export interface NearToken {
  /** The token. */
  token: string;
  /** Its id. */
  id: number;
  /** Cosine of the angle to the best vector, −1 to 1. */
  score: number;
  /** How often the training texts hold it; null without an index. */
  count: number | null;
}

/** What a method may need beyond a network and a text. */
export type Need = "index" | "texts" | "words" | "state-after-each-word" | "two-classes" | "average-word" | "gradients";

/** What the neighbours say of a text, or of its beginning. */
export interface NeighbourJudgement {
  /** How many tokens have been read. */
  tokens: number;
  /** For each label the neighbours in all layers that do not have it. */
  alpha: number[];
  /** For each label the share of calibration scores that are as large or larger. */
  p: number[];
  /** The same with cleverhans' calibration, which drops scores of zero; null where there are no others. */
  trimmed: number[] | null;
  /** The label with the largest p; of equals the first. */
  prediction: number;
  /** The largest p. */
  credibility: number;
  /** One minus the second largest p. */
  confidence: number;
  /** The share of the neighbours that have the predicted label. */
  conformity: number;
  /**
   * One minus the cosine of the hidden states, the mean over the neighbours in the hidden state's layer: how far the
   * text is from what training is like. Null where no state has a direction. Not calibrated for prefixes either.
   */
  distance: number | null;
  /** What the network says of the last class. */
  probability: number;
}

/** The shape of a network. `Config::validate` is called wherever one enters the program. */
export interface NetworkConfig {
  /** The recurrence. */
  cell: CellKind;
  /** Tokens in the vocabulary, `<pad>` and `<unk>` included. */
  vocabulary: number;
  /** Length of a word vector. */
  embedding: number;
  /** Units of one direction of one layer. */
  hidden: number;
  /** Recurrent layers. */
  layers: number;
  /** One or both reading directions. */
  directions: Directions;
  /** What the output layer reads. */
  readout: Readout;
  /** 1 for a single logit, else the number of classes. */
  outputs: number;
  /** What several outputs are; softmax where it is not said. */
  activation?: Activation;
}

/** How long the vector may be. */
export type Norm = NamedNorm | number;

/**
 * The class that an answer is of, by its name: what answers carry besides their own, where it does not go without
 * saying.
 */
export interface OfClass {
  /** The class. */
  class: string;
  /** The class it is compared with, where a margin is explained. */
  rival?: string;
}

/** A curve of a method. */
export interface OrderCurve {
  /** The method. */
  name: string;
  /** (share of the words in its order, score). */
  points: [number, number][];
  /** How much farther than by chance the score moves, on average over the curve. */
  aopc: number;
}

/** Two words and what they do together. */
export interface Pair {
  /** The first word. */
  i: number;
  /** The second. */
  j: number;
  /** Both tokens. */
  tokens: [string, string];
  /** What they do together beyond what each does without the other. */
  interaction: number;
  /** What both do to the rest of the text. */
  together: number;
  /** What each does to the rest of the text without the other. */
  alone: [number, number];
}

/** The selected units, and where in training they are on together. */
export interface PatternMatches {
  /** pattern-search. */
  method: "pattern-search";
  /** The selected tokens. */
  span: [number, number];
  /** From where on a unit is on. */
  threshold: number;
  /** tanh c or h. */
  part: StatePart;
  /** On which sides of zero. */
  sides: Sides;
  /** Steps before the span at which a selected unit must be off. */
  left: number;
  /** Steps after it. */
  right: number;
  /** The length that a run must have, or 0. */
  phrase_length: number;
  /** Whether the zero brush lies within the text; if not, nothing is selected. */
  brush_in_text: boolean;
  /** The steps of the text, FROM..TO without TO, at which the units' values are given. */
  window: [number, number];
  /** By side, layer and unit. */
  units: SelectedUnit[];
  /** Best first; empty where no unit is selected or nothing is searched. */
  items: MatchedRun[];
  /** Runs at which all selected units are on, and off where they must be. */
  together: number;
  /** In how many reviews. */
  together_reviews: number;
  /** How many of these runs lie in reviews of the last class. */
  together_last_class: number;
  /** The share of all training positions that lie in reviews of the last class, to compare with. */
  base_share: number;
  /** Runs that were ranked, at which at least this many of the selected units are on. */
  candidates: number;
  /** See `candidates`. */
  required: number;
  /** Length, ranked runs of that length, and those of them at which all are on: LSTMVis's two histograms. */
  lengths: [number, number, number][];
  /** Training positions that have been searched. */
  positions: number;
  /** Training positions in all. */
  training_positions: number;
  /** How many of them were known from an earlier question. */
  remembered: number;
  /** Every training position has been searched. */
  exact: boolean;
  /** Bytes in which bits of training positions are kept. */
  kept_bytes: number;
}

/** What happens to a word that is changed. */
export type Perturbation = "unknown" | "delete" | "replace";

/** A span against the sum of its words. */
export interface Phrase {
  /** The span. */
  span: [number, number];
  /** What it does to the rest of the text. */
  together: number;
  /** What each word does when it is put back alone. */
  alone: number[];
  /** together − the sum of `alone`. */
  interaction: number;
  /** The same by contextual decomposition; none for a bidirectional network. */
  decomposed: DecomposedPhrase | null;
}

/** A phrase. */
export interface PhraseNode {
  /** FROM and TO. */
  span: [number, number];
  /** What it is worth, in logit units. */
  score: number;
  /** The sum of what its words are worth by themselves. */
  words: number;
  /** The smallest node around it; none for the root. */
  parent: number | null;
  /** The round at whose end it stood first; 0 for the leaves. */
  round: number;
  /** Contextual decomposition ran away here, and the score was found by leaving out (or, with `…-always`, kept). */
  runaway: boolean;
}

/** A phrase of the list. */
export interface PhraseRule {
  /** Its place in the list, counted from 0. */
  rank: number;
  /** Its words. */
  tokens: string[];
  /** The class that it speaks for: 1 the last. */
  class: number;
  /** S: on average it multiplies the odds of its class by about so much. */
  score: number;
  /** Places in training. */
  occurrences: number;
  /** Training reviews. */
  reviews: number;
  /** The tokens at which it begins in the text; none in the lists. */
  positions: number[];
}

/** The rules, and what they say of a text. */
export interface PhraseRules {
  /** phrase-rules. */
  method: "phrase-rules";
  /** The form of the cell decomposition: gamma or beta. */
  form: string;
  /** Each word of a phrase multiplies the odds by more than this somewhere in training. */
  ratio: number;
  /** Training holds each phrase at least so often. */
  minimum: number;
  /** Phrases of the list. */
  total: number;
  /** The first phrases that speak for the last class. */
  positive: PhraseRule[];
  /** The first that speak for the other. */
  negative: PhraseRule[];
  /** Those that the text holds, in the order of the list: the first decides. */
  firing: PhraseRule[];
  /** What the list says. */
  verdict: number;
  /** What the network says. */
  network: number;
  /** Whether they say the same. */
  agrees: boolean;
  /** What the sum of all phrases says. */
  vote: number;
  /** What is said where no rule fires. */
  fallback: number;
  /** Reviews of `assess`, on which the figures rest. */
  reviews: number;
  /**
   * The list by its length, the whole list last; empty where there is no review of `assess`, and where the network
   * gives all of them the same verdict, which any list would.
   */
  curve: RulePoint[];
  /** Fidelity of the whole list of the form that was not chosen; null where the curve is empty. */
  other_fidelity: number | null;
  /** The tree, its root first. */
  tree: RuleNode[];
  /** The nodes that the text comes through. */
  path: number[];
  /** What the tree says. */
  tree_verdict: number;
  /** The share of reviews for which it gives the network's verdict; null where the curve is empty. */
  tree_fidelity: number | null;
  /** The share of their true classes. */
  tree_accuracy: number;
}

/** What a span is worth. */
export type PhraseScoring = "leave-out" | "contextual-decomposition" | "contextual-decomposition-always";

/** A tree of nested spans. */
export interface PhraseTree {
  /** The method's name. */
  method: "phrase-tree";
  /** Always the logit. */
  target: Target;
  /** What a span is worth. */
  score: PhraseScoring;
  /** The tokens in order. */
  tokens: string[];
  /** The words in order, then phrases as they grew, last the root. */
  nodes: PhraseNode[];
  /** How far to trust it. */
  fidelity: PhraseTreeFidelity;
}

/** How far the tree may be trusted. */
export interface PhraseTreeFidelity {
  /** Whether every score is a difference of two scores of the network. */
  exact: boolean;
  /** The score of the whole text, the output bias included. */
  score: number;
  /** Rounds done. */
  rounds: number;
  /** Words chosen so far. */
  chosen: number;
  /** Nodes whose decomposition ran away. */
  runaway: number;
}

/** What is kept or removed as a whole. */
export type Pieces = "bow" | "position" | "sentence";

/** A verdict and how it formed. */
export interface Prediction {
  /** The tokens as they were looked up. */
  tokens: string[];
  /** Where each token stands in the text, [from, to) in UTF-16 units, as JavaScript counts. */
  spans: [number, number][];
  /** The token is outside the vocabulary: the network read `<unk>` in its place. */
  unknown: boolean[];
  /** Which tokens were not read as typed, by their numbers: characters of theirs were composed, decoded or left out. */
  respelled: number[];
  /** The class that logit and probability are of, by its number: the last of two, of more the verdict. */
  class: number;
  /** The class that the network decides for, by its number. */
  verdict: number;
  /** The names of the classes. */
  classes: string[];
  /** The probability of each class. */
  probabilities: number[];
  /** The log-odds of the class after the whole text: with one output, what it says before the sigmoid. */
  logit: number;
  /** The probability of the class. */
  probability: number;
  /**
   * The same at the temperature that was fitted on reviews it had not seen (Guo et al. 2017): how often such a verdict
   * is right. Null where none was fitted, and where the network does not decide between two classes.
   */
  calibrated: number | null;
  /** The logit after each token. */
  running_logit: number[];
  /** The probability after each token. */
  running_probability: number[];
  /** The class that the network would decide for after each token, by its number. */
  running_verdict: number[];
  /** The logit before the first token: that of the empty text. */
  zero_logit: number;
  /** The probability before the first token. */
  zero_probability: number;
  /** The class that it would decide for before the first token. */
  zero_verdict: number;
  /** Tokens in the text. */
  found: number;
  /** Tokens that were read; fewer than `found` when the text was too long. */
  kept: number;
}

/** One entry of presets.json. */
export interface Preset {
  /** What addresses call it. */
  id: string;
  /** What readers see. */
  title: string;
  /** The text. */
  text: string;
  /** The row in the corpus. */
  review: number | null;
  /** Whose it is: own, imdb, rotten_tomatoes, or corpus for any other. */
  source: string;
  /** Its true class, if it has one. */
  label: number | null;
  /** The verdict. */
  prediction: Prediction;
  /** The tokens selected at first, FROM..TO without TO. */
  selected: [number, number];
  /** The weight of each word. */
  leave_one_out: Attribution<LeaveOneOutFidelity>;
  /** The same by LIME; null where it refuses, as in the fields below. */
  lime: Attribution<LimeFidelity> | null;
  /**
   * What each word wrote and what of that is left, after every word; of the first preset only, as the next field: these
   * are seen before the engine is there, and of a text of 74 words they are 58 kB.
   */
  contribution_over_time: ContributionOverTime | null;
  /** What would be missing without each word, after every word. */
  removal_over_time: RemovalOverTime | null;
  /** The selected words in training. */
  token_search: TokenSearch | null;
  /** Training states like that after the selected words. */
  activation_similarity: Similarity | null;
  /** The words that would move the verdict most in their place. */
  corpus_search: Ranking | null;
  /** The word vector that would. */
  activation_maximization: Maximization | null;
}

/** How far a job has come. */
export interface Progress {
  /** Units of work done: samples, words, restarts or positions, as the method's documentation says. */
  done: number;
  /** Units of work in all. */
  total: number;
  /** Nothing is left to do. */
  finished: boolean;
}

/**
 * So many of so many, with its 95 % interval by Clopper and Pearson (1934): the shares under which a count so high, or
 * so low, would come in more than 2.5 % of cases. It covers at least 95 %, whatever the share.
 */
export interface Proportion {
  /** The share counted; 0 of nothing. */
  share: number;
  /** The lower end of the interval. */
  low: number;
  /** The upper end. */
  high: number;
  /** Out of how many. */
  samples: number;
}

/** The questions that explanations answer. */
export type Question = "words" | "looking" | "training" | "trust";

/** What random orders do. */
export interface RandomBand {
  /** The share of the words at each point. */
  shares: number[];
  /** The mean score. */
  mean: number[];
  /** One standard deviation below. */
  low: number[];
  /** One standard deviation above. */
  high: number[];
}

/** Both bands. */
export interface RandomOrders {
  /** How many orders. */
  orders: number;
  /** Words taken away. */
  deletion: RandomBand;
  /** Words put in. */
  insertion: RandomBand;
}

/** A word, or a run of words, and what the network makes of it. */
export interface RankedWord {
  /** The word; a run's words with spaces between them. */
  token: string;
  /** The words of a run. */
  tokens?: string[];
  /** The word's id; none for a run. */
  id?: number;
  /** The target after it. */
  score: number;
  /** How often the training texts hold it; null without an index. */
  count: number | null;
  /** The probability that the network gives to the class that is explained after it. */
  probability: number;
}

/** The two ends of the ranking. */
export interface Ranking {
  /** corpus-search. */
  method: "corpus-search";
  /** Where the network came from. */
  from: From;
  /** What is ranked. */
  target: InnerTarget;
  /** The highest, highest first. */
  items: RankedWord[];
  /** The lowest, lowest first. */
  lowest: RankedWord[];
  /** How many words or runs were read. */
  words: number;
  /** How many steps of the network that took. */
  passes: number;
  /** How long it took; the caller has the clock. */
  seconds?: number;
  /** The filter that was set. */
  minimum_count: number;
  /** The target before any word; null for a gate before the first step. */
  base: number | null;
  /** The probability that the network gives before any word to the class that is explained. */
  base_probability: number;
}

/** How usual the text's pairs of neighbouring words are. */
export interface RarePairs {
  /** How many pairs there are. */
  pairs: number;
  /**
   * The tokens that make a rare pair with the next: one that training texts hold at most once, or with an unknown word.
   */
  rare: number[];
  /**
   * The share of validation reviews with as large a share of rare pairs; null without a pair or without such reviews.
   */
  p: number | null;
  /** Their mean share. */
  usual: number;
  /** How many tokens are unknown words. */
  unknown: number;
}

/** What a vector or token makes of the target. */
export interface Reached {
  /** The target's value. */
  score: number;
  /** The probability the network then gives to the class that is explained. */
  probability: number;
  /** The norm of the word vector. */
  norm: number;
}

/** How the hidden states of the last layer become the features of the output layer. */
export type Readout = "last" | "mean" | "max";

/** A token and what the network makes of it. */
export interface RealToken {
  /** The token. */
  token: string;
  /** The target after it. */
  score: number;
}

/** How a word's worth ran. */
export interface RemovalCourse {
  /** When it was read. */
  read: number;
  /** The largest in size, with its sign. */
  peak: number;
  /** After how many further words. */
  peak_after: number;
  /** After the last word. */
  last: number;
  /** The last as a share of what it was worth when read; null if it was silent then. */
  left: number | null;
  /** Whether it was silent when read and strong later. */
  silent: boolean;
}

/** How far the numbers may be trusted. */
export interface RemovalFidelity {
  /** Always: each number is a difference of two scores of the network. */
  exact: boolean;
  /** The score of the whole text. */
  score: number;
  /** The score before the first word. */
  zero: number;
  /** score − zero − Σ weights; null until every word is done. */
  column_gap: number | null;
  /** Words done so far; the others are shown with weight 0. */
  done: number;
}

/** The answer. */
export interface RemovalOverTime {
  /** The method's name. */
  method: "removal-over-time";
  /** Always the logit. */
  target: Target;
  /** The tokens in order. */
  tokens: string[];
  /** The last column: leave-one-out. */
  weights: number[];
  /** How each word's worth ran, as far as they are done. */
  words: RemovalCourse[];
  /** The matrix, by words, in text order. */
  rows: RemovalRow[];
  /** The range that was asked for. */
  span: RemovalRow | null;
  /** How its worth ran from its last word on. */
  span_course: RemovalCourse | null;
  /** How far to trust it. */
  fidelity: RemovalFidelity;
}

/** What would be missing without a word, or without a range of words. */
export interface RemovalRow {
  /** Which word, or the first of them. */
  word: number;
  /**
   * After itself, after the next word, … [steps − word]; of a range that is not read to its end, what is read of it.
   */
  values: number[];
}

/** A review as it is shown. */
export interface Review {
  /** Its row in the corpus. */
  review: number;
  /** Its side of the split. */
  split: Split;
  /** Its true class. */
  label: number;
  /** The text, or an excerpt. */
  text: string;
  /** What the network says of the last class, by the index; null without one. */
  probability: number | null;
}

/** What an index knows of one review. */
export interface ReviewRow {
  /** Its row in the corpus. */
  review: number;
  /** Its side of the split. */
  split: Split;
  /** Its true class. */
  label: number;
  /** What the network says of the last class. */
  probability: number;
  /** Its length. */
  tokens: number;
}

/** How many words to give a row of their own. */
export type Rows = "all" | number;

/** A review that holds the words. */
export interface RuleExample {
  /** Its row in the corpus. */
  review: number;
  /** Its true class. */
  label: number;
  /** What the network says of the last class. */
  probability: number;
  /** Where each word of the rule first stands, in the order of the rule. */
  positions: number[];
}

/** A rule in the training reviews. */
export interface RuleMemory {
  /** Reviews that hold every word of the rule, anywhere and in any order. */
  words: Holding;
  /** Those that hold them one after the other; null if they do not stand so in the text, and for a single word. */
  phrase: Holding | null;
  /** All training reviews: what a rule of no words would show. */
  all: Holding;
  /** Reviews with the words and the verdict, the surest first. */
  holds: RuleExample[];
  /** Reviews with the words and another verdict, the surest first. */
  fails: RuleExample[];
}

/** A node of the tree. */
export interface RuleNode {
  /** The words that are looked for; none at a leaf. */
  tokens: string[];
  /** Where to go on without them; 0 at a leaf. */
  without: number;
  /** Where to go on with them; 0 at a leaf. */
  with: number;
  /** Training reviews that come here and that the network judges to be of the last class. */
  positive: number;
  /** The others that come here. */
  negative: number;
  /** The verdict of most of them. */
  class: number;
}

/** How well a list of a length stands in for the network, as shares of the reviews of `assess`. */
export interface RulePoint {
  /** Rules of the list. */
  rules: number;
  /** Reviews in which one of them fires. */
  fired: number;
  /** Reviews with the network's verdict. */
  fidelity: number;
  /** Reviews with their true class. */
  accuracy: number;
  /** Fidelity if the phrases that fire are added up. */
  vote_fidelity: number;
  /** Accuracy then. */
  vote_accuracy: number;
}

/** How samples are drawn and made an estimate of the same weights. */
export type Sampler = "classic" | "model-assisted";

/** What the network says of one class: of two classes the last, of more the verdict unless another is asked for. */
export interface Score {
  /** Its log-odds: with one output, the output before the sigmoid. */
  logit: number;
  /** Its probability, 0 to 1. */
  probability: number;
  /** Whether the network decides for it. */
  favoured: boolean;
}

/** A selected unit and what it does around the span. */
export interface SelectedUnit {
  /** Its value at each step of the window: tanh c or h, with its own sign. */
  values: number[];
  /** From the embedding upwards. */
  layer: number;
  /** Within the layer. */
  unit: number;
  /** 1, or −1 for the negative side. */
  sign: number;
}

/** How the pieces with a weight are chosen. */
export type Selection = "auto" | "highest-weights" | "forward" | "none";

/** The side of the split that is looked through. */
export type Side = "train" | "validation";

/** On which sides of zero a unit can be on. */
export type Sides = "on" | "negative" | "both";

/** A passage of a training review. */
export interface SimilarPassage {
  /** The review's row in the corpus. */
  review: number;
  /** The token that the passage ends with; null where the index names reviews only. */
  position: number | null;
  /** Its last tokens; null if the text is not loaded. */
  tokens: string[] | null;
  /** The distance of the states. */
  score: number;
  /** The review's true class. */
  label: number;
  /** What the network says of the whole review. */
  probability: number;
  /** How often the training texts hold the tokens; only where runs of tokens are compared. */
  count?: number;
}

/** The passages of most similar states. */
export interface Similarity {
  /** activation-similarity. */
  method: "activation-similarity";
  /** The selected tokens. */
  span: [number, number];
  /** Where the network came from. */
  from: From;
  /** How states were compared. */
  metric: Metric;
  /** Every training position, or run of tokens, has been compared. */
  exact: boolean;
  /** How many states have been compared. */
  positions: number;
  /**
   * How many reviews have been read again: by a first answer, whose distances are lower bounds as long as this is 0, or
   * by an exact one because what was kept of them leaves it open whether they belong to it.
   */
  reread: number;
  /** How many of the positions were known from an earlier exact answer. */
  remembered: number;
  /** Bytes in which training states are kept. */
  kept_bytes: number;
  /** Nearest first. */
  items: SimilarPassage[];
  /** The share of the exact ten nearest reviews that such first answers name on average; null for other answers. */
  recall: number | null;
}

/** The side of the split a review is on. */
export type Split = "train" | "choose" | "assess";

/** The part of a state that is looked at. */
export type StatePart = "cell" | "hidden";

/** How well one kind of strange text is told from reviews. */
export interface StrangeTexts {
  /** unknown, random, shuffled or foreign. */
  kind: string;
  /** How many such texts. */
  texts: number;
  /**
   * The chance that a strange text looks stranger than a review (the area under the ROC curve; .5 is guessing) by
   * credibility, by cleverhans' credibility, by the share of rare pairs and by the share of unknown words.
   */
  auroc: [number, number, number, number];
}

/** What an explanation explains. */
export type Target = "logit" | "probability";

/** What was found. */
export interface TokenSearch {
  /** token-search. */
  method: "token-search";
  /** The selected tokens. */
  span: [number, number];
  /** As the vocabulary has them. */
  tokens: string[];
  /**
   * One of them is not in the vocabulary: the network cannot tell it from any other unknown word, so nothing is
   * searched for.
   */
  unknown: boolean;
  /** The reviews hold the tokens one after the other; else all of them somewhere, as far as the index tells. */
  in_order: boolean;
  /** What the network was trained on. */
  train: Histogram;
  /** What it was not. */
  validation: Histogram;
  /** The reviews whose prediction is nearest to the reader's own. */
  reviews: FoundReview[];
  /** What the network says of the reader's own text. */
  prediction: number;
}

/** The rule by which a model's texts were cut into tokens. */
export type Tokenizer = "unrolled" | "whitespace";

/** A training position at which the unit's value is extreme. */
export interface UnitContext {
  /** The review's row in the corpus. */
  review: number;
  /** The token after which it is so. */
  position: number;
  /** h or c. */
  value: number;
  /** The review's true class. */
  label: number;
  /** What the network says of the whole review. */
  probability: number;
  /** The tokens up to this one; null if the text is not loaded. */
  tokens: string[] | null;
}

/** The extremes of one unit. */
export interface UnitContexts {
  /** unit-contexts. */
  method: "unit-contexts";
  /** Which unit. */
  unit: number;
  /** Of which part of the state. */
  part: StatePart;
  /** Always: every training position was compared. */
  exact: boolean;
  /** Highest first. */
  highest: UnitContext[];
  /** Lowest first. */
  lowest: UnitContext[];
}

/** One unit of the last layer over this text. */
export interface UnitCourse {
  /** What it brings to the score in the end; all of them add up to the score without the bias. */
  contribution: number;
  /** Words until it has forgotten half, by its mean forget gate (update gate of a GRU); null if it forgets nothing. */
  half_life: number | null;
}

/** The lengths of the vocabulary's word vectors. */
export interface VocabularyNorm {
  /** Their mean. */
  mean: number;
  /** What 99 of 100 stay below. */
  p99: number;
}

/** What a method says. */
export interface Weighed {
  /** The method. */
  name: string;
  /** The weight of each token. */
  weights: number[];
  /** How many places share a word's weight, of which each has an equal part here; of LIME only. */
  shared?: number[];
  /** What should be known before it is believed. */
  note: string | null;
  /** It is shown as a warning only, and does not count among those that agree. */
  warning: boolean;
  /** By token: the weight is not the word's, as the method itself says (contextual decomposition that ran away). */
  runaway?: boolean[];
}

/** A rule without one of its words. */
export interface WithoutWord {
  /** The word's token. */
  position: number;
  /** How often the rest holds. */
  precision: Proportion;
}

/** One word changed. */
export interface WordChange {
  /** Which token. */
  position: number;
  /** What stood there. */
  token: string;
  /** What stands there now; null if it is left out. */
  replacement: string | null;
}

/** How a word's worth ran. */
export interface WordCourse {
  /** When it was read. */
  read: number;
  /** The largest in size, with its sign. */
  peak: number;
  /** After how many further words. */
  peak_after: number;
  /** After the last word. */
  last: number;
  /**
   * Words until at most half of what it was worth when read was left, or it had turned around; null if it never fell so
   * far.
   */
  half_life: number | null;
}

/** One word. */
export interface WordPush {
  /** The token. */
  token: string;
  /** How much higher the score is after it than after the average word in its place. */
  push: number;
  /** How much higher it still is once the average words have been read after either. */
  left: number;
  /** The same after as many average words as `after` says, from `push` to `left`. */
  curve: number[];
}

/** What each method answers. */
export interface Answers {
  "leave-one-out": Attribution<LeaveOneOutFidelity>;
  lime: Attribution<LimeFidelity>;
  anchors: Anchor;
  "contribution-over-time": ContributionOverTime;
  "removal-over-time": RemovalOverTime;
  "corpus-search": Ranking;
  "activation-similarity": Similarity;
  "token-search": TokenSearch;
  "pattern-search": PatternMatches;
  "unit-contexts": UnitContexts;
  "phrase-rules": PhraseRules;
  "deep-knn": DeepKnn;
  clamping: Clamping;
  "cell-decomposition": Attribution<CellFidelity>;
  "contextual-decomposition": ContextualDecomposition;
  interactions: Interactions;
  "phrase-tree": PhraseTree;
  counterfactuals: Counterfactuals;
  lasting: Lasting;
  "integrated-gradients": Attribution<IntegratedFidelity>;
  "gradient-input": Attribution<GradientFidelity>;
  agreement: Agreement;
  "activation-maximization": Maximization;
}

/** What can be set of each method. */
export interface Settings {
  "leave-one-out": {
    /** Which score is compared: the logit, because the probability hardly moves where the network is sure. */
    target: Target;
    /** A range of tokens, FROM..TO without TO, whose weight as a whole is wanted too. */
    span: [number, number] | null;
  };
  lime: {
    /** How many samples, the text itself included. */
    samples: number;
    /** How many pieces may have a weight. */
    features: Features;
    /** Which score is explained. */
    target: Target;
    /** What a piece is. */
    units: Pieces;
    /** The width of the kernel, in hundredths of cosine distance. */
    kernel_width: number;
    /** The ridge penalty of the final fit. */
    alpha: number;
    /** How pieces are chosen. */
    selection: Selection;
    /** How samples are drawn. */
    sampler: Sampler;
    /** Seed of the removals. */
    seed: number;
  };
  anchors: {
    /** What happens to a word that is changed. */
    perturbation: Perturbation;
    /** The precision wanted. */
    threshold: number;
    /** By how much the truth may fall short of it. */
    tolerance: number;
    /** The chance of being wrong about that. */
    delta: number;
    /** How far the rules that are gone on with may be from the best. */
    tau: number;
    /** How many rules are gone on with. */
    beam: number;
    /** Words of a rule at most. */
    words: number;
    /** Samples of the search at most. */
    samples: number;
    /** Samples for the final measurement, in whole blocks of 64; 0 measures nothing and counts in training only. */
    fresh: number;
    /** Whether tokens without a letter or digit may be in a rule. */
    punctuation: boolean;
    /** The reader's own rule, by the numbers of its tokens: it is measured and nothing is searched for. */
    rule: number[] | null;
    /** Seed of the changes. */
    seed: number;
  };
  "contribution-over-time": {
    /** Rows wanted: all of them grow with the square of the length. */
    rows: Rows;
    /** Words FROM..TO without TO that get a row in any case. */
    span: [number, number] | null;
  };
  "removal-over-time": {
    /** Rows wanted, of the words that are worth most at some time, or all: those grow with the square of the length. */
    rows: Rows;
    /** A range of tokens, FROM..TO without TO, that is left out as a whole too; each of its words gets a row. */
    span: [number, number] | null;
    /** Whether each word of the text is taken away; else the span alone, in one pass. */
    words: boolean;
    /**
     * Of several classes, whether the margin between the class and its rival is compared, as contribution over time has
     * it, in place of the log-odds of the class.
     */
    margin: boolean;
  };
  "corpus-search": {
    /** Whether the words follow the reader's text or nothing. */
    from: From;
    /** With `from` = text: how many tokens of the text come before the word; none is all of them. */
    position: number | null;
    /** What is ranked. */
    target: InnerTarget;
    /** How many words each list shows. */
    top: number;
    /** Words that the training texts hold less often are left out; 0 leaves out none. */
    minimum_count: number;
    /** 1 for words, 2 for bigrams, up to 4; above 1, those that the training texts hold. */
    ngrams: number;
  };
  "activation-similarity": {
    /** The selected tokens, FROM..TO without TO; none is the whole text. */
    span: [number, number] | null;
    /** In the context of the text before them, or alone from the zero state. */
    from: From;
    /** How states are compared. */
    metric: Metric;
    /** How many passages are listed. */
    top: number;
    /** Whether to go beyond the index and compare every training position. */
    exact: boolean;
    /** How much of every training state is kept for later exact answers in context; the first of them decides. */
    keep: Keep;
  };
  "token-search": {
    /** The selected tokens, FROM..TO without TO. There is no default: it must be set. */
    span: [number, number] | null;
    /** How many reviews are listed. */
    top: number;
  };
  "pattern-search": {
    /** The selected tokens, FROM..TO without TO; none is the whole text. */
    span: [number, number] | null;
    /** From where on a unit is on: above 0 and below 1. */
    threshold: number;
    /** Steps before the span at which a selected unit must be off. */
    left: number;
    /** Steps after it. */
    right: number;
    /** tanh c or h; none is tanh c where the network has cells, else h. */
    part: StatePart | null;
    /** On which sides of zero a unit can be on; LSTMVis has only `on`. */
    sides: Sides;
    /** The length that a run must have, 0 for any of at least two steps (LSTMVis's phrase_length). */
    phrase_length: number;
    /** How many candidates are enough: 10,000 as LSTMVis's precise search, 1,000 as its fast one. */
    candidates: number;
    /** How many runs are listed. */
    top: number;
    /** Whether to search, rather than only to say which units are selected. */
    search: boolean;
    /** Whether the bits of the training are kept for later questions. */
    keep: boolean;
  };
  "unit-contexts": {
    /** Which unit of the last layer, counted from 0. */
    unit: number;
    /** c or h; none is c where the network has cells, else h. */
    part: StatePart | null;
  };
  "phrase-rules": {
    /** So many of the first phrases of each class are left out. */
    from: number;
    /** So many phrases of each class are listed. */
    count: number;
  };
  "deep-knn": {
    /** At most so many prefixes are judged, evenly spaced, the whole text last. */
    prefixes: number;
    /** How many neighbours are listed. */
    top: number;
    /** Words are left out of texts of at most so many; 0 leaves none out. */
    leave_one_out: number;
  };
  clamping: {
    /** What is held. As a list of objects, or in words: "hidden:17=0,forget:3=1". */
    clamps: Holds;
  };
  "cell-decomposition": {
    /** Which form. */
    form: Form;
    /** Words FROM..TO without TO whose weight as a whole is wanted too: the sum of theirs. */
    span: [number, number] | null;
  };
  "contextual-decomposition": {
    /**
     * A range of tokens, FROM..TO without TO, that is decomposed as one part; only its own words are weighed then.
     * Without it every word is.
     */
    span: [number, number] | null;
    /** Where the products of two biases go. */
    bias: BiasRule;
    /** Decompose the score so many words after the span instead of that at the text's end. */
    window: number | null;
    /** Whether words are weighed one by one; without, only the span is decomposed. */
    words: boolean;
  };
  interactions: {
    /** Which score is compared. */
    target: Target;
    /** How many pairs the answer holds. */
    top: number;
    /** Among how many of the strongest words every pair is tried, however far apart. */
    among: number;
    /** A range of tokens, FROM..TO without TO, that is compared with the sum of its words. */
    span: [number, number] | null;
    /** Whether pairs are looked for; without them only the span is. */
    pairs: boolean;
  };
  "phrase-tree": {
    /** What a span is worth. */
    score: PhraseScoring;
    /** Words at or above this percentile of |score| are chosen in a round. */
    percentile: number;
    /** Rounds. */
    iterations: number;
  };
  counterfactuals: {
    /** What may be changed. */
    kind: ChangeKind;
    /** The least cosine between the vectors of old and new word; at 0 any word may stand in. */
    similarity: number;
    /** Words changed at most; null is 3 for replacements, 5 for leaving out. */
    flips: number | null;
    /** Answers after which no larger sets are tried; no more are listed. */
    results: number;
  };
  lasting: {
    /** Average words that are read after each word before what is left of its push is taken. */
    words_after: number;
  };
  "integrated-gradients": {
    /** Points on the way: 50, as Captum takes. */
    nodes: number;
    /** Where the way begins. */
    baseline: Baseline;
    /** Which score is explained. */
    target: Target;
    /** A range of tokens, FROM..TO without TO, whose weight as a whole is wanted too: the sum of theirs. */
    span: [number, number] | null;
  };
  "gradient-input": {
    /** Which score the gradient is of. */
    target: Target;
    /** A range of tokens, FROM..TO without TO, whose weight as a whole is wanted too: the sum of theirs. */
    span: [number, number] | null;
  };
  agreement: {
    /** LIME's samples. */
    samples: number;
    /** Nodes of integrated gradients. */
    nodes: number;
    /** Random orders. */
    random: number;
    /** Of LIME and of the random orders. */
    seed: number;
  };
  "activation-maximization": {
    /** After the reader's prefix, or from the zero state. */
    from: From;
    /** With `from` = text: how many tokens of the text are the prefix; none is all of them. */
    position: number | null;
    /** What is maximized. */
    target: InnerTarget;
    /** How long the vector may be. */
    norm: Norm;
    /** Whether a norm is reached exactly or at most. */
    constraint: Constraint;
    /** Steps of gradient ascent. */
    iterations: number;
    /** Random starts. */
    restarts: number;
    /** Adam's learning rate (Lucid's default). */
    learning_rate: number;
    /** Nearest tokens listed. */
    top: number;
    /** Seed of the random starts. */
    seed: number;
  };
}
