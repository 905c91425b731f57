/** How the verdict formed, in one sentence. */

import * as words from "../../generated/words/running";
import type { Prediction, TokenSpan } from "../../types";
import { type Classes, classesOf, explainedClass, ofClass } from "../classes";
import { percent } from "../numbers";
import { type Sentence, tell, tellPlain, word } from "../sentence";
import type { Namer } from "../shapes/named";
import type { Turn } from "../shapes/turns";

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

/** What the reading line says at one word or span. */
export function readingSentence(prediction: Prediction, [from, to]: TokenSpan, name: string): Sentence {
  const { zero_probability, running_probability, probability, kept: all } = prediction;
  const before = from === 0 ? zero_probability : (running_probability[from - 1] ?? zero_probability);
  const after = running_probability[to - 1] ?? probability;
  const place = { word: word(name), before, after, class: explainedClass(classesOf(prediction)), all };
  return to - from === 1
    ? tell(words.reading, { ...place, n: to })
    : tell(words.reading_span, { ...place, from: from + 1, to });
}
