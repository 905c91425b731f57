/** What the others are made of: places in a text, classes, parts of the network, how far a job is. */

/** A half-open range of token positions, [from, to). */
export type TokenSpan = [number, number];
/** A half-open range of UTF-16 positions in the text. */
export type TextSpan = [number, number];
export type Target = "logit" | "probability";
export type Label = 0 | 1;
export type From = "zero" | "text";
export type Gate = "hidden" | "cell" | "input" | "forget" | "candidate" | "output" | "reset" | "update";
export type InnerTarget = "logit" | { unit: Gate; index: number };

export interface Progress {
  done: number;
  total: number;
  finished: boolean;
}
