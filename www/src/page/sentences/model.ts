/** The model and its data, from the manifest. Its metrics are read by name where known and listed as they are else. */

import type { Manifest } from "../../types";
import { count, megabytes, percent } from "../numbers";
import { type Sentence, sentence, strong } from "../sentence";

export interface Fact {
  name: string;
  value: string;
}

/** All numbers of a nested object with the path to each. */
export function leaves(value: unknown, path: string[] = []): { path: string[]; value: number | string }[] {
  if (typeof value === "number" || typeof value === "string") return [{ path, value }];
  if (value === null || typeof value !== "object" || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

export function modelSentence(manifest: Manifest): Sentence {
  const { config, counts } = manifest;
  const cell = String(config.cell ?? "recurrent").toUpperCase();
  const layers = Number(config.layers ?? 1);
  const trained = counts?.train === undefined ? "" : `, trained on ${count(counts.train)} film reviews`;
  const size = `${count(Number(config.hidden ?? 0))} units in ${layers === 1 ? "one layer" : `${layers} layers`}`;
  return sentence`${article(cell)} ${cell} of ${size}${trained}, reads ${strong(count(Number(config.vocabulary ?? 0)))} different words.`;
}

function article(noun: string): string {
  return /^[AEFHILMNORSX]/.test(noun) ? "An" : "A";
}

const SHARES = /accuracy|label_changes|recall|coverage/;

/** Metrics as rows, shares as percentages. */
export function metricFacts(manifest: Manifest): Fact[] {
  return leaves(manifest.metrics).map(({ path, value }) => {
    const last = path[path.length - 1] ?? "";
    return { name: path.map((key) => key.replaceAll("_", " ")).join(", "), value: shown(last, value) };
  });
}

function shown(key: string, value: number | string): string {
  if (typeof value === "string") return value;
  if (SHARES.test(key) && value <= 1) return percentExact(value);
  return Number.isInteger(value) ? count(value) : value.toPrecision(3);
}

/** Two decimals: accuracies are compared at that grain. */
function percentExact(share: number): string {
  return share > 0.9999 || share < 0.0001 ? percent(share) : `${(share * 100).toFixed(2)}\u202F%`;
}

export function fileFacts(manifest: Manifest): Fact[] {
  const reviews = Object.entries(manifest.files).filter(([name]) => name.startsWith("reviews-"));
  const bytes = reviews.reduce((sum, [, file]) => sum + file.bytes, 0);
  const others = Object.entries(manifest.files).filter(([name]) => !name.startsWith("reviews-"));
  const rows = others.map(([name, file]) => ({ name, value: megabytes(file.bytes) }));
  return reviews.length === 0 ? rows : [...rows, { name: "review texts", value: megabytes(bytes) }];
}

