/** What a layer held → units in the order of what they bring to the score, with their marks, and rows of a heatmap. */

import type { ContributionOverTime, Gate, Inside } from "../../../types";
import { stepsOf, valueOf } from "../cell/shape";

export interface Unit {
  index: number;
  /** What it brings to the score in the end; null for a layer that is not read out. */
  contribution: number | null;
  /** Words in which its keeping gate, at its mean over the text, would halve a memory; null if it never would. */
  halfLife: number | null;
  /** Share of steps at which its keeping gate is as good as open or shut. */
  stuck: number;
}

/** A gate within this of 0 or 1 is as good as shut or open (Karpathy, Johnson & Li 2015 count beyond .9). */
const SATURATED = 0.1;
/** From this share of steps on a unit is marked as saturated. */
export const MOSTLY = 0.95;
/** From this many words on a half-life is called long. */
export const LONG = 40;

/** The gate that keeps the past. */
export const keepingGate = (held: Inside): Gate => (held.parts.includes("forget") ? "forget" : "update");

/** All units of a layer, those first that bring most to the score, or, of a layer below, that move most. */
export function unitsOf(held: Inside, found: ContributionOverTime | null): Unit[] {
  const steps = stepsOf(held);
  const gate = keepingGate(held);
  const unit = (index: number): Unit & { size: number } => {
    let [logs, stuck, size] = [0, 0, 0];
    for (let step = 0; step < steps; step++) {
      const keeps = valueOf(held, gate, step, index);
      logs += Math.log(keeps);
      if (Math.min(keeps, 1 - keeps) < SATURATED) stuck++;
      size += Math.abs(valueOf(held, "hidden", step, index));
    }
    const contribution = found?.units[index]?.contribution ?? null;
    return {
      index,
      contribution,
      halfLife: logs < 0 ? (Math.LN2 * steps) / -logs : null,
      stuck: stuck / Math.max(1, steps),
      size: contribution === null ? size : Math.abs(contribution),
    };
  };
  return Array.from({ length: held.units }, (_, index) => unit(index)).sort(
    (a, b) => b.size - a.size || a.index - b.index,
  );
}

/** The size that gets the full tint: 1 where the network cannot go beyond it. */
export function fullOf(held: Inside, part: Gate): number {
  if (part !== "cell") return 1;
  const from = held.parts.indexOf(part) * stepsOf(held) * held.units;
  return held.values
    .subarray(from, from + stepsOf(held) * held.units)
    .reduce((most, value) => Math.max(most, Math.abs(value)), 0.1);
}
