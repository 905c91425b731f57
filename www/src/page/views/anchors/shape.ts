/** How often a rule holds, beside rules with less: rows of one scale from 0 to 1. */

import * as of from "../../../generated/words/anchors";
import type { Anchor, Proportion } from "../../../types";
import { tellPlain } from "../../writing/sentence";

export interface PrecisionRow {
  label: string;
  found: Proportion;
  /** The rule itself; the others are what it is held against. */
  main: boolean;
}

/** The rule, nothing held, and the rule without each of its words; `nameOf` names a token. */
export function precisionRows(anchor: Anchor, nameOf: (token: number) => string): PrecisionRow[] {
  const { rule, precision, empty, without } = anchor;
  const rows: PrecisionRow[] = [];
  if (precision !== null && rule.length > 0) rows.push({ label: tellPlain(of.row_rule), found: precision, main: true });
  if (empty !== null) rows.push({ label: tellPlain(of.row_nothing), found: empty, main: rows.length === 0 });
  const rests = rule.length > 1 ? without : [];
  return [
    ...rows,
    ...rests.map((rest) => ({
      label: tellPlain(of.row_without, { word: nameOf(rest.position) }),
      found: rest.precision,
      main: false,
    })),
  ];
}
