/** What each word was worth, as time went on. */

import * as of from "../../generated/words/contribution";
import type { ContributionOverTime, Manifest } from "../../types";
import { type Classes, explainedClass, ofClass } from "../classes";
import { counted, signed } from "../numbers";
import { type Sentence, sentence, strong, tell, word } from "../sentence";
import type { Namer } from "../shapes/named";
import type { Course } from "../shapes/contribution";

/** Less than this (logit units) is called next to nothing. */
const NOTHING = 0.05;
/** A gap beyond this would be a mistake of ours. */
export const GAP = 1e-4;

/** "*beautifully* was worth +1.51 when it was read; nineteen words later +0.25 of it is left." */
export function courseSentence(name: string, course: Course): Sentence {
  const { read, last, after, half, turned } = course;
  if (Math.abs(read) < NOTHING && Math.abs(last) < NOTHING)
    return sentence`${word(name)} was worth next to nothing, when it was read (${signed(read)}) and ${later(after)} (${signed(last)}).`;
  if (after === 0)
    return sentence`${word(name)} is worth ${strong(signed(read))}; it is the last thing the network read, so nothing of it is forgotten.`;
  const begin = sentence`${word(name)} was worth ${strong(signed(read))} when it was read`;
  if (turned !== null && Math.abs(last) >= NOTHING) {
    return sentence`${begin}, then ${strong("turned around")}: from ${counted(turned, "word")} later on it pulls the other way, ${signed(last)} in the end.`;
  }
  // Of what had fallen to half and came back the sentence says what is left of it.
  return sentence`${begin}; ${later(after)} ${strong(left(read, last))}${halved(last / read > 0.5 ? null : half)}.`;
}

function later(after: number): string {
  return after === 0 ? "at the end" : after === 1 ? "one word later" : `${counted(after, "word")} later`;
}

function left(read: number, last: number): string {
  const share = last / read;
  if (share > 1.05) return `it is worth more, ${signed(last)}`;
  if (Math.abs(last) < NOTHING / 2) return `hardly anything of it is left (${signed(last)})`;
  if (share < 0) return `nothing of it is left (${signed(last)})`;
  if (share > 0.95) return `it is still worth as much (${signed(last)})`;
  return `${FRACTIONS.find(([least]) => share >= least)?.[1] ?? "little"} of it is left (${signed(last)})`;
}

/** The nearest plain fraction. */
const FRACTIONS: [number, string][] = [
  [0.83, "nine tenths"],
  [0.71, "three quarters"],
  [0.58, "two thirds"],
  [0.42, "about half"],
  [0.29, "a third"],
  [0.225, "a quarter"],
  [0.18, "a fifth"],
  [0.145, "a sixth"],
  [0.09, "a tenth"],
];

function halved(half: number | null): string {
  return half === null ? "" : `; half was gone after ${counted(half, "word")}`;
}

/** Words nearer to the end than this have had no time to be forgotten. */
const TOO_LATE = 10;

/** Which words lasted and which were forgotten soon, of those that mattered when they were read. */
export function memorySentence(found: ContributionOverTime, wordOf: Namer): Sentence {
  const ages = found.tokens.length - 1;
  const old = found.words
    .map(({ read, half_life: half }, at) => ({ at, read, half: half ?? ages - at, lasted: half === null }))
    .filter(({ at, read }) => ages - at >= TOO_LATE && Math.abs(read) >= 4 * NOTHING)
    .sort((a, b) => Math.abs(b.read) - Math.abs(a.read))
    .slice(0, 8);
  if (old.length < 2) return [];
  const [most, least] = [
    old.reduce((a, b) => (b.half > a.half ? b : a)),
    old.reduce((a, b) => (b.half < a.half ? b : a)),
  ];
  if (most.half <= least.half) return [];
  const name = ({ at, read }: (typeof old)[number]) => wordOf(at, signed(read));
  const long = most.lasted
    ? `more than half of it is left at the end, ${counted(most.half, "word")} later`
    : `it took ${counted(most.half, "word")} until half of it was gone`;
  return sentence`Of the words that moved it most when read, with at least ${TOO_LATE} more to come, ${name(most)} lasted longest: ${long}. ${name(least)} was forgotten soonest: half was gone after ${counted(least.half, "word")}.`;
}

/** What a point of the score is. */
export function scaleSentence(manifest: Manifest | null, classes: Classes): Sentence {
  const isTwo = classes.names.length === 2;
  const kind = isTwo ? "two" : manifest?.config.activation === "sigmoid" ? "each" : "other";
  const rival = isTwo ? ofClass(classes, 1 - classes.explained) : "";
  return tell(of.scale, { classes: kind, class: explainedClass(classes), rival });
}

/** Whether the columns add up, and what they are shares of. */
export function sumSentence(found: ContributionOverTime): Sentence {
  const { gap, layers } = found.fidelity;
  const sums =
    gap <= GAP
      ? sentence`Every column, all words together, adds up to the score at that word; the largest mistake is ${tiny(gap)}.`
      : sentence`${strong("The columns do not add up to the score")} (by up to ${tiny(gap)}): do not believe this picture.`;
  if (layers < 2) return sums;
  return sentence`This network has ${layers} layers: a row is what the last one wrote at the word, which draws on the words before it. ${sums}`;
}

/** `0.0000003`, in full: no reader should need exponents. */
export function tiny(value: number): string {
  return value === 0 ? "0" : value.toFixed(Math.min(12, Math.max(2, -Math.floor(Math.log10(value)))));
}
