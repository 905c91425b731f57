/** How two answers are compared without shipping either: a digest of everything in it, and some of its numbers. */

/** Differ from run to run and say nothing about the answer: how long it took, and what an earlier one left behind. */
const PASSING = new Set(["seconds", "search_seconds", "remembered", "reread", "kept_bytes"]);
/** Go through the platform's logarithm, which may round its last digit otherwise. */
const ROUNDED = new Set(["half_life"]);
const ROUNDED_DIGITS = 10;
/** As many numbers as are kept of an answer. */
const KEPT = 24;
/** A number of so few digits may be the shortest text of one in single precision. */
const SINGLE_DIGITS = 9;

/** What a build says of one answer. */
export interface Fingerprint {
  digest: string;
  /** How many numbers the answer holds, and some of them, evenly apart. */
  count: number;
  numbers: number[];
}

/** Where arithmetic may differ between machines, only these are compared. */
// oxlint-disable-next-line typescript/no-explicit-any -- answers of any method come as JSON
const MAIN: Record<string, (answer: any) => unknown> = {
  "integrated-gradients": ({ weights }) => weights,
  "gradient-input": ({ weights }) => weights,
  agreement: ({ methods }) => methods.map((method: { weights: unknown }) => method.weights),
  counterfactuals: ({ base, items }) => [base.logit, items.map((item: { logit: unknown }) => item.logit)],
  "activation-maximization": ({ soft, snapped, searched }) => [soft.score, soft.norm, snapped, searched],
};

/** Whether a method's answer may differ in its last digits from machine to machine: it works with gradients, whose sums have no fixed order. */
export function isApproximate(method: string): boolean {
  return method in MAIN;
}

/** The command line writes single precision in its shortest form, the engine hands it out in full: here they become the same number. */
function inFull(value: number): number {
  return Number(value.toPrecision(SINGLE_DIGITS)) === value ? Math.fround(value) : value;
}

/** The answer with its keys in order, without what is passing. */
function canonical(value: unknown): unknown {
  if (typeof value === "number") return inFull(value);
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !PASSING.has(key));
  return Object.fromEntries(
    kept
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, ROUNDED.has(key) ? rounded(inner) : canonical(inner)]),
  );
}

function rounded(value: unknown): unknown {
  return typeof value === "number" ? Number(value.toPrecision(ROUNDED_DIGITS)) : value;
}

function numbersOf(value: unknown): number[] {
  if (typeof value === "number") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersOf) : [];
}

function some(numbers: number[]): number[] {
  if (numbers.length <= KEPT) return numbers;
  return Array.from({ length: KEPT }, (_, i) => numbers[Math.round((i * (numbers.length - 1)) / (KEPT - 1))]!);
}

/** 53 bits of a text. Not against forgery: it is there on pages that have no crypto.subtle. */
export function digestOf(text: string): string {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(16).padStart(14, "0");
}

export function fingerprint(method: string, answer: unknown): Fingerprint {
  const whole = canonical(answer);
  const numbers = numbersOf(isApproximate(method) ? canonical(MAIN[method]!(answer)) : whole);
  return { digest: digestOf(JSON.stringify(whole)), count: numbers.length, numbers: some(numbers) };
}

/** The largest difference, relative where numbers are large; infinite where there are more numbers in one than in the other. */
export function difference(found: Fingerprint, expected: Fingerprint): number {
  if (found.count !== expected.count) return Infinity;
  const apart = found.numbers.map(
    (number, i) => Math.abs(number - expected.numbers[i]!) / Math.max(1, Math.abs(expected.numbers[i]!)),
  );
  return apart.reduce((largest, one) => Math.max(largest, one), 0);
}
