/** Units that are on together: pattern search and unit contexts. */

import type { Label, TokenSpan } from "./basics";

/** One way in which a unit can be on. */
export interface SelectedUnit {
  layer: number;
  unit: number;
  sign: 1 | -1;
  /** Its value at each step of the window, tanh c or h. */
  values: number[];
}

/** A run of steps of a training review at which selected units are on. */
export interface MatchedRun {
  review: number;
  position: number;
  length: number;
  /** Selected units that are on over all of it, and these together with all selected ones. */
  matched: number;
  union: number;
  score: number;
  label: Label;
  probability: number | null;
  /** The first of the tokens shown. */
  from: number;
  tokens: string[] | null;
  /** After each of them; empty until the search has ended. */
  running: number[];
  active: number[];
}

export interface PatternMatches {
  method: string;
  span: TokenSpan;
  threshold: number;
  part: "cell" | "hidden";
  sides: "on" | "negative" | "both";
  left: number;
  right: number;
  phrase_length: number;
  /** Whether the steps that must be off lie within the text; if not, no unit is selected. */
  brush_in_text: boolean;
  window: TokenSpan;
  units: SelectedUnit[];
  items: MatchedRun[];
  /** Runs at which all selected units are on; in how many reviews; how many of the runs in positive ones. */
  together: number;
  together_reviews: number;
  together_last_class: number;
  /** The share of all training positions that lie in positive reviews. */
  base_share: number;
  /** Runs that were ranked: at least `required` selected units are on. */
  candidates: number;
  required: number;
  /** Length, ranked runs of it, and those of them at which all are on. */
  lengths: [number, number, number][];
  positions: number;
  training_positions: number;
  remembered: number;
  exact: boolean;
  kept_bytes: number;
}

export interface UnitContext {
  review: number;
  position: number;
  value: number;
  label: Label;
  probability: number;
  tokens: string[] | null;
}

export interface UnitContexts {
  method: string;
  unit: number;
  part: "cell" | "hidden";
  exact: boolean;
  highest: UnitContext[];
  lowest: UnitContext[];
}
