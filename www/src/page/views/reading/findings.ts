/** What the picture of the reading finds, in sentences: only figures of removal, and none of what a word wrote, say what would be missing. */

import * as words from "../../../generated/words/reading";
import type { ContributionOverTime, Prediction, RemovalCourse, TokenSpan } from "../../../types";
import { classesOf, explainedClass } from "../../writing/classes";
import type { Namer } from "../../writing/named";
import { percent, signed } from "../../writing/numbers";
import { type Sentence, paragraph, tell, word, yes } from "../../writing/sentence";
import type { Removal } from "./missingshape";

/** A difference of the score that is worth a word of its own (logit units). */
const DIFFERS = 0.2;
/** From here on a word that was silent is strong (logit units), as the engine counts it. */
const STRONG = 0.4;

/** What remains of a first effect, from so large a share on. */
const SHARES = [
  [1.05, "more"],
  [0.95, "all"],
  [0.65, "most"],
  [0.42, "half"],
  [0.29, "third"],
  [0.19, "quarter"],
  [0.05, "little"],
] as const;

const way = (without: number): "up" | "other" => (without > 0 ? "up" : "other");

/** What the chosen words did to the score, and what the end would be without them: by how that ran, or by its end alone. */
export function headline(
  prediction: Prediction,
  span: TokenSpan,
  name: string,
  course: RemovalCourse | null,
  end: number | null,
): Sentence {
  const [from, to] = span;
  const { zero_probability: zero, running_probability: running, probability } = prediction;
  const before = from === 0 ? zero : (running[from - 1] ?? zero);
  const after = running[to - 1] ?? probability;
  const isTwo = prediction.classes.length === 2;
  const of = { word: word(name), before, after, class: explainedClass(classesOf(prediction)) };
  const isSame = percent(before) === percent(after);
  const took = isSame
    ? tell(isTwo ? words.stayed : words.stayed_class, of)
    : tell(isTwo ? words.took : words.took_class, of);
  return paragraph(took, without(yes(to - from > 1), to === prediction.kept, course, end));
}

function without(
  several: "yes" | "other",
  isLast: boolean,
  course: RemovalCourse | null,
  end: number | null,
): Sentence {
  const last = course?.last ?? end;
  if (last === null) return [];
  if (signed(last) === "0") return tell(words.without_nothing, { several });
  const of = { several, x: last, way: way(-last) };
  const share = course?.left ?? null;
  if (course === null || share === null || isLast) return tell(words.without, of);
  const first = { ...of, first: course.read };
  if (share < -0.05) return tell(words.turned, first);
  return tell(words.remains, { ...first, share: SHARES.find(([least]) => share >= least)?.[1] ?? "other" });
}

/** The word that did hardly anything when it was read and would be missed most later; nothing without one. */
export function silentSentence(removal: Removal, nameOf: Namer): Sentence {
  const most = silentest(removal);
  if (most === undefined) return [];
  const values = removal.rows.find((row) => row.word === most.at)?.values ?? [];
  const from = 1 + values.findLastIndex((value) => Math.abs(value) < STRONG);
  const stays = from > 0 && from < values.length;
  const at = nameOf(most.at + (stays ? from : most.peak_after));
  return tell(words.silent, {
    word: nameOf(most.at),
    first: most.read,
    at,
    stays: yes(stays),
    x: stays ? most.last : most.peak,
  });
}

/** Of the words that were silent when read, the one that was strongest later. */
function silentest({ words: all }: Removal) {
  const silent = all.map((course, at) => ({ ...course, at })).filter((course) => course.silent);
  return silent.sort((a, b) => Math.abs(b.peak) - Math.abs(a.peak))[0];
}

/** The word of which what it wrote and what would be missing without it differ most; not once more if it is the silent one. */
export function differSentence(found: ContributionOverTime, removal: Removal, nameOf: Namer): Sentence {
  const gaps = removal.words.map(({ last }, at) => ({ at, last, wrote: found.weights[at] ?? 0 }));
  const most = gaps.reduce<(typeof gaps)[number] | null>(
    (a, b) => (a === null || Math.abs(b.last - b.wrote) > Math.abs(a.last - a.wrote) ? b : a),
    null,
  );
  if (most === null || Math.abs(most.last - most.wrote) < DIFFERS || most.at === silentest(removal)?.at) return [];
  return tell(words.differ, { word: nameOf(most.at), wrote: most.wrote, x: most.last, way: way(-most.last) });
}
