/** Deep k-nearest neighbours. */

import type { Label } from "./basics";

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
