/** "What rule does the network follow here?", from anchors: the doubt first. */

import * as of from "../../../generated/words/anchors";
import type { Anchor, Holding, Perturbation, Proportion, RuleMemory } from "../../../types";
import { percent } from "../../writing/numbers";
import { type Piece, type Sentence, paragraph, tell, yes } from "../../writing/sentence";
import type { Namer } from "../../writing/named";

/** As a message's choice reads what happens to half of the other words. */
export const changing = (how: Perturbation): "delete" | "unknown" | "other" => (how === "replace" ? "other" : how);
/** With nothing held, the verdict standing this often leaves a rule little to add (a guess). */
const LITTLE_TO_ADD = 0.85;
/** Fewer texts than this are few to go by (a guess). */
const FEW = 10;

/** `97 % of the time (95 to 98 %)`: the lower end without its sign. */
const often = ({ share: p, low, high }: Proportion) => ({ p, low: percent(low).replace(/\D+$/, ""), high });

/** With nothing held the verdict stands nearly as often, or nothing else is known yet: that comes first. */
export const comesFirst = ({ empty, vacuous, rule }: Anchor): boolean =>
  vacuous || rule.length === 0 || (empty?.share ?? 0) >= LITTLE_TO_ADD;

/** The rule of no words, which every rule is to be held against; `verdict` names the class that the text is judged to be of. */
export function emptySentence({ empty, vacuous, perturbation, finished, own }: Anchor, verdict: Piece): Sentence {
  if (empty === null) return tell(of.starting);
  const places = { how: changing(perturbation), class: verdict, ...often(empty) };
  if (vacuous) {
    const said = tell(of.vacuous, { ...places, own: yes(own) });
    return paragraph(said, perturbation === "delete" ? [] : tell(of.left_out));
  }
  return empty.share >= LITTLE_TO_ADD ? tell(of.little, places) : tell(of.empty, { ...places, done: yes(finished) });
}

/** How often the rule holds. */
export function ruleSentence(found: Anchor, words: Sentence[], verdict: Piece): Sentence {
  const { precision, searched, successful, finished, own, threshold, tolerance, rule, trying } = found;
  if (rule.length === 0) return finished && !found.vacuous && !own ? noneSentence(found) : [];
  const stays = { words, n: rule.length };
  if (precision === null) {
    if (searched === null) return tell(of.measuring, stays);
    const [long, many] = trying;
    return tell(of.so_far, { ...stays, long, many, p: searched.share });
  }
  const holds = { ...stays, class: verdict, ...often(precision) };
  const wanted = threshold - tolerance;
  if (successful) return tell(of.holds, { ...holds, wanted });
  return own ? tell(of.unsure, { ...holds, wanted }) : paragraph(noneSentence(found), tell(of.best, holds));
}

function noneSentence({ out_of_samples: out, threshold, tolerance }: Anchor): Sentence {
  return tell(of.none, { threshold, wanted: threshold - tolerance, out: yes(out) });
}

/** Whether each word is needed. */
export function minimalSentence(found: Anchor, nameOf: Namer): Sentence {
  const { minimal, without, threshold, precision } = found;
  if (minimal === null || precision === null || without.length < 2) return [];
  const idle = without.filter((rest) => rest.precision.share >= threshold);
  if (idle.length === 0) return tell(of.needed, { most: Math.max(...without.map((rest) => rest.precision.share)) });
  const least = Math.min(...idle.map((rest) => rest.precision.share));
  return tell(of.idle, { n: idle.length, words: idle.map((rest) => nameOf(rest.position)), least });
}

const share = ({ reviews, same_verdict: same }: Holding): number => same / Math.max(1, reviews);

/** The rule among the texts of the network's training. */
export function trainingSentence({ words, phrase, all }: RuleMemory, found: Anchor, verdict: Piece): Sentence {
  const n = found.rule.length;
  if (words.reviews === 0) return tell(of.no_text, { n });
  const said = tell(of.training, {
    few: yes(words.reviews < FEW),
    texts: words.reviews,
    n,
    same: words.same_verdict,
    class: verdict,
    share: share(words),
    all: share(all),
    labelled: words.same_label,
  });
  if (phrase === null) return said;
  const { reviews: texts, same_verdict: same } = phrase;
  return paragraph(said, texts === 0 ? tell(of.apart) : tell(of.together, { same, texts }));
}
