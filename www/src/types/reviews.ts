/** Reviews of the bundle. */

import type { Label } from "./basics";

export type Split = "train" | "validation" | "choose" | "assess";

export interface Review {
  review: number;
  split: Split;
  label: Label;
  text: string;
  /** By the index; null without one. */
  probability: number | null;
}

export interface ReviewRow {
  review: number;
  split: Split;
  label: Label;
  probability: number;
  /** Its length. */
  tokens: number;
}

export interface BrowseFilter {
  split: "validation";
  order: "wrong-and-sure" | "least-sure" | "surest";
  label?: Label;
  limit: number;
}
