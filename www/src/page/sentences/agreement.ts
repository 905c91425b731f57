/** "Do the methods agree?", from what each of them weighed. */

import type { Agreement, Weighed } from "../../types";
import { decimal, signed } from "../numbers";
import { type Sentence, listed, sentence, strong } from "../sentence";
import { counted, firstsOf, nameOf } from "../shapes/agreement";
import type { Namer } from "../shapes/named";

/** τ from which two orders are called alike, and below which they are called unrelated. Conventional, no test. */
const ALIKE = 0.6;
const UNRELATED = 0.2;
/** A method that comes this near the farthest is about as good (a guess that reads well). */
const ABOUT_AS_FAR = 0.8;
/** Fewer words than this have hardly an order (a guess). */
const FEWEST = 4;
export const hasOrder = ({ tokens }: Agreement): boolean => tokens.length >= FEWEST;

const NUMBERS = ["None", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];
const number = (value: number): string => NUMBERS[value] ?? String(value);

/** "Five of six methods put *beautifully* first." */
export function firstSentence(found: Agreement, wordOf: Namer): Sentence {
  if (found.tokens.length === 1) return sentence`With a single word there is no order to agree on.`;
  const methods = counted(found);
  // LIME gives all places of a word one weight: each of them is its first.
  const votes = new Map<number, Weighed[]>();
  for (const method of methods) for (const at of firstsOf(method)) votes.set(at, [...(votes.get(at) ?? []), method]);
  const [winner] = [...votes].sort((a, b) => b[1].length - a[1].length || a[0] - b[0]);
  if (methods.length < 2 || winner === undefined) return [];
  const [token, supporters] = winner;
  if (supporters.length === methods.length)
    return sentence`${strong(`All ${number(methods.length).toLowerCase()} methods`)} put ${wordOf(token)} first.`;
  const says = (method: Weighed, first = firstsOf(method)[0]) => (first === undefined ? "no word" : wordOf(first));
  if (supporters.length === 1)
    return sentence`${strong("They do not agree")} on the word that matters most: ${listed(methods.map((method) => sentence`${nameOf(method.name)} says ${says(method)}`))}.`;
  const others = new Map<number | undefined, Weighed[]>();
  for (const method of methods) {
    const [first] = firstsOf(method);
    if (!supporters.includes(method)) others.set(first, [...(others.get(first) ?? []), method]);
  }
  const rest = [...others.values()].map(
    (same) =>
      sentence`${listed(same.map(({ name }) => [nameOf(name)]))} ${same.length > 1 ? "say" : "says"} ${says(same[0]!)}`,
  );
  return sentence`${strong(`${number(supporters.length)} of ${number(methods.length).toLowerCase()} methods`)} put ${wordOf(token)} first; ${listed(rest)}.`;
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
  const pair = ({ a, b, tau }: typeof closest) => sentence`${name(a)} and ${name(b)} (τ ${decimal(tau)})`;
  const mean = pairs.reduce((sum, { tau }) => sum + tau, 0) / pairs.length;
  const lead =
    mean >= ALIKE
      ? sentence`Over all words the orders are ${strong("much alike")}`
      : mean < UNRELATED
        ? sentence`Over all words the orders ${strong("hardly resemble each other")}`
        : sentence`Over all words the orders are ${strong("partly alike")}`;
  if (decimal(closest.tau) === decimal(farthest.tau))
    return sentence`${lead}: τ ${decimal(mean)}, whichever two are compared.`;
  return sentence`${lead}, τ ${decimal(mean)} on average; closest are ${pair(closest)}, farthest apart ${pair(farthest)}.`;
}

/** Whether the network minds what the methods say. */
export function curvesSentence(found: Agreement): Sentence {
  const { deletion, random } = found;
  if (random === null || deletion.length === 0 || !hasOrder(found)) return [];
  const warned = new Set(found.methods.filter((method) => method.warning).map((method) => method.name));
  const ranked = [...deletion].filter((curve) => !warned.has(curve.name)).sort((a, b) => b.aopc - a.aopc);
  const [best] = ranked;
  if (best === undefined) return [];
  const last = ranked[ranked.length - 1]?.aopc ?? 0;
  const size = (value: number) => signed(value).replace("+", "");
  const lost = deletion.filter((curve) => curve.aopc <= 0);
  const lead =
    best.aopc <= 0
      ? sentence`${strong("No method does better than chance here")}: taking words away in their orders moves the score no farther than in random ones.`
      : last > ABOUT_AS_FAR * best.aopc
        ? sentence`Words taken away in the order of any of them move the score by ${strong(size(last) === size(best.aopc) ? size(last) : `${size(last)} to ${size(best.aopc)}`)} more than in random order, on average over the curve (log-odds): no method stands out.`
        : sentence`Words taken away in the order of ${strong(nameOf(best.name))} move the score by ${strong(size(best.aopc))} more than in random order, on average over the curve (log-odds): the farthest of these methods.`;
  const behind =
    best.aopc > 0 && lost.length > 0
      ? sentence` ${listed(lost.map((curve) => [nameOf(curve.name)]))} ${lost.length > 1 ? "do" : "does"} no better than chance.`
      : [];
  return sentence`${lead}${behind}`;
}
