/** "Do the methods agree?", from what each of them weighed. */

import * as of from "../../../generated/words/agreement";
import type { Agreement, Weighed } from "../../../types";
import { decimal, size } from "../../writing/numbers";
import { type Sentence, paragraph, tell, yes } from "../../writing/sentence";
import { counted, firstsOf, nameOf } from "./shape";
import type { Namer } from "../../writing/named";

/** τ from which two orders are called alike, and below which they are called unrelated. Conventional, no test. */
const ALIKE = 0.6;
const UNRELATED = 0.2;
/** A method that comes this near the farthest is about as good (a guess that reads well). */
const ABOUT_AS_FAR = 0.8;
/** Fewer words than this have hardly an order (a guess). */
const FEWEST = 4;
export const hasOrder = (found: Agreement): boolean => found.tokens.length >= FEWEST && !nothingVaries(found);

/** No word has a weight by any method: the network says the same whatever is left out. */
export const nothingVaries = (found: Agreement): boolean =>
  found.methods.length > 0 && found.methods.every((method) => firstsOf(method).length === 0);

/** "Five of six methods put *beautifully* first." */
export function firstSentence(found: Agreement, wordOf: Namer): Sentence {
  if (nothingVaries(found)) return tell(of.nothing_varies);
  if (found.tokens.length === 1) return tell(of.one_word);
  const methods = counted(found);
  // LIME gives all places of a word one weight: each of them is its first.
  const votes = new Map<number, Weighed[]>();
  for (const method of methods) for (const at of firstsOf(method)) votes.set(at, [...(votes.get(at) ?? []), method]);
  const [winner] = [...votes].sort((a, b) => b[1].length - a[1].length || a[0] - b[0]);
  if (methods.length < 2 || winner === undefined) return [];
  const [token, supporters] = winner;
  const n = methods.length;
  if (supporters.length === n) return tell(of.all, { n, word: wordOf(token) });
  if (supporters.length === 1) return tell(of.none, { others: methods.map((method) => saying([method], wordOf)) });
  const others = new Map<number | undefined, Weighed[]>();
  for (const method of methods) {
    const [first] = firstsOf(method);
    if (!supporters.includes(method)) others.set(first, [...(others.get(first) ?? []), method]);
  }
  const rest = [...others.values()].map((same) => saying(same, wordOf));
  return tell(of.some, { some: supporters.length, n, word: wordOf(token), others: rest });
}

/** The first word of methods that name the same. */
function saying(same: Weighed[], wordOf: Namer): Sentence {
  const first = same[0] === undefined ? undefined : firstsOf(same[0])[0];
  const word = first === undefined ? tell(of.no_word) : wordOf(first);
  return tell(of.says, { methods: same.map(({ name }) => nameOf(name)), n: same.length, word });
}

/** How alike the orders are, the closest and the farthest pair by name. */
export function pairsSentence(found: Agreement): Sentence {
  const methods = found.methods.map((method, at) => ({ method, at })).filter(({ method }) => !method.warning);
  const pairs = methods.flatMap(({ at: a }, i) =>
    methods.slice(i + 1).flatMap(({ at: b }) => {
      const tau = found.kendall[a]?.[b];
      return tau === null || tau === undefined ? [] : [{ a, b, tau }];
    }),
  );
  if (pairs.length < 2 || !hasOrder(found)) return [];
  const sorted = [...pairs].sort((p, q) => q.tau - p.tau);
  const [closest, farthest] = [sorted[0], sorted[sorted.length - 1]];
  if (closest === undefined || farthest === undefined) return [];
  const name = (at: number) => nameOf(found.methods[at]?.name ?? "");
  const pair = ({ a, b, tau }: typeof closest) => tell(of.pair, { a: name(a), b: name(b), tau });
  const mean = pairs.reduce((sum, { tau }) => sum + tau, 0) / pairs.length;
  const how = mean >= ALIKE ? "alike" : mean < UNRELATED ? "unlike" : "other";
  if (decimal(closest.tau) === decimal(farthest.tau)) return tell(of.orders_equal, { how, mean });
  return tell(of.orders, { how, mean, closest: pair(closest), farthest: pair(farthest) });
}

/** Whether the network minds what the methods say. */
export function curvesSentence(found: Agreement): Sentence {
  const { deletion, random } = found;
  if (random === null || deletion.length === 0 || !hasOrder(found)) return [];
  const warned = new Set(found.methods.filter((method) => method.warning).map((method) => method.name));
  const ranked = [...deletion].filter((curve) => !warned.has(curve.name)).sort((a, b) => b.aopc - a.aopc);
  const [best] = ranked;
  if (best === undefined) return [];
  if (best.aopc <= 0) return tell(of.by_chance);
  const [least, most] = [ranked[ranked.length - 1]?.aopc ?? 0, best.aopc];
  const lead =
    least > ABOUT_AS_FAR * most
      ? tell(of.any, { range: yes(size(least) !== size(most)), least, most })
      : tell(of.best, { method: nameOf(best.name), most });
  const lost = deletion.filter((curve) => curve.aopc <= 0).map((curve) => nameOf(curve.name));
  return paragraph(lead, lost.length === 0 ? [] : tell(of.behind, { methods: lost, n: lost.length }));
}
