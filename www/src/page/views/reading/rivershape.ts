/**
 * Contributions over time → a river of strands, one for each word, whose widths are what the words wrote and still shows.
 *
 * A strand has a width in the middle of every column from its word's own on: above the zero line while it is positive,
 * below it while it is negative. Widths between two middles follow a monotone cubic, so that none is ever less than nothing
 * and strands laid one upon another never cross; a strand that begins, ends or turns does so at the edge between two
 * columns. All edges are sums of widths, and so is the line of the score: blue minus orange is the score everywhere.
 *
 * What is painted reaches from the zero line to the strand's outer edge, outermost first: the next one covers the rest.
 */

import type { ContributionOverTime } from "../../../types";
import { LEVELS } from "../../ui/tint";
import { type Axis, edge, middle } from "./axisshape";

/** What is drawn of its own: a word, the score before the first word, or all the words too thin to be seen. */
export type Source = number | "start" | "others";

/** A sum of widths along the columns that are looked at; index 0 is the time before them. */
interface Widths {
  /** In the middle of each column, and how steep there. */
  at: Float64Array;
  steep: Float64Array;
  /** At the edge between a column and the next, and how steep there. */
  edge: Float64Array;
  edgeSteep: Float64Array;
  /** Between two middles nothing begins or ends. */
  smooth: Uint8Array;
}

export interface Strand {
  source: Source;
  isUp: boolean;
  /** 1 … LEVELS, by its largest width. */
  level: number;
  /** Its largest width, in points of the score. */
  peak: number;
  /** From the zero line to its outer edge. */
  path: string;
  inner: Widths;
  outer: Widths;
  /** The columns in which it has a width, of those that are looked at. */
  first: number;
  last: number;
}

export interface RiverShape {
  axis: Axis;
  /** Where the score is zero, and pixels for a point of the score. */
  zero: number;
  unit: number;
  /** Columns there are so far. */
  columns: number;
  /** In the order of painting. */
  strands: Strand[];
  line: string;
  /** What lies between the line and zero, where there are no strands. */
  area: string;
  /** The score in the middle of each column, and how far the river reaches up and down there. */
  scores: Float64Array;
  up: Float64Array;
  down: Float64Array;
}

export interface RiverInput {
  found: ContributionOverTime | null;
  /** The score before the first word and after each; of contributions their own. */
  zero: number;
  running: number[];
  axis: Axis;
  top: number;
  height: number;
  /** Scores of other texts that are to fit in. */
  others?: number[];
  /** Strands at most, and how many pixels one has at least somewhere. */
  most: number;
  least: number;
}

/** The scale shows at least this far from zero, so that what is flat looks flat (logit units). */
const REACH = 1.2;
/** Middles stand at least this far from each other (pixels). */
const COARSE = 0.6;
/** Narrower columns are drawn with straight lines. */
const STRAIGHT = 3;
/** A beginning nearer to zero than this is rounding (logit units). */
const NOTHING = 1e-4;

export function riverShape(input: RiverInput): RiverShape {
  const { found, axis, top, height } = input;
  const running = found?.running_logit ?? input.running;
  const done = Math.min(axis.to, found?.fidelity.done ?? running.length, running.length);
  const columns = Math.max(0, done - axis.from);
  const before = found?.intercept ?? input.zero;
  const scores = Float64Array.from({ length: columns + 1 }, (_, i) => running[axis.from + i - 1] ?? before);
  const rows = found === null ? [] : rowsOf(found, axis.from, columns);
  const rest = restOf(found, rows, scores);
  const [up, down] = [totals(rows, rest, scores, 1), totals(rows, rest, scores, -1)];
  const others = input.others ?? [];
  const high = others.reduce((a, b) => Math.max(a, b), reach(up));
  const low = others.reduce((a, b) => Math.max(a, -b), reach(down));
  const unit = height / (high + low);
  const zero = top + high * unit;
  const shape = { axis, zero, unit, columns, scores, up, down };
  const { series, ends } = found === null ? { series: [], ends: null } : seriesOf(input, rows, rest, unit);
  const strands = [...stack(shape, series, true), ...stack(shape, series, false)];
  const score =
    ends === null ? widths(shape, scores, true) : minus(sumOf(shape, series, true), sumOf(shape, series, false));
  return {
    ...shape,
    strands,
    line: columns === 0 ? "" : `M${boundary(shape, score, 1, 1, columns)}`,
    area: area(shape, score, 1, 1, columns),
  };
}

const reach = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, value), REACH);

interface Row {
  word: number;
  /** Of the columns that are looked at; index 0 is the time before them. */
  values: Float64Array;
  peak: number;
}

function rowsOf({ rows }: ContributionOverTime, from: number, columns: number): Row[] {
  return rows
    .filter(({ word }) => word < from + columns)
    .map(({ word, values }) => {
      const part = Float64Array.from({ length: columns + 1 }, (_, i) => values[from + i - 1 - word] ?? 0);
      return { word, values: part, peak: part.reduce((most, value) => Math.max(most, Math.abs(value)), 0) };
    });
}

/** What closes the sum: with a row for every word the score before the first word, else what the other words are worth. */
function restOf(found: ContributionOverTime | null, rows: Row[], scores: Float64Array) {
  const sum = scores.map((score, i) => rows.reduce((left, { values }) => left - (values[i] ?? 0), score));
  const start = found?.intercept ?? 0;
  if (found === null || found.rows.length >= found.tokens.length)
    return { start: sum.map((value) => (Math.abs(value) < NOTHING ? 0 : value)), others: null };
  const isSure = Math.abs(start) >= NOTHING;
  return { start: sum.map(() => (isSure ? start : 0)), others: sum.map((value) => value - (isSure ? start : 0)) };
}
type Rest = ReturnType<typeof restOf>;

/** How far the river reaches to one side. */
function totals(rows: Row[], { start, others }: Rest, scores: Float64Array, sign: number): Float64Array {
  const side = (value = 0) => Math.max(0, sign * value);
  return scores.map((score, i) =>
    rows.length === 0
      ? side(score)
      : rows.reduce((sum, { values }) => sum + side(values[i]), side(start[i]) + side(others?.[i])),
  );
}

interface Series {
  source: Source;
  up: Float64Array;
  down: Float64Array;
}

const split = (source: Source, values: Float64Array): Series => ({
  source,
  up: values.map((value) => Math.max(0, value)),
  down: values.map((value) => Math.max(0, -value)),
});

/** Start, the others and the strongest words, from the zero line outwards in the order of reading. */
function seriesOf({ most, least }: RiverInput, rows: Row[], { start, others }: Rest, unit: number) {
  const seen = rows.filter(({ peak }) => peak * unit >= least).sort((a, b) => b.peak - a.peak);
  const own = new Set(seen.slice(0, most));
  const rest = split("others", others ?? start.map(() => 0));
  for (const row of rows) {
    if (own.has(row)) continue;
    row.values.forEach((value, i) => {
      if (value > 0) rest.up[i] = (rest.up[i] ?? 0) + value;
      else rest.down[i] = (rest.down[i] ?? 0) - value;
    });
  }
  const strong = rows.filter((row) => own.has(row)).sort((a, b) => a.word - b.word);
  const series = [split("start", start), rest, ...strong.map(({ word, values }) => split(word, values))];
  return { series, ends: rows };
}

/** The strands of one side, outermost first. */
function stack(shape: Frame, series: Series[], isUp: boolean): Strand[] {
  let inner = nothing(shape.columns);
  const strongest = series.reduce((most, { source, up, down }) => {
    const values = typeof source === "number" ? [...(isUp ? up : down)] : [];
    return values.reduce((a, b) => Math.max(a, b), most);
  }, REACH / 2);
  const strands: Strand[] = [];
  for (const { source, up, down } of series) {
    const own = isUp ? up : down;
    const first = own.findIndex((value, i) => i > 0 && value > 0);
    if (first < 0) continue;
    const last = own.findLastIndex((value) => value > 0);
    const outer = plus(inner, widths(shape, own));
    const peak = own.reduce((most, value) => Math.max(most, value), 0);
    const level =
      typeof source === "number" ? Math.max(1, Math.round(LEVELS * Math.sqrt(Math.min(1, peak / strongest)))) : 1;
    const path = area(shape, outer, isUp ? 1 : -1, first, last);
    strands.push({ source, isUp, level, peak, path, inner, outer, first, last });
    inner = outer;
  }
  return strands.reverse();
}

function sumOf(shape: Frame, series: Series[], isUp: boolean): Widths {
  return series.reduce((sum, { up, down }) => plus(sum, widths(shape, isUp ? up : down)), nothing(shape.columns));
}

function nothing(columns: number): Widths {
  const none = () => new Float64Array(columns + 1);
  return { at: none(), steep: none(), edge: none(), edgeSteep: none(), smooth: new Uint8Array(columns + 1).fill(1) };
}

/** Widths as a monotone cubic through the middles; nothing begins or ends but at an edge, unless what is drawn has a sign. */
function widths({ axis }: Pick<Frame, "axis">, at: Float64Array, hasSign = false): Widths {
  const steep = new Float64Array(at.length);
  const isCut = (i: number) => !hasSign && (at[i] ?? 0) > 0 !== (at[i + 1] ?? 0) > 0;
  for (let i = 1; i < at.length - 1; i++) {
    const now = at[i] ?? 0;
    const [rise, next] = [now - (at[i - 1] ?? 0), (at[i + 1] ?? 0) - now];
    const isCurved = rise * next > 0 && axis.column >= STRAIGHT && !isCut(i - 1) && !isCut(i);
    if (isCurved) steep[i] = (2 * rise * next) / (rise + next);
  }
  const made = { ...nothing(at.length - 1), at, steep };
  for (let i = 0; i < at.length - 1; i++) {
    const [now = 0, next = 0, m = 0, n = 0] = [at[i], at[i + 1], steep[i], steep[i + 1]];
    if (isCut(i)) made.smooth[i] = 0;
    else [made.edge[i], made.edgeSteep[i]] = [(now + next) / 2 + (m - n) / 8, 1.5 * (next - now) - (m + n) / 4];
  }
  return made;
}

function combined(a: Widths, b: Widths, sign: number): Widths {
  const both = (key: "at" | "steep" | "edge" | "edgeSteep") =>
    a[key].map((value, i) => value + sign * (b[key][i] ?? 0));
  return {
    at: both("at"),
    steep: both("steep"),
    edge: both("edge"),
    edgeSteep: both("edgeSteep"),
    smooth: a.smooth.map((smooth, i) => smooth & (b.smooth[i] ?? 1)),
  };
}
const plus = (a: Widths, b: Widths) => combined(a, b, 1);
const minus = (a: Widths, b: Widths) => combined(a, b, -1);

type Frame = Pick<RiverShape, "axis" | "zero" | "unit" | "columns">;

const round = (value: number): number => Math.round(value * 100) / 100;

/** What lies between zero and these widths, from the edge before a column to the edge after another. */
function area(shape: Frame, widths: Widths, sign: number, first: number, last: number): string {
  if (shape.columns === 0) return "";
  const { axis, zero } = shape;
  const [from, to] = [edge(axis, axis.from + first - 1), edge(axis, axis.from + last)];
  return `M${round(from)},${round(zero)}L${boundary(shape, widths, sign, first, last)}L${round(to)},${round(zero)}Z`;
}

/** The same as a band of its own, for what is to be outlined. */
export function band(shape: RiverShape, { inner, outer, isUp, first, last }: Strand): string {
  const sign = isUp ? 1 : -1;
  const back = boundary(shape, inner, sign, first, last, true);
  return `M${boundary(shape, outer, sign, first, last)}L${back}Z`;
}

interface Knot {
  x: number;
  y: number;
  /** Pixels down for a column to the right. */
  steep: number;
}

/** From edge to edge through the middles, as the inside of a path: `x,y` and curves. */
function boundary(shape: Frame, sum: Widths, sign: number, first: number, last: number, isBack = false): string {
  const { axis, zero, unit, columns } = shape;
  const scale = -sign * unit;
  const knot = (x: number, value = 0, steep = 0): Knot => ({ x, y: zero + scale * value, steep: scale * steep });
  const start = axis.from - 1;
  const knots = [knot(edge(axis, start + first), sum.edge[first - 1], sum.edgeSteep[first - 1])];
  // Where many columns share a pixel one of them is drawn.
  const every = Math.max(1, Math.round(COARSE / axis.column));
  for (let i = first; i <= last; i++) {
    if (every > 1 && i % every !== 0 && i < last) continue;
    knots.push(knot(middle(axis, start + i), sum.at[i], sum.steep[i]));
    // The last column ends as its word left it.
    if (i === columns) knots.push(knot(edge(axis, start + i + 1), sum.at[i], 0));
    else if (i === last || sum.smooth[i] === 0)
      knots.push(knot(edge(axis, start + i + 1), sum.edge[i], sum.edgeSteep[i]));
  }
  if (isBack) knots.reverse();
  return drawn(knots, axis.column);
}

function drawn(knots: Knot[], column: number): string {
  return knots.reduce((path, { x, y, steep }, i) => {
    const before = knots[i - 1];
    if (before === undefined) return `${round(x)},${round(y)}`;
    if (column < STRAIGHT) return `${path}L${round(x)},${round(y)}`;
    const third = (x - before.x) / 3;
    const [a, b] = [before.y + (before.steep * third) / column, y - (steep * third) / column];
    return `${path}C${round(before.x + third)},${round(a)},${round(x - third)},${round(b)},${round(x)},${round(y)}`;
  }, "");
}
