/** Loads the second script of the page, once for all elements. */

import { scriptUrl } from "unrolled:build";
import type { EngineClient } from "../engine/client";

const NAME = "unrolled.inside.js";

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
  loading ??= scriptUrl === null ? arrived : load(new URL(NAME, scriptUrl).href);
  loading.catch(() => {
    loading = null;
  });
  return loading;
}

function load(url: string): Promise<Brought> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onerror = () => {
      script.remove();
      reject(new Error(`${NAME} could not be loaded: check the network, and that it lies beside unrolled.js.`));
    };
    // A part of it, or the sign-in page of a network, loads too and brings nothing.
    script.onload = (event) => (isHere ? resolve(arrived) : script.onerror?.(event));
    document.head.append(script);
  });
}
