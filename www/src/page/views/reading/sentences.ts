/** How the verdict formed, in one sentence. */

import * as of from "../../../generated/words/reading";
import * as words from "../../../generated/words/running";
import type { ContributionOverTime, Prediction } from "../../../types";
import { type Classes, classesOf, explainedClass, ofClass } from "../../writing/classes";
import { percent } from "../../writing/numbers";
import { type Sentence, paragraph, tell, tellPlain } from "../../writing/sentence";
import type { Namer } from "../../writing/named";
import type { Turn } from "./turns";

/** From this difference of the probability on a reader sees the score move (a guess). */
const VISIBLE = 0.03;

export function formedSentence(prediction: Prediction, turns: Turn[], wordOf: Namer): Sentence {
  const { zero_probability: zero, probability: p, kept } = prediction;
  const classes = classesOf(prediction);
  const of = { zero, p, class: explainedClass(classes) };
  if (kept === 0) return tell(words.empty, { zero, class: of.class });
  if (kept === 1) return tell(words.one, { ...of, word: wordOf(0) });
  if (turns.length === 0) return steady(prediction, of);
  const clauses = turns.map((turn) => clause(turn, classes, wordOf));
  const formed = { zero, class: of.class, turns: clauses };
  // Where it ended, if the last turn was not the end of it.
  return percent(turns.at(-1)?.after ?? p) === percent(p)
    ? tell(words.formed, formed)
    : tell(words.formed_on, { ...formed, p });
}

/** No word turned it or moved it far: it hardly moved at all, or it did so little by little. */
function steady({ zero_probability, running_probability }: Prediction, of: Parameters<typeof words.flat>[0]): Sentence {
  const way = (pick: (a: number, b: number) => number) =>
    running_probability.reduce((a, b) => pick(a, b), zero_probability);
  const [low, high] = [way(Math.min), way(Math.max)];
  return high - low < VISIBLE ? tell(words.flat, of) : tell(words.drift, { low, high, p: of.p, class: of.class });
}

function clause(turn: Turn, classes: Classes, wordOf: Namer): Sentence {
  const [figure] = figures(turn, classes);
  const name = figure === undefined ? wordOf(turn.token) : wordOf(turn.token, figure);
  if (turn.kind === "step") return tell(words.stepped, { way: turn.change > 0 ? "up" : "other", word: name });
  const turned = { class: ofClass(classes, turn.to), word: name };
  if (turn.kind === "turn") return tell(words.turned, turned);
  if (turn.kind === "decided") return tell(words.decided, turned);
  const from = { ...turned, word: wordOf(turn.token) };
  return figure === undefined ? tell(words.leaned_bare, from) : tell(words.leaned, { ...from, figure });
}

/** They are those of the class that is explained: of more than two classes with its name, and none where two others are meant. */
function figures({ before, after, from, to, kind }: Turn, { names, explained }: Classes): string[] {
  if (names.length === 2) return [tellPlain(words.figures, { before, after })];
  if (kind !== "step" && from !== explained && to !== explained) return [];
  return [tellPlain(words.figures_of, { before, after, class: names[explained] ?? "" })];
}

/** What a point of the score is; `isLead`: of the lead of the class over its rival. */
export function scaleSentence(classes: Classes, isLead: boolean): Sentence {
  const isTwo = classes.names.length === 2;
  const kind = isTwo ? "two" : isLead ? "other" : "each";
  const rival = isTwo ? ofClass(classes, 1 - classes.explained) : "";
  return tell(of.scale, { classes: kind, class: explainedClass(classes), rival });
}

/** A gap beyond this would be a mistake of ours. */
export const GAP = 1e-4;

/** Whether the strands add up to the score, and what they are of. */
export function sumSentence({ fidelity: { gap, layers } }: ContributionOverTime): Sentence {
  const sums = tell(gap <= GAP ? of.sums : of.no_sums, { gap: tiny(gap) });
  return layers < 2 ? sums : paragraph(tell(of.layers, { n: layers }), sums);
}

/** `0.0000003`, in full: no reader should need exponents. */
export function tiny(value: number): string {
  return value === 0 ? "0" : value.toFixed(Math.min(12, Math.max(2, -Math.floor(Math.log10(value)))));
}
