/** Methods that give each word a weight: leave-one-out, LIME, cell decomposition, integrated gradients, gradient × input. */

import type { Target } from "./basics";

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

export interface CellFidelity {
  form: "gamma" | "beta";
  score: number;
  /** |Σ weights + intercept − logit|. */
  gap: number;
  layers: number;
}

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

export type Baseline = "unknown" | "mean" | "zero" | "pad";
export type LeaveOneOut = Attribution<LeaveOneOutFidelity>;
export type Lime = Attribution<LimeFidelity>;
export type CellDecomposition = Attribution<CellFidelity>;
export type IntegratedGradients = Attribution<IntegratedFidelity>;
