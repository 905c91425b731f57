/**
 * Made from the Rust types, which say what is meant: not to be edited.
 * `UPDATE=1 cargo test --release --test suite types` makes it anew.
 */

import type { Settings } from "./answers";

/** Words that stand less often in training are left out of corpus search, as in the presets. */
export const MINIMUM_COUNT = 50;

export const LEAVE_ONE_OUT: Settings["leave-one-out"] = {
  target: "logit",
  span: null,
};

export const LIME: Settings["lime"] = {
  samples: 5000,
  features: 10,
  target: "probability",
  units: "bow",
  kernel_width: 25.0,
  alpha: 1.0,
  selection: "auto",
  sampler: "classic",
  seed: 0,
};

export const ANCHORS: Settings["anchors"] = {
  perturbation: "delete",
  threshold: 0.95,
  tolerance: 0.05,
  delta: 0.1,
  tau: 0.15,
  beam: 4,
  words: 6,
  samples: 16384,
  fresh: 1024,
  punctuation: false,
  rule: null,
  seed: 0,
};

export const CONTRIBUTION_OVER_TIME: Settings["contribution-over-time"] = {
  rows: "all",
  span: null,
};

export const CELL_DECOMPOSITION: Settings["cell-decomposition"] = {
  form: "gamma",
  span: null,
};

export const CORPUS_SEARCH: Settings["corpus-search"] = {
  from: "text",
  position: null,
  target: "logit",
  top: 20,
  minimum_count: 0,
  ngrams: 1,
};

export const ACTIVATION_SIMILARITY: Settings["activation-similarity"] = {
  span: null,
  from: "text",
  metric: "l2",
  top: 10,
  exact: false,
  keep: "much",
};

export const TOKEN_SEARCH: Settings["token-search"] = {
  span: null,
  top: 50,
};

export const PATTERN_SEARCH: Settings["pattern-search"] = {
  span: null,
  threshold: 0.3,
  left: 1,
  right: 0,
  part: null,
  sides: "both",
  phrase_length: 0,
  candidates: 10000,
  top: 50,
  search: true,
  keep: true,
};

export const UNIT_CONTEXTS: Settings["unit-contexts"] = {
  unit: 0,
  part: null,
};

export const PHRASE_RULES: Settings["phrase-rules"] = {
  from: 0,
  count: 20,
};

export const DEEP_KNN: Settings["deep-knn"] = {
  prefixes: 300,
  top: 20,
  leave_one_out: 400,
};

export const CLAMPING: Settings["clamping"] = {
  clamps: [],
};

export const CONTEXTUAL_DECOMPOSITION: Settings["contextual-decomposition"] = {
  span: null,
  bias: "inclusive",
  window: null,
  words: true,
};

export const INTERACTIONS: Settings["interactions"] = {
  target: "logit",
  top: 20,
  among: 16,
  span: null,
  pairs: true,
};

export const PHRASE_TREE: Settings["phrase-tree"] = {
  score: "leave-out",
  percentile: 99.5,
  iterations: 25,
};

export const COUNTERFACTUALS: Settings["counterfactuals"] = {
  kind: "replace",
  similarity: 0.0,
  flips: null,
  results: 5,
};

export const INTEGRATED_GRADIENTS: Settings["integrated-gradients"] = {
  nodes: 50,
  baseline: "unknown",
  target: "logit",
  span: null,
};

export const GRADIENT_INPUT: Settings["gradient-input"] = {
  target: "logit",
  span: null,
};

export const AGREEMENT: Settings["agreement"] = {
  samples: 1000,
  nodes: 50,
  random: 20,
  seed: 0,
};

export const ACTIVATION_MAXIMIZATION: Settings["activation-maximization"] = {
  from: "text",
  position: null,
  target: "logit",
  norm: "free",
  constraint: "fixed",
  iterations: 300,
  restarts: 5,
  learning_rate: 0.05,
  top: 10,
  seed: 0,
};
