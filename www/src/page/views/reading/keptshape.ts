/** How far a gate stood open at each word: over all units, weighted by what they bring, or of one. */

import type { ContributionOverTime, Gate, Inside } from "../../../types";
import type { ReadingSettings } from "../../store/state";
import { keepingGate } from "../units/shape";
import { stepsOf, valueOf } from "../cell/shape";

type Whose = Pick<ReadingSettings, "gates" | "unit">;

/** How much of its memory the network kept; null for a cell without a gate that keeps. */
export function keptOf(held: Inside, found: ContributionOverTime | null, whose: Whose): number[] | null {
  const gate = keepingGate(held);
  return held.parts.includes(gate) ? meanOf(held, gate, found, whose) : null;
}

/** The unit that brings most to the score. */
export function strongestUnit(found: ContributionOverTime | null): number {
  const units = found?.units ?? [];
  const size = (at: number) => Math.abs(units[at]?.contribution ?? 0);
  return units.reduce((most, _, at) => (size(at) > size(most) ? at : most), 0);
}

/** Whose gates are meant: of a unit that this layer has, and weighted only where it is known what the units bring. */
export function whoseOf({ units }: Pick<Inside, "units">, found: ContributionOverTime | null, { gates, unit }: Whose) {
  return {
    gates: gates === "weighted" && found === null ? ("all" as const) : gates,
    unit: unit !== null && unit < units ? unit : strongestUnit(found),
  };
}

export function meanOf(held: Inside, gate: Gate, found: ContributionOverTime | null, whose: Whose): number[] {
  const { gates, unit } = whoseOf(held, found, whose);
  const weight = (at: number): number => {
    if (gates === "unit") return Number(at === unit);
    return gates === "weighted" ? Math.abs(found?.units[at]?.contribution ?? 0) : 1;
  };
  const weights = Array.from({ length: held.units }, (_, at) => weight(at));
  const all = Math.max(
    Number.MIN_VALUE,
    weights.reduce((a, b) => a + b, 0),
  );
  return Array.from(
    { length: stepsOf(held) },
    (_, step) => weights.reduce((sum, share, at) => sum + share * valueOf(held, gate, step, at), 0) / all,
  );
}
