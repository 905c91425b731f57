/**
 * The running verdict → its turns, each named by the word at which it happened.
 *
 * 1. The way falls into runs during which the network would have decided for one class: a turn is where a run begins.
 * 2. Runs that are short, or come to no clear score, are passed over, unless a large step bounds them. The last two never
 *    are: where the last one begins is the crossing that decides, after which the verdict stays what it is.
 * 3. The largest single steps at which the verdict stays the same are added, largest first.
 *
 * So a turn is a crossing of the curve itself, a step is none, and turns between two classes take turns.
 */

import type { Prediction } from "../../../types";
import { percent } from "../../writing/numbers";

export interface Turn {
  /** The token at which it happened. */
  token: number;
  /**
   * turn: the verdict became another. decided: the same, and it stayed so to the end. lean: the same from an undecided
   * beginning, and it stayed so to the next turn or the end. step: the verdict stayed, and the score went far.
   */
  kind: "turn" | "decided" | "lean" | "step";
  /** The verdict before this token, and after it. */
  from: number;
  to: number;
  /** The probability of the class that is explained, before and after. */
  before: number;
  after: number;
  /** The change of its log-odds. */
  change: number;
}

/** Words from `from` on for which the verdict stays the same; −1 stands for the time before the first. */
interface Run {
  verdict: number;
  from: number;
  words: number;
  /** How far the score was from the border at most. */
  reach: number;
}

/** A run that comes no farther from the border than this is passed over: .57 on either side (logit units; a guess that reads well). */
const UNDECIDED = 0.3;
/** A run is at least this share of the text, and at least two words. */
const PATIENCE = 0.04;
/** A step counts if it moves the logit this much, and is at least STEP_SHARE of the largest. */
const STEP_AT_LEAST = 0.4;
const STEP_SHARE = 0.25;
/** So much of what may be named is for turns. */
const FOR_TURNS = 0.6;

export function turns(prediction: Prediction, atMost: number): Turn[] {
  const known = made.get(prediction)?.get(atMost);
  if (known !== undefined) return known;
  const found = find(prediction, atMost);
  made.set(prediction, new Map([...(made.get(prediction) ?? []), [atMost, found]]));
  return found;
}

/** Asked for with every drawing, and found once. */
const made = new WeakMap<Prediction, Map<number, Turn[]>>();

function find(prediction: Prediction, atMost: number): Turn[] {
  const runs = worthNaming(runsOf(prediction), prediction, Math.ceil(atMost * FOR_TURNS));
  const found = runs.slice(1).map(({ from }, i) => turnAt(prediction, from, kindOf(prediction, runs, i + 1)));
  for (const step of steps(prediction)) {
    if (found.length >= atMost) break;
    found.push(step);
  }
  return found.sort((a, b) => a.token - b.token);
}

function kindOf({ kept, running_verdict }: Prediction, runs: Run[], at: number): Turn["kind"] {
  const [before, run, next] = [runs[at - 1], runs[at], runs[at + 1]];
  const stays = running_verdict.slice(run?.from, next?.from).every((verdict) => verdict === run?.verdict);
  const wasUndecided = before?.from === -1 && before.reach < UNDECIDED && before.words < patience(kept);
  if (wasUndecided && stays) return "lean";
  return next === undefined ? "decided" : "turn";
}

const patience = (kept: number): number => Math.max(2, Math.round(kept * PATIENCE));

/** The word at which the verdict became what it is, and stayed so; null if it was that from before the first word on. */
export function decidedAt({ zero_verdict, running_verdict, verdict }: Prediction): number | null {
  const last = running_verdict.findLastIndex((one) => one !== verdict);
  if (last >= 0) return last + 1 < running_verdict.length ? last + 1 : null;
  return zero_verdict === verdict || running_verdict.length === 0 ? null : 0;
}

function runsOf({ zero_verdict, zero_logit, running_verdict, running_logit }: Prediction): Run[] {
  const runs: Run[] = [{ verdict: zero_verdict, from: -1, words: 0, reach: Math.abs(zero_logit) }];
  running_verdict.forEach((verdict, from) => {
    const last = runs.at(-1);
    const reach = Math.abs(running_logit[from] ?? 0);
    if (last?.verdict !== verdict) runs.push({ verdict, from, words: 1, reach });
    else Object.assign(last, { words: last.words + 1, reach: Math.max(last.reach, reach) });
  });
  return runs;
}

/**
 * Without those that are short or shallow, unless a large step leads to them or away from them, then without the least
 * while there are too many turns; the first run and the last two stay.
 */
function worthNaming(runs: Run[], prediction: Prediction, most: number): Run[] {
  const { kept, classes } = prediction;
  const isLong = ({ words }: Run) => words >= patience(kept);
  // Of more than two classes the score of one does not say how clear the verdict for another is.
  const isClear = ({ reach }: Run) => classes.length > 2 || reach >= UNDECIDED;
  const changes = changesOf(prediction).map(Math.abs);
  const large = largeStep(changes);
  const step = (run: Run | undefined) => changes[run?.from ?? -1] ?? 0;
  const edges = (run: Run, next: Run | undefined) => Math.max(step(run), step(next));
  const found = [...runs];
  for (;;) {
    const free = found.slice(1, -2).map((run, i) => ({ run, edge: edges(run, found[i + 2]) }));
    const isOut = ({ run, edge }: (typeof free)[number]) => edge < large && !(isLong(run) && isClear(run));
    const wanted = found.length > most + 1 ? free : free.filter(isOut);
    if (wanted.length === 0) return found;
    const size = ({ run, edge }: (typeof free)[number]) => run.words * (classes.length > 2 ? 1 : run.reach) + edge;
    const least = wanted.reduce((a, b) => (size(b) < size(a) ? b : a));
    passOver(found, found.indexOf(least.run));
  }
}

/** By how much each word moved the score. */
function changesOf({ running_logit: logits, zero_logit }: Prediction): number[] {
  return logits.map((logit, i) => logit - (logits[i - 1] ?? zero_logit));
}

/** From this size on a step is worth naming. */
function largeStep(sizes: number[]): number {
  return Math.max(STEP_AT_LEAST, STEP_SHARE * sizes.reduce((most, size) => Math.max(most, size), 0));
}

/** Takes a run out; what lies on either side of it becomes one where it is of one class. */
function passOver(runs: Run[], at: number): void {
  const [before, after] = [runs[at - 1], runs[at + 1]];
  if (before === undefined || after === undefined || before.verdict !== after.verdict) runs.splice(at, 1);
  else {
    const joined = { words: before.words + after.words, reach: Math.max(before.reach, after.reach) };
    runs.splice(at - 1, 3, { ...before, ...joined });
  }
}

/** The largest first; none that a reader would not see. */
function steps(prediction: Prediction): Turn[] {
  const all = prediction.running_logit.map((_, token) => turnAt(prediction, token, "step"));
  const large = largeStep(all.map(({ change }) => Math.abs(change)));
  return all
    .filter(({ from, to, change }) => from === to && Math.abs(change) >= large)
    .filter(({ before, after }) => percent(before) !== percent(after))
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
}

function turnAt(prediction: Prediction, token: number, kind: Turn["kind"]): Turn {
  const { running_logit: logits, running_probability: probabilities, running_verdict: verdicts } = prediction;
  const before = <T>(values: T[], zero: T) => (token === 0 ? zero : (values[token - 1] as T));
  return {
    token,
    kind,
    from: before(verdicts, prediction.zero_verdict),
    to: verdicts[token] ?? prediction.verdict,
    before: before(probabilities, prediction.zero_probability),
    after: probabilities[token] ?? prediction.probability,
    change: (logits[token] ?? 0) - before(logits, prediction.zero_logit),
  };
}
