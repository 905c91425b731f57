/** What of the list of rules is looked at: its order, its sides, the words looked for, its pages. */

import type { Label, PhraseRule, PhraseRules } from "../../../types";
import { folded } from "../../store/notation";
import type { State } from "../../store/state";
import { joined } from "../../writing/pieces";

/** Phrases of a page. */
export const PAGE = 30;

export interface RulePage {
  /** Phrases of the side, or of both. */
  all: number;
  /** Those of them that have the words, */
  found: number;
  /** and those of this page, the strongest first. */
  shown: PhraseRule[];
  /** Counted from 0. */
  page: number;
  pages: number;
}

interface Listed {
  rule: PhraseRule;
  /** Its tokens, and how they are written (“don’t”), each between spaces. */
  words: string;
}

const orders = new WeakMap<PhraseRules, Listed[]>();

/** Both sides in the one order of the list. */
function ordered(list: PhraseRules): Listed[] {
  const known =
    orders.get(list) ??
    [...list.positive, ...list.negative]
      .sort((a, b) => a.rank - b.rank)
      .map((rule) => ({ rule, words: ` ${rule.tokens.join(" ")} ${joined(rule.tokens)} `.toLowerCase() }));
  orders.set(list, known);
  return known;
}

/** Each word must stand in the phrase, in any order; the last may be unfinished as long as no space follows it. */
export function sought(list: PhraseRules, typed: string, side: Label | null): PhraseRule[] {
  const parts = folded(typed).toLowerCase().trimStart().split(/\s+/);
  const has = (words: string) =>
    parts.every((part, i) => words.includes(i === parts.length - 1 ? ` ${part}` : ` ${part} `));
  return ordered(list)
    .filter(({ rule, words }) => (side === null || rule.class === side) && has(words))
    .map(({ rule }) => rule);
}

export function rulePage(list: PhraseRules, { typed, side, page }: State["ruleList"]): RulePage {
  const found = sought(list, typed, side);
  const pages = Math.max(1, Math.ceil(found.length / PAGE));
  const at = Math.min(page, pages - 1);
  const all =
    side === null ? list.positive.length + list.negative.length : list[side === 1 ? "positive" : "negative"].length;
  return { all, found: found.length, shown: found.slice(at * PAGE, (at + 1) * PAGE), page: at, pages };
}

/** The page of the whole list on which a rule stands. */
export const pageOf = ({ rank }: PhraseRule): number => Math.floor(rank / PAGE);
