/** Where the numbers of each kind of cell stand: lying for a wide screen, upright for a narrow one. */

import type { CellKind } from "../../../types";
import type { Name } from "./shape";

/** From the left as a share of the width, from the top in pixels. */
type Place = readonly [number, number];
/** `×` and `+`, by what they make: numbers that go on, or "next" and "out" where a box follows. */
type Operator = "kept" | "written" | "next" | "out";

export interface Layout {
  height: number;
  boxes: Partial<Record<Name, Place>>;
  operators: Partial<Record<Operator, Place>>;
  /** From, to, and the number that goes along, which is written beside some: at its middle, or from its left end on. */
  wires: (readonly [Name | Operator, Name | Operator, Name, ("middle" | "start")?])[];
  /** The word stands here, and reaches these. */
  word: Place;
  reads: Name[];
}

const LSTM_WIRES: Layout["wires"] = [
  ["before", "kept", "before"],
  ["forget", "kept", "forget"],
  ["kept", "next", "kept", "middle"],
  ["input", "written", "input"],
  ["candidate", "written", "candidate"],
  ["written", "next", "written", "start"],
  ["next", "cell", "cell"],
  ["cell", "out", "tanh", "middle"],
  ["output", "out", "output"],
  ["out", "hidden", "hidden"],
];

const GRU_WIRES: Layout["wires"] = [
  ["before", "kept", "before"],
  ["update", "kept", "update"],
  ["kept", "next", "kept", "middle"],
  ["rest", "written", "rest"],
  ["candidate", "written", "candidate"],
  ["reset", "candidate", "reset"],
  ["written", "next", "written", "start"],
  ["next", "hidden", "hidden"],
];

export const LAYOUTS: Record<CellKind, { lying: Layout; upright: Layout }> = {
  lstm: {
    lying: {
      height: 196,
      boxes: {
        before: [0.088, 30],
        forget: [0.215, 122],
        input: [0.38, 122],
        candidate: [0.59, 122],
        cell: [0.7, 30],
        output: [0.755, 122],
        hidden: [0.92, 122],
      },
      operators: { kept: [0.215, 30], written: [0.485, 122], next: [0.485, 30], out: [0.92, 30] },
      wires: LSTM_WIRES,
      word: [0.088, 178],
      reads: ["forget", "input", "candidate", "output"],
    },
    upright: {
      height: 424,
      boxes: {
        before: [0.2, 24],
        forget: [0.78, 96],
        input: [0.78, 156],
        candidate: [0.78, 216],
        cell: [0.2, 258],
        output: [0.78, 330],
        hidden: [0.2, 400],
      },
      operators: { kept: [0.2, 96], written: [0.47, 186], next: [0.2, 186], out: [0.2, 330] },
      wires: LSTM_WIRES,
      word: [0.78, 24],
      reads: ["forget", "input", "candidate", "output"],
    },
  },
  gru: {
    lying: {
      height: 196,
      boxes: {
        before: [0.088, 30],
        update: [0.215, 122],
        rest: [0.4, 122],
        candidate: [0.64, 122],
        reset: [0.9, 122],
        hidden: [0.9, 30],
      },
      operators: { kept: [0.215, 30], written: [0.52, 122], next: [0.52, 30] },
      wires: GRU_WIRES,
      word: [0.088, 178],
      reads: ["update", "candidate", "reset"],
    },
    upright: {
      height: 322,
      boxes: {
        before: [0.2, 24],
        update: [0.78, 96],
        rest: [0.78, 156],
        candidate: [0.78, 216],
        reset: [0.78, 296],
        hidden: [0.2, 296],
      },
      operators: { kept: [0.2, 96], written: [0.47, 186], next: [0.2, 186] },
      wires: GRU_WIRES,
      word: [0.78, 24],
      reads: ["update", "candidate", "reset"],
    },
  },
};
