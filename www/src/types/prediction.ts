/** `predict`: what the network says of a text, word by word. */

import type { TextSpan } from "./basics";

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
