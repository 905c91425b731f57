/**
 * The shapes that the engine hands out and that presets.json and manifest.json hold, as Rust has them, and the page's own
 * names for some. Names of fields are those of the command line's --json, so that its output can be pasted in here.
 */

import type { Answers, Preset } from "./generated/answers";

export type * from "./generated/answers";

/** A half-open range of token positions, [from, to). */
export type TokenSpan = [number, number];
/** A class, by its index: 0 the first. */
export type Label = number;

export type LeaveOneOut = Answers["leave-one-out"];
export type Lime = Answers["lime"];
export type CellDecomposition = Answers["cell-decomposition"];
export type IntegratedGradients = Answers["integrated-gradients"];

/** presets.json. */
export interface Presets {
  presets: Preset[];
}
