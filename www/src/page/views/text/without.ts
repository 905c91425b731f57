/** Leave-one-out → what the network says without a word. */

import type { LeaveOneOut } from "../../../types";

/** What the network says without some words. */
export interface Without {
  /** Of the class that is explained. */
  probability: number;
  /** It is another verdict than with them. */
  turns: boolean;
}

/** What the network says without one word, once that has been read. */
export function withoutOne({ without }: LeaveOneOut, token: number): Without | null {
  const probability = without?.probabilities[token];
  return probability === undefined ? null : { probability, turns: without?.turning.includes(token) === true };
}
