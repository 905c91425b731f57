/** What stands under the picture: how the verdict formed, and where what a word wrote and what would be missing differ. */

import * as words from "../../../generated/words/reading";
import { type State, readsForward } from "../../store/state";
import { type Namer, named } from "../../writing/named";
import { type Sentence, tell } from "../../writing/sentence";
import { differSentence, silentSentence } from "./findings";
import { removalOf } from "./missingshape";
import { further } from "./more";
import { GAP, formedSentence, sumSentence } from "./sentences";
import { turns } from "./turns";

/** Turning points that are named. */
const NAMED = 6;

const namer = ({ predicted, prediction }: State): Namer => {
  return (token, ...figures) => (prediction === null ? [] : named(predicted, prediction, token, 24, ...figures));
};

function formed(state: State): Sentence {
  const { prediction } = state;
  return prediction === null ? [] : formedSentence(prediction, turns(prediction, NAMED), namer(state));
}

function notes(state: State): Sentence[] {
  const removal = removalOf(state);
  const found = state.slots["contribution-over-time"];
  const isWhole = removal !== null && removal.fidelity.done === state.prediction?.kept;
  const isAnswered = found.answered?.text === state.text && found.phase === "done";
  return [
    readsForward(state) ? [] : tell(words.both_ways),
    isAnswered && found.result !== null && found.result.fidelity.gap > GAP ? sumSentence(found.result) : [],
    isWhole ? silentSentence(removal, namer(state)) : [],
    isWhole && isAnswered && found.result !== null ? differSentence(found.result, removal, namer(state)) : [],
    state.selection === null ? [] : formed(state),
  ].filter((sentence) => sentence.length > 0);
}

further.formed = formed;
further.notes = notes;
