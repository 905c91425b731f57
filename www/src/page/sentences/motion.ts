/** The network in motion, in sentences. */

import type { Clamping, Gate, Hold } from "../../types";
import { count, counted, decimal, percent, signed } from "../numbers";
import { type Sentence, listed, sentence, strong, word } from "../sentence";
import { LONG, MOSTLY, type Unit } from "../shapes/motion";

/** Parts as a reader meets them, with their letter in the literature. */
export const PART_NAMES: Record<Gate, string> = {
  input: "input gate i",
  forget: "forget gate f",
  candidate: "candidate",
  output: "output gate o",
  cell: "cell state c",
  hidden: "hidden state h",
  reset: "reset gate r",
  update: "update gate z",
};

export const PART_MEANINGS: Record<Gate, string> = {
  input: "how much of the new is written: 0 nothing, 1 all",
  forget: "how much of the old is kept: 0 nothing, 1 all",
  candidate: "what would be written, from −1 to +1",
  output: "how much of the cell is shown: 0 nothing, 1 all",
  cell: "what the unit remembers",
  hidden: "what the unit shows the score and the next step, from −1 to +1",
  reset: "how much of the past the candidate sees",
  update: "how much of the past is kept: 0 nothing, 1 all",
};

/** The units that carry the verdict. */
export function unitsSentence(units: Unit[], total: number | null): Sentence {
  const shown = units.slice(0, 3).filter((unit) => unit.contribution !== null);
  if (shown.length === 0 || total === null)
    return sentence`${count(units.length)} units, those that moved most on top.`;
  const names = shown.map((unit) => sentence`unit ${strong(String(unit.index))} (${signed(unit.contribution ?? 0)})`);
  const long = units.filter((unit) => (unit.halfLife ?? Number.POSITIVE_INFINITY) >= LONG).length;
  const stuck = units.filter((unit) => unit.stuck >= MOSTLY).length;
  return sentence`Of ${count(units.length)} units, ${listed(names)} bring most to the score ${signed(total)}. ${some(long)} ${long > 1 ? "need" : "needs"} more than ${LONG} words to forget half; ${some(stuck).toLowerCase()} ${stuck > 1 ? "keep their" : "keeps its"} gate of memory as good as open or shut nearly all the time.`;
}

function some(units: number): string {
  return units === 0 ? "None" : units === 1 ? "One" : count(units);
}

export function unitSentence(unit: Unit, gate: Gate): Sentence {
  const brings =
    unit.contribution === null
      ? sentence`Unit ${strong(String(unit.index))}`
      : sentence`Unit ${strong(String(unit.index))} brings ${strong(signed(unit.contribution))} to the score`;
  const life =
    unit.halfLife === null
      ? "forgets nothing here"
      : unit.halfLife < 1
        ? "forgets half of what it holds within a word"
        : `forgets half of what it holds in ${counted(Math.round(unit.halfLife), "word")}`;
  return sentence`${brings}${unit.contribution === null ? " " : " and "}${life} (by its ${PART_NAMES[gate]}).`;
}

/** The step at which the network stands. */
export function stepSentence(name: string, step: number, steps: number, before: number, after: number): Sentence {
  return sentence`Word ${step + 1} of ${steps}, ${word(name)}: ${percent(before)}\u00A0→ ${strong(percent(after))} positive.`;
}

export function cellSentence(unit: number, part: Gate, name: string, value: number): Sentence {
  return sentence`Unit ${unit}, ${PART_NAMES[part]}, after ${word(name)}: ${strong(decimal(value))}.`;
}

export function holdName(hold: Hold): string {
  if (hold.unit === "hidden" && hold.value === 0) return `unit ${hold.index} silenced`;
  return `${PART_NAMES[hold.unit]} of unit ${hold.index} at ${decimal(hold.value)}`;
}

/** What holding changed. */
export function heldSentence(found: Clamping): Sentence {
  const { before, probability, logit } = found;
  const turned = before.probability >= 0.5 !== probability >= 0.5;
  const what = listed(found.clamps.map((hold) => [holdName(hold)]));
  const move = sentence`${percent(before.probability)}\u00A0→ ${strong(percent(probability))} positive (score ${signed(before.logit)}\u00A0→ ${signed(logit)})`;
  if (turned) return sentence`${strong("The verdict turns.")} With ${what}: ${move}.`;
  return sentence`With ${what}: ${move}.`;
}
