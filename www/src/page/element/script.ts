/** Asks for the scripts that follow as the page asked for the first: by an element with the same leave. */

import { integrity } from "unrolled:build";
import { EngineError } from "../../engine/errors";
import { beside } from "../../engine/home";
import { forbidden, trusted } from "../../engine/policy";

export const fileOf = (name: string) => `unrolled.${name}.js`;
/** The element of the first script. */
const first = document.currentScript as HTMLScriptElement | null;

/** Null in a file that holds them all. */
export const load = beside === null ? null : (name: string) => fetched(name, beside!(fileOf(name))!);

async function fetched(name: string, url: URL): Promise<unknown> {
  const script = document.createElement("script");
  script.src = trusted(url);
  if (first !== null) {
    const { crossOrigin, nonce, referrerPolicy } = first;
    Object.assign(script, {
      crossOrigin,
      nonce,
      referrerPolicy,
      integrity: first.integrity === "" ? "" : integrity[name],
    });
  }
  const arrived = new Promise((done, refuse) => {
    script.onload = done;
    script.onerror = refuse;
  });
  document.head.append(script);
  return arrived.catch(async (event: unknown) => {
    script.remove();
    const sentence = await forbidden(fileOf(name), url);
    throw sentence === null ? event : new EngineError("unsupported", sentence);
  });
}
