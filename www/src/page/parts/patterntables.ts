/** The table twins of pattern search. */

import type { PatternMatches } from "../../types";
import type { Classes } from "../classes";
import type { Table } from "../download";
import { shortWords } from "../shapes/pieces";
import type { State } from "../state";

/** A row for each unit, a column for each word around the selection. */
export function unitTable(found: PatternMatches, { prediction, predicted }: State): Table {
  const [from, to] = found.window;
  const word = (token: number) =>
    prediction === null ? String(token + 1) : shortWords(predicted, prediction, [token, token + 1]);
  const words = Array.from({ length: to - from }, (_, i) => `${from + i + 1} ${word(from + i)}`);
  const rows = found.units.map(({ layer, unit, sign, values }) => [
    layer + 1,
    unit,
    sign > 0 ? "above" : "below",
    ...values,
  ]);
  return { columns: ["layer", "unit", "side", ...words], rows };
}

export function matchTable(found: PatternMatches, { names }: Classes): Table {
  const columns = [
    "text",
    "first word",
    "words",
    "shared units",
    "all units",
    "Jaccard",
    "label",
    "probability",
    "passage",
    "probability after each word",
    "units on after each word",
  ];
  const rows = found.items.map((item) => [
    item.review,
    item.position + 1,
    item.length,
    item.matched,
    item.union,
    item.score,
    names[item.label] ?? item.label,
    item.probability,
    item.tokens?.join(" ") ?? null,
    item.running.map((value) => value.toFixed(2)).join(" "),
    item.active.join(" "),
  ]);
  const lengths = found.lengths.map(([length, runs, together]) => [
    "",
    "",
    length,
    "",
    "",
    "",
    "",
    "",
    `${runs} ranked runs of so many words, all units on in ${together}`,
    "",
    "",
  ]);
  return { columns, rows: [...rows, ...lengths] };
}
