/** Loads the scripts that follow the first one, each once for all elements. */

import { remedy } from "unrolled:build";
import { fileOf, load } from "unrolled:further";
import type { EngineClient } from "../../engine/client";
import { EngineError } from "../../engine/errors";

/** What each brings beside its elements. */
interface Brought {
  inside: { EngineClient: typeof EngineClient };
  chapters: object;
}
type Script = keyof Brought;

/** What has come, and who waits for it. */
const here: Partial<Brought> = {};
const waiting = new Map<Script, Promise<unknown>>();
const arrivals: Partial<Record<Script, () => void>> = {};

/** Called by the script that brings it. */
export function bring<S extends Script>(name: S, brought: Brought[S]): void {
  here[name] ??= brought;
  arrivals[name]?.();
}

/** Resolves when a script's elements are defined; after a failure the next call tries again. The offline file holds all right behind the first. */
export function loadScript<S extends Script>(name: S): Promise<Brought[S]> {
  let loading = waiting.get(name) as Promise<Brought[S]> | undefined;
  if (loading === undefined) {
    loading = arrive(name);
    waiting.set(name, loading);
    loading.catch(() => waiting.delete(name));
  }
  return loading;
}

/** The script of the engine, the reading and what stands beside it. */
export const loadInside = () => loadScript("inside");

async function arrive<S extends Script>(name: S): Promise<Brought[S]> {
  const arrived = new Promise<void>((done) => {
    arrivals[name] = done;
  });
  try {
    // What a script needs of an earlier one it looks for as it runs, and scripts run in whatever order they come.
    if (name !== "inside") await loadScript("inside");
    if (load !== null) await load(name);
    else if (here[name] === undefined) await arrived;
    // A part of it, or the sign-in page of a network, loads too and brings nothing.
    const brought = here[name];
    if (brought !== undefined) return brought;
  } catch (error) {
    if (error instanceof EngineError) throw error;
  }
  throw new EngineError(
    "network",
    `${fileOf(name)} could not be loaded: check the network, and that it lies beside the first script.${remedy}`,
  );
}
