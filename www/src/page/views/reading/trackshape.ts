/** Which tracks the picture has. */

import { hasIndex } from "../../deeds/brings";
import { type State, type Track, readsForward } from "../../store/state";

/** These need what a layer held after each word. */
export const INSIDE: readonly Track[] = ["kept", "gates", "units"];

/**
 * A network that reads both ways has no state after each word. Without its average word nothing tells what lasts, and without
 * an index, or with more than two classes, nothing how near training is.
 */
export function isDrawable(state: State, track: Track): boolean {
  const { manifest } = state;
  if (track === "lasting" && manifest !== null && manifest.average_word === undefined) return false;
  if (track === "familiar" && manifest !== null && !(hasIndex(state) && manifest.classes.length === 2)) return false;
  return readsForward(state) || (!["lasting", "familiar"].includes(track) && !INSIDE.includes(track));
}

/** Those that were chosen, as far as there are such of this network; never none. */
export function tracksOf(state: State): readonly Track[] {
  const { tracks } = state.settings.reading;
  const shown = tracks.filter((track) => isDrawable(state, track));
  return shown.some((track) => track !== "other") ? shown : ["river", ...shown];
}
