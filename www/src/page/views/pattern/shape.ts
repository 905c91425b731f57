/** Where the selected units' values, the threshold and the words stand; and the matches as rows aligned by word. */

import type { MatchedRun, PatternMatches } from "../../../types";
import { LEVELS } from "../../ui/tint";

export interface TrackShape {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
  step: number;
  /** The middle of a step, by its place in the text. */
  x: (token: number) => number;
  y: (value: number) => number;
  /** One path of points for each selected unit. */
  lines: [number, number][][];
  /** The selection, and the steps before and after it at which the units must be off. */
  brush: { x: number; width: number };
  zeros: { x: number; width: number }[];
  labels: { token: number; x: number; chosen: boolean }[];
}

const HEIGHT = 170;
const LABELS = 74;
/** Words written aslant under the picture need this much room each. */
const LABEL_ROOM = 15;

export function trackShape(found: PatternMatches, width: number): TrackShape {
  const [from, to] = found.window;
  const [left, right, top] = [52, width - 14, 10];
  const bottom = top + HEIGHT;
  const step = (right - left) / Math.max(1, to - from);
  const x = (token: number) => left + (token - from + 0.5) * step;
  const y = (value: number) => top + ((1 - value) / 2) * HEIGHT;
  const band = (first: number, end: number) => ({ x: left + (first - from) * step, width: (end - first) * step });
  const [a, b] = found.span;
  const zeros = [band(a - found.left, a), band(b, b + found.right)].filter((zero) => zero.width > 0);
  const every = Math.max(1, Math.ceil(LABEL_ROOM / step));
  const tokens = Array.from({ length: to - from }, (_, i) => from + i);
  // Counted from the selection, so that its first word always has its label.
  const labels = tokens
    .filter((token) => (token - a) % every === 0)
    .map((token) => ({ token, x: x(token), chosen: token >= a && token < b }));
  const lines = found.units.map((unit) => unit.values.map((value, i): [number, number] => [x(from + i), y(value)]));
  return {
    width,
    height: bottom + LABELS,
    left,
    right,
    top,
    bottom,
    step,
    x,
    y,
    lines,
    brush: band(a, b),
    zeros,
    labels,
  };
}

export interface MatchCell {
  word: string;
  /** Part of the run. */
  inside: boolean;
  /** −LEVELS … LEVELS, from surely negative to surely positive. */
  tint: number;
  /** 0 … LEVELS: how many of the selected units are on. */
  on: number;
  active: number | null;
  probability: number | null;
}

export interface MatchRow {
  match: MatchedRun;
  /** From the first column on; null where the review has no word. */
  cells: (MatchCell | null)[];
}

/** Columns before the first word of a run, and from it on. */
export interface Columns {
  before: number;
  from: number;
}

export function matchRows(items: MatchedRun[], units: number, columns: Columns): MatchRow[] {
  const offsets = Array.from({ length: columns.before + columns.from }, (_, i) => i - columns.before);
  return items.map((match) => ({
    match,
    cells: offsets.map((offset) => cellAt(match, match.position + offset, units)),
  }));
}

function cellAt(match: MatchedRun, position: number, units: number): MatchCell | null {
  const at = position - match.from;
  const word = match.tokens?.[at];
  if (word === undefined) return null;
  const [active, probability] = [match.active[at] ?? null, match.running[at] ?? null];
  const tint = probability === null ? 0 : Math.round((2 * probability - 1) * LEVELS);
  const on = active === null ? 0 : Math.ceil((active / Math.max(1, units)) * LEVELS);
  return {
    word,
    inside: position >= match.position && position < match.position + match.length,
    tint,
    on,
    active,
    probability,
  };
}
