/** What each word was worth, as time went on. */

import type { ContributionOverTime } from "../../types";
import { counted, signed } from "../numbers";
import { type Sentence, sentence, strong, word } from "../sentence";
import type { Course } from "../shapes/contribution";

/** Less than this (logit units) is called next to nothing. */
const NOTHING = 0.05;
/** A gap beyond this would be a mistake of ours. */
export const GAP = 1e-4;

/** "*beautifully* was worth +1.51 when it was read; nineteen words later +0.25 of it is left." */
export function courseSentence(name: string, course: Course): Sentence {
  const { read, last, after, half, turned } = course;
  if (Math.abs(read) < NOTHING && Math.abs(last) < NOTHING) return sentence`${word(name)} was worth next to nothing, when it was read (${signed(read)}) and ${later(after)} (${signed(last)}).`;
  if (after === 0) return sentence`${word(name)} is worth ${strong(signed(read))}; it is the last thing the network read, so nothing of it is forgotten.`;
  const begin = sentence`${word(name)} was worth ${strong(signed(read))} when it was read`;
  if (turned !== null && Math.abs(last) >= NOTHING) {
    return sentence`${begin}, then ${strong("turned around")}: from ${counted(turned, "word")} later on it pulls the other way, ${signed(last)} in the end.`;
  }
  return sentence`${begin}; ${later(after)} ${strong(left(read, last))}${halved(half)}.`;
}

function later(after: number): string {
  return after === 0 ? "at the end" : `${counted(after, "word")} later`;
}

function left(read: number, last: number): string {
  const share = last / read;
  if (share > 1.05) return `it is worth more, ${signed(last)}`;
  if (Math.abs(last) < NOTHING / 2) return `hardly anything of it is left (${signed(last)})`;
  if (share > 0.95) return `all of it is left (${signed(last)})`;
  return `${FRACTIONS.find(([least]) => share >= least)?.[1] ?? "little"} of it is left (${signed(last)})`;
}

/** The nearest plain fraction. */
const FRACTIONS: [number, string][] = [
  [0.71, "three quarters"], [0.58, "two thirds"], [0.42, "about half"], [0.29, "a third"], [0.225, "a quarter"], [0.18, "a fifth"],
  [0.145, "a sixth"], [0.09, "a tenth"],
];

function halved(half: number | null): string {
  return half === null ? "" : `; half was gone after ${counted(half, "word")}`;
}

/** Which words lasted and which were forgotten, of those that mattered when they were read. */
export function memorySentence(found: ContributionOverTime, wordOf: (token: number) => string): Sentence {
  const strongest = found.words.map((course, at) => ({ course, at })).sort((a, b) => Math.abs(b.course.read) - Math.abs(a.course.read)).slice(0, 8);
  const old = strongest.filter(({ at }) => at < found.tokens.length - 4 && Math.abs(found.words[at]?.read ?? 0) >= 4 * NOTHING);
  if (old.length < 2) return [];
  const share = ({ course }: (typeof old)[number]) => course.last / course.read;
  const [least, most] = [old.reduce((a, b) => (share(b) < share(a) ? b : a)), old.reduce((a, b) => (share(b) > share(a) ? b : a))];
  if (least.at === most.at) return [];
  const of = (entry: (typeof old)[number]) => sentence`${word(wordOf(entry.at))} (${signed(entry.course.read)}\u00A0→ ${signed(entry.course.last)})`;
  return sentence`Of the words that moved it most when read, ${of(most)} lasted best and ${of(least)} least.`;
}

/** Whether the columns add up, and what they are shares of. */
export function sumSentence(found: ContributionOverTime): Sentence {
  const { gap, layers } = found.fidelity;
  const sums = gap <= GAP
    ? sentence`Every column adds up to the score at that word (largest gap ${tiny(gap)}).`
    : sentence`${strong("The columns do not add up to the score")} (largest gap ${tiny(gap)}): do not believe this picture.`;
  if (layers < 2) return sums;
  return sentence`This network has ${layers} layers: a row is what the last one wrote at the word, which draws on the words before it. ${sums}`;
}

/** `0.0000003`, in full: no reader should need exponents. */
export function tiny(value: number): string {
  return value === 0 ? "0" : value.toFixed(Math.min(12, Math.max(2, -Math.floor(Math.log10(value)))));
}
