/** Compiled from words/en/common.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/sentence";
import { megabytes } from "../../page/numbers";
export const words = {
  how: () => ["How this is computed, and when not to believe it"],
  stop: () => ["Stop"],
  stop_and_keep: () => ["Stop and keep what there is"],
  again: () => ["Try again"],
  loading: (d: { what: Place }) => ["Loading ", d.what],
  loading_of: (d: { loaded: number; total: number; what: Place }) => ["Loading ", d.what, ": ", megabytes(d.loaded), " of ", megabytes(d.total)]
}
