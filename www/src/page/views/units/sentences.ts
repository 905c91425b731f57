/** All units in sentences. */

import * as words from "../../../generated/words/units";
import type { CellKind, Clamping, Gate, Hold } from "../../../types";
import { signed } from "../../writing/numbers";
import { type Piece, type Sentence, paragraph, tell, tellPlain, word, yes } from "../../writing/sentence";
import { partName } from "../cell/sentences";
import { LONG, MOSTLY, type Unit } from "./shape";

const gateOf = (gate: Gate) => (gate === "forget" ? "forget" : "other");

/** The units that carry the verdict. */
export function unitsSentence(units: Unit[], total: number | null, gate: Gate): Sentence {
  const n = units.length;
  // What reads 0 brings nothing: nothing varies in a network without weights.
  const shown = units.slice(0, 3).filter(({ contribution }) => contribution !== null && signed(contribution) !== "0");
  if (shown.length === 0 || total === null) return tell(words.units, { n });
  const names = shown.map((unit) =>
    tell(words.unit_brings, { unit: String(unit.index), brings: unit.contribution ?? 0 }),
  );
  const long = units.filter((unit) => (unit.halfLife ?? Number.POSITIVE_INFINITY) >= LONG).length;
  const stuck = units.filter((unit) => unit.stuck >= MOSTLY).length;
  return paragraph(
    tell(words.bring, { n, units: names, told: names.length, total }),
    tell(words.long, { n: long, words: LONG, stuck, gate: gateOf(gate) }),
  );
}

export function unitSentence({ index, contribution, halfLife, stuck }: Unit, gate: Gate): Sentence {
  const unit = String(index);
  return paragraph(
    contribution === null ? [] : tell(words.brings, { unit, brings: contribution }),
    tell(words.life, {
      unit,
      gate: gateOf(gate),
      kind: halfLife === null ? "never" : halfLife < 1 ? "soon" : "other",
      words: Math.round(halfLife ?? 0),
      stuck: yes(stuck >= MOSTLY),
    }),
  );
}

export function atSentence(unit: number, part: string, name: string, value: number): Sentence {
  return tell(words.at, { unit: String(unit), part, word: word(name), value });
}

export function holdName({ unit: part, index, value }: Hold, cell: CellKind): string {
  const unit = String(index);
  if (part === "hidden" && value === 0) return tellPlain(words.silenced, { unit });
  return tellPlain(words.hold, { part: partName(part, cell), unit, value });
}

/** What holding changed. */
export function heldSentence(
  { clamps, before, favoured, probability, logit }: Clamping,
  explained: Piece,
  cell: CellKind,
): Sentence {
  return tell(words.held, {
    turns: yes(before.favoured !== favoured),
    holds: clamps.map((hold) => holdName(hold, cell)),
    before: before.probability,
    after: probability,
    class: explained,
    low: before.logit,
    high: logit,
  });
}
