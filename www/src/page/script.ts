/** Asks for the second script as the page asked for the first: by an element with the same leave. */

import { integrity } from "unrolled:build";
import { EngineError } from "../engine/errors";
import { beside } from "../engine/home";
import { forbidden, trusted } from "../engine/policy";

export const name = "unrolled.inside.js";
/** The element of the first script. */
const first = document.currentScript as HTMLScriptElement | null;

export const second = beside === null ? null : () => load(beside!(name)!);

async function load(url: URL): Promise<unknown> {
  const script = document.createElement("script");
  script.src = trusted(url);
  if (first !== null) {
    const { crossOrigin, nonce, referrerPolicy } = first;
    Object.assign(script, { crossOrigin, nonce, referrerPolicy, integrity: first.integrity === "" ? "" : integrity });
  }
  const arrived = new Promise((done, refuse) => {
    script.onload = done;
    script.onerror = refuse;
  });
  document.head.append(script);
  return arrived.catch(async (event: unknown) => {
    script.remove();
    const sentence = await forbidden(name, url);
    throw sentence === null ? event : new EngineError("unsupported", sentence);
  });
}
