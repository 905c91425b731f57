/** The cell in sentences. */

import * as words from "../../../generated/words/cell";
import type { CellKind, Gate, Readout } from "../../../types";
import { signedTo } from "../../writing/numbers";
import { type Sentence, tell, tellPlain, word, yes } from "../../writing/sentence";
import type { Cell, Matrix, Move, Name } from "./shape";

/** What stands in a box or at a line. */
export const labelOf = (name: Name | "reads", cell: CellKind): string => tellPlain(words.label, { name, cell });

/** A gate or state with its letter in the literature. */
export const partName = (part: Gate, cell: CellKind): string => tellPlain(words.part, { part, cell });

/** What the unit did to the score at this step, or what changed in it. */
export function moveSentence(moves: Move[], unit: number, { value }: Cell, before: number): Sentence {
  const at = moves.findIndex((move) => move.unit === unit);
  const moved = moves[at]?.moved ?? null;
  const place = { unit: String(unit), rank: at + 1, n: String(moves.length) };
  if (moved === null)
    return tell(words.changed, { ...place, before: signedTo(before, 2), after: signedTo(value("hidden"), 2) });
  return tell(words.moved, { ...place, moved, all: moves.reduce((sum, move) => sum + (move.moved ?? 0), 0) });
}

/** Why no unit has a share in the score's step; nothing where each has. */
export function readSentence(layer: number, layers: number, readout: Readout = "last"): Sentence {
  if (layer < layers - 1) return tell(words.below, { layer: layer + 1, next: layer + 2 });
  return readout === "last" ? [] : tell(words.pooled, { readout });
}

/** The picture in words, for those who hear it. */
export function cellSentence({ kind, unit, print }: Cell, name: string): string {
  const parts: Name[] =
    kind === "lstm"
      ? ["before", "forget", "input", "candidate", "cell", "output", "hidden"]
      : ["before", "update", "rest", "candidate", "hidden", "reset"];
  const places = Object.fromEntries(parts.map((part) => [part, print(part)]));
  const message = { lstm: words.lstm, gru: words.gru }[kind] as (places: Record<string, unknown>) => unknown[];
  return tellPlain(message, { unit: String(unit), word: word(name), ...places });
}

export const matrixName = ({ name, layer }: Matrix): string => tellPlain(words.of_matrix, { name, layer });

export const layerName = (layer: number, layers: number): string =>
  tellPlain(words.layer_of, { layer: layer + 1, last: yes(layer === layers - 1) });
