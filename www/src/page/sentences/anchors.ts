/** "What rule does the network follow here?", from anchors: the doubt first. */

import type { Anchor, Holding, Perturbation, Proportion, RuleMemory } from "../../types";
import { count, counted, percent } from "../numbers";
import { type Sentence, listed, sentence, strong, verdict } from "../sentence";
import type { Namer } from "../shapes/named";

/** What happens to half of the other words. */
export const CHANGED: Record<Perturbation, string> = {
  delete: "left out",
  unknown: "hidden",
  replace: "replaced by similar ones",
};
/** With nothing held, the verdict standing this often leaves a rule little to add (a guess). */
const LITTLE_TO_ADD = 0.85;

const between = ({ low, high }: Proportion): string => `${percent(low).replace(/\D+$/, "")} to ${percent(high)}`;

/** `97 % of the time (95 to 98 %)` */
function often(found: Proportion): Sentence {
  return sentence`${strong(percent(found.share))} of the time (${between(found)})`;
}

/** The rule of no words, which every rule is to be held against. */
export function emptySentence({ empty, vacuous, perturbation, prediction, finished, own }: Anchor): Sentence {
  if (empty === null) return sentence`Changing words at random …`;
  const lead = sentence`With half of its words ${CHANGED[perturbation]} at random this text is still judged ${verdict(prediction >= 0.5)} ${often(empty)}`;
  if (vacuous) {
    const end = own
      ? "so almost any rule would look good"
      : "so almost any rule would look good, and none was looked for";
    const instead = perturbation === "delete" ? "" : " Leaving words out changes more.";
    return sentence`${strong("No rule is needed.")} ${lead}, ${end}.${instead}`;
  }
  if (empty.share >= LITTLE_TO_ADD) return sentence`${strong("A rule has little to add.")} ${lead}.`;
  return finished ? sentence`${lead}.` : sentence`${lead} …`;
}

/** How often the rule holds. */
export function ruleSentence(found: Anchor, names: Sentence[]): Sentence {
  const { precision, searched, successful, finished, own, prediction, threshold, tolerance, rule, trying } = found;
  if (rule.length === 0) return finished && !found.vacuous && !own ? noneSentence(found) : [];
  const words = listed(names);
  const stays = sentence`while ${words} ${rule.length === 1 ? "stays" : "stay"}`;
  if (precision === null) {
    if (searched === null) return sentence`Measuring how often the verdict stands ${stays} …`;
    const [long, many] = trying;
    const tried = many === 0 ? [] : sentence`, of ${counted(many, "rule")} of ${counted(long, "word")} being tried`;
    return sentence`Best so far${tried}: ${stays}, ${percent(searched.share)} of the samples keep the verdict; not yet measured on fresh ones.`;
  }
  const holds = sentence`${stays}, it is judged ${verdict(prediction >= 0.5)} ${often(precision)}`;
  const wanted = percent(threshold - tolerance);
  if (successful) return sentence`${strong("A rule holds:")} ${holds}, surely above the ${wanted} that a rule needs.`;
  if (own) return sentence`${strong("Not for sure.")} ${capital(holds)}; a rule should surely reach ${wanted}.`;
  return sentence`${noneSentence(found)} The best that was found: ${holds}.`;
}

function noneSentence({ out_of_samples: out, threshold, tolerance }: Anchor): Sentence {
  const end = out ? " before the samples were used up" : "";
  return sentence`${strong("No short rule")} was found that holds ${percent(threshold)} of the time, and surely ${percent(threshold - tolerance)}${end}.`;
}

/** Whether each word is needed. */
export function minimalSentence(found: Anchor, nameOf: Namer): Sentence {
  const { minimal, without, threshold, precision } = found;
  if (minimal === null || precision === null || without.length < 2) return [];
  const idle = without.filter((rest) => rest.precision.share >= threshold);
  if (idle.length > 0) {
    const names = listed(idle.map((rest) => nameOf(rest.position)));
    const least = percent(Math.min(...idle.map((rest) => rest.precision.share)));
    return sentence`It would hold without ${names}, too${idle.length > 1 ? `, one at a time: at least ${least}` : `: ${least}`} of the time.`;
  }
  const most = Math.max(...without.map((rest) => rest.precision.share));
  return sentence`Without any one of these words it holds ${percent(most)} of the time at most.`;
}

const share = ({ reviews, same_verdict: same }: Holding): number => same / Math.max(1, reviews);

/** The rule among the reviews the network was trained on. */
export function trainingSentence({ words, phrase, all }: RuleMemory, found: Anchor): Sentence {
  const which = found.rule.length === 1 ? "this word" : found.rule.length === 2 ? "both words" : "all of these words";
  if (words.reviews === 0)
    return sentence`No training review has ${which}, so training can neither confirm nor deny it.`;
  const judged = verdict(found.prediction >= 0.5);
  const few = words.reviews < 10 ? sentence`${strong("Few to go by.")} ` : [];
  const lead = sentence`${few}Of the ${counted(words.reviews, "training review")} with ${which} ${strong(count(words.same_verdict))} ${words.same_verdict === 1 ? "was" : "were"} judged ${judged} (${percent(share(words))}; all training reviews: ${percent(share(all))}), and ${count(words.same_label)} ${words.same_label === 1 ? "is" : "are"} labelled so.`;
  if (phrase === null) return lead;
  if (phrase.reviews === 0) return sentence`${lead} None has them next to each other, as here.`;
  return sentence`${lead} Next to each other, as here: ${count(phrase.same_verdict)} of ${count(phrase.reviews)}.`;
}

/** A sentence that begins with a small letter of ours. */
function capital([first, ...rest]: Sentence): Sentence {
  return typeof first === "string"
    ? [first.slice(0, 1).toUpperCase() + first.slice(1), ...rest]
    : [first ?? "", ...rest];
}
