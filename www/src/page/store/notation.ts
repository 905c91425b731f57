/** How an address spells the settings that are more than a word: what is aimed at, what is held, a pattern. */

import { FOLDED } from "../../generated/text";
import type { Gate, Hold, InnerTarget } from "../../types";
import type { PatternSettings } from "./state";

const GATES: Gate[] = ["hidden", "cell", "input", "forget", "candidate", "output", "reset", "update"];
/** A network of more units than this is none of ours. */
const MOST_UNITS = 9999;
const MOST_HOLDS = 40;
/** No cell holds more. */
const FARTHEST = 100;

/** Quotes, dots and dashes as the tokenizer folds them, one spelling of what looks alike, and nothing that nobody sees. */
export function folded(text: string): string {
  const seen = text.normalize("NFC").replace(/\p{Default_Ignorable_Code_Point}/gu, "");
  return FOLDED.reduce((folding, [to, from]) => folding.replace(from, to), seen);
}

/** `logit`, or a part and a number: `cell.12`. */
export function joinInner(target: InnerTarget): string {
  return target === "logit" ? target : `${target.unit}.${target.index}`;
}

export function readInner([name, number = ""]: string[]): InnerTarget | null {
  if (name === "logit") return name;
  const unit = GATES.find((gate) => gate === name);
  return unit === undefined || !/^\d{1,4}$/.test(number) ? null : { unit, index: Number(number) };
}

/** `hidden_12_0_1_4_9*…`: part, unit, value, and if there are any the layer, and the first and last word of the steps. */
export function joinHolds(holds: Hold[]): string {
  return holds
    .map(({ unit, index, value, layer, steps }) =>
      [unit, index, value, layer ?? "", ...(steps == null ? [] : [steps[0] + 1, steps[1]])].join("_"),
    )
    .join("*");
}

export function readHolds(text: string): Hold[] | null {
  const holds = text.split("*").map(readHold);
  return holds.length <= MOST_HOLDS && holds.every((hold) => hold !== null) ? holds : null;
}

function readHold(text: string): Hold | null {
  const found = /^([a-z]+)_(\d{1,4})_(-?\d{1,3}(?:\.\d{1,17})?)_(\d{0,2})(?:_(\d{1,5})_(\d{1,5}))?$/.exec(text);
  const unit = GATES.find((gate) => gate === found?.[1]);
  if (found === null || unit === undefined) return null;
  const [index, value, first, last] = [found[2], found[3], found[5], found[6]].map(Number) as [
    number,
    number,
    number,
    number,
  ];
  const layer = found[4] === "" ? {} : { layer: Number(found[4]) };
  const steps = first > 0 && last >= first ? { steps: [first - 1, last] as [number, number] } : {};
  return {
    unit,
    index: Math.min(MOST_UNITS, index),
    value: Math.max(-FARTHEST, Math.min(FARTHEST, value)),
    ...layer,
    ...steps,
  };
}

/** `0.3-1-0-cell-both-any-7`: threshold, steps off before and after, part, sides, length, unit looked at. */
export function joinPattern({ threshold, left, right, part, sides, same_length, unit }: PatternSettings): string {
  return [threshold, left, right, part, sides, same_length ? "same" : "any", unit ?? ""].join("-");
}

export function readPattern(value: string): PatternSettings | null {
  const found = /^(0\.\d{1,4})-(\d{1,2})-(\d{1,2})-(cell|hidden)-(on|negative|both)-(any|same)-(\d{0,5})$/.exec(value);
  if (found === null || Number(found[1]) === 0) return null;
  const [, threshold, left, right, part, sides, length, unit] = found as unknown as string[];
  return {
    threshold: Number(threshold),
    left: Number(left),
    right: Number(right),
    part: part as PatternSettings["part"],
    sides: sides as PatternSettings["sides"],
    same_length: length === "same",
    unit: unit === "" ? null : Number(unit),
  };
}
