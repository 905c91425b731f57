/** What a layer held while it read a text, and clamping, which holds some of it fast. */

import type { Gate, TokenSpan } from "./basics";

/** What one layer held after each token. */
export interface Inside {
  layer: number;
  units: number;
  /** LSTM: input, forget, candidate, output, cell, hidden; GRU: candidate, reset, update, hidden. */
  parts: Gate[];
  /** One part after the other, each [tokens, units]. */
  values: Float32Array;
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
