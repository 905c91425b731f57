/** What several methods say of the same words → rows of a table, and curves. */

import * as of from "../../../generated/words/agreement";
import type { Agreement, OrderCurve, RandomBand, TokenSpan, Weighed } from "../../../types";
import { tellPlain } from "../../writing/sentence";
import { LEVELS } from "../../ui/tint";

/** As a message's choice reads what a method is called. */
const NAMED = {
  "leave-one-out": "leave_one_out",
  lime: "lime",
  "integrated-gradients": "integrated_gradients",
  "contextual-decomposition": "contextual_decomposition",
  "cell-decomposition γ": "gamma",
  "cell-decomposition β": "beta",
  "gradient-input": "other",
} as const;

const isNamed = (name: string): name is keyof typeof NAMED => Object.hasOwn(NAMED, name);

/** What a method is called on the page, and where there is little room. */
export const nameOf = (name: string): string => (isNamed(name) ? tellPlain(of.called, { method: NAMED[name] }) : name);
export const shortName = (name: string): string =>
  isNamed(name) ? tellPlain(of.called_short, { method: NAMED[name] }) : name;

/** Methods that count, and those that are shown as a warning. */
export function counted(found: Agreement): Weighed[] {
  return found.methods.filter((method) => !method.warning);
}

/** A weight below this reads 0. */
const NOTHING = 0.0005;

/** The positions of largest weight in a method; none in an empty text, and none where every weight reads 0. */
export function firstsOf({ weights }: Weighed): number[] {
  const most = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  if (most < NOTHING) return [];
  return weights.flatMap((weight, at) => (Math.abs(weight) === most ? [at] : []));
}

export interface AgreementCell {
  weight: number;
  /** −LEVELS … LEVELS, of the method's own largest weight: methods have scales of their own. */
  level: number;
  /** Place among the method's words by size, from 1. */
  place: number;
}

export interface AgreementRow {
  word: number;
  cells: AgreementCell[];
}

/** The words that any method puts high, at most so many, and the chosen ones, in text order. */
export function agreementRows(found: Agreement, chosen: TokenSpan | null, most: number): AgreementRow[] {
  const columns = found.methods.map(cellsOf);
  const places = counted(found).map((method) => columns[found.methods.indexOf(method)] ?? []);
  const best = (word: number) => places.reduce((sum, cells) => sum + 1 / (cells[word]?.place ?? Infinity), 0);
  const isChosen = (word: number) => chosen !== null && word >= chosen[0] && word < chosen[1];
  const words = found.tokens.map((_, word) => word);
  const ranked = [...words].sort((a, b) => best(b) - best(a) || a - b);
  const picked = new Set(words.filter(isChosen).slice(0, most));
  for (const word of ranked) if (picked.size < most) picked.add(word);
  return [...picked]
    .sort((a, b) => a - b)
    .map((word) => ({ word, cells: columns.map((cells) => cells[word] as AgreementCell) }));
}

function cellsOf({ weights }: Weighed): AgreementCell[] {
  const order = weights.map((_, i) => i).sort((a, b) => Math.abs(weights[b] ?? 0) - Math.abs(weights[a] ?? 0) || a - b);
  const full = Math.abs(weights[order[0] ?? 0] ?? 0);
  const cells: AgreementCell[] = [];
  order.forEach((word, at) => {
    const weight = weights[word] ?? 0;
    const level = full < NOTHING ? 0 : Math.sign(weight) * Math.round(LEVELS * Math.sqrt(Math.abs(weight) / full));
    cells[word] = { weight, level, place: at + 1 };
  });
  return cells;
}

export interface OrderShape {
  height: number;
  zero: number;
  /** Corner points of the band of random orders, and their mean. */
  band: [number, number][];
  mean: [number, number][];
  lines: { name: string; points: [number, number][] }[];
  low: number;
  high: number;
  left: number;
  right: number;
  bottom: number;
  y(score: number): number;
}

/** Curves of a family in a box of this width; the scale is that of both families, so that they can be compared. */
export function orderShape(
  curves: OrderCurve[],
  band: RandomBand,
  extent: [number, number],
  width: number,
): OrderShape {
  const [low, high] = extent;
  const [left, right, top, bottom] = [44, width - 6, 8, 168];
  const x = (share: number) => left + share * (right - left);
  const y = (score: number) => top + ((high - score) / Math.max(1e-6, high - low)) * (bottom - top);
  const along = (values: number[]) => values.map((value, i): [number, number] => [x(band.shares[i] ?? 0), y(value)]);
  return {
    height: bottom + 36,
    zero: y(0),
    left,
    right,
    bottom,
    low,
    high,
    y,
    band: [...along(band.high), ...along(band.low).reverse()],
    mean: along(band.mean),
    lines: curves.map(({ name, points }) => ({
      name,
      points: points.map(([share, score]): [number, number] => [x(share), y(score)]),
    })),
  };
}

/** The lowest and highest score of all curves; zero is always on the scale. */
export function scoreExtent(found: Agreement): [number, number] {
  const { random } = found;
  const scores = [...found.deletion, ...found.insertion].flatMap((curve) => curve.points.map((point) => point[1]));
  const bands =
    random === null ? [] : [random.deletion, random.insertion].flatMap((band) => [...band.low, ...band.high]);
  const all = [0, ...scores, ...bands];
  return [all.reduce((a, b) => Math.min(a, b)), all.reduce((a, b) => Math.max(a, b))];
}
