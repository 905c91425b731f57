/**
 * Made from the Rust types, which say what is meant: not to be edited.
 * `UPDATE=1 cargo test --release --test suite types` makes it anew.
 */

export const LEAVE_ONE_OUT = {
  target: ["logit", "probability"],
} as const;

export const LIME = {
  target: ["logit", "probability"],
  units: ["bow", "position", "sentence"],
  selection: ["auto", "highest-weights", "forward", "none"],
  sampler: ["classic", "model-assisted"],
} as const;

export const ANCHORS = {
  perturbation: ["unknown", "delete", "replace"],
} as const;

export const CORPUS_SEARCH = {
  from: ["zero", "text"],
} as const;

export const ACTIVATION_SIMILARITY = {
  from: ["zero", "text"],
  metric: ["l2", "cosine"],
  keep: ["nothing", "little", "much"],
} as const;

export const PATTERN_SEARCH = {
  part: ["cell", "hidden"],
  sides: ["on", "negative", "both"],
} as const;

export const UNIT_CONTEXTS = {
  part: ["cell", "hidden"],
} as const;

export const CELL_DECOMPOSITION = {
  form: ["gamma", "beta"],
} as const;

export const CONTEXTUAL_DECOMPOSITION = {
  bias: ["inclusive", "strict"],
} as const;

export const INTERACTIONS = {
  target: ["logit", "probability"],
} as const;

export const PHRASE_TREE = {
  score: ["leave-out", "contextual-decomposition", "contextual-decomposition-always"],
} as const;

export const COUNTERFACTUALS = {
  kind: ["replace", "leave-out"],
} as const;

export const INTEGRATED_GRADIENTS = {
  baseline: ["unknown", "mean", "zero", "pad"],
  target: ["logit", "probability"],
} as const;

export const GRADIENT_INPUT = {
  target: ["logit", "probability"],
} as const;

export const ACTIVATION_MAXIMIZATION = {
  from: ["zero", "text"],
  constraint: ["fixed", "capped"],
} as const;
