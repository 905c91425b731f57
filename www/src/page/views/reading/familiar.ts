/** The track of how far the text is from the nearest training texts. No probability: the scale of credibility is one of whole texts. */

import { svg } from "lit";
import * as words from "../../../generated/words/reading";
import { type State, answerOf } from "../../store/state";
import { decimal } from "../../writing/numbers";
import { tellPlain } from "../../writing/sentence";
import { distancesOf } from "./familiarshape";
import type { Drawn, Place } from "./more";
import { GAP, ROW, TITLE, shadesFrom } from "./shades";

/** After every word, as far as that is known. */
export function distancesIn(state: State): number[] | null {
  const found = answerOf(state, "deep-knn");
  return found === null || found.prefixes.length === 0
    ? null
    : distancesOf(found.prefixes, state.prediction?.kept ?? 0);
}

/** The same shade is as far in every text: from none to a right angle. */
export function drawFamiliar(place: Place): Drawn {
  const { state, y, width, once } = place;
  const values = once("familiar", [answerOf(state, "deep-knn")?.prefixes, state.prediction], () => distancesIn(state));
  const { shape } = shadesFrom({ ...place, y: y + TITLE }, "", values, [0, 1], (at) => decimal(at));
  const above = svg`<text class="title halved" x="0" y=${y + 12}>${tellPlain(words.familiar)}</text>
    <text class="halved" x=${width} y=${y + 12} text-anchor="end">${values === null ? awaited(state) : tellPlain(words.familiar_note)}</text>`;
  return { height: TITLE + ROW + GAP, shape, above };
}

/** Why there are no distances yet, or none. */
function awaited(state: State): string {
  const [{ phase, message }, { index }] = [state.slots["deep-knn"], state.loading];
  if (index.phase === "failed") return index.message;
  if (phase === "failed") return message;
  if (index.phase === "idle") return tellPlain(words.familiar_idle);
  return tellPlain(answerOf(state, "deep-knn")?.varies === false ? words.familiar_none : words.familiar_coming);
}
