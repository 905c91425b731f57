/** The network in motion, in sentences. */

import * as of from "../../generated/words/motion";
import type { Clamping, Gate, Hold } from "../../types";
import { counted, decimal, signed } from "../numbers";
import { type Piece, type Sentence, paragraph, sentence, strong, tell, tellPlain, word, yes } from "../sentence";
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
  const n = units.length;
  // What reads 0 brings nothing: nothing varies in a network without weights.
  const shown = units.slice(0, 3).filter(({ contribution }) => contribution !== null && signed(contribution) !== "0");
  if (shown.length === 0 || total === null) return tell(of.units, { n });
  const names = shown.map((unit) => tell(of.unit, { unit: String(unit.index), brings: unit.contribution ?? 0 }));
  const long = units.filter((unit) => (unit.halfLife ?? Number.POSITIVE_INFINITY) >= LONG).length;
  const stuck = units.filter((unit) => unit.stuck >= MOSTLY).length;
  return paragraph(
    tell(of.bring, { n, units: names, told: names.length, total }),
    tell(of.long, { n: long, words: LONG, stuck }),
  );
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

/** The step at which the network stands, and what it says before and after. */
export function stepSentence(
  name: string,
  [step, steps]: [number, number],
  [before, after]: [number, number],
  explained: Piece,
): Sentence {
  return tell(of.step, { word: word(name), step: step + 1, steps, before, after, class: explained });
}

export function cellSentence(unit: number, part: Gate, name: string, value: number): Sentence {
  return sentence`Unit ${unit}, ${PART_NAMES[part]}, after ${word(name)}: ${strong(decimal(value))}.`;
}

export function holdName({ unit: part, index, value }: Hold): string {
  const unit = String(index);
  if (part === "hidden" && value === 0) return tellPlain(of.silenced, { unit });
  return tellPlain(of.hold, { part: PART_NAMES[part], unit, value });
}

/** What holding changed. */
export function heldSentence({ clamps, before, favoured, probability, logit }: Clamping, explained: Piece): Sentence {
  return tell(of.held, {
    turns: yes(before.favoured !== favoured),
    holds: clamps.map(holdName),
    before: before.probability,
    after: probability,
    class: explained,
    low: before.logit,
    high: logit,
  });
}
