/** Agreement of the methods. */

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
