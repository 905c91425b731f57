/** The part of the engine that the page calls; `engine/client.ts` is the real one. */

import type { Callbacks, LoadProgress, Running } from "../../engine/client";
import { saidOf } from "../../engine/errors";
import type { LaterModule } from "../../methods";
import type { BrowseFilter, Inside, Manifest, Prediction, Presets, Review, ReviewRow } from "../../types";

export type { Callbacks, LoadProgress, Running };

export interface Engine {
  readonly presets: Promise<Presets>;
  readonly manifest: Promise<Manifest>;
  ready(progress?: LoadProgress): Promise<void>;
  module(module: LaterModule, progress?: LoadProgress): Promise<void>;
  index(progress?: LoadProgress): Promise<void>;
  reviews(progress?: LoadProgress): Promise<void>;
  predict(text: string): Promise<Prediction>;
  inside(text: string, layer?: number): Promise<Inside>;
  explain<T>(method: string, text: string, settings: object, callbacks?: Callbacks<T>): Running<T>;
  review(row: number): Promise<Review>;
  browse(filter: BrowseFilter): Promise<ReviewRow[]>;
}

/** Rejections that are no errors: the answer was overtaken or no longer wanted. */
export function isDropped(error: unknown): boolean {
  const kind = (error as { kind?: unknown } | null)?.kind;
  return kind === "stale" || kind === "cancelled";
}

/** Says an error of the engine in the page's language; null for one that it does not know. */
type Say = (key: string, values: object) => string | null;
let say: Say = () => null;

/** The catalogue of errors comes with the engine, in the second script. */
export function sayErrorsBy(catalogue: Say): void {
  say = catalogue;
}

/** The one clear sentence of an error. */
export function messageOf(error: unknown): string {
  const { key = "", values = {} } = saidOf(error);
  const told = say(key, values);
  if (told !== null) return told;
  const message = (error as { message?: unknown } | null)?.message;
  return typeof message === "string" && message !== "" ? message : "Something went wrong; please try again.";
}

/** What went wrong, by a name that stays; code goes by it. */
export function kindOf(error: unknown): string {
  const kind = (error as { kind?: unknown } | null)?.kind;
  return typeof kind === "string" ? kind : "internal";
}
