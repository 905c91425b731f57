/** The texts on which a network's figures were measured, as its metrics say. */

import type { Manifest } from "../../../types";

export interface MeasuredOn {
  /** Between these lengths 98 of 100 lie, in words and marks. */
  tokens: [number, number];
  /** 99 of 100 have no larger share of unknown words; null where that was not counted. */
  unknown: number | null;
}

/** Null where that was not kept: then nobody knows which texts the figures are true of. */
export function measuredOn({ metrics }: Manifest): MeasuredOn | null {
  const texts = (metrics as { assess_texts?: { tokens?: unknown; unknown?: unknown } } | null)?.assess_texts;
  const [low, high] = Array.isArray(texts?.tokens) ? (texts.tokens as unknown[]) : [];
  const unknown = typeof texts?.unknown === "number" ? texts.unknown : null;
  return typeof low === "number" && typeof high === "number" ? { tokens: [low, high], unknown } : null;
}
