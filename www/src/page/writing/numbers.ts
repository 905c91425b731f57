/** Numbers as a reader sees them. Tables for machines use the plain number instead. */

import * as words from "../../generated/words/numbers";
import type { Target } from "../../types";
import { LOCALE, tellPlain } from "./sentence";

const THIN = "\u202F";
const MINUS = "\u2212";
/** Beyond these a percentage would read as certainty. */
const CERTAIN = 0.9995;
/** A weight within this many standard errors of zero cannot be told from zero. */
export const ERRORS = 2;

/** Formats of numbers, made once: making one takes longer than using it a hundred times. */
const formats = new Map<string, Intl.NumberFormat>();

function format(value: number, digits: number, style: "decimal" | "percent" = "decimal"): string {
  const key = `${style} ${digits}`;
  let made = formats.get(key);
  if (made === undefined) {
    const options = { style, minimumFractionDigits: digits, maximumFractionDigits: digits };
    made = new Intl.NumberFormat(LOCALE, options);
    formats.set(key, made);
  }
  return made.format(value).replace("-", MINUS);
}

/** A share with so many decimals: `89.9 %`. English sets no space there; this page sets a thin one. */
export function percentOf(share: number, digits: number): string {
  return format(share, digits, "percent").replace(/(?<=\d)%/, `${THIN}%`);
}

/** A probability: `98 %`, with a decimal near the ends and near the border, and never a false 0, 50 or 100. */
export function percent(probability: number): string {
  if (!Number.isFinite(probability)) return tellPlain(words.unknown);
  if (probability > CERTAIN) return tellPlain(words.over, { bound: percentOf(0.999, 1) });
  if (probability < 1 - CERTAIN) return tellPlain(words.under, { bound: percentOf(0.001, 1) });
  const value = probability * 100;
  const isAtBorder = value.toFixed(0) === "50" && value !== 50;
  if (isAtBorder && value.toFixed(1) === "50.0")
    return tellPlain(value < 50 ? words.just_under : words.just_over, { bound: percentOf(0.5, 0) });
  return percentOf(probability, isAtBorder || value < 1.95 || value > 98.95 ? 1 : 0);
}

/** A difference with its sign: `+1.51`, `−0.47`. */
export function signed(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 9.95 ? 1 : size >= 0.0095 ? 2 : 3;
  if (Number(size.toFixed(digits)) === 0) return "0";
  return (value < 0 ? MINUS : "+") + format(size, digits);
}

/** With so many decimals and its sign, in columns and formulas: `+0.94`, `−0.50`, `0.00`. */
export function signedTo(value: number, digits: number): string {
  const text = format(Math.abs(value), digits);
  return /[1-9]/.test(text) ? `${value < 0 ? MINUS : "+"}${text}` : text;
}

/** With the sign that says again what its colour says: `▲ +1.51`, `▼ −0.47`, `0`. */
export function marked(value: number, text = signed(value)): string {
  return `${!/[1-9]/.test(text) ? "" : value < 0 ? "▼ " : "▲ "}${text}`;
}

/** A standard error or other small spread: `0.05`, never a false 0. */
export function spread(value: number): string {
  return value < 0.01 ? tellPlain(words.under, { bound: format(0.01, 2) }) : format(value, 2);
}

/** A size without a sign: `1.51`. */
export function size(value: number): string {
  return signed(Math.abs(value)).replace("+", "");
}

/** A plain number that may be negative: `−0.47`, `31`. */
export function decimal(value: number, digits = 2): string {
  return format(value, digits);
}

/** A count: `17,500`. */
export function count(value: number): string {
  // Grouping is slow, and the page counts hundreds of small things at every press.
  return Number.isInteger(value) && Math.abs(value) < 1000 ? String(value) : format(value, 0);
}

/** `1 review`, `2 reviews`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** Bytes as megabytes: `12.4 MB`, and what is little beside one as kilobytes: `2.0 kB`. */
export function megabytes(bytes: number): string {
  if (bytes > 0 && bytes < 1e5) return `${format(bytes / 1e3, bytes < 1e4 ? 1 : 0)}${THIN}kB`;
  const value = bytes / 1e6;
  return `${format(value, value < 10 ? 1 : 0)}${THIN}MB`;
}

/** A time: `0.8 s`, `3 minutes`. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${format(seconds, seconds < 10 ? 1 : 0)}${THIN}s`;
  return tellPlain(words.minutes, { n: Math.round(seconds / 60) });
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
