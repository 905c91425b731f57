/** The address of a state, whatever its text. */

import { openedSettings } from "../deeds/preset";
import "./keys";
import { pack } from "./packing";
import type { State } from "../store/state";
import { fragmentWith, needsPacking } from "./url";

/** The text of a state as an address holds it if it is long; null where it need not or cannot be. */
export function packed(state: State): Promise<string | null> {
  return needsPacking(state) ? pack(state.text).catch(() => null) : Promise.resolve(null);
}

/** What follows `#` in a link to this state. A text that is too long even deflated is left out. */
export async function fragmentOf(state: State): Promise<string> {
  return fragmentWith(state, await packed(state), openedSettings(state));
}
