/** A ranking → the bars of its strongest words in either direction. */

import type { RankedWord, Ranking } from "../../../types";
import { signed } from "../../writing/numbers";
import type { BarRow } from "../../ui/barshape";
import { joined } from "../../writing/pieces";

const SHOWN = 6;

export function itemWord(item: RankedWord): string {
  return item.tokens === undefined ? item.token : joined(item.tokens);
}

export function rankingRows(ranking: Ranking, shown = SHOWN): BarRow[] {
  const row = (item: Ranking["items"][number]): BarRow => {
    const change = item.score - (ranking.base ?? 0);
    return { label: itemWord(item), value: change, error: null, text: signed(change) };
  };
  return [...ranking.items.slice(0, shown).map(row), ...ranking.lowest.slice(0, shown).map(row).reverse()];
}
