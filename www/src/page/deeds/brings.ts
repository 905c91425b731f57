/** What the bundle brings beside the model, and how much of it there is to load. */

import { mainBytes } from "unrolled:build";
import type { LaterModule } from "../../methods";
import type { Asset, State } from "../store/state";

/** Whether the bundle brings any review texts. */
export function hasReviews(state: State): boolean {
  return reviewBytes(state) > 0;
}

/** Whether its reviews may not be shown: then its index names those that hold a word, and neither where nor how often. */
export function namesOnly({ manifest }: Pick<State, "manifest">): boolean {
  return manifest?.texts === "none";
}

/** Whether words can be looked up in training. */
export function canLookUp(state: State): boolean {
  return hasIndex(state) && (hasReviews(state) || namesOnly(state));
}

export function reviewBytes(state: State): number {
  const files = Object.entries(state.manifest?.files ?? {}).filter(([name]) => name.startsWith("reviews-"));
  return files.reduce((sum, [, file]) => sum + file.bytes, 0);
}

export function indexBytes(state: State): number {
  return state.manifest?.files["index.safetensors"]?.bytes ?? 0;
}

export function modelBytes({ manifest }: Pick<State, "manifest">): number {
  return ["weights.safetensors", "vocab.txt"].reduce(
    (sum, name) => sum + (manifest?.files[name]?.bytes ?? 0),
    mainBytes,
  );
}

/** Whether everything there is stands in this very file, from which nothing has to be fetched. */
export const isInside = (): boolean => document.getElementById("unrolled/manifest.json") !== null;

/** How much of these is still to be loaded. */
export function missingBytes(state: State, assets: Exclude<Asset, LaterModule>[]): number {
  const sizes = { model: modelBytes, index: indexBytes, reviews: reviewBytes };
  return assets.reduce((sum, asset) => sum + (state.loading[asset].phase === "ready" ? 0 : sizes[asset](state)), 0);
}

/** So many training texts are read again in a few seconds (a guess). */
const SOON_READ = 2000;

/** Whether reading all training texts again takes so long that a reader is told before. */
export function takesLong({ manifest }: Pick<State, "manifest">): boolean {
  return (manifest?.counts?.["train"] ?? Number.POSITIVE_INFINITY) > SOON_READ;
}

/** Whether the bundle brings an activation index at all. */
export function hasIndex(state: State): boolean {
  return indexBytes(state) > 0;
}
