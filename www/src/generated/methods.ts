/**
 * Made from the Rust types, which say what is meant: not to be edited.
 * `UPDATE=1 cargo test --release --test suite types` makes it anew.
 */

import type { Answers, Module, Need, Question } from "./answers";

export type Method = keyof Answers;

/** All of them, in the order of the catalogue. */
export const METHODS: readonly Method[] = [
  "leave-one-out",
  "lime",
  "anchors",
  "contribution-over-time",
  "removal-over-time",
  "corpus-search",
  "activation-similarity",
  "token-search",
  "pattern-search",
  "unit-contexts",
  "phrase-rules",
  "deep-knn",
  "clamping",
  "cell-decomposition",
  "contextual-decomposition",
  "interactions",
  "phrase-tree",
  "counterfactuals",
  "lasting",
  "integrated-gradients",
  "gradient-input",
  "agreement",
  "activation-maximization",
];

/** The module of the engine that each lives in, but for those of the main module. */
export const MODULES: Partial<Record<Method, Module>> = {
  clamping: "further",
  "cell-decomposition": "further",
  "contextual-decomposition": "further",
  interactions: "further",
  "phrase-tree": "further",
  counterfactuals: "further",
  lasting: "further",
  "integrated-gradients": "gradients",
  "gradient-input": "gradients",
  agreement: "gradients",
  "activation-maximization": "gradients",
};

/** The question that each answers. */
export const QUESTIONS: Record<Method, Question> = {
  "leave-one-out": "words",
  lime: "words",
  anchors: "words",
  "contribution-over-time": "words",
  "removal-over-time": "words",
  "corpus-search": "looking",
  "activation-similarity": "training",
  "token-search": "training",
  "pattern-search": "training",
  "unit-contexts": "looking",
  "phrase-rules": "looking",
  "deep-knn": "trust",
  clamping: "looking",
  "cell-decomposition": "words",
  "contextual-decomposition": "words",
  interactions: "words",
  "phrase-tree": "words",
  counterfactuals: "words",
  lasting: "words",
  "integrated-gradients": "words",
  "gradient-input": "words",
  agreement: "trust",
  "activation-maximization": "looking",
};

/** Without these a method refuses as long as nothing is set. */
export const NEEDS: Partial<Record<Method, readonly Need[]>> = {
  "contribution-over-time": ["state-after-each-word"],
  "corpus-search": ["state-after-each-word"],
  "activation-similarity": ["state-after-each-word", "two-classes", "index"],
  "token-search": ["index", "words", "two-classes"],
  "pattern-search": ["state-after-each-word", "two-classes", "texts"],
  "unit-contexts": ["index", "two-classes"],
  "phrase-rules": ["index", "two-classes", "state-after-each-word"],
  "deep-knn": ["index", "two-classes"],
  clamping: ["state-after-each-word"],
  "cell-decomposition": ["state-after-each-word"],
  "contextual-decomposition": ["state-after-each-word"],
  counterfactuals: ["gradients"],
  lasting: ["state-after-each-word", "average-word"],
  "integrated-gradients": ["gradients"],
  "gradient-input": ["gradients"],
  agreement: ["gradients"],
  "activation-maximization": ["state-after-each-word", "gradients"],
};

/** With these it says more. */
export const USES: Partial<Record<Method, readonly Need[]>> = {
  anchors: ["index", "texts"],
  "corpus-search": ["index", "texts"],
  "activation-similarity": ["texts"],
  "pattern-search": ["index"],
  "unit-contexts": ["texts"],
  "deep-knn": ["texts"],
  "activation-maximization": ["index"],
};

/** Those whose work several engines can share. */
export const SHARED: readonly Method[] = [
  "lime",
  "anchors",
];

/** Those that draw random numbers, from the setting `seed`. */
export const SEEDED: readonly Method[] = [
  "lime",
  "anchors",
  "agreement",
  "activation-maximization",
];
