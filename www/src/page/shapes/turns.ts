/**
 * The running score → its turning points, each named by the word at which it happened.
 *
 * 1. The text falls into stretches during which the score leaned one way; a short excursion is no stretch.
 * 2. A stretch begins with a turn (the first: a lean), named by the word that took the score across.
 * 3. The largest single steps that are no turns yet are added, largest first.
 */

import type { Prediction } from "../../types";

export interface Turn {
  /** The token at which it happened. */
  token: number;
  kind: "lean" | "turn" | "step";
  /** Probability before and after this token. */
  before: number;
  after: number;
  /** The change of the logit at this token. */
  change: number;
  /** The way the score went: after a lean or turn the side it is on, for a step its direction. */
  positive: boolean;
}

/** A score this close to zero does not count as leaning: .57 on either side (logit units; a guess that reads well). */
const UNDECIDED = 0.3;
/** A stretch is at least this share of the text, and at least two words. */
const PATIENCE = 0.04;
/** A step counts if it moves the logit this much, and is at least STEP_SHARE of the largest. */
const STEP_AT_LEAST = 0.4;
const STEP_SHARE = 0.25;

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
  const found = leans(prediction);
  const steps = prediction.running_logit.map((_, token) => turnAt(prediction, token, "step"));
  const largest = steps.reduce((most, step) => Math.max(most, Math.abs(step.change)), 0);
  const worthNaming = steps
    .filter((step) => Math.abs(step.change) >= Math.max(STEP_AT_LEAST, STEP_SHARE * largest))
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
  const kept = strongest(found, Math.ceil(atMost * 0.6));
  for (const step of worthNaming) {
    if (kept.length >= atMost) break;
    if (kept.every((turn) => turn.token !== step.token)) kept.push(step);
  }
  return kept.sort((a, b) => a.token - b.token);
}

/** The words at which the score began to lean one way for a while. */
function leans(prediction: Prediction): Turn[] {
  const logits = prediction.running_logit;
  const patience = Math.max(2, Math.round(logits.length * PATIENCE));
  const found: Turn[] = [];
  let side = 0;
  for (let token = 0; token < logits.length; token++) {
    const now = sideOf(logits[token]);
    if (now === 0 || now === side || !holds(logits, token, now, patience)) continue;
    found.push(turnAt(prediction, cause(prediction, token, now), side === 0 ? "lean" : "turn"));
    side = now;
  }
  return found;
}

function sideOf(logit: number | undefined): number {
  return logit === undefined || Math.abs(logit) < UNDECIDED ? 0 : Math.sign(logit);
}

/** The word that took the score to this side, if it was on the other; else, of the words that led here, the one with the largest step. */
function cause({ running_logit: logits, zero_logit }: Prediction, token: number, side: number): number {
  const before = (i: number) => logits[i - 1] ?? zero_logit;
  const step = (i: number) => side * ((logits[i] ?? 0) - before(i));
  let best = token;
  for (let i = token; i >= 0; i--) {
    if (side * before(i) < 0) return i;
    if (step(i) > step(best)) best = i;
  }
  return best;
}

/** The word at which the score came to the side of the verdict to stay, and whether it had been there before; null if it was there all the time. */
export function lastCrossing({
  running_logit: logits,
  zero_logit,
  logit,
}: Prediction): { at: number; again: boolean } | null {
  const isThere = (value: number) => value >= 0 === logit >= 0;
  const at = logits.findLastIndex((value) => !isThere(value)) + 1;
  const again = isThere(zero_logit) || logits.findIndex(isThere) < at;
  return at === 0 && again ? null : { at, again };
}

/** Whether the score stays on this side for `patience` words, or to the end of the text. */
function holds(logits: number[], from: number, side: number, patience: number): boolean {
  return logits.slice(from, from + patience).every((logit) => sideOf(logit) !== -side);
}

function turnAt(prediction: Prediction, token: number, kind: Turn["kind"]): Turn {
  const { running_logit: logits, running_probability: probabilities, zero_logit, zero_probability } = prediction;
  const logit = logits[token] ?? 0;
  const change = logit - (token === 0 ? zero_logit : (logits[token - 1] ?? 0));
  const before = token === 0 ? zero_probability : (probabilities[token - 1] ?? 0.5);
  return { token, kind, before, after: probabilities[token] ?? 0.5, change, positive: change > 0 };
}

/** Of too many turns, the last one (it made the verdict) and those with the largest steps. */
function strongest(found: Turn[], atMost: number): Turn[] {
  const last = found[found.length - 1];
  if (found.length <= atMost || last === undefined) return found;
  const others = found.slice(0, -1).sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
  return [...others.slice(0, atMost - 1), last];
}
