/** Loads the second script of the page, once for all elements. */

import { scriptUrl } from "unrolled:build";

const NAME = "unrolled.inside.js";
let loading: Promise<void> | null = null;

/** Resolves when its elements are defined; after a failure the next call tries again. In the offline file they are. */
export function loadInside(): Promise<void> {
  loading ??= scriptUrl === null ? Promise.resolve() : load(new URL(NAME, scriptUrl).href);
  loading.catch(() => { loading = null; });
  return loading;
}

function load(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      reject(new Error(`${NAME} could not be loaded.`));
    };
    document.head.append(script);
  });
}
