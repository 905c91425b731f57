/** The manifest's metrics → what was measured on which reviews. Metrics of another shape give null. */

import type { Manifest } from "../../types";

export interface Measured {
  part: Part;
  reviews: number | null;
  accuracy: number;
  log_loss: number;
  ece: number;
  /** The share of the commonest label: who always gives that answer is right so often. Null where it is not known. */
  base: number | null;
}

/** Kept apart by the split; the half that only assesses is the one to quote. */
export type Part = "assess" | "choose" | "validation";
const PARTS: Part[] = ["assess", "choose", "validation"];

export interface Reliability {
  from: number;
  to: number;
  examples: number;
  /** Mean probability of the verdict, and the share of verdicts that were right. */
  confidence: number;
  accuracy: number;
}

export interface Report {
  /** Of the weights as they are shipped. */
  measured: Measured[];
  /** On a published test set, where somebody measured it and the network's own data say so. */
  test: { reviews: number; accuracy: number; ece: number } | null;
  reliability: Reliability[];
  quantization: { label_changes: number; mean_abs_dp: number; max_abs_dp: number; examples: number | null } | null;
  temperature: number | null;
  /** On the assessing half at that temperature. */
  calibrated: { ece: number; reliability: Reliability[] } | null;
  /** The split is the bundle builder's own: the network may have been trained on all of it. */
  assumed: boolean;
}

type Tree = Record<string, unknown>;

export function reportOf(manifest: Manifest): Report | null {
  const metrics = tree(manifest.metrics);
  const shipped = tree(metrics.int8 ?? metrics.f32);
  const measured = PARTS.flatMap((part) => {
    const { accuracy, log_loss, ece, confusion } = tree(shipped[part]);
    if (typeof accuracy !== "number" || typeof log_loss !== "number" || typeof ece !== "number") return [];
    return [{ part, reviews: total(confusion), accuracy, log_loss, ece, base: baseOf(tree(confusion)) }];
  });
  if (measured.length === 0) return null;
  const { temperature } = metrics;
  return {
    measured,
    test: testOf(tree(metrics.test)),
    reliability: bins(tree(shipped.assess ?? shipped.validation).reliability),
    quantization: quantizationOf(metrics, total(tree(shipped.validation).confusion)),
    temperature: typeof temperature === "number" ? temperature : null,
    calibrated: calibratedOf(tree(metrics.assess_at_temperature)),
    assumed: metrics.split === "assumed",
  };
}

/** Whether the network is known not to have been trained on its validation texts: the split is that of its training. */
export function isSplitKnown(manifest: Manifest | null): boolean {
  return manifest !== null && reportOf(manifest)?.assumed === false;
}

/** Whether it learned to answer after every word; null where nobody says so. */
export function isTrainedStepwise({ metrics }: Manifest): boolean | null {
  const said = tree(metrics)["trained_at_every_step"];
  return typeof said === "boolean" ? said : null;
}

function testOf({ reviews, accuracy, ece }: Tree): Report["test"] {
  const isWhole = typeof reviews === "number" && typeof accuracy === "number" && typeof ece === "number";
  return isWhole ? { reviews, accuracy, ece } : null;
}

function calibratedOf({ ece, reliability }: Tree): Report["calibrated"] {
  return typeof ece === "number" ? { ece, reliability: bins(reliability) } : null;
}

function quantizationOf(metrics: Tree, examples: number | null): Report["quantization"] {
  const { label_changes, mean_abs_dp, max_abs_dp } = tree(metrics.quantization);
  if (typeof label_changes !== "number" || typeof mean_abs_dp !== "number" || typeof max_abs_dp !== "number")
    return null;
  return { label_changes, mean_abs_dp, max_abs_dp, examples };
}

function tree(value: unknown): Tree {
  return typeof value === "object" && value !== null ? (value as Tree) : {};
}

function bins(value: unknown): Reliability[] {
  const wanted: (keyof Reliability)[] = ["from", "to", "examples", "confidence", "accuracy"];
  const sound = (bin: unknown) => wanted.every((key) => typeof tree(bin)[key] === "number");
  return Array.isArray(value) ? (value as unknown[]).filter(sound).map((bin) => bin as Reliability) : [];
}

/** All reviews of a confusion table. */
function total(confusion: unknown): number | null {
  const counts = Object.values(tree(confusion)).filter((value) => typeof value === "number");
  return counts.length === 0 ? null : counts.reduce((a, b) => a + b, 0);
}

/** The share of the commoner label. */
function baseOf({ true_positive, false_negative, true_negative, false_positive }: Tree): number | null {
  const counts = [true_positive, false_negative, true_negative, false_positive];
  const [hit = 0, missed = 0, passed = 0, struck = 0] = counts.filter((count) => typeof count === "number");
  const all = hit + missed + passed + struck;
  return all === 0 || counts.some((count) => typeof count !== "number")
    ? null
    : Math.max(hit + missed, passed + struck) / all;
}
