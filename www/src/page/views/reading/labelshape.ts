/** Names of strands above and below the river, where they cover neither it nor each other. */

import { measure } from "../../ui/labels";
import { middle } from "./axisshape";
import type { RiverShape, Strand } from "./rivershape";

export interface StrandLabel {
  word: number;
  text: string;
  left: number;
  /** Its baseline. */
  y: number;
  /** The strand's edge that a line leads to. */
  x: number;
  edge: number;
  isChosen: boolean;
  width: number;
}

/** What is there already; a name has a line that leads to its strand. */
type Taken = Pick<StrandLabel, "left" | "width" | "y"> & Partial<Pick<StrandLabel, "x" | "edge">>;

/** The line that leads from one name to its strand crosses the other. */
function crosses({ x, y, edge }: Taken, other: Taken): boolean {
  if (x === undefined || edge === undefined) return false;
  const isBeside = x > other.left - 3 && x < other.left + other.width + 3;
  return isBeside && other.y > Math.min(y, edge) && other.y - HEIGHT < Math.max(y, edge);
}

/** The room that the name of a class takes at the left, above and below. */
const CLASS = 80;
const HEIGHT = 17;
const GAP = 7;
/** A strand thinner than this everywhere has no name (pixels). */
const WORTH = 8;

export interface LabelInput {
  river: RiverShape;
  /** Where labels may stand. */
  top: number;
  bottom: number;
  font: string;
  most: number;
  chosen: number | null;
  /** The word at which the verdict became what it is, which is named early, however thin its strand. */
  decided: number | null;
  wordOf(word: number): string;
}

export function strandLabels(input: LabelInput): StrandLabel[] {
  const { river, chosen, decided, most, top, bottom } = input;
  const words = river.strands
    .filter(({ source }) => typeof source === "number")
    .map((strand) => ({ strand, size: strand.source === chosen ? Number.POSITIVE_INFINITY : strand.peak }))
    .sort((a, b) => b.size - a.size);
  // After the chosen word and the strongest.
  const at = words.findIndex(({ strand }) => strand.source === decided);
  if (at > 2) words.splice(2, 0, ...words.splice(at, 1).map(({ strand }) => ({ strand, size: words[1]?.size ?? 0 })));
  const placed: StrandLabel[] = [];
  const taken: Taken[] = [top + 12, bottom - 4].map((y) => ({ left: river.axis.left, width: CLASS, y }));
  for (const { strand, size } of words) {
    if (placed.length >= most || size * river.unit < WORTH) break;
    if (placed.some(({ word }) => word === strand.source)) continue;
    const label = placeOne(input, strand, [...taken, ...placed]);
    if (label !== null) placed.push(label);
  }
  return placed;
}

function placeOne({ river, top, bottom, font, chosen, wordOf }: LabelInput, strand: Strand, placed: Taken[]) {
  const { axis, zero, unit } = river;
  const word = strand.source as number;
  const isChosen = word === chosen;
  const step = Math.max(word, axis.from);
  const x = middle(axis, step);
  const text = wordOf(word);
  const width = measure(text, isChosen ? `bold ${font}` : font) + 2;
  // Left of the axis stands the scale.
  const left = Math.max(axis.left, Math.min(axis.right + 30 - width, x - width / 2));
  const sign = strand.isUp ? -1 : 1;
  const own = zero + sign * unit * (strand.outer.at[step - axis.from + 1] ?? 0);
  const reach = strand.isUp ? river.up : river.down;
  const [from, to] = [left, left + width].map((at) => Math.floor((at - axis.left) / axis.column) + 1) as [
    number,
    number,
  ];
  const farthest = reach.subarray(Math.max(1, from), Math.max(2, to + 1)).reduce((a, b) => Math.max(a, b), 0);
  let y = zero + sign * (unit * farthest + GAP) + (strand.isUp ? 0 : HEIGHT - 5);
  for (let row = 0; row < 3; row++, y += sign * HEIGHT) {
    if (y - HEIGHT + 4 < top || y > bottom) return null;
    const label = { word, text, left, y, x, edge: own, isChosen, width };
    const isApart = (other: Taken) =>
      Math.abs(other.y - y) >= HEIGHT || left > other.left + other.width + 8 || left + width + 8 < other.left;
    if (placed.every((other) => isApart(other) && !crosses(label, other) && !crosses(other, label))) return label;
  }
  return null;
}
