/** What the bundle brings beside the model, and how much of it there is to load. */

import type { State } from "../state";

/** Whether the bundle brings any review texts. */
export function hasReviews(state: State): boolean {
  return reviewBytes(state) > 0;
}

export function reviewBytes(state: State): number {
  const files = Object.entries(state.manifest?.files ?? {}).filter(([name]) => name.startsWith("reviews-"));
  return files.reduce((sum, [, file]) => sum + file.bytes, 0);
}

export function indexBytes(state: State): number {
  return state.manifest?.files["index.safetensors"]?.bytes ?? 0;
}

/** Whether the bundle brings an activation index at all. */
export function hasIndex(state: State): boolean {
  return indexBytes(state) > 0;
}
