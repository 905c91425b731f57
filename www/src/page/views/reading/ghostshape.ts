/** The scores of other texts, and how they are drawn on the axis of this one. */

import { type Pinned, type State } from "../../store/state";
import { line } from "../../ui/path";
import { middle } from "./axisshape";
import type { GhostPoint } from "./ghosts";
import type { RiverShape } from "./rivershape";

export interface Ghost {
  points: GhostPoint[];
  name: string;
}

/** The text before it was changed and the one that was kept; a lead over a rival cannot stand beside another score. */
export function othersOf({ before, pinned, text, prediction, settings }: State): {
  before: Pinned | null;
  kept: Pinned | null;
} {
  const isShown = (one: Pinned | null) => one !== null && one.text !== text && prediction?.classes.length === 2;
  const isKept = settings.reading.tracks.includes("other") && isShown(pinned);
  return { before: isShown(before) ? before : null, kept: isKept ? pinned : null };
}

export interface DrawnGhost {
  path: string;
  name: string;
  /** Where its name stands: at the end of what is seen of it. */
  x: number;
  y: number;
}

export function drawnGhost({ axis, zero, unit }: RiverShape, { points, name }: Ghost): DrawnGhost {
  const seen = points.filter(({ step }) => step >= axis.from - 1 && step <= axis.to);
  const drawn = seen.map(({ step, logit }): [number, number] => [middle(axis, step), zero - unit * logit]);
  const [x, y] = drawn[Math.floor(drawn.length / 2)] ?? [axis.left, zero];
  return { path: line(drawn), name, x, y: y - 6 };
}
