/** What a layer held at one step → the numbers of one unit's cell, the formulas with these put in, and who moved the score. */

import type { CellKind, Gate, Inside, NetworkConfig } from "../../../types";
import { decimal, signedTo } from "../../writing/numbers";

/** One number of a layer after one step. */
export function valueOf(held: Inside, part: Gate, step: number, unit: number): number {
  return held.values[(held.parts.indexOf(part) * stepsOf(held) + step) * held.units + unit] ?? 0;
}

export function stepsOf(held: Inside): number {
  return held.values.length / held.parts.length / held.units;
}

/** Gates lie between 0 and 1; the candidate, the cell and the hidden state have a sign. */
export const isGate = (part: Name): boolean => ["input", "forget", "output", "reset", "update", "rest"].includes(part);

/** The numbers of a cell: those of a record, the memory before, and what follows from them on the way. */
export type Name = Gate | "before" | "kept" | "written" | "tanh" | "rest";
type Values = Partial<Record<Name, number>>;
/** A number by its name. */
type Get<T> = (name: Name) => T;

/** A formula: what it makes, of what, as text, and what a reader who calculates it finds on the way and in the end. */
interface Formula {
  makes: Gate;
  parts: Name[];
  text(print: Get<string>): string;
  worth(value: Get<number>): Values;
}

interface Kind {
  /** What is carried from word to word. */
  memory: Gate;
  /** Blocks of rows in each matrix: one for every gate, and the candidate. */
  blocks: number;
  formulas: Formula[];
  /** The whole cell in plain text. */
  equations: string[];
}

/** Lines break between products. */
const product = (get: Get<string>, a: Name, b: Name) => `${get(a)}\u00A0×\u00A0(${get(b)})`;
const sum = (makes: Gate, kept: number, written: number): Values => ({ kept, written, [makes]: kept + written });

export const KINDS: Record<CellKind, Kind> = {
  lstm: {
    memory: "cell",
    blocks: 4,
    formulas: [
      {
        makes: "cell",
        parts: ["forget", "before", "input", "candidate"],
        text: (get) => `${product(get, "forget", "before")} + ${product(get, "input", "candidate")}`,
        worth: (v) => sum("cell", v("forget") * v("before"), v("input") * v("candidate")),
      },
      {
        makes: "hidden",
        parts: ["output", "cell"],
        text: (get) => `${get("output")}\u00A0×\u00A0tanh(${get("cell")})`,
        worth: (v) => ({ tanh: Math.tanh(v("cell")), hidden: v("output") * Math.tanh(v("cell")) }),
      },
    ],
    equations: [
      "i = σ(W_i x + U_i h′ + b_i)",
      "f = σ(W_f x + U_f h′ + b_f)",
      "g = tanh(W_g x + U_g h′ + b_g)",
      "o = σ(W_o x + U_o h′ + b_o)",
      "c = f ⊙ c′ + i ⊙ g",
      "h = o ⊙ tanh(c)",
    ],
  },
  gru: {
    memory: "hidden",
    blocks: 3,
    formulas: [
      {
        makes: "hidden",
        parts: ["update", "before", "candidate"],
        text: (get) =>
          `${product(get, "update", "before")} + (1\u00A0−\u00A0${get("update")})\u00A0×\u00A0(${get("candidate")})`,
        worth: (v) => ({
          rest: 1 - v("update"),
          ...sum("hidden", v("update") * v("before"), (1 - v("update")) * v("candidate")),
        }),
      },
    ],
    equations: [
      "r = σ(W_r x + U_r h′ + b_r)",
      "z = σ(W_z x + U_z h′ + b_z)",
      "n = tanh(W_n x + b_n + r ⊙ (U_n h′ + b′_n))",
      "h = z ⊙ h′ + (1 − z) ⊙ n",
    ],
  },
};

/** One unit's cell at one step. */
export interface Cell {
  kind: CellKind;
  unit: number;
  values: Values;
  value: Get<number>;
  /** As it is printed. */
  print: Get<string>;
  formulas: { makes: Gate; left: string; result: string }[];
  /** The size that gets the widest line: that of the unit's largest memory in the text, or 1. */
  full: number;
}

/** What comes out, on the way and in the end, is printed with so many decimals, */
const DIGITS = 2;
/** and what goes in with as many more as it takes until readers who calculate it are right but for the last digit. */
const MOST_DIGITS = 7;

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

/** How many decimals the parts of a formula need, so that what is printed agrees with itself. */
function digitsOf({ worth }: Formula, value: Get<number>): number {
  const exact = worth(value);
  const misses = (digits: number) => {
    const printed = worth((name) => rounded(value(name), digits));
    return Object.keys(exact).some((key) => {
      const name = key as Name;
      return Math.abs((printed[name] ?? 0) - rounded(value(name), DIGITS)) > 10 ** -DIGITS;
    });
  };
  let digits = DIGITS;
  while (digits < MOST_DIGITS && misses(digits)) digits++;
  return digits;
}

export function cellOf(kind: CellKind, held: Inside, step: number, unit: number): Cell {
  const { memory, formulas } = KINDS[kind];
  const values: Values = { before: step === 0 ? 0 : valueOf(held, memory, step - 1, unit) };
  for (const part of held.parts) values[part] = valueOf(held, part, step, unit);
  const value = (name: Name) => values[name] ?? 0;
  // What is on the way; what is in the record stays as it is there.
  for (const { worth } of formulas) Object.assign(values, { ...worth(value), ...values });
  const digits = new Map<Name, number>();
  const printed = (name: Name, many: number) => (isGate(name) ? decimal : signedTo)(value(name), many);
  const made = formulas.map((formula) => {
    const many = digitsOf(formula, value);
    for (const part of formula.parts) if (!isMade(formulas, part)) digits.set(part, many);
    return {
      makes: formula.makes,
      left: formula.text((name) => printed(name, many)),
      result: printed(formula.makes, DIGITS),
    };
  });
  // What is left of 1 is so in print, too.
  const rest = digits.get("update") ?? DIGITS;
  const print = (name: Name) =>
    name === "rest" ? decimal(1 - rounded(value("update"), rest), rest) : printed(name, digits.get(name) ?? DIGITS);
  return { kind, unit, values, value, print, formulas: made, full: fullOf(held, memory, unit) };
}

const isMade = (formulas: Formula[], part: Name) => formulas.some(({ makes }) => makes === part);

function fullOf(held: Inside, memory: Gate, unit: number): number {
  let full = 1;
  for (let step = 0; step < stepsOf(held); step++) full = Math.max(full, Math.abs(valueOf(held, memory, step, unit)));
  return full;
}

/** What a unit did at a step. */
export interface Move {
  unit: number;
  /** What it shows now, less what it showed before. */
  change: number;
  /** What that moved the score by; null where units do not reach it each by itself. */
  moved: number | null;
}

/** All units, those first that moved the score most at this step, or, where none is read out, themselves. */
export function movesAt(held: Inside, step: number): Move[] {
  const moves = Array.from({ length: held.units }, (_, unit): Move => {
    const before = step === 0 ? 0 : valueOf(held, "hidden", step - 1, unit);
    const change = valueOf(held, "hidden", step, unit) - before;
    const weight = held.readout?.[unit];
    return { unit, change, moved: weight === undefined ? null : weight * change };
  });
  const size = ({ moved, change }: Move) => Math.abs(moved ?? change);
  return moves.sort((a, b) => size(b) - size(a) || a.unit - b.unit);
}

/** A matrix of the network, or a row of numbers. */
export interface Matrix {
  name: "embedding" | "input" | "recurrent" | "input_bias" | "recurrent_bias" | "readout" | "readout_bias";
  /** Counted from 1. */
  layer: number;
  shape: number[];
  numbers: number;
}

/** Every matrix of the network, in the order in which a word passes them. */
export function matricesOf(config: NetworkConfig): Matrix[] {
  const { cell, vocabulary, embedding, hidden, layers, directions, outputs } = config;
  const rows = KINDS[cell].blocks * hidden;
  const isBoth = directions === "bidirectional";
  const inputs = isBoth ? 2 * hidden : hidden;
  const matrix = (name: Matrix["name"], layer: number, ...shape: number[]): Matrix => ({
    name,
    layer,
    shape,
    numbers: shape.reduce((a, b) => a * b),
  });
  const layer = (at: number) => [
    matrix("input", at, rows, at === 1 ? embedding : inputs),
    matrix("recurrent", at, rows, hidden),
    matrix("input_bias", at, rows),
    matrix("recurrent_bias", at, rows),
  ];
  return [
    matrix("embedding", 0, vocabulary, embedding),
    ...Array.from({ length: layers }, (_, at) => [...layer(at + 1), ...(isBoth ? layer(at + 1) : [])]).flat(),
    matrix("readout", 0, outputs, inputs),
    matrix("readout_bias", 0, outputs),
  ];
}
