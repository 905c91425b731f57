/** Numbers as a reader sees them. Tables for machines use the plain number instead. */

import type { Target } from "../types";

const THIN = "\u202F";
const MINUS = "\u2212";
/** Beyond these a percentage would read as certainty. */
const CERTAIN = 0.9995;
/** A weight within this many standard errors of zero cannot be told from zero. */
export const ERRORS = 2;

/** A probability: `98 %`, with a decimal near the ends and near the border, and never a false 0, 50 or 100. */
export function percent(probability: number): string {
  if (!Number.isFinite(probability)) return "unknown";
  if (probability > CERTAIN) return `over 99.9${THIN}%`;
  if (probability < 1 - CERTAIN) return `under 0.1${THIN}%`;
  const value = probability * 100;
  const isAtBorder = value.toFixed(0) === "50" && value !== 50;
  if (isAtBorder && value.toFixed(1) === "50.0") return `just ${value < 50 ? "under" : "over"} 50${THIN}%`;
  return `${value.toFixed(isAtBorder || value < 1.95 || value > 98.95 ? 1 : 0)}${THIN}%`;
}

/** A difference with its sign: `+1.51`, `−0.47`. */
export function signed(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 9.95 ? 1 : size >= 0.0095 ? 2 : 3;
  const text = size.toFixed(digits);
  if (Number(text) === 0) return "0";
  return (value < 0 ? MINUS : "+") + text;
}

/** With the sign that says again what its colour says: `▲ +1.51`, `▼ −0.47`, `0`. */
export function marked(value: number, text = signed(value)): string {
  return `${!/[1-9]/.test(text) ? "" : value < 0 ? "▼ " : "▲ "}${text}`;
}

/** A standard error or other small spread: `0.05`, never a false 0. */
export function spread(value: number): string {
  return value < 0.01 ? "under 0.01" : value.toFixed(2);
}

/** A size without a sign: `1.51`. */
export function size(value: number): string {
  return signed(Math.abs(value)).replace("+", "");
}

/** A plain number that may be negative: `−0.47`, `31`. */
export function decimal(value: number, digits = 2): string {
  return value.toFixed(digits).replace("-", MINUS);
}

/** Made once: making one takes longer than using it a hundred times. */
const GROUPED = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** A count: `17,500`. */
export function count(value: number): string {
  // Grouping is slow, and the page counts hundreds of small things at every press.
  return Number.isInteger(value) && Math.abs(value) < 1000 ? String(value) : GROUPED.format(value);
}

/** `1 review`, `2 reviews`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** Bytes as megabytes: `12.4 MB`. */
export function megabytes(bytes: number): string {
  const value = bytes / 1e6;
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)}${THIN}MB`;
}

/** A time: `0.8 s`, `3 minutes`. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${seconds < 10 ? seconds.toFixed(1) : seconds.toFixed(0)}${THIN}s`;
  return counted(Math.round(seconds / 60), "minute");
}

/** A weight in its unit: `+0.47`, or `+1.43 points` of probability; with its spread, where there is one. */
export function inUnit(weight: number, target: Target, error: number | null = null): string {
  const value = target === "logit" ? signed(weight) : points(weight);
  const range = error === null ? "" : `\u00A0±\u00A0${spread((target === "logit" ? 1 : 100) * ERRORS * error)}`;
  return `${value}${range}${target === "logit" ? "" : "\u00A0points"}`;
}

function points(share: number): string {
  const value = decimal(share * 100, Math.abs(share) < 0.0995 ? 2 : 1);
  return share > 0 ? `+${value}` : value;
}

export function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
