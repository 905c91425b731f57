/**
 * Made from the Rust types, which say what is meant: not to be edited.
 * `UPDATE=1 cargo test --release --test suite types` makes it anew.
 */

import type { Settings } from "./answers";

/** Words that stand less often in training are left out of corpus search, as in the presets. */
export const MINIMUM_COUNT = 50;
/** How often LIME draws in the page, and how, as in the presets. */
export const PAGE_LIME_SAMPLES: Settings["lime"]["samples"] = 2500;
export const PAGE_LIME_SAMPLER: Settings["lime"]["sampler"] = "model-assisted";

export const LEAVE_ONE_OUT_TARGET: Settings["leave-one-out"]["target"] = "logit";
export const LEAVE_ONE_OUT_SPAN: Settings["leave-one-out"]["span"] = null;

export const LIME_SAMPLES: Settings["lime"]["samples"] = 5000;
export const LIME_FEATURES: Settings["lime"]["features"] = 10;
export const LIME_TARGET: Settings["lime"]["target"] = "probability";
export const LIME_UNITS: Settings["lime"]["units"] = "bow";
export const LIME_KERNEL_WIDTH: Settings["lime"]["kernel_width"] = 25.0;
export const LIME_ALPHA: Settings["lime"]["alpha"] = 1.0;
export const LIME_SELECTION: Settings["lime"]["selection"] = "auto";
export const LIME_SAMPLER: Settings["lime"]["sampler"] = "classic";
export const LIME_SEED: Settings["lime"]["seed"] = 0;

export const ANCHORS_PERTURBATION: Settings["anchors"]["perturbation"] = "delete";
export const ANCHORS_THRESHOLD: Settings["anchors"]["threshold"] = 0.95;
export const ANCHORS_TOLERANCE: Settings["anchors"]["tolerance"] = 0.05;
export const ANCHORS_DELTA: Settings["anchors"]["delta"] = 0.1;
export const ANCHORS_TAU: Settings["anchors"]["tau"] = 0.15;
export const ANCHORS_BEAM: Settings["anchors"]["beam"] = 4;
export const ANCHORS_WORDS: Settings["anchors"]["words"] = 6;
export const ANCHORS_SAMPLES: Settings["anchors"]["samples"] = 16384;
export const ANCHORS_FRESH: Settings["anchors"]["fresh"] = 1024;
export const ANCHORS_PUNCTUATION: Settings["anchors"]["punctuation"] = false;
export const ANCHORS_RULE: Settings["anchors"]["rule"] = null;
export const ANCHORS_SEED: Settings["anchors"]["seed"] = 0;

export const CONTRIBUTION_OVER_TIME_ROWS: Settings["contribution-over-time"]["rows"] = "all";
export const CONTRIBUTION_OVER_TIME_SPAN: Settings["contribution-over-time"]["span"] = null;

export const REMOVAL_OVER_TIME_ROWS: Settings["removal-over-time"]["rows"] = 500;
export const REMOVAL_OVER_TIME_SPAN: Settings["removal-over-time"]["span"] = null;
export const REMOVAL_OVER_TIME_WORDS: Settings["removal-over-time"]["words"] = true;
export const REMOVAL_OVER_TIME_MARGIN: Settings["removal-over-time"]["margin"] = false;

export const CORPUS_SEARCH_FROM: Settings["corpus-search"]["from"] = "text";
export const CORPUS_SEARCH_POSITION: Settings["corpus-search"]["position"] = null;
export const CORPUS_SEARCH_TARGET: Settings["corpus-search"]["target"] = "logit";
export const CORPUS_SEARCH_TOP: Settings["corpus-search"]["top"] = 20;
export const CORPUS_SEARCH_MINIMUM_COUNT: Settings["corpus-search"]["minimum_count"] = 0;
export const CORPUS_SEARCH_NGRAMS: Settings["corpus-search"]["ngrams"] = 1;

export const ACTIVATION_SIMILARITY_SPAN: Settings["activation-similarity"]["span"] = null;
export const ACTIVATION_SIMILARITY_FROM: Settings["activation-similarity"]["from"] = "text";
export const ACTIVATION_SIMILARITY_METRIC: Settings["activation-similarity"]["metric"] = "l2";
export const ACTIVATION_SIMILARITY_TOP: Settings["activation-similarity"]["top"] = 10;
export const ACTIVATION_SIMILARITY_EXACT: Settings["activation-similarity"]["exact"] = false;
export const ACTIVATION_SIMILARITY_KEEP: Settings["activation-similarity"]["keep"] = "much";

export const TOKEN_SEARCH_SPAN: Settings["token-search"]["span"] = null;
export const TOKEN_SEARCH_TOP: Settings["token-search"]["top"] = 50;

export const PATTERN_SEARCH_SPAN: Settings["pattern-search"]["span"] = null;
export const PATTERN_SEARCH_THRESHOLD: Settings["pattern-search"]["threshold"] = 0.3;
export const PATTERN_SEARCH_LEFT: Settings["pattern-search"]["left"] = 1;
export const PATTERN_SEARCH_RIGHT: Settings["pattern-search"]["right"] = 0;
export const PATTERN_SEARCH_PART: Settings["pattern-search"]["part"] = null;
export const PATTERN_SEARCH_SIDES: Settings["pattern-search"]["sides"] = "both";
export const PATTERN_SEARCH_PHRASE_LENGTH: Settings["pattern-search"]["phrase_length"] = 0;
export const PATTERN_SEARCH_CANDIDATES: Settings["pattern-search"]["candidates"] = 10000;
export const PATTERN_SEARCH_TOP: Settings["pattern-search"]["top"] = 50;
export const PATTERN_SEARCH_SEARCH: Settings["pattern-search"]["search"] = true;
export const PATTERN_SEARCH_KEEP: Settings["pattern-search"]["keep"] = true;

export const UNIT_CONTEXTS_UNIT: Settings["unit-contexts"]["unit"] = 0;
export const UNIT_CONTEXTS_PART: Settings["unit-contexts"]["part"] = null;

export const PHRASE_RULES_FROM: Settings["phrase-rules"]["from"] = 0;
export const PHRASE_RULES_COUNT: Settings["phrase-rules"]["count"] = 20;

export const DEEP_KNN_PREFIXES: Settings["deep-knn"]["prefixes"] = 300;
export const DEEP_KNN_TOP: Settings["deep-knn"]["top"] = 20;
export const DEEP_KNN_LEAVE_ONE_OUT: Settings["deep-knn"]["leave_one_out"] = 400;

export const CLAMPING_CLAMPS: Settings["clamping"]["clamps"] = [];

export const CELL_DECOMPOSITION_FORM: Settings["cell-decomposition"]["form"] = "gamma";
export const CELL_DECOMPOSITION_SPAN: Settings["cell-decomposition"]["span"] = null;

export const CONTEXTUAL_DECOMPOSITION_SPAN: Settings["contextual-decomposition"]["span"] = null;
export const CONTEXTUAL_DECOMPOSITION_BIAS: Settings["contextual-decomposition"]["bias"] = "inclusive";
export const CONTEXTUAL_DECOMPOSITION_WINDOW: Settings["contextual-decomposition"]["window"] = null;
export const CONTEXTUAL_DECOMPOSITION_WORDS: Settings["contextual-decomposition"]["words"] = true;

export const INTERACTIONS_TARGET: Settings["interactions"]["target"] = "logit";
export const INTERACTIONS_TOP: Settings["interactions"]["top"] = 20;
export const INTERACTIONS_AMONG: Settings["interactions"]["among"] = 16;
export const INTERACTIONS_SPAN: Settings["interactions"]["span"] = null;
export const INTERACTIONS_PAIRS: Settings["interactions"]["pairs"] = true;

export const PHRASE_TREE_SCORE: Settings["phrase-tree"]["score"] = "leave-out";
export const PHRASE_TREE_PERCENTILE: Settings["phrase-tree"]["percentile"] = 99.5;
export const PHRASE_TREE_ITERATIONS: Settings["phrase-tree"]["iterations"] = 25;

export const COUNTERFACTUALS_KIND: Settings["counterfactuals"]["kind"] = "replace";
export const COUNTERFACTUALS_SIMILARITY: Settings["counterfactuals"]["similarity"] = 0.0;
export const COUNTERFACTUALS_FLIPS: Settings["counterfactuals"]["flips"] = null;
export const COUNTERFACTUALS_RESULTS: Settings["counterfactuals"]["results"] = 5;

export const LASTING_WORDS_AFTER: Settings["lasting"]["words_after"] = 100;

export const INTEGRATED_GRADIENTS_NODES: Settings["integrated-gradients"]["nodes"] = 50;
export const INTEGRATED_GRADIENTS_BASELINE: Settings["integrated-gradients"]["baseline"] = "unknown";
export const INTEGRATED_GRADIENTS_TARGET: Settings["integrated-gradients"]["target"] = "logit";
export const INTEGRATED_GRADIENTS_SPAN: Settings["integrated-gradients"]["span"] = null;

export const GRADIENT_INPUT_TARGET: Settings["gradient-input"]["target"] = "logit";
export const GRADIENT_INPUT_SPAN: Settings["gradient-input"]["span"] = null;

export const AGREEMENT_SAMPLES: Settings["agreement"]["samples"] = 1000;
export const AGREEMENT_NODES: Settings["agreement"]["nodes"] = 50;
export const AGREEMENT_RANDOM: Settings["agreement"]["random"] = 20;
export const AGREEMENT_SEED: Settings["agreement"]["seed"] = 0;

export const ACTIVATION_MAXIMIZATION_FROM: Settings["activation-maximization"]["from"] = "text";
export const ACTIVATION_MAXIMIZATION_POSITION: Settings["activation-maximization"]["position"] = null;
export const ACTIVATION_MAXIMIZATION_TARGET: Settings["activation-maximization"]["target"] = "logit";
export const ACTIVATION_MAXIMIZATION_NORM: Settings["activation-maximization"]["norm"] = "free";
export const ACTIVATION_MAXIMIZATION_CONSTRAINT: Settings["activation-maximization"]["constraint"] = "fixed";
export const ACTIVATION_MAXIMIZATION_ITERATIONS: Settings["activation-maximization"]["iterations"] = 300;
export const ACTIVATION_MAXIMIZATION_RESTARTS: Settings["activation-maximization"]["restarts"] = 5;
export const ACTIVATION_MAXIMIZATION_LEARNING_RATE: Settings["activation-maximization"]["learning_rate"] = 0.05;
export const ACTIVATION_MAXIMIZATION_TOP: Settings["activation-maximization"]["top"] = 10;
export const ACTIVATION_MAXIMIZATION_SEED: Settings["activation-maximization"]["seed"] = 0;
