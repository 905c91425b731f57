/** Loads the second script of the page, once for all elements. */

import { remedy } from "unrolled:build";
import { name, second } from "unrolled:second";
import type { EngineClient } from "../engine/client";
import { EngineError } from "../engine/errors";

/** What the second script brings beside its elements. */
export interface Brought {
  EngineClient: typeof EngineClient;
}

/** Called by the second script. */
export let bring: (brought: Brought) => void;
let isHere = false;
const arrived = new Promise<Brought>((resolve) => {
  bring = (brought) => {
    isHere = true;
    resolve(brought);
  };
});
let loading: Promise<Brought> | null = null;

/** Resolves when its elements are defined; after a failure the next call tries again. The offline file holds it right behind this one. */
export function loadInside(): Promise<Brought> {
  loading ??= load();
  loading.catch(() => {
    loading = null;
  });
  return loading;
}

async function load(): Promise<Brought> {
  try {
    await second?.();
    // A part of it, or the sign-in page of a network, loads too and brings nothing.
    if (second === null || isHere) return arrived;
  } catch (error) {
    if (error instanceof EngineError) throw error;
  }
  throw new EngineError(
    "network",
    `${name} could not be loaded: check the network, and that it lies beside the first script.${remedy}`,
  );
}
