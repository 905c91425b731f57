/** The table twins of pattern search. */

import * as of from "../../../generated/words/pattern";
import type { PatternMatches } from "../../../types";
import type { Classes } from "../../writing/classes";
import type { Table } from "../../export/download";
import { tellPlain } from "../../writing/sentence";
import { shortWords } from "../../writing/pieces";
import type { State } from "../../store/state";

/** A row for each unit, a column for each word around the selection. */
export function unitTable(found: PatternMatches, { prediction, predicted }: State): Table {
  const [from, to] = found.window;
  const word = (token: number) =>
    prediction === null ? String(token + 1) : shortWords(predicted, prediction, [token, token + 1]);
  const words = Array.from({ length: to - from }, (_, i) => `${from + i + 1} ${word(from + i)}`);
  const rows = found.units.map(({ layer, unit, sign, values }) => [
    layer + 1,
    unit,
    tellPlain(sign > 0 ? of.above : of.below),
    ...values,
  ]);
  return { columns: [tellPlain(of.col_layer), tellPlain(of.col_unit), tellPlain(of.col_side), ...words], rows };
}

export function matchTable(found: PatternMatches, { names }: Classes): Table {
  const columns = [
    tellPlain(of.col_text),
    tellPlain(of.col_first),
    tellPlain(of.col_length),
    tellPlain(of.col_shared),
    tellPlain(of.col_all),
    tellPlain(of.col_jaccard),
    tellPlain(of.col_label),
    tellPlain(of.col_probability),
    tellPlain(of.col_passage),
    tellPlain(of.col_running),
    tellPlain(of.col_active),
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
    tellPlain(of.lengths, { runs, together }),
    "",
    "",
  ]);
  return { columns, rows: [...rows, ...lengths] };
}
