/** How the verdict formed, in one sentence. */

import type { Prediction, TokenSpan } from "../../types";
import { percent } from "../numbers";
import { type Sentence, listed, sentence, strong, word } from "../sentence";
import type { Namer } from "../shapes/named";
import type { Turn } from "../shapes/turns";

/** A last step this close to the end, and this sure, settles the matter. */
const LATE = 0.85;
const SETTLED = 0.9;

export function formedSentence(prediction: Prediction, turns: Turn[], wordOf: Namer): Sentence {
  const { zero_probability: zero, probability, kept } = prediction;
  if (kept === 0) return sentence`With no word to read, it stays where it starts: ${percent(zero)} positive.`;
  if (kept === 1)
    return sentence`One word, ${wordOf(0)}, took it from ${percent(zero)} to ${percent(probability)} positive.`;
  if (turns.length === 0) {
    return sentence`It hardly moved: ${percent(zero)} positive before the first word, ${percent(probability)} after the last.`;
  }
  const clauses = turns.map((turn, i) => clause(turn, i === turns.length - 1, prediction, wordOf));
  return sentence`Read word by word, from ${percent(zero)} positive: it ${listed(clauses)}.${ending(turns, prediction)}`;
}

function clause(turn: Turn, last: boolean, prediction: Prediction, wordOf: Namer): Sentence {
  const numbers = `${percent(turn.before)}\u00A0→ ${percent(turn.after)}`;
  const way = turn.positive ? "positive" : "negative";
  if (turn.kind === "lean") return sentence`leaned ${way} from ${wordOf(turn.token)} on (${numbers})`;
  const name = wordOf(turn.token, numbers);
  if (turn.kind === "turn") return sentence`turned ${way} at ${name}`;
  if (last && settles(turn, prediction)) return sentence`was settled by ${name}`;
  return sentence`${turn.positive ? "rose" : "fell"} at ${name}`;
}

function settles(turn: Turn, prediction: Prediction): boolean {
  const towards = turn.positive === prediction.probability >= 0.5;
  const sure = Math.max(turn.after, 1 - turn.after);
  const wasSure = Math.max(turn.before, 1 - turn.before);
  return towards && turn.token >= LATE * (prediction.kept - 1) && sure >= SETTLED && wasSure < SETTLED;
}

/** Where it ended, if the last turn was not the end of it. */
function ending(turns: Turn[], prediction: Prediction): Sentence {
  const last = turns[turns.length - 1];
  if (last === undefined || percent(last.after) === percent(prediction.probability)) return [];
  return sentence` It ended at ${strong(percent(prediction.probability))}.`;
}

/** What the reading line says at one word or span. */
export function readingSentence(prediction: Prediction, [from, to]: TokenSpan, name: string): Sentence {
  const before = from === 0 ? prediction.zero_probability : (prediction.running_probability[from - 1] ?? 0.5);
  const after = prediction.running_probability[to - 1] ?? 0.5;
  const place = to - from === 1 ? `place ${to}` : `places ${from + 1} to ${to}`;
  return sentence`${word(name)}: ${percent(before)}\u00A0→ ${strong(percent(after))} positive (${place} of ${prediction.kept})`;
}
