/** The running score → a line: where its points, its scale's labels and its words' labels stand. */

import type { Prediction } from "../../types";
import { percent } from "../numbers";
import { type Placed, measure, place } from "./labels";
import type { Turn } from "./turns";

export interface Point {
  x: number;
  y: number;
}

export interface WordLabel {
  x: number;
  width: number;
  weight: number;
  token: number;
  text: string;
  selected: boolean;
}

export interface RunningShape {
  width: number;
  height: number;
  /** The line's first point is before the first word. */
  points: Point[];
  /** Where the score is zero, which is where the verdict turns; of more than two classes it turns anywhere. */
  zero: number;
  isBorder: boolean;
  /** By the verdict: for the class that is explained, or for another. */
  areas: { isFor: boolean; points: Point[] }[];
  marks: { y: number; text: string }[];
  labels: Placed<WordLabel>[];
  /** Above this the plot, below it the words. */
  bottom: number;
  left: number;
  right: number;
}

/** Probabilities that may stand beside the scale, the most wanted first, with their log-odds, which is what the scale shows. */
const MARKS: [probability: number, logit: number][] = [
  [0.5, 0],
  [0.1, -2.1972],
  [0.9, 2.1972],
  [0.01, -4.5951],
  [0.99, 4.5951],
  [0.25, -1.0986],
  [0.75, 1.0986],
  [0.001, -6.9068],
  [0.999, 6.9068],
];
const ROW = 18;
const MARK_GAP = 17;
/** The scale always shows at least this far from 50 %, so that a flat line looks flat (logit units). */
const REACH = 1.2;

export interface RunningInput {
  prediction: Prediction;
  turns: Turn[];
  selected: [number, number] | null;
  /** The words as they stand in the text. */
  wordOf(token: number): string;
  selectedWords: string;
  width: number;
  font: string;
}

export function runningShape(input: RunningInput): RunningShape {
  const { prediction, width } = input;
  const narrow = width < 560;
  const rows = 2;
  const left = 46;
  const right = width - 6;
  const bottom = narrow ? 150 : 170;
  const logits = [prediction.zero_logit, ...prediction.running_logit];
  const low = Math.min(-REACH, ...extent(logits, Math.min));
  const high = Math.max(REACH, ...extent(logits, Math.max));
  const y = (logit: number) => 10 + ((high - logit) / (high - low)) * (bottom - 20);
  const x = (i: number) => left + (i / Math.max(1, logits.length - 1)) * (right - left);
  const points = logits.map((logit, i) => ({ x: x(i), y: y(logit) }));
  const labels = place(
    wordLabels(input, (token) => x(token + 1)),
    width,
    rows,
  );
  return {
    width,
    height: bottom + 8 + rows * ROW,
    points,
    zero: y(0),
    isBorder: prediction.classes.length === 2,
    areas: prediction.classes.length === 2 ? sides(points, y(0)) : stretches(prediction, points),
    marks: marks(y, low, high),
    labels,
    bottom,
    left,
    right,
  };
}

/** Above zero and below it. */
function sides(points: Point[], zero: number): RunningShape["areas"] {
  const outline = withCrossings(points, zero);
  const cut = (limit: (a: number, b: number) => number) => outline.map(({ x, y }) => ({ x, y: limit(zero, y) }));
  return [
    { isFor: true, points: cut(Math.min) },
    { isFor: false, points: cut(Math.max) },
  ];
}

/** Words one after another with which the network would have decided for the class that is explained, or for another. */
function stretches({ running_verdict, class: explained }: Prediction, points: Point[]): RunningShape["areas"] {
  const found: RunningShape["areas"] = [];
  running_verdict.forEach((verdict, token) => {
    const [before, after] = [points[token], points[token + 1]];
    if (before === undefined || after === undefined) return;
    const isFor = verdict === explained;
    const last = found.at(-1);
    if (last?.isFor === isFor) last.points.push(after);
    else found.push({ isFor, points: [before, after] });
  });
  return found;
}

/** The line with a point wherever it crosses zero, so that the areas on either side meet it exactly. */
export function withCrossings(points: Point[], zero: number): Point[] {
  return points.flatMap((point, i) => {
    const before = points[i - 1];
    if (before === undefined || (before.y - zero) * (point.y - zero) >= 0) return [point];
    const share = (zero - before.y) / (point.y - before.y);
    return [{ x: before.x + share * (point.x - before.x), y: zero }, point];
  });
}

/** The largest or smallest value, without spreading thousands of arguments. */
function extent(values: number[], pick: (a: number, b: number) => number): number[] {
  return values.length === 0 ? [] : [values.reduce((a, b) => pick(a, b))];
}

/** Probabilities to write beside a scale of log-odds from `low` to `high`, none on top of another. */
export function marks(y: (logit: number) => number, low: number, high: number): RunningShape["marks"] {
  const taken: { y: number; text: string }[] = [];
  for (const [probability, logit] of MARKS) {
    if (logit < low || logit > high) continue;
    const at = y(logit);
    if (taken.every((mark) => Math.abs(mark.y - at) >= MARK_GAP)) taken.push({ y: at, text: percent(probability) });
  }
  return taken;
}

function wordLabels(input: RunningInput, x: (token: number) => number): WordLabel[] {
  const { selected, turns, wordOf, font } = input;
  const label = (token: number, weight: number, isSelected: boolean): WordLabel => {
    const text = isSelected ? input.selectedWords : wordOf(token);
    return {
      x: x(token),
      width: measure(text, isSelected ? `bold ${font}` : font) + 2,
      weight,
      token,
      text,
      selected: isSelected,
    };
  };
  const chosen = selected === null ? [] : [label(selected[1] - 1, Number.POSITIVE_INFINITY, true)];
  const others = turns
    .filter((turn) => selected === null || turn.token < selected[0] || turn.token >= selected[1])
    .map((turn) => label(turn.token, Math.abs(turn.change), false));
  return [...chosen, ...others];
}
