/** Everything the page knows about how much the selected words moved the decision, gathered from several methods. */

import type { Lime, Prediction, Target } from "../../../types";
import * as messages from "../../../generated/words/moves";
import { inUnit } from "../../writing/numbers";
import { tellPlain, yes } from "../../writing/sentence";
import { type State, answerOf } from "../../store/state";
import type { BarRow } from "../../ui/barshape";
import { shortWords } from "../../writing/pieces";
import { type Without, withoutOne } from "../text/without";

export interface LimeMove {
  of: Lime;
  /** Weights belong to whole sentences. */
  sentences: boolean;
  weight: number;
  error: number | null;
  /** How often the text has the one word that is chosen, if LIME left out all of its places at once; else 1. */
  places: number;
  words: { word: string; weight: number; error: number | null }[];
}

export interface Moves {
  target: Target;
  /** How far the score moves where the whole selection is left out. */
  left: number;
  /** What the network says then; null in an answer that does not hold it. */
  without: Without | null;
  /** Each of its words left out alone. */
  words: { word: string; weight: number }[];
  lime: LimeMove | null;
  /** Methods whose weights add up, so that a span's is the sum of its words'. */
  sums: { name: string; weight: number }[];
}

/** Null until the words have been left out. */
export function moves(state: State): Moves | null {
  const { prediction, selection, settings, text } = state;
  const alone = answerOf(state, "leave-one-out");
  if (prediction === null || selection === null || alone === null) return null;
  const indices = Array.from({ length: selection[1] - selection[0] }, (_, i) => selection[0] + i);
  const words = indices.map((i) => ({
    word: shortWords(text, prediction, [i, i + 1], 24),
    weight: alone.weights[i] ?? 0,
  }));
  const isOne = indices.length === 1;
  const together = isOne ? words[0]?.weight : spanWeight(state);
  if (together === undefined) return null;
  return {
    target: settings.target,
    left: together,
    without: isOne ? withoutOne(alone, selection[0]) : withoutSpan(state, prediction),
    words,
    lime: limeMove(
      state,
      indices,
      words.map((entry) => entry.word),
    ),
    sums: sums(state, indices),
  };
}

/** Those of them that have answered for this text, on the score: the decompositions know nothing of probabilities. */
function sums(state: State, indices: number[]): Moves["sums"] {
  const { settings } = state;
  const sum = (weights: number[]) => indices.reduce((total, i) => total + (weights[i] ?? 0), 0);
  const found: Moves["sums"] = [];
  const add = (method: "integrated-gradients" | "contribution-over-time" | "cell-decomposition", name: string) => {
    const result = answerOf(state, method);
    const complete = result !== null && (!("words" in result) || result.fidelity.done === result.tokens.length);
    if (result !== null && complete) found.push({ name, weight: sum(result.weights) });
  };
  add("integrated-gradients", tellPlain(messages.integrated));
  if (settings.target !== "logit") return found;
  add("contribution-over-time", tellPlain(messages.kept));
  add("cell-decomposition", tellPlain(messages.moved));
  return found;
}

/** The weight of the span left out as a whole, once it is known. */
function spanWeight(state: State): number | undefined {
  return answerOf(state, "span")?.span_weight ?? undefined;
}

function withoutSpan(state: State, prediction: Prediction): Without | null {
  const score = answerOf(state, "span")?.without?.span;
  if (score === null || score === undefined) return null;
  const { probability, favoured } = score;
  return { probability, turns: favoured !== (prediction.verdict === prediction.class) };
}

function limeMove(state: State, indices: number[], names: string[]): LimeMove | null {
  const { slots, text } = state;
  const lime = slots.lime.result;
  if (lime === null || slots.lime.answered?.text !== text || lime.weights.length !== state.prediction?.kept)
    return null;
  const { units } = slots.lime.answered.settings;
  const sentences = units === "sentence";
  const placesOf = (i: number) => lime.tokens.filter((token) => token === lime.tokens[i]).length;
  // A weight stands at every place that shares it. A single word has the whole of it, and so have sentences; of several
  // words each place has an equal part, as other methods weigh each place by itself.
  const unit = (i: number) => (units === "position" ? i : sentences ? lime.weights[i] : lime.tokens[i]);
  const isWhole = sentences || new Set(indices.map(unit)).size === 1;
  const words = indices.map((i, at) => {
    const parts = isWhole || units === "position" ? 1 : (lime.shared?.[i] ?? placesOf(i));
    const [weight, error] = [lime.weights[i] ?? 0, lime.standard_errors?.[i] ?? null];
    return { word: names[at] ?? "", i, weight: weight / parts, error: error === null ? null : error / parts };
  });
  const once = isWhole ? [...new Map(words.map((entry) => [unit(entry.i), entry])).values()] : words;
  const weight = once.reduce((sum, entry) => sum + entry.weight, 0);
  const error = once.length === 1 ? (once[0]?.error ?? null) : null;
  const places = units === "bow" && once.length === 1 ? placesOf(once[0]?.i ?? 0) : 1;
  return { of: lime, sentences, weight, error, places, words: sentences ? [] : words };
}

/** The bars: each method's total, and for a span the words that did most of it. */
export function moveRows(found: Moves, mostWords = 5): BarRow[] {
  const several = found.words.length > 1;
  const text = (weight: number) => inUnit(weight, found.target);
  const row = (label: string, value: number, error: number | null): BarRow => ({
    label,
    value,
    error,
    text: text(value),
    strong: several,
  });
  const left = row(tellPlain(messages.left_out, { several: yes(several) }), found.left, null);
  const lime =
    found.lime === null || found.lime.of.target !== found.target
      ? []
      : [row(limeName(found.lime, several), found.lime.weight, found.lime.error)];
  const summed = found.sums.map(({ name, weight }) =>
    row(several ? tellPlain(messages.summed, { method: name }) : name, weight, null),
  );
  if (!several) return [left, ...lime, ...summed];
  const minor = (entry: { word: string; weight: number; error?: number | null }, label: string): BarRow => ({
    label,
    value: entry.weight,
    error: entry.error ?? null,
    text: text(entry.weight),
    minor: true,
  });
  const strongest = <T extends { weight: number }>(words: T[]) =>
    [...words].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, mostWords);
  return [
    left,
    ...strongest(found.words).map((entry) => minor(entry, tellPlain(messages.alone, { word: entry.word }))),
    ...lime,
    ...(lime.length === 0 ? [] : strongest(found.lime?.words ?? []).map((entry) => minor(entry, entry.word))),
    ...summed,
  ];
}

function limeName({ sentences, places }: LimeMove, several: boolean): string {
  if (sentences) return tellPlain(messages.lime_sentences, { several: yes(several) });
  if (places > 1) return tellPlain(messages.lime_places, { n: places });
  return several ? tellPlain(messages.summed, { method: "LIME" }) : "LIME";
}
